# SPDX-License-Identifier: Apache-2.0
"""Who we are and whom we trust: our party, our roster, the peers' rosters, parsed once (spec §10.2)."""

import json
from collections import OrderedDict
from typing import Any, Final

from django.conf import settings

from taawun.apps.exchange.models import OwnRoster, Peer, PeerState
from taawun.apps.rows import fetch
from taawun.apps.rows import load as load_rows
from taawun.kernel.errors import NoRoster, UnknownSender
from taawun.kernel.trust.roster import Roster, roster_from_wire
from taawun.kernel.wire.signing import Verifier

VERIFIER: Final = Verifier()
"""Shared by all requests of a process, so that a batch signature is verified once."""

_ROSTERS: OrderedDict[str, Roster] = OrderedDict()
_MOST_ROSTERS: Final = 64

_NEWEST: Final = "SELECT digest FROM exchange_ownroster ORDER BY version DESC LIMIT 1"
_NEWER: Final = "SELECT version, document FROM exchange_ownroster WHERE version > %s ORDER BY version"
_PAIRED: Final = "party = %s AND state = %s"


def our_party() -> str:
    """Return the party whose node this is."""
    return str(settings.NODE.party)


def own_roster() -> Roster:
    """Return the newest version of our own roster.

    Raises:
        NoRoster: if none was ever published.
    """
    found = fetch(_NEWEST)
    if not found:
        raise NoRoster
    digest: str = found[0][0]
    return _parsed(digest) or _parse(digest, bytes(OwnRoster.objects.get(digest=digest).document))


def own_document() -> dict[str, Any]:
    """Return the newest version of our roster as it was signed."""
    row = OwnRoster.objects.order_by("-version").first()
    if row is None:
        raise NoRoster
    return load(row.document)


def own_documents_after(version: int) -> list[tuple[int, bytes]]:
    """Return the versions of our roster after one, oldest first: a peer takes only the next of what it holds."""
    return [(found, bytes(document)) for found, document in fetch(_NEWER, [version])]


def roster_of(peer: Peer) -> Roster:
    """Return the newest roster of a peer."""
    return _parsed(peer.roster_digest) or _parse(peer.roster_digest, bytes(peer.roster))


def paired(party: str) -> Peer:
    """Return a peer we are paired with.

    Raises:
        UnknownSender: for a stranger, or a peer that is not paired.
    """
    found = load_rows(Peer, _PAIRED, [party, PeerState.PAIRED.value], without=("roster",))
    if not found:
        raise UnknownSender
    return found[0]


def load(document: bytes | memoryview) -> dict[str, Any]:
    """Return the JSON object of stored canonical bytes."""
    value: dict[str, Any] = json.loads(bytes(document))
    return value


def _parsed(digest: str) -> Roster | None:
    return _ROSTERS.get(digest)


def _parse(digest: str, document: bytes) -> Roster:
    roster = roster_from_wire(load(document)["body"])
    _ROSTERS[digest] = roster
    if len(_ROSTERS) > _MOST_ROSTERS:
        _ROSTERS.popitem(last=False)
    return roster
