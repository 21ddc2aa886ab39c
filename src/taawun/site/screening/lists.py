# SPDX-License-Identifier: Apache-2.0
"""The list that names are screened against, as an index in a folder that is built once and used again.

The folder of an index is named by the digest of the list's bytes and of how they are read, so a list that changed
gets an index of its own and an old one is never taken for the new. What could not be read of the list is kept
beside its index, and said again each time: a list with holes must not look whole.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from taawun import __version__
from taawun.engines.matching import Index, Record
from taawun.engines.matching.files import VERSION
from taawun.formats.people import RecordSource
from taawun.kernel.errors import BadList, IndexDamaged, NoIndex

KEPT: Final = 8
"""Indexes that are kept in a folder; the one not used for longest goes first."""
READING: Final = 1
"""Raise it when lists are read in another way, so that indexes are built anew."""
CHUNK_BYTES: Final = 1 << 20
_ABOUT: Final = "list.json"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of a list: records, rows that were left out, and rows read with something missing."""

    records: int = 0
    lost: int = 0
    partly: int = 0
    unchanged: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that is ready to be screened against."""

    index: Index
    digest: str
    counts: Counts
    reused: bool


def cache_folder() -> Path:
    """Return where indexes are kept if nobody says where: the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "taawun" / "lists"


def digest_of(source: RecordSource) -> str:
    """Return the SHA-256 of a list's bytes and of how they are read."""
    columns = asdict(source.columns) if source.columns else {}
    form = asdict(source.form) if source.form else {}
    how = json.dumps([READING, __version__, source.format, columns, form, source.sheet], sort_keys=True)
    digest = hashlib.sha256(how.encode())
    with source.path.open("rb") as file:
        while data := file.read(CHUNK_BYTES):
            digest.update(data)
    return digest.hexdigest()


def listed(
    source: RecordSource, folder: Path, *, since: RecordSource | None = None, progress: Progress | None = None
) -> Listed:
    """Return the index of a list, built now or at an earlier time; of what is new since an older list alone.

    Raises:
        BadList: nothing in the list can be compared.
        IndexBusy: another process builds the same index at this moment.
    """
    digest = digest_of(source)
    key = hashlib.sha256(json.dumps([digest, digest_of(since) if since else "", VERSION]).encode()).hexdigest()[:32]
    home = folder / key
    found = _found(home, digest)
    if found is None:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = _built(source, since, home, digest, progress)
    os.utime(home / _ABOUT)
    _prune(folder, home)
    return found


def _found(home: Path, digest: str) -> Listed | None:
    try:
        counts = Counts(**json.loads((home / _ABOUT).read_text(encoding="utf-8")))
        return Listed(Index.open(home / "index"), digest, counts, reused=True)
    except (OSError, ValueError, TypeError, NoIndex, IndexDamaged):
        return None  # never built, or not to its end


def _built(
    source: RecordSource, since: RecordSource | None, home: Path, digest: str, progress: Progress | None
) -> Listed:
    (home / _ABOUT).unlink(missing_ok=True)
    taking = _Taking(source, since, progress)
    index = Index.build(taking.records(), home / "index")
    counts = replace(taking.counts, records=len(index), lost=taking.counts.lost + index.report.refused_count)
    if not len(index) and since is None:
        raise BadList("Nothing in the list can be compared.")
    new = home / f"{_ABOUT}.new"
    new.write_text(json.dumps(asdict(counts)), encoding="utf-8")
    new.rename(home / _ABOUT)
    return Listed(index, digest, counts, reused=False)


class _Taking:
    """A list on its way into an index: identifiers are made distinct, rows are counted, the unchanged left out."""

    def __init__(self, source: RecordSource, since: RecordSource | None, progress: Progress | None) -> None:
        self.counts = Counts()
        self._source, self._progress = source, progress
        self._before = {record.id: _print_of(record) for record in distinct(since.records())} if since else None

    def records(self) -> Iterator[Record]:
        for record in distinct(self._read()):
            if self._before is not None and self._before.pop(record.id, None) == _print_of(record):
                self.counts = replace(self.counts, unchanged=self.counts.unchanged + 1)
            else:
                yield record
        self.counts = replace(self.counts, gone=len(self._before or ()))

    def _read(self) -> Iterator[Record]:
        lost = partly = 0
        for row in self._source.rows():
            lost += row.record is None
            partly += row.record is not None and bool(row.problems)
            self.counts = replace(self.counts, lost=lost, partly=partly)
            if self._progress:
                self._progress(self._source.progress.done)
            if row.record is not None:
                yield row.record


def distinct(records: Iterator[Record]) -> Iterator[Record]:
    """Yield records each with an identifier of its own: a second one of the same is numbered."""
    seen: dict[int, int] = {}  # by hash, which is smaller than the text
    for record in records:
        key = hash(record.id)
        seen[key] = times = seen.get(key, 0) + 1
        yield record if times == 1 else replace(record, id=f"{record.id}#{times}")


def _print_of(record: Record) -> bytes:
    return hashlib.blake2b(repr(record).encode(), digest_size=16).digest()


def _prune(folder: Path, used: Path) -> None:
    """Remove the indexes that were not used for longest. Only what this module made is touched."""
    made = sorted(folder.glob(f"*/{_ABOUT}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in made[KEPT:]:
        if path.parent != used:
            with suppress(OSError):
                shutil.rmtree(path.parent)
