# SPDX-License-Identifier: Apache-2.0
"""Results as a file that an office can open: CSV, Excel or JSON. It appears when it is whole, readable by its owner.

A text that a spreadsheet would take for a formula is kept a text: names come from outside.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from taawun.kernel.errors import BadSetting
from taawun.site.screening.results import FIELDS, Result

EXCEL_ROWS: Final = 1_000_000
"""Most results in one sheet of a workbook; more go to a further sheet."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
About = Mapping[str, Any]


def check(path: Path) -> None:
    """Refuse an output file that could not be written, before anything is computed.

    Raises:
        BadSetting: an unknown kind of file, or a folder that is not there.
    """
    if path.suffix.lower() not in _WRITERS:
        raise BadSetting(f"The output file must end in {', '.join(_WRITERS)}.")
    if path.is_dir() or not path.parent.is_dir():
        raise BadSetting("The folder of the output file does not exist.")


def write(path: Path, results: Iterable[Result], about: About) -> None:
    """Write all results to a file; what stood there is replaced when the new one is whole."""
    new = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        _WRITERS[path.suffix.lower()](file, results, about)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _csv(file: IO[bytes], results: Iterable[Result], about: About) -> None:
    del about  # a table has no place for it
    import io

    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")  # with the mark, Excel reads Arabic rightly
    rows = csv.writer(text)
    rows.writerow(FIELDS)
    for one in results:
        rows.writerow([_harmless(one.get(field)) for field in FIELDS])
    text.flush()
    text.detach()


def _harmless(value: Any) -> Any:
    """Return a text so that no spreadsheet takes it for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _excel(file: IO[bytes], results: Iterable[Result], about: About) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: Any = None
    for count, one in enumerate(results):
        if count % EXCEL_ROWS == 0:
            sheet = _sheet(book, f"results {count // EXCEL_ROWS + 1}")
        sheet.append([_cell(sheet, one.get(field)) for field in FIELDS])
    if sheet is None:
        _sheet(book, "results 1")
    notes = book.create_sheet("about")
    for name, value in about.items():
        notes.append([name, _cell(notes, str(value))])
    book.save(file)


def _sheet(book: Any, title: str) -> Any:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(FIELDS))
    return sheet


def _cell(sheet: Any, value: Any) -> Any:
    """Return a cell in which a text stays a text, without the control characters that XML cannot hold."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000])
    cell.data_type = "s"
    return cell


def _json(file: IO[bytes], results: Iterable[Result], about: About) -> None:
    file.write(b'{"about": ' + json.dumps(about, ensure_ascii=False).encode() + b',\n"results": [')
    for count, one in enumerate(results):
        file.write((b",\n" if count else b"\n") + json.dumps(one, ensure_ascii=False).encode())
    file.write(b"\n]}\n")


_WRITERS: Final[Mapping[str, Callable[[IO[bytes], Iterable[Result], About], None]]] = {
    ".csv": _csv,
    ".xlsx": _excel,
    ".json": _json,
}
