# SPDX-License-Identifier: Apache-2.0
"""The ceremony of pairing at the desk, on the services of the exchange (spec §10.7).

The other side's statement is kept in the operator's session between the pages. Keys of officers are open only while
they sign.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.contrib.sessions.backends.base import SessionBase

from taawun.apps.audit.services import Actor, acting
from taawun.apps.exchange import services as pairing
from taawun.apps.exchange.models import Peer
from taawun.apps.exchange.services import Card
from taawun.apps.exchange.transport import HttpTransport
from taawun.apps.people.access import ADMINISTRATION, named, require_actor
from taawun.apps.people.signers import unlock
from taawun.kernel.errors import WrongPassphrase
from taawun.kernel.ports import Signer

HELD: Final = "pairing-card"


def fetch(actor: Actor, url: str, now: datetime) -> Card:
    """Return the statement of the node at an address."""
    with acting(actor, "pairing.looked-up", "peer", "*", ADMINISTRATION, at=now):
        require_actor(actor, "operator")
        with _line() as line:
            return pairing.fetch_card(line, pairing.address(url), now)


def hold(session: SessionBase, card: Card) -> None:
    """Keep a statement for the next page."""
    session[HELD] = json.dumps({"roster": card.document, "name": card.name, "url": card.url})


def held(session: SessionBase, now: datetime) -> Card | None:
    """Return the statement that is being compared, checked again."""
    text = session.get(HELD)
    return pairing.read_card(json.loads(text), now) if text else None


def release(session: SessionBase) -> None:
    """Forget the statement."""
    session.pop(HELD, None)


def confirm(actor: Actor, card: Card, said: str, signing: list[tuple[str, str]], now: datetime) -> tuple[Peer, bool]:
    """Let two officers sign our half, and tell the other node; return the peer and whether it was told.

    Args:
        actor: the operator at the desk.
        card: the other side's statement.
        said: the words that the other side read out.
        signing: user name and passphrase of each officer.
        now: when.

    Raises:
        WrongFingerprint, BadPairing, WrongPassphrase, TooManyTries.
    """
    require_actor(actor, "operator")
    keys: list[tuple[Signer, ...]] = []
    for username, passphrase in signing:
        officer = named(username)
        if officer is None:
            raise WrongPassphrase
        with unlock(officer, passphrase, at=now) as opened:
            keys.append(opened.signers)
    peer = pairing.confirm(actor, card, said, keys, now)
    with _line() as line:
        return peer, pairing.tell_half(line, peer)


@contextmanager
def _line() -> Iterator[HttpTransport]:
    line = HttpTransport()
    try:
        yield line
    finally:
        line.close()
