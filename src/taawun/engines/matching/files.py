# SPDX-License-Identifier: Apache-2.0
"""The files of an index: arrays in one file that every process maps, and a list of the files that count.

A file is a fixed head, sections that start at multiples of 64 bytes, and a table (JSON) of the sections with
a digest each. It is written under another name, forced to disk and renamed, and only then named in the folder's
list, which is replaced the same way: whoever opens the folder sees the old index or the new one. Files are never
changed once they are named, so readers need no lock; writers take one.
"""

import contextlib
import fcntl
import hashlib
import json
import mmap
import os
import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from taawun.kernel.errors import IndexBusy, IndexDamaged, NoIndex

MAGIC: Final = b"TAAWUNIX"
VERSION: Final = 3
_HEAD: Final = struct.Struct("<8sIIQQ16s")  # magic, version, spare, place and size of the table, its digest
_ALIGN: Final = 64
_DIGEST: Final = 16
_CHUNK: Final = 1 << 22

CHECK_BELOW: Final = 64 << 20
"""Bytes below which every section's digest is checked on opening; larger files are checked by `check`."""

MAX_TABLE: Final = 1 << 22
"""Bytes of a table of sections; a longer one is a damaged file."""

LIST_NAME: Final = "index.json"
_LOCK_NAME: Final = "write.lock"
SUFFIX: Final = ".part"


def _digest(content: bytes | memoryview) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()


def _as_bytes(values: NDArray[Any]) -> memoryview:
    return memoryview(values.reshape(-1).view(np.uint8).data) if values.size else memoryview(b"")


class SectionWriter:
    """Writes one file section by section under a name of its own; `finish` forces it to disk and names it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.new")
        self._file: IO[bytes] = self._unfinished.open("wb")
        self._file.write(b"\0" * _ALIGN)
        self._table: dict[str, dict[str, Any]] = {}

    def add(self, name: str, values: NDArray[Any]) -> None:
        """Write one array as a section."""
        flat = np.ascontiguousarray(values)
        with self.stream(name, flat.dtype.str) as write:
            content = _as_bytes(flat)
            for start in range(0, len(content), _CHUNK):
                write(content[start : start + _CHUNK])

    @contextlib.contextmanager
    def stream(self, name: str, dtype: str = "|u1") -> Iterator[Any]:
        """Write one section in pieces: the context gives a function that takes bytes."""
        start = self._file.seek(0, os.SEEK_END)
        start += self._file.write(b"\0" * (-start % _ALIGN))
        digest = hashlib.blake2b(digest_size=_DIGEST)

        def write(content: bytes | memoryview) -> None:
            digest.update(content)
            self._file.write(content)

        yield write
        size = self._file.tell() - start
        self._table[name] = {"dtype": dtype, "at": start, "bytes": size, "digest": digest.hexdigest()}

    def finish(self, meta: dict[str, Any]) -> None:
        """Write the table and the head, force all of it to disk, and give the file its name."""
        table = json.dumps({"sections": self._table, "meta": meta}).encode()
        place = self._file.tell()
        self._file.write(table)
        self._file.seek(0)
        self._file.write(_HEAD.pack(MAGIC, VERSION, 0, place, len(table), _digest(table)))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._unfinished.replace(self._path)
        _sync_folder(self._path.parent)

    def __enter__(self) -> "SectionWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        self._unfinished.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Sections:
    """One opened file: its arrays by name (read-only views of the mapping) and its meta values."""

    arrays: dict[str, NDArray[Any]]
    meta: dict[str, Any]
    digests: dict[str, str]
    bytes: int

    def check(self) -> None:
        """Compare every section with its digest; raises IndexDamaged."""
        for name, values in self.arrays.items():
            if _digest(_as_bytes(values)).hex() != self.digests[name]:
                raise IndexDamaged(f"Section {name} has changed.")


def open_sections(path: Path) -> Sections:
    """Map one file; its head and table are always checked, its sections where the file is small.

    Raises:
        IndexDamaged: the file is missing, cut, changed, or of another version.
    """
    try:
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"A file of {path.name.partition('.')[0]!r} is missing or empty.") from error
    table = _table(content)
    arrays = {name: _view(content, entry) for name, entry in table["sections"].items()}
    digests = {name: entry["digest"] for name, entry in table["sections"].items()}
    found = Sections(arrays, table["meta"], digests, len(content))
    if len(content) < CHECK_BELOW:
        found.check()
    return found


def _table(content: mmap.mmap) -> dict[str, Any]:
    if len(content) < _HEAD.size or content[: len(MAGIC)] != MAGIC:
        raise IndexDamaged("It is not a file of an index.")
    _, version, _, place, size, digest = _HEAD.unpack(content[: _HEAD.size])
    if version != VERSION:
        raise IndexDamaged(f"It is of version {version}; this program reads version {VERSION}.")
    if size > MAX_TABLE or place + size != len(content) or _digest(content[place:]) != digest:
        raise IndexDamaged("It was cut or changed.")
    table: dict[str, Any] = json.loads(content[place:])
    return table


def _view(content: mmap.mmap, entry: dict[str, Any]) -> NDArray[Any]:
    dtype = np.dtype(entry["dtype"])
    return np.frombuffer(content, dtype, entry["bytes"] // dtype.itemsize, entry["at"])


def write_list(folder: Path, listed: dict[str, Any]) -> None:
    """Replace the folder's list of files at one stroke."""
    body = json.dumps(listed, indent=1, sort_keys=True)
    text = json.dumps({"version": VERSION, "digest": _digest(body.encode()).hex(), "list": body})
    unfinished = folder / f"{LIST_NAME}.{uuid.uuid4().hex[:8]}.new"
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / LIST_NAME)
    _sync_folder(folder)


def read_list(folder: Path) -> dict[str, Any]:
    """Return the folder's list of files.

    Raises:
        NoIndex: there is none.
        IndexDamaged: it is not as it was written.
    """
    try:
        text = (folder / LIST_NAME).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoIndex from error
    try:
        outer = json.loads(text)
        body = outer["list"]
        if outer["version"] != VERSION or _digest(body.encode()).hex() != outer["digest"]:
            raise IndexDamaged("Its list of files was changed, or is of another version.")
        listed: dict[str, Any] = json.loads(body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged("Its list of files cannot be read.") from error
    return listed


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder's lock for writers; what a writer that died left behind is removed.

    Raises:
        IndexBusy: another process, or another part of this one, holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK_NAME).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy from error
        for left in folder.glob("*.new"):
            left.unlink(missing_ok=True)
        yield


def remove_unlisted(folder: Path, listed: set[str]) -> None:
    """Remove the part files that the list no longer names; readers that mapped them keep them."""
    for path in folder.glob(f"*{SUFFIX}"):
        if path.name not in listed:
            path.unlink(missing_ok=True)


def new_name() -> str:
    """Return a name for a part file that no other has."""
    return f"{uuid.uuid4().hex}{SUFFIX}"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
