# SPDX-License-Identifier: Apache-2.0
"""A trigger that keeps reported rows as they were reported: they are added and taken away, never changed."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

GUARD: Final = Guard(
    "counter_narcotics",
    "a reported row is never changed",
    (Refused("counter_narcotics_seizure", "update"), Refused("counter_narcotics_flawed", "update")),
)
