# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep audit rows as they were written (spec §10.11).

Whoever owns the database can drop them; what that person cannot do is change a line and still fit the root in the
ledger, which the other party has witnessed. A line allows one change: it is anchored, once.
"""

from typing import Final

from taawun.apps.triggers import TRUNCATE, Guard, Refused

_LINE: Final = (
    "id", "at", "officer_id", "authority", "actor_kind", "act", "object_type", "object_id", "purpose", "outcome",
    "section", "salt", "digest",
)  # fmt: skip
_UNCHANGED: Final = " AND ".join(f"NEW.{name} {{same}} OLD.{name}" for name in _LINE)
_ANCHORING: Final = f"OLD.anchored_in IS NULL AND NEW.anchored_in IS NOT NULL AND {_UNCHANGED}"
_TABLES: Final = ("audit_line", "audit_anchor")

GUARD: Final = Guard(
    "audit",
    "audit rows are only ever added",
    (
        Refused("audit_line", "update", _ANCHORING),
        Refused("audit_anchor", "update"),
        *(Refused(table, act) for act in ("delete", TRUNCATE) for table in _TABLES),
    ),
)
