# SPDX-License-Identifier: Apache-2.0
"""A backup: one sealed file with the database of one moment, the files, the settings and the keys (spec §10.10b).

It is read again to its end before it counts, and says of itself what it holds, so that whoever restores it can compare.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.conf import settings
from django.db import connection

from taawun.apps.exchange.services import own_roster, own_words
from taawun.apps.ledger import access as ledger
from taawun.apps.node import copying
from taawun.apps.node.archive import MANIFEST, PIECE_BYTES, SETTINGS_FILE, Manifest, read_backup
from taawun.apps.node.sealing import Sealer
from taawun.kernel.errors import BadBackup

KEPT: Final = ("keys", "files")
"""Folders of the home that a backup holds whole."""


def write_backup(target: Path, passphrase: str, now: datetime) -> Manifest:
    """Write a sealed backup to a new file that only its owner may read, and check it by reading it again.

    Raises:
        FileExistsError: nothing is overwritten.
        BadBackup: if what was written cannot be read again; then no file is left.
    """
    part = target.with_name(target.name + ".part")
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(handle)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            made = _write(file, passphrase, now)
            file.flush()
            os.fsync(file.fileno())
        if read_backup(part, passphrase) != made:
            raise BadBackup
        part.replace(target)
    except BaseException:  # whatever stops us, an interrupt too: no half of a backup stays
        part.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise
    return made


def _write(file: BinaryIO, passphrase: str, now: datetime) -> Manifest:
    sealer = Sealer(file, passphrase)
    digests: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory(dir=settings.NODE.home, prefix=".backup-") as folder,
        tarfile.open(fileobj=cast("BinaryIO", sealer), mode="w|", bufsize=PIECE_BYTES) as archive,
    ):
        size, roster = ledger.status().size, own_roster().version
        copying.copy_out(Path(folder))
        for name, path in _parts(Path(folder)):
            digests[name] = _add(archive, name, path)
        made = Manifest(
            party=settings.NODE.party, node=settings.NODE.name, version=version("taawun"), vendor=connection.vendor,
            at=now.isoformat(), ledger_size=size, roster_version=roster, words=own_words(), digests=digests,
        )  # fmt: skip
        said = json.dumps(asdict(made), sort_keys=True).encode()
        head = tarfile.TarInfo(MANIFEST)
        head.size = len(said)
        archive.addfile(head, io.BytesIO(said))
    sealer.close()
    return made


def _parts(copied: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name in the backup and the place of every file that belongs in it."""
    home: Path = settings.NODE.home
    yield from ((str(path.relative_to(copied)), path) for path in sorted(copied.rglob("*")) if path.is_file())
    if (home / SETTINGS_FILE).exists():
        yield SETTINGS_FILE, home / SETTINGS_FILE
    for name in KEPT:
        for path in sorted((home / name).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield str(path.relative_to(home)), path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        head = tarfile.TarInfo(name)
        head.size, head.mode = path.stat().st_size, 0o600
        archive.addfile(head, file)
    return digest
