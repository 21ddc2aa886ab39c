# SPDX-License-Identifier: Apache-2.0
"""What tests of the liaison desk are told with: postings, contacts and taskings around a moment."""

from datetime import timedelta
from typing import Any

from taawun.apps.registers import services as registers
from taawun.kernel.marking import make_marking

PURPOSE = "coordination"
TASKING = {
    "field": "counter_narcotics", "under": "pk-bh-working-group",
    "what": "موعد مقابلة الشاهد — گواہ کے انٹرویو کی تاریخ — the date of the interview",
}  # fmt: skip


def record(actor, now, kind: str, data: dict[str, Any], *, personal: bool = True) -> str:
    """State a record and return its identifier."""
    review = (now + timedelta(days=300)).date()
    persons = {"other"} if personal else ()
    marking = make_marking("PK", "A", 1, purposes={PURPOSE}, review=review, tlp="green", persons=persons)
    return registers.draft_record(actor, kind, data, marking, PURPOSE, at=now).id


def posting(actor, now, **changes: Any) -> str:
    """State the posting of an officer in Manama, in force at the moment."""
    data = {
        "name": "منشیات رابطہ افسر", "officer": "Omar Farooq", "party": "PK", "host": "BH", "place": "المنامة",
        "sectors": ["counter_narcotics"], "instruments": ["pk-bh-working-group"],
        "since": (now - timedelta(days=30)).date().isoformat(), "until": (now + timedelta(days=300)).date().isoformat(),
    } | changes  # fmt: skip
    return record(actor, now, "liaison-posting", data)


def duty(actor, now, **changes: Any) -> str:
    """Put the desk of an authority on the list."""
    data = {
        "name": "غرفة العمليات", "authority": "إدارة مكافحة المخدرات", "party": "BH", "phone": "+973-0000-0000",
        "languages": ["ar", "en"], "state": "in_use",
    } | changes  # fmt: skip
    return record(actor, now, "duty-contact", data, personal=False)


def contact(actor, now, **changes: Any) -> str:
    """Log a contact that is to be followed up."""
    data = {
        "name": "سلمان فخرو", "organisation": "إدارة مكافحة المخدرات", "date": now.date().isoformat(), "way": "call",
        "purpose": "موعد المقابلة", "follow_up": (now + timedelta(days=5)).date().isoformat(),
    } | changes  # fmt: skip
    return record(actor, now, "liaison-contact", data)
