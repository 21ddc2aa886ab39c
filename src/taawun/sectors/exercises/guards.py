# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep what was armed and fired as it was: an inject is fired once, at one moment (spec §88.7)."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

TABLES: Final = ("exercises_armed", "exercises_fired")
GUARD: Final = Guard(
    "exercises",
    "what was armed and fired in an exercise is never changed",
    tuple(Refused(table, act) for table in TABLES for act in ("update", "delete")),
)
