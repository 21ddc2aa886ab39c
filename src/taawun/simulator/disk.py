# SPDX-License-Identifier: Apache-2.0
"""A disk that survives a crash, and crashes that may come between any two steps.

A transaction works on copies; its commit is one assignment, so a crash leaves all of it or none of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Table = dict[Any, Any]


class Crash(Exception):  # not an error of the protocol: the process is gone
    """The node stopped here, without a chance to clean up."""


@dataclass(slots=True)
class Faults:
    """Counts the steps of a node and crashes it at the one that was chosen."""

    left: int | None = None
    taken: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        """Pass one step, or crash before it."""
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                self.taken.append(name)
                raise Crash(name)


class Transaction:
    """Tables as one transaction sees them; a table is copied when it is first asked for."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self._before = tables
        self.after: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        """Return a table that may be written to. Rows are frozen, so a shallow copy is enough."""
        if name not in self.after:
            self.after[name] = dict(self._before.get(name, {}))
        return self.after[name]


class Disk:
    """Tables by name. Rows are immutable values; a new row replaces an old one."""

    def __init__(self, faults: Faults) -> None:
        self._tables: dict[str, Table] = {}
        self._faults = faults

    def __getitem__(self, name: str) -> Table:
        """Return a table to read, as it was last committed."""
        return self._tables.setdefault(name, {})

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Run one transaction: committed whole at the end, or not at all."""
        current = Transaction(self._tables)
        yield current
        self._faults.step("before commit")
        self._tables = self._tables | current.after
        self._faults.step("after commit")

    def snapshot(self) -> dict[str, Table]:
        """Return a backup."""
        return {name: dict(table) for name, table in self._tables.items()}

    def restore(self, backup: dict[str, Table]) -> None:
        """Put a backup back, forgetting everything since."""
        self._tables = {name: dict(table) for name, table in backup.items()}
