# SPDX-License-Identifier: Apache-2.0
"""Which column of a table is which field: told from the header in three languages, or said by hand.

The header need not be the first row: titles and blank lines above it are passed over. A table of one column
without a header is a list of names.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from taawun.engines.names.normalise import fold
from taawun.kernel.errors import BadColumns

HEAD_ROWS: Final = 30
"""First rows among which the header is looked for."""

_WORDS: Final = Path(__file__).with_name("columns.toml")
_TELLING: Final = frozenset(
    ("name", "alias", "first", "last", "passport", "zone", "id_card", "cnic", "cpr", "imo", "mmsi", "registration")
)
_BETWEEN: Final = re.compile(r"[/\\()\[\]|:\n\r]+")
_APOSTROPHES: Final = re.compile(r"['’`´ʼ]")
_NUMBERED: Final = re.compile(r"\D\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: names as they stand in the file, and the field of each ("" is not read)."""

    names: tuple[str, ...]
    fields: tuple[str, ...]
    header_row: int
    """Row number of the header, or 0 where the table has none."""

    @property
    def mapping(self) -> dict[str, str]:
        """Return column → field for the columns that are read."""
        return {name: field for name, field in zip(self.names, self.fields, strict=True) if field}

    def called(self, field: str) -> str:
        """Return what the first column of a field is called in the file."""
        return self.names[self.fields.index(field)] if field in self.fields else field


def fields() -> tuple[str, ...]:
    """Return the fields a column may hold."""
    return tuple(_declared())


def field_of(heading: str) -> str:
    """Return the field that a column's heading names, or nothing; "Name / الاسم" is tried part by part."""
    known = _by_word()
    heading = _APOSTROPHES.sub("", heading[:200])
    for text in (heading, *_BETWEEN.split(heading)):
        word = _letters(text)
        if word in known:
            return known[word]
        if _NUMBERED.search(word) and word.rstrip("0123456789") in known:
            return known[word.rstrip("0123456789")]
    return ""


def find(head: Sequence[tuple[int, Sequence[str]]], stated: Mapping[str, str] | None = None) -> Columns:
    """Return the columns of a table, given its first rows with their numbers.

    `stated` says by hand which column is which field: by the column's heading, or by its number from 1. Columns
    that are not stated are told from the header.

    Raises:
        BadColumns: an unknown field, a stated column that is not there, or nothing that could be a name.
    """
    stated = _checked(stated or {})
    for at, (number, cells) in enumerate(head):
        if _is_header(cells, stated, first=at == 0):
            return _columns(number, cells, stated)
    return _without_header(head, stated)


def _is_header(cells: Sequence[str], stated: Mapping[str, str], *, first: bool) -> bool:
    """Return whether a row is the header. Below the first row one word that fits is not enough: it may be data."""
    headings = {cell.strip() for cell in cells if cell.strip()}
    if any(name not in headings for name in stated if not name.isdecimal()):
        return False
    told = [field for field in map(field_of, headings) if field]
    enough = first or len(told) > 1 or len(headings) == 1
    return enough and (bool(_TELLING & set(told)) or any(not name.isdecimal() for name in stated))


def _columns(number: int, cells: Sequence[str], stated: Mapping[str, str]) -> Columns:
    names = tuple(cell.strip() for cell in cells)
    told = (stated.get(name) or stated.get(str(at)) or field_of(name) for at, name in enumerate(names, 1))
    return Columns(names, tuple("" if one == "-" else one for one in told), number)


def _without_header(head: Sequence[tuple[int, Sequence[str]]], stated: Mapping[str, str]) -> Columns:
    width = max((len(cells) for _, cells in head), default=0)
    if named := [name for name in stated if not name.isdecimal()]:
        raise BadColumns(f"{len(named)} columns stated by hand are not in the first {HEAD_ROWS} rows.")
    if any(int(name) > width for name in stated):
        raise BadColumns(f"The table has only {width} columns.")
    if not stated and width != 1:
        raise BadColumns(
            "None of the {count} columns is known as a name. Head the column of the names with the word name.",
            count=width,
        )
    numbered = [stated.get(str(at), "name" if not stated else "") for at in range(1, width + 1)]
    return Columns(tuple(str(at) for at in range(1, width + 1)), tuple(numbered), 0)


def _checked(stated: Mapping[str, str]) -> Mapping[str, str]:
    unknown = sorted(set(stated.values()) - set(fields()) - {"-"})
    if unknown:
        raise BadColumns(f"No such field: {', '.join(unknown)}. Fields: {', '.join(fields())}; - leaves a column out.")
    return {name.strip(): field for name, field in stated.items()}


@lru_cache(maxsize=1)
def _declared() -> dict[str, list[str]]:
    declared = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {field: [field.replace("_", " "), *one["words"]] for field, one in declared.items()}


@lru_cache(maxsize=1)
def _by_word() -> dict[str, str]:
    found: dict[str, str] = {}
    for field, words in _declared().items():
        for word in words:
            found.setdefault(_letters(_APOSTROPHES.sub("", word)), field)
    return found


def _letters(text: str) -> str:
    return fold(text).replace(" ", "")
