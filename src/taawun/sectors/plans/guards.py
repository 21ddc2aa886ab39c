# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep every saving and every version of a plan as it was (spec §86.9)."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

TABLES: Final = ("plans_revision", "plans_version", "plans_annexrevision")
GUARD: Final = Guard(
    "plans",
    "a saving and a version of a plan are never changed",
    tuple(Refused(table, act) for table in TABLES for act in ("update", "delete")),
)
