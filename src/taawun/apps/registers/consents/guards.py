# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep requests for consent and their answers as they crossed (spec §80.25)."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

TABLES: Final = ("registers_consentrequest", "registers_consentreply")
GUARD: Final = Guard(
    "registers", "what was asked and answered is never changed", tuple(Refused(table, "update") for table in TABLES)
)
