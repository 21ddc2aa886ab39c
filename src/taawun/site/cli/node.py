# SPDX-License-Identifier: Apache-2.0
"""Opening a node for a command: its home, Django, and the officer in whose name the command acts."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from taawun.kernel.errors import NoSuchOfficer, NotMigrated, WrongPassword
from taawun.site.cli.secrets import Secrets
from taawun.site.config import NodeConfig, find_home, read_config

if TYPE_CHECKING:
    from taawun.apps.people.models import Officer

SETTINGS = "taawun.site.settings"


def use_home(home: Path | None) -> None:
    """Make a folder the home of this command and of the processes it starts."""
    if home is not None:
        os.environ["TAAWUN_HOME"] = str(home.expanduser().resolve())


def open_node() -> NodeConfig:
    """Set Django up for the node in TAAWUN_HOME and return its settings."""
    import django

    config = read_config(find_home())
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    return config


def open_migrated_node() -> NodeConfig:
    """Open the node for a process that serves; its database must have this version's tables.

    Raises:
        NotMigrated: if it has not; nothing is brought up to date behind an operator's back.
        BadPack, BadDeclaration: a pack of a sector is wrong; better now than when a case is opened.
    """
    config = open_node()
    from taawun.apps.cases import access

    access.packs()
    if not is_migrated():
        raise NotMigrated
    return config


def sign_in(username: str, secrets: Secrets) -> "Officer":
    """Return an officer after their sign-in password was checked.

    Raises:
        WrongPassword: for an unknown name too, so that names cannot be tried out.
    """
    from django.contrib.auth import authenticate

    officer = authenticate(username=username, password=secrets.password(username))
    if officer is None:
        raise WrongPassword
    return officer


def officer_named(username: str) -> "Officer":
    """Return an officer who is about to prove themselves with their passphrase."""
    from taawun.apps.people.access import named

    officer = named(username)
    if officer is None:
        raise NoSuchOfficer
    return officer


def migrate() -> None:
    """Bring the database to this version's tables."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def is_migrated() -> bool:
    """Tell whether the database has this version's tables; leave no connection behind for a child to inherit."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    return not plan
