# SPDX-License-Identifier: Apache-2.0
"""The head of a message, before the first traveller: who sent it, the flight, its stops and their times."""

import re
from typing import Final

from taawun.formats.edifact import Segment
from taawun.formats.paxlst import times
from taawun.formats.paxlst.model import Flight, Message, Stop

STOPS: Final = 99
"""Most stops of a flight that are kept, as in the standard."""
DEPARTS: Final = frozenset(("189", "136", "133"))
ARRIVES: Final = frozenset(("232", "132", "178"))
_CARRIER: Final = re.compile(r"([A-Z]{3}|[A-Z][A-Z0-9]|[0-9][A-Z])\s*\d{1,4}[A-Z]?")


class Heading:
    """What the segments before the first traveller say."""

    def __init__(self) -> None:
        self._sent = ("", "", "")
        self._said: dict[str, str] = {}
        self._stops: list[Stop] = []
        self._flights = 0

    def interchange(self, one: Segment) -> None:
        """Take who sends the interchange to whom, and when."""
        prepared = times.moment(one.part(3) + one.part(3, 1), "203" if len(one.part(3)) == 8 else "201")
        self._sent = (one.part(1), one.part(2), prepared)

    def message(self, one: Segment) -> None:
        """Begin a message."""
        version = ":".join(filter(None, (one.part(1, 1), one.part(1, 2))))
        self._said = {"reference": one.part(0), "version": version}
        self._stops, self._flights = [], 0

    def take(self, one: Segment) -> None:
        """Take a segment; what is not asked for is passed over."""
        if one.tag == "BGM":
            self._said["document"] = one.part(0)
        elif one.tag == "NAD":
            self._said.setdefault("reported_by", " ".join((one.parts(3) or one.parts(2))[:2]))
        elif one.tag == "TDT":
            self._flight(one)
        elif one.tag == "LOC" and self._flights == 1 and one.part(1) and len(self._stops) < STOPS:
            self._stops.append(Stop(one.part(1), one.part(0)))
        elif one.tag == "DTM":
            self._time(one)

    def _flight(self, one: Segment) -> None:
        """Take the flight; a second one is an earlier or later part of the way, and only its stops would confuse."""
        self._flights += 1
        if self._flights > 1:
            return
        number = one.part(1)
        begins = _CARRIER.fullmatch(number.upper())
        self._said |= {"number": number, "carrier": one.part(4) or (begins.group(1) if begins else "")}

    def _time(self, one: Segment) -> None:
        if not self._stops:
            return
        code, said = one.part(0), times.moment(one.part(0, 1), one.part(0, 2))
        last = self._stops[-1]
        if code in DEPARTS:
            self._stops[-1] = Stop(last.place, last.role, said, last.arrives)
        elif code in ARRIVES:
            self._stops[-1] = Stop(last.place, last.role, last.departs, said)

    @property
    def has_flight(self) -> bool:
        """Tell whether a flight was named: what is named behind it is on board."""
        return self._flights > 0 and bool(self._stops)

    @property
    def flown(self) -> str:
        """Return when it leaves, or arrives, or was announced; empty where nothing says so."""
        flight = self.told().flight
        departs = flight.departure.departs if flight.departure else ""
        return departs or (flight.arrival.arrives if flight.arrival else "") or self._sent[2]

    def told(self) -> Message:
        """Return the head of the message."""
        said = dict(self._said)
        flight = Flight(said.pop("number", ""), said.pop("carrier", ""), tuple(self._stops))
        sender, recipient, prepared = self._sent
        return Message(flight, sender, recipient, prepared, **said)
