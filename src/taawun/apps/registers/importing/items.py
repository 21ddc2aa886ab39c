# SPDX-License-Identifier: Apache-2.0
"""What every source of an import yields: one item for each row of the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taawun.apps.registers.checks import Problem
from taawun.kernel.marking import Marking


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what it is to say, and how it is marked.

    `reference` names the thing in the source, where the source has such names: an item that is imported again
    then becomes a new version, or nothing if it says the same. `once` leaves one that is there as it is: what people
    did with it since is theirs.
    """

    row: int
    type: str
    data: Mapping[str, Any]
    marking: Marking
    problems: tuple[Problem, ...] = ()
    reference: str = ""
    once: bool = False
