# SPDX-License-Identifier: Apache-2.0
"""The three languages of the desk, each by its own name and with its direction."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """One language that every page exists in."""

    code: str
    name: str
    direction: str

    @property
    def comma(self) -> str:
        """What stands between the parts of a list in one line, with its blank."""
        return ", " if self.direction == "ltr" else "، "

    @property
    def semicolon(self) -> str:
        """What stands between the parts of a list whose parts hold commas, with its blank."""
        return "; " if self.direction == "ltr" else "؛ "


ALL: Final = (
    Language("en", "English", "ltr"),
    Language("ar", "العربية", "rtl"),
    Language("ur", "اردو", "rtl"),
)
BY_CODE: Final = {language.code: language for language in ALL}


def find(code: str | None) -> Language:
    """Return the language of a code such as "ur" or "ur-pk"; English when we have no such language."""
    return BY_CODE.get((code or "").partition("-")[0], ALL[0])
