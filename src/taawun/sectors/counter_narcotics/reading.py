# SPDX-License-Identifier: Apache-2.0
"""A file of announcements becomes records: claims of the press, bare values, notices for the liaison officer.

The file is a JSON list; a line of it that is no announcement becomes no record and says so. The rows are the same for
the same bytes. An item that is bound for one of the two parties raises one notice, however often it is imported.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import Problem, complete
from taawun.apps.registers.importing.items import Item
from taawun.formats.countries import code_of
from taawun.kernel import marking as marks
from taawun.kernel.errors import BadImportFile, TooLarge
from taawun.kernel.marking import Marking
from taawun.sectors.counter_narcotics import press

FILE_BYTES: Final = 20_000_000
_DAY: Final = re.compile(r"(\d{4})-(\d\d)(-\d\d)?")


def announcements(file: IO[bytes], settings: Mapping[str, Any]) -> Iterator[Item]:
    """Yield the records of each announcement in the order of the file.

    Raises:
        BadImportFile, TooLarge.
    """
    marking = marks.from_wire(settings["marking"])
    row = 0
    for one in _list(file):
        for kind, data in _records(one):
            row += 1
            yield _item(row, kind, data, marking)


def _list(file: IO[bytes]) -> list[Any]:
    data = file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise TooLarge(f"More than {FILE_BYTES} bytes.")
    try:
        found = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BadImportFile("The file is not JSON.") from None
    if not isinstance(found, list):
        raise BadImportFile("The file is not a list of announcements.")
    return found


def _item(row: int, kind: str, raw: Mapping[str, Any], marking: Marking) -> Item:
    data, wrong = complete(type_named(kind), raw)
    problems = tuple(Problem(one.field, one.what) for one in wrong)
    return Item(row, kind, data, marking, problems, str(raw.get("reference", "")))


def _records(one: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(one, dict) or not isinstance(one.get("id"), str):
        yield "press-report", {}
        return
    report = announcement(one)
    yield "press-report", report
    value = report.get("value")
    if value and not report.get("items"):
        yield "drug-valuation", valuation(report)
    for party in press.bound_for(report):
        yield "liaison-notice", notice(report, party)


def announcement(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an announcement as it is written in the file; what is not there is left out."""
    day, stated = _DAY.search(one["id"]), one.get("value")
    value: dict[str, Any] = stated if isinstance(stated, dict) else {}
    found: dict[str, Any] = {
        "name": f"{one['id']}",
        "reference": one["id"],
        "date": day[0] if day else "",
        "page": one.get("url", ""),
        "headline_kg": _text(one.get("headline_kg")),
        "items": [_line(part) for part in one.get("items", []) if isinstance(part, list)],
        "totals": _pairs(one.get("category_totals")),
        "operation": _pairs(one.get("item_quetta")),
        "value": _text(value.get("usd", value.get("amount"))),
        "currency": str(value.get("currency", "USD" if "usd" in value else "")),
        "basis": str(value.get("basis", "")),
    }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def valuation(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of an announcement that names nothing of what it was computed from."""
    kept = {name: report[name] for name in ("name", "value", "currency", "date") if name in report}
    return kept | {"source": report.get("page", "")}


def notice(report: Mapping[str, Any], party: str) -> dict[str, Any]:
    """Return the notice for the liaison officer about the items that were bound for a party."""
    lines = [_spoken(line) for line in report["items"] if code_of(press.item(line)[4]) == party]
    return {
        "name": "; ".join(lines)[:300],
        "reference": f"{report['reference']}#{party}",
        "date": report["date"],
        "origin": "press",
        "concerns": party,
        "urgency": "urgent",
        "state": "open",
        "reason": f"{report['name']}: {'; '.join(lines)}"[:2000],
    }


def _spoken(line: str) -> str:
    """Return an item as people say it: drug, amount with its unit, where it was found, where it was bound for."""
    drug, amount, unit, *places = press.item(line)
    return ", ".join(part for part in (drug, f"{amount} {unit}".strip(), *places) if part)


def _line(part: list[Any]) -> str:
    """Return one item as a line; ">" says that it was more than the amount, and is kept in words."""
    cells = ["" if cell is None else _text(cell) for cell in part]
    return " | ".join(cells).rstrip(" |")


def _pairs(found: Any) -> list[str]:
    return [f"{name} | {_text(amount)}" for name, amount in found.items()] if isinstance(found, dict) else []


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)
