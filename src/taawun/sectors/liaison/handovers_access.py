# SPDX-License-Identifier: Apache-2.0
"""The door to handovers: those of the officer's own authority, each reading with its audit line (spec §89.7)."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoHandover
from taawun.sectors.liaison.models import Handover
from taawun.sectors.liaison.sector import SECTOR
from taawun.sectors.liaison.services import OBJECT

MOST: Final = 100
"""Handovers of one list."""


def listed(officer: Officer, *, at: datetime | None = None) -> list[Handover]:
    """Return the handovers of the officer's authority, the newest first."""
    actor = actor_of(officer)
    rows = list(Handover.objects.filter(authority=actor.authority)[:MOST])
    lines = [Entry(actor, "handover.listed", OBJECT, row.id, SECTOR.purpose) for row in rows]
    audit.record_many(
        lines or [Entry(actor, "handover.listed", OBJECT, "none", SECTOR.purpose)], at=at or timezone.now()
    )
    return rows


def get(officer: Officer, handover: str, *, at: datetime | None = None) -> Handover:
    """Return one handover of the officer's authority.

    Raises:
        NoHandover: there is none there.
    """
    actor = actor_of(officer)
    with audit.acting(actor, "handover.read", OBJECT, handover, SECTOR.purpose, at=at):
        row = Handover.objects.filter(id=handover, authority=actor.authority).first()
        if row is None:
            raise NoHandover
    return row
