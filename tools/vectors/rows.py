# SPDX-License-Identifier: Apache-2.0
"""One row of a vector file."""

from typing import Any


def good(section: str, check: str, name: str, given: dict[str, Any], expect: dict[str, Any] | None = None) -> Any:
    """Return a vector that must succeed."""
    return _row(section, check, name, given) | {"valid": True, "expect": expect or {}}


def bad(section: str, check: str, name: str, code: str, given: dict[str, Any], **expect: Any) -> Any:
    """Return a vector that must be refused with a code."""
    return _row(section, check, name, given) | {"valid": False, "code": code, "expect": expect}


def _row(section: str, check: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
    return {"section": section, "check": check, "name": name, "input": given}
