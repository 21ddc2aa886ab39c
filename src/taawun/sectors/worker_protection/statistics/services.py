# SPDX-License-Identifier: Apache-2.0
"""The acts on statistics: ask for a table, approve or decline it. The budget is spent before noise is drawn (§80.84).

A worker counts once a month, under the gravest kind of finding, so that a table says of how many workers it speaks.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.ids import new_id
from taawun.apps.people.access import require_actor
from taawun.kernel.errors import BudgetSpent, MonthsReleased, NoPurpose, NoSuchStatistics, OwnStatistics
from taawun.kernel.wire.times import cut
from taawun.sectors.worker_protection.detecting import Kind
from taawun.sectors.worker_protection.statistics.models import PrivacyBudget, StatisticsTable
from taawun.sectors.worker_protection.statistics.noise import THOUSAND, noisy
from taawun.sectors.worker_protection.wages.models import WageFinding
from taawun.sectors.worker_protection.wages.services import PURPOSE, ROLE
from taawun.sectors.worker_protection.withholding import LEAST, withhold

OBJECT: Final = "statistics"
BUDGET: Final = 4 * THOUSAND
"""What the tables with noise of one year may lose together: epsilon 4, in thousandths."""
LEAST_LOSS, MOST_LOSS = 10, 2_000
MOST_MONTHS: Final = 12
WITHHELD, NOISE = "withheld", "noise"
ASKED, APPROVED, DECLINED = "asked", "approved", "declined"
KINDS: Final = tuple(Kind)


def ask(
    actor: Actor, method: str, first: str, last: str, purpose: str, *, loss: int = 0, at: datetime | None = None
) -> StatisticsTable:
    """Ask for a table of some months; nothing is counted yet.

    `method` is WITHHELD or NOISE, months are YYYY-MM, both within, and `loss` is in thousandths of epsilon.

    Raises:
        MonthsReleased, BudgetSpent, NoRole, NoPurpose.
        ValueError: for another method, months or loss than the form allows.
    """
    at = cut(at or timezone.now())
    identifier, named = new_id(at), months(first, last)
    if method not in (WITHHELD, NOISE) or (method == NOISE and not LEAST_LOSS <= loss <= MOST_LOSS):
        raise ValueError("method")
    with audit.acting(actor, "statistics.asked", OBJECT, identifier, purpose, at=at):
        _require(actor, purpose)
        if method == WITHHELD:
            _require_new(named)
        elif budget(at.year).left < loss:
            raise BudgetSpent
        return StatisticsTable.objects.create(
            id=identifier, method=method, first=named[0], last=named[-1], least=LEAST, state=ASKED, asked=at,
            loss=loss if method == NOISE else 0, asked_by=actor.officer_id,
        )  # fmt: skip


def approve(actor: Actor, table_id: str, purpose: str, *, at: datetime | None = None) -> StatisticsTable:
    """Make a table and let it leave, as another officer than the one who asked.

    Raises:
        NoSuchStatistics, OwnStatistics, BudgetSpent, MonthsReleased, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "statistics.approved", OBJECT, table_id, purpose, at=at):
        _require(actor, purpose)
        found = _open(table_id)
        if found.asked_by == actor.officer_id:
            raise OwnStatistics
        named = months(found.first, found.last)
        if found.method == NOISE:
            spend(at.year, found.loss)
        else:
            _require_new(named, found.id)
        found.content = _content(found, named)
        found.state, found.decided, found.decided_by = APPROVED, at, actor.officer_id
        found.save(update_fields=["content", "state", "decided", "decided_by"])
    return found


def decline(actor: Actor, table_id: str, purpose: str, *, at: datetime | None = None) -> None:
    """Decline a table that waits; whoever asked may take it back so.

    Raises:
        NoSuchStatistics, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "statistics.declined", OBJECT, table_id, purpose, at=at):
        _require(actor, purpose)
        found = _open(table_id)
        found.state, found.decided, found.decided_by = DECLINED, at, actor.officer_id
        found.save(update_fields=["state", "decided", "decided_by"])


def budget(year: int) -> PrivacyBudget:
    """Return the budget of a year, made at first need."""
    return PrivacyBudget.objects.get_or_create(year=year, defaults={"total": BUDGET})[0]


def spend(year: int, loss: int) -> None:
    """Spend from a year's budget in one statement, so that two at once cannot spend the same.

    Raises:
        BudgetSpent.
    """
    budget(year)
    left = PrivacyBudget.objects.filter(year=year, spent__lte=F("total") - loss)
    if loss <= 0 or not left.update(spent=F("spent") + loss):
        raise BudgetSpent


def months(first: str, last: str) -> tuple[str, ...]:
    """Return the months from one to another, both within.

    Raises:
        ValueError: they run backwards, are too many, or are none.
    """
    (year, month), (last_year, last_month) = _month(first), _month(last)
    count = (last_year - year) * 12 + last_month - month + 1
    if not 1 <= count <= MOST_MONTHS:
        raise ValueError("months")
    return tuple(f"{year + (month - 1 + n) // 12:04d}-{(month - 1 + n) % 12 + 1:02d}" for n in range(count))


def _month(text: str) -> tuple[int, int]:
    year, _, month = text.partition("-")
    if len(text) != 7 or not 1 <= int(month) <= 12 or int(year) < 1990:
        raise ValueError("month")
    return int(year), int(month)


def _require(actor: Actor, purpose: str) -> None:
    if purpose != PURPOSE:
        raise NoPurpose
    require_actor(actor, ROLE)


def _open(table_id: str) -> StatisticsTable:
    found = StatisticsTable.objects.select_for_update().filter(id=table_id, state=ASKED).first()
    if found is None:
        raise NoSuchStatistics
    return found


def _require_new(named: Sequence[str], but: str = "") -> None:
    """Refuse months that are in a table without noise; the rows of this year's budget serve as the lock."""
    budget(int(named[0][:4]))
    list(PrivacyBudget.objects.select_for_update().order_by("year"))
    others = StatisticsTable.objects.filter(method=WITHHELD, state__in=(ASKED, APPROVED)).exclude(id=but)
    if others.filter(first__lte=named[-1], last__gte=named[0]).exists():
        raise MonthsReleased


def _content(found: StatisticsTable, named: Sequence[str]) -> dict[str, Any]:
    """Return the table as it leaves. It holds no figure that may not leave."""
    counts = _counts(named)
    if found.method == NOISE:
        cells = noisy(counts, len(named), found.loss, found.least)
        return {"rows": list(KINDS), "columns": list(named), "cells": [list(line) for line in cells], "left_out": []}
    made = withhold(KINDS, named, counts, found.least)
    return {
        "rows": list(made.rows),
        "columns": list(made.columns),
        "cells": [list(line) for line in made.cells],
        "row_totals": list(made.row_totals),
        "column_totals": list(made.column_totals),
        "total": made.total,
        "left_out": list(made.left_out),
    }


def _counts(named: Sequence[str]) -> list[list[int]]:
    """Count each worker once a month, under the gravest kind."""
    order = {kind.value: at for at, kind in enumerate(KINDS)}
    gravest: dict[tuple[str, str], int] = {}
    rows = WageFinding.objects.filter(file__finished__isnull=False, file__month__in=named).order_by()
    for month, worker, kind in rows.values_list("file__month", "worker", "kind").iterator(chunk_size=20_000):
        at = order[kind]
        gravest[month, worker] = min(gravest.get((month, worker), at), at)
    counted = Counter((at, month) for (month, _worker), at in gravest.items())
    return [[counted[at, month] for month in named] for at in range(len(KINDS))]
