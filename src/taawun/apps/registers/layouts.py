# SPDX-License-Identifier: Apache-2.0
"""How records of a type are listed, charted and put on a map: optional parts of its declaration (spec §80.24).

A layout names fields of its type. What it names wrongly does not load, and the error says where: a page that
cannot be drawn fails at the start of the node, not before an officer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from taawun.kernel.errors import BadDeclaration

if TYPE_CHECKING:
    from taawun.apps.registers.declarations import FieldType

LANGUAGES: Final = ("en", "ar", "ur")
MOST_COLUMNS: Final = 8
"""Fields beside the caption in a list."""
MOST_FILTERS: Final = 8
MOST_CHARTS: Final = 12
FILTERED: Final = frozenset({"choice", "country", "date", "number", "unit", "id", "text", "name"})
"""Kinds by which a list can be narrowed."""
SORTED: Final = FILTERED - {"choice", "unit"}
GROUPED: Final = frozenset({"choice", "country", "unit", "text"})
"""Kinds whose values can be the series or the steps of a chart."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_CHART_PARTS = {"name", "title", "form", "measure", "by"}
_CHART_OPTIONAL = {"period", "series", "only"}
COUNT: Final = "count"

Words = Mapping[str, str]


class ChartForm(StrEnum):
    """How a chart is drawn."""

    BAR = "bar"
    LINE = "line"
    STACKED = "stacked"


class Period(StrEnum):
    """How dates are put together."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: what is measured, by which field or period, with one series for each value of another field."""

    name: str
    title: Words
    form: ChartForm
    measure: str
    by: str
    period: Period | None = None
    series: str = ""
    only: tuple[str, str] | None = None
    """The field and the value of the records that it counts; None where it counts all."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How records of one type are shown together."""

    columns: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ()
    map: tuple[str, ...] = ()
    """The field of kind point, or the two numbers of latitude and longitude; empty where there is no map."""
    area: str = ""
    """The field of text that states an area; on maps it stands for the place, and in forms it can be drawn."""
    line: str = ""
    """The field of text that states places in their order; on maps the line through them stands for the place."""
    within: str = ""
    """The field that names the record whose area stands for the place, where no area or line of its own is stated."""
    charts: tuple[Chart, ...] = ()

    @property
    def extracted(self) -> tuple[str, ...]:
        """Return the fields whose values are kept beside the record, so that lists and charts need not open it."""
        charted = [
            name
            for chart in self.charts
            for name in (
                chart.by,
                chart.series,
                "" if chart.measure == COUNT else chart.measure,
                chart.only[0] if chart.only else "",
            )
        ]
        return tuple(dict.fromkeys(name for name in (*self.filters, *self.sorts, *charted) if name))

    def chart_named(self, name: str) -> Chart | None:
        """Return a chart by its name."""
        return next((chart for chart in self.charts if chart.name == name), None)


PLAIN: Final = Layout()
"""The layout of a type that states none: its captions, newest first."""


def read_layout(raw: Mapping[str, Any], fields: "Mapping[str, FieldType]", where: str) -> Layout:
    """Return the layout that a declaration states, each part of which may be left out.

    Raises:
        BadDeclaration: for a field that is not there, or of a kind that cannot be shown so.
    """
    listed = raw.get("list", {})
    _require(isinstance(listed, dict) and set(listed) <= {"columns", "filters", "sorts"}, where, "list")
    made = Layout(
        columns=_names(listed.get("columns", []), fields, f"{where}: columns", MOST_COLUMNS),
        filters=_names(listed.get("filters", []), fields, f"{where}: filters", MOST_FILTERS),
        sorts=_names(listed.get("sorts", []), fields, f"{where}: sorts", MOST_FILTERS),
        map=_map(raw.get("map", []), fields, f"{where}: map"),
        area=_one(raw.get("area", ""), "text", fields, f"{where}: area"),
        line=_one(raw.get("line", ""), "text", fields, f"{where}: line"),
        within=_one(raw.get("within", ""), "reference", fields, f"{where}: within"),
        charts=_charts(raw.get("charts", []), fields, f"{where}: charts"),
    )
    _of_kinds(made.filters, fields, FILTERED, f"{where}: filters")
    _of_kinds(made.sorts, fields, SORTED, f"{where}: sorts")
    for name in made.sorts:
        _require(fields[name].many == 1, f"{where}: sorts", f"'{name}' may have many values")
    return made


def _names(raw: Any, fields: "Mapping[str, FieldType]", where: str, most: int) -> tuple[str, ...]:
    _require(isinstance(raw, list) and len(raw) <= most, where, f"a list of at most {most} fields")
    for name in raw:
        _require(isinstance(name, str) and name in fields, where, f"'{name}' is not a field of this type")
    _require(len(set(raw)) == len(raw), where, "a field twice")
    return tuple(raw)


def _of_kinds(names: tuple[str, ...], fields: "Mapping[str, FieldType]", good: frozenset[str], where: str) -> None:
    for name in names:
        _require(fields[name].kind in good, where, f"'{name}' is a {fields[name].kind}, which cannot be used so")


def _map(raw: Any, fields: "Mapping[str, FieldType]", where: str) -> tuple[str, ...]:
    names = _names([raw] if isinstance(raw, str) else raw, fields, where, 2)
    known = [fields[name].kind for name in names]
    ranges = [(fields[name].least, fields[name].most) for name in names]
    two = known == ["number", "number"] and ranges == [("-90", "90"), ("-180", "180")]
    _require(
        not names or known == ["point"] or two, where, "a point, or latitude (-90 to 90) and longitude (-180 to 180)"
    )
    return names


def _one(raw: Any, kind: str, fields: "Mapping[str, FieldType]", where: str) -> str:
    if raw == "":
        return ""
    found = fields.get(raw) if isinstance(raw, str) else None
    _require(found is not None and found.kind == kind and found.many == 1, where, f"a {kind} with one value")
    return str(raw)


def _charts(raw: Any, fields: "Mapping[str, FieldType]", where: str) -> tuple[Chart, ...]:
    _require(isinstance(raw, list) and len(raw) <= MOST_CHARTS, where, f"a list of at most {MOST_CHARTS} charts")
    made = tuple(_chart(one, fields, where) for one in raw)
    _require(len({one.name for one in made}) == len(made), where, "one name twice")
    return made


def _chart(raw: Any, fields: "Mapping[str, FieldType]", where: str) -> Chart:
    good = isinstance(raw, dict) and _CHART_PARTS <= set(raw) <= _CHART_PARTS | _CHART_OPTIONAL
    _require(
        good, where, f"each needs {', '.join(sorted(_CHART_PARTS))}, and may have {', '.join(sorted(_CHART_OPTIONAL))}"
    )
    _require(isinstance(raw["name"], str) and _NAME.fullmatch(raw["name"]), where, "name")
    where = f"{where}: {raw['name']}"
    _require(raw["form"] in list(ChartForm), where, f"form ({', '.join(ChartForm)})")
    return Chart(
        name=raw["name"],
        title=_words(raw["title"], where),
        form=ChartForm(raw["form"]),
        measure=_measure(raw, fields, where),
        by=str(raw["by"]),
        period=_period(raw, fields, where),
        series=_series(raw.get("series", ""), fields, where),
        only=_only(raw.get("only", {}), fields, where),
    )


def _measure(raw: Mapping[str, Any], fields: "Mapping[str, FieldType]", where: str) -> str:
    """Return the number that is added up, or "count". Amounts of different units are never added (§80.20)."""
    measure = raw["measure"]
    if measure == COUNT:
        return COUNT
    number = fields.get(measure) if isinstance(measure, str) else None
    if number is None or number.kind != "number" or number.many > 1:
        raise BadDeclaration(f"{where}: measure ('count', or a number with one value).")
    apart = isinstance(number.unit, str) and number.unit and raw.get("series") != number.unit
    _require(not apart, where, f"series ('{number.unit}': amounts of different units are not added)")
    return number.name


def _period(raw: Mapping[str, Any], fields: "Mapping[str, FieldType]", where: str) -> Period | None:
    by = fields.get(raw["by"]) if isinstance(raw["by"], str) else None
    _require(by is not None and by.many == 1 and by.kind in GROUPED | {"date"}, where, "by (a field with one value)")
    dated = by is not None and by.kind == "date"
    _require(dated == ("period" in raw), where, "period (for a date, and only there)")
    _require(not dated or raw["period"] in list(Period), where, f"period ({', '.join(Period)})")
    return Period(raw["period"]) if dated else None


def _series(raw: Any, fields: "Mapping[str, FieldType]", where: str) -> str:
    if raw == "":
        return ""
    found = fields.get(raw) if isinstance(raw, str) else None
    _require(found is not None and found.many == 1 and found.kind in GROUPED, where, "series (a field with one value)")
    return str(raw)


def _only(raw: Any, fields: "Mapping[str, FieldType]", where: str) -> tuple[str, str] | None:
    if raw == {}:
        return None
    name, value = next(iter(raw.items())) if isinstance(raw, dict) and len(raw) == 1 else ("", "")
    found = fields.get(name) if isinstance(name, str) else None
    good = found is not None and found.kind == "choice" and found.many == 1 and value in found.choices
    _require(good, where, "only (one choice of a field with one value)")
    return str(name), str(value)


def _words(raw: Any, where: str) -> Words:
    good = isinstance(raw, dict) and set(raw) == set(LANGUAGES)
    _require(good and all(isinstance(text, str) and text for text in raw.values()), where, "title in en, ar, ur")
    return MappingProxyType(raw)


def _require(holds: object, where: str, what: str) -> None:
    if not holds:
        raise BadDeclaration(f"{where}: {what}.")
