# SPDX-License-Identifier: Apache-2.0
"""Acts of the operator on the node: a backup is made. One function is one act with its line."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.actors import Actor
from taawun.apps.node.backing_up import write_backup
from taawun.apps.node.models import Backup
from taawun.apps.people.access import ADMINISTRATION, require_actor
from taawun.apps.people.services import strong

FOLDER: Final = "backups"


def folder() -> Path:
    """Return the folder in the home for backups that are made from the page."""
    path: Path = settings.NODE.home / FOLDER
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def make_backup(actor: Actor, target: Path | None, passphrase: str, *, at: datetime | None = None) -> Backup:
    """Write a backup, read it again to its end, and remember that it was made.

    Args:
        actor: an operator, or the command line on the node's own machine.
        target: the file to make; one in the home's folder of backups if none is named.
        passphrase: seals the file; at least 12 characters.
        at: now.

    Raises:
        WeakSecret: if the passphrase is too short.
        BadBackup: if it could not be read again.
    """
    at = at or timezone.now()
    path = target or folder() / f"taawun-{settings.NODE.party.lower()}-{at:%Y%m%dT%H%M%SZ}.backup"
    with audit.refusing(actor, "backup.made", "backup", path.name, ADMINISTRATION, at=at):
        require_actor(actor, "operator")
        manifest = write_backup(path, strong(passphrase), at)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with audit.acting(actor, "backup.made", "backup", digest, ADMINISTRATION, at=at):
        return Backup.objects.create(
            at=at, officer_id=actor.officer_id or "", file=path.name, size=path.stat().st_size,
            digest=digest, ledger_size=manifest.ledger_size,
        )  # fmt: skip
