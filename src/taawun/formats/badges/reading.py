# SPDX-License-Identifier: Apache-2.0
"""A credential as bytes: read within limits, no name twice, times in UTC (spec §80.95)."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from taawun.kernel.errors import BadBadge

FILE_BYTES: Final = 1 << 20
"""Largest badge or status list, in bytes."""
DEPTH: Final = 16
"""Deepest nesting, in levels."""
VC: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def read(data: bytes) -> dict[str, Any]:
    """Return the JSON object of a file.

    Raises:
        BadBadge: too large, too deep, no JSON object, or a name twice in one place.
    """
    if len(data) > FILE_BYTES:
        raise BadBadge(f"{len(data)} bytes; at most {FILE_BYTES}.")
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadBadge("Not JSON.") from None
    if not isinstance(found, dict) or _depth(found) > DEPTH:
        raise BadBadge(f"Not an object of at most {DEPTH} levels.")
    return found


def moment(at: datetime) -> str:
    """Return a moment as credentials have it: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def time_of(value: object) -> datetime:
    """Return a moment of a credential.

    Raises:
        BadBadge: it is in another form, or does not exist.
    """
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise BadBadge("A time is not in the form 2026-11-22T09:00:00Z.")
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise BadBadge("A time that does not exist.") from None


def issuer_of(document: Mapping[str, Any]) -> str:
    """Return who issued a credential: its issuer, or the issuer's `id`.

    Raises:
        BadBadge: it names nobody.
    """
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    if not isinstance(found, str):
        raise BadBadge("It names no issuer.")
    return found


def has_type(document: Mapping[str, Any], wanted: str) -> bool:
    """Tell whether a credential of version 2.0 is of a type."""
    types, context = document.get("type"), document.get("@context")
    whole = isinstance(types, list) and "VerifiableCredential" in types and wanted in types
    return whole and isinstance(context, list) and context[:1] == [VC]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _refuse(_text: str) -> None:
    raise ValueError("no JSON number")


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(one) for one in inner), default=0)
