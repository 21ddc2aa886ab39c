# SPDX-License-Identifier: Apache-2.0
"""Database triggers that keep rows as they were written, on SQLite and on PostgreSQL (spec §10.11, §80.2).

They stop mistakes and hurried hands; whoever owns the database can drop them. An app says in its guards.py which
acts on which tables are refused. A later migration that rebuilds a guarded table on SQLite drops its triggers: it
must call `install` again.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.special import RunPython

TRUNCATE: Final = "truncate"
"""An act that SQLite does not know."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One act on one table that is refused.

    `unless` is the SQL of the one change that is allowed; in it {same} stands for the equality that knows NULL.
    """

    table: str
    act: str
    unless: str = ""

    @property
    def name(self) -> str:
        """Return the name of the trigger."""
        return f"{self.table}_no_{self.act}"


@dataclass(frozen=True, slots=True)
class Guard:
    """The triggers of one app, and what they say."""

    app: str
    said: str
    refused: tuple[Refused, ...]

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Put the triggers in place."""
        _run(connection, self._sqlite() if connection.vendor == "sqlite" else self._postgresql())

    def unsafe_remove(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers away: for going back a migration, and for tests that empty the database."""
        if connection.vendor == "sqlite":
            _run(connection, [f"DROP TRIGGER IF EXISTS {one.name}" for one in self.refused])
        else:
            drops = [f"DROP TRIGGER IF EXISTS {one.name} ON {one.table}" for one in self.refused]
            _run(connection, [*drops, f"DROP FUNCTION IF EXISTS {self.app}_refuse()"])

    def migration(self) -> "Statements":
        """Return the operation of a migration that installs them."""
        return Statements(self.migrate_forward, self.migrate_back)

    def migrate_forward(self, _apps: Any, schema_editor: Any) -> None:
        """Install, as a migration."""
        self.install(schema_editor.connection)

    def migrate_back(self, _apps: Any, schema_editor: Any) -> None:
        """Remove, as a migration."""
        self.unsafe_remove(schema_editor.connection)

    def _sqlite(self) -> list[str]:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.said}'); END"
        return [
            f"{_head(one)}{_when(one, 'WHEN NOT ({})', 'IS')} {refuse}" for one in self.refused if one.act != TRUNCATE
        ]

    def _postgresql(self) -> list[str]:
        body = f"BEGIN RAISE EXCEPTION '{self.said}'; END"
        refuse = f"EXECUTE FUNCTION {self.app}_refuse()"
        return [
            f"CREATE OR REPLACE FUNCTION {self.app}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            *(
                f"{_head(one)} FOR EACH {'STATEMENT' if one.act == TRUNCATE else 'ROW'}"
                f"{_when(one, 'WHEN (NOT ({}))', 'IS NOT DISTINCT FROM')} {refuse}"
                for one in self.refused
            ),
        ]


class Statements(RunPython):
    """An operation of a migration that asks for no models: to draw up all of them for it takes longer than its work."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Go forward."""
        del app_label, to_state
        self.code(from_state, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Go back."""
        del app_label, to_state
        if self.reverse_code is not None:
            self.reverse_code(from_state, schema_editor)


def _head(one: Refused) -> str:
    return f"CREATE TRIGGER {one.name} BEFORE {one.act.upper()} ON {one.table}"


def _when(one: Refused, form: str, same: str) -> str:
    return f" {form.format(one.unless.format(same=same))}" if one.unless else ""


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
