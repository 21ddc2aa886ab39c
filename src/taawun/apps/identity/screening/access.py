# SPDX-License-Identifier: Apache-2.0
"""The door to screenings: the officer who made one, for the purpose it was made for, under the markings.

The marking of each record is asked again whenever a hit is shown: it may have become stricter since.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.identity.models import Hit, ScreenedRow, Screening
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers.access import Shown
from taawun.kernel.errors import NoSuchScreening
from taawun.kernel.wire.times import cut

PAGE_ROWS: Final = 25
"""Entries on one page of results."""


@dataclass(frozen=True, slots=True)
class HitShown:
    """A hit with the record that may be meant, as its reader may see it."""

    hit: Hit
    shown: Shown


@dataclass(frozen=True, slots=True)
class RowShown:
    """An entry with its hits, the likeliest first."""

    row: ScreenedRow
    hits: tuple[HitShown, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a screening: the entries, those with the likeliest hits first."""

    screening: Screening
    counts: dict[str, int]
    rows: tuple[RowShown, ...]
    number: int
    more: bool


def screenings(officer: Officer, purpose: str) -> QuerySet[Screening]:
    """Return the screenings that an officer made for a purpose, newest first; nothing of a record is in them."""
    return Screening.objects.filter(officer_id=officer.id, purpose=purpose)


def results(officer: Officer, screening_id: str, purpose: str, page: int = 1, *, at: datetime | None = None) -> Results:
    """Return one page of a screening's results; each record that is shown is recorded."""
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "screening.read", "screening", screening_id, purpose, at=at):
        found = _own(officer, screening_id, purpose)
        ordered = found.rows.order_by("-best", "number")
        rows = list(ordered[PAGE_ROWS * (page - 1) : PAGE_ROWS * page + 1])
        shown = _shown(officer, rows[:PAGE_ROWS], purpose, at)
    return Results(found, _counts(found), tuple(shown), page, len(rows) > PAGE_ROWS)


def entry(
    officer: Officer, screening_id: str, number: int, purpose: str, *, at: datetime | None = None
) -> tuple[Screening, RowShown]:
    """Return a screening and one entry of it, by its number, with its hits.

    Raises:
        NoSuchScreening: or no such entry in it.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "screening.read", "screening", screening_id, purpose, at=at):
        found = _own(officer, screening_id, purpose)
        rows = list(found.rows.filter(number=number))
        if not rows:
            raise NoSuchScreening
        (shown,) = _shown(officer, rows, purpose, at)
    return found, shown


def export(officer: Officer, screening_id: str, purpose: str, *, at: datetime | None = None) -> Iterator[RowShown]:
    """Return all entries with their hits, in their order, a page at a time; raises before the first."""
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "screening.exported", "screening", screening_id, purpose, at=at):
        found = _own(officer, screening_id, purpose)
    return _all(officer, found, purpose, at)


def _own(officer: Officer, screening_id: str, purpose: str) -> Screening:
    found = screenings(officer, purpose).filter(id=screening_id).first()
    if found is None:
        raise NoSuchScreening
    return found


def _counts(screening: Screening) -> dict[str, int]:
    """Count entries: all, those with a hit that could be shown when it was kept, and those left out."""
    return dict(
        screening.rows.aggregate(
            read=Count("id"), hit=Count("id", filter=Q(best__gt=0)), left_out=Count("id", filter=Q(lost=True))
        )
    )


def _all(officer: Officer, screening: Screening, purpose: str, at: datetime) -> Iterator[RowShown]:
    after = 0
    while rows := list(screening.rows.filter(number__gt=after).order_by("number")[:PAGE_ROWS]):
        after = rows[-1].number
        yield from _shown(officer, rows, purpose, at)


def _shown(officer: Officer, rows: Sequence[ScreenedRow], purpose: str, at: datetime) -> list[RowShown]:
    hits: dict[int, list[Hit]] = {}
    for hit in Hit.objects.filter(row__in=rows).order_by("-score", "id"):
        hits.setdefault(hit.row_id, []).append(hit)
    wanted = [hit.record for several in hits.values() for hit in several]
    seen = records.visible(officer, wanted, purpose, at=at)
    actor = actor_of(officer)
    audit.record_many([Entry(actor, "record.listed", "record", one, purpose) for one in seen], at=at)
    return [
        RowShown(row, tuple(HitShown(hit, seen[hit.record]) for hit in hits.get(row.pk, ()) if hit.record in seen))
        for row in rows
    ]
