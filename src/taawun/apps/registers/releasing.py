# SPDX-License-Identifier: Apache-2.0
"""From a record to a release: the marking is asked before anybody is asked to approve (spec §80.14, §50.2)."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from taawun.apps.exchange.kinds import Going
from taawun.apps.exchange.services import Wish
from taawun.apps.registers import queries, versions
from taawun.apps.registers.consents.heeding import consents_to
from taawun.apps.registers.models import RecordVersion
from taawun.apps.registers.purposes import CLOSED
from taawun.apps.sector import closed_purpose_of
from taawun.kernel import marking as marks
from taawun.kernel.errors import MarkingForbids, NoRecipients, NoSuchRecord
from taawun.kernel.marking import Marking, RecordPayload, sensitivity_of
from taawun.kernel.marking.payload import KIND
from taawun.kernel.wire.canonical import decode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.limits import BODY_BYTES


def wish_for(
    record_id: str,
    recipients: Sequence[str],
    purpose: str,
    basis: Basis,
    *,
    number: int | None = None,
    at: datetime | None = None,
) -> Wish:
    """Return what `exchange.releases.draft_release` needs to release a version of a record.

    Raises:
        MarkingForbids: with the codes of the reasons, for the first recipient it does not cover.
        NoRecipients, NoSuchRecord.
    """
    version = queries.version_of(record_id, number)
    if version is None:
        raise NoSuchRecord
    return _wish(version, recipients, purpose, basis, at or timezone.now())


def wishes_for(
    record_ids: Sequence[str], recipients: Sequence[str], purpose: str, basis: Basis, *, at: datetime | None = None
) -> list[Wish]:
    """Return what is needed to release the current versions of many records, in their order; see `wish_for`."""
    found = queries.current_versions_of(record_ids)
    if len(found) < len(record_ids):
        raise NoSuchRecord
    return [_wish(version, recipients, purpose, basis, at or timezone.now()) for version in found]


def allow(items: Sequence[Going], now: datetime) -> None:
    """Refuse reports that may leave no more, in the transaction that sends them (spec §80.14g).

    A report is asked for its own marking and for the one its record has by now, with the consents of this day.

    Raises:
        MarkingForbids: with the codes of the reasons, for the first that is not covered.
        NoSuchRecord: the record was erased since.
    """
    stands = {version.record_id: version for version in queries.markings_of([item.object_id for item in items])}
    for item in items:
        version = stands.get(item.object_id)
        if version is None:
            raise NoSuchRecord
        markings = [marks.from_wire(version.marking)]
        if version.digest != sha256_hex(item.body):
            markings.append(RecordPayload.from_wire(decode(item.body, limit=BODY_BYTES)).marking)
        for marking in markings:
            _require(item.object_id, marking, item.terms.recipients, item.terms.purpose, item.terms.basis, now)


def _require(
    record_id: str, marking: Marking, recipients: Sequence[str], purpose: str, basis: Basis, at: datetime
) -> None:
    for recipient in recipients:
        others = marking.originators - {settings.TAAWUN_PARTY, recipient}
        consents = consents_to(record_id, purpose, recipient, at.date()) if others else frozenset()
        asked = marks.Basis(settings.TAAWUN_PARTY, basis.instrument, basis.article, at.date(), consents)
        decision = marks.may_send(marking, recipient, purpose, asked)
        if not decision.allowed:
            raise MarkingForbids(", ".join(reason.code for reason in decision.reasons) + ".")


def _wish(version: RecordVersion, recipients: Sequence[str], purpose: str, basis: Basis, at: datetime) -> Wish:
    if not recipients:
        raise NoRecipients
    payload = versions.payload_of(version)
    if closed_purpose_of(payload.type, CLOSED):
        raise MarkingForbids("marking.stays-in-its-cases.")
    _require(payload.record, payload.marking, recipients, purpose, basis, at)
    return Wish(
        kind=KIND,
        body=payload.to_wire(),
        recipients=tuple(recipients),
        purpose=purpose,
        basis=basis,
        object_type="record",
        object_id=payload.record,
        handling=frozenset(code.value for code in payload.marking.whole().handling),
        personal=payload.marking.personal,
        sensitivity=sensitivity_of(payload.marking),
    )
