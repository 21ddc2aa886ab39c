# SPDX-License-Identifier: Apache-2.0
"""Which names are a record's own, and where their units stand: so names are compared in full without being read again.

A name's units stand in a row of the index; a record may have several names, and a name several rows.
"""

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching.arrays import Ints, starts_of

NOBODY: Final = -1
"""The owner of a name of a refused record."""

NO_ROW: Final = -1
"""The row of a name without units."""


def empty_of(record: int) -> int:
    """Return how a name without units is noted, that no row holds but a record owns: a number below NOBODY."""
    return NOBODY - 1 - record


def owners_of(noted: Ints) -> Ints:
    """Return the record that owns each name, or NOBODY, from a column that holds records and `empty_of` records."""
    return np.where(noted < NOBODY, NOBODY - 1 - noted, noted).astype(np.int32)


def own_names(noted: Ints, order: NDArray[np.int64], records: int) -> tuple[NDArray[np.int32], Ints]:
    """Return (starts by record, rows): the row of each record's every name, NO_ROW for one without units.

    `order` says which placed name stands in each row; the names with units were placed first, in their order.
    """
    owners = owners_of(noted)
    row_of = np.empty(len(order), np.int32)
    row_of[order] = np.arange(len(order), dtype=np.int32)
    rows = np.full(len(noted), NO_ROW, np.int32)
    rows[noted >= 0] = row_of[: int((noted >= 0).sum())]
    owned = owners >= 0
    return starts_of(np.bincount(owners[owned], minlength=records)).astype(np.int32), rows[owned]


def forms_of(units: Collection[tuple[str, int, str]], classes: Mapping[str, Mapping[str, int]]) -> NDArray[np.uint8]:
    """Return the class of each unit among the legal forms of its kind of name; `classes` by kind and text."""
    return np.fromiter((classes[kind].get(text, 0) for text, _, kind in units), np.uint8, len(units))
