# SPDX-License-Identifier: Apache-2.0
"""Reading a wage file line by line, in constant memory; everything that is wrong names its line (spec §80.80).

A line that cannot be read yields problems and no row. A breaking flaw (see lines.py) is yielded where it is seen;
after broken encoding or an endless line the reading stops, because no later line could be told.
"""

import csv
from collections.abc import Generator, Iterator
from operator import itemgetter
from typing import IO, Any, Final

from taawun.formats.wages.cells import Convert, Wrong, converter, flaws_of
from taawun.formats.wages.layout import HOLDS, Breakdown, Field, Layout, Part
from taawun.formats.wages.lines import Flaw, Line, Problem, Total, Wage

MARK: Final = b"\xef\xbb\xbf"
_STOP: Final = frozenset({Flaw.ENCODING, Flaw.TOO_LONG, Flaw.HEADER})
_DEFAULTS: Final = {"leave": 0, "variable": 0, "deducted": 0, "employer": "", "month": "", "currency": ""}
BYTES_OF_ONE: Final = 4
"""Most bytes of one character."""


def read(file: IO[bytes], layout: Layout) -> Iterator[Line]:
    """Yield what each line says, and what is wrong, in the order of the lines."""
    yield from _Reader(layout).lines(file)


class _Columns:
    """The columns of one kind of line: reads cells into a tuple of the shape that is asked for."""

    def __init__(self, part: Part, made: Any, places: int) -> None:
        self.fields, self._made = part.fields, made
        self.width = len(part.fields)
        self.least = self.width - sum(1 for one in part.fields if one.optional)
        self._converters: list[Convert] = [converter(one, places) for one in part.fields]
        names = [one.name for one in part.fields]
        wanted = made._fields[1:]
        self._spare = [_DEFAULTS.get(name) for name in wanted]
        at = [names.index(name) if name in names else self.width + n for n, name in enumerate(wanted)]
        self._pick = itemgetter(*at)  # from the values, and after them what stands for a column that is not there
        self._looked = [(n, one) for n, one in enumerate(part.fields) if one.kind in ("account", "personal-number")]

    def values(self, cells: list[str]) -> list[Any]:
        """Return the values; raises `Wrong` for a cell that cannot be read."""
        return [convert(cell) for convert, cell in zip(self._converters, cells, strict=False)]

    def made(self, line: int, values: list[Any]) -> Any:
        """Return the row of some values."""
        missing = [None] * (self.width - len(values))
        return self._made._make((line, *self._pick([*values, *missing, *self._spare])))

    def looked(self, line: int, values: list[Any]) -> Iterator[Problem]:
        """Yield what is wrong with values that could be read."""
        for at, field in self._looked:
            if flaw := flaws_of(field, values[at]):
                yield Problem(line, flaw, field.name)

    def wrong(self, line: int, cells: list[str]) -> Iterator[Problem]:
        """Yield what is wrong with each cell that cannot be read."""
        for field, convert, cell in zip(self.fields, self._converters, cells, strict=False):
            try:
                convert(cell)
            except Wrong as flaw:
                yield Problem(line, flaw.args[0], field.name)


class _Reader:
    def __init__(self, layout: Layout) -> None:
        self._layout, self._mark = layout, layout.rows.mark
        self._rows = _Columns(layout.rows, HOLDS[layout.holds], layout.places)
        self._total = _Columns(layout.total, Total, layout.places) if layout.total else None
        self._most = layout.line_characters * BYTES_OF_ONE + len(MARK) + 2
        self._money = converter(Field("part", "money"), layout.places)
        self._before: Wage | None = None
        self._unread = False  # what the line before says is not known: its breakdown is compared with nothing
        self._count = self._sum = 0
        self._stated: Total | None = None
        self._ended = 0

    def lines(self, file: IO[bytes]) -> Iterator[Line]:
        number = 0
        while raw := file.readline(self._most + 1):
            number += 1
            text, flaw = self._text(raw, number)
            if flaw:
                yield Problem(number, flaw)
                if flaw in _STOP:
                    return
            elif text:
                yield from self._line(number, text)
        if self._total and not self._ended:
            yield Problem(max(number, 1), Flaw.NO_TOTAL)
        elif self._stated:
            yield from self._compared(self._stated)

    def _text(self, raw: bytes, number: int) -> tuple[str, Flaw | None]:
        if number == 1 and raw.startswith(MARK):
            raw = raw[len(MARK) :]
        if len(raw) > self._most:
            return "", Flaw.TOO_LONG
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return "", Flaw.ENCODING
        if "\0" in text:
            return "", Flaw.ENCODING
        text = text.strip()
        if len(text) > self._layout.line_characters:
            return "", Flaw.TOO_LONG
        if number == 1 and self._layout.header:
            return "", None if self._is_header(text) else Flaw.HEADER
        return text, None

    def _is_header(self, text: str) -> bool:
        names = [one.strip().lower() for one in text.split(self._layout.delimiter)]
        return names == [one.name for one in self._rows.fields]

    def _line(self, number: int, text: str) -> Iterator[Line]:
        cells = self._cells(text)
        mark = cells.pop(0).strip() if self._mark else ""
        if self._ended:
            yield Problem(number, Flaw.AFTER_TOTAL)
        elif mark == self._mark:
            yield from self._row(number, cells)
        elif self._total and self._layout.total and mark == self._layout.total.mark:
            self._ended = number
            yield from self._last(number, cells, self._total)
        elif mark not in self._layout.also:
            yield Problem(number, Flaw.MARK)
        else:
            yield from self._parts(number, cells, self._layout.also[mark])

    def _cells(self, text: str) -> list[str]:
        if '"' in text:
            return next(csv.reader([text], delimiter=self._layout.delimiter), [""])
        return text.split(self._layout.delimiter)

    def _row(self, number: int, cells: list[str]) -> Iterator[Line]:
        self._count += 1
        self._before, self._unread = None, True
        found = yield from _values(self._rows, number, cells)
        if found is None:
            return
        row = self._rows.made(number, found)
        self._unread = False
        if isinstance(row, Wage):
            if row.end < row.start:
                yield Problem(number, Flaw.PERIOD, "end")
                return
            if row.paid < 0:
                yield Problem(number, Flaw.NEGATIVE, "deducted")
                return
            self._sum += row.paid
            self._before = row
        yield from self._rows.looked(number, found)
        yield row

    def _parts(self, number: int, cells: list[str], asked: Breakdown) -> Iterator[Problem]:
        """Yield what is wrong with a breakdown: it follows its worker's line once, and its parts add up."""
        before, self._before = self._before, None
        if len(cells) + 1 != asked.columns:
            yield Problem(number, Flaw.COLUMNS)
        elif asked.named and not self._unread:
            yield from self._added(number, cells, asked, before)

    def _added(self, number: int, cells: list[str], asked: Breakdown, before: Wage | None) -> Iterator[Problem]:
        if before is None or cells[0].strip() != before.worker:
            yield Problem(number, Flaw.STRAY, "worker")
            return
        try:
            found = sum(self._money(cell) for cell in cells[asked.named :])
        except Wrong as flaw:
            yield Problem(number, flaw.args[0], asked.adds)
            return
        stated, places = int(getattr(before, asked.adds)), self._layout.places
        if found != stated:
            yield Problem(number, Flaw.PARTS, asked.adds, said(stated, places), said(found, places))

    def _last(self, number: int, cells: list[str], columns: _Columns) -> Iterator[Line]:
        found = yield from _values(columns, number, cells)
        if found is not None:
            self._stated = columns.made(number, found)
            yield self._stated

    def _compared(self, stated: Total) -> Iterator[Problem]:
        if stated.rows != self._count:
            yield Problem(stated.line, Flaw.COUNT, "rows", str(stated.rows), str(self._count))
        if stated.sum != self._sum:
            places = self._layout.places
            yield Problem(stated.line, Flaw.SUM, "sum", said(stated.sum, places), said(self._sum, places))


def _values(columns: _Columns, number: int, cells: list[str]) -> Generator[Problem, None, list[Any] | None]:
    """Yield the problems of a line, and return its values, or None where one cannot be read."""
    if not columns.least <= len(cells) <= columns.width:
        yield Problem(number, Flaw.COLUMNS)
        return None
    try:
        return columns.values(cells)
    except Wrong:
        yield from columns.wrong(number, cells)
        return None


def said(amount: int, places: int) -> str:
    """Return an amount in the smallest unit as decimal text."""
    if not places:
        return str(amount)
    sign, digits = "-" if amount < 0 else "", str(abs(amount)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
