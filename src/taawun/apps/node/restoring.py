# SPDX-License-Identifier: Apache-2.0
"""A node from a backup, after its parts were checked and laid into a new home. The opposite of `backing_up`."""

from pathlib import Path

from taawun.apps.exchange.services import own_roster, own_words
from taawun.apps.ledger import access as ledger
from taawun.apps.node import copying
from taawun.apps.node.archive import Manifest
from taawun.apps.people.signers import node_signers, sealing_keys
from taawun.kernel.errors import BadBackup


def fill(parts: Path) -> None:
    """Fill the empty database of the new home from the parts of a backup."""
    if (parts / copying.SQLITE_FILE).exists():
        copying.check_sqlite(parts / copying.SQLITE_FILE)
    copying.copy_in(parts)


def check(manifest: Manifest) -> None:
    """Refuse a restored node that is not the one the backup speaks of, or whose keys do not open.

    Raises:
        BadBackup: naming what differs.
        KeyFileMissing, KeyFileOpen, NoKey: of a key that does not open.
    """
    if own_words() != manifest.words or own_roster().version != manifest.roster_version:
        raise BadBackup("Its roster is another one.")
    if ledger.status().size < manifest.ledger_size:
        raise BadBackup("Its ledger is shorter than it says.")
    for purpose in ("node", "ledger", "roster"):
        node_signers(purpose)
    sealing_keys()
