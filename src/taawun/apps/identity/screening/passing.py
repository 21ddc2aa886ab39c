# SPDX-License-Identifier: Apache-2.0
"""Screening somebody who passes: the hits are shown at once, and nothing is kept unless an alert is raised.

A watch list alerts as it does on any screening, also for a record that the officer may not see; then the entry is kept,
because the alert names it. Of everybody else only the audit lines stay: who asked, when, for what, and what was shown.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.identity import engine
from taawun.apps.identity.hits import RankedHit, rank
from taawun.apps.identity.models import Screening
from taawun.apps.identity.screening import running
from taawun.apps.identity.screening.reading import Row
from taawun.apps.identity.screening.services import LEAST
from taawun.apps.identity.services import JUDGES
from taawun.apps.identity.watching import membership
from taawun.apps.ids import new_id
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers import queries as registers
from taawun.kernel.errors import NoPurpose
from taawun.kernel.wire.times import cut

if TYPE_CHECKING:
    from taawun.engines.matching import Match, Record


class _NoAlert(Exception):
    """Nothing was raised: what was stored to raise it is taken back."""


def screen_passing(
    actor: Actor, asked: "Record", purpose: str, *, least: float = LEAST, at: datetime | None = None
) -> list[RankedHit]:
    """Hold one person against what this node has, raise the alerts, and return the hits, the likeliest first.

    Raises:
        NoIndexYet, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    identifier = new_id(at)
    with audit.acting(actor, "screening.passed", "screening", identifier, purpose, at=at):
        officer = people.find(actor.officer_id)
        people.require_any(officer, *JUDGES)
        if not purpose.strip():
            raise NoPurpose
        matches = engine.search(asked, running.NEIGHBOURS)
        seen = records.visible(officer, [one.record.id for one in matches], purpose, at=at)
        hits = rank(matches, seen, least, running.HITS)
        lines = [Entry(actor, "record.listed", "record", one.shown.record.id, purpose) for one in hits]
        audit.record_many(lines, at=at)
        _alert(actor, officer, identifier, asked, matches, purpose, least, at)
    return hits


def _alert(
    actor: Actor, officer: Officer, identifier: str, asked: "Record", matches: "tuple[Match, ...]", purpose: str,
    least: float, at: datetime,
) -> None:  # fmt: skip
    """Raise what the watch lists want to hear of; where that is nothing, nothing is stored."""
    lowest = membership.least(least)
    found = tuple(one for one in matches if one.score >= lowest)
    versions = registers.current_versions_of([one.record.id for one in found])
    if not membership.lists_of(version.record for version in versions):
        return
    made = Screening(
        id=identifier, source="entry", settings={"least": least}, officer_id=actor.officer_id,
        authority=actor.authority, purpose=purpose, created=at, finished=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            if not running.keep_found(made, [Row(1, asked)], (found,), officer, at).alerts:
                raise _NoAlert
    except _NoAlert:
        return
