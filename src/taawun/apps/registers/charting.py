# SPDX-License-Identifier: Apache-2.0
"""The figures of a chart: added up in the database, only over records that may be shown to the reader (spec §80.24).

Records are grouped by their marking too, so that it is decided once for each marking and not for each record.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from taawun.apps.registers.layouts import COUNT, Chart, Period
from taawun.apps.rows import fetch
from taawun.kernel import marking as marks
from taawun.kernel.marking import Marking

MOST_STEPS: Final = 60
"""Months or years that a chart shows, the last ones."""
MOST_GROUPS: Final = 15
"""Values of a field that a chart shows, the greatest ones; the others are put together."""
MOST_SERIES: Final = 6
OTHERS: Final = "\uffff"
"""Stands for all values that are not shown by themselves."""
_DIGITS: Final = {Period.MONTH: 7, Period.YEAR: 4, None: 200}

Allowed = Callable[[Marking, str], bool]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a chart shows: its steps in order, and for each series a figure at each step."""

    steps: tuple[str, ...]
    series: Mapping[str, tuple[Decimal, ...]]
    unknown: int = 0
    """Records that may be shown and do not say by what they would be counted."""


def figures(type_slug: str, chart: Chart, allowed: Allowed) -> Figures:
    """Return the figures of one chart of a type.

    Args:
        type_slug: the type.
        chart: what is measured, by what.
        allowed: tells whether a record under a marking, with a holder, may be shown to the reader.
    """
    sums: dict[tuple[str, str], Decimal] = {}
    decided: dict[tuple[str, str], bool] = {}
    unknown = 0
    for marking, holder, step, series, count, total in _grouped(type_slug, chart):
        key = (marking, holder)
        if key not in decided:
            decided[key] = allowed(marks.from_wire(json.loads(marking)), holder)
        if decided[key] and (not step or total is None):
            unknown += int(count)
        elif decided[key]:
            sums[step, series or ""] = sums.get((step, series or ""), Decimal(0)) + Decimal(str(total))
    return _arranged(sums, chart, unknown)


def _grouped(type_slug: str, chart: Chart) -> Iterable[tuple[Any, ...]]:
    """Return (marking, holder, step, series, records, sum) for each group of records."""
    joins, values = ["registers_recordvalue b ON b.record_id = r.id AND b.field = %s"], [chart.by]
    if chart.series:
        joins.append("registers_recordvalue s ON s.record_id = r.id AND s.field = %s")
        values.append(chart.series)
    if chart.measure != COUNT:
        joins.append("registers_recordvalue m ON m.record_id = r.id AND m.field = %s")
        values.append(chart.measure)
    if chart.only:
        joins.append("registers_recordvalue o ON o.record_id = r.id AND o.field = %s AND o.value = %s")
        values += chart.only
    step = f"substr(b.value, 1, {_DIGITS[chart.period]})"
    series = "s.value" if chart.series else "''"
    total = "COUNT(*)" if chart.measure == COUNT else "SUM(m.number)"
    statement = f"""
        SELECT CAST(v.marking AS text), r.holder, {step}, {series}, COUNT(*), {total}
        FROM registers_record r
        JOIN registers_recordversion v ON v.record_id = r.id AND v.number = r.version
        JOIN {" JOIN ".join(joins)}
        WHERE r.type = %s AND NOT r.exercise GROUP BY 1, 2, 3, 4"""  # noqa: S608 - our own words
    return fetch(statement, [*values, type_slug])


def _arranged(sums: Mapping[tuple[str, str], Decimal], chart: Chart, unknown: int) -> Figures:
    """Put steps and series in their order, and the small ones together."""
    by_step, by_series = _totals(sums, 0), _totals(sums, 1)
    steps = _periods(sorted(by_step), chart.period) if chart.period else _greatest(by_step, MOST_GROUPS)
    names = _greatest(by_series, MOST_SERIES)
    found = {name: dict.fromkeys(steps, Decimal(0)) for name in names}
    for (step, name), value in sums.items():
        row = found[name if name in found else OTHERS]
        if step in row:
            row[step] += value
        elif not chart.period:
            row[OTHERS] += value
    return Figures(tuple(steps), {name: tuple(row.values()) for name, row in found.items()}, unknown)


def _totals(sums: Mapping[tuple[str, str], Decimal], place: int) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for key, value in sums.items():
        found[key[place]] = found.get(key[place], Decimal(0)) + value
    return found


def _greatest(totals: Mapping[str, Decimal], most: int) -> list[str]:
    ordered = sorted(totals, key=lambda name: (-totals[name], name))
    return ordered if len(ordered) <= most else [*ordered[: most - 1], OTHERS]


def _periods(known: list[str], period: Period) -> list[str]:
    """Return all months or years from the first to the last, so that a gap is seen as one."""
    if not known:
        return []
    exact = [one for one in known if len(one) == _DIGITS[period]]
    steps = _years(exact) if period is Period.YEAR else _months(exact)
    return steps[-MOST_STEPS:]


def _years(known: list[str]) -> list[str]:
    return [f"{year:04}" for year in range(int(known[0]), int(known[-1]) + 1)] if known else []


def _months(known: list[str]) -> list[str]:
    return months_between(known[0], known[-1]) if known else []


def months_between(first: str, last: str) -> list[str]:
    """Return all months from one to another, so that a gap is seen as one."""
    begin, end = (int(one[:4]) * 12 + int(one[5:7]) - 1 for one in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]
