# SPDX-License-Identifier: Apache-2.0
"""What a nomination came to, as the register counts it: one record of a nomination, stated anew as its badge is revoked
and signed again (spec §80.94).

It names nobody, so that it can be counted. Why a badge was revoked stands with the badge alone: it may name people.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from taawun.apps.audit.services import Actor
from taawun.apps.cases.access import Shown
from taawun.apps.cases.models import Case
from taawun.apps.registers import queries
from taawun.apps.registers import services as records
from taawun.apps.registers.models import RecordVersion
from taawun.apps.registers.queries import Filters, Narrow
from taawun.formats.badges.award import is_holder
from taawun.formats.badges.reading import read
from taawun.kernel import marking as marks
from taawun.kernel.marking import make_marking
from taawun.sectors.police_training import sessions
from taawun.sectors.police_training.models import Awarded, Badge, Outcome
from taawun.sectors.police_training.sector import WHY_ANEW, WHY_REVOKED

CERTIFICATE: Final = "certificate"
REVOKED: Final = "revoked"
KEPT: Final = timedelta(days=5 * 365)
"""After which time the record that somebody was trained is looked at again."""


def state(shown: Shown, purpose: str, at: datetime) -> None:
    """State that somebody of a party was trained; anew where it was stated of this nomination before."""
    held = _held(shown.case.id)
    found = sessions.session(str(shown.filled["course_session"].value).strip())
    data = {
        "course": f"{found.data['course']} {found.course.get('name') or found.data['name']}"[:200],
        "session": found.id, "party": shown.case.requesting, "date": at.date().isoformat(), "outcome": CERTIFICATE,
        "audience": "battalion" if shown.case.kind == "battalion_nomination" else "police",
    }  # fmt: skip
    if held is not None:
        _anew(held, data, purpose, WHY_ANEW, at)
        return
    marking = make_marking(settings.TAAWUN_PARTY, "A", 1, purposes=[purpose], review=(at + KEPT).date())
    made = records.draft_record(_node(), sessions.OUTCOME, data, marking, purpose, at=at)
    Outcome.objects.update_or_create(case_id=shown.case.id, defaults={"record": made.id})


def take_back(badge: Badge, purpose: str, at: datetime) -> None:
    """State that a certificate no longer counts; nothing where the record has been erased since."""
    held = _held(badge.case_id) or _unbound(badge)
    if held is not None:
        Outcome.objects.update_or_create(case_id=badge.case_id, defaults={"record": held.record_id})
        _anew(held, dict(held.data) | {"outcome": REVOKED}, purpose, WHY_REVOKED, at)


def note(badge: Badge, number: str) -> None:
    """Keep of which course a badge is and whose, so that `revoked` need not read it."""
    code, _ = _said(badge.document, number)
    Awarded.objects.create(badge=badge, code=code, holder=_digest(number))


def revoked(codes: Iterable[str], number: str) -> list[str]:
    """Return those of some courses of which this node revoked the badge of a service number and signed no other."""
    wanted = frozenset(map(_folded, codes))
    ended = _codes(Badge.objects.filter(revoked__isnull=False), wanted, number)
    return sorted(ended - _codes(Badge.objects.filter(revoked=None), wanted, number)) if ended else []


def _codes(badges: QuerySet[Badge], wanted: Collection[str], number: str) -> set[str]:
    """Return those of some courses of which one of the badges was awarded to a service number."""
    noted = badges.filter(awarded__holder=_digest(number), awarded__code__in=wanted)
    found = set(noted.values_list("awarded__code", flat=True))
    older = badges.filter(awarded=None).values_list("document", flat=True)
    said = (_said(document, number) for document in older)
    return found | {code for code, holds in said if holds and code in wanted}


def _folded(text: str) -> str:
    return text.strip().upper()


def _digest(number: str) -> str:
    return sha256(_folded(number).encode()).hexdigest()


def _said(document: bytes | memoryview, number: str) -> tuple[str, bool]:
    """Return the code of the course of a badge in capitals, and whether it was awarded to a service number."""
    data = read(bytes(document))
    spellings = {number, number.upper(), number.lower()}
    code = str(data["credentialSubject"]["achievement"]["humanCode"])
    return _folded(code), any(is_holder(data, one) for one in spellings)


def _held(case_id: str) -> RecordVersion | None:
    row = Outcome.objects.filter(case_id=case_id).first()
    return queries.version_of(row.record) if row else None


def _unbound(badge: Badge) -> RecordVersion | None:
    """Return a record of a badge that was signed before nominations knew theirs: any of its session, party and day.

    They name nobody, so that one counts as well as another.
    """
    party = Case.objects.filter(id=badge.case_id).values_list("requesting", flat=True).first() or ""
    like = {"party": party, "date": badge.at.date().isoformat(), "outcome": CERTIFICATE}
    narrowed = tuple(Narrow(name, value) for name, value in like.items() if value)
    found = queries.walk(Filters(type=sessions.OUTCOME, narrowed=narrowed), sessions.MOST_SHEETS)
    bound = set(Outcome.objects.filter(record__in=found).values_list("record", flat=True))
    rows = queries.current_versions_of([one for one in found if one not in bound])
    return next((one for one in rows if one.data.get("session") == badge.session), None)


def _anew(held: RecordVersion, data: dict[str, Any], purpose: str, why: str, at: datetime) -> None:
    records.new_version(_node(), held.record_id, data, marks.from_wire(held.marking), purpose, why, at=at)


def _node() -> Actor:
    return Actor.system("training")
