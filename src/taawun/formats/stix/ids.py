# SPDX-License-Identifier: Apache-2.0
"""Identifiers of STIX: type, two hyphens, UUID; ours follow from the record, so that telling it twice is one object."""

import re
from typing import Final
from uuid import UUID, uuid5

NAMESPACE: Final = UUID("6f3a6f2e-5a0e-4c6b-9d57-6c1c0a9f7a11")
"""From which the identifiers of our objects are derived."""
MOST: Final = 300
"""Characters of an identifier."""
_ID: Final = re.compile(
    r"([a-z][a-z0-9-]{1,249})--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII
)


def type_in(identifier: object) -> str:
    """Return the type that an identifier names; empty where it is none."""
    found = _ID.fullmatch(identifier) if isinstance(identifier, str) and len(identifier) <= MOST else None
    return found[1] if found else ""


def for_record(type_name: str, record_id: str) -> str:
    """Return the identifier of the object that says what a record says."""
    return f"{type_name}--{uuid5(NAMESPACE, record_id)}"
