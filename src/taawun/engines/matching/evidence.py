# SPDX-License-Identifier: Apache-2.0
"""What each part of two records says about their being one subject, and all parts as one score.

Parts add up as log-odds, as independent pieces of evidence do: the name's, bounded because namesakes exist, and
what births, fathers, documents, countries and sex add or take away. The weights below were set on made-up people
(tests/bench/population.py) and are the only place where they stand; kernels and explanations both read them.
"""

import math
from typing import Final, NamedTuple

import numpy as np
from numba import njit

from taawun.engines.matching.births import BIRTH_CODES, BIRTH_PARTS, birth_evidence
from taawun.engines.matching.dates import PartialDate, pack
from taawun.engines.matching.documents import MIN_NUMBER, normal
from taawun.engines.matching.records import MAX_BIRTHS, Code, Document, Parts, Reason, Record

NAME_MOST: Final = 2.6
"""Log-odds of a perfect name: nine in ten, since others bear it too."""

NAME_BEYOND: Final = 0.3
"""Share of what a name says beyond that."""

NAME_STEEP: Final = 1.35
"""How much faster than its own log-odds a name below one half loses."""

FATHER_ODDS: Final = ((0.75, 2.5), (0.4, 0.5), (0.0, -2.0))
"""Log-odds by how well the fathers' names agree: (at least, what it adds)."""

DOCUMENT_SAME: Final = 6.0
DOCUMENT_KIND_DIFFERS: Final = 2.5
DOCUMENT_DIFFERENT: Final = -1.0  # another number of a kind of which one has one
ONE_EACH: Final = frozenset({"national id", "imo"})
COUNTRY_SAME: Final = 0.4
COUNTRY_DIFFERENT: Final = -0.6
SEX_DIFFERENT: Final = -2.5
KIND_DIFFERENT: Final = -3.0


@njit("float64(float64)", nogil=True, cache=True)
def name_odds(similarity: float):  # type: ignore[no-untyped-def]
    """Return the log-odds that a name's similarity 0..1 gives."""
    odds = math.log(min(max(similarity, 1e-4), 0.9999) / (1 - min(max(similarity, 1e-4), 0.9999)))
    return min(odds, NAME_MOST + NAME_BEYOND * (odds - NAME_MOST)) if odds > 0 else NAME_STEEP * odds


def probability(odds: float) -> float:
    """Return log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, odds))))


def father_odds(similarity: float) -> float:
    """Return the log-odds that the similarity of the fathers' names gives."""
    return next(odds for least, odds in FATHER_ODDS if similarity >= least)


class Births(NamedTuple):
    """The pair of births that agrees best: code and log-odds (`births`), and the two dates."""

    code: int
    odds: float
    asked: PartialDate
    found: PartialDate


def births_of(asked: Record, found: Record) -> Births | None:
    """Return the best pair of any birth of one record with any of the other, or None where one has none."""
    best = None
    for one in asked.births[:MAX_BIRTHS] if found.births else ():
        packed = pack(one)
        for other in found.births[:MAX_BIRTHS]:
            code, odds = birth_evidence(*packed, *pack(other))
            if best is None or odds > best.odds:
                best = Births(code, odds, one, other)
    return best


def documents_of(asked: Record, found: Record) -> tuple[float | None, float, Reason | None]:
    """Return (part, log-odds, reason) of the documents."""
    if not asked.documents or not found.documents:
        return None, 0.0, None
    ours, theirs = _normal(asked), _normal(found)
    if not ours or not theirs:
        return None, 0.0, None
    same = [(one, other) for one in ours for other in theirs if one.number == other.number]
    if same:
        agree = any(_same_kind(one, other) for one, other in same)
        params = (("kind", same[0][0].kind),)
        odds = DOCUMENT_SAME if agree else DOCUMENT_KIND_DIFFERS
        return (1.0 if agree else 0.7), odds, Reason(Code.DOCUMENT_SAME, params)
    for one in ours:
        if one.kind in ONE_EACH and any(other.kind == one.kind and other.country == one.country for other in theirs):
            return 0.0, DOCUMENT_DIFFERENT, Reason(Code.DOCUMENT_DIFFERENT, (("kind", one.kind),))
    return None, 0.0, None


def _normal(record: Record) -> list[Document]:
    found = [normal(one) for one in record.documents]
    return [one for one in found if len(one.number) >= MIN_NUMBER]


def _same_kind(one: Document, other: Document) -> bool:
    kinds = not one.kind or not other.kind or one.kind == other.kind
    return kinds and (not one.country or not other.country or one.country == other.country)


def countries_of(asked: Record, found: Record) -> tuple[float | None, float, Reason | None]:
    """Return (part, log-odds, reason) of the countries."""
    if not asked.countries or not found.countries:
        return None, 0.0, None
    ours, theirs = ({one.upper() for one in record.countries} for record in (asked, found))
    shared = sorted(ours & theirs)
    if shared:
        return 1.0, COUNTRY_SAME, Reason(Code.COUNTRY_SAME, (("country", shared[0]),))
    return 0.0, COUNTRY_DIFFERENT, Reason(Code.COUNTRY_DIFFERENT)


def judge(
    asked: Record, found: Record, name: float, names: tuple[str, str], father: float | None
) -> tuple[float, Parts, tuple[Reason, ...]]:
    """Return (score, parts, reasons) of two records, given how well their best names and fathers' names agree."""
    births = births_of(asked, found)
    papers, papers_odds, papers_reason = documents_of(asked, found)
    lands, lands_odds, lands_reason = countries_of(asked, found)
    odds = name_odds(name) if names != ("", "") else 0.0
    odds += (
        (births.odds if births else 0.0)
        + papers_odds
        + lands_odds
        + (father_odds(father) if father is not None else 0.0)
    )
    reasons = [_name_reason(name, names)] if names != ("", "") else []
    if births:
        params = (("asked", str(births.asked)), ("found", str(births.found)))
        reasons.append(Reason(BIRTH_CODES[births.code], params))
    if father is not None:
        reasons.append(_father_reason(father))
    reasons += [one for one in (papers_reason, lands_reason) if one]
    for differs, code, odd in _differences(asked, found):
        if differs:
            odds += odd
            reasons.append(Reason(code))
    shown = BIRTH_PARTS[births.code] if births else None
    parts = Parts(round(name, 4) if names != ("", "") else None, shown, father, papers, lands)
    return round(probability(odds), 4), parts, tuple(reasons)


def _differences(asked: Record, found: Record) -> tuple[tuple[bool, Code, float], ...]:
    sexes = bool(asked.sex and found.sex and asked.sex != found.sex)
    return (
        (sexes, Code.SEX_DIFFERENT, SEX_DIFFERENT),
        (asked.kind != found.kind, Code.KIND_DIFFERENT, KIND_DIFFERENT),
    )


_NAME_LEVELS: Final = (
    (0.95, Code.NAME_SAME), (0.7, Code.NAME_CLOSE), (0.3, Code.NAME_PARTLY), (0.0, Code.NAME_DIFFERENT),
)  # fmt: skip


def _name_reason(name: float, names: tuple[str, str]) -> Reason:
    code = next(code for least, code in _NAME_LEVELS if name >= least)
    return Reason(code, (("asked", names[0]), ("found", names[1])))


def _father_reason(father: float) -> Reason:
    levels = ((0.75, Code.FATHER_SAME), (0.4, Code.FATHER_PARTLY), (0.0, Code.FATHER_DIFFERENT))
    return Reason(next(code for least, code in levels if father >= least))


FATHER_LEAST: Final = np.array([least for least, _ in FATHER_ODDS])
FATHER_ADDS: Final = np.array([odds for _, odds in FATHER_ODDS])
