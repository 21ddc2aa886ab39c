# SPDX-License-Identifier: Apache-2.0
"""From a record to a release: the marking is asked before anybody is asked to approve (spec §80.14, §50.2)."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from taawun.apps.exchange.services import Wish
from taawun.apps.registers import queries, versions
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
    if not recipients:
        raise NoRecipients
    version = queries.version_of(record_id, number)
    if version is None:
        raise NoSuchRecord
    payload = versions.payload_of(version)
    on = (at or timezone.now()).date()
    asked = marks.Basis(settings.TAAWUN_PARTY, basis.instrument, basis.article, on)
    for recipient in recipients:
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
        object_id=record_id,
        handling=frozenset(code.value for code in payload.marking.whole().handling),
        personal=payload.marking.personal,
        sensitivity=sensitivity_of(payload.marking),
    )
