# SPDX-License-Identifier: Apache-2.0
"""The door to the engines: the index of what this node holds, and the comparison of two names.

The engines are imported when they are first asked, because they load compiled kernels that most pages do not
need. The index lies in the node's files and is shared by all its processes; each opens it again when another
has written.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings

from taawun.kernel.errors import NoIndexYet

if TYPE_CHECKING:
    from taawun.engines.matching import Index, Match, Record
    from taawun.engines.names.compare import Comparison

FORMAT: Final = 3
"""The version of the index's files; one of another version is as good as none, and is built anew."""
WORKERS: Final = 2
"""Threads of one screening or one build."""

_LOCK: Final = threading.Lock()
_OPEN: dict[Path, tuple[int, "Index"]] = {}


def folder() -> Path:
    """Return the folder of the index, made at first need and readable by this node alone."""
    path = Path(settings.NODE.files) / "identity"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def place() -> Path:
    """Return where the index lies."""
    return folder() / f"index-{FORMAT}"


def exists() -> bool:
    """Tell whether an index was built."""
    return _stamp() > 0


def index() -> "Index":
    """Return the index as it was last written.

    Raises:
        NoIndexYet: none was built.
    """
    from taawun.engines.matching import Index

    path = place()
    with _LOCK:
        written = _stamp()
        if not written:
            raise NoIndexYet
        known = _OPEN.get(path)
        if known is None or known[0] != written:
            _OPEN[path] = known = (written, Index.open(path))
        return known[1]


def build(records: "Iterable[Record]", progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew from these records, and return how many it holds; the old one serves until then."""
    from taawun.engines.matching import Index

    made = Index.build(records, place(), progress=progress, workers=WORKERS)
    _touch()
    for old in folder().glob("index*"):
        if old != place():
            shutil.rmtree(old)
    return len(made)


def renew(records: "Sequence[Record]", gone: Iterable[str]) -> int:
    """Put records into the index in place of what it held of them, take others out, and return how many it holds."""
    from taawun.engines.matching import Index

    opened = Index.open(place())
    opened.delete(gone)
    if records:
        opened.append(records)
    _touch()
    return len(opened)


def search(record: "Record", limit: int) -> "tuple[Match, ...]":
    """Return the records that one may mean, the likeliest first."""
    return index().search(record, limit=limit)


def screen(records: "Sequence[Record]", limit: int, least: float) -> "Iterator[tuple[Record, tuple[Match, ...]]]":
    """Yield each record, in the order given, with those that it may mean and that score enough."""
    return index().screen(records, limit=limit, workers=WORKERS, threshold=least)


def compare(left: str, right: str, kind: str) -> "Comparison":
    """Compare two names, with an explanation."""
    from taawun.engines.names.compare import compare as engine

    return engine(left, right, kind)


def _written() -> Path:
    return folder() / f"written-{FORMAT}"


def _stamp() -> int:
    try:
        return _written().stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _touch() -> None:
    """Tell every process that the index was written."""
    stamp = _written()
    stamp.touch(mode=0o600)
    os.utime(stamp)
