# SPDX-License-Identifier: Apache-2.0
"""Files of imports on disk, named by their digest, readable by this node alone."""

import gzip
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from taawun.formats.tables import FILE_BYTES
from taawun.kernel.errors import BadImportFile, FileTooLarge

CHUNK_BYTES: Final = 1 << 20
_GZIP = b"\x1f\x8b"


def folder() -> Path:
    """Return the folder of import files, made at first need."""
    path = settings.NODE.files / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(path)


def keep(file: IO[bytes], where: Path | None = None) -> str:
    """Store a file under its SHA-256 in constant memory, here or in another folder, and return the digest.

    Raises:
        FileTooLarge: at once where the file tells its size, and in any case before more is stored than may be.
    """
    if file.seekable() and _left(file) > FILE_BYTES:
        raise FileTooLarge.beyond(FILE_BYTES)
    digest, size, where = hashlib.sha256(), 0, where or folder()
    with tempfile.NamedTemporaryFile(dir=where, delete=False) as kept:
        try:
            while data := file.read(CHUNK_BYTES):
                size += len(data)
                if size > FILE_BYTES:
                    raise FileTooLarge.beyond(FILE_BYTES)
                digest.update(data)
                kept.write(data)
            kept.flush()
            os.fsync(kept.fileno())
        except BaseException:  # whatever stops us, an interrupt too: no half of a file stays
            Path(kept.name).unlink()
            raise
    Path(kept.name).rename(where / digest.hexdigest())
    return digest.hexdigest()


def _left(file: IO[bytes]) -> int:
    """Return how many bytes are still to be read, and stay where we are."""
    here = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(here)
    return end - here


@contextmanager
def opened(digest: str) -> Iterator[IO[bytes]]:
    """Open a stored file for reading; one that came compressed with gzip is read through it.

    Raises:
        BadImportFile: while it is read: the compressed file breaks off or is damaged.
    """
    path = folder() / digest
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    if not packed:
        with path.open("rb") as plain:
            yield plain
        return
    try:
        with gzip.open(path) as unpacked:
            yield unpacked  # type: ignore[misc]  # GzipFile reads like any binary file
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BadImportFile("The compressed file breaks off or is damaged.") from None
