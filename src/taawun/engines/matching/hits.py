# SPDX-License-Identifier: Apache-2.0
"""From what the kernels found to matches: parts merged, names compared in full, evidence weighed and explained."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching import documents
from taawun.engines.matching.asked import MAX_ASKED_NAMES, Asked
from taawun.engines.matching.evidence import judge, probability
from taawun.engines.matching.part import WORST, Part
from taawun.engines.matching.records import MAX_FATHERS, Code, Match, Parts, Reason, Record
from taawun.engines.matching.weighing import BIRTH_SHARE
from taawun.engines.matching.work import Best
from taawun.engines.names.compare import compare_many

MARGIN: Final = 2.5
"""Log-odds by which the rough score may be too low for a match of the threshold."""

MANY_NAMES: Final = 12
"""Names of a found record that are compared in full with those asked about, beside the one that was found."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The best records for each record asked about, the best first: arrays of shape (asked, limit).

    `record` is the number within part `part`, -1 where there are no more; `odds` are rough log-odds.
    """

    part: NDArray[np.int32]
    record: NDArray[np.int32]
    row: NDArray[np.int32]
    odds: NDArray[np.float32]


def best_of(asked: Asked, count: int, limit: int, found: Sequence[Best]) -> Hits:
    """Return the best of all parts and of all names of each record asked about."""
    if len(found) == 1 and len(asked.record) == count and (asked.record == np.arange(count)).all():
        only = found[0]
        return Hits(np.where(only.record >= 0, 0, -1).astype(np.int32), only.record, only.row, only.odds)
    part, record, row = np.full((3, count, limit), -1, np.int32)
    hits = Hits(part, record, row, np.full((count, limit), WORST, np.float32))
    order = np.argsort(asked.record, kind="stable")
    starts = np.searchsorted(asked.record[order], np.arange(count + 1))
    for k in range(count):
        _merge(hits, k, order[starts[k] : starts[k + 1]], found, limit)
    return hits


def _merge(hits: Hits, k: int, names: NDArray[np.int64], found: Sequence[Best], limit: int) -> None:
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for number, one in enumerate(found):
        columns = (one.record[names], one.row[names], one.odds[names])
        rows = zip(*(column.ravel().tolist() for column in columns), strict=True)
        for record, row, odds in rows:
            if record >= 0 and odds > best.get((number, record), (float(WORST), 0))[0]:
                best[number, record] = odds, row
    ranked = sorted(best.items(), key=lambda item: -item[1][0])[:limit]
    for at, ((number, record), (odds, row)) in enumerate(ranked):
        hits.part[k, at], hits.record[k, at], hits.row[k, at], hits.odds[k, at] = number, record, row, odds


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A found record that is compared in full: whom it was found for, where it lies, and by which row."""

    asked: int
    part: int
    row: int
    record: Record


def matches_of(
    records: Sequence[Record], hits: Hits, parts: Sequence[Part], limit: int, threshold: float
) -> Iterator[tuple[Record, tuple[Match, ...]]]:
    """Yield each record asked about with its matches."""
    candidates = [one for k, record in enumerate(records) for one in _candidates(k, record, hits, parts, threshold)]
    names = similarities([(records[one.asked], one.record) for one in candidates])
    of_asked: dict[int, list[_Judged]] = {}
    for candidate, (name, pair, father) in zip(candidates, names, strict=True):
        judged = judge(records[candidate.asked], candidate.record, name, pair, father)
        if judged[0] >= threshold:
            of_asked.setdefault(candidate.asked, []).append((candidate, *judged))
    for k, record in enumerate(records):
        best = sorted(of_asked.get(k, ()), key=lambda judged: (-judged[1], judged[0].record.id))[:limit]
        yield record, tuple(_match(judged, parts) for judged in best)


_Judged = tuple[_Candidate, float, Parts, tuple[Reason, ...]]


def _match(judged: _Judged, parts: Sequence[Part]) -> Match:
    candidate, score, shown, reasons = judged
    namesakes = _namesakes(candidate, parts)
    if namesakes:
        reasons = (*reasons, Reason(Code.NAMESAKES, (("count", str(namesakes)),)))
    return Match(candidate.record, score, shown, reasons, namesakes)


def _namesakes(candidate: _Candidate, parts: Sequence[Part]) -> int:
    return parts[candidate.part].namesakes(candidate.row) if candidate.row >= 0 else 0


def _candidates(k: int, record: Record, hits: Hits, parts: Sequence[Part], threshold: float) -> Iterator[_Candidate]:
    """Yield the records found for one that may reach the threshold, and those that share a document's number."""
    seen = set()
    found = zip(
        hits.part[k].tolist(), hits.record[k].tolist(), hits.row[k].tolist(), hits.odds[k].tolist(), strict=True
    )
    for part, number, row, odds in found:
        if number >= 0 and probability(odds / BIRTH_SHARE + MARGIN) >= threshold:
            seen.add((part, number))
            yield _Candidate(k, part, row, parts[part].record(number))
    for key in documents.keys(record.documents) if record.documents else ():
        for part, opened in enumerate(parts):
            for number in opened.with_number(key):
                if (part, number) not in seen:
                    seen.add((part, number))
                    yield _Candidate(k, part, -1, opened.record(number))


Said = tuple[float, tuple[str, str], float | None]
"""How well the best names of two records agree, which names they are, and how well the fathers' names agree."""


def similarities(compared: Sequence[tuple[Record, Record]]) -> list[Said]:
    """Return for each (asked, found) how well their names and their fathers' names agree, compared in full."""
    pairs: dict[str, dict[tuple[str, str], None]] = {}
    for asked, found in compared:
        pairs.setdefault(asked.kind, {}).update(dict.fromkeys(_name_pairs(asked, found)))
        pairs.setdefault("person", {}).update(dict.fromkeys(_father_pairs(asked, found)))
    scores: dict[tuple[str, str, str], float] = {}
    for kind, distinct in pairs.items():
        if distinct:
            values = compare_many([a for a, _ in distinct], [b for _, b in distinct], kind).tolist()
            scores.update(((kind, *pair), value) for pair, value in zip(distinct, values, strict=True))
    return [_said(asked, found, scores) for asked, found in compared]


def _name_pairs(asked: Record, found: Record) -> list[tuple[str, str]]:
    return [(a, b) for a in asked.names[:MAX_ASKED_NAMES] for b in found.names[:MANY_NAMES]]


def _father_pairs(asked: Record, found: Record) -> list[tuple[str, str]]:
    return [(a, b) for a in asked.fathers[:MAX_FATHERS] for b in found.fathers[:MAX_FATHERS]]


def _said(asked: Record, found: Record, scores: dict[tuple[str, str, str], float]) -> Said:
    named = [(scores[asked.kind, *pair], pair) for pair in _name_pairs(asked, found)]
    name, pair = max(named, default=(0.0, ("", "")))
    fathers = [scores["person", *pair] for pair in _father_pairs(asked, found)]
    return name, pair, round(max(fathers), 4) if fathers else None
