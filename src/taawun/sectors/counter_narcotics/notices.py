# SPDX-License-Identifier: Apache-2.0
"""Rules on what the Drug Liaison Officer is told, and on precursors before their export: each has its clock."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark
from taawun.formats.drugs import PRECURSORS, drug_of

DAYS: Final = {"immediate": 1, "urgent": 3, "routine": 14}
"""Days until a notice must be followed up, by its urgency."""


def fill_notice(data: Data) -> dict[str, Any]:
    """Compute the day by which a notice is followed up."""
    day = due(str(data.get("date", "")), str(data.get("urgency", "")))
    return {"due": day} if day else {}


def due(received: str, urgency: str) -> str:
    """Return the day by which a notice of a day is followed up; empty where no calendar has it."""
    try:
        day = date.fromisoformat(received) + timedelta(days=DAYS.get(urgency, DAYS["routine"]))
    except (ValueError, OverflowError):
        return ""
    return day.isoformat()


def check_notice(data: Data) -> Iterator[Remark]:
    """Refuse to close a notice without saying what came of it."""
    if data.get("state") == "closed" and not data.get("outcome"):
        yield Remark("notice.no-outcome", "outcome", "Say what came of it before closing the notice.", Level.REFUSED)
    if "due" not in data:
        yield Remark("notice.no-clock", "date", "Without an exact day the follow-up has no date.")


def check_precursor(data: Data) -> Iterator[Remark]:
    """Say where the convention asks for no notification, and that silence is no consent."""
    drug = drug_of(str(data.get("substance", "")))
    if drug is None or drug.schedule != PRECURSORS:
        yield Remark("precursor.not-listed", "substance", "This substance is not known to stand in Table I.")
    if data.get("answer", "none") == "none":
        yield Remark("precursor.unanswered", "answer", "No answer is no consent.", Level.NOTE)
