# SPDX-License-Identifier: Apache-2.0
"""Reading a backup: its parts in order, each compared with what the backup says of itself. Needs no node to read."""

import hashlib
import json
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from taawun.apps.node.sealing import Opener
from taawun.kernel.errors import BadBackup

MANIFEST: Final = "manifest.json"
PIECE_BYTES: Final = 1 << 20
MANIFEST_BYTES: Final = 64 << 20
SETTINGS_FILE: Final = "node.toml"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `digests` are SHA-256 by the name of each part."""

    party: str
    node: str
    version: str
    vendor: str
    at: str
    ledger_size: int
    roster_version: int
    words: str
    digests: dict[str, str]


def read_backup(source: Path, passphrase: str, into: Path | None = None) -> Manifest:
    """Read a backup to its end, check every part, and keep the parts in a folder if one is given.

    Raises:
        BadBackup: if a byte is not as it was written, or the passphrase is another one.
    """
    digests: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    with source.open("rb") as file:
        opener = Opener(file, passphrase)
        try:
            with tarfile.open(fileobj=cast("BinaryIO", opener), mode="r|", bufsize=PIECE_BYTES) as archive:
                for member in archive:
                    held = archive.extractfile(member)
                    if held is None:
                        continue
                    if member.name == MANIFEST:
                        manifest = json.loads(held.read(MANIFEST_BYTES))
                    else:
                        digests[member.name] = _keep(held, member.name, into)
        except (tarfile.TarError, ValueError):
            raise BadBackup from None
        opener.finish()
    return _checked(manifest, digests)


def _checked(raw: dict[str, Any], digests: dict[str, str]) -> Manifest:
    try:
        manifest = Manifest(**raw)
    except TypeError:
        raise BadBackup from None
    if manifest.digests != digests:
        raise BadBackup("A part is not as it was written.")
    return manifest


def _keep(held: Any, name: str, into: Path | None) -> str:
    """Return the digest of one part, and write it into the folder; a name that leads elsewhere is refused."""
    parts = Path(name).parts
    if Path(name).is_absolute() or ".." in parts or not parts:
        raise BadBackup
    digest = hashlib.sha256()
    target = None if into is None else into / name
    if target is not None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.devnull, "wb") if target is None else os.fdopen(_private(target), "wb") as file:  # noqa: PTH123
        while data := held.read(PIECE_BYTES):
            digest.update(data)
            file.write(data)
    return digest.hexdigest()


def _private(target: Path) -> int:
    return os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
