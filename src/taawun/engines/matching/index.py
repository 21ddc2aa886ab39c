# SPDX-License-Identifier: Apache-2.0
"""An index of records in a folder: build, open, search, screen, append, delete, compact.

The folder holds parts, written once, and a list that names them and what was deleted since. Appended records are
a small part beside the main one; `compact` writes one part of all that is left. An opened index keeps showing
what was listed when it was opened, whatever others do to the folder meanwhile; `refresh` shows what is new.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from taawun.engines.matching import files
from taawun.engines.matching.asked import Asked, ask
from taawun.engines.matching.build import Progress, write_part
from taawun.engines.matching.hits import Hits, best_of
from taawun.engines.matching.matches import matches_of
from taawun.engines.matching.part import Part
from taawun.engines.matching.records import Match, Record, Refused, Report
from taawun.kernel.errors import IndexDamaged, NotInIndex

MAX_PARTS: Final = 8
"""Parts beyond which appending compacts the small ones."""

AT_A_TIME: Final = 8192
"""Records screened at a time: their unknown units are looked up together."""

MAX_LIMIT: Final = 1000
"""Matches that one search may ask for."""

SPARE: Final = 5
"""Candidates compared in full beyond the limit, since the full comparison may rank them higher."""

LEAST_SCREENED: Final = 0.3
"""Score from which screening shows a match, unless it is told otherwise."""


class Index:
    """An opened index; the methods that change it leave this object showing the change."""

    def __init__(self, path: Path, listed: dict[str, Any], parts: list[Part]) -> None:
        self.path = path
        self.listed = listed
        self.parts = parts
        self._pools: dict[int, ThreadPoolExecutor] = {}

    @classmethod
    def build(
        cls, records: Iterable[Record], path: Path | str, *, progress: Progress | None = None, workers: int = 2
    ) -> "Index":
        """Build an index in a folder and open it; an index that is there is replaced when the new one is whole.

        Raises:
            DuplicateIds: two records have the same id; the old index stays.
            IndexBusy: somebody else is changing this index.
        """
        folder = Path(path)
        with files.writing(folder):
            name = files.new_name()
            write_part(records, folder / name, progress=progress, workers=workers)
            _put_list(folder, {"parts": [{"name": name, "deleted": []}]})
        return cls.open(folder)

    @classmethod
    def open(cls, path: Path | str) -> "Index":
        """Open the index of a folder; nothing is read but what a search needs.

        Raises:
            NoIndex: there is none.
            IndexDamaged: a file is cut, changed or of another version.
        """
        folder = Path(path)
        listed = files.read_list(folder)
        for _ in range(3):  # a part may be replaced between reading the list and opening it
            try:
                return cls(folder, listed, _open_parts(folder, listed))
            except IndexDamaged:
                newer = files.read_list(folder)
                if newer == listed:
                    raise
                listed = newer
        raise IndexDamaged("Its list of files changes faster than it can be read.")

    def __len__(self) -> int:
        """Return the number of records."""
        return sum(len(part) for part in self.parts)

    @property
    def report(self) -> Report:
        """What the build of the first part said: records, names, refusals, cuts."""
        meta = dict(self.parts[0].sections.meta)
        refused = tuple(Refused(*one) for one in meta.pop("refused"))
        return Report(refused=refused, **meta)

    @property
    def bytes(self) -> int:
        """Size of the mapped files."""
        return sum(part.sections.bytes for part in self.parts)

    def check(self) -> None:
        """Read every file and compare it with its digests; raises IndexDamaged."""
        for part in self.parts:
            part.check()

    def refresh(self) -> None:
        """Show what the folder lists now."""
        newer = Index.open(self.path)
        self.listed, self.parts = newer.listed, newer.parts

    def get(self, identifier: str) -> Record:
        """Return the record under this id, or raise NotInIndex."""
        for part in self.parts:
            number = part.find(identifier)
            if number is not None:
                return part.record(number)
        raise NotInIndex

    def records(self) -> Iterator[Record]:
        """Yield every record."""
        return chain.from_iterable(part.records() for part in self.parts)

    def search(self, record: Record, limit: int = 10) -> tuple[Match, ...]:
        """Return the records that may be the one asked about, the best first.

        A record without a usable name and without a document finds nothing.
        """
        return next(iter(self._matched([record], min(limit, MAX_LIMIT), 0.0, workers=1)))[1]

    def search_many(self, records: Sequence[Record], limit: int = 10, workers: int = 2) -> Hits:
        """Return the best records for each of many as arrays: quick, with a rough score and without reasons."""
        return self._hits(ask(records), len(records), min(limit, MAX_LIMIT), workers)

    def screen(
        self,
        records: Iterable[Record],
        limit: int = 10,
        workers: int = 2,
        progress: Progress | None = None,
        *,
        threshold: float = LEAST_SCREENED,
    ) -> Iterator[tuple[Record, tuple[Match, ...]]]:
        """Yield each record with its matches of at least the threshold, in the order given; memory is bounded.

        They are those that `search` gives with the same limit, without those below the threshold.
        """
        done, waiting = 0, iter(records)
        while some := list(islice(waiting, AT_A_TIME)):
            yield from self._matched(some, min(limit, MAX_LIMIT), threshold, workers)
            done += len(some)
            if progress is not None:
                progress(done)

    def _hits(self, asked: Asked, count: int, limit: int, workers: int) -> Hits:
        pool = self._pool(workers) if workers > 1 else None
        return best_of(asked, count, limit, [part.search(asked, limit, pool, workers) for part in self.parts])

    def _matched(
        self, records: Sequence[Record], limit: int, threshold: float, workers: int
    ) -> Iterator[tuple[Record, tuple[Match, ...]]]:
        asked = ask(records)
        hits = self._hits(asked, len(records), limit + SPARE, workers)
        return matches_of(records, asked, hits, self.parts, limit, threshold)

    def _pool(self, workers: int) -> ThreadPoolExecutor:
        workers = min(workers, 4 * (os.cpu_count() or 1))
        if workers not in self._pools:
            self._pools[workers] = ThreadPoolExecutor(workers, thread_name_prefix="search")
        return self._pools[workers]

    def append(self, records: Iterable[Record]) -> Report:
        """Add records; a record whose id is already here takes the place of the old one. Return what was done.

        Raises:
            DuplicateIds: two of the new records have the same id; nothing is changed.
            IndexBusy: somebody else is changing this index.
        """
        with files.writing(self.path):
            self.refresh()
            name = files.new_name()
            report = write_part(records, self.path / name)
            listed = self._with_deleted(_ids_of(self.path / name))
            listed["parts"].append({"name": name, "deleted": []})
            _put_list(self.path, listed)
            self.refresh()
            if len(self.parts) > MAX_PARTS:
                self._merge(self.parts[1:])
        return report

    def delete(self, identifiers: Iterable[str]) -> int:
        """Delete the records under these ids; return how many there were. Unknown ids are passed over."""
        with files.writing(self.path):
            self.refresh()
            before = len(self)
            _put_list(self.path, self._with_deleted(identifiers))
            self.refresh()
        return before - len(self)

    def compact(self, *, progress: Progress | None = None, workers: int = 2) -> None:
        """Write all records as one part and drop what was deleted."""
        with files.writing(self.path):
            self.refresh()
            self._merge(self.parts, progress=progress, workers=workers)

    def _merge(self, parts: list[Part], *, progress: Progress | None = None, workers: int = 1) -> None:
        name = files.new_name()
        records = chain.from_iterable(part.records() for part in parts)
        write_part(records, self.path / name, progress=progress, workers=workers)
        merged = {part.path.name for part in parts}
        kept = [entry for entry in self.listed["parts"] if entry["name"] not in merged]
        _put_list(self.path, {"parts": [*kept, {"name": name, "deleted": []}]})
        self.refresh()

    def _with_deleted(self, identifiers: Iterable[str]) -> dict[str, Any]:
        """Return the list with these ids deleted as well."""
        gone: list[set[int]] = [set(entry["deleted"]) for entry in self.listed["parts"]]
        for identifier in identifiers:
            for part, numbers in zip(self.parts, gone, strict=True):
                number = part.find(identifier)
                if number is not None:
                    numbers.add(number)
        entries = zip(self.listed["parts"], gone, strict=True)
        return {"parts": [{"name": entry["name"], "deleted": sorted(numbers)} for entry, numbers in entries]}


def _open_parts(folder: Path, listed: dict[str, Any]) -> list[Part]:
    return [Part(folder / entry["name"], entry["deleted"]) for entry in listed["parts"]]


def _put_list(folder: Path, listed: dict[str, Any]) -> None:
    files.write_list(folder, listed)
    files.remove_unlisted(folder, {entry["name"] for entry in listed["parts"]})


def _ids_of(path: Path) -> Iterator[str]:
    return (record.id for record in Part(path, ()).records())
