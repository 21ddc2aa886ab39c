# SPDX-License-Identifier: Apache-2.0
"""Erasing what is over: entries with their keys, and closed conflicts, once their days have passed (spec §87.11).

How long that is stands in `kept.yaml`. An open conflict, and whatever belongs to it, stays. What was done stays on the
record; nothing of it says where an operation was.
"""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from django.db import transaction
from django.db.models import Q

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.audit.services import Entry as Line
from taawun.kernel.errors import BadDeclaration
from taawun.kernel.wire.times import cut
from taawun.sectors.deconfliction.models import Conflict, Entry, Stand, State
from taawun.sectors.deconfliction.owning import OBJECT as CONFLICT
from taawun.sectors.deconfliction.sector import SECTOR, WATCH_PURPOSE
from taawun.sectors.deconfliction.services import OBJECT

WORKER: Final = Actor.system("worker")
BATCH: Final = 2_000
"""Entries or conflicts of one transaction."""
BOUNDS: Final = (1, 3_650)
"""Fewest and most days."""


@cache
def kept() -> dict[str, timedelta]:
    """Return how long entries that ended and drafts whose time is over are kept.

    Raises:
        BadDeclaration: it is no whole number of days, or out of bounds.
    """
    said = yaml.safe_load(Path(__file__).with_name("kept.yaml").read_text("utf-8"))
    least, most = BOUNDS
    for name in ("ended_days", "draft_days"):
        days = said.get(name)
        if not isinstance(days, int) or isinstance(days, bool) or not least <= days <= most:
            raise BadDeclaration(f"deconfliction/kept.yaml: {name} ({least} to {most}).")
    return {"ended": timedelta(days=said["ended_days"]), "draft": timedelta(days=said["draft_days"])}


def forget(now: datetime) -> tuple[int, int]:
    """Erase what is due, at most a batch of each, and return how many conflicts and entries that was."""
    now = cut(now)
    return _conflicts(now), _entries(now)


@transaction.atomic
def _conflicts(now: datetime) -> int:
    before = now - kept()["ended"]
    rows = Conflict.objects.select_for_update(of=("self",)).filter(
        _ended("new", before), Q(old=None) | _ended("old", before), state=Stand.CLOSED, closed_at__lt=before
    )
    found = list(rows.order_by("closed_at", "id").values_list("id", flat=True)[:BATCH])
    due = Conflict.objects.filter(id__in=found)
    due.update(forgotten=now)
    due.delete()
    audit.record_many([Line(WORKER, "conflict.forgotten", CONFLICT, one, WATCH_PURPOSE) for one in found], at=now)
    return len(found)


@transaction.atomic
def _entries(now: datetime) -> int:
    old_draft = Q(state=State.DRAFT, ends__lt=_seconds(now - kept()["draft"]))
    over = ~Q(state=State.DRAFT) & _ended("", now - kept()["ended"])
    rows = Entry.objects.select_for_update(of=("self",)).filter(old_draft | over, found=None, found_by=None, sides=None)
    found = list(rows.order_by("ends", "id").values_list("id", flat=True)[:BATCH])
    Entry.objects.filter(id__in=found).delete()
    audit.record_many([Line(WORKER, "deconfliction.forgotten", OBJECT, one, SECTOR.purpose) for one in found], at=now)
    return len(found)


def _ended(entry: str, before: datetime) -> Q:
    """Return the condition that an entry was withdrawn, or its time was over, before a moment."""
    at = f"{entry}__" if entry else ""
    return Q(**{f"{at}ends__lt": _seconds(before)}) | Q(**{f"{at}ended_at__lt": before})


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
