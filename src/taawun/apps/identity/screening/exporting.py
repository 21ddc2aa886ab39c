# SPDX-License-Identifier: Apache-2.0
"""Results of a screening as CSV: one line for each hit with the marking of its record, or one without a hit."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from taawun.apps.identity.hits import PARTS
from taawun.apps.identity.screening.access import HitShown, RowShown
from taawun.kernel.marking import Marking

COLUMNS: Final = (
    "row", "names", "fathers", "births", "countries", "documents", "problems", "record", "caption", "score", *PARTS,
    "reasons", "namesakes", "marking",
)  # fmt: skip
ASKED: Final = ("names", "fathers", "births", "countries", "documents")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Iterable[RowShown], more: Mapping[str, Callable[[RowShown], str]] | None = None) -> Iterator[str]:
    """Yield the lines, the names of the columns first; `more` are further columns and what each says of an entry."""
    more = more or {}
    yield "\ufeff" + _line((*COLUMNS, *more))  # the mark tells spreadsheets that this is UTF-8
    for row in rows:
        for hit in row.hits or (None,):
            yield _line([*_cells(row, hit), *(say(row) for say in more.values())])


def _cells(row: RowShown, hit: HitShown | None) -> list[Any]:
    asked = [" ; ".join(row.row.asked.get(name, ())) for name in ASKED]
    problems = " ; ".join(f"{column}: {what}" if column else what for column, what in row.row.problems)
    return [row.row.number, *asked, problems, *(_hit_cells(hit) if hit else [""] * (len(COLUMNS) - len(asked) - 2))]


def _hit_cells(found: HitShown) -> list[Any]:
    hit, shown = found.hit, found.shown
    reasons = " ; ".join(code for code, _params in hit.reasons)
    caption = "" if _caption_withheld(found) else shown.record.caption
    parts = [hit.parts.get(name) for name in PARTS]
    return [shown.record.id, caption, hit.score, *parts, reasons, hit.namesakes, marking_text(shown.marking)]


def _caption_withheld(found: HitShown) -> bool:
    from taawun.apps.registers.catalogue import type_named

    return type_named(found.shown.record.type).caption in found.shown.withheld


def marking_text(marking: Marking) -> str:
    """Return a marking in one cell: grades, handling codes and TLP."""
    codes = " ".join(sorted(str(code) for code in marking.handling))
    return f"{marking.source}{int(marking.information)} {codes} TLP:{str(marking.tlp).upper()}"


def _line(cells: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_cell(cell) for cell in cells])
    return out.getvalue()


def _cell(value: Any) -> str:
    """Return the text of a cell; one that a spreadsheet would take for a formula is made plain text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
