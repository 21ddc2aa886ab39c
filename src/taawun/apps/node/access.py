# SPDX-License-Identifier: Apache-2.0
"""The door to the node page: for an operator, on the record (spec §10.11a)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.exchange.services import own_roster
from taawun.apps.node.health import Sign, signs
from taawun.apps.node.models import Backup
from taawun.apps.node.services import FOLDER
from taawun.apps.people.access import ADMINISTRATION, actor_of, require
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoSuchBackup
from taawun.kernel.trust.keys import OFFICER, Key

MOST_BACKUPS = 20


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of the node as the roster has it, with its age."""

    use: str
    key: str
    algorithm: str
    since: datetime
    until: datetime
    revoked: datetime | None
    days: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the node page shows."""

    signs: list[Sign]
    keys: list[KeyRow]
    roster_version: int
    officers: int
    threshold: int
    backups: list[Backup]
    kept: frozenset[str]


def overview(reader: Officer, now: datetime) -> Overview:
    """Return how the node is, for an operator."""
    with audit.acting(actor_of(reader), "node.read", "node", settings.NODE.party, ADMINISTRATION, at=now):
        require(reader, "operator")
        roster = own_roster()
        keys = [_row(holder.use, key, now) for holder in roster.holders if holder.use != OFFICER for key in holder.keys]
        officers = sum(holder.use == OFFICER for holder in roster.holders)
        return Overview(
            signs(now),
            keys,
            roster.version,
            officers,
            roster.threshold,
            list(Backup.objects.all()[:MOST_BACKUPS]),
            _kept(),
        )


def _row(use: str, key: Key, now: datetime) -> KeyRow:
    since = key.valid_from
    return KeyRow(use, key.id, key.algorithm, since, key.valid_until, key.revoked, (now - since).days)


def backup_file(reader: Officer, number: int, now: datetime) -> Path:
    """Return the file of a backup that was made from the page, to be carried to another machine.

    Raises:
        NoSuchBackup: if none is kept here under this number.
    """
    found = Backup.objects.filter(id=number).first()
    name = found.digest if found else str(number)
    with audit.acting(actor_of(reader), "backup.fetched", "backup", name, ADMINISTRATION, at=now):
        require(reader, "operator")
        if found is None or found.file not in _kept():
            raise NoSuchBackup
        path: Path = settings.NODE.home / FOLDER / found.file
        return path


def _kept() -> frozenset[str]:
    folder: Path = settings.NODE.home / FOLDER
    return frozenset(path.name for path in folder.glob("*.backup")) if folder.is_dir() else frozenset()
