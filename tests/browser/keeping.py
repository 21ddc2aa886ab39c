# SPDX-License-Identifier: Apache-2.0
"""The node under test as it was at one moment, put back as often as tests need it by copying a SQLite database.

Telling a story through the real services, and emptying a hundred tables after a test, each cost seconds.
"""

import copy
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from django.db import connection

from taawun.apps.identity import engine
from taawun.apps.people import keyfiles


class Kept:
    """Rows, keys and the index of names as they are now, and what whoever wrote them knows of them."""

    def __init__(self, folder: Path, known: Any) -> None:
        self.rows, self.known = sqlite3.connect(folder / "kept.sqlite3", check_same_thread=False), copy.deepcopy(known)
        self.folders = {keyfiles.folder(): folder / "keys", engine.folder(): folder / "index"}
        connection.ensure_connection()
        connection.connection.backup(self.rows)
        for folder_of_node, kept in self.folders.items():
            shutil.copytree(folder_of_node, kept)

    def put_back(self) -> Any:
        """Put it all back, and return what is known of it."""
        connection.ensure_connection()
        self.rows.backup(connection.connection)
        for folder_of_node, kept in self.folders.items():
            shutil.rmtree(folder_of_node, ignore_errors=True)
            shutil.copytree(kept, folder_of_node)
        return copy.deepcopy(self.known)

    def close(self) -> None:
        """Forget it."""
        self.rows.close()
