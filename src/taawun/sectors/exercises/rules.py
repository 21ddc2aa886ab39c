# SPDX-License-Identifier: Apache-2.0
"""The plan of an exercise as lines that people of both sides read and agree, and the checks of its records (§88.5).

What a line means is decided here alone. A plan that can be read here can be run: every inject has a player who gets
it, and every objective a capability by which it is rated.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark
from taawun.kernel.errors import BadPlan

BAR: Final = "|"
PLAYERS: Final = 40
OBJECTIVES: Final = 40
INJECTS: Final = 200
LAST_MINUTE: Final = 14 * 24 * 60
"""Latest minute of an inject: two weeks."""
LAST_NUMBER: Final = 9_999
TEXT_CHARACTERS: Final = 2_000
NAME_CHARACTERS: Final = 200
SPEEDS: Final = (1, 3_600)
"""Slowest and fastest clock, in minutes of the exercise for one minute."""
LATE: Final = (1, 86_400)
"""Fewest and most seconds after which an inject counts as late."""
SENTENCES: Final = {
    "in players": "Players, line {line}",
    "in objectives": "Objectives, line {line}",
    "in injects": "Injects, line {line}",
    "all players": "Players",
    "all objectives": "Objectives",
    "all injects": "Injects",
    "party": "the party is one of {parties}.",
    "sender": "the node that fires it is one of {parties}.",
    "code twice": "the code {code} stands there twice.",
    "number twice": "the number {number} stands there twice.",
    "capability": "an objective needs the capability by which it is rated.",
    "addressee": "no player has the code of its addressee.",
    "channel": "the channel is one of {channels}.",
    "no objective": "there is no objective of this number.",
    "lines": "{count} lines; at most {most}.",
    "parts": "{width} parts, between bars, none of them empty.",
    "some": "at least one is needed.",
    "text": "a text of 1 to {most} characters is expected.",
    "number": "the number is a whole number from {least} to {most}, in Western digits.",
    "minute": "the minute is a whole number from {least} to {most}, in Western digits.",
    "objective": "the objective is a whole number from {least} to {most}, in Western digits.",
    "speed": "the speed of the clock is a whole number from {least} to {most}, in Western digits.",
    "late_after": "the seconds after which it is late are a whole number from {least} to {most}, in Western digits.",
    "no inject": "There is no inject of this number.",
    "no capability": "The plan has no objective with this capability.",
    "last": "The last one stays; change it by adding another.",
}
"""What is wrong with a plan, and where, by its code; a page says it in the reader's language."""
CHANNELS: Final = ("radio", "phone", "email", "letter", "desk", "person")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a plan something stands: a part and a line of it, a part alone, or neither where that is plain."""

    part: str = ""
    line: int = 0

    def bad(self, why: str, **given: object) -> BadPlan:
        """Return what is wrong there, by its code."""
        where = SENTENCES[f"in {self.part}" if self.line else f"all {self.part}"] if self.part else ""
        return BadPlan(SENTENCES[why], where=where, **({"line": self.line} | given))


class Rating(StrEnum):
    """How a capability was performed, in the words of HSEEP."""

    P = "P"
    S = "S"
    M = "M"
    U = "U"


@dataclass(frozen=True, slots=True)
class Player:
    """Who takes part: a code, the party, a name."""

    code: str
    party: str
    name: str


@dataclass(frozen=True, slots=True)
class Objective:
    """What the exercise is to show, and the capability by which that is rated."""

    number: int
    text: str
    capability: str


@dataclass(frozen=True, slots=True)
class Inject:
    """One event of the list: which node fires it in which minute, who gets it over what, and what they should do."""

    number: int
    minute: int
    sender: str
    to: str
    channel: str
    text: str
    expected: str
    controller: str
    objective: int


@dataclass(frozen=True, slots=True)
class Timing:
    """How fast the clock runs, in minutes for a minute, and after how many seconds an inject is late."""

    speed: int
    late_after: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan that can be run."""

    name: str
    timing: Timing
    players: tuple[Player, ...]
    objectives: tuple[Objective, ...]
    injects: tuple[Inject, ...]

    @property
    def capabilities(self) -> tuple[str, ...]:
        """Return the capabilities that are rated, each once, in the order of the objectives."""
        return tuple(dict.fromkeys(one.capability for one in self.objectives))

    def player(self, code: str) -> Player:
        """Return a player of the plan."""
        return next(one for one in self.players if one.code == code)


def plan_of(values: Mapping[str, Any], parties: Sequence[str]) -> Plan:
    """Return the plan that the elements of a case hold.

    Raises:
        BadPlan: naming the part and the line.
    """
    players = players_of(str(values.get("players", "")), parties)
    objectives = objectives_of(str(values.get("objectives", "")))
    injects = injects_of(str(values.get("injects", "")), players, objectives, parties)
    return Plan(str(values.get("name", "")), timing_of(values.get("timing")), players, objectives, injects)


def timing_of(value: Any) -> Timing:
    """Return how the clock runs, within its limits."""
    said = value if isinstance(value, dict) else {}
    speed = _within(str(said.get("speed", "")).removesuffix(".0"), "speed", Place(), *SPEEDS)
    return Timing(speed, _within(str(said.get("late_after", "")).removesuffix(".0"), "late_after", Place(), *LATE))


def players_of(text: str, parties: Sequence[str]) -> tuple[Player, ...]:
    """Return the players: each with a code of its own, of one of the parties."""
    found: dict[str, Player] = {}
    for place, (code, party, name) in _rows(text, "players", 3, PLAYERS):
        if party not in parties:
            raise place.bad("party", parties=", ".join(parties))
        if code in found:
            raise place.bad("code twice", code=code)
        found[code] = Player(code, party, _short(name, place, NAME_CHARACTERS))
    return _some(found, "players")


def objectives_of(text: str) -> tuple[Objective, ...]:
    """Return the objectives; one without a capability is refused."""
    found: dict[int, Objective] = {}
    for place, (number, said, capability) in _rows(text, "objectives", 3, OBJECTIVES, whole=False):
        if not capability:
            raise place.bad("capability")
        one = _within(number, "number", place, 1, LAST_NUMBER)
        if one in found:
            raise place.bad("number twice", number=one)
        found[one] = Objective(one, _short(said, place), _short(capability, place, NAME_CHARACTERS))
    return _some(found, "objectives")


def injects_of(
    text: str, players: Sequence[Player], objectives: Sequence[Objective], parties: Sequence[str]
) -> tuple[Inject, ...]:
    """Return the injects in the order of their minutes and numbers."""
    found: dict[int, Inject] = {}
    for place, cells in _rows(text, "injects", 9, INJECTS):
        one = inject_of(cells, place, players, objectives, parties)
        if one.number in found:
            raise place.bad("number twice", number=one.number)
        found[one.number] = one
    return tuple(sorted(_some(found, "injects"), key=lambda one: (one.minute, one.number)))


def inject_of(
    cells: Sequence[str], place: Place, players: Sequence[Player], objectives: Sequence[Objective],
    parties: Sequence[str],
) -> Inject:  # fmt: skip
    """Return one inject of its nine cells, each of its form and naming only what there is.

    Raises:
        BadPlan: naming the place and what is wrong.
    """
    number, minute, sender, to, channel, text, expected, controller, objective = (one.strip() for one in cells)
    if sender not in parties:
        raise place.bad("sender", parties=", ".join(parties))
    if to not in {one.code for one in players}:
        raise place.bad("addressee")
    if channel not in CHANNELS:
        raise place.bad("channel", channels=", ".join(CHANNELS))
    aim = _within(objective, "objective", place, 1, LAST_NUMBER)
    if aim not in {one.number for one in objectives}:
        raise place.bad("no objective")
    return Inject(
        _within(number, "number", place, 1, LAST_NUMBER), _within(minute, "minute", place, 0, LAST_MINUTE),
        sender, to, channel, _short(text, place), _short(expected, place),
        _short(controller, place, NAME_CHARACTERS), aim,
    )  # fmt: skip


def line_of(cells: Sequence[object]) -> str:
    """Return cells as one line of a plan; signs that would break it become blanks."""
    return f" {BAR} ".join(" ".join(str(one).replace(BAR, "/").split()) for one in cells)


def lines_of(injects: Sequence[Inject]) -> str:
    """Return injects as the lines of the plan."""
    return "\n".join(
        line_of((one.number, one.minute, one.sender, one.to, one.channel, one.text, one.expected, one.controller,
                 one.objective))
        for one in injects
    )  # fmt: skip


def _rows(text: str, what: str, width: int, most: int, *, whole: bool = True) -> Iterator[tuple[Place, list[str]]]:
    lines = [(Place(what, number), line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > most:
        raise Place(what).bad("lines", count=len(lines), most=most)
    for place, line in lines:
        cells = [part.strip() for part in line.split(BAR)]
        cells += [""] * (0 if whole else width - len(cells))
        if len(cells) != width or (whole and not all(cells)):
            raise place.bad("parts", width=width)
        yield place, cells


def _some(found: Mapping[Any, Any], what: str) -> tuple[Any, ...]:
    if not found:
        raise Place(what).bad("some")
    return tuple(found.values())


def _within(text: str, why: str, place: Place, least: int, most: int) -> int:
    plain = text.removeprefix("-")
    written = plain.isascii() and plain.isdigit() and len(plain) <= len(str(most)) + 1
    if not (written and least <= int(text) <= most):
        raise place.bad(why, least=least, most=most)
    return int(text)


def _short(text: str, place: Place, most: int = TEXT_CHARACTERS) -> str:
    if not text.strip() or len(text) > most:
        raise place.bad("text", most=most)
    return text.strip()


def check_observation(data: Data) -> Iterator[Remark]:
    """Note an observation that names no inject."""
    if not data.get("inject"):
        yield Remark("exercise-observation.no-inject", "inject", "No inject is named.", Level.NOTE)


def check_rating(data: Data) -> Iterator[Remark]:
    """Warn of a capability that could not be performed: it needs an improvement."""
    if data.get("rating") == Rating.U:
        yield Remark("exercise-rating.unable", "rating", "It could not be performed: plan an improvement.")


def plan_said(rule: str, text: str) -> Any:
    """Return what lines say, for examples: the rows of the rule that reads them."""
    readers: Mapping[str, Any] = {
        "players": lambda: [[one.code, one.party, one.name] for one in players_of(text, ("PK", "BH"))],
        "objectives": lambda: [[one.number, one.text, one.capability] for one in objectives_of(text)],
    }
    return readers[rule]()
