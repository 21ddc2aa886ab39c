# SPDX-License-Identifier: Apache-2.0
"""The facts of a case that rules compute on: the person and the offences, typed (spec §60.10)."""

from dataclasses import dataclass
from datetime import date

from taawun.kernel.cases.words import PersonStatus


@dataclass(frozen=True, slots=True)
class Person:
    """The person of a case, as far as rules need to know. `born` may be unknown (None): then age is not assessed."""

    status: PersonStatus
    born: date | None = None
    nationalities: frozenset[str] = frozenset()
    consents: bool | None = None


@dataclass(frozen=True, slots=True)
class Offence:
    """One offence of a case, as the law of the requesting side has it and as the conduct reads in the other's.

    Attributes:
        id: its number within the case; the speciality list is made of these.
        title: as the law names it.
        category: slug of the kind of offence (narcotics, terrorism, homicide, trafficking_persons, fraud ...), by
            which the tables of law are asked.
        law, article: whose law (party) and where in it.
        law_date: the day whose law applies.
        committed, places: when and where (parties).
        conduct: the acts, in words: dual criminality is by conduct, never by name.
        maximum_months: the highest penalty; None for life or death.
        death: whether the law threatens it, as the requesting side states.
        sentence_months, remaining_months: for a convicted person; None where not convicted, or unknown.
        counterpart: the requested side's offence that the conduct would be, in words; empty until found.
        counterpart_maximum_months: its highest penalty; None until known, or for life or death.
    """

    id: str
    title: str
    category: str
    law: str
    article: str
    law_date: date
    conduct: str
    committed: date | None = None
    places: frozenset[str] = frozenset()
    maximum_months: int | None = None
    lifelong: bool = False
    death: bool = False
    sentence_months: int | None = None
    remaining_months: int | None = None
    counterpart: str = ""
    counterpart_maximum_months: int | None = None
    counterpart_lifelong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a rule is asked. `on` is the legal day of the question in the requested side's zone."""

    requesting: str
    requested: str
    on: date
    person: Person | None
    offences: tuple[Offence, ...]
