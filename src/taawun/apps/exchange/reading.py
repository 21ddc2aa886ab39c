# SPDX-License-Identifier: Apache-2.0
"""The read receipt: an officer saw the content, and the sender had asked to be told (spec §30.6)."""

from datetime import datetime

from django.db import transaction

from taawun.apps.exchange.answering import issue
from taawun.apps.exchange.identity import our_party
from taawun.apps.exchange.models import InEnvelope, OutEnvelope
from taawun.apps.ids import new_id
from taawun.kernel.wire.receipt import Receipt, ReceiptKind
from taawun.kernel.wire.times import cut


@transaction.atomic
def mark_read(row: InEnvelope | OutEnvelope, now: datetime) -> bool:
    """Note the first reading of an envelope that came; tell the sender if it asked. False if nothing is new."""
    if isinstance(row, OutEnvelope):
        return False
    if not InEnvelope.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=now):
        return False
    if row.ask_read:
        receipt = Receipt(
            id=new_id(now),
            kind=ReceiptKind.READ,
            sender=our_party(),
            recipient=row.peer_id,
            item=row.item,
            envelope=row.id,
            digest=row.digest,
            at=cut(now),
        )
        issue(row.peer, [receipt], now, told=False)
    return True
