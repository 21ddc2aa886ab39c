# SPDX-License-Identifier: Apache-2.0
"""A trigger that keeps versions of records as they were written (spec §80.2).

Erasing a whole version stays possible; changing one does not.
"""

from typing import Final

from taawun.apps.triggers import Guard, Refused

GUARD: Final = Guard(
    "registers", "a version of a record is never changed", (Refused("registers_recordversion", "update"),)
)
