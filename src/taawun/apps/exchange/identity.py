# SPDX-License-Identifier: Apache-2.0
"""Who we are and whom we trust: our party, our roster, the peers' rosters, parsed once (spec §10.2)."""

import json
from collections import OrderedDict
from typing import Any, Final

from django.conf import settings
from django.db import connection

from taawun.apps.exchange.models import OwnRoster, Peer, PeerState
from taawun.kernel.errors import NoRoster, UnknownSender
from taawun.kernel.trust.roster import Roster, roster_from_wire
from taawun.kernel.wire.signing import Verifier

VERIFIER: Final = Verifier()
"""Shared by all requests of a process, so that a batch signature is verified once."""

_ROSTERS: OrderedDict[str, Roster] = OrderedDict()
_MOST_ROSTERS: Final = 64


def our_party() -> str:
    """Return the party whose node this is."""
    return str(settings.NODE.party)


def own_roster() -> Roster:
    """Return the newest version of our own roster.

    Raises:
        NoRoster: if none was ever published.
    """
    with connection.cursor() as cursor:  # asked for at every act; Django takes ten times as long to ask
        cursor.execute("SELECT digest FROM exchange_ownroster ORDER BY version DESC LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        raise NoRoster
    return _parsed(row[0]) or _parse(row[0], bytes(OwnRoster.objects.get(digest=row[0]).document))


def own_document() -> dict[str, Any]:
    """Return the newest version of our roster as it was signed."""
    row = OwnRoster.objects.order_by("-version").first()
    if row is None:
        raise NoRoster
    return load(row.document)


def own_documents_after(version: int) -> list[tuple[int, bytes]]:
    """Return the versions of our roster after one, oldest first: a peer takes only the next of what it holds."""
    rows = OwnRoster.objects.filter(version__gt=version).order_by("version")
    return [(row.version, bytes(row.document)) for row in rows]


def roster_of(peer: Peer) -> Roster:
    """Return the newest roster of a peer."""
    return _parsed(peer.roster_digest) or _parse(peer.roster_digest, bytes(peer.roster))


def paired(party: str) -> Peer:
    """Return a peer we are paired with.

    Raises:
        UnknownSender: for a stranger, or a peer that is not paired.
    """
    peer = Peer.objects.defer("roster").filter(party=party, state=PeerState.PAIRED).first()
    if peer is None:
        raise UnknownSender
    return peer


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
