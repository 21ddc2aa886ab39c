# SPDX-License-Identifier: Apache-2.0
"""Small checks that turn an untrusted JSON object into typed values (spec §20.4).

Every wire object has a closed set of fields: an unknown one is refused, because a field that one side
ignores and the other obeys is how two states come to disagree about what was sent.
"""

import re
from collections.abc import Mapping
from typing import Any

from taawun.kernel.errors import BadShape

_PARTY = re.compile(r"[A-Z]{2}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
TEXT_CHARACTERS = 4_000


def fields(
    value: object, what: str, required: frozenset[str], optional: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return the object if it has exactly the fields it may have."""
    if not isinstance(value, dict):
        raise BadShape(f"{what} is not an object.")
    if value.keys() == required:  # as nearly always
        return value
    missing, unknown = required - value.keys(), value.keys() - required - optional
    if missing or unknown:
        names = ", ".join(sorted(missing)) or f"{len(unknown)} unknown"
        raise BadShape(f"{what}: {'missing' if missing else 'unexpected'} field: {names}.")
    return value


def text(value: object, what: str, most: int = TEXT_CHARACTERS) -> str:
    """Return a text that is not empty and not longer than `most` characters."""
    if not isinstance(value, str) or not value or len(value) > most:
        raise BadShape(f"{what} is not a text of 1 to {most} characters.")
    return value


def slug(value: object, what: str) -> str:
    """Return a name of lower-case letters, digits, dots and hyphens."""
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise BadShape(f"{what} is not a lower-case name.")
    return value


def party(value: object) -> str:
    """Return a party code."""
    if not isinstance(value, str) or not _PARTY.fullmatch(value):
        raise BadShape("A party is not an ISO 3166 alpha-2 code.")
    return value


def whole(value: object, what: str, least: int = 0) -> int:
    """Return a whole number that is not below `least`."""
    if type(value) is not int or value < least:
        raise BadShape(f"{what} is not a whole number of at least {least}.")
    return value


def flag(value: object, what: str) -> bool:
    """Return true or false."""
    if type(value) is not bool:
        raise BadShape(f"{what} is neither true nor false.")
    return value


def items(value: object, what: str, most: int, least: int = 1) -> list[Any]:
    """Return a list with `least` to `most` items; by default an empty list is refused by name."""
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise BadShape(f"{what} is not a list of {least} to {most} items.")
    return value


def distinct(values: list[Any], what: str) -> list[Any]:
    """Return the list if nothing stands in it twice."""
    if len(set(values)) != len(values):
        raise BadShape(f"{what} names something twice.")
    return values


def one_of(value: object, allowed: Mapping[str, Any] | frozenset[str], what: str) -> str:
    """Return a word from a closed list."""
    if not isinstance(value, str) or value not in allowed:
        raise BadShape(f"{what} is not one of the allowed words.")
    return value
