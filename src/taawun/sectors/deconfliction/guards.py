# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep what a live entry says, and a conflict once it is closed (spec §87.1, §87.9, §87.11)."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

_SAID = (
    "id", "party", "authority", "lead_id", "kind", "form", "places", "radius", "begins", "ends", "contact", "phone",
    "created",
)  # fmt: skip
_KEPT = " AND ".join(f"NEW.{name} {{same}} OLD.{name}" for name in _SAID)
_OWNED = ("id", "new_id", "old_id", "same_target", "near", "apart", "contact", "phone", "opened", "due")
_SAME = " AND ".join(f"NEW.{name} {{same}} OLD.{name}" for name in _OWNED)
_STANDS = f"OLD.closed_at IS NULL AND {_SAME}"
_CLOSED = ("state", "overdue", "closed_at", "closed_by", "reason", "note")
_FORGOTTEN = " AND ".join(
    ["OLD.closed_at IS NOT NULL", "OLD.forgotten IS NULL", _SAME, *(f"NEW.{one} {{same}} OLD.{one}" for one in _CLOSED)]
)
"""The one change of a closed conflict: that it is about to be erased."""


_MOVE = "NEW.move {same} OLD.move"


def _guard(conflict: str, erased: str) -> Guard:
    said = "an entry stays as it became live, and a closed conflict as it was closed"
    refused = (
        Refused("deconfliction_entry", "update", f"OLD.state = 'draft' OR ({_KEPT})"),
        Refused("deconfliction_conflict", "update", conflict),
        Refused("deconfliction_conflict", "delete", erased),
    )
    return Guard("deconfliction", said, refused)


FIRST: Final = _guard(_STANDS, "")
"""As the tables were guarded before conflicts were erased."""
SECOND: Final = _guard(f"({_STANDS}) OR ({_FORGOTTEN})", "OLD.forgotten IS NOT NULL")
"""As they were guarded before a conflict kept the move that pointed it out."""
GUARD: Final = _guard(f"{_MOVE} AND (({_STANDS}) OR ({_FORGOTTEN}))", "OLD.forgotten IS NOT NULL")
