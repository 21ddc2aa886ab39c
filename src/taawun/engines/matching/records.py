# SPDX-License-Identifier: Apache-2.0
"""What is matched: a record with names, births, documents and a few facts more, and what a match says.

All of it is plain values. A record is built by whoever read a file; here it is only checked (`usable`), cut to
its limits and compared. Nothing is dropped in silence: what is left out of an index is counted with its reason.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from taawun.engines.matching.dates import PartialDate

MAX_NAMES: Final = 48
"""Names of one record that are indexed, the first ones; more are counted as cut."""

MAX_FATHERS: Final = 8
"""Fathers' names of one record that are compared."""

MAX_BIRTHS: Final = 8
"""Births of one record that are compared."""

MAX_DOCUMENTS: Final = 64
"""Documents of one record that are compared."""


@dataclass(frozen=True, slots=True)
class Document:
    """A number on paper: its kind ("passport", "national id", "imo", ...), the number as written, ISO alpha-2."""

    kind: str
    number: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a list, or one person asked about. Only `id` and either a name or a document are needed.

    `kind` is person, organisation, vessel or place; `countries` are ISO alpha-2 codes; `sex` is m, f or empty.
    """

    id: str
    names: tuple[str, ...]
    kind: str = "person"
    fathers: tuple[str, ...] = ()
    births: tuple[PartialDate, ...] = ()
    countries: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    sex: str = ""
    places: tuple[str, ...] = ()
    note: str = ""


class Code(StrEnum):
    """What a reason says; a page has the sentence in each language, `params` fill it."""

    NAME_SAME = "name-same"
    NAME_CLOSE = "name-close"
    NAME_PARTLY = "name-partly"
    NAME_DIFFERENT = "name-different"
    BIRTH_SAME = "birth-same"
    BIRTH_SWAPPED = "birth-swapped"
    BIRTH_CALENDAR = "birth-calendar"
    BIRTH_WITHIN = "birth-within"
    BIRTH_ONE_OFF = "birth-one-off"
    BIRTH_NEAR = "birth-near"
    BIRTH_SAME_YEAR = "birth-same-year"
    BIRTH_FAR = "birth-far"
    FATHER_SAME = "father-same"
    FATHER_PARTLY = "father-partly"
    FATHER_DIFFERENT = "father-different"
    DOCUMENT_SAME = "document-same"
    DOCUMENT_DIFFERENT = "document-different"
    COUNTRY_SAME = "country-same"
    COUNTRY_DIFFERENT = "country-different"
    SEX_DIFFERENT = "sex-different"
    KIND_DIFFERENT = "kind-different"
    NAMESAKES = "namesakes"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a score, as a code and the values that its sentence names."""

    code: Code
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """How well each part agrees, 0..1, or None where one side does not say."""

    name: float | None = None
    birth: float | None = None
    father: float | None = None
    documents: float | None = None
    countries: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A record of the index that may be the one asked about.

    `score` is 0..1, the calibrated belief that both are one subject; `namesakes` counts the other records of
    the index that bear the same name in any spelling: the more, the less a name alone says.
    """

    record: Record
    score: float
    parts: Parts
    reasons: tuple[Reason, ...]
    namesakes: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that could not be indexed: its position in the list (from 0), its id and why."""

    position: int
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: records taken, names indexed, refusals (the first `MAX_REFUSALS`), and what was cut."""

    records: int
    names: int
    refused_count: int
    refused: tuple[Refused, ...]
    cut_names: int
    seconds: float
