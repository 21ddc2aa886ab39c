# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with an instrument pack: a rule by name, the file and the place (spec §65.6).

All problems of a pack are collected before it is refused, because a lawyer who writes one wants to see them all.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from taawun.kernel.errors import BadPack

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "shape": "This is not of the expected form: {expected}.",
        "unknown-part": "Nothing of this name may stand here: {names}.",
        "missing-part": "This is missing: {names}.",
        "too-large": "This is larger than the limit of {limit}.",
        "too-deep": "This is nested deeper than {limit} levels.",
        "not-yaml": "This is not YAML that can be read: {why}.",
        "twice": "“{name}” stands here twice.",
        "no-file": "There is no file “{name}” among the shared parts.",
        "no-part": "“{name}” is not declared in {where}.",
        "no-source": "A source is missing: say which instrument or law this comes from.",
        "unknown-source": "No source is declared under the name “{name}”.",
        "title-script": "The text for “{language}” is missing, or is not written in the letters of that language.",
        "workflow": "The workflow does not hold together: {why}.",
        "unknown-role": "There is no role “{name}”.",
        "unknown-move": "There is no move “{name}”.",
        "unknown-task": "There is no task “{name}”.",
        "unknown-element": "There is no element “{name}”.",
        "unknown-rule": "There is no computed check “{name}”.",
        "bad-given": "The computed check needs these facts: {expected}.",
        "bad-threshold": "A threshold must lie between {least} and {most}.",
        "bad-clock": "A clock is between 1 and {most} {unit} long and warns before its end.",
        "discrimination": "Nationality, religion, sect or ethnic origin is never a ground or a risk factor.",
        "status-date": "The status “{status}” needs the date “{name}”, and no model has one.",
        "unknown-zone": "There is no time zone “{name}”.",
        "weekend": "A weekend is one to three days of the week, 1 for Monday to 7 for Sunday.",
        "conflict": "A conflict needs at least two statements, each with its source and date.",
        "both-lists": "“{name}” is listed both as mandatory and as optional.",
        "core-excuse": "A core element is required and has no excuse.",
        "nothing-mandatory": "A kind with a person at stake needs at least one mandatory ground to refuse.",
    }
)
"""The sentence of each rule; shown translated, with what was found filled in."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule: in which file, at which place in it, with what filled into the sentence."""

    file: str
    place: str
    rule: str
    given: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return it as one line in English."""
        return f"{self.file}: {self.place or '/'}: {SENTENCES[self.rule].format_map(self.given)} [{self.rule}]"


class Wrong(Exception):
    """Reading stops at one part; the collector notes it and reads the next part."""

    def __init__(self, place: str, rule: str, **given: object) -> None:
        super().__init__(place, rule)
        self.place, self.rule, self.given = place, rule, {key: str(value) for key, value in given.items()}


@dataclass(slots=True)
class Collector:
    """Collects the problems of one file and refuses it in the end."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, place: str, rule: str, **given: object) -> None:
        """Note one problem."""
        self.found.append(Problem(self.file, place, rule, {key: str(value) for key, value in given.items()}))

    @contextmanager
    def part(self) -> Iterator[None]:
        """Read one part; what is wrong in it is noted and the rest is still read."""
        try:
            yield
        except Wrong as wrong:
            self.add(wrong.place, wrong.rule, **wrong.given)

    def refusal(self, wrong: Wrong) -> BadPack:
        """Return the refusal of a file that could not be read to its end."""
        self.add(wrong.place, wrong.rule, **wrong.given)
        return BadPack(tuple(self.found))

    def refuse(self) -> None:
        """Refuse the pack if anything was found.

        Raises:
            BadPack: with every problem.
        """
        if self.found:
            raise BadPack(tuple(self.found))
