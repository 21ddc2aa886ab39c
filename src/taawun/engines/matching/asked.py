# SPDX-License-Identifier: Apache-2.0
"""Records asked about, as the arrays that a search takes: one entry for each of their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching.arrays import starts_of
from taawun.engines.matching.build import facts_of
from taawun.engines.matching.columns import Names
from taawun.engines.matching.dates import pack
from taawun.engines.matching.glue import Unit, glued
from taawun.engines.matching.near import NO_NEIGHBOURS, Neighbours
from taawun.engines.matching.records import MAX_BIRTHS, MAX_FATHERS, Record
from taawun.engines.matching.units import Units, described
from taawun.engines.matching.work import Queries
from taawun.engines.names.units import units_many

MAX_ASKED_NAMES: Final = 16
"""Names of one record asked about that are searched, the first ones."""

PERSON: Final = "person"


@dataclass(frozen=True, slots=True)
class Asked:
    """Names asked about, in the order of their records and of each record's names; then their other forms (`glue`).

    Record k has the names `name_at[k]:name_at[k + 1]` as they were written; `units` are the distinct units of all
    names and fathers' names, `described` what is known of each. `fields` has no neighbours yet.
    """

    name_at: NDArray[np.int32]
    units: list[Unit]
    described: Units
    fields: Queries

    def __len__(self) -> int:
        return len(self.fields.who)

    @property
    def record(self) -> NDArray[np.int32]:
        """The number of the record that each name belongs to."""
        return self.fields.who

    @property
    def texts(self) -> list[str]:
        """The texts of the units."""
        return [text for text, _, _ in self.units]

    def queries(self, near: Neighbours) -> Queries:
        """Return what the kernel takes, given the neighbours of the units in one part."""
        return self.fields._replace(near_at=near.at, near_units=near.units, near_p=near.p)


def ask(records: Sequence[Record]) -> Asked:
    """Return the names of the records as arrays; names without units stay, and find nothing."""
    vocabulary: dict[Unit, int] = {}
    counts = [min(len(record.names), MAX_ASKED_NAMES) for record in records]
    whose = np.repeat(np.arange(len(records), dtype=np.int32), counts)
    names = _names(records, vocabulary)
    unit_at, name_units = names.arrays()
    again, more_at, more = glued(unit_at, name_units, vocabulary)
    told = [name for record in records for name in record.fathers[:MAX_FATHERS]]
    fathers = Names(vocabulary)
    if told:
        fathers.add(units_many(told, PERSON), PERSON)
    father_unit_at, father_units = fathers.arrays()
    births = [record.births[:MAX_BIRTHS] for record in records]
    packed = np.array([pack(one) for some in births for one in some], np.int32).reshape(-1, 3)
    units = list(vocabulary)
    known = described(units)
    fields = Queries(
        np.concatenate([whose, whose[again]]),
        np.concatenate([unit_at, more_at[1:] + unit_at[-1]]).astype(np.int32),
        np.concatenate([name_units, more]),
        starts_of([len(record.fathers[:MAX_FATHERS]) for record in records]).astype(np.int32),
        father_unit_at.astype(np.int32),
        father_units,
        starts_of([len(some) for some in births]).astype(np.int32),
        np.ascontiguousarray(packed[:, 0]),
        np.ascontiguousarray(packed[:, 1]),
        packed[:, 2].astype(np.uint8),
        np.array([facts_of(record) for record in records], np.uint8),
        known.bits,
        NO_NEIGHBOURS.at,
        NO_NEIGHBOURS.units,
        NO_NEIGHBOURS.p,
    )
    return Asked(starts_of(counts).astype(np.int32), units, known, fields)


def _names(records: Sequence[Record], vocabulary: dict[Unit, int]) -> Names:
    """Return the records' names as units; those of one kind that follow each other are read at once."""
    names = Names(vocabulary)
    for kind, some in groupby(records, key=lambda record: record.kind):
        names.add(units_many([name for record in some for name in record.names[:MAX_ASKED_NAMES]], kind), kind)
    return names
