# SPDX-License-Identifier: Apache-2.0
"""Commands that make a backup of a node, and a node from a backup (spec §10.10b)."""

import shutil
import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from taawun.kernel.errors import BadSetting, NoHome
from taawun.site.cli.node import is_migrated, migrate, open_node
from taawun.site.cli.output import console, good, note, say
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption
from taawun.site.config import find_home
from taawun.site.plan import apart, is_empty

RUN = "Run a node"
NAME = "backup"
"""The name under which a file of secrets holds the passphrase of a backup."""
PARTS = ".parts"
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup.")]


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    app.command(rich_help_panel=RUN)(backup)
    app.command(rich_help_panel=RUN)(restore)


def backup(file: FileArgument, secrets: SecretsOption = None) -> None:
    """Write a backup of this node: database, files, settings and keys, sealed under a passphrase.

    The node may run meanwhile. The file is read again to its end before the command says that it is good. Keep it on
    another machine, and its passphrase apart from it.
    """
    open_node()
    passphrase = read_secrets(secrets).passphrase(NAME, new=True)
    from taawun.apps.audit.services import Actor
    from taawun.apps.node.services import make_backup

    if file.exists():
        raise BadSetting(f"{file} exists; a backup overwrites nothing.")
    made = make_backup(Actor.system("backup"), file, passphrase)
    said = say("{file}: {size} bytes, {entries} ledger entries; read again to its end.")
    good(said.format(file=file, size=made.size, entries=made.ledger_size))
    console.print(f"SHA-256 {made.digest}")


def restore(
    file: FileArgument,
    secrets: SecretsOption = None,
    database: Annotated[
        str, typer.Option(help="Another database than the backup names, e.g. an empty one on a new server.")
    ] = "",
    only_check: Annotated[bool, typer.Option("--check", help="Read the backup to its end, and make nothing.")] = False,
) -> None:
    """Make a node from a backup in an empty home, whole or not at all.

    Let the node of which the backup was made never run again: two nodes that speak for one party contradict each other,
    and what was sent after the backup is missing here. Call the other side before the restored node is served.
    """
    home, passphrase = find_home(), read_secrets(secrets).passphrase(NAME)
    from taawun.apps.node.archive import read_backup

    if only_check:
        _tell(read_backup(file, passphrase))
        return
    if not is_empty(home):
        raise NoHome(f"{home} is not empty; nothing was changed.")
    with apart(home) as unfinished:
        manifest = read_backup(file, passphrase, unfinished / PARTS)
        _lay(unfinished, database)
        _fill(unfinished / PARTS)
        _check(manifest)
        shutil.rmtree(unfinished / PARTS)
    _tell(manifest)
    note(say("What was sent or received after the backup is missing here. Call the other side before you serve it."))


def _lay(unfinished: Path, database: str) -> None:
    """Lay settings, keys and files into the new home."""
    from taawun.site.config import CONFIG_FILE, FILES_FOLDER, KEYS_FOLDER
    from taawun.site.home import make_home

    for name in (KEYS_FOLDER, FILES_FOLDER):
        if (unfinished / PARTS / name).exists():
            (unfinished / PARTS / name).rename(unfinished / name)
    values = tomllib.loads((unfinished / PARTS / CONFIG_FILE).read_text(encoding="utf-8"))
    make_home(unfinished, **values | ({"database": database} if database else {}))


def _fill(parts: Path) -> None:
    """Fill the database; PostgreSQL gets its tables first, SQLite brings them."""
    open_node()
    from django.db import connection

    from taawun.apps.node.restoring import fill

    if connection.vendor != "sqlite":
        migrate()
    fill(parts)
    if not is_migrated():
        migrate()


def _check(manifest: Any) -> None:
    from django.db import connections

    from taawun.apps.node.restoring import check

    check(manifest)
    connections.close_all()


def _tell(manifest: Any) -> None:
    said = say("The backup of {node} ({party}) from {at} is whole: {entries} ledger entries, roster version {version}.")
    good(
        said.format(
            node=manifest.node, party=manifest.party, at=manifest.at,
            entries=manifest.ledger_size, version=manifest.roster_version,
        )
    )  # fmt: skip
    console.print(f"    {manifest.words}")
