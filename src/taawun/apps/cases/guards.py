# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep the history of a case as it was made (spec §60.5, §60.7).

What a shared move says never changes; only what became of it does, when an earlier one arrives late.
"""

from typing import Final

from taawun.apps.triggers import Guard, Refused

_ADDED_ONLY = (
    "frozenpack", "elementvalue", "privatemove", "assessment", "assurance", "assurancefinding", "block", "charge",
    "clockevent", "paper", "evidence", "custody",
)  # fmt: skip
_MOVE = ("digest", "case_id", "wire", "move", "party", "officer_id", "authority", "at", "known", "release", "envelope")
_SAME = " AND ".join(f"NEW.{name} {{same}} OLD.{name}" for name in _MOVE)

GUARD: Final = Guard(
    "cases",
    "the history of a case is only ever added to",
    (
        *(Refused(f"cases_{table}", act) for table in _ADDED_ONLY for act in ("update", "delete")),
        Refused("cases_sharedmove", "update", _SAME),
        Refused("cases_sharedmove", "delete"),
    ),
)
TAINTS: Final = Guard(
    "cases_taint",
    "what taints evidence is never taken back",
    tuple(Refused("cases_evidencetaint", act) for act in ("update", "delete")),
)
"""Of a table that came later."""
