# SPDX-License-Identifier: Apache-2.0
"""The door to memoranda: where each stands, its drafts as they crossed, its milestones, what it permits (spec §80.116).

A draft is the text that a move carried: its version, side and day follow from the move and cannot be stated otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from taawun.apps.cases import access as cases
from taawun.apps.cases.models import Case
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoSuchCase, NoSuchPack
from taawun.kernel.instruments.pack import Pack, Status
from taawun.sectors.committee.access import PACK
from taawun.sectors.committee.comparing import LANGUAGES
from taawun.sectors.committee.sector import SECTOR

MEMORANDUM: Final = "committee_memorandum"
TEXTS: Final = tuple(f"text_{language}" for language in LANGUAGES)
ROAD: Final = ("proposed", "initialled", "signed", "ratified", "in_force")
"""The stages of a memorandum on its way, in their order; `ended` and `given_up` leave the road."""
_STAGES: Final[Mapping[str, str]] = {
    "countered": "proposed", "initialled_guest": "proposed", "initialled_host": "proposed", "signed_once": "initialled",
}  # fmt: skip
BAR: Final = "|"
MOST_MILESTONES: Final = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: its number, who proposed it when, and its text by language."""

    number: int
    party: str
    at: datetime
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone; `due` is None where its line names no day."""

    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """One move that changed where a memorandum stands."""

    move: str
    party: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Permitted:
    """What the pack permits today: only one in force, by a memorandum in force; `since` is the later of both days."""

    pack: Pack
    today: bool
    since: date | None


@dataclass(frozen=True, slots=True)
class Memorandum:
    """A memorandum as its page shows it; `permitted` is None where no pack of its name is here."""

    shown: cases.Shown
    stage: str
    drafts: tuple[Draft, ...]
    steps: tuple[Step, ...]
    milestones: tuple[Milestone, ...]
    becomes: str
    permitted: Permitted | None


def listed(officer: Officer, *, at: datetime | None = None) -> tuple[list[tuple[Case, str, str]], bool]:
    """Return the memoranda that an officer may see (the case, its title and its stage), and whether there are more.

    Raises:
        NoPurpose.
    """
    told, more = cases.table(officer, SECTOR.purpose, [MEMORANDUM], ["heading"], pack=PACK, at=at)
    rows = [(one.case, str(one.values.get("heading", one.case.title)), stage_of(one.case.state)) for one in told]
    return rows, more


def memorandum(officer: Officer, case: str, today: date, *, at: datetime | None = None) -> Memorandum:
    """Return one memorandum with its drafts.

    Raises:
        NoSuchCase, NoPurpose.
    """
    shown = cases.case(officer, case, SECTOR.purpose, at=at)
    if shown.kind.slug != MEMORANDUM:
        raise NoSuchCase
    applied = sorted((one for one in shown.shared if one.place is not None), key=lambda one: one.place or 0)
    values = {slug: str(one.value or "") for slug, one in shown.filled.items() if isinstance(one.value, str)}
    becomes = values.get("becomes", "").strip()
    carried = [(one, cases.content_of(one)) for one in applied]
    texts = [(one, found) for one, found in carried if any(slug in found for slug in TEXTS)]
    return Memorandum(
        shown=shown, stage=stage_of(shown.case.state),
        drafts=tuple(
            Draft(number, one.party, one.at, _texts(found)) for number, (one, found) in enumerate(texts, 1)
        ),
        steps=tuple(Step(one.move, one.party, one.at) for one in applied),
        milestones=milestones(values.get("milestones", "")), becomes=becomes,
        permitted=permitted(becomes, today, _force(shown.case.state, values.get("force_on", ""))),
    )  # fmt: skip


def stage_of(state: str) -> str:
    """Return the stage of a state: drafts and half-made signatures count as what both sides agreed last."""
    return _STAGES.get(state, state)


def milestones(text: str) -> tuple[Milestone, ...]:
    """Return the milestones that lines name, each as `text | day`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(_milestone(line) for line in lines[:MOST_MILESTONES])


def permitted(slug: str, today: date, force: date | None) -> Permitted | None:
    """Return what the pack of a name permits on a day; None where there is none.

    Args:
        slug: the name of the pack.
        today: the day.
        force: since when the memorandum is in force, None where it is not: it and its pack permit together only.
    """
    try:
        pack = cases.pack_named(slug)
    except NoSuchPack:
        return None
    begun = pack.dates.get("in_force")
    since = max(force, begun) if force is not None and begun is not None else None
    return Permitted(pack, pack.status is Status.IN_FORCE and since is not None and since <= today, since)


def _force(state: str, day: str) -> date | None:
    """Return the day from which a memorandum is in force; None if it is not, or its day cannot be read."""
    try:
        return date.fromisoformat(day) if stage_of(state) == "in_force" else None
    except ValueError:
        return None


def _milestone(line: str) -> Milestone:
    text, _bar, day = line.rpartition(BAR)
    try:
        return Milestone(text.strip(), date.fromisoformat(day.strip())) if text else Milestone(line, None)
    except ValueError:
        return Milestone(line, None)


def _texts(found: Mapping[str, Any]) -> dict[str, str]:
    return {language: str(found.get(slug, "")) for language, slug in zip(LANGUAGES, TEXTS, strict=True)}
