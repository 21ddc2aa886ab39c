# SPDX-License-Identifier: Apache-2.0
"""The door to the liaison desk: postings, taskings with their clocks, contacts, notices, as an officer, on the record.

Records are read through the registers and cases through the cases, each with its own audit lines.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.conf import settings
from django.utils import timezone

from taawun.apps.cases import access as cases
from taawun.apps.cases import queries
from taawun.apps.cases.models import Case, Clock, Task
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Row
from taawun.apps.registers.queries import Filters, Narrow
from taawun.kernel.wire.ids import time_of
from taawun.kernel.wire.times import cut
from taawun.sectors.liaison import testing
from taawun.sectors.liaison.mandates import HOST_REQUEST, POSTING, TASKING
from taawun.sectors.liaison.models import Ask
from taawun.sectors.liaison.sector import SECTOR
from taawun.sectors.liaison.testing import Month, Standing, Test

PACK: Final = "pk-bh-liaison"
KINDS: Final = (TASKING, HOST_REQUEST)
CONTACT, DUTY, TEST, NOTICE = "liaison-contact", "duty-contact", "duty-test", "liaison-notice"
OPEN_NOTICES: Final = ("open", "followed")
MOST: Final = 200
"""Records of one kind on a page."""
SOON: Final = 0.5
"""The part of a clock's time after which it is drawn as a warning (spec §60.13)."""
_ELEMENTS: Final = ("posting", "field", "under", "what")


T = TypeVar("T")


class Some(list[T]):
    """Rows of one page, and whether there are more than it shows."""

    def __init__(self, rows: Iterable[T] = (), *, more: bool = False) -> None:
        """Take the rows."""
        super().__init__(rows)
        self.more = more


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting on a day: `state` is not-begun, in-force or ended, `share` how much of it has passed."""

    row: Row
    state: str
    share: float
    left: int


@dataclass(frozen=True, slots=True)
class Tasking:
    """A tasking or a request of the host, with the clock that ends first."""

    case: Case
    values: Mapping[str, Any]
    clock: Clock | None
    share: float
    late: bool
    ours: bool
    """Whether this side asked."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A contact of the list with its tests."""

    row: Row
    standing: Standing
    last: Test | None
    months: tuple[Month, ...]
    asked: bool
    """Whether a test of it is asked for and not done."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits at the desk."""

    postings: tuple[Posting, ...]
    taskings: tuple[Tasking, ...]
    tasks: tuple[Task, ...]
    notices: tuple[Row, ...]
    withheld: int
    follow: tuple[Row, ...]
    duty: tuple[Duty, ...]
    more: frozenset[str] = frozenset()
    """Of what there is more than the desk shows: `postings`, `taskings`, `notices`, `contacts`, `duty`."""

    @property
    def late(self) -> int:
        """Return how many taskings are late."""
        return sum(one.late for one in self.taskings)

    @property
    def silent(self) -> tuple[Duty, ...]:
        """Return the contacts that are not known to answer."""
        return silent(self.duty)

    @property
    def due(self) -> tuple[Duty, ...]:
        """Return the contacts that answered last month and were not tested in this one."""
        return due(self.duty)


def silent(found: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return those of some contacts that are not known to answer."""
    return tuple(one for one in found if one.standing in (Standing.FAILED, Standing.UNTESTED))


def due(found: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return those of some contacts that answered last month and were not tested in this one."""
    return tuple(one for one in found if one.standing is Standing.DUE)


def desk(officer: Officer, *, at: datetime | None = None) -> Desk:
    """Return what waits for an officer at the desk, at most `MOST` records of a kind, and of what there is more.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    purpose, today = SECTOR.purpose, at.date()
    told = postings(officer, at=at)
    mine = [one for one in told if one.state == "in-force" and one.row.data.get("party") == settings.TAAWUN_PARTY]
    named = [one for one in mine if officer.name and one.row.data.get("officer") == officer.name]
    pages = [registers.search(officer, in_state(NOTICE, state), purpose, most=MOST, at=at) for state in OPEN_NOTICES]
    tasks = tuple(one for one in cases.waiting(officer, purpose, MOST).tasks if one.case.kind in KINDS)
    asked, made = taskings(officer, closed=False, at=at), log(officer, at=at)
    answer = duty(officer, at=at)
    more = {
        "postings": told.more, "taskings": asked.more, "notices": any(page.older for page in pages),
        "contacts": made.more, "duty": answer.more,
    }  # fmt: skip
    return Desk(
        postings=tuple(named or mine), taskings=tuple(asked),
        tasks=tasks, notices=tuple(row for page in pages for row in page.rows),
        withheld=sum(page.withheld for page in pages), follow=tuple(following(made, today)),
        duty=tuple(answer), more=frozenset(part for part, is_more in more.items() if is_more),
    )  # fmt: skip


def postings(officer: Officer, *, at: datetime | None = None) -> Some[Posting]:
    """Return the postings that an officer may see: those in force first, then what begins next, then what ended.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    page = registers.search(officer, Filters(type=POSTING), SECTOR.purpose, most=MOST, at=at)
    found = [_posting(row, at.date()) for row in page.rows]
    order = {"in-force": 0, "not-begun": 1, "ended": 2}
    return Some(sorted(found, key=lambda one: (order[one.state], one.left)), more=bool(page.older))


def taskings(officer: Officer, *, closed: bool | None = None, at: datetime | None = None) -> Some[Tasking]:
    """Return the taskings that an officer may see, the one whose clock ends first at the top, closed ones last.

    With `closed` only those that are closed, or that are not. An open one is never left out for closed ones.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    found: list[Tasking] = []
    more = False
    for is_closed in (False, True) if closed is None else (closed,):
        told, others = cases.table(officer, SECTOR.purpose, KINDS, _ELEMENTS, pack=PACK, closed=is_closed, at=at)
        found += sorted(_taskings(told, at), key=ends)
        more = more or others
    return Some(found, more=more)


def taskings_named(officer: Officer, ids: Collection[str], *, at: datetime | None = None) -> list[Tasking]:
    """Return those of some taskings that an officer may see.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    return _taskings(cases.gathered_named(officer, SECTOR.purpose, ids, _ELEMENTS, at=at), at)


def taskings_under(officer: Officer, posting: str, at: datetime) -> Iterator[Tasking]:
    """Yield all open taskings under a posting, as far as an officer may see them, read page by page.

    Raises:
        NoPurpose.
    """
    for kind in KINDS:
        states = {slug for slug, one in cases.pack_named(PACK).kinds[kind].workflow.states.items() if not one.final}
        wanted, number, more = cases.Wanted(kind, PACK, frozenset(states), {"posting": posting}), 1, True
        while more:
            told, more = cases.gathered(
                officer, SECTOR.purpose, wanted, _ELEMENTS, ahead=(), by="posting", number=number, most=MOST, at=at
            )
            yield from _taskings(told, at)
            number += 1


def ends(one: Tasking) -> tuple[float, datetime]:
    """Return by what taskings are sorted: the clock that ends first, then the day they were opened."""
    return _end(one.clock), one.case.opened


def every(officer: Officer, filters: Filters, at: datetime) -> Iterator[Row]:
    """Yield all records that fit, as far as an officer may be shown them, read page by page.

    Raises:
        NoPurpose.
    """
    for page in registers.pages(officer, filters, SECTOR.purpose, most=MOST, at=at):
        yield from page.rows


def _taskings(told: Sequence[cases.Told], at: datetime) -> list[Tasking]:
    clocks = queries.next_due([one.case.id for one in told])
    return [_tasking(one, clocks.get(one.case.id), at) for one in told]


def log(officer: Officer, *, at: datetime | None = None) -> Some[Row]:
    """Return the contacts that were made, as far as they may be shown, the newest first.

    Raises:
        NoPurpose.
    """
    page = registers.search(officer, Filters(type=CONTACT), SECTOR.purpose, most=MOST, at=at)
    rows = sorted(page.rows, key=lambda row: str(row.data.get("date", "")), reverse=True)
    return Some(rows, more=bool(page.older))


def following(rows: Iterable[Row], today: date) -> list[Row]:
    """Return the contacts that are to be followed up and of which nothing came yet, by their day."""
    del today  # what is late is shown too, at the top
    return sorted(filter(waits, rows), key=lambda row: str(row.data["follow_up"]))


def waits(row: Row) -> bool:
    """Tell whether a contact is to be followed up, and nothing came of it yet."""
    return bool(row.data.get("follow_up")) and not row.data.get("outcome")


def duty(officer: Officer, *, at: datetime | None = None) -> Some[Duty]:
    """Return the list of who answers day and night: silent ones first, then by side and authority.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    page = registers.search(officer, in_state(DUTY, "in_use"), SECTOR.purpose, most=MOST, at=at)
    tests = _tests(officer, at)
    asked = set(Ask.objects.filter(done=None).values_list("contact", flat=True))
    found = [_duty(row, tests.get(row.record.id, []), at.date(), row.record.id in asked) for row in page.rows]
    loud = {Standing.FAILED: 0, Standing.UNTESTED: 1, Standing.DUE: 2, Standing.GOOD: 3}
    keys = ("party", "authority", "name")
    found.sort(key=lambda one: (loud[one.standing], *(str(one.row.data.get(key, "")) for key in keys)))
    return Some(found, more=bool(page.older))


def _tests(officer: Officer, at: datetime) -> dict[str, list[Test]]:
    found: dict[str, list[Test]] = {}
    rows, _more = _all(officer, Filters(type=TEST), at)
    for row in rows:
        try:
            day = date.fromisoformat(str(row.data.get("date", "")))
        except ValueError:
            continue  # a month or a year is no day on which somebody answered
        made = Test(day, str(row.data.get("result", "")), str(row.data.get("seconds", "")))
        found.setdefault(str(row.data.get("contact", "")), []).append(made)
    return found


def _all(officer: Officer, filters: Filters, at: datetime) -> tuple[list[Row], bool]:
    page = registers.search(officer, filters, SECTOR.purpose, most=10 * MOST, at=at)
    return list(reversed(page.rows)), bool(page.older)


def _duty(row: Row, tests: list[Test], today: date, asked: bool) -> Duty:
    months = testing.picture(tests, today, time_of(row.record.id).date())
    return Duty(row, testing.standing(tests, today), testing.latest(tests, today), months, asked)


def in_state(type_slug: str, state: str) -> Filters:
    """Return the records of a type in a state."""
    return Filters(type=type_slug, narrowed=(Narrow("state", state),))


def _posting(row: Row, today: date) -> Posting:
    since, until = (date.fromisoformat(str(row.data.get(name, today.isoformat()))) for name in ("since", "until"))
    whole = max(1, (until - since).days + 1)
    share = min(1.0, max(0.0, (today - since).days / whole))
    state = "not-begun" if today < since else "ended" if today > until else "in-force"
    return Posting(row, state, share, (until - today).days)


def _tasking(told: cases.Told, clock: Clock | None, at: datetime) -> Tasking:
    share = queries.Card(told.case, clock).share(at) or 0.0
    late = clock is not None and clock.due is not None and clock.due < at
    return Tasking(told.case, told.values, clock, share, late, told.case.requesting == settings.TAAWUN_PARTY)


def _end(clock: Clock | None) -> float:
    return clock.due.timestamp() if clock is not None and clock.due is not None else float("inf")
