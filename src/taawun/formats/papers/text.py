# SPDX-License-Identifier: Apache-2.0
"""How somebody's text is put on paper: what is printed, what is named by its code, and which way it runs.

Nothing in a text can change how the rest of a page reads: marks that turn the direction are dropped, and a run of
the other direction is isolated, so that `18(15)` in an Urdu line keeps its order. A character that the typefaces do
not have is printed as its code, never as an empty box. The letter's own data, attached to it, keep every character.
"""

import re
import unicodedata
from typing import Final

WORD_CHARACTERS: Final = 40
"""A longer word may be broken anywhere, at every `PIECE_CHARACTERS`."""
PIECE_CHARACTERS: Final = 20
TOGETHER_CHARACTERS: Final = 30
"""A run of the other direction up to this length is not broken at its spaces."""

_KEPT = frozenset("\n\u200c\u200d\u200e\u200f")  # a new line, the joiners that Urdu and Persian need, two plain marks
# What the typefaces named in fonts.py have; tests/formats/papers/test_text.py sets every one of them.
_RANGES = (
    (0x20, 0x36F), (0x370, 0x3FF), (0x400, 0x482), (0x48A, 0x4FF), (0x600, 0x6FF), (0x750, 0x77F), (0x1E00, 0x1EFF),
    (0x2010, 0x2027), (0x2030, 0x2040), (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265), (0xFB50, 0xFBB1), (0xFBD3, 0xFD3D), (0xFD50, 0xFD8F),
    (0xFD92, 0xFDC7), (0xFDF0, 0xFDFB), (0xFE70, 0xFE74), (0xFE76, 0xFEFC),
)  # fmt: skip
_PRINTED = frozenset(
    chr(code) for first, last in _RANGES for code in range(first, last + 1) if unicodedata.category(chr(code))[0] != "C"
)
_ARABIC = "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
_LATIN = "0-9A-Za-z\u00c0-\u02ff\u0370-\u04ff\u1e00-\u1eff"
_LATIN_RUN = re.compile(
    rf"[{_LATIN}+#$€£][^\n{_ARABIC}«»\u200e\u200f]*(?<=[{_LATIN}%\)])(?:(?<=\.[A-Za-z])\.)?|[{_LATIN}]"
)
_ARABIC_RUN = re.compile(rf"[{_ARABIC}](?:[{_ARABIC}\u200c-\u200f ]*[{_ARABIC}])?")
_LATIN_WORDS = re.compile(r"[A-Za-z\u00c0-\u02ff]{2}.* .*[.!?]$")
_ANY_ARABIC = re.compile(rf"[{_ARABIC}\u200e\u200f]")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u02ff\u0370-\u04ff\u1e00-\u1eff]")
_LONG_WORD = re.compile(rf"[^\s\u200b]{{{WORD_CHARACTERS + 1},}}")
_LTR, _RTL, _END = "\u2066", "\u2067", "\u2069"
BREAK = "\u200b"
"""Where a line may break, and nothing is seen."""


def shown(text: str, *, rtl: bool) -> str:
    """Return a text as it is set in a line that runs from the right (`rtl`) or from the left."""
    return isolated(printable(text), rtl=rtl)


def printable(text: str) -> str:
    """Return a text without what cannot be seen, with codes for what cannot be set, and with breaks in long words."""
    seen: list[str] = []
    base = ""  # the script that marks may stand on: "ARABIC", "LATIN" or nothing
    for character in text.replace("\r\n", "\n").replace("\r", "\n"):
        written, base = _written(character, base)
        seen.append(written)
    return _LONG_WORD.sub(_breakable, "".join(seen).strip())


def isolated(text: str, *, rtl: bool) -> str:
    """Return a printable text with each run of the other direction isolated from what stands around it."""
    if rtl:
        return "\n".join(_line(one) for one in text.split("\n"))
    return "\n".join(_line_from_left(one) for one in text.split("\n"))


def _line(line: str) -> str:
    """Return a line of a text from the right; one in Latin letters alone keeps its full stop at its own end."""
    if _LATIN_WORDS.search(line) and not _ANY_ARABIC.search(line):
        return f"{_LTR}{_kept_together(line)}{_END}"
    return _LATIN_RUN.sub(_isolate_left, line)


def _line_from_left(line: str) -> str:
    """Return a line of a text from the left; one without Latin letters keeps its figures and marks in their places."""
    if _ARABIC_RUN.search(line) and not _LATIN_LETTER.search(line):
        return f"{_RTL}{_kept_together(line)}{_END}"
    return _ARABIC_RUN.sub(lambda found: f"{_RTL}{_kept_together(found[0])}{_END}", line)


def _written(character: str, base: str) -> tuple[str, str]:
    """Return how a character is written after a base, and the base for what follows."""
    if character in _KEPT:
        return character, base
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character == "\t":
        return ("\u00a0" if character == "\u00a0" else " "), ""
    if category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f":
        return "", base
    script = _script(character)
    stranded = category[0] == "M" and script != base
    if character not in _PRINTED or stranded:
        return f"[U+{ord(character):04X}]", ""
    return character, script


def _script(character: str) -> str:
    code = ord(character)
    if 0x600 <= code <= 0x77F or code >= 0xFB50:
        return "ARABIC"
    return "LATIN" if character.isalpha() or 0x300 <= code <= 0x36F else ""


def _breakable(found: re.Match[str]) -> str:
    word = found[0]
    return BREAK.join(word[start : start + PIECE_CHARACTERS] for start in range(0, len(word), PIECE_CHARACTERS))


def _isolate_left(found: re.Match[str]) -> str:
    """Isolate a run from the left; a bracket that was opened outside the run stays outside."""
    run, rest = found[0], ""
    while run.endswith(")") and run.count(")") > run.count("("):
        run, rest = run[:-1], ")" + rest
    return f"{_LTR}{_kept_together(run)}{_END}{rest}"


def _kept_together(run: str) -> str:
    """Keep a short run on one line: half a name at the end of a line that runs the other way is not read."""
    return run.replace(" ", "\u00a0") if len(run) <= TOGETHER_CHARACTERS else run
