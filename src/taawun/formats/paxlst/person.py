# SPDX-License-Identifier: Apache-2.0
"""One traveller, from the NAD that names them to the next: attributes, places, references and documents."""

from typing import Final

from taawun.formats.edifact import Segment
from taawun.formats.paxlst import times
from taawun.formats.paxlst.model import Entry, Kind, Paper, Problem, Traveller, Wrong

PAPERS: Final = 10
"""Most documents of a traveller that are kept."""
PROBLEMS: Final = 10
"""Most problems of an entry that are kept."""
BORN: Final = "329"
EXPIRES: Final = "36"
ISSUED_IN: Final = "91"
PLACES: Final = {"178": "embarks", "179": "disembarks", "22": "clears", "174": "residence", "180": "birth_place"}
REFERENCES: Final = {"AVF": "locator", "ABO": "reference", "SEA": "seat"}
SEXES: Final = {"M": "m", "F": "f", "X": "x", "U": ""}


class Person:
    """A traveller while their segments come."""

    def __init__(self, one: Segment, number: int, flown: str) -> None:
        self._number, self._segment, self._flown = number, one.number, flown
        self._code = one.part(0).upper()
        names = one.parts(3) or one.parts(2)
        self._surname, self._given = (names[0] if names else ""), names[1:]
        self._said: dict[str, str] = {}
        self._papers: list[Paper] = []
        self._problems: list[Problem] = []

    def take(self, one: Segment) -> None:
        """Take a segment; what is not asked for is passed over."""
        if one.tag == "ATT" and one.part(0) == "2":
            self._said["sex"] = SEXES.get((one.part(2) or one.part(1)).upper(), "")
        elif one.tag == "NAT":
            self._said["nationality"] = one.part(1) or one.part(0)
        elif one.tag == "DTM":
            self._day(one)
        elif one.tag == "RFF" and one.part(0) in REFERENCES:
            self._said.setdefault(REFERENCES[one.part(0)], one.part(0, 1))
        elif one.tag == "DOC":
            self._paper(one)
        elif one.tag == "LOC":
            self._place(one)

    def report(self, one: Segment, wrong: Wrong) -> None:
        """Note what is wrong with a segment."""
        if len(self._problems) < PROBLEMS:
            self._problems.append(Problem(one.number, one.tag, wrong))

    def _paper(self, one: Segment) -> None:
        if len(self._papers) >= PAPERS:
            self.report(one, Wrong.MANY)
        else:
            self._papers.append(Paper(one.part(0), one.part(1)))

    def _place(self, one: Segment) -> None:
        code, place = one.part(0), one.part(1) or one.part(1, 3)
        if code == ISSUED_IN and self._papers:
            last = self._papers[-1]
            self._papers[-1] = Paper(last.kind, last.number, place, last.expires)
        elif code in PLACES:
            # a birthplace may stand as a code, or in words in the components behind it
            self._said.setdefault(PLACES[code], place)

    def _day(self, one: Segment) -> None:
        code, text, form = one.part(0), one.part(0, 1), one.part(0, 2)
        if code == BORN:
            self._said["born"] = times.birth(text, form, self._flown)
            if text and not self._said["born"]:
                self.report(one, Wrong.NOT_A_DATE)
        elif code == EXPIRES and self._papers:
            last = self._papers[-1]
            expires = times.expiry(text, form)
            self._papers[-1] = Paper(last.kind, last.number, last.country, expires)
            if text and not expires:
                self.report(one, Wrong.NOT_A_DATE)

    def made(self) -> Entry:
        """Return the entry; without a name and a document, or in a quality that is not known, nobody is in it."""
        lost = None
        if self._code not in set(Kind):
            lost = Wrong.NOT_KNOWN
        elif not self._surname and not self._given and not any(one.number for one in self._papers):
            lost = Wrong.NO_NAME
        if lost:
            return Entry(self._number, self._segment, None, (*self._problems, Problem(self._segment, "NAD", lost)))
        said = {name: value for name, value in self._said.items() if value}
        who = Traveller(Kind(self._code), self._surname, self._given, papers=tuple(self._papers), **said)
        return Entry(self._number, self._segment, who, tuple(self._problems))
