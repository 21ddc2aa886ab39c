# SPDX-License-Identifier: Apache-2.0
"""What was promised, done and verified: pure, from the moves of actions and meetings (spec §80.114)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from taawun.kernel.cases.days import Calendar, is_shared

LATE_DAYS: Final = 3_660
"""Days after which lateness is counted no further."""
_STATES: Final = {
    "draft": "draft", "assigned": "open", "undertaken": "open", "drop_asked": "open", "drop_asked_own": "open",
    "shown": "done", "shown_own": "done", "verified": "verified", "dropped": "dropped", "abandoned": "dropped",
}  # fmt: skip
OWNED_BY_OTHER: Final = "assign"
OWNED_BY_US: Final = "undertake"
SIGN: Final = ":"
"""What stands between the owner that is meant and its authority, as `PK: Anti-Narcotics Force`."""


class Stage(StrEnum):
    """How far an action is: only its other side makes it verified."""

    DRAFT = "draft"
    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


STAGES: Final = (Stage.OPEN, Stage.DONE, Stage.VERIFIED)
"""Stages of what was promised; a draft was promised to nobody yet, and is counted beside them."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it is followed.

    Attributes:
        case: its identifier.
        what, authority, track, memorandum: as it was entered; empty where that was left open.
        owner: the party that owns it; for a draft the one that is meant to, empty where nobody said.
        due: until when; None where a draft has no day.
        stage: how far it is.
        late: shared working days since it was due, 0 if it is not late or is over.
        carried: meetings that were held while it was open.
    """

    case: str
    what: str
    authority: str
    track: str
    memorandum: str
    owner: str
    due: date | None
    stage: Stage
    late: int
    carried: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many actions are alike: in what they are about, how far they are, and whether they are late."""

    track: str
    memorandum: str
    stage: Stage
    late: bool
    many: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of some actions: of `promised`, how many are done or verified, verified, late; and drafts that wait."""

    name: str
    promised: int
    done: int
    verified: int
    late: int
    waiting: int


def stage_of(state: str) -> Stage:
    """Return how far an action in a state of its workflow is."""
    return Stage(_STATES[state])


def owner_of(moves: Sequence[str], requesting: str, requested: str) -> str:
    """Return the party that owns an action, from its first effective move; empty before it was entered."""
    first = moves[0] if moves else ""
    return {OWNED_BY_OTHER: requested, OWNED_BY_US: requesting}.get(first, "")


def named(owner: str, authority: str) -> str:
    """Return the authority of an action with the party that is meant to own it."""
    return f"{owner}{SIGN} {authority}"


def meant(authority: str, parties: Collection[str]) -> str:
    """Return the party that an authority names as the owner; empty where it names none."""
    party, sign, _rest = authority.partition(SIGN)
    return party.strip() if sign and party.strip() in parties else ""


def bare(authority: str, parties: Collection[str]) -> str:
    """Return an authority without the party that it names as the owner."""
    return authority.partition(SIGN)[2].strip() if meant(authority, parties) else authority


def entering(owner: str, ours: str) -> str:
    """Return the move by which we enter an action, so that this party owns it."""
    return OWNED_BY_US if owner == ours else OWNED_BY_OTHER


def late_days(due: date | None, today: date, calendars: Sequence[Calendar]) -> int:
    """Return how many shared working days have passed after a due day; today counts when it is over."""
    if due is None or today <= due:
        return 0
    days = min((today - due).days - 1, LATE_DAYS)
    return sum(is_shared(due + timedelta(days=number), calendars) for number in range(1, days + 1))


def carried(entered: datetime | None, ended: datetime | None, held: Iterable[datetime]) -> int:
    """Return how many meetings were held while an action was open."""
    if entered is None:
        return 0
    return sum(entered < one and (ended is None or one < ended) for one in held)


def states_of(stages: Collection[Stage]) -> frozenset[str]:
    """Return the states of the workflow of actions that are one of these stages."""
    return frozenset(state for state, stage in _STATES.items() if Stage(stage) in stages)


def tallies(counted: Iterable[Counted], by: str, names: Sequence[str]) -> Iterator[Tally]:
    """Yield figures by the `track` or `memorandum` of actions, in the order of names that have any."""
    counts: dict[Stage, Counter[str]] = {stage: Counter() for stage in Stage}
    late: Counter[str] = Counter()
    for one in counted:
        counts[one.stage][getattr(one, by)] += one.many
        late[getattr(one, by)] += one.many if one.late else 0
    for name in names:
        promised, waiting = sum(counts[stage][name] for stage in STAGES), counts[Stage.DRAFT][name]
        if promised or waiting:
            done = counts[Stage.DONE][name] + counts[Stage.VERIFIED][name]
            yield Tally(name, promised, done, counts[Stage.VERIFIED][name], late[name], waiting)
