# SPDX-License-Identifier: Apache-2.0
"""Taking a passenger list: the flight becomes a record without anybody's name, its people are screened.

Who has no hit is forgotten a day after the flight has arrived, and at the latest a week after the list came: a list
serves the control of that flight and nothing else. Nothing here says who may board; a hit is a question for an officer.

A list is also written, from a table of travellers and the facts of a flight. Of that nothing is kept but the line.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.identity.models import Screening
from taawun.apps.identity.screening import further, reading
from taawun.apps.identity.screening import services as screening
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers import queries
from taawun.apps.registers import services as registers
from taawun.apps.registers.access import Shown
from taawun.apps.registers.importing import files
from taawun.apps.registers.keys import fold_id
from taawun.formats import paxlst
from taawun.kernel.marking import make_marking
from taawun.kernel.wire.times import cut, to_wire
from taawun.sectors.immigration.sector import SCREENERS

KIND: Final = "immigration.passengers"
DOCUMENTS: Final = "border_security.documents"
"""The check of documents against what is stated of lost and stolen ones, where this node offers it."""
RECORD: Final = "passenger-list"
AFTER_ARRIVAL: Final = timedelta(hours=24)
"""How long entries without a hit are kept after the flight has arrived."""
AT_MOST: Final = timedelta(days=7)
"""How long they are kept at most, whatever the list says of its arrival."""
REVIEW: Final = timedelta(days=31)
MESSAGES: Final = 50
"""Messages of one file that are told one by one on its page."""
CREW: Final = frozenset((paxlst.Kind.CREW, paxlst.Kind.TRANSIT_CREW))


@dataclass(slots=True)
class Figures:
    """What one message of a file comes to: its flight, and how many are on it."""

    message: paxlst.Message
    crew: int = 0
    others: int = 0
    left_out: int = 0
    stated: int = 0
    wrong: Counter[paxlst.Wrong] = field(default_factory=Counter)

    def told(self) -> dict[str, Any]:
        """Return what the page of the list says of it: how many were read and stated, and what is wrong with it."""
        read, flight = self.crew + self.others, self.message.flight.number or "-"
        wrong = [one.name.lower() for one in self.wrong]
        return {"flight": flight[:20], "read": read, "stated": self.stated, "wrong": wrong}

    def data(self, screening_id: str) -> dict[str, Any]:
        """Return the record of the flight; nobody's name is in it."""
        flight = self.message.flight
        leaves, lands = flight.departure, flight.arrival
        broken = {paxlst.Wrong.BREAKS_OFF, paxlst.Wrong.NO_END} & set(self.wrong)
        said = {
            "flight": (flight.number or "-")[:20], "carrier": flight.carrier[:20],
            "departure": leaves.place[:20] if leaves else "", "departs": leaves.departs[:10] if leaves else "",
            "departs_at": leaves.departs[11:] if leaves else "", "arrival": lands.place[:20] if lands else "",
            "arrives": lands.arrives[:10] if lands else "", "arrives_at": lands.arrives[11:] if lands else "",
            "passengers": str(self.others), "crew": str(self.crew), "left_out": str(self.left_out),
            "stated": str(self.stated) if self.stated else "", "whole": "breaks_off" if broken else "whole",
            "sender": self.message.sender[:60], "screening": screening_id,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}


def read(file: IO[bytes]) -> list[Figures]:
    """Return the figures of each message of a file; people are counted and forgotten.

    Raises:
        BadEdifact: no passenger list is in it.
    """
    found: list[Figures] = []
    for part in paxlst.read(file):
        if isinstance(part, paxlst.Message):
            found.append(Figures(part))
        elif isinstance(part, paxlst.Ended):
            found[-1].stated = sum(count for _code, count in part.stated)
            found[-1].wrong.update(one.wrong for one in part.problems)
        elif part.traveller is None:
            found[-1].left_out += 1
        elif part.traveller.kind in CREW:
            found[-1].crew += 1
        else:
            found[-1].others += 1
    return found


def take(actor: Actor, file: IO[bytes], name: str, purpose: str, *, at: datetime | None = None) -> Screening:
    """Start the screening of everybody on a list, and state its flights.

    Raises:
        BadEdifact: it is none; nothing is stored.
        NoRole.
    """
    at = cut(at or timezone.now())
    figures = read(file)
    file.seek(0)
    flights = ", ".join(one.message.flight.number or "-" for one in figures)[:100]
    told = [one.told() for one in figures[:MESSAGES]]
    chosen = {"flight": flights, "forget_after": to_wire(forget_after(figures, at)), "lists": told}
    chosen |= {"further": DOCUMENTS} if further.offered(DOCUMENTS) else {}
    made = screening.screen_file(actor, file, name, purpose, settings=chosen, kind=KIND, at=at)
    marking = make_marking(
        settings.TAAWUN_PARTY, "B", 2, purposes={purpose}, review=(at + REVIEW).date(), tlp="amber", personal=False
    )
    drafts = [registers.Draft(one.data(made.id), marking) for one in figures]
    registers.draft_many(actor, RECORD, drafts, purpose, at=at)
    return made


def flights(officer: Officer, screening_id: str, purpose: str) -> list[Shown]:
    """Return the records of the flights of a list that the officer may see."""
    named = queries.bearers_of([fold_id(screening_id)], MESSAGES)
    ids = [record for record, type_slug, field, _key in named if (type_slug, field) == (RECORD, "screening")]
    return list(records.visible(officer, ids, purpose, recorded=True).values()) if ids else []


@dataclass(frozen=True, slots=True)
class Journey:
    """What a list that is written says beside its people: the flight, who sends the list to whom, in which quality.

    Times are local ones of their places, "2026-11-22T09:40".
    """

    number: str
    leaves: str
    departs: str
    lands: str
    arrives: str
    sender: str
    recipient: str
    kind: paxlst.Kind = paxlst.Kind.PASSENGER

    @property
    def flight(self) -> paxlst.Flight:
        """Return the flight with its two stops."""
        begins = paxlst.Stop(self.leaves, paxlst.DEPARTURE, self.departs)
        return paxlst.Flight(self.number, "", (begins, paxlst.Stop(self.lands, paxlst.ARRIVAL, "", self.arrives)))


def give(actor: Actor, file: IO[bytes], journey: Journey, purpose: str, *, at: datetime | None = None) -> bytes:
    """Return a table of travellers as a passenger list; what was handed in and what was written is kept nowhere.

    Raises:
        BadList, BadColumns: it is no table of people.
        BadTravellers: something of a row would be lost.
        NoRole.
    """
    from taawun.sectors.immigration import writing  # it loads what reads tables, and no other page needs that

    at = cut(at or timezone.now())
    about = f"{journey.number}/{journey.departs[:10]}"
    with (
        audit.acting(actor, "list.written", RECORD, about, purpose, at=at),
        TemporaryDirectory(dir=reading.folder()) as folder,
    ):
        people.require_any(people.find(actor.officer_id), *SCREENERS)
        travellers = writing.read(Path(folder) / files.keep(file, Path(folder)), journey.kind, at.date())
        control = at.strftime("%y%m%d%H%M%S")
        message = paxlst.Message(
            journey.flight, journey.sender, journey.recipient, at.strftime("%Y-%m-%dT%H:%M"), control,
            document=paxlst.CREW if journey.kind in CREW else paxlst.PASSENGERS,
        )  # fmt: skip
        return paxlst.write(paxlst.Listed(message, travellers), control)


def forget_after(figures: list[Figures], at: datetime) -> datetime:
    """Return from when on entries without a hit are not kept; local times are read as UTC, half a day off at most."""
    landed = [one.message.flight.arrival.arrives for one in figures if one.message.flight.arrival]
    times = [datetime.fromisoformat(one).replace(tzinfo=UTC) for one in landed if one]
    wanted = max(times, default=at) + AFTER_ARRIVAL
    return cut(min(max(wanted, at + AFTER_ARRIVAL), at + AT_MOST))
