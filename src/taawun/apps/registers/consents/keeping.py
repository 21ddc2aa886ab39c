# SPDX-License-Identifier: Apache-2.0
"""Keeping what crossed: a request or an answer that we send is stored as it leaves, one that comes as it is taken.

Both nodes so hold the same rows. An envelope counts only from whom it must come: a request from a party that is not the
originator, an answer from the originator that was asked (spec §80.25c).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.exchange.kinds import Incoming, Kind, Leaving
from taawun.apps.registers import access, queries
from taawun.apps.registers.consents.models import ConsentReply, ConsentRequest
from taawun.kernel import marking as marks
from taawun.kernel.errors import BadShape, ConsentLapsed, LateConsent, NotTheOriginator, SenderError
from taawun.kernel.marking.consents import ANSWERED_KIND, ASKED_KIND, ConsentAnswered, ConsentAsked
from taawun.kernel.wire.canonical import decode
from taawun.kernel.wire.limits import BODY_BYTES

INBOX: Final = Actor.system("inbox")
Take = Callable[[Incoming, datetime], str]


def _take_asked(item: Incoming, at: datetime) -> str:
    asked = ConsentAsked.from_wire(dict(item.body))
    version = queries.version_of(asked.use.record)
    if version is None or settings.TAAWUN_PARTY not in marks.from_wire(version.marking).originators:
        raise NotTheOriginator
    _keep_asked(asked, item.header.sender, settings.TAAWUN_PARTY, item.header.id, "", at)
    return asked.use.record


def _take_answered(item: Incoming, at: datetime) -> str:
    answered = ConsentAnswered.from_wire(dict(item.body))
    row = ConsentRequest.objects.filter(
        id=answered.asked, asker=settings.TAAWUN_PARTY, originator=item.header.sender
    ).first()
    if row is None or row.use != answered.use:
        raise BadShape("This answers no request that was made.")
    if row.late(item.header.created.date()):
        raise LateConsent
    _keep_answered(row, answered, item.header.id, "", at)
    return row.record


def _keep_asked(asked: ConsentAsked, asker: str, originator: str, envelope: str, officer: str, at: datetime) -> None:
    if ConsentRequest.objects.filter(id=asked.id).exists():
        raise BadShape("A request has this identifier already.")
    use = asked.use
    ConsentRequest.objects.create(
        id=asked.id, record=use.record, asker=asker, originator=originator, code=use.code.value, purpose=use.purpose,
        recipient=use.recipient, reason=asked.reason, officer_id=officer, envelope=envelope, at=at, by=asked.by,
    )  # fmt: skip


def _keep_answered(row: ConsentRequest, answered: ConsentAnswered, envelope: str, officer: str, at: datetime) -> None:
    ConsentReply.objects.create(
        request=row, given=answered.given, reason=answered.reason, until=answered.until, officer_id=officer,
        envelope=envelope, at=at,
    )  # fmt: skip


def _taking(act: str, take: Take) -> Callable[[Sequence[Incoming], datetime], list[SenderError | None]]:
    """Return what takes envelopes of a kind, each with its line on the record."""

    def taken(items: Sequence[Incoming], at: datetime) -> list[SenderError | None]:
        return [_one(item, at) for item in items]

    def _one(item: Incoming, at: datetime) -> SenderError | None:
        try:
            record = take(item, at)
        except SenderError as refusal:
            return refusal
        audit.record_many([Entry(INBOX, act, "record", record, item.header.purpose)], at=at)
        return None

    return taken


def _leave_asked(leaving: Leaving, now: datetime) -> None:
    asked = ConsentAsked.from_wire(decode(leaving.body, limit=BODY_BYTES))
    ((originator, envelope),) = leaving.envelopes.items()
    _keep_asked(asked, settings.TAAWUN_PARTY, originator, envelope, leaving.actor.officer_id, now)


def _leave_answered(leaving: Leaving, now: datetime) -> None:
    answered = ConsentAnswered.from_wire(decode(leaving.body, limit=BODY_BYTES))
    ((_asker, envelope),) = leaving.envelopes.items()
    row = ConsentRequest.objects.get(id=answered.asked, originator=settings.TAAWUN_PARTY)
    if row.late(now.date()):
        raise ConsentLapsed
    _keep_answered(row, answered, envelope, leaving.actor.officer_id, now)


ASKED: Final = Kind(ASKED_KIND, _taking("consent.asked", _take_asked), access.may_read_about, _leave_asked)
ANSWERED: Final = Kind(
    ANSWERED_KIND, _taking("consent.answered", _take_answered), access.may_read_about, _leave_answered
)
