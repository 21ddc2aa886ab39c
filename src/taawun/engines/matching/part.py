# SPDX-License-Identifier: Apache-2.0
"""One opened part of an index: its arrays mapped, its records read when asked for, its search on several threads."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching import stored
from taawun.engines.matching.arrays import counted, hash_texts, texts_as_bytes
from taawun.engines.matching.asked import Asked
from taawun.engines.matching.files import open_sections
from taawun.engines.matching.heads import FIELDS
from taawun.engines.matching.near import NearUnits
from taawun.engines.matching.records import Record
from taawun.engines.matching.search import search_names
from taawun.engines.matching.units import Units
from taawun.engines.matching.work import Best, Limits, Queries, Rows, Scratch, new_scratch
from taawun.kernel.errors import IndexDamaged

BLOCKS_KEPT: Final = 512
"""Blocks of records kept unpacked in memory."""

NAMES_AT_A_TIME: Final = 256
"""Names that one thread searches before it takes the next ones."""

WORST: Final = np.float32(-1e30)


def limits_for(records: int) -> Limits:
    """Return the work one name may cause in a part of so many records: it grows slower than the part."""
    grown = int(records**0.5)
    return Limits(whole=1000 + grown, around=4000 + 24 * grown, most=8000 + 60 * grown, scored=150)


class Part:
    """A part of an index, opened for reading; safe to use from several threads."""

    def __init__(self, path: Path, deleted: Sequence[int]) -> None:
        self.path = path
        self.sections = open_sections(path)
        arrays = self.sections.arrays
        self.count = len(arrays["facts"])
        self.deleted = np.zeros(self.count if deleted else 0, np.bool_)
        if deleted:
            self.deleted[np.array(deleted, np.int64)] = True
        self.deleted.setflags(write=False)
        self.near = NearUnits(arrays)
        columns = ("unit_roles", "unit_weights", "unit_forms", "coded_codes", "coded_offsets", "coded_own")
        self.units = Units(*(arrays[name] for name in columns))
        self.limits = limits_for(self.count)
        shared = {name: arrays[name] for name in Rows._fields if name not in {"deleted", "heads"}}
        heads = arrays["heads"].reshape(-1, FIELDS)
        self.rows = Rows(**shared, heads=heads, deleted=self.deleted)
        self._spare: list[Scratch] = []
        self._lock = threading.Lock()
        self._block = lru_cache(BLOCKS_KEPT)(self._read_block)

    def __len__(self) -> int:
        """Return the number of records that are not deleted."""
        return self.count - int(self.deleted.sum())

    def search(self, asked: Asked, limit: int, pool: ThreadPoolExecutor | None, workers: int) -> Best:
        """Return the `limit` best records for each name asked about."""
        near = self.near.of(asked.texts, pool, workers)
        queries = asked.queries(near)
        count = len(asked)
        none = np.full((count, limit), -1, np.int32)
        best = Best(none, none.copy(), np.full((count, limit), WORST, np.float32), np.zeros((count, limit), np.float32))
        spans = [(at, min(at + NAMES_AT_A_TIME, count)) for at in range(0, count, NAMES_AT_A_TIME)]
        if pool is None or workers == 1 or len(spans) == 1:
            for span in spans:
                self._span(span, queries, best)
        else:
            list(pool.map(lambda span: self._span(span, queries, best), spans))
        return best

    def _span(self, span: tuple[int, int], queries: Queries, best: Best) -> None:
        with self._scratch() as scratch:
            search_names(span[0], span[1], queries, self.rows, self.limits, scratch, best)

    @contextmanager
    def _scratch(self) -> Iterator[Scratch]:
        """Lend one thread its scratch; it comes back clean unless the search failed."""
        with self._lock:
            lent = self._spare.pop() if self._spare else None
        if lent is None:
            lent = new_scratch(max(len(self.rows.heads), self.count), len(self.rows.unit_weights), self.limits)
        yield lent
        with self._lock:
            self._spare.append(lent)

    def record(self, number: int) -> Record:
        """Return the record of this number, deleted or not."""
        return stored.record_of(self._block(number // stored.BLOCK)[number % stored.BLOCK])

    def _read_block(self, block: int) -> list[str]:
        at = self.sections.arrays["record_blocks"]
        return stored.lines_of(self.sections.arrays["records"][at[block] : at[block + 1]].tobytes())

    def records(self) -> Iterator[Record]:
        """Yield every record that is not deleted, in the order in which they were given."""
        for block in range(len(self.sections.arrays["record_blocks"]) - 1):
            for within, line in enumerate(self._read_block(block)):
                if not len(self.deleted) or not self.deleted[block * stored.BLOCK + within]:
                    yield stored.record_of(line)

    def find(self, identifier: str) -> int | None:
        """Return the number of the record under this id, or None; deleted records are not found."""
        for number in self._by_hash("id", identifier):
            alive = not len(self.deleted) or not self.deleted[number]
            if alive and self.record(number).id == identifier:
                return number
        return None

    def with_number(self, number: str) -> list[int]:
        """Return the records that may have a document of this normal number."""
        return [one for one in self._by_hash("number", number) if not len(self.deleted) or not self.deleted[one]]

    def _by_hash(self, what: str, text: str) -> list[int]:
        hashes: NDArray[np.uint64] = self.sections.arrays[f"{what}_hash"]
        wanted = hash_texts(*texts_as_bytes([text]))[0]
        first, last = np.searchsorted(hashes, wanted), np.searchsorted(hashes, wanted, side="right")
        found: list[int] = self.sections.arrays[f"{what}_record"][first:last].tolist()
        return found

    def namesakes(self, rows: Sequence[int]) -> list[int]:
        """Return for each row how many other names of this part are the same but for spelling and order."""
        a: dict[str, NDArray[Any]] = self.sections.arrays
        tables = (a["unit_class"], a["namesake_hash"], a["namesake_count"])
        counts = counted(self.rows.heads, a["row_units"], np.array(rows, np.int64), *tables)
        return [count - 1 for count in counts.tolist()]

    def check(self) -> None:
        """Compare the whole file with its digests; raises IndexDamaged."""
        self.sections.check()
        if self.count != self.sections.meta["records"]:
            raise IndexDamaged("It holds another number of records than it says.")
