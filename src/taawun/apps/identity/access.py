# SPDX-License-Identifier: Apache-2.0
"""The door to who is who: search by name, the queue of pairs, one pair side by side, one subject.

What an officer may not see for the purpose is as good as not there: not shown, not counted, not told of by a
score. Every record that is shown leaves a line; so does the question itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, islice
from typing import TYPE_CHECKING, Final

from django.db.models import QuerySet
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.identity import engine, statements
from taawun.apps.identity.hits import RankedHit, bears_the_name, rank
from taawun.apps.identity.models import Judgement, Pair, Subject
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers import queries as registers
from taawun.apps.registers.access import Shown
from taawun.kernel.errors import NoPurpose, NoSuchPair, NoSuchSubject
from taawun.kernel.wire.times import cut

if TYPE_CHECKING:
    from taawun.engines.matching import Match, Record

READERS: Final = ("analyst", "desk_officer", "liaison_officer")
"""Roles that look for names and see pairs, as far as their purpose allows."""
CANDIDATES: Final = 10
"""Candidates on the page of one search."""
LEAST: Final = 0.2
"""Score below which a candidate is not shown."""
NEIGHBOURS: Final = 50
"""Records that are looked at first."""
MORE: Final = 8
"""How many times as many are looked at next, where too few may be shown, until none is left that is alike."""
PAGE_ROWS: Final = 50
BATCH: Final = 100
LOOKED_AT: Final = 5_000
"""Pairs, or nearest records, that are looked at for one page at the most."""


@dataclass(frozen=True, slots=True)
class PairShown:
    """A pair with its two records, as its reader may see them."""

    pair: Pair
    left: Shown
    right: Shown

    @property
    def current(self) -> bool:
        """Tell whether the pair was compared as it is shown; a later version may state less, or mark what it states."""
        compared = (self.pair.left_version, self.pair.right_version)
        return compared == (self.left.version.number, self.right.version.number)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return what spoke for and against; nothing that an earlier version stated."""
        return tuple(self.pair.reasons) if self.current else ()


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the pairs that wait for a judgement."""

    rows: tuple[PairShown, ...]
    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class SubjectShown:
    """A subject with those of its records that its reader may see."""

    subject: Subject
    records: tuple[Shown, ...]


def search(
    officer: Officer,
    asked: "Record",
    purpose: str,
    *,
    most: int = CANDIDATES,
    first: int = NEIGHBOURS,
    last: int = LOOKED_AT,
    at: datetime | None = None,
) -> list[RankedHit]:
    """Return the records that somebody asked about may be, the likeliest first, as far as they may be shown.

    Args:
        officer: who asks.
        asked: about whom.
        purpose: what for.
        most: how many are returned.
        first: how many of the nearest records are looked at first.
        last: how many at the most, where too few of them may be shown.
        at: the moment, now if not given.

    Raises:
        NoIndexYet, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "name.searched", "record", "*", purpose, at=at):
        require_any(officer, *READERS)
        if not purpose.strip():
            raise NoPurpose
        found = _search(officer, asked, purpose, at, most, (first, last))
        _record(officer, [one.shown for one in found], purpose, at)
    return found


def queue(officer: Officer, purpose: str, page: int = 1, *, at: datetime | None = None) -> Queue:
    """Return one page of the pairs that wait for a judgement and may be shown, the likeliest first."""
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "pair.listed", "pair", "*", purpose, at=at):
        require_any(officer, *READERS)
        rows = Pair.objects.filter(waiting=True).order_by("-score", "id")
        found = list(islice(_shown(officer, rows, purpose, at), PAGE_ROWS * page + 1))[PAGE_ROWS * (page - 1) :]
        _record(officer, [one for row in found[:PAGE_ROWS] for one in (row.left, row.right)], purpose, at)
    return Queue(tuple(found[:PAGE_ROWS]), page, len(found) > PAGE_ROWS)


def pair(officer: Officer, pair_id: str, purpose: str, *, at: datetime | None = None) -> PairShown:
    """Return one pair with both records; reading them is recorded.

    Raises:
        NoSuchPair: also where one of the records may not be shown.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "pair.read", "pair", pair_id, purpose, at=at):
        require_any(officer, *READERS)
        found = next(_shown(officer, Pair.objects.filter(id=pair_id), purpose, at), None)
        if found is None:
            raise NoSuchPair
        _record(officer, [found.left, found.right], purpose, at)
    return found


def namesakes(officer: Officer, found: PairShown, purpose: str, *, at: datetime | None = None) -> int | None:
    """Return how many other records that the officer may see bear the same name as one of a pair.

    None where no index was built. Nothing of these records is shown, so none of them is recorded.
    """
    at = cut(at or timezone.now())
    if not engine.exists():
        return None
    others: set[str] = set()
    for side in (found.left, found.right):
        said = statements.statement(side.record.id, side.record.type, side.data)
        if said is not None:
            named = replace(said, births=(), documents=(), fathers=(), countries=(), places=(), sex="")
            for matches, seen, limit in _nearest(officer, named, purpose, at, (NEIGHBOURS, LOOKED_AT)):
                others |= {one.record.id for one in matches if one.record.id in seen and bears_the_name(one)}
                if len(matches) < limit or not bears_the_name(matches[-1]):
                    break
    return len(others - {found.pair.left, found.pair.right})


def judgements(found: PairShown) -> QuerySet[Judgement]:
    """Return what was judged of a pair that was shown, newest first."""
    return Judgement.objects.filter(pair=found.pair).order_by("-number")


def subject(officer: Officer, subject_id: str, purpose: str, *, at: datetime | None = None) -> SubjectShown:
    """Return a subject with those of its records that may be shown.

    Raises:
        NoSuchSubject: also where none of them may.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "subject.read", "subject", subject_id, purpose, at=at):
        require_any(officer, *READERS)
        found = Subject.objects.filter(id=subject_id).first()
        seen = records.visible(officer, registers.records_of_subject(subject_id), purpose, at=at)
        if found is None or not seen:
            raise NoSuchSubject
        _record(officer, list(seen.values()), purpose, at)
    return SubjectShown(found, tuple(seen.values()))


def _search(
    officer: Officer, asked: "Record", purpose: str, at: datetime, most: int, looked_at: tuple[int, int]
) -> list[RankedHit]:
    ranked: list[RankedHit] = []
    for matches, seen, limit in _nearest(officer, asked, purpose, at, looked_at):
        ranked = rank(matches, seen, LEAST, most)
        if len(ranked) == most or len(matches) < limit or matches[-1].score < LEAST:
            break
    return ranked


def _nearest(
    officer: Officer, asked: "Record", purpose: str, at: datetime, looked_at: tuple[int, int]
) -> "Iterator[tuple[tuple[Match, ...], Mapping[str, Shown], int]]":
    """Yield the nearest records, which may be shown, and how many were asked for: more each time, up to a bound.

    So what is hidden takes no place of what may be shown.
    """
    first, last = looked_at
    for step in count():
        limit = min(first * MORE**step, last)
        matches = engine.search(asked, limit)
        yield matches, records.visible(officer, [one.record.id for one in matches], purpose, at=at), limit
        if limit == last:
            return


def _shown(officer: Officer, rows: QuerySet[Pair], purpose: str, at: datetime) -> Iterator[PairShown]:
    for start in range(0, LOOKED_AT, BATCH):
        batch = list(rows[start : start + BATCH])
        seen = records.visible(officer, [one for row in batch for one in (row.left, row.right)], purpose, at=at)
        for row in batch:
            if row.left in seen and row.right in seen:
                yield PairShown(row, seen[row.left], seen[row.right])
        if len(batch) < BATCH:
            return


def _record(officer: Officer, shown: Sequence[Shown], purpose: str, at: datetime) -> None:
    actor, known = actor_of(officer), dict.fromkeys(one.record.id for one in shown)
    audit.record_many([Entry(actor, "record.listed", "record", one, purpose) for one in known], at=at)
