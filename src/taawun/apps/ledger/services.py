# SPDX-License-Identifier: Apache-2.0
"""The ledger's acts, and the one door to them for other apps.

`accept` and `accept_many` run inside the transaction of the act they log. The worker calls `seal_all` twice a
second and `tidy` now and then. `offer_for`, `cosign` and `add_cosignature` are the three steps of mutual
witnessing; the exchange carries what they return.
"""

from taawun.apps.ledger.accepting import SEALING_INTERVAL, Accepted, accept, accept_many
from taawun.apps.ledger.exporting import export, verify_self
from taawun.apps.ledger.proofs import consistency, full_note, latest, prove, root_at
from taawun.apps.ledger.sealing import erase, seal, seal_all, tidy
from taawun.apps.ledger.witnessing import add_cosignature, cosign, cosigned_size, offer_for, settle_alerts

__all__ = [
    "SEALING_INTERVAL",
    "Accepted",
    "accept",
    "accept_many",
    "add_cosignature",
    "consistency",
    "cosign",
    "cosigned_size",
    "erase",
    "export",
    "full_note",
    "latest",
    "offer_for",
    "prove",
    "root_at",
    "seal",
    "seal_all",
    "settle_alerts",
    "tidy",
    "verify_self",
]
