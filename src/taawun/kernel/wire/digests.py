# SPDX-License-Identifier: Apache-2.0
"""Digests and byte texts: SHA-256 in lower-case hex, other bytes in base64url without padding (spec §20.5)."""

import base64
import binascii
import hashlib
import re
from typing import Any

from taawun.kernel.errors import BadShape
from taawun.kernel.wire.canonical import encode

_HEX = re.compile(r"[0-9a-f]{64}")
_B64 = re.compile(r"[A-Za-z0-9_-]*")


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_of(value: Any) -> str:
    """Return the SHA-256 of a value's canonical bytes, in hex."""
    return sha256_hex(encode(value))


def check_digest(text: object) -> str:
    """Return a hex digest unchanged, or refuse it."""
    if not isinstance(text, str) or not _HEX.fullmatch(text):
        raise BadShape("A digest is not 64 lower-case hex digits.")
    return text


def b64(data: bytes) -> str:
    """Return base64url text without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64(text: object) -> bytes:
    """Return the bytes of base64url text, refusing every other spelling of them."""
    if not isinstance(text, str) or not _B64.fullmatch(text):
        raise BadShape("A byte text is not base64url.")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadShape("A byte text is not base64url.") from None
    # Checked on the last group alone: only there do two spellings of the same bytes exist.
    if b64(data[-(len(data) % 3 or 3) :]) != text[-len(b64(data[-(len(data) % 3 or 3) :])) :]:
        raise BadShape("A byte text is not in its shortest base64url form.")
    return data
