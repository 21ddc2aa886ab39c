# SPDX-License-Identifier: Apache-2.0
"""Which consents stand: what `kernel.marking.decisions` is told before it shows or sends (spec §80.25d)."""

from datetime import date

from taawun.apps.registers.consents.models import ConsentReply
from taawun.kernel.marking.consents import consent_of
from taawun.kernel.marking.decisions import Consent


def consents_to(record_id: str, purpose: str, recipient: str, on: date) -> frozenset[Consent]:
    """Return the consents to one use of a record on a day: at home (no recipient), or by sending it to a party."""
    rows = ConsentReply.objects.filter(
        request__record=record_id, request__purpose=purpose, request__recipient=recipient
    ).select_related("request")
    last = {row.request_id: row for row in rows.order_by("id")}
    found = (consent_of(row.request.originator, row.answer, row.request.use, on) for row in last.values())
    return frozenset(one for one in found if one is not None)
