# SPDX-License-Identifier: Apache-2.0
"""Columns of names while records pass, of those that are built in and of those asked about: units, and letters."""

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching.arrays import starts_of
from taawun.engines.matching.files import SectionWriter
from taawun.engines.matching.glue import Unit
from taawun.engines.names.units import UnitTable
from taawun.engines.names.written import READ, written


class Names:
    """A column of names as units: a vocabulary that columns may share, and for each name its units' numbers."""

    def __init__(self, vocabulary: dict[Unit, int]) -> None:
        self._vocabulary = vocabulary
        self._units: list[NDArray[np.int32]] = []
        self._lengths: list[NDArray[np.int64]] = []

    def add(self, table: UnitTable, kind: str) -> NDArray[np.int64]:
        """Add the names of a table, in order; return how many units each has."""
        known = self._vocabulary
        entries = zip(table.vocabulary, table.roles.tolist(), strict=True)
        numbers = [known.setdefault((text, role, kind), len(known)) for text, role in entries]
        lengths = np.diff(table.offsets)
        self._units.append(np.array(numbers, np.int32)[table.ids] if numbers else np.zeros(0, np.int32))
        self._lengths.append(lengths)
        return lengths

    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return (starts, units) of all names."""
        none = np.zeros(0, np.int32)
        return starts_of(np.concatenate([none, *self._lengths])), np.concatenate([none, *self._units])


class Letters:
    """A column of names as they were written, for the slips that are counted in them."""

    def __init__(self) -> None:
        self._codes: list[NDArray[np.uint8]] = []
        self._lengths: list[NDArray[np.int64]] = []

    def add(self, texts: list[str]) -> None:
        """Add names in their order, each with as many letters as are ever compared."""
        codes, at = written(texts)
        lengths = np.diff(at)
        within = np.arange(len(codes)) - np.repeat(at[:-1], lengths)
        self._codes.append(codes[within < READ])
        self._lengths.append(np.minimum(lengths, READ))

    def write(self, name: str, writer: SectionWriter) -> None:
        """Write the letters and where those of each name start."""
        writer.add(name, np.concatenate([np.zeros(0, np.uint8), *self._codes]))
        writer.add(f"{name}_at", starts_of(np.concatenate([np.zeros(0, np.int64), *self._lengths])))
