# SPDX-License-Identifier: Apache-2.0
"""The ILO indicators as a pure rule: what the answers come to, and what to ask next (spec §80.70 to §80.72).

There is no result "not a victim": a dimension is positive, or there are questions. Whether the person once agreed
changes nothing, and a minor needs no means.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

Words = Mapping[str, str]
FILE: Final = Path(__file__).parent / "indicators.yaml"
MEANS: Final = ("deceptive_recruitment", "coercive_recruitment")
"""Of these one is needed, but not for a minor."""
WORK: Final = "exploitation"
HELD: Final = "coercion_at_destination"
AGES: Final = ("adult", "minor")


class Weight(StrEnum):
    """How much one indicator says."""

    STRONG = "S"
    MEDIUM = "M"
    WEAK = "W"


class Answer(StrEnum):
    """What became of a question. Only `no` and `yes` are answers; the others leave it to be asked."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Conclusion(StrEnum):
    """What the answers come to; there is no word for nothing."""

    TRAFFICKING = "trafficking"
    FORCED_LABOUR = "forced_labour"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its question in our own words, and its weight by age; None where the source has none."""

    id: str
    ask: Words
    adult: Weight | None
    minor: Weight | None

    def weight(self, age: str) -> Weight | None:
        """Return its weight for "adult" or "minor"."""
        return self.minor if age == "minor" else self.adult


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the six dimensions, with its indicators as the source orders them."""

    id: str
    title: Words
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """What is often told first, and the indicators that it answers."""

    id: str
    title: Words
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the answers say of one dimension.

    `seen` are the indicators that were answered with yes; `ask` those still to be asked where it is not positive,
    what weighs most first. Where both are empty, everything was asked: it is asked again when the person feels safe.
    """

    dimension: Dimension
    positive: bool
    seen: tuple[Indicator, ...]
    ask: tuple[Indicator, ...]
    answered: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a screening comes to. `agreement_counts` is never true once a means was used."""

    findings: tuple[Finding, ...]
    conclusion: Conclusion
    means: bool

    @property
    def positive(self) -> tuple[str, ...]:
        """Return the positive dimensions."""
        return tuple(one.dimension.id for one in self.findings if one.positive)


@cache
def source() -> Mapping[str, Any]:
    """Return where the indicators come from: title, by, year, checked, and the note that is shown beside them."""
    return MappingProxyType(_raw()["source"])


@cache
def dimensions() -> tuple[Dimension, ...]:
    """Return the six dimensions."""
    return tuple(
        Dimension(slug, one["title"], tuple(_indicator(name, raw) for name, raw in one["indicators"].items()))
        for slug, one in _raw()["dimensions"].items()
    )


@cache
def facts() -> tuple[Fact, ...]:
    """Return what is often told first."""
    return tuple(Fact(slug, raw["title"], tuple(raw["answers"])) for slug, raw in _raw()["facts"].items())


def answers_of_facts(told: Iterable[str]) -> dict[str, Answer]:
    """Return the answers that some facts give."""
    known = {one.id: one for one in facts()}
    return {indicator: Answer.YES for slug in told for indicator in known[slug].indicators}


def is_positive(strong: int, medium: int, weak: int) -> bool:
    """Tell whether so many indicators make a dimension positive.

    Two strong; or one strong and one other; or three medium; or two medium and one weak.
    """
    return strong >= 2 or (strong >= 1 and medium + weak >= 1) or medium >= 3 or (medium >= 2 and weak >= 1)


def judge(answers: Mapping[str, Answer], age: str) -> Result:
    """Return what the answers come to for an "adult" or a "minor"; what is not among them was not asked."""
    findings = tuple(_find(one, answers, age) for one in dimensions())
    positive = {one.dimension.id for one in findings if one.positive}
    return Result(findings, conclude(positive, age), not positive.isdisjoint(MEANS))


def conclude(positive: Iterable[str], age: str) -> Conclusion:
    """Return what positive dimensions come to (spec §80.72)."""
    held = set(positive)
    if age == "minor" and held & {WORK, HELD}:
        return Conclusion.TRAFFICKING
    if not {WORK, HELD} <= held:
        return Conclusion.ASK
    return Conclusion.FORCED_LABOUR if held.isdisjoint(MEANS) else Conclusion.TRAFFICKING


def read_answers(lines: Iterable[str]) -> dict[str, Answer]:
    """Return the answers of lines such as "held-wages=yes"; a line that says nothing known is left out."""
    parts = (line.partition("=") for line in lines)
    known = {one.id for dimension in dimensions() for one in dimension.indicators}
    return {
        name.strip(): Answer(word.strip())
        for name, _, word in parts
        if name.strip() in known and word.strip() in set(Answer)
    }


def write_answers(answers: Mapping[str, Answer]) -> list[str]:
    """Return the lines of the answers in the order of the indicators; what was not asked is left out."""
    order = (one.id for dimension in dimensions() for one in dimension.indicators)
    asked = {name: answers.get(name, Answer.NOT_ASKED) for name in order}
    return [f"{name}={answer}" for name, answer in asked.items() if answer is not Answer.NOT_ASKED]


def _find(dimension: Dimension, answers: Mapping[str, Answer], age: str) -> Finding:
    weighed = [one for one in dimension.indicators if one.weight(age)]
    given = {one.id: answers.get(one.id, Answer.NOT_ASKED) for one in weighed}
    seen = tuple(one for one in weighed if given[one.id] is Answer.YES)
    weights = [one.weight(age) for one in seen]
    positive = is_positive(*(weights.count(kind) for kind in Weight))
    open_ones = [one for one in weighed if given[one.id] not in (Answer.YES, Answer.NO)]
    # What was refused comes last: nobody is pressed.
    order = sorted(open_ones, key=lambda one: (given[one.id] is Answer.REFUSED, list(Weight).index(_weight(one, age))))
    return Finding(dimension, positive, seen, () if positive else tuple(order), len(weighed) - len(open_ones))


def _weight(one: Indicator, age: str) -> Weight:
    return one.weight(age) or Weight.WEAK


def _indicator(name: str, raw: Mapping[str, Any]) -> Indicator:
    adult, minor = (Weight(raw[age]) if age in raw else None for age in ("adult", "child"))
    return Indicator(name, MappingProxyType(raw["ask"]), adult, minor)


@cache
def _raw() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
