# SPDX-License-Identifier: Apache-2.0
"""What became of one item of a POST; receiving decides it and answering turns it into a receipt (spec §30.12)."""

from dataclasses import dataclass

from taawun.apps.exchange.models import InEnvelope
from taawun.apps.ledger.services import Accepted
from taawun.kernel.errors import SenderError
from taawun.kernel.wire.envelope import Envelope


@dataclass(slots=True)
class Verdict:
    """What became of one item: its kind of receipt, and for a new envelope the row to store."""

    item: str
    size: int
    kind: str
    envelope: Envelope | None = None
    refusal: SenderError | None = None
    row: InEnvelope | None = None
    entry: Accepted | None = None
