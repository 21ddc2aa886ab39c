# SPDX-License-Identifier: Apache-2.0
"""From a record to a release: the marking is asked before anybody is asked to approve (spec §80.14, §50.2)."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from taawun.apps.exchange.services import Wish
from taawun.apps.registers import queries, versions
from taawun.apps.registers.consents.heeding import consents_to
from taawun.apps.registers.models import RecordVersion
from taawun.apps.registers.purposes import CLOSED
from taawun.apps.sector import closed_purpose_of
from taawun.kernel import marking as marks
from taawun.kernel.errors import MarkingForbids, NoRecipients, NoSuchRecord
from taawun.kernel.marking import sensitivity_of
from taawun.kernel.marking.payload import KIND
from taawun.kernel.wire.envelope import Basis


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


def _wish(version: RecordVersion, recipients: Sequence[str], purpose: str, basis: Basis, at: datetime) -> Wish:
    if not recipients:
        raise NoRecipients
    payload = versions.payload_of(version)
    if closed_purpose_of(payload.type, CLOSED):
        raise MarkingForbids("marking.stays-in-its-cases.")
    for recipient in recipients:
        others = payload.marking.originators - {settings.TAAWUN_PARTY, recipient}
        consents = consents_to(payload.record, purpose, recipient, at.date()) if others else frozenset()
        asked = marks.Basis(settings.TAAWUN_PARTY, basis.instrument, basis.article, at.date(), consents)
        decision = marks.may_send(payload.marking, recipient, purpose, asked)
        if not decision.allowed:
            raise MarkingForbids(", ".join(reason.code for reason in decision.reasons) + ".")
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
