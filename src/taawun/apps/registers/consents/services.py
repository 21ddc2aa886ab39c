# SPDX-License-Identifier: Apache-2.0
"""Asking an originator for consent, and answering a partner that asks us; each is drafted, and sent once approved."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.models import Release
from taawun.apps.ids import new_id
from taawun.apps.people import access as people
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import access
from taawun.apps.registers.consents.models import ConsentReply, ConsentRequest
from taawun.kernel.errors import ConsentLapsed, NoConsentNeeded, NoRole, NoSuchConsentRequest, NotReasoned
from taawun.kernel.marking import sensitivity_of
from taawun.kernel.marking.codes import Handling
from taawun.kernel.marking.consents import ANSWERED_KIND, ASKED_KIND, ConsentAnswered, ConsentAsked, Use
from taawun.kernel.marking.marking import Marking
from taawun.kernel.marking.tlp import handling_of
from taawun.kernel.wire.envelope import Basis

ASKERS: Final = frozenset({"desk_officer", "liaison_officer", "legal_reviewer", "releasing_officer"})
ANSWERERS: Final = frozenset({"legal_reviewer", "releasing_officer"})
"""Roles that may draft an answer; others approve it before it leaves, as anything else."""
ANSWER_DAYS: Final = 30
"""How long an originator has for its first answer, unless the request says otherwise; in days."""
LONGEST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """A request about a record with the answer that counts, if one came."""

    row: ConsentRequest
    reply: ConsentReply | None

    @property
    def ours(self) -> bool:
        """Tell whether it is ours to answer."""
        return self.row.originator == settings.TAAWUN_PARTY

    @property
    def lapsed(self) -> bool:
        """Tell whether it was not answered in time."""
        return self.reply is None and self.row.late(timezone.now().date())


def ask(
    officer: Officer,
    originator: str,
    use: Use,
    reason: str,
    purpose: str,
    basis: Basis,
    *,
    by: date | None = None,
    at: datetime | None = None,
) -> Release:
    """Draft a request to an originator of a record that the officer may see, to be answered until a day.

    Raises:
        NoConsentNeeded: the code does not bind this record, or the party is not another originator of it.
        ConsentLapsed: the day for an answer is over already, or more than a year away.
        NotReasoned, NoRole, MarkingForbids, NoSuchRecord, NoPurpose.
    """
    at, actor = at or timezone.now(), actor_of(officer)
    with audit.acting(actor, "consent.drafted", "record", use.record, purpose, at=at):
        _require(officer, ASKERS)
        marking = access.get(officer, use.record, purpose, at=at).marking.whole()
        if use.code not in codes_of(marking) or originator not in marking.originators - {settings.TAAWUN_PARTY}:
            raise NoConsentNeeded
        if not reason.strip():
            raise NotReasoned
        by = by or at.date() + timedelta(days=ANSWER_DAYS)
        if not 0 <= (by - at.date()).days <= LONGEST_DAYS:
            raise ConsentLapsed
        asked = ConsentAsked(new_id(at), use, reason.strip(), by)
        wish = _wish(ASKED_KIND, asked.to_wire(), originator, marking, use.record, purpose, basis)
        return exchange.draft_release(actor, wish, at)


def answer(
    officer: Officer,
    request_id: str,
    given: bool,
    reason: str,
    purpose: str,
    basis: Basis,
    *,
    until: date | None = None,
    at: datetime | None = None,
) -> Release:
    """Draft our answer to a partner's request; a later answer replaces it, so that consent can be taken back.

    Raises:
        NoSuchConsentRequest: none that we were asked.
        ConsentLapsed: it was not answered in time; the other side asks again.
        NotReasoned, NoRole, MarkingForbids, NoPurpose.
    """
    at, actor = at or timezone.now(), actor_of(officer)
    with audit.acting(actor, "consent.answer-drafted", "consent", request_id, purpose, at=at):
        _require(officer, ANSWERERS)
        row = ConsentRequest.objects.filter(id=request_id, originator=settings.TAAWUN_PARTY).first()
        if row is None:
            raise NoSuchConsentRequest
        if row.late(at.date()):
            raise ConsentLapsed
        marking = access.get(officer, row.record, purpose, at=at).marking.whole()
        if not reason.strip():
            raise NotReasoned
        body = ConsentAnswered(row.id, row.use, given, reason.strip(), until).to_wire()
        wish = _wish(ANSWERED_KIND, body, row.asker, marking, row.record, purpose, basis)
        return exchange.draft_release(actor, wish, at)


def of_record(officer: Officer, record_id: str, purpose: str, *, at: datetime | None = None) -> list[ConsentShown]:
    """Return what was asked and answered about a record, newest first, to an officer who may see the record."""
    access.get(officer, record_id, purpose, at=at)
    rows = ConsentRequest.objects.filter(record=record_id).prefetch_related("replies")
    return [ConsentShown(row, max(row.replies.all(), key=lambda one: one.pk, default=None)) for row in rows]


def codes_of(marking: Marking) -> frozenset[Handling]:
    """Return the codes that bind a holder of content so marked; a colour counts as its codes (§80.7d)."""
    return (marking.handling | (handling_of(marking.tlp) - {Handling.H3})) - {Handling.H0}


def _require(officer: Officer, roles: frozenset[str]) -> None:
    if {role for role, _authority in people.roles_of(officer)}.isdisjoint(roles):
        raise NoRole


def _wish(
    kind: str, body: dict[str, object], recipient: str, marking: Marking, record: str, purpose: str, basis: Basis
) -> exchange.Wish:
    return exchange.Wish(
        kind=kind, body=body, recipients=(recipient,), purpose=purpose, basis=basis, object_type="record",
        object_id=record, personal=marking.personal, sensitivity=sensitivity_of(marking),
    )  # fmt: skip
