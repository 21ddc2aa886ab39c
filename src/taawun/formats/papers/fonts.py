# SPDX-License-Identifier: Apache-2.0
"""Which typefaces a letter is set in, and where they are (docs/decisions/0022).

English comes with typst, Arabic (Amiri) with the package `fontpkg-amiri`. No Python package carries a Nastaliq, so
Noto Nastaliq Urdu is looked for on the machine; without it an Urdu letter is set in Amiri, which has every letter of
Urdu in the Naskh style, and `missing` says what to install.
"""

import sys
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst

from taawun.formats.papers.letter import Language
from taawun.kernel.errors import NoTypeface

LATIN: Final = "Libertinus Serif"
NASKH: Final = "Amiri"
NASTALIQ: Final = "Noto Nastaliq Urdu"
NASTALIQ_PACKAGE: Final = "fonts-noto-core"
"""The Debian package with Noto Nastaliq Urdu."""
FOLDERS: Final = (
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/noto"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
)
"""Where a machine keeps its typefaces."""

# One weight alone: where two are found, typst may mix them within a word.
_NASTALIQ_FILES = ("NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu_400Regular.ttf", "NotoNastaliqUrdu[wght].ttf")
_NASKH_FILES = ("Amiri-Regular.ttf", "Amiri-Bold.ttf")
_ONE_OF_EACH = "".join(
    f'#text(font: "{name}", fallback: false)[\u0645 a *\u0645 a*]\n' for name in (NASTALIQ, NASKH, LATIN)
).encode()


def nastaliq(folders: Sequence[Path] = FOLDERS) -> Path | None:
    """Return the file of Noto Nastaliq Urdu, or nothing where it is not installed."""
    places = (folder / name for folder in folders for name in _NASTALIQ_FILES)
    return next((place for place in places if place.is_file()), None)


def missing(language: Language, folders: Sequence[Path] = FOLDERS) -> str:
    """Return the name of the Debian package that a letter in this language still wants, or an empty text."""
    return NASTALIQ_PACKAGE if language is Language.UR and nastaliq(folders) is None else ""


def family(language: Language, folders: Sequence[Path] = FOLDERS) -> str:
    """Return the name of the typeface in which a letter's own language is set."""
    if language is Language.EN:
        return LATIN
    return NASTALIQ if language is Language.UR and nastaliq(folders) else NASKH


@lru_cache(maxsize=4)
def loaded(folders: tuple[Path, ...] = FOLDERS) -> typst.Fonts:
    """Return the typefaces for typst, read once a process; nothing else that the machine has can get into a letter.

    Raises:
        NoTypeface: when the Amiri package is not installed.
    """
    files = [*_naskh(), *filter(None, [nastaliq(folders)])]
    with tempfile.TemporaryDirectory(prefix="taawun-typefaces-") as folder:
        for file in files:
            (Path(folder) / file.name).write_bytes(file.read_bytes())
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
        if not {NASKH, LATIN} <= set(fonts.families()):
            raise NoTypeface(NASKH)
        # typst reads a file when it first needs it: now, while the folder is there.
        typst.Compiler(_ONE_OF_EACH, font_paths=fonts).compile(format="svg")
    return fonts


def _naskh() -> list[Path]:
    spec = find_spec("fontpkg_amiri")
    if spec is None or not spec.submodule_search_locations:
        raise NoTypeface("fontpkg-amiri")
    return [Path(spec.submodule_search_locations[0]) / "files" / name for name in _NASKH_FILES]


if __name__ == "__main__":
    sys.stdout.write(missing(Language.UR))
