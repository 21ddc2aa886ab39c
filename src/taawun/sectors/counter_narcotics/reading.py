# SPDX-License-Identifier: Apache-2.0
"""A file of announcements becomes records: claims of the press, bare values, notices for the liaison officer.

The file is a JSON list, whose form stands in the README beside this. What is no announcement, or does not fit, becomes
no record and is told by its number in the list; a bare value is a claim even then. The rows are the same for the same
bytes. A bare value is one claim, and an item that is bound for this party or a partner raises one notice, however often
they are imported; what was done with them stays.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import Problem, complete
from taawun.apps.registers.importing.items import Item
from taawun.apps.registers.keys import fold_id
from taawun.formats.countries import code_of
from taawun.kernel import marking as marks
from taawun.kernel.errors import BadImportFile, TooLarge
from taawun.kernel.marking import Marking
from taawun.sectors.counter_narcotics import press

FILE_BYTES: Final = 20_000_000
REPORT: Final = "press-report"
CLAIM: Final = "drug-valuation"
NOTICE: Final = "liaison-notice"
OPERATION: Final = re.compile(r"operation|item_.*")
"""How the parts of an announcement are called that tell of one operation by drug."""
_DAY: Final = re.compile(r"(\d{4})-(\d\d)(-\d\d)?", re.ASCII)


def announcements(file: IO[bytes], settings: Mapping[str, Any]) -> Iterator[Item]:
    """Yield the records of each announcement in the order of the file.

    Raises:
        BadImportFile, TooLarge.
    """
    marking, parties = marks.from_wire(settings["marking"]), settings.get("parties", ())
    seen: set[str] = set()
    for row, one in enumerate(_list(file), 1):
        raw = announcement(one) if _readable(one) else {}
        named = fold_id(raw.get("reference", ""))
        twice = bool(raw) and named in seen
        report = _item(row, REPORT, raw, marking, twice=twice)
        yield report
        if not twice and raw.get("value") and not raw.get("items"):
            claim = _item(row, CLAIM, valuation(raw), marking)
            yield claim
            seen |= set() if claim.problems else {named}
        if not report.problems:
            seen.add(named)
            bound = [party for party in press.bound_for(report.data) if party in parties]
            yield from (_item(row, NOTICE, notice(report.data, party), marking) for party in bound)


def _list(file: IO[bytes]) -> list[Any]:
    data = file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise TooLarge("More than {limit} MiB.", limit=FILE_BYTES >> 20)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):  # what is no JSON or no UTF-8, and a number of thousands of digits
        raise BadImportFile("The file is not JSON.") from None
    if not isinstance(found, list):
        raise BadImportFile("The file is not a list of announcements.")
    return found


def _readable(one: Any) -> bool:
    """Tell whether something is an announcement: an identifier names it, and no text of it holds half a character."""
    if not isinstance(one, dict) or not isinstance(one.get("id"), str) or not fold_id(one["id"]):
        return False
    try:
        json.dumps(one, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _item(row: int, kind: str, raw: Mapping[str, Any], marking: Marking, *, twice: bool = False) -> Item:
    data, wrong = complete(type_named(kind), raw)
    wrong = (*wrong, Problem("reference", "names something twice")) if twice else wrong
    return Item(row, kind, data, marking, wrong, str(raw.get("reference", "")), once=kind != REPORT)


def announcement(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an announcement as it is written in the file; what is not there is left out."""
    day, stated = _DAY.search(one["id"]), one.get("value")
    value: dict[str, Any] = stated if isinstance(stated, dict) else {}
    found: dict[str, Any] = {
        "name": one["id"],
        "reference": one["id"],
        "date": day[0] if day else "",
        "page": one.get("url", ""),
        "headline_kg": _text(one.get("headline_kg")),
        "items": _items(one.get("items")),
        "totals": _pairs(one.get("category_totals")),
        "operation": _operations(one),
        "value": _text(value.get("usd", value.get("amount"))),
        "currency": str(value.get("currency", "USD" if "usd" in value else "")),
        "basis": str(value.get("basis", "")),
    }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def valuation(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of an announcement that names nothing of what it was computed from."""
    kept = {name: report[name] for name in ("name", "reference", "value", "currency", "date") if name in report}
    return kept | {"source": report.get("page", "")}


def notice(report: Mapping[str, Any], party: str) -> dict[str, Any]:
    """Return the notice for the liaison officer about the items that were bound for a party."""
    lines = [_spoken(line) for line in report["items"] if code_of(press.item(line)[4]) == party]
    return {
        "name": "; ".join(lines)[:300],
        "reference": f"{report['reference']}#{party}" if report.get("reference") else "",
        "date": report.get("date", ""),
        "origin": "press",
        "concerns": party,
        "urgency": "urgent",
        "state": "open",
        "reason": f"{report.get('name', '')}: {'; '.join(lines)}"[:2000],
    }


def _spoken(line: str) -> str:
    """Return an item as people say it: drug, amount with its unit, where it was found, where it was bound for."""
    drug, amount, unit, *places = press.item(line)
    return ", ".join(part for part in (drug, f"{amount} {unit}".strip(), *places) if part)


def _items(found: Any) -> Any:
    """Return the lines of items; what is no list, or no item in it, stays as it is and is refused by its type."""
    if found is None or not isinstance(found, list):
        return found
    return [_line(part) if isinstance(part, list) else part for part in found]


def _line(part: list[Any]) -> str:
    """Return one item as a line; that it was more than the amount (">") is said in words, in a place of its own."""
    cells = [_text(cell) for cell in part]
    plain = ["" if press.is_more(cell) else cell for cell in cells]
    if plain != cells:
        empty = [""] * (press.PARTS - len(plain))
        plain = [*plain[: press.PARTS], *empty, press.MORE]
    return " | ".join(plain).rstrip(" |")


def _operations(one: Mapping[str, Any]) -> list[str]:
    lines = [line for name, found in one.items() if OPERATION.fullmatch(name) for line in _pairs(found)]
    return list(dict.fromkeys(lines))


def _pairs(found: Any) -> list[str]:
    return [f"{name} | {_text(amount)}" for name, amount in found.items()] if isinstance(found, dict) else []


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)
