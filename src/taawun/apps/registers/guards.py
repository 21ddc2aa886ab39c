# SPDX-License-Identifier: Apache-2.0
"""A trigger that keeps versions of records as they were written (spec §80.2).

Erasing a whole version stays possible; changing one does not.
"""

from typing import Final

from taawun.apps.triggers import Guard, Refused

GUARD: Final = Guard(
    "registers", "a version of a record is never changed", (Refused("registers_recordversion", "update"),)
)
EXERCISE_GUARD: Final = Guard(
    "registers_exercise",
    "a record of an exercise stays one, and a live one never becomes one",
    (Refused("registers_record", "update", "OLD.exercise {same} NEW.exercise"),),
)
