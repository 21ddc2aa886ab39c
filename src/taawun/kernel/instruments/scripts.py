# SPDX-License-Identifier: Apache-2.0
"""Whether a text is there in each language and written in its letters (spec §65.6)."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from taawun.kernel.cases.words import LANGUAGES

_LATIN: Final = re.compile(r"[A-Za-z]")
_ARABIC_BLOCK: Final = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
_ONLY_URDU: Final = re.compile("[\u067e\u0679\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06c2\u06cc\u06d2]")
_ONLY_ARABIC: Final = re.compile("[\u0629\u0643\u0649\u064a\u0647]")

_WRITTEN: Final[Mapping[str, Callable[[str], bool]]] = {
    "en": lambda text: bool(_LATIN.search(text)) and not _ARABIC_BLOCK.search(text),
    "ar": lambda text: bool(_ARABIC_BLOCK.search(text)) and not _ONLY_URDU.search(text),
    "ur": lambda text: bool(_ARABIC_BLOCK.search(text)) and not _ONLY_ARABIC.search(text),
}


def wrong_languages(words: Mapping[str, str]) -> list[str]:
    """Return the languages whose text is missing, empty or in other letters, and languages that are not ours."""
    wrong = [one for one in LANGUAGES if one not in words or not _WRITTEN[one](words[one])]
    return wrong + sorted(set(words) - set(LANGUAGES))
