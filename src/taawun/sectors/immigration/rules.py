# SPDX-License-Identifier: Apache-2.0
"""The rules of immigration: pure functions over the data of one record (spec §80.40).

None of them judges a person: they see dates that do not fit, lists that are not whole, and steps that were taken
before a screening that must come first.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark

AFTER_SCREENING: Final = frozenset({"penalty", "removal"})
"""Stages of an overstay that nobody reaches before a screening, or with indicators."""
FREE_DAYS: Final = 90
"""Days without a visa above which a register is asked to look again, by the usual terms of such agreements."""
WHOLE_DAY: Final = 10


def day(text: Any) -> date | None:
    """Return the day that a text names in full; None for a month, a year, about a day, and for nothing."""
    if not isinstance(text, str) or len(text) != WHOLE_DAY:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def days_over(permitted_until: str, noticed: str) -> int | None:
    """Return how many days beyond the permitted stay somebody was noticed; None where it cannot be told."""
    until, seen = day(permitted_until), day(noticed)
    return (seen - until).days if until and seen and seen > until else None


def fill_overstay(data: Data) -> Mapping[str, Any]:
    """Compute the days beyond the permitted stay."""
    found = days_over(data.get("permitted_until", ""), data.get("noticed", ""))
    return {"days_over": str(found)} if found is not None else {}


def check_overstay(data: Data) -> Iterator[Remark]:
    """Refuse a penalty or removal before a screening; warn of dates that give no overstay."""
    screened, stage = data.get("screened", "not_screened"), data.get("stage", "")
    if stage in AFTER_SCREENING and screened == "indicators":
        yield Remark(
            "overstay.indicators-freeze",
            "stage",
            "Indicators of trafficking freeze penalty and removal.",
            Level.REFUSED,
        )
    elif stage in AFTER_SCREENING and screened != "none_seen":
        yield Remark(
            "overstay.not-screened",
            "stage",
            "No penalty and no removal before a screening for trafficking.",
            Level.REFUSED,
        )
    if screened in ("indicators", "none_seen") and not (data.get("screened_by") and data.get("screened_on")):
        yield Remark("overstay.who-screened", "screened", "Say who screened, and on which day.", Level.REFUSED)
    if screened in ("", "not_screened") and (data.get("screened_by") or data.get("screened_on")):
        yield Remark("overstay.what-showed", "screened", "A screening is stated below: say what it showed.")
    until, seen = day(data.get("permitted_until")), day(data.get("noticed"))
    if until and seen and seen <= until:
        yield Remark("overstay.none", "noticed", "On this day the stay was still permitted: there is no overstay.")
    if screened == "indicators" and stage != "referred":
        yield Remark("overstay.refer", "stage", "Refer the person to protection, with their consent.")


def punishes_overstay(data: Data) -> bool:
    """Tell whether an entry says that somebody is punished or sent back."""
    return data.get("stage") in AFTER_SCREENING


def check_passenger_list(data: Data) -> Iterator[Remark]:
    """Warn where a list is not whole, or states other numbers than it has."""
    if data.get("whole") == "breaks_off":
        yield Remark("list.breaks-off", "whole", "The list breaks off; ask the carrier to send it again.")
    read = sum(int(float(data.get(name) or 0)) for name in ("passengers", "crew"))
    stated = data.get("stated")
    if stated and int(float(stated)) != read:
        yield Remark("list.other-count", "stated", "The list states another number of people than were read.")
    if int(float(data.get("left_out") or 0)):
        yield Remark("list.left-out", "left_out", "Entries could not be read, so nobody has screened them.")
    departs, arrives = day(data.get("departs")), day(data.get("arrives"))
    if departs and arrives and arrives < departs:
        yield Remark("list.arrives-first", "arrives", "The flight arrives before it departs.")


def check_visa_free(data: Data) -> Iterator[Remark]:
    """Refuse days that cannot be; warn of an exemption that outlives the passport, and of a long one."""
    days = {name: day(data.get(name)) for name in ("issued", "expires", "valid_from", "valid_until")}
    if _after(days["issued"], days["expires"]):
        yield Remark("visa-free.expires-first", "expires", "The passport expires before it was issued.", Level.REFUSED)
    if _after(days["valid_from"], days["valid_until"]):
        yield Remark("visa-free.ends-first", "valid_until", "The exemption ends before it begins.", Level.REFUSED)
    if _after(days["valid_until"], days["expires"]):
        yield Remark("visa-free.outlives", "valid_until", "The exemption lasts longer than the passport.")
    if float(data.get("days_free") or 0) > FREE_DAYS:
        yield Remark("visa-free.long", "days_free", "More than 90 days without a visa: compare with the agreement.")
    if data.get("status") in ("lost", "stolen"):
        yield Remark("visa-free.confirm", "status", "Confirm with the issuer before anybody acts on this.")


def is_exempt(data: Data, on: str) -> str:
    """Return whether a register's entry exempts its holder on a day: exempt, not-exempt or cannot-say.

    An entry that is not marked as valid never exempts, and one without days never says that it does.
    """
    asked, until = day(on), day(data.get("expires"))
    if data.get("status") != "valid":
        return "not-exempt"
    if asked is None or until is None:
        return "cannot-say"
    begins, ends = day(data.get("valid_from")), day(data.get("valid_until")) or until
    return "exempt" if (begins or date.min) <= asked <= min(ends, until) else "not-exempt"


def _after(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one > other
