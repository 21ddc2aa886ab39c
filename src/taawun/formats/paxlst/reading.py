# SPDX-License-Identifier: Apache-2.0
"""From segments to a flight and its travellers, one at a time, in constant memory.

An entry that cannot be read is left out and reported; it never ends the file. Entries are numbered through all
messages of a file.
"""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import IO, Final

from taawun.formats.edifact import Segment, segments
from taawun.formats.edifact import Wrong as Raw
from taawun.formats.paxlst import times
from taawun.formats.paxlst.heading import Heading
from taawun.formats.paxlst.model import Ended, Entry, Kind, Message, Problem, Wrong
from taawun.formats.paxlst.person import Person
from taawun.kernel.errors import BadEdifact

REMEMBERED: Final = 100_000
"""Entries among which one that stands there twice is found; no aircraft or ship holds more."""
KINDS: Final = frozenset(map(str, Kind))

Part = Message | Entry | Ended


def read(file: IO[bytes]) -> Iterator[Part]:
    """Yield, for each message of a file, its Message, its entries, and its end.

    Raises:
        BadEdifact: no interchange, or no passenger list in it.
    """
    reading = _Reading()
    for one in segments(file):
        yield from reading.take(one)
    yield from reading.end()
    if not reading.messages:
        raise BadEdifact("There is no PAXLST message in it.")


class _Reading:
    """Where the reading of a file stands."""

    def __init__(self) -> None:
        self.messages = 0
        self._number = 0
        self._heading = Heading()
        self._inside = False
        self._told = False
        self._person: Person | None = None
        self._message = Message()
        self._problems: list[Problem] = []
        self._stated: dict[str, int] = {}
        self._found, self._first, self._seen = 0, 0, set[bytes]()

    def take(self, one: Segment) -> Iterator[Part]:
        """Take a segment, and yield what it completes."""
        for wrong in one.wrong:
            self._report(one, Wrong(str(wrong)) if wrong in Raw else Wrong.NO_TAG)
        if one.tag == "UNB":
            self._heading.interchange(one)
        elif one.tag == "UNH":
            yield from self.end()
            self._open(one)
        elif not self._inside or not one.tag:
            return
        elif one.tag in ("UNT", "UNZ", "UNE"):
            yield from self._close(one)
        elif one.tag == "CNT":
            yield from self._entry()
            self._count(one)
        elif one.tag == "NAD" and self._is_traveller(one):
            yield from self._told_once()
            yield from self._entry()
            self._start(one)
        elif self._person is not None:
            self._person.take(one)
        elif not self._told:
            self._heading.take(one)

    def end(self) -> Iterator[Part]:
        """End a message that has no UNT."""
        if self._inside:
            self._problems.append(Problem(0, "UNT", Wrong.NO_END))
            yield from self._finish()

    def _open(self, one: Segment) -> None:
        self._inside = one.part(1).upper() == "PAXLST"
        self._heading.message(one)
        self._told, self._person, self._problems, self._stated = False, None, [], {}
        self._found, self._first, self._seen = 0, one.number, set()
        self.messages += self._inside

    def _is_traveller(self, one: Segment) -> bool:
        """Tell whether an NAD names somebody on board: the others name who reports, and stand before the flight."""
        return one.part(0).upper() in KINDS or self._told or self._heading.has_flight

    def _start(self, one: Segment) -> None:
        self._number += 1
        self._person = Person(one, self._number, self._heading.flown)

    def _told_once(self) -> Iterator[Part]:
        if not self._told:
            self._told = True
            self._message = self._heading.told()
            yield self._message

    def _entry(self) -> Iterator[Entry]:
        if self._person is None:
            return
        made, self._person = self._person.made(), None
        self._found += made.traveller is not None
        yield self._checked(made)

    def _checked(self, made: Entry) -> Entry:
        """Return an entry, with what is seen only beside the others and the flight."""
        who = made.traveller
        if who is None:
            return made
        wrong = []
        papers = [paper.number for paper in who.papers]
        key = blake2b("\n".join((who.surname, *who.given, who.born, *papers)).encode(), digest_size=12).digest()
        if key in self._seen:
            wrong.append(Wrong.TWICE)
        if len(self._seen) < REMEMBERED:
            self._seen.add(key)
        flown = self._heading.flown[:10]
        if flown and who.born > flown:
            wrong.append(Wrong.BORN_LATER)
        if flown and any(paper.expires and paper.expires < flown for paper in who.papers):
            wrong.append(Wrong.EXPIRED)
        return replace(made, problems=(*made.problems, *(Problem(made.segment, "NAD", one) for one in wrong)))

    def _count(self, one: Segment) -> None:
        code, number = one.part(0), one.part(0, 1)
        if code in ("41", "42") and number.isdecimal() and number.isascii():
            self._stated[code] = int(number[:9])

    def _close(self, one: Segment) -> Iterator[Part]:
        stated = one.part(0)
        if one.tag != "UNT":
            self._report(one, Wrong.NO_END)
        elif stated.isdecimal() and int(stated[:9]) != one.number - self._first + 1:
            self._report(one, Wrong.OTHER_LENGTH)
        yield from self._finish()

    def _finish(self) -> Iterator[Part]:
        yield from self._told_once()
        yield from self._entry()
        if self._stated and self._found != sum(self._stated.values()):
            self._problems.append(Problem(self._first, "CNT", Wrong.OTHER_COUNT))
        if not self._message.flight.number:
            self._problems.append(Problem(self._first, "TDT", Wrong.NO_FLIGHT))
        self._inside = False
        yield Ended(self._found, tuple(sorted(self._stated.items())), tuple(self._problems))

    def _report(self, one: Segment, wrong: Wrong) -> None:
        if self._person is not None:
            self._person.report(one, wrong)
        elif len(self._problems) < times.CENTURY:
            self._problems.append(Problem(one.number, one.tag, wrong))
