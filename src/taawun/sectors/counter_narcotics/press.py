# SPDX-License-Identifier: Apache-2.0
"""Rules on announcements in the press: do their parts agree with their headline, and where was what they name bound?

An announcement is a claim of its source. An item is a line "drug | amount | unit | found in | bound for", with "more
than" after it where the amount is the least it was; what is counted is not added to what is weighed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark
from taawun.formats.countries import code_of
from taawun.formats.drug_units import kilograms, number_of
from taawun.formats.drugs import drug_of
from taawun.sectors.counter_narcotics.weights import plain

MORE: Final = "more than"
_MORE: Final = frozenset({MORE, ">", "أكثر من", "سے زیادہ"})
ROUNDING: Final = Decimal("0.01")
"""Part of a headline by which the sum of its items may differ: headlines drop grams."""
LEAST: Final = Decimal(1)
"""Kilograms by which they may differ in any case."""
PARTS: Final = 5
"""Drug, amount, unit, where it was found, where it was bound for."""


def item(line: str) -> tuple[str, str, str, str, str]:
    """Return drug, amount, unit, where it was found and where it was bound for; empty where not said."""
    parts = ["" if is_more(part) else part for part in _cells(line)]
    drug, amount, unit, found, bound = (*parts, *[""] * PARTS)[:PARTS]
    return drug, amount, unit, found, bound


def is_more(cell: str) -> bool:
    """Tell whether a part of an item says that it was more than its amount."""
    return cell.lower() in _MORE


def _cells(line: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|،]", line)]


def fill_press(data: Data) -> dict[str, Any]:
    """Compute the sum of what was weighed, what was only counted, and whether the parts agree."""
    items = [item(line) for line in data.get("items", [])]
    weights = [found[0] for _drug, amount, unit, *_ in items if (found := kilograms(amount, unit))]
    counted = [f"{drug} {amount} {unit}" for drug, amount, unit, *_ in items if not kilograms(amount, unit)]
    totals = [number for _drug, number in _totals(data)]
    made: dict[str, Any] = {"verdict": _verdict(data, weights or totals)}
    if weights or totals:
        made["sum_kg"] = plain(sum(weights or totals, Decimal(0)))
    if counted:
        made["counted"] = list(dict.fromkeys(counted))
    return made


def check_press(data: Data) -> Iterator[Remark]:
    """Warn of a contradiction with the drug that it is about, and note what the liaison officer must learn."""
    for drug in contradictions(data):
        yield Remark(
            "press.contradiction",
            "operation",
            "One operation alone reports more %(drug)s than the whole announcement.",
            values={"drug": drug},
        )
    if data.get("verdict") == "contradicts" and not contradictions(data):
        yield Remark("press.sum", "items", "The items do not add up to the headline.")
    if data.get("value") and not data.get("items") and not data.get("totals"):
        yield Remark(
            "press.bare-value",
            "value",
            "A value without quantity, drug, date and method is a claim; no total holds it.",
        )
    for drug in more_than(data):
        yield Remark(
            "press.more",
            "items",
            "More than the stated amount of %(drug)s: the sum is the least it can be.",
            Level.NOTE,
            {"drug": drug},
        )
    for bound in bound_for(data):
        yield Remark(
            "press.bound",
            "items",
            "Bound for %(country)s. Where that is a party, a notice is stated for the liaison officer.",
            Level.NOTE,
            {"country": bound},
        )


def contradictions(data: Data) -> list[str]:
    """Return the drugs of which one operation reports more than the announcement's own total."""
    totals = dict(_totals(data))
    return [
        drug for drug, amount in _lines(data.get("operation", []))
        if drug in totals and amount > totals[drug]
    ]  # fmt: skip


def bound_for(data: Data) -> list[str]:
    """Return the countries for which an item was bound, each once, in their order."""
    codes = [code_of(item(line)[4]) for line in data.get("items", [])]
    return list(dict.fromkeys(code for code in codes if code))


def more_than(data: Data) -> list[str]:
    """Return the drugs of which an item says that it was more than its amount, each once."""
    lines = [line for line in data.get("items", []) if any(map(is_more, _cells(line)))]
    return list(dict.fromkeys(item(line)[0] for line in lines))


def by_drug(lines: Sequence[str]) -> Mapping[str, Decimal]:
    """Return the kilograms of each drug among items, by its UNODC name where it has one."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for drug, amount, unit, *_ in map(item, lines):
        weight, known = kilograms(amount, unit), drug_of(drug)
        if weight:
            found[known.name if known else drug] += weight[0]
    return dict(found)


def _verdict(data: Data, weights: Sequence[Decimal]) -> str:
    if contradictions(data):
        return "contradicts"
    headline = number_of(str(data.get("headline_kg", "")))
    if headline is None or not weights:
        return "not_assessable"
    apart = sum(weights, Decimal(0)) - headline
    if abs(apart) <= max(LEAST, headline * ROUNDING):
        return "agrees"
    return "not_assessable" if apart < 0 and more_than(data) else "contradicts"


def _totals(data: Data) -> list[tuple[str, Decimal]]:
    return _lines(data.get("totals", []))


def _lines(lines: Sequence[str]) -> list[tuple[str, Decimal]]:
    """Return drug and kilograms of lines "drug | kilograms"."""
    found = [(item(line)[0], number_of(item(line)[1])) for line in lines]
    return [(drug, amount) for drug, amount in found if amount is not None]
