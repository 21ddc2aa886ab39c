# SPDX-License-Identifier: Apache-2.0
"""Writing a passenger list as one interchange of version 12B; what is written is read back equal.

Letters outside ASCII need a character set that the interchange declares: UTF-8, as UNOW.
"""

from collections.abc import Iterator
from typing import Final

from taawun.formats.edifact import STANDARD, Delimiters, written
from taawun.formats.paxlst.model import Flight, Listed, Message, Paper, Traveller
from taawun.formats.paxlst.person import PLACES, REFERENCES, SEXES

VERSION: Final = "12B"
CREW: Final = "250"
PASSENGERS: Final = "745"
GROUP: Final = "1"
_PLACES: Final = {name: code for code, name in PLACES.items()}
_REFERENCES: Final = {name: code for code, name in REFERENCES.items()}
_SEXES: Final = {sign: code for code, sign in SEXES.items() if sign}


def write(listed: Listed, control: str, signs: Delimiters = STANDARD) -> bytes:
    """Return the interchange with its UNA. `control` is its reference, which its end repeats."""
    body = list(_message(listed, signs))
    reference = listed.message.reference or control
    lines = [
        signs.una,
        *_head(listed.message, control, signs),
        *body,
        written("UNT", str(len(body) + 1), reference, signs=signs),
        written("UNE", "1", GROUP, signs=signs),
        written("UNZ", "1", control, signs=signs),
    ]
    break_ = "" if signs.terminator in "\r\n" else "\r\n"
    return (break_.join(lines) + break_).encode("utf-8")


def _head(message: Message, control: str, signs: Delimiters) -> Iterator[str]:
    prepared = message.prepared.replace("-", "").replace(":", "")
    day, _, hour = prepared.partition("T")
    parties = (message.sender, message.recipient, (day, hour))
    yield written("UNB", ("UNOW", "4"), *parties, control, "", "APIS", signs=signs)
    yield written("UNG", "PAXLST", *parties, GROUP, "UN", ("D", VERSION), signs=signs)


def _message(listed: Listed, signs: Delimiters) -> Iterator[str]:
    message = listed.message
    crew = message.document == CREW
    yield written("UNH", message.reference, ("PAXLST", "D", VERSION, "UN", "IATA"), signs=signs)
    yield written("BGM", message.document or PASSENGERS, signs=signs)
    if message.reported_by:
        yield written("NAD", "MS", "", "", (message.reported_by,), signs=signs)
    yield from _flight(message.flight, signs)
    for who in listed.travellers:
        yield from _traveller(who, signs)
    yield written("CNT", ("41" if crew else "42", str(len(listed.travellers))), signs=signs)


def _flight(flight: Flight, signs: Delimiters) -> Iterator[str]:
    yield written("TDT", "20", flight.number, "", "", flight.carrier, signs=signs)
    for stop in flight.stops:
        yield written("LOC", stop.role, stop.place, signs=signs)
        yield from _time("189", stop.departs, signs)
        yield from _time("232", stop.arrives, signs)


def _time(code: str, at: str, signs: Delimiters) -> Iterator[str]:
    if at:
        digits = at.replace("-", "").replace("T", "").replace(":", "")
        yield written("DTM", (code, digits, "203" if "T" in at else "102"), signs=signs)


def _traveller(who: Traveller, signs: Delimiters) -> Iterator[str]:
    yield written("NAD", str(who.kind), "", "", (who.surname, *who.given), signs=signs)
    if who.sex:
        yield written("ATT", "2", "", _SEXES[who.sex], signs=signs)
    if who.born:
        yield written("DTM", ("329", who.born.replace("-", ""), "102"), signs=signs)
    yield from (written("LOC", code, place, signs=signs) for code, place in _said(who, _PLACES))
    if who.nationality:
        yield written("NAT", "2", who.nationality, signs=signs)
    yield from (written("RFF", (code, said), signs=signs) for code, said in _said(who, _REFERENCES))
    for paper in who.papers:
        yield from _paper(paper, signs)


def _said(who: Traveller, codes: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((code, getattr(who, name)) for name, code in codes.items() if getattr(who, name))


def _paper(paper: Paper, signs: Delimiters) -> Iterator[str]:
    yield written("DOC", (paper.kind, "110", "111"), paper.number, signs=signs)
    if paper.expires:
        yield written("DTM", ("36", paper.expires.replace("-", ""), "102"), signs=signs)
    if paper.country:
        yield written("LOC", "91", paper.country, signs=signs)
