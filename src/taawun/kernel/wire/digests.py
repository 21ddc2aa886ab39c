# SPDX-License-Identifier: Apache-2.0
"""Digests and byte texts: SHA-256 in lower-case hex, other bytes in base64url without padding (spec §20.5)."""

import binascii
import hashlib
import re
from typing import Any

from taawun.kernel.errors import BadShape
from taawun.kernel.wire.canonical import encode

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")
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
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=").decode("ascii")


def unb64(text: object) -> bytes:
    """Return the bytes of base64url text, refusing every other spelling of them."""
    if not isinstance(text, str) or not _B64.fullmatch(text) or len(text) % 4 == 1:
        raise BadShape("A byte text is not base64url.")
    data = binascii.a2b_base64(text.encode("ascii").translate(_FROM_URL) + b"=" * (-len(text) % 4))
    if len(text) % 4 and b64(data[-(len(data) % 3) :]) != text[-(len(text) % 4) :]:
        raise BadShape("A byte text is not in its shortest base64url form.")  # the last group has spare bits
    return data
