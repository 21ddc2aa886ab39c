# SPDX-License-Identifier: Apache-2.0
"""How far from the shore a place is, at least: a table of cells made by tools/shore.py from Natural Earth's coast.

The answer is never more than the truth, so that nothing near a shore is taken for the open sea. It ends at 250
nautical miles.
"""

import gzip
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

TABLE: Final = Path(__file__).with_name("data") / "shore.bin.gz"
CELLS: Final = 4
"""Cells of a degree."""
MOST: Final = 250
"""Nautical miles at which the table ends."""


def miles_from_shore(lon: Any, lat: Any) -> NDArray[np.float64]:
    """Return the least distance of places (degrees) from the shore, in nautical miles; 0 on land and beside it."""
    table = _table()
    column = np.clip(((np.asarray(lon) + 180) * CELLS).astype(np.int64), 0, table.shape[1] - 1)
    row = np.clip(((np.asarray(lat) + 90) * CELLS).astype(np.int64), 0, table.shape[0] - 1)
    return np.asarray(table[row, column], np.float64)


@cache
def _table() -> NDArray[np.uint8]:
    return np.frombuffer(gzip.decompress(TABLE.read_bytes()), np.uint8).reshape(180 * CELLS, 360 * CELLS)
