# SPDX-License-Identifier: Apache-2.0
"""Records asked about, as the arrays that a search takes: one entry for each of their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching.arrays import starts_of
from taawun.engines.matching.build import Names, facts_of, weights_of
from taawun.engines.matching.dates import pack
from taawun.engines.matching.glue import Unit, glued
from taawun.engines.matching.near import Neighbours
from taawun.engines.matching.records import MAX_BIRTHS, Record
from taawun.engines.matching.work import Queries
from taawun.engines.names.units import units_many

MAX_ASKED_NAMES: Final = 16
"""Names of one record asked about that are searched, the first ones."""

PERSON: Final = "person"


@dataclass(frozen=True, slots=True)
class Asked:
    """Names asked about. Name k belongs to record `record[k]`; `texts` are the distinct units of all of them."""

    record: NDArray[np.int32]
    texts: list[str]
    arrays: tuple[NDArray[Any], ...]

    def __len__(self) -> int:
        return len(self.record)

    def queries(self, near: Neighbours) -> Queries:
        """Return what the kernel takes, given the neighbours of `texts` in one part."""
        return Queries._make((*self.arrays, near.at, near.units, near.p))


def ask(records: Sequence[Record]) -> Asked:
    """Return the names of the records as arrays; names without units stay, and find nothing."""
    vocabulary: dict[Unit, int] = {}
    order, names = _names(records, vocabulary)
    unit_at, units = names.arrays()
    again, more_at, more = glued(unit_at, units, vocabulary)
    order += [order[name] for name in again.tolist()]
    unit_at, units = np.concatenate([unit_at, more_at[1:] + unit_at[-1]]), np.concatenate([units, more])
    asked = [records[k] for k in order]
    fathers = Names(vocabulary)
    told = [record.fathers[0] for record in asked if record.fathers]
    if told:
        fathers.add(units_many(told, PERSON), PERSON)
    father_unit_at, father_units = fathers.arrays()
    births = [record.births[:MAX_BIRTHS] for record in asked]
    packed = np.array([pack(one) for some in births for one in some], np.int32).reshape(-1, 3)
    arrays = (
        unit_at.astype(np.int32),
        units,
        starts_of(np.array([bool(record.fathers) for record in asked])).astype(np.int32),
        father_unit_at.astype(np.int32),
        father_units,
        starts_of(np.array([len(some) for some in births])).astype(np.int32),
        np.ascontiguousarray(packed[:, 0]),
        np.ascontiguousarray(packed[:, 1]),
        packed[:, 2].astype(np.uint8),
        np.array([facts_of(record) for record in asked], np.uint8),
        weights_of(vocabulary),
    )
    return Asked(np.array(order, np.int32), [text for text, _, _ in vocabulary], arrays)


def _names(records: Sequence[Record], vocabulary: dict[Unit, int]) -> tuple[list[int], Names]:
    """Return which record each name is of, and the names as units; names of one kind stand together."""
    names, order = Names(vocabulary), list[int]()
    for kind in dict.fromkeys(record.kind for record in records):
        texts: list[str] = []
        for k, record in enumerate(records):
            if record.kind == kind:
                texts += record.names[:MAX_ASKED_NAMES]
                order += [k] * min(len(record.names), MAX_ASKED_NAMES)
        if texts:
            names.add(units_many(texts, kind), kind)
    return order, names
