# SPDX-License-Identifier: Apache-2.0
"""The rules of worker protection: pure functions over the data of one record (spec §80.40, §80.70).

None of them judges a worker. They see days that do not fit, hours and housing to compare with the law, and what the
answers of a screening come to.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark
from taawun.sectors.worker_protection import screening

WEEK_HOURS: Final = 48
"""Hours a week above which the law of most states asks for more; the officer compares."""
ROOM_PEOPLE: Final = 8
"""People in a room above which housing is looked at again, by usual rules of labour housing."""
RECOVERY_DAYS: Final = 30
"""Least days of a recovery period (Council of Europe Convention on trafficking, art. 13)."""
WHOLE_DAY: Final = 10


def day(text: Any) -> date | None:
    """Return the day that a text names in full; None for anything else."""
    if not isinstance(text, str) or len(text) != WHOLE_DAY:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def check_hotline(data: Data) -> Iterator[Remark]:
    """Refuse a name in a call that is said to be unnamed; warn of danger."""
    if data.get("named") == "anonymous" and data.get("name"):
        yield Remark("hotline.named", "name", "The call is said to be unnamed; leave the name out.", Level.REFUSED)
    if data.get("urgency") == "danger":
        yield Remark("hotline.danger", "urgency", "In danger now: act on this call before any other.")
    if data.get("caller") == "worker" and not data.get("safe_contact"):
        yield Remark("hotline.contact", "safe_contact", "Ask for a safe way and time to be in touch.", Level.NOTE)


def check_documents(data: Data) -> Iterator[Remark]:
    """Refuse days that cannot be; point to what to do while papers are kept."""
    if _after(data, "since", "returned"):
        yield Remark("documents.returned-first", "returned", "Returned before it was taken.", Level.REFUSED)
    if data.get("outcome") == "returned" and not data.get("returned"):
        yield Remark("documents.when", "returned", "Say on which day it was returned.", Level.REFUSED)
    if data.get("outcome") == "kept":
        yield Remark("documents.kept", "outcome", "Papers kept by another are an indicator: screen the worker.")


def hours_a_week(hours_day: str, days_week: str) -> str:
    """Return hours a week as decimal text; empty where one of them is not known."""
    if not hours_day or not days_week:
        return ""
    return f"{float(hours_day) * float(days_week):g}"


def fill_hours(data: Data) -> Mapping[str, Any]:
    """Compute hours a week."""
    return {"hours_week": hours_a_week(data.get("hours_day", ""), data.get("days_week", ""))}


def check_hours(data: Data) -> Iterator[Remark]:
    """Warn of a week that is longer than most laws allow."""
    if _after(data, "from_day", "to_day"):
        yield Remark("hours.ends-first", "to_day", "The period ends before it begins.", Level.REFUSED)
    if float(data.get("hours_week") or 0) > WEEK_HOURS:
        yield Remark("hours.long", "hours_week", "More than 48 hours a week: compare with the law and the contract.")


def fill_housing(data: Data) -> Mapping[str, Any]:
    """Compute how many people share a room."""
    people, rooms = data.get("people"), data.get("rooms")
    return {"people_room": f"{float(people) / float(rooms):.3g}"} if people and rooms else {}


def check_housing(data: Data) -> Iterator[Remark]:
    """Warn of a crowded or locked place."""
    if float(data.get("people_room") or 0) > ROOM_PEOPLE:
        yield Remark("housing.crowded", "people_room", "More than eight people in a room: ask for an inspection.")
    if "locked" in (data.get("problems") or []):
        yield Remark("housing.locked", "problems", "Locked from outside: act at once.")


def fill_screening(data: Data) -> Mapping[str, Any]:
    """Compute the positive dimensions and what they come to."""
    answers = screening.read_answers(data.get("answers") or [])
    found = screening.judge(answers, data.get("age_group", "adult"))
    return {"positive": list(found.positive), "conclusion": str(found.conclusion)}


def check_screening(data: Data) -> Iterator[Remark]:
    """Refuse answers that cannot be read and an end against the answers; say what follows."""
    lines = data.get("answers") or []
    if len(screening.read_answers(lines)) != len(lines):
        yield Remark("screening.answers", "answers", "An answer names no indicator, or no known word.", Level.REFUSED)
    conclusion, determination = data.get("conclusion"), data.get("determination")
    if conclusion in ("trafficking", "forced_labour") and determination == "ended":
        yield Remark(
            "screening.ended",
            "determination",
            "Indicators were seen: the determination does not end so.",
            Level.REFUSED,
        )
    if conclusion == "ask":
        yield Remark("screening.ask", "conclusion", "Questions are open. This says nothing against the person.")
    if data.get("agreed") == "yes" and {"deceptive_recruitment", "coercive_recruitment"} & set(
        data.get("positive") or []
    ):
        yield Remark(
            "screening.agreed", "agreed", "A means was used: that the person agreed does not matter.", Level.NOTE
        )
    if data.get("age_group") == "minor":
        yield Remark("screening.minor", "age_group", "For a minor no means is needed.", Level.NOTE)
    if data.get("alone") == "no":
        yield Remark("screening.alone", "alone", "Not spoken to alone: ask again without others.")


def check_referral(data: Data) -> Iterator[Remark]:
    """Refuse a consent that was revoked before it was given; say what a revoked one forbids."""
    if _after(data, "given_on", "revoked_on"):
        yield Remark("referral.revoked-first", "revoked_on", "Revoked before it was given.", Level.REFUSED)
    if data.get("revoked_on"):
        yield Remark("referral.revoked", "revoked_on", "The consent was revoked: nothing more is shared.")


def recovery_days(begins: str, ends: str) -> str:
    """Return how many days a recovery period has; empty where it cannot be told."""
    first, last = day(begins), day(ends)
    return str((last - first).days) if first and last and last >= first else ""


def fill_recovery(data: Data) -> Mapping[str, Any]:
    """Compute the days of a recovery period."""
    return {"days": recovery_days(data.get("begins", ""), data.get("ends", ""))}


def check_recovery(data: Data) -> Iterator[Remark]:
    """Refuse a period that ends first; warn of one that is too short."""
    if _after(data, "begins", "ends"):
        yield Remark("recovery.ends-first", "ends", "The period ends before it begins.", Level.REFUSED)
    elif data.get("days") and int(data["days"]) < RECOVERY_DAYS:
        yield Remark("recovery.short", "days", "Fewer than 30 days: too short to recover and to think.")


def screen(facts: list[str], age: str) -> dict[str, Any]:
    """Return what some facts come to: the conclusion, the positive dimensions, and those with questions to ask."""
    found = screening.judge(screening.answers_of_facts(facts), age)
    asking = [one.dimension.id for one in found.findings if one.ask]
    return {"conclusion": str(found.conclusion), "positive": list(found.positive), "ask": asking}


def _after(data: Data, first: str, second: str) -> bool:
    one, other = day(data.get(first)), day(data.get(second))
    return one is not None and other is not None and one > other
