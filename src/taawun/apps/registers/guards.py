# SPDX-License-Identifier: Apache-2.0
"""A database trigger that keeps versions of records as they were written (spec §80.2).

Erasing a whole version stays possible; changing one does not. A later migration that rebuilds the table on
SQLite drops the trigger and must call `install` again.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_SAID = "'a version of a record is never changed'"
_TABLE = "registers_recordversion"
_SQLITE = [f"CREATE TRIGGER {_TABLE}_no_update BEFORE UPDATE ON {_TABLE} BEGIN SELECT RAISE(ABORT, {_SAID}); END"]
_POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION registers_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION {_SAID}; END $$",
    f"CREATE TRIGGER {_TABLE}_no_update BEFORE UPDATE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION registers_refuse()",
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the trigger in place."""
    _run(connection, _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)


def unsafe_remove(connection: BaseDatabaseWrapper) -> None:
    """Take the trigger away, for going back a migration."""
    if connection.vendor == "sqlite":
        _run(connection, [f"DROP TRIGGER IF EXISTS {_TABLE}_no_update"])
    else:
        drop = f"DROP TRIGGER IF EXISTS {_TABLE}_no_update ON {_TABLE}"
        _run(connection, [drop, "DROP FUNCTION IF EXISTS registers_refuse()"])


def migrate_forward(_apps: Any, schema_editor: Any) -> None:
    """Install, as a migration."""
    install(schema_editor.connection)


def migrate_back(_apps: Any, schema_editor: Any) -> None:
    """Remove, as a migration."""
    unsafe_remove(schema_editor.connection)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
