# SPDX-License-Identifier: Apache-2.0
"""A database trigger that keeps judgements as they were made: neither changed nor deleted.

A later migration that rebuilds the table on SQLite drops the triggers and must call `install` again.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "identity_judgement"
_SAID = "'a judgement is never changed; a later one supersedes it'"
_ACTS = ("update", "delete")


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place."""
    _run(connection, _sqlite() if connection.vendor == "sqlite" else _postgresql())


def unsafe_remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for going back a migration, and for tests that empty the database."""
    on = "" if connection.vendor == "sqlite" else f" ON {_TABLE}"
    drops = [f"DROP TRIGGER IF EXISTS {_TABLE}_no_{act}{on}" for act in _ACTS]
    _run(connection, drops if not on else [*drops, "DROP FUNCTION IF EXISTS identity_refuse()"])


def migrate_forward(_apps: Any, schema_editor: Any) -> None:
    """Install, as a migration."""
    install(schema_editor.connection)


def migrate_back(_apps: Any, schema_editor: Any) -> None:
    """Remove, as a migration."""
    unsafe_remove(schema_editor.connection)


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, {_SAID}); END"
    return [f"CREATE TRIGGER {_TABLE}_no_{act} BEFORE {act.upper()} ON {_TABLE} {refuse}" for act in _ACTS]


def _postgresql() -> list[str]:
    body = f"$$ BEGIN RAISE EXCEPTION {_SAID}; END $$"
    return [
        f"CREATE OR REPLACE FUNCTION identity_refuse() RETURNS trigger LANGUAGE plpgsql AS {body}",
        *(
            f"CREATE TRIGGER {_TABLE}_no_{act} BEFORE {act.upper()} ON {_TABLE} FOR EACH ROW"
            " EXECUTE FUNCTION identity_refuse()"
            for act in _ACTS
        ),
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
