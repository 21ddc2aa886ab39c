# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep seats and badges as they were written: a badge can only be revoked, once (spec §80.94)."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

_SIGNED = ("id", "case_id", "session", "authority", "issuer", "title", "document", "officer_id", "at")
_REVOKED = "OLD.revoked IS NULL AND NEW.revoked IS NOT NULL AND NEW.reason <> ''"
_SAME = " AND ".join([*(f"NEW.{name} {{same}} OLD.{name}" for name in _SIGNED), _REVOKED])

GUARD: Final = Guard(
    "police_training",
    "a seat stays taken by whom it was, and a badge as it was signed",
    (
        Refused("police_training_place", "update"),
        Refused("police_training_place", "delete"),
        Refused("police_training_badge", "update", _SAME),
        Refused("police_training_badge", "delete"),
    ),
)
