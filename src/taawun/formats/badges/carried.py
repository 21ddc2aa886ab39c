# SPDX-License-Identifier: Apache-2.0
"""Where a badge is carried: in its own file, attached to its certificate, or in the square on the paper (spec §80.97).

The square holds the whole badge, packed: whoever has the paper alone can check it without a network.
"""

import base64
import binascii
import zlib
from typing import Final

from taawun.formats.badges.reading import FILE_BYTES
from taawun.kernel.errors import BadBadge, BadPaper

PREFIX: Final = "TAAWUN-BADGE:"
"""What the text of a square begins with; all of it is of the characters that such squares hold most densely."""
SQUARE_CHARACTERS: Final = 2_500
"""Longest text of a square that a camera still reads from paper; a longer badge is only attached."""
ATTACHED: Final = "badge.json"
"""The name under which a certificate carries its badge."""
_PDF: Final = b"%PDF-"
_BLOCK: Final = 8
"""Characters of one block of base 32."""


def to_text(badge: bytes) -> str:
    """Return a badge as the text of a square; empty for one that is too long for a square."""
    text = PREFIX + base64.b32encode(zlib.compress(badge, 9)).decode().rstrip("=")
    return text if len(text) <= SQUARE_CHARACTERS else ""


def badge_in(data: bytes) -> bytes:
    """Return the badge that a file carries: the file itself, unless it is a certificate or the text of a square.

    Raises:
        BadBadge: a certificate or a text that carries none.
    """
    if data.startswith(_PDF):
        return _attached(data)
    text = data.strip()
    return _unpacked(text[len(PREFIX) :]) if text.startswith(PREFIX.encode()) else data


def _attached(pdf: bytes) -> bytes:
    from taawun.formats.papers import reading  # a second's import, for who verifies a certificate

    try:
        found = reading.read(pdf, ATTACHED).data
    except BadPaper as wrong:
        raise BadBadge("No PDF that can be read.") from wrong
    if found is None:
        raise BadBadge("No badge is attached to this PDF.")
    return found


def _unpacked(text: bytes) -> bytes:
    packing = zlib.decompressobj()
    try:
        made = packing.decompress(base64.b32decode(text + b"=" * (-len(text) % _BLOCK)), FILE_BYTES + 1)
    except (binascii.Error, zlib.error):
        raise BadBadge("The text of the square is not whole.") from None
    if not packing.eof:
        raise BadBadge("The text of the square is not whole, or unpacks to too much.")
    return made
