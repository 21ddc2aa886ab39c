# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep a handover as it was signed: it is taken over or taken back, once, and otherwise never changed."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

_SIGNED = ("id", "posting", "authority", "outgoing", "incoming", "contents", "digest", "handed_over")
_ONCE = (
    "OLD.taken_over IS NULL AND OLD.taken_back IS NULL "
    "AND ((NEW.taken_over IS NULL) <> (NEW.taken_back IS NULL))"
)  # fmt: skip
_SAME = " AND ".join([*(f"NEW.{name} {{same}} OLD.{name}" for name in _SIGNED), _ONCE])

GUARD: Final = Guard(
    "liaison",
    "a handover stays as it was signed",
    (Refused("liaison_handover", "update", _SAME), Refused("liaison_handover", "delete")),
)
