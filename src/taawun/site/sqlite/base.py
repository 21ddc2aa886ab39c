# SPDX-License-Identifier: Apache-2.0
"""SQLite with a queue for its one writer (docs/decisions/0020).

SQLite lets one transaction write at a time, and has the others ask again after pauses of up to a tenth of a
second. With sixteen officers at work the file then lies idle most of the time. Here whoever wants to write waits
in a queue: first among the threads of its process, then, by a lock on a file beside the database, among
processes. The system wakes the next one at once, and frees the lock of a process that was killed.
"""

import fcntl
import os
import threading
from collections import defaultdict
from typing import Any, Final

from django.db import OperationalError
from django.db.backends.sqlite3 import base

WAIT_SECONDS: Final = 30.0
"""How long one waits in the queue of its own process, as long as SQLite itself would."""
SUFFIX: Final = ".queue"

_THREADS: Final[defaultdict[str, threading.Lock]] = defaultdict(threading.Lock)
"""The queue of this process for each database file."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions wait for their turn to write."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._turn: int | None = None  # the open lock file, while it is our turn

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_way()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs leave out what backends override
        self._give_way()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_way()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_way()

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
