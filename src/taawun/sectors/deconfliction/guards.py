# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep what a live entry says, and a conflict once it is closed (spec §87.1, §87.9)."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

_SAID = (
    "id", "party", "authority", "lead_id", "kind", "form", "places", "radius", "begins", "ends", "contact", "phone",
    "created",
)  # fmt: skip
_KEPT = " AND ".join(f"NEW.{name} {{same}} OLD.{name}" for name in _SAID)
_OWNED = ("id", "new_id", "old_id", "same_target", "near", "apart", "contact", "phone", "opened", "due")
_STANDS = " AND ".join(["OLD.closed_at IS NULL", *(f"NEW.{name} {{same}} OLD.{name}" for name in _OWNED)])

GUARD: Final = Guard(
    "deconfliction",
    "an entry stays as it became live, and a closed conflict as it was closed",
    (
        Refused("deconfliction_entry", "update", f"OLD.state = 'draft' OR ({_KEPT})"),
        Refused("deconfliction_conflict", "update", _STANDS),
        Refused("deconfliction_conflict", "delete"),
    ),
)
