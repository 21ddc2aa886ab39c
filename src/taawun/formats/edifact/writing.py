# SPDX-License-Identifier: Apache-2.0
"""Writing segments: with signs of the interchange released where they stand in a text."""

import re
from collections.abc import Iterable, Sequence

from taawun.formats.edifact.delimiters import STANDARD, Delimiters

_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ue000-\ue003]+")


def written(tag: str, *elements: str | Sequence[str], signs: Delimiters = STANDARD) -> str:
    """Return a segment with its terminator; an element is a text, or its components. What ends blank is left out."""
    parts = [signs.component.join(_trimmed(_components(one, signs))) for one in elements]
    return signs.element.join([tag, *_trimmed(parts)]) + signs.terminator


def _components(element: str | Sequence[str], signs: Delimiters) -> list[str]:
    return [_released(one, signs) for one in ([element] if isinstance(element, str) else element)]


def _trimmed(parts: Iterable[str]) -> list[str]:
    found = list(parts)
    while found and not found[-1]:
        found.pop()
    return found


def _released(text: str, signs: Delimiters) -> str:
    """Return a text in which each sign of the interchange is released; control characters become blanks."""
    plain = _UNWRITABLE.sub(" ", text)
    for sign in (signs.release, signs.element, signs.component, signs.terminator):
        plain = plain.replace(sign, signs.release + sign)
    return plain
