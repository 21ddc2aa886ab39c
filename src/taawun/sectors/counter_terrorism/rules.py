# SPDX-License-Identifier: Apache-2.0
"""The rules of counter-terrorism: times, scales, and what an assessment must say (spec §80.40, §85.9).

An assessment is about an event or a question, never a score of a person; its factors are conduct, from a closed list.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark

PROBABILITY: Final[Mapping[str, tuple[int, int]]] = {
    "remote": (0, 5), "highly_unlikely": (10, 20), "unlikely": (25, 35), "realistic": (40, 50),
    "likely": (55, 75), "highly_likely": (80, 90), "almost_certain": (95, 100),
}  # fmt: skip
"""Words of the scale and the percent that each stands for; the gaps keep two words from meaning one number."""
CONFIDENCE: Final[Mapping[str, int]] = {"low": 15, "moderate": 50, "high": 85}
"""Analytic confidence, and the number by which STIX carries it."""
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?Z)?", re.ASCII)
_UN: Final = re.compile(r"[A-Z]{2}[ie]\.\d{3,4}", re.ASCII)


def is_moment(text: str) -> bool:
    """Tell whether a text is a day or a moment in UTC, as STIX writes it."""
    if not _TIME.fullmatch(text):
        return False
    try:
        date.fromisoformat(text[:10])
        return len(text) == 10 or bool(datetime.fromisoformat(text[:19]))
    except ValueError:
        return False


def check_indicator(data: Data) -> Iterator[Remark]:
    """Refuse times that are none or stand the wrong way round; warn of an indicator that never ends."""
    yield from _times(data, "valid_from", "valid_until")
    if not data.get("valid_until"):
        yield Remark("indicator.no-end", "valid_until", "Nothing is said about how long this holds.", Level.NOTE)


def check_report(data: Data) -> Iterator[Remark]:
    """Refuse a time of publication that is none."""
    yield from _times(data, "published")


def check_sighting(data: Data) -> Iterator[Remark]:
    """Refuse a sighting of nothing, and times the wrong way round."""
    yield from _times(data, "first_seen", "last_seen")
    if not data.get("sighted") and not data.get("sighted_stix"):
        yield Remark("sighting.of-nothing", "sighted", "A sighting says what was seen.", Level.REFUSED)


def check_assessment(data: Data) -> Iterator[Remark]:
    """Ask for the two things that a reader needs: what else was considered, and what is not known."""
    yield from _times(data, "date", "valid_until")
    if not data.get("alternatives"):
        yield Remark("assessment.no-alternative", "alternatives", "No other explanation is named.")
    if not data.get("gaps"):
        yield Remark("assessment.no-gaps", "gaps", "Nothing is said about what is not known.", Level.NOTE)


def fill_assessment(data: Data) -> dict[str, Any]:
    """Say which range of probability the chosen words stand for."""
    found = PROBABILITY.get(str(data.get("probability", "")))
    return {"probability_least": str(found[0]), "probability_most": str(found[1])} if found else {}


def check_listing(data: Data) -> Iterator[Remark]:
    """Warn of a reference that does not look like one of the consolidated list."""
    if not _UN.fullmatch(str(data.get("reference", ""))):
        yield Remark("listing.reference", "reference", "This does not look like a reference such as QDi.001.")


def confidence_of(number: int) -> str:
    """Return the word for a number from 0 to 100; the word of the lower band where it lies between two."""
    return "high" if number >= 70 else "moderate" if number >= 30 else "low"


def probability_of(least: int, most: int) -> str:
    """Return the words for a range, or nothing where the scale has none."""
    return next((word for word, span in PROBABILITY.items() if span == (least, most)), "")


def _times(data: Data, *names: str) -> Iterator[Remark]:
    stated = [(name, str(data[name])) for name in names if data.get(name)]
    wrong = [name for name, text in stated if not is_moment(text)]
    for name in wrong:
        yield Remark(f"{name}.no-time", name, "Write a day or a moment in UTC, 2026-12-01T00:00:00Z.", Level.REFUSED)
    if not wrong and len(stated) == 2 and stated[0][1][:19] > stated[1][1][:19]:
        yield Remark(f"{names[1]}.before", names[1], "This ends before it begins.", Level.REFUSED)
