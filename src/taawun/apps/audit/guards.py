# SPDX-License-Identifier: Apache-2.0
"""Database triggers that keep audit rows as they were written, on SQLite and on PostgreSQL (spec §10.11).

They stop mistakes and hurried hands. Whoever owns the database can drop them; what that person cannot do
is change a line and still fit the root in the ledger, which the other party has witnessed.

A later migration that rebuilds a guarded table on SQLite drops its triggers: it must call `install` again.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_LINE = (
    "id", "at", "officer_id", "authority", "actor_kind", "act", "object_type", "object_id", "purpose", "outcome",
    "section", "salt", "digest",
)  # fmt: skip
_TABLES = ("audit_line", "audit_anchor")


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place."""
    _run(connection, _sqlite_install() if connection.vendor == "sqlite" else _postgresql_install())


def unsafe_remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for going back a migration, and for tests that empty the database."""
    _run(connection, _sqlite_remove() if connection.vendor == "sqlite" else _postgresql_remove())


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


def _anchoring(same: str) -> str:
    """Return the condition of the one change a line allows; `same` is the vendor's null-safe equality."""
    unchanged = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in _LINE)
    return f"OLD.anchored_in IS NULL AND NEW.anchored_in IS NOT NULL AND {unchanged}"


def _sqlite_install() -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'audit rows are only ever added'); END"
    return [
        f"CREATE TRIGGER audit_line_no_update BEFORE UPDATE ON audit_line WHEN NOT ({_anchoring('IS')}) {refuse}",
        f"CREATE TRIGGER audit_anchor_no_update BEFORE UPDATE ON audit_anchor {refuse}",
        *(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}" for table in _TABLES),
    ]


def _sqlite_remove() -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in _TABLES for act in ("update", "delete")]


def _postgresql_install() -> list[str]:
    anchoring = _anchoring("IS NOT DISTINCT FROM")
    raising = "BEGIN RAISE EXCEPTION 'audit rows are only ever added'; END"
    return [
        f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {raising} $$",
        "CREATE TRIGGER audit_line_no_update BEFORE UPDATE ON audit_line FOR EACH ROW"
        f" WHEN (NOT ({anchoring})) EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_anchor_no_update BEFORE UPDATE ON audit_anchor FOR EACH ROW"
        " EXECUTE FUNCTION audit_refuse()",
        *(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
            for table in _TABLES
        ),
        *(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
            " EXECUTE FUNCTION audit_refuse()"
            for table in _TABLES
        ),
    ]


def _postgresql_remove() -> list[str]:
    acts = ("update", "delete", "truncate")
    drops = [f"DROP TRIGGER IF EXISTS {table}_no_{act} ON {table}" for table in _TABLES for act in acts]
    return [*drops, "DROP FUNCTION IF EXISTS audit_refuse()"]
