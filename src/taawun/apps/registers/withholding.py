# SPDX-License-Identifier: Apache-2.0
"""Records of an exercise that stand here before their time, and that a sector withholds from an officer (spec §88.7d).

A sector adds a function that is asked about each record which is read for the purpose `exercise`, and for no other:
what is real is withheld by its marking alone.
"""

from collections.abc import Callable
from typing import Final

from taawun.apps.people.models import Officer
from taawun.kernel.marking import EXERCISE

Withholds = Callable[[Officer, str], bool]
_ASKED: Final[dict[str, Withholds]] = {}


def add(sector: str, asked: Withholds) -> None:
    """Let a sector be asked, with the officer and the record; each is asked once."""
    _ASKED[sector] = asked


def withheld(officer: Officer, record_id: str, purpose: str) -> bool:
    """Tell whether a record is withheld from an officer."""
    return purpose == EXERCISE and bool(record_id) and any(asked(officer, record_id) for asked in _ASKED.values())
