# SPDX-License-Identifier: Apache-2.0
"""The rules of the liaison desk: what a mandate covers, and what is wrong with a posting, a contact or a test.

A mandate is what the record of a posting states. What it does not name it does not cover (spec §89.2).
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark

ANSWERED: Final = "answered"
"""The one result of a test that is good."""


class Outside(StrEnum):
    """Why an act lies outside a mandate."""

    NOT_BEGUN = "not-begun"
    ENDED = "ended"
    SECTOR = "sector"
    INSTRUMENT = "instrument"


def outside(data: Data, sector: str, instrument: str, day: date) -> Outside | None:
    """Return why an act on a day lies outside the mandate of a posting; None where it is covered (spec §89.2)."""
    since, until = _day(data.get("since")), _day(data.get("until"))
    if since is None or day < since:
        return Outside.NOT_BEGUN
    if until is None or day > until:
        return Outside.ENDED
    if sector not in _many(data.get("sectors")):
        return Outside.SECTOR
    return None if instrument in _many(data.get("instruments")) else Outside.INSTRUMENT


def check_posting(data: Data) -> Iterator[Remark]:
    """Refuse a posting that ends before it begins, or to its own side; warn of a mandate that covers nothing."""
    since, until = _day(data.get("since")), _day(data.get("until"))
    if since is None or until is None:
        yield Remark("posting.no-days", "since", "A mandate begins and ends on a day that is known.", Level.REFUSED)
    elif until < since:
        yield Remark("posting.backwards", "until", "The posting ends before it begins.", Level.REFUSED)
    if data.get("party") == data.get("host"):
        yield Remark("posting.at-home", "host", "An officer is posted to the other side.", Level.REFUSED)
    if not data.get("sectors") or not data.get("instruments"):
        yield Remark("posting.empty", "sectors", "Without sectors and instruments the mandate covers no act.")


def check_contact(data: Data) -> Iterator[Remark]:
    """Note a contact of which nothing came that is to be followed up by no day."""
    if not data.get("outcome") and not data.get("follow_up"):
        yield Remark("contact.open", "outcome", "Say what came of it, or until when to follow it up.", Level.NOTE)


def check_test(data: Data) -> Iterator[Remark]:
    """Refuse an answer without its time; warn of a test that failed."""
    if data.get("result") == ANSWERED and not data.get("seconds"):
        yield Remark("test.no-time", "seconds", "Say after how many seconds somebody answered.", Level.REFUSED)
    if data.get("result") != ANSWERED:
        yield Remark("test.failed", "result", "Nobody could be reached as agreed. Tell the authority today.")


def mandate_says(posting: dict[str, Any], sector: str, instrument: str, day: str) -> Any:
    """Return why an act lies outside a mandate, empty where it is covered; for examples."""
    return str(outside(posting, sector, instrument, date.fromisoformat(day)) or "")


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _many(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
