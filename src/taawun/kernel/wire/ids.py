# SPDX-License-Identifier: Apache-2.0
"""Identifiers: UUID version 7, in lower case with hyphens (RFC 9562; spec §20.5)."""

import re
import uuid
from datetime import UTC, datetime, timedelta

from taawun.kernel.errors import BadShape

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
RANDOM_BYTES = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def uuid7(now: datetime, random: bytes) -> str:
    """Return the identifier for a moment and ten random bytes; it sorts by the moment, in milliseconds."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"uuid7 needs {RANDOM_BYTES} random bytes, not {len(random)}")
    milliseconds = (now - _EPOCH) // _MILLISECOND
    value = (milliseconds << 80) | int.from_bytes(random, "big")
    value = (value & ~(0xF << 76)) | (7 << 76)
    value = (value & ~(0x3 << 62)) | (2 << 62)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def check_id(text: object) -> str:
    """Return a version 7 identifier unchanged, or refuse it."""
    if not isinstance(text, str) or not _UUID7.fullmatch(text):
        raise BadShape("An identifier is not a UUIDv7 in lower case.")
    return text


def time_of(identifier: str) -> datetime:
    """Return the moment inside an identifier."""
    try:
        return _EPOCH + (uuid.UUID(identifier).int >> 80) * _MILLISECOND
    except OverflowError:
        raise BadShape("An identifier names a moment after the year 9999.") from None
