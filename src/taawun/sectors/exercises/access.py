# SPDX-License-Identifier: Apache-2.0
"""The door to exercises: their plans, how far the clock is, what was fired and came, what was observed and rated.

A plan is read from what crossed and both sides agreed; before that, from what the case holds. A player's inbox shows
what was fired for them; what is expected of them, and what is to come, is for controllers alone (spec §88.7d, §88.10).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.cases import access as cases
from taawun.apps.cases import queries as moves
from taawun.apps.cases.models import Case
from taawun.apps.exchange import queries as exchange
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Shown
from taawun.apps.registers.keys import fold
from taawun.apps.registers.queries import Filters, Narrow
from taawun.kernel.errors import BadPlan
from taawun.kernel.wire.ids import time_of
from taawun.kernel.wire.times import cut
from taawun.sectors.exercises import controlling, rules, running
from taawun.sectors.exercises.models import Armed, Fired, Improvement
from taawun.sectors.exercises.rules import Inject, Plan
from taawun.sectors.exercises.running import Shape, Turn
from taawun.sectors.exercises.sector import SECTOR

PACK: Final = "pk-bh-exercises"
KIND: Final = "exercise"
AGREE: Final = "agree_plan"
ELEMENTS: Final = ("name", "scenario", "timing", "players", "objectives", "injects")
INJECT, OBSERVATION, RATING = "exercise-inject", "exercise-observation", "exercise-rating"
MOST: Final = 200
"""Records of one kind that are read of one exercise."""
SEEN: Final = frozenset({Shape.FIRED, Shape.LATE})
"""What became of an inject that everybody of the exercise may know of."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise as one officer may see it.

    `values` is what its case holds of the plan, `plan` what can be run of it; `wrong` says why nothing can, if so.
    Only one who `controls` it is shown injects before they are fired, and what is expected.
    """

    shown: cases.Shown
    values: Mapping[str, Any]
    plan: Plan | None
    wrong: BadPlan | None
    turns: tuple[Turn, ...]
    controls: bool

    @property
    def case(self) -> Case:
        """Return its case."""
        return self.shown.case

    def passed(self, now: datetime) -> timedelta:
        """Return the time of the exercise."""
        return running.elapsed(self.turns, self.plan.timing.speed if self.plan else 1, now)


@dataclass(frozen=True, slots=True)
class Event:
    """One inject of the plan and what became of it here: when it was fired, when it arrived, where that is known."""

    inject: Inject
    shape: Shape
    fired: datetime | None = None
    arrived: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An inject as a player sees it."""

    exercise: str
    case: str
    number: int
    minute: int
    addressee: str
    channel: str
    text: str
    fired: datetime
    arrived: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """What was observed: of which capability, at which inject, of which kind, and by which side."""

    capability: str
    inject: str
    sort: str
    text: str
    record: str
    party: str


@dataclass(frozen=True, slots=True)
class Rated:
    """How a capability was rated by one side, and why; `rating` is empty before."""

    capability: str
    rating: str = ""
    text: str = ""
    record: str = ""


def exercises(officer: Officer, *, at: datetime | None = None) -> tuple[list[cases.Told], bool]:
    """Return the exercises that an officer may see, the last opened first, and whether there are more.

    Raises:
        NoPurpose.
    """
    return cases.table(officer, SECTOR.purpose, [KIND], ["name"], pack=PACK, at=at)


def exercise(officer: Officer, case: str, *, at: datetime | None = None) -> Exercise:
    """Return one exercise.

    Raises:
        NoSuchCase, NoPurpose.
    """
    shown = cases.case(officer, case, SECTOR.purpose, at=at)
    values = crossed(shown) or {slug: one.value for slug, one in shown.filled.items()}
    plan: Plan | None = None
    wrong: BadPlan | None = None
    try:
        plan = rules.plan_of(values, (shown.case.requesting, shown.case.requested))
    except BadPlan as error:
        wrong = error
    mine = controlling.controls(officer, shown.case)
    return Exercise(shown, values, plan, wrong, turns_of([case]).get(case, ()), mine)


def crossed(shown: cases.Shown) -> dict[str, Any]:
    """Return the plan as the last move that carried it has it: what was agreed, whatever was filled in since."""
    open_again = shown.standing.state in ("draft", "returned")
    found: dict[str, Any] = {}
    for made in () if open_again else shown.standing.applied:
        found |= {slug: item.get("value") for slug, item in made.content.items()}
    return found


def turns_of(ids: Iterable[str]) -> dict[str, tuple[Turn, ...]]:
    """Return the moves of exercises with the moments at which they were sent, which both nodes know alike."""
    found = moves.sent_moves(ids)
    return {case: tuple(Turn(move, time_of(one)) for move, one in made) for case, made in found.items()}


def events(officer: Officer, found: Exercise, *, at: datetime | None = None) -> list[Event]:
    """Return what became of each inject of the plan, as far as this node knows and this officer may see.

    Whoever does not control the exercise sees what was fired, and not what was expected.
    """
    known = every_event(officer, found, at=at)
    if found.controls:
        return known
    return [replace(one, inject=replace(one.inject, expected="")) for one in known if one.shape in SEEN]


def every_event(officer: Officer, found: Exercise, *, at: datetime | None = None) -> list[Event]:
    """Return what became of each inject of the plan, for controllers and for the report after the end."""
    at = cut(at or timezone.now())
    if found.plan is None:
        return []
    fired = {one.inject.number: one for one in Fired.objects.filter(inject__case=found.case.id).select_related()}
    came = {one.number: one for one in _received(officer, found.case.id, at)}
    reached = _reached([one.envelope for one in fired.values() if one.envelope])
    passed = found.passed(at)
    return [_event(one, found.plan, fired.get(one.number), came.get(one.number), reached, passed)
            for one in found.plan.injects]  # fmt: skip


def _event(
    one: Inject, plan: Plan, fired: Fired | None, came: Told | None, reached: Mapping[str, datetime], passed: timedelta
) -> Event:
    if came is not None and one.sender != settings.TAAWUN_PARTY:
        return Event(one, Shape.LATE if came.late else Shape.FIRED, came.fired, came.arrived)
    if fired is not None:
        arrived = reached.get(fired.envelope) if fired.envelope else fired.at
        late = arrived is not None and running.is_late(fired.at, arrived, plan.timing.late_after)
        return Event(one, Shape.LATE if late else Shape.FIRED, fired.at, arrived)
    ours = one.sender == settings.TAAWUN_PARTY
    held = ours and running.is_due(one.minute, passed) and passed > timedelta(0)
    return Event(one, Shape.HELD if held else Shape.PLANNED)


def _reached(envelopes: list[str]) -> dict[str, datetime]:
    """Return when envelopes of ours reached the other node, told by its receipts."""
    found: dict[str, datetime] = {}
    for envelope, by, kind, _code, at in exchange.receipts_of(envelopes):
        if by == "theirs" and kind in ("delivered", "accepted"):
            found.setdefault(envelope, at)
    return found


def inbox(officer: Officer, *, at: datetime | None = None) -> list[Told]:
    """Return the injects for players of this node that were fired, the newest first; each once.

    One that came for a plan which is not agreed here is of no exercise, and not shown (spec §88.7d).
    Whoever plays somebody sees what is for them; everybody else what is for players whom nobody plays.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    fired = Fired.objects.filter(inject__party=settings.TAAWUN_PARTY).select_related("inject").order_by("-id")[:MOST]
    own = [_told(one) for one in fired]
    actor = actor_of(officer)
    audit.record(actor, "exercise.inbox", "exercise", "injects", SECTOR.purpose, at=at)
    seats = controlling.seats_of(officer)
    came = _received(officer, "", at)
    plans = turns_of({one.case for one in came})
    agreed = {case for case, turns in plans.items() if any(one.move == AGREE for one in turns)}
    told = (*own, *(one for one in came if one.case in agreed))
    seen = [one for one in told if seats.sees(one.case, one.addressee)]
    return sorted(seen, key=lambda one: one.arrived, reverse=True)


def _told(fired: Fired) -> Told:
    one = fired.inject
    return Told(one.name, one.case, one.number, one.minute, one.addressee, one.channel, one.text, fired.at, fired.at,
                late=False)  # fmt: skip


def _received(officer: Officer, case: str, at: datetime) -> list[Told]:
    """Return the injects that came from the other node; one that came again is shown as it came first."""
    found: dict[tuple[str, int], Told] = {}
    for shown in reversed(_records(officer, INJECT, case, at)):
        if shown.version.received is None or not shown.version.envelope:
            continue
        one = _came(shown)
        if one is None:
            continue
        known = found.get((one.case, one.number))
        if known is None or one.arrived < known.arrived:
            found[one.case, one.number] = one
    return list(found.values())


def _came(shown: Shown) -> Told | None:
    """Return an inject that came; None for one whose numbers are not whole, which stands in no plan (spec §88.5a)."""
    data, arrived = shown.data, shown.version.received or shown.version.created
    fired = min(time_of(shown.version.envelope), arrived)
    try:
        number, minute, allowed = (int(str(data[name])) for name in ("number", "minute", "late_after"))
        late = running.is_late(fired, arrived, allowed)
    except (KeyError, ValueError, OverflowError):
        return None
    return Told(
        str(data["name"]), str(data["exercise"]), number, minute, str(data["addressee"]),
        str(data["channel"]), str(data["text"]), fired, arrived, late,
    )  # fmt: skip


def observations(officer: Officer, case: str, *, at: datetime | None = None) -> list[Observation]:
    """Return what was observed in an exercise, as far as this officer may see it, the first one first."""
    return [
        Observation(
            str(one.data["capability"]), str(one.data.get("inject", "")), str(one.data["sort"]), str(one.data["text"]),
            one.record.id, one.record.originator,
        )
        for one in reversed(_records(officer, OBSERVATION, case, at))
    ]  # fmt: skip


def ratings(officer: Officer, found: Exercise, *, at: datetime | None = None) -> list[Rated]:
    """Return the rating of each capability of the plan by this node; the last one counts."""
    return both_ratings(officer, found, at=at)[settings.TAAWUN_PARTY]


def both_ratings(officer: Officer, found: Exercise, *, at: datetime | None = None) -> dict[str, list[Rated]]:
    """Return the rating of each capability of the plan by each side, ours first; the last one of a side counts.

    What the other side did not release is not here, and stands as not rated.
    """
    case = found.case
    parties = sorted((case.requesting, case.requested), key=lambda one: one != settings.TAAWUN_PARTY)
    known: dict[str, dict[str, Rated]] = {one: {} for one in parties}
    for one in reversed(_records(officer, RATING, case.id, at)):
        said = str(one.data["capability"])
        rated = Rated(said, str(one.data["rating"]), str(one.data["text"]), one.record.id)
        known.get(one.record.originator, {})[said] = rated
    wanted = found.plan.capabilities if found.plan else ()
    return {party: [told.get(one, Rated(one)) for one in wanted] for party, told in known.items()}


def improvements(case: str) -> list[Improvement]:
    """Return the improvement plan of an exercise, for a page whose reading of the case is on the record."""
    return list(Improvement.objects.filter(case=case))


def armed(case: str) -> list[Armed]:
    """Return the injects of this node that were armed, for a page whose reading of the case is on the record."""
    return list(Armed.objects.filter(case=case))


def _records(officer: Officer, kind: str, case: str, at: datetime | None) -> list[Shown]:
    """Return the records of one kind, of one exercise or of all, the newest first."""
    at = cut(at or timezone.now())
    narrowed = (Narrow("exercise", fold(case)),) if case else ()
    page = registers.search(officer, Filters(type=kind, narrowed=narrowed), SECTOR.purpose, most=MOST, at=at)
    ids = [row.record.id for row in page.rows]
    shown = registers.visible(officer, ids, SECTOR.purpose, at=at)
    return [shown[one] for one in ids if one in shown]
