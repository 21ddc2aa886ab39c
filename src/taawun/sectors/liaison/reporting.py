# SPDX-License-Identifier: Apache-2.0
"""The handover report: what lies open under a posting, named by identifier and version, and read again to be shown.

What was erased or may not be shown to the reader is said to be so, and what changed since is marked (spec §89.7).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final, TypeVar

from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Row
from taawun.apps.registers.queries import Filters
from taawun.kernel.errors import NoSuchRecord
from taawun.sectors.liaison import access
from taawun.sectors.liaison.mandates import POSTING
from taawun.sectors.liaison.models import Handover
from taawun.sectors.liaison.sector import SECTOR

PARTS: Final = ("tasking", "follow", "contact", "notice", "duty")
MOST_OF_PART: Final = 100
"""Lines of one part of a report; how many more there are is its last line."""
REST: Final = "more"
"""The state of the line that counts what a part does not name."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report, as its reader may see it.

    Attributes:
        part: one of PARTS.
        id: of the record or case.
        what, who: empty where `gone`.
        due: a day, or empty.
        state: a slug of the workflow for a case, else empty.
        gone: it was erased, or may not be shown to this reader.
        changed: it has changed since it was handed over.
        more: how many lay open beside the lines of this part; of the last line of a part that was too long.
    """

    part: str
    id: str
    what: str
    who: str
    due: str
    state: str
    gone: bool = False
    changed: bool = False
    more: int = 0


def gather(officer: Officer, posting: str, at: datetime) -> list[dict[str, Any]]:
    """Return what lies open under a posting, as far as the officer who hands over may see it; a long part ends counted.

    Raises:
        NoSuchRecord: it is no posting.
    """
    shown = registers.get(officer, posting, SECTOR.purpose, at=at)
    if shown.record.type != POSTING:
        raise NoSuchRecord
    named, rest = _first(access.taskings_under(officer, posting, at), access.ends)
    made = _part("tasking", [_case(one) for one in named], rest)
    for part, (rows, more) in _parts(officer, at):
        made += _part(part, [_record(part, row) for row in rows], more)
    return made


def _parts(officer: Officer, at: datetime) -> Iterator[tuple[str, tuple[list[Row], int]]]:
    """Yield of each part the records that it names, and how many more there are; read page by page."""
    contacts = Filters(type=access.CONTACT)
    yield "follow", _first(filter(access.waits, access.every(officer, contacts, at)), _by("follow_up"))
    rest = (row for row in access.every(officer, contacts, at) if not access.waits(row))
    yield "contact", _first(rest, _by("date"), last=True)
    notices = [access.every(officer, access.in_state(access.NOTICE, state), at) for state in access.OPEN_NOTICES]
    yield "notice", _first(chain(*notices), lambda _row: 0)
    duty = {one.row.record.id: place for place, one in enumerate(access.duty(officer, at=at))}
    listed = access.every(officer, access.in_state(access.DUTY, "in_use"), at)
    yield "duty", _first(listed, lambda row: duty.get(row.record.id, len(duty)))


def _first(found: Iterable[T], key: Callable[[T], Any], *, last: bool = False) -> tuple[list[T], int]:
    """Return the first of some things by a key, or the last ones, and how many more there are; the rest is let go."""
    kept: list[T] = []
    count = 0
    for one in found:
        kept.append(one)
        count += 1
        if len(kept) >= 2 * MOST_OF_PART:
            kept = sorted(kept, key=key, reverse=last)[:MOST_OF_PART]
    return sorted(kept, key=key, reverse=last)[:MOST_OF_PART], max(0, count - MOST_OF_PART)


def _by(field: str) -> Callable[[Row], str]:
    return lambda row: str(row.data.get(field, ""))


def _part(part: str, named: list[dict[str, Any]], rest: int) -> list[dict[str, Any]]:
    """Return the lines of a part; what is not named is counted, and so in the digest too."""
    return [*named, _rest(part, rest)] if rest else named


def _rest(part: str, count: int) -> dict[str, Any]:
    return {"part": part, "id": "", "version": count, "due": "", "state": REST}


def lines(contents: Sequence[dict[str, Any]]) -> list[str]:
    """Return the contents as texts, for the digest."""
    return [" ".join(str(one[name]) for name in ("part", "id", "version", "due", "state")) for one in contents]


def read(officer: Officer, handover: Handover, *, at: datetime | None = None) -> list[Line]:
    """Return a report as an officer may see it now, each record on the record."""
    records = [str(one["id"]) for one in handover.contents if one["part"] != "tasking" and one["id"]]
    seen = registers.visible(officer, records, SECTOR.purpose, at=at, recorded=True)
    taskings = [str(one["id"]) for one in handover.contents if one["part"] == "tasking" and one["id"]]
    told = {one.case.id: one for one in access.taskings_named(officer, taskings, at=at)}
    return [_line(one, seen, told) for one in handover.contents]


def _line(one: dict[str, Any], seen: dict[str, registers.Shown], told: dict[str, access.Tasking]) -> Line:
    if not one["id"]:
        return Line(str(one["part"]), "", "", "", "", "", more=int(one["version"]))
    return _case_line(one, told) if one["part"] == "tasking" else _record_line(one, seen)


def _case(one: access.Tasking) -> dict[str, Any]:
    due = one.clock.due.date().isoformat() if one.clock is not None and one.clock.due is not None else ""
    return {"part": "tasking", "id": one.case.id, "version": 0, "due": due, "state": one.case.state}


def _record(part: str, row: Row) -> dict[str, Any]:
    due = str(row.data.get("follow_up" if part == "follow" else "due", "")) if part in ("follow", "notice") else ""
    return {"part": part, "id": row.record.id, "version": row.record.version, "due": due, "state": ""}


def _case_line(one: dict[str, Any], told: dict[str, access.Tasking]) -> Line:
    found = told.get(str(one["id"]))
    if found is None:
        return _gone(one)
    what, who = str(found.values.get("what") or found.case.title), _other(found)
    changed = found.case.state != one["state"]
    return Line("tasking", str(one["id"]), what, who, str(one["due"]), str(one["state"]), changed=changed)


def _record_line(one: dict[str, Any], seen: dict[str, registers.Shown]) -> Line:
    found = seen.get(str(one["id"]))
    if found is None:
        return _gone(one)
    data = found.data
    what = str(data.get("purpose") or data.get("authority") or data.get("reason") or "")
    who = " ".join(_texts([data.get("name"), data.get("organisation"), _apart(data.get("phone"))]))
    changed = found.record.version != one["version"]
    return Line(
        str(one["part"]), str(one["id"]), what or who, who if what else "", str(one["due"]), "", changed=changed
    )


def _gone(one: dict[str, Any]) -> Line:
    return Line(str(one["part"]), str(one["id"]), "", "", str(one["due"]), str(one["state"]), gone=True)


def _other(found: access.Tasking) -> str:
    return found.case.requested if found.ours else found.case.requesting


def _apart(phone: Any) -> str:
    """Return a number between marks of the left, so that it is read in its order behind a name in Arabic letters."""
    return f"\u200e{phone}\u200e" if phone else ""


def _texts(values: Iterable[Any]) -> list[str]:
    return [str(one) for one in values if one]
