# SPDX-License-Identifier: Apache-2.0
"""What a passenger list says: a flight with its stops, and who is on board with which documents.

Values stand as they were sent, so that nothing is lost by reading; only days and times are brought into one form.
Addresses, telephone numbers and baggage are not read: the list does not serve that.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """In which quality somebody is on the list, by the code of the message."""

    PASSENGER = "FL"
    CREW = "FM"
    TRANSIT_PASSENGER = "DDU"
    TRANSIT_CREW = "DDT"
    DRIVER = "VW"


TRANSIT: Final = frozenset((Kind.TRANSIT_PASSENGER, Kind.TRANSIT_CREW))
DEPARTURE: Final = "125"
"""The stop from which the flight crosses the border."""
ARRIVAL: Final = "87"
"""The first stop behind the border."""


class Wrong(StrEnum):
    """What can be wrong with a list or an entry, in words for people; never what stood there."""

    NO_TAG = "has no tag of three letters"
    BREAKS_OFF = "breaks off: the file ends in the middle of it"
    BAD_BYTES = "has letters outside the character set that the interchange declares"
    MANY = "has more parts than a segment may have; the rest was left out"
    NO_NAME = "has neither a name nor a document"
    NOT_A_DATE = "is not a day or a time that is understood; it was left out"
    NOT_KNOWN = "is on the list in a quality that is not known; the entry was left out"
    TWICE = "stands on the list twice, with the same name, birth and document"
    BORN_LATER = "is born after the day of the flight"
    EXPIRED = "has a document that expires before the flight leaves"
    OTHER_COUNT = "states another number than there is"
    OTHER_LENGTH = "states another number of segments than there are"
    NO_FLIGHT = "names no flight"
    NO_END = "has no end: more entries may be missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: the number of the segment in the file, its tag, and what."""

    segment: int
    tag: str
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the way: its code, what it is to the flight (125, 87, 92 ...), and local times, "2026-11-22T09:40"."""

    place: str
    role: str
    departs: str = ""
    arrives: str = ""


@dataclass(frozen=True, slots=True)
class Flight:
    """One movement of a carrier; `number` as sent, `carrier` as sent or as the number begins."""

    number: str = ""
    carrier: str = ""
    stops: tuple[Stop, ...] = ()

    @property
    def departure(self) -> Stop | None:
        """Return where it leaves for the border."""
        return self._at(DEPARTURE) or next((one for one in self.stops if one.departs), None)

    @property
    def arrival(self) -> Stop | None:
        """Return where it arrives first behind the border."""
        return self._at(ARRIVAL) or next((one for one in self.stops if one.arrives), None)

    def _at(self, role: str) -> Stop | None:
        return next((one for one in self.stops if one.role == role), None)


@dataclass(frozen=True, slots=True)
class Paper:
    """A travel document: its kind (P, V, I, AC ...), number, issuing country, and the day it expires."""

    kind: str
    number: str
    country: str = ""
    expires: str = ""


@dataclass(frozen=True, slots=True)
class Traveller:
    """Somebody on the list."""

    kind: Kind = Kind.PASSENGER
    surname: str = ""
    given: tuple[str, ...] = ()
    sex: str = ""
    """m, f, x or empty."""
    born: str = ""
    """The day, "1993-04-08"; the century of a year of two digits is that which makes nobody older than a hundred."""
    nationality: str = ""
    papers: tuple[Paper, ...] = ()
    locator: str = ""
    """Of the booking at the carrier (PNR)."""
    reference: str = ""
    """Of the traveller at the carrier."""
    seat: str = ""
    embarks: str = ""
    disembarks: str = ""
    clears: str = ""
    residence: str = ""
    birth_place: str = ""

    @property
    def transit(self) -> bool:
        """Tell whether the list says that they only pass through."""
        return self.kind in TRANSIT

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name, given names first."""
        whole = " ".join((*self.given, self.surname)).strip()
        return (whole,) if whole else ()


@dataclass(frozen=True, slots=True)
class Message:
    """The head of one message: who sent it when, what kind it is (745 passengers, 250 crew ...), and the flight."""

    flight: Flight = Flight()
    sender: str = ""
    recipient: str = ""
    prepared: str = ""
    reference: str = ""
    version: str = ""
    document: str = ""
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its number in the file from 1, who it is (None where it could not be read), its problems."""

    number: int
    segment: int
    traveller: Traveller | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a message: how many were there, how many it states by kind (42 passengers, 41 crew), its problems."""

    found: int
    stated: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A whole list, to be written."""

    message: Message
    travellers: tuple[Traveller, ...] = ()
