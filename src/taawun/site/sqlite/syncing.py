# SPDX-License-Identifier: Apache-2.0
"""One sync of a file for all threads that wait for one."""

import os
import threading
from functools import cache


class Syncer:
    """Syncs one file; a thread that comes while a sync runs shares the next one with all who came meanwhile."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._news = threading.Condition()
        self._begun = 0
        self._ended = 0

    def sync(self) -> None:
        """Return when a sync that began after this call has ended."""
        with self._news:
            wanted = self._begun + 1
            while self._begun > self._ended and self._ended < wanted:
                self._news.wait()
            if self._ended >= wanted:
                return
            self._begun = wanted
        try:
            _sync(self._path)
        except OSError:
            self._end(self._ended)  # it counts for nobody: each who waits tries again, or fails alike
            raise
        self._end(wanted)

    def _end(self, reached: int) -> None:
        with self._news:
            self._begun = self._ended = reached
            self._news.notify_all()


@cache
def syncer(path: str) -> Syncer:
    """Return the one syncer of a file in this process."""
    return Syncer(path)


def _sync(path: str) -> None:
    """Sync a file; one that is gone was synced by who took it away."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        os.fdatasync(file)
    finally:
        os.close(file)
