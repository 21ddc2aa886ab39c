# SPDX-License-Identifier: Apache-2.0
"""Gates: safeguards that block a move until they are assessed, and cannot be passed by rank (spec §60.6 to §60.8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from taawun.kernel.cases.words import Outcome, Source, Words


@dataclass(frozen=True, slots=True)
class Gate:
    """One ground to refuse, as the pack declares it.

    Attributes:
        slug: its name.
        title: in three languages.
        mandatory: whether a ground that is met forbids to grant; an optional one is exercised or waived.
        sources: where it comes from; at least one.
        curable: whether an assurance that a separate assessor found sufficient lets the case go on though it is met.
        secret: whether the other side must never learn that it was raised (an asylum claim).
        rule: the computed check (rules.py) that decides it from the facts, or empty when only a person can. What a
            rule found met is changed only by changing the facts.
        given: what the rule needs to know from the pack, e.g. {"months": 12}.
    """

    slug: str
    title: Words
    mandatory: bool
    sources: tuple[Source, ...]
    curable: bool = False
    secret: bool = False
    rule: str = ""
    given: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one assessor said about one gate, once. A later one replaces it; none is ever erased.

    Attributes:
        gate: slug.
        outcome: what was found.
        reason: in words; never empty.
        source: what it rests on (a document, a report, a judgment).
        officer: identifier of the assessor.
        authority: where the assessor sits; two assessors of an exceptional change sit in different ones.
        at: when.
        waived: for an optional gate that is met: True if waived with reason, False if exercised; None otherwise.
        second: identifier of the second assessor, where a met mandatory gate is found not met after all.
        covers: what was looked at, by digest (Facts.subjects); for what came or changed later it says nothing.
    """

    gate: str
    outcome: Outcome
    reason: str
    source: str
    officer: str
    authority: str
    at: datetime
    waived: bool | None = None
    second: str = ""
    second_authority: str = ""
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assurance:
    """A promise of the requesting side, and what a separate assessor made of it.

    `assessor` may not be the officer who assessed the gate; `sufficient` is None until assessed. `points` are the
    questions of the assurance assessment form with their answers (who gives it, binding whom, monitored how,
    record of the state, access of counsel ...), none of which may be empty in a form that finds it sufficient.
    `covers` is what its assessor looked at, as of an assessment.
    """

    gate: str
    text: str
    given_by: str
    given_at: datetime
    sufficient: bool | None = None
    assessor: str = ""
    assessed_at: datetime | None = None
    points: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    covers: frozenset[str] = frozenset()
