# SPDX-License-Identifier: Apache-2.0
"""The six-bit armour of AIS payloads, as one whole number whose bits are the message (ITU-R M.1371).

A payload is put into base64's own letters, which the standard library reads at the speed of C; fields are then
shifts and masks. Checksums fold a number onto itself.
"""

import binascii
from typing import Final

ARMOUR: Final = b"0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw"
"""The letter of each value from 0 to 63."""
_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_WRONG: Final = ord("!")
_TABLE: Final = bytes(_BASE64[ARMOUR.index(letter)] if letter in ARMOUR else _WRONG for letter in range(256))
_PAD: Final = (b"", b"AAA", b"AA", b"A")
_TEXT: Final = "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_ !\"#$%&'()*+,-./0123456789:;<=>?"
_SIX: Final = 6


def bits_of(payload: bytes, fill: int) -> tuple[int, int]:
    """Return the bits of a payload as a number, and how many they are.

    Raises:
        ValueError: a letter that is not of the armour.
    """
    size = len(payload)
    padded = payload.translate(_TABLE) + _PAD[size & 3]
    value = int.from_bytes(binascii.a2b_base64(padded, strict_mode=True), "big")
    return value >> (_SIX * len(_PAD[size & 3]) + fill), _SIX * size - fill


def checksum(body: bytes) -> int:
    """Return the exclusive or of all bytes; a sentence has at most 128."""
    value = int.from_bytes(body, "little")
    value ^= value >> 512
    value ^= value >> 256
    value ^= value >> 128
    value ^= value >> 64
    value ^= value >> 32
    value ^= value >> 16
    return (value ^ (value >> 8)) & 0xFF


def text_of(value: int, letters: int) -> str:
    """Return six-bit text up to its first "@", without blanks at its end."""
    found = "".join(_TEXT[(value >> shift) & 63] for shift in range(_SIX * (letters - 1), -1, -_SIX))
    return found.partition("@")[0].rstrip()


def signed(value: int, size: int) -> int:
    """Return a number of so many bits in two's complement."""
    return value - (1 << size) if value >> (size - 1) else value
