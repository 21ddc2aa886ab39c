# SPDX-License-Identifier: Apache-2.0
"""Taking a passenger list: the flight becomes a record without anybody's name, its people are screened.

Who has no hit is forgotten a day after the flight has arrived, and at the latest a week after the list came: a list
serves the control of that flight and nothing else. Nothing here says who may board; a hit is a question for an officer.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import IO, Any, Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit.services import Actor
from taawun.apps.identity.models import Screening
from taawun.apps.identity.screening import services as screening
from taawun.apps.registers import services as registers
from taawun.formats import paxlst
from taawun.kernel.marking import make_marking
from taawun.kernel.wire.times import cut, to_wire

AFTER_ARRIVAL: Final = timedelta(hours=24)
"""How long entries without a hit are kept after the flight has arrived."""
AT_MOST: Final = timedelta(days=7)
"""How long they are kept at most, whatever the list says of its arrival."""
REVIEW: Final = timedelta(days=31)
CREW: Final = frozenset((paxlst.Kind.CREW, paxlst.Kind.TRANSIT_CREW))


@dataclass(slots=True)
class Figures:
    """What one message of a file comes to: its flight, and how many are on it."""

    message: paxlst.Message
    crew: int = 0
    others: int = 0
    left_out: int = 0
    stated: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def data(self, screening_id: str) -> dict[str, Any]:
        """Return the record of the flight; nobody's name is in it."""
        flight = self.message.flight
        leaves, lands = flight.departure, flight.arrival
        broken = {str(paxlst.Wrong.BREAKS_OFF), str(paxlst.Wrong.NO_END)} & set(self.wrong)
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
            found[-1].wrong.update(str(one.wrong) for one in part.problems)
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
    chosen = {"flight": flights, "forget_after": to_wire(forget_after(figures, at))}
    made = screening.screen_file(actor, file, name, purpose, settings=chosen, at=at)
    marking = make_marking(
        settings.TAAWUN_PARTY, "B", 2, purposes={purpose}, review=(at + REVIEW).date(), tlp="amber", personal=False
    )
    drafts = [registers.Draft(one.data(made.id), marking) for one in figures]
    registers.draft_many(actor, "passenger-list", drafts, purpose, at=at)
    return made


def forget_after(figures: list[Figures], at: datetime) -> datetime:
    """Return from when on entries without a hit are not kept; local times are read as UTC, half a day off at most."""
    landed = [one.message.flight.arrival.arrives for one in figures if one.message.flight.arrival]
    times = [datetime.fromisoformat(one).replace(tzinfo=UTC) for one in landed if one]
    wanted = max(times, default=at) + AFTER_ARRIVAL
    return cut(min(max(wanted, at + AFTER_ARRIVAL), at + AT_MOST))
