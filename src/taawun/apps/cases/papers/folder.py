# SPDX-License-Identifier: Apache-2.0
"""The bytes of papers on disk, named by their SHA-256, readable by this node alone (spec §60.9).

A file is written once and never changed; what is read back is measured again, so that a damaged one is found
before anybody relies on it.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings

from taawun.kernel.errors import PaperDamaged, WrongPaper
from taawun.kernel.exchange.pieces import CARRIED_BYTES
from taawun.kernel.wire.digests import check_digest
from taawun.kernel.wire.ids import check_id

PAPER_BYTES: Final = CARRIED_BYTES
"""Largest paper of ours, in bytes: none is larger than what can cross."""
HAND_BYTES: Final = 512 << 20
"""Largest paper of the other side, in bytes, that is taken in by hand because it cannot cross."""


def keep(data: bytes, most: int = PAPER_BYTES) -> str:
    """Store bytes under their SHA-256 and return it; the same bytes twice are one file.

    Raises:
        WrongPaper: nothing, or more than `most`.
    """
    if not 0 < len(data) <= most:
        raise WrongPaper(f"{len(data)} bytes; 1 to {most}.")
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as kept:
        kept.write(data)
        kept.flush()
        os.fsync(kept.fileno())
    Path(kept.name).rename(path)
    return digest


def read(digest: str) -> bytes:
    """Return the bytes of a digest.

    Raises:
        PaperDamaged: they are not there, or are not what was taken in.
    """
    try:
        data = _path(digest).read_bytes()
    except FileNotFoundError:
        raise PaperDamaged("Missing.") from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise PaperDamaged
    return data


def has(digest: str) -> bool:
    """Tell whether the bytes of a digest are here."""
    return _path(digest).exists()


def piece(digest: str, first: int, most: int) -> bytes:
    """Return at most so many bytes of a paper from a place on; the whole is measured when the first is asked for.

    Raises:
        PaperDamaged: it is not here, or is not what was taken in.
    """
    if first == 0:
        return read(digest)[:most]
    try:
        with _path(digest).open("rb") as kept:
            kept.seek(first)
            return kept.read(most)
    except FileNotFoundError:
        raise PaperDamaged("Missing.") from None


def add_part(name: str, first: int, data: bytes) -> None:
    """Write bytes of a paper that is still coming at their place; writing them twice changes nothing."""
    path = _part(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("r+b") as part:
        part.seek(first)
        part.write(data)
        part.truncate()
        part.flush()
        os.fsync(part.fileno())


def whole_part(name: str) -> bytes:
    """Return all bytes that came of a paper; none if there are none."""
    path = _part(name)
    return path.read_bytes() if path.exists() else b""


def drop_part(name: str) -> None:
    """Forget what came of a paper: it is kept whole by now, or was wrong."""
    _part(name).unlink(missing_ok=True)


def _part(name: str) -> Path:
    return Path(settings.NODE.files) / "papers" / "coming" / check_id(name)


def _path(digest: str) -> Path:
    name = check_digest(digest)
    return Path(settings.NODE.files) / "papers" / name[:2] / name
