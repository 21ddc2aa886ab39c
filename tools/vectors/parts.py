# SPDX-License-Identifier: Apache-2.0
"""Parts: bytes described by rule, so that a vector of eight megabytes is a line of text (spec/README.md)."""

import base64
from collections.abc import Sequence
from typing import Any

from tools.vectors import crypto

Part = dict[str, Any]


def text(value: bytes | str) -> list[Part]:
    """Return bytes that are UTF-8 as one part."""
    return [{"text": value if isinstance(value, str) else value.decode()}]


def expand(parts: Sequence[Part]) -> bytes:
    """Return the bytes of a list of parts."""
    return b"".join(_expand(part) for part in parts)


def _expand(part: Part) -> bytes:
    if "sealed" in part:
        sealed = part["sealed"]
        info = f"taawun/1 seal {sealed['from']}>{sealed['to']}".encode()
        key = bytes.fromhex(sealed["content_key"])
        return crypto.seal_item(key, sealed["index"], info, expand(sealed["plain"]))
    if "b64" in part:
        return base64.urlsafe_b64decode(part["b64"] + "==")
    if "repeat" in part:
        return str(part["repeat"]).encode() * int(part["times"])
    return str(part["text"]).encode()
