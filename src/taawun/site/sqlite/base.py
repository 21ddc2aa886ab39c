# SPDX-License-Identifier: Apache-2.0
"""SQLite with a queue for its one writer, and one sync of the disk for all who commit meanwhile (decision 0020).

Whoever wants to write waits for its turn: first among the threads of its process, then, by a lock on a file beside
the database, among processes. The turn ends with the commit; the disk is synced after it, before the act returns.
What others read meanwhile must not leave the node before the same: see `taawun.apps.rows.settle`.
"""

import fcntl
import os
import threading
from collections import defaultdict
from typing import Any, Final

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from taawun.site.sqlite.syncing import syncer

WAIT_SECONDS: Final = 30.0
"""How long one waits in the queue of its own process, as long as SQLite itself would."""
SUFFIX: Final = ".queue"

_THREADS: Final[defaultdict[str, threading.Lock]] = defaultdict(threading.Lock)
"""The queue of this process for each database file."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions wait for their turn to write, and share the syncs of the disk."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._turn: int | None = None  # the open lock file, while it is our turn

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            self._sync_by_itself(False)
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave out what we override
        except BaseException:
            self._give_way()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        if self._turn is not None:
            self._sync_by_itself(True)
            self._give_way()
            self.settle()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
            if self._turn is not None:
                self._sync_by_itself(True)
        finally:
            self._give_way()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_way()

    def settle(self) -> None:
        """Wait until everything that anybody has committed to this file is on the disk."""
        if not self.is_in_memory_db():
            syncer(f"{self.settings_dict['NAME']}-wal").sync()

    def _sync_by_itself(self, whole: bool) -> None:
        """Let SQLite sync the disk at each commit, or only at each checkpoint; we sync after our transactions."""
        if not self.is_in_memory_db():
            self.connection.execute(f"PRAGMA synchronous={'FULL' if whole else 'NORMAL'}")

    def _take_turn(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        name = str(self.settings_dict["NAME"])
        if not _THREADS[name].acquire(timeout=WAIT_SECONDS):
            raise OperationalError("database is locked")
        self._turn = os.open(name + SUFFIX, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._turn, fcntl.LOCK_EX)

    def _give_way(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None
            _THREADS[str(self.settings_dict["NAME"])].release()
