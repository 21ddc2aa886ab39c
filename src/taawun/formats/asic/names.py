# SPDX-License-Identifier: Apache-2.0
"""Which names a file in a container may have, so that no name leads out of a folder or is read as another.

Names in Arabic and Urdu are as good as any. In a reference of a signature a name is written percent-encoded.
"""

import unicodedata
from typing import Final
from urllib.parse import quote, unquote

from taawun.kernel.errors import BadContainer

NAME_BYTES: Final = 255
"""Longest name of a file in a container, in bytes of UTF-8."""
DEPTH: Final = 8
"""Most parts of a name: folders and the file."""
MIMETYPE: Final = "mimetype"
META_FOLDER: Final = "META-INF/"

_NEVER = frozenset('\\:*?"<>|')  # what one system or another reads as something else
_DIRECTING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def checked_name(name: str) -> str:
    """Return a name that may stand in a container.

    Raises:
        BadContainer: for a name that is empty, too long, absolute, leads upward, or could be read as another.
    """
    parts = name.split("/")
    problems = {
        "is empty": not name,
        "is too long": len(name.encode("utf-8", "replace")) > NAME_BYTES or len(parts) > DEPTH,
        "has an empty part, or one of dots alone": any(not part.strip(". ") for part in parts),
        "ends in a space or a dot": any(part != part.strip(" ") or part.endswith(".") for part in parts),
        "has a sign that a system reads as something else": any(_odd(one) for one in name),
        "is not in normal form C": unicodedata.normalize("NFC", name) != name,
    }
    wrong = [problem for problem, found in problems.items() if found]
    if wrong:
        raise BadContainer(f"A name {wrong[0]}.")
    return name


def sameness(name: str) -> str:
    """Return what two names share that some system would take for one file."""
    return unicodedata.normalize("NFKC", name).casefold()


def reference(name: str) -> str:
    """Return a name as a signature refers to it."""
    return quote(name, safe="/-._~")


def referred(uri: str) -> str:
    """Return the name that a reference means.

    Raises:
        BadContainer: for a reference that is not UTF-8, or is no name.
    """
    try:
        return checked_name(unquote(uri, errors="strict"))
    except UnicodeDecodeError:
        raise BadContainer("A reference is not UTF-8.") from None


def _odd(character: str) -> bool:
    return character in _NEVER or character in _DIRECTING or unicodedata.category(character) in ("Cc", "Cs", "Cn")
