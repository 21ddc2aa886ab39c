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
from taawun.kernel.wire.digests import check_digest

PAPER_BYTES: Final = 64 << 20
"""Largest paper, in bytes."""


def keep(data: bytes) -> str:
    """Store bytes under their SHA-256 and return it; the same bytes twice are one file.

    Raises:
        WrongPaper: nothing, or more than `PAPER_BYTES`.
    """
    if not 0 < len(data) <= PAPER_BYTES:
        raise WrongPaper(f"{len(data)} bytes; 1 to {PAPER_BYTES}.")
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


def _path(digest: str) -> Path:
    name = check_digest(digest)
    return Path(settings.NODE.files) / "papers" / name[:2] / name
