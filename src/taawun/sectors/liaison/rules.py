# SPDX-License-Identifier: Apache-2.0
"""The rules of this sector: pure functions over the data of one record (spec §80.40)."""

from collections.abc import Iterator
from typing import Any

from taawun.apps.sector import Data, Level, Remark


def check_note(data: Data) -> Iterator[Remark]:
    """Note a heading that says nothing more."""
    if not data.get("summary"):
        yield Remark("liaison-note.no-summary", "summary", "Nothing is said beside the heading.", Level.NOTE)


def words_in(text: str) -> Any:
    """Return how many words a text has."""
    return len(text.split())
