# SPDX-License-Identifier: Apache-2.0
"""The door to statistics that leave: the tables with who asked and who approved; each reading with one audit line."""

from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoPurpose, NoSuchStatistics
from taawun.sectors.worker_protection.statistics.models import StatisticsTable
from taawun.sectors.worker_protection.statistics.services import APPROVED, OBJECT
from taawun.sectors.worker_protection.wages.services import PURPOSE, ROLE

LISTED: Final = "statistics.listed"
TAKEN: Final = "statistics.exported"


def tables(officer: Officer, purpose: str, *, at: datetime | None = None) -> "QuerySet[StatisticsTable]":
    """Return all tables, newest first.

    Raises:
        NoPurpose, NoRole.
    """
    _record(officer, LISTED, "*", purpose, at)
    return StatisticsTable.objects.all()


def export(officer: Officer, table_id: str, purpose: str, *, at: datetime | None = None) -> StatisticsTable:
    """Return a table that was approved, to show or to take away.

    Raises:
        NoSuchStatistics, NoPurpose, NoRole.
    """
    _record(officer, TAKEN, table_id, purpose, at)
    found = StatisticsTable.objects.filter(id=table_id, state=APPROVED).first()
    if found is None:
        raise NoSuchStatistics
    return found


def _record(officer: Officer, act: str, table_id: str, purpose: str, at: datetime | None) -> None:
    if purpose != PURPOSE:
        raise NoPurpose
    actor = actor_of(officer)
    with audit.refusing(actor, act, OBJECT, table_id, purpose, at=at):
        require_any(officer, ROLE)
    audit.record(actor, act, OBJECT, table_id, purpose, at=at or timezone.now())
