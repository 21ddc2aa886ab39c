# SPDX-License-Identifier: Apache-2.0
"""Two records compared in full from their texts: how well their names and their fathers' names agree.

`comparing` does the same from the units that an index keeps, with the same scores; this is for records of two kinds,
whose names are read otherwise, and for those who hold two records.
"""

from collections.abc import Sequence

from taawun.engines.matching.asked import MAX_ASKED_NAMES
from taawun.engines.matching.comparing import MANY_NAMES
from taawun.engines.matching.records import MAX_FATHERS, Record
from taawun.engines.names.compare import compare_many

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
    name, pair = max(named, key=lambda one: one[0], default=(0.0, ("", "")))  # the first of equals
    fathers = [scores["person", *pair] for pair in _father_pairs(asked, found)]
    return name, pair, round(max(fathers), 4) if fathers else None
