# SPDX-License-Identifier: Apache-2.0
"""The acts of the exchange, gathered from the modules that carry them out.

One function is one act: one transaction, one audit line, one ledger entry for each thing it is about.
"""

from taawun.apps.exchange.delivery import Courier, deliver, due_peers
from taawun.apps.exchange.identity import own_roster, paired, roster_of
from taawun.apps.exchange.pairing import (
    CARD_BYTES,
    Card,
    address,
    confirm,
    fetch_card,
    own_card,
    own_half,
    own_words,
    read_card,
    take_half,
    tell_half,
)
from taawun.apps.exchange.papers import fetch as fetch_piece
from taawun.apps.exchange.reading import mark_read
from taawun.apps.exchange.receiving import receive
from taawun.apps.exchange.recurring import courier
from taawun.apps.exchange.releases import (
    Wish,
    approve,
    draft_release,
    draft_releases,
    still_needed,
    waits_for,
    withdraw,
)
from taawun.apps.exchange.resending import fill_gap, peers_with_gaps
from taawun.apps.exchange.rostering import publish_roster, take_roster
from taawun.apps.exchange.sending import send
from taawun.apps.exchange.witnessing import ask_cosignature, paired_peers

__all__ = [
    "CARD_BYTES",
    "Card",
    "Courier",
    "Wish",
    "address",
    "approve",
    "ask_cosignature",
    "confirm",
    "courier",
    "deliver",
    "draft_release",
    "draft_releases",
    "due_peers",
    "fetch_card",
    "fetch_piece",
    "fill_gap",
    "mark_read",
    "own_card",
    "own_half",
    "own_roster",
    "own_words",
    "paired",
    "paired_peers",
    "peers_with_gaps",
    "publish_roster",
    "read_card",
    "receive",
    "roster_of",
    "send",
    "still_needed",
    "take_half",
    "take_roster",
    "tell_half",
    "waits_for",
    "withdraw",
]
