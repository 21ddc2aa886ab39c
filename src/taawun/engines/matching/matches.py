# SPDX-License-Identifier: Apache-2.0
"""From hits to matches: candidates compared in full, their evidence weighed, the best of them read and explained.

All candidates of a search are compared in full, whatever the threshold: first by what the index keeps as numbers
(names, births, fathers, kind, sex), and only those that can still be among the matches are read as records, for their
documents and countries. So a screening shows what a search shows, down to its threshold.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from taawun.engines.matching import documents
from taawun.engines.matching.asked import Asked
from taawun.engines.matching.births import birth_evidence
from taawun.engines.matching.build import SEXES
from taawun.engines.matching.comparing import fathers_agree, fathers_written, names_agree, names_written
from taawun.engines.matching.evidence import (
    COUNTRY_DIFFERENT,
    COUNTRY_SAME,
    DOCUMENT_DIFFERENT,
    DOCUMENT_SAME,
    FATHER_ADDS,
    FATHER_LEAST,
    KIND_DIFFERENT,
    SEX_DIFFERENT,
    judge,
    name_odds,
)
from taawun.engines.matching.hits import Hits
from taawun.engines.matching.pairs import Said, similarities
from taawun.engines.matching.part import Part
from taawun.engines.matching.records import Code, Match, Parts, Reason, Record

NONE: Final = -1.0
"""The agreement of names where one side has none."""

ROUNDED: Final = 1e-4
"""Scores are rounded to this; candidates that differ by less are both read."""

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


class _Candidates(NamedTuple):
    """Found records: whom each was found for, in which part and as which record and row, whether by a document."""

    whose: Longs
    part: Longs
    number: Longs
    row: Longs
    papers: NDArray[np.bool_]


class _Agreed(NamedTuple):
    """How well names and fathers' names of each candidate agree, and which two names; NONE without names."""

    name: Floats
    ours: Longs
    theirs: Longs
    father: Floats
    read: dict[int, Said]  # candidates of another kind, whose records were read


_Judged = tuple[int, Record, float, Parts, tuple[Reason, ...]]


def matches_of(
    records: Sequence[Record], asked: Asked, hits: Hits, parts: Sequence[Part], limit: int, threshold: float
) -> Iterator[tuple[Record, tuple[Match, ...]]]:
    """Yield each record asked about with its matches."""
    found = _candidates(records, hits, parts)
    read = _Reader(parts)
    agreed = _agreed(records, asked, found, parts, read)
    odds = _odds(asked, found, agreed, parts)
    judged: dict[int, list[_Judged]] = {}
    for c in _worth_reading(records, found, odds, limit, threshold).tolist():
        k, record = int(found.whose[c]), read(int(found.part[c]), int(found.number[c]))
        one = judge(records[k], record, *_said(records[k], record, agreed, c))
        if one[0] >= threshold:
            judged.setdefault(k, []).append((c, record, *one))
    for k, record in enumerate(records):
        best = sorted(judged.get(k, ()), key=lambda one: (-one[2], one[1].id))[:limit]
        yield record, _matches(best, found, parts)


class _Reader:
    """Reads records, each once in the time of one search."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._held: dict[tuple[int, int], Record] = {}

    def __call__(self, part: int, number: int) -> Record:
        held = self._held.get((part, number))
        if held is None:
            held = self._held[part, number] = self._parts[part].record(number)
        return held


def _candidates(records: Sequence[Record], hits: Hits, parts: Sequence[Part]) -> _Candidates:
    whose, place = np.nonzero(hits.record >= 0)
    part, number = hits.part[whose, place].astype(np.int64), hits.record[whose, place].astype(np.int64)
    row = hits.row[whose, place].astype(np.int64)
    more = {one for k, record in enumerate(records) if record.documents for one in _by_number(k, record, parts)}
    if not more:
        return _Candidates(whose, part, number, row, np.zeros(len(whose), np.bool_))
    held = list(zip(whose.tolist(), part.tolist(), number.tolist(), strict=True))
    new = np.array(sorted(more.difference(held)), np.int64).reshape(-1, 3)
    return _Candidates(
        np.concatenate([whose, new[:, 0]]),
        np.concatenate([part, new[:, 1]]),
        np.concatenate([number, new[:, 2]]),
        np.concatenate([row, np.full(len(new), -1)]),
        np.concatenate([[one in more for one in held], np.ones(len(new), np.bool_)]).astype(np.bool_),
    )


def _by_number(k: int, record: Record, parts: Sequence[Part]) -> Iterator[tuple[int, int, int]]:
    """Yield (k, part, record) of the records that share a document's number with one asked about."""
    for key in documents.keys(record.documents):
        for number, part in enumerate(parts):
            for other in part.with_number(key):
                yield k, number, other


def _agreed(
    records: Sequence[Record], asked: Asked, found: _Candidates, parts: Sequence[Part], read: "_Reader"
) -> _Agreed:
    count, fields = len(found.whose), asked.fields
    agreed = _Agreed(
        np.full(count, NONE), np.full(count, -1), np.full(count, -1), np.full(count, NONE), dict[int, Said]()
    )
    letters = names_written(records)
    for number, part in enumerate(parts):
        here = np.flatnonzero(found.part == number)
        kinds, theirs = fields.facts[found.whose[here]] & 7, part.rows.facts[found.number[here]] & 7
        _read_others(records, found, read, here[kinds != theirs], agreed)
        same, kinds = here[kinds == theirs], kinds[kinds == theirs]
        for kind in np.unique(kinds).tolist():
            some = same[kinds == kind]
            word = records[int(found.whose[some[0]])].kind
            names = names_agree(asked, letters, part, found.whose[some], found.number[some], word)
            agreed.name[some] = np.where(names.ours >= 0, names.score, NONE)
            agreed.ours[some], agreed.theirs[some] = names.ours, names.theirs
        if len(fields.father_units) and len(part.rows.father_units) and len(same):
            fathers = fathers_agree(asked, fathers_written(records), part, found.whose[same], found.number[same])
            agreed.father[same] = np.where(fathers.ours >= 0, np.round(fathers.score.astype(np.float64), 4), NONE)
    return agreed


def _read_others(records: Sequence[Record], found: _Candidates, read: "_Reader", which: Longs, agreed: _Agreed) -> None:
    """Compare candidates of another kind than the record asked about, from their texts."""
    pairs = [(records[int(found.whose[c])], read(int(found.part[c]), int(found.number[c]))) for c in which.tolist()]
    for c, said in zip(which.tolist(), similarities(pairs), strict=True):
        agreed.read[c] = said
        agreed.name[c] = said[0] if said[1] != ("", "") else NONE
        agreed.father[c] = NONE if said[2] is None else said[2]


def _said(asked: Record, record: Record, agreed: _Agreed, c: int) -> Said:
    if c in agreed.read:
        return agreed.read[c]
    father = float(agreed.father[c])
    told = None if father == NONE else round(father, 4)
    if agreed.ours[c] < 0:
        return 0.0, ("", ""), told
    return float(agreed.name[c]), (asked.names[int(agreed.ours[c])], record.names[int(agreed.theirs[c])]), told


@njit(nogil=True, cache=True)
def _weigh(whose, numbers, name, father, ours, theirs, births, others, out):  # type: ignore[no-untyped-def]
    """Write the log-odds of candidates by all that is kept as numbers."""
    birth_at, low, high, flags = births
    other_at, other_low, other_high, other_flags = others
    for c in range(len(whose)):
        who, number = whose[c], numbers[c]
        odds = name_odds(name[c]) if name[c] >= 0 else 0.0
        best, any_pair = 0.0, False
        for b in range(birth_at[who], birth_at[who + 1]):
            for o in range(other_at[number], other_at[number + 1]):
                _, one = birth_evidence(low[b], high[b], flags[b], other_low[o], other_high[o], other_flags[o])
                best, any_pair = max(best, one) if any_pair else one, True
        odds += best
        if father[c] >= 0:
            for k in range(len(FATHER_LEAST)):
                if father[c] >= FATHER_LEAST[k]:
                    odds += FATHER_ADDS[k]
                    break
        our_sex, their_sex = ours[who] >> 3, theirs[number] >> 3
        if our_sex and their_sex and our_sex != their_sex:
            odds += SEX_DIFFERENT
        if ours[who] & 7 != theirs[number] & 7:
            odds += KIND_DIFFERENT
        out[c] = odds


def _odds(asked: Asked, found: _Candidates, agreed: _Agreed, parts: Sequence[Part]) -> Floats:
    """Return the log-odds of each candidate without its documents and countries."""
    odds, fields = np.zeros(len(found.whose)), asked.fields
    births = (fields.birth_at, fields.birth_low, fields.birth_high, fields.birth_flags)
    for number, part in enumerate(parts):
        here, rows = np.flatnonzero(found.part == number), part.rows
        others, out = (rows.birth_at, rows.birth_low, rows.birth_high, rows.birth_flags), np.zeros(len(here))
        whose, numbers = found.whose[here], found.number[here]
        _weigh(whose, numbers, agreed.name[here], agreed.father[here], fields.facts, rows.facts, births, others, out)
        odds[here] = out
    return odds


def _worth_reading(records: Sequence[Record], found: _Candidates, odds: Floats, limit: int, threshold: float) -> Longs:
    """Return the candidates that may be among the `limit` best of their record and reach the threshold."""
    most, least = np.zeros(len(records)), np.zeros(len(records))
    for k, record in enumerate(records):
        if record.countries:
            most[k] += COUNTRY_SAME
            least[k] += COUNTRY_DIFFERENT
        if record.documents:
            least[k] += DOCUMENT_DIFFERENT
        if record.sex not in SEXES:
            least[k] += SEX_DIFFERENT
    high = _score(odds + most[found.whose] + DOCUMENT_SAME * found.papers) + ROUNDED
    low = _score(odds + least[found.whose])
    needed = _needed(found.whose, low, len(records), limit)
    return np.flatnonzero((high >= threshold) & (high >= needed[found.whose]))


@njit(nogil=True, cache=True)
def _needed(whose, low, count, limit):  # type: ignore[no-untyped-def]
    """Return for each record the score that `limit` of its candidates have at least, -1 where it has not so many."""
    starts = np.zeros(count + 1, np.int64)
    for c in range(len(whose)):
        starts[whose[c] + 1] += 1
    starts = np.cumsum(starts)
    sorted_low, filled, needed = np.empty(len(whose)), starts[:-1].copy(), np.full(count, -1.0)
    for c in range(len(whose)):
        sorted_low[filled[whose[c]]] = low[c]
        filled[whose[c]] += 1
    for k in range(count):
        if starts[k + 1] - starts[k] >= limit:
            needed[k] = np.sort(sorted_low[starts[k] : starts[k + 1]])[starts[k + 1] - starts[k] - limit]
    return needed


def _score(odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(odds, -40.0, 40.0)))


def _matches(judged: Sequence[_Judged], found: _Candidates, parts: Sequence[Part]) -> tuple[Match, ...]:
    """Return the matches, with the number of namesakes of those found by their names."""
    namesakes = dict[int, int]()
    at = [one[0] for one in judged]
    for number in set(found.part[at].tolist()):
        mine = [c for c in at if found.part[c] == number and found.row[c] >= 0]
        namesakes.update(zip(mine, parts[number].namesakes(found.row[mine].tolist()), strict=True))
    return tuple(_match(one, namesakes.get(one[0], 0)) for one in judged)


def _match(judged: _Judged, namesakes: int) -> Match:
    _, record, score, shown, reasons = judged
    if namesakes:
        reasons = (*reasons, Reason(Code.NAMESAKES, (("count", str(namesakes)),)))
    return Match(record, score, shown, reasons, namesakes)
