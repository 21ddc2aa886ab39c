# SPDX-License-Identifier: Apache-2.0
"""Tables for people to take away: CSV, Excel and PDF, each with its marking on top and its purpose at the end.

What a spreadsheet would take for a formula is made plain text, and signs that cannot be seen are taken out.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from taawun.kernel.errors import PaperNotMade, TooLarge

CELL_CHARACTERS: Final = 32_000
"""Longest cell; Excel holds 32,767 characters."""
PDF_ROWS: Final = 1_000
"""Most rows of a PDF."""
SHEET_CHARACTERS: Final = 31
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"-?\d[\d,]*(\.\d+)?")
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_TITLE: Final = re.compile(r"[\[\]:*?/\\\\]")
_TEMPLATE: Final = Path(__file__).with_name("papers") / "sheet.typ"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what must stand around it: the banner of its marking, and who took it for what."""

    title: str
    banner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footer: tuple[str, ...]
    language: str = "en"

    @property
    def rtl(self) -> bool:
        """Return whether it runs from the right."""
        return self.language in ("ar", "ur")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a file: its type on the wire, the end of its name, and what writes it."""

    suffix: str
    content_type: str
    write: Callable[[Sheet, datetime], bytes]


def harmless(text: str) -> str:
    """Return the text of a cell without hidden signs; one that would be a formula begins with an apostrophe."""
    plain = _FORBIDDEN.sub("", unicodedata.normalize("NFC", text))[:CELL_CHARACTERS]
    return f"'{plain}" if plain.startswith(_FORMULA) and not _NUMBER.fullmatch(plain) else plain


def as_csv(sheet: Sheet, created: datetime) -> bytes:
    """Return a table as CSV in UTF-8 with its mark, by which spreadsheets know it."""
    del created
    out = io.StringIO()
    writer = csv.writer(out)
    for row in ((sheet.banner,), sheet.columns, *sheet.rows, *((line,) for line in sheet.footer)):
        writer.writerow([harmless(cell) for cell in row])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def as_xlsx(sheet: Sheet, created: datetime) -> bytes:
    """Return a table as an Excel workbook of texts; the marking also stands in the header of each printed page."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = created.replace(tzinfo=None, microsecond=0)
    made = book.create_sheet(_TITLE.sub(" ", sheet.title)[:SHEET_CHARACTERS] or "1")
    made.sheet_view.rightToLeft = sheet.rtl
    made.freeze_panes = "A3"
    made.oddHeader.center.text = harmless(sheet.banner).replace("&", "&&")

    def line(cells: tuple[str, ...], *, bold: bool = False) -> None:
        row = []
        for text in cells:
            cell = WriteOnlyCell(made, value=harmless(text))
            cell.data_type = "s"
            cell.font = Font(bold=bold)
            row.append(cell)
        made.append(row)

    line((sheet.banner,), bold=True)
    line(sheet.columns, bold=True)
    for one in sheet.rows:
        line(one)
    for text in sheet.footer:
        line((text,))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_pdf(sheet: Sheet, created: datetime) -> bytes:
    """Return a table as PDF, with the marking on top and the purpose at the foot of every page.

    Raises:
        TooLarge: it has more rows than a PDF may.
        PaperNotMade, NoTypeface.
    """
    import typst

    from taawun.formats.papers import fonts
    from taawun.formats.papers.letter import Language

    if len(sheet.rows) > PDF_ROWS:
        raise TooLarge(f"More than {PDF_ROWS} rows.")
    said = json.dumps(_said(sheet) | {"family": fonts.family(Language(sheet.language))}, ensure_ascii=False)
    compiler = typst.Compiler(
        _TEMPLATE.read_bytes(), font_paths=fonts.loaded(), root=str(_TEMPLATE.parent), sys_inputs={"sheet": said}
    )
    try:
        made = compiler.compile(format="pdf", timestamp=created.replace(microsecond=0))
    except (typst.TypstError, RuntimeError) as error:
        raise PaperNotMade(type(error).__name__) from error
    return made if isinstance(made, bytes) else b""


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "csv": Form("csv", "text/csv; charset=utf-8", as_csv),
        "xlsx": Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
        "pdf": Form("pdf", "application/pdf", as_pdf),
    }
)


def _said(sheet: Sheet) -> dict[str, object]:
    from taawun.formats.papers.text import shown

    def put(text: str) -> str:
        return shown(text, rtl=sheet.rtl)

    return {
        "title": put(sheet.title), "banner": put(sheet.banner), "columns": [put(one) for one in sheet.columns],
        "rows": [[put(cell) for cell in row] for row in sheet.rows], "footer": [put(one) for one in sheet.footer],
        "language": sheet.language, "rtl": sheet.rtl,
    }  # fmt: skip
