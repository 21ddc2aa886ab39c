# SPDX-License-Identifier: Apache-2.0
"""Which signs part an interchange: the six that its UNA segment names, or the usual ones (ISO 9735, annex).

The beginning is looked for, because a message that came by telegram has address lines before it.
"""

import re
from dataclasses import dataclass
from typing import Final

from taawun.kernel.errors import BadEdifact

HEAD_BYTES: Final = 64 << 10
"""How far into a file an interchange must have begun, in bytes."""

_UNA: Final = re.compile(rb"UNA([\x00-\x7f]{6})(?=\s*U\s*N\s*[BGH])")
_BARE: Final = re.compile(rb"(?<![A-Z0-9])U\s*N\s*[BGH]\s*(?=\+)")
_LETTER: Final = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The signs of an interchange. A blank as `release` or `repetition` means that there is none."""

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    repetition: str = " "
    terminator: str = "'"

    def __post_init__(self) -> None:
        """Refuse signs that could not be told apart.

        Raises:
            BadEdifact.
        """
        parting = [self.component, self.element, self.terminator, *([self.release] if self.release != " " else [])]
        if len(set(parting)) < len(parting) or any(_LETTER.match(one) for one in parting):
            raise BadEdifact("The UNA segment names one sign twice, or a letter or digit.")

    @property
    def una(self) -> str:
        """Return the UNA segment that names these signs."""
        return f"UNA{self.component}{self.element}{self.decimal}{self.release}{self.repetition}{self.terminator}"


STANDARD: Final = Delimiters()


def begun(head: bytes) -> tuple[Delimiters, int]:
    """Return the signs of the interchange that begins in the first bytes of a file, and where its first segment does.

    Raises:
        BadEdifact: none begins there.
    """
    if found := _UNA.search(head):
        return Delimiters(*found.group(1).decode("ascii")), found.end()
    if bare := _BARE.search(head):
        return STANDARD, bare.start()
    raise BadEdifact("No interchange begins in it: there is neither UNA nor UNB, UNG or UNH.")
