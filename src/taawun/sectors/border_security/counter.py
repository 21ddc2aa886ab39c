# SPDX-License-Identifier: Apache-2.0
"""One traveller at the counter: the document read, looked up, and its holder screened, in one answer (spec §80.41).

Whatever cannot be checked is said. Nothing here says that somebody may pass, and nothing is kept of who has no hit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from taawun.apps.identity import comparing, statements
from taawun.apps.identity.comparing import Candidate
from taawun.apps.identity.screening.passing import screen_passing
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.formats.mrz import Mrz, Proposal, Reading, proposals, read
from taawun.formats.mrz.codes import country_of
from taawun.kernel.errors import NoIndexYet
from taawun.sectors.border_security import checking
from taawun.sectors.border_security.checking import Answer, Asked, Checked

if TYPE_CHECKING:
    from taawun.engines.matching import Record

LEAST: Final = 0.5
"""Score below which a hit is not put before the officer at the counter."""
SEXES: Final = {"male": "m", "female": "f"}


class Step(StrEnum):
    """What the officer does next."""

    READ_AGAIN = "read-again"
    LOOK = "look"
    ASK_ISSUER = "ask-issuer"
    COMPARE_NUMBER = "compare-number"
    OTHER_MEANS = "other-means"
    COMPARE_PERSON = "compare-person"
    NO_NAMES = "no-names"
    NOTHING_FOUND = "nothing-found"


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that is answered about one traveller."""

    reading: Reading
    proposals: tuple[Proposal, ...] = ()
    register: Checked | None = None
    hits: tuple[Candidate, ...] = ()
    screened: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return what the officer does next, the most urgent first."""
        return tuple(_steps(self))


def look(officer: Officer, text: str, purpose: str, *, at: datetime | None = None) -> Seen:
    """Read what the reader typed, look the document up and screen its holder.

    Raises:
        NoRole, NoPurpose.
    """
    at = at or timezone.now()
    reading = read(text, at.date())
    if reading.mrz is None:
        return Seen(reading)
    register = checking.check(officer, asked_of(reading.mrz), purpose, at=at)
    hits, screened = _screened(officer, reading.mrz, purpose, at)
    return Seen(reading, proposals(reading.mrz), register, hits, screened)


def asked_of(mrz: Mrz) -> Asked:
    """Return what the register is asked about a document."""
    return Asked(mrz.number.replace(" ", ""), country_of(mrz.issuer), sure=mrz.holds("number"))


def holder_of(mrz: Mrz) -> "Record | None":
    """Return the holder of a document as the engines of names read it; None where no name is printed."""
    from taawun.engines.matching import Record

    name = f"{mrz.given} {mrz.surname}".strip()
    if not name:
        return None
    country = country_of(mrz.nationality)
    return Record(
        id="1", names=(name,), kind="person", births=statements.dates_of(filter(None, [mrz.birth])),
        countries=(country,) if country else (), sex=SEXES.get(mrz.sex, ""),
        documents=(statements.document("passport", mrz.number),) if mrz.number else (),
    )  # fmt: skip


def _screened(officer: Officer, mrz: Mrz, purpose: str, at: datetime) -> tuple[tuple[Candidate, ...], bool]:
    """Return the hits on the holder's name, and whether they could be looked for at all."""
    asked = holder_of(mrz)
    if asked is None:
        return (), False
    try:
        found = screen_passing(actor_of(officer), asked, purpose, least=LEAST, at=at)
    except NoIndexYet:
        return (), False
    return tuple(comparing.candidate(asked, one) for one in found), True


def _steps(seen: Seen) -> Iterator[Step]:
    if seen.register is None:
        yield Step.READ_AGAIN
        return
    if not seen.reading.sound:
        yield Step.LOOK
    yield from {
        Answer.HIT: (Step.ASK_ISSUER,),
        Answer.POSSIBLE: (Step.COMPARE_NUMBER, Step.ASK_ISSUER),
        Answer.CANNOT: (Step.OTHER_MEANS,),
        Answer.NO_HIT: (),
    }[seen.register.answer]
    if seen.hits:
        yield Step.COMPARE_PERSON
    if not seen.screened:
        yield Step.NO_NAMES
    elif seen.register.answer is Answer.NO_HIT and not seen.hits:
        yield Step.NOTHING_FOUND
