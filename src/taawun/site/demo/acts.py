# SPDX-License-Identifier: Apache-2.0
"""What the officers and the operator of one node do in the story, as JSON in and out; runs in that node."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from taawun.apps.exchange import access, queries, services
from taawun.apps.exchange.messages import KIND, write_message
from taawun.apps.exchange.transport import HttpTransport
from taawun.apps.ledger import access as ledger
from taawun.apps.people.access import actor_of, named
from taawun.apps.people.models import Officer
from taawun.apps.people.signers import unlock
from taawun.apps.registers import access as registers
from taawun.apps.registers import services as records
from taawun.apps.registers.queries import counts_by_type
from taawun.apps.registers.releasing import wish_for
from taawun.kernel.errors import NoSuchOfficer
from taawun.kernel.marking import make_marking
from taawun.kernel.ports import Signer
from taawun.kernel.wire.envelope import Basis
from taawun.site.demo.cast import ARTICLE, INSTRUMENT, PASSPHRASE, PURPOSE

ACTS: Final[dict[str, Callable[..., Any]]] = {}
BASIS: Final = Basis(INSTRUMENT, ARTICLE)


def act(function: Callable[..., Any]) -> Callable[..., Any]:
    """Offer a function to the story under its name."""
    ACTS[function.__name__] = function
    return function


def officer(username: str) -> Officer:
    """Return an officer of this node."""
    found = named(username)
    if found is None:
        raise NoSuchOfficer
    return found


@cache
def keys_of(username: str) -> tuple[Signer, ...]:
    """Return an officer's signers, unlocked once for the story: a passphrase is made to cost half a second each time.

    Pages and commands of a node keep nobody's keys so; the officers of this one are fictional.
    """
    return unlock(officer(username), PASSPHRASE).signers


@act
def draft_record(
    username: str, kind: str, data: dict[str, Any], party: str, persons: list[str], purpose: str = PURPOSE,
    grade: str = "A1",
) -> str:  # fmt: skip
    """Draft a record and return its identifier."""
    review = (datetime.now(UTC) + timedelta(days=365)).date()
    marking = make_marking(party, grade[0], int(grade[1]), purposes=[purpose], review=review, persons=persons)
    return records.draft_record(actor_of(officer(username)), kind, data, marking, purpose).id


@act
def release_record(username: str, record: str, to: list[str], ask_read: bool = False, purpose: str = PURPOSE) -> str:
    """Draft the release of a record and return its identifier."""
    from dataclasses import replace

    wish = replace(wish_for(record, to, purpose, BASIS), ask_read=ask_read)
    return services.draft_release(actor_of(officer(username)), wish, _now()).id


@act
def release_message(username: str, text: str, language: str, to: list[str], about: str | None, count: int = 1) -> Any:
    """Draft the release of as many messages and return their identifiers."""
    texts = [text if count == 1 else f"{text} ({number + 1}/{count})" for number in range(count)]
    wishes = [
        services.Wish(
            kind=KIND,
            body=write_message(one, language, about),
            recipients=tuple(to),
            purpose=PURPOSE,
            basis=BASIS,
            object_type="message",
            object_id=about or "",
            personal=False,
        )
        for one in texts
    ]
    return [row.id for row in services.draft_releases(actor_of(officer(username)), wishes, _now())]


@act
def approve(username: str, releases: list[str]) -> list[str]:
    """Approve releases with the officer's keys and return their states."""
    rows = services.approve(actor_of(officer(username)), releases, keys_of(username), _now())
    return [str(row.state) for row in rows]


@act
def send(username: str, releases: list[str]) -> list[str]:
    """Send releases and return the identifiers of their envelopes."""
    return [row.id for row in services.send(actor_of(officer(username)), releases, _now())]


@act
def positions(envelopes: list[str]) -> dict[str, str]:
    """Return how far envelopes of ours have come."""
    return queries.outbox_position(envelopes)


@act
def inbox(username: str) -> list[dict[str, Any]]:
    """Return the newest page of the inbox."""
    rows = access.inbox(officer(username), PURPOSE)
    return [{"id": r.id, "kind": r.kind, "state": r.state, "seq": r.seq, "from": r.peer_id} for r in rows]


@act
def read(username: str, envelope: str) -> dict[str, Any]:
    """Open an envelope as an officer; the first reading is noted, and told where the sender asked."""
    opened = access.envelope(officer(username), envelope, PURPOSE)
    services.mark_read(opened.row, _now())
    kinds = [receipt["receipt"]["kind"] for receipt in opened.receipts]
    return {"body": opened.body, "receipts": kinds, "documents": opened.receipts}


@act
def record(username: str, identifier: str) -> dict[str, Any]:
    """Read a record from the register as an officer."""
    shown = registers.get(officer(username), identifier, PURPOSE)
    return {"data": dict(shown.data), "originator": shown.record.originator, "version": shown.version.number}


@act
def state() -> dict[str, Any]:
    """Return all that an exchange could change: chain heads, counts, the size of the ledger."""
    peers = {
        p.party: {"out": [p.out_seq, p.out_digest], "in": [p.in_seq, p.in_digest]} for p in services.paired_peers()
    }
    counts = {p.party: [p.state, p.queued, p.received, p.held, p.failures] for p in queries.peer_statuses()}
    return {"peers": peers, "counts": counts, "records": counts_by_type(), "receipts": queries.receipt_count()}


@act
def sealed(envelope: str) -> str:
    """Return the POST that carried an envelope, in base64."""
    return base64.b64encode(queries.sealed_again(envelope)).decode()


@act
def post(body: str, signed_body: str | None = None) -> str:
    """Post bytes to the peer's endpoint in our name; the signature may be over other bytes than are sent."""
    (peer,) = services.paired_peers()
    data = base64.b64decode(body)
    transport = _Swapping(HttpTransport(), data)
    courier = services.Courier(transport, "demo")
    signed = data if signed_body is None else base64.b64decode(signed_body)
    return base64.b64encode(courier.ask(peer, "/exchange/envelopes", signed, _now())).decode()


@act
def witnessed() -> dict[str, Any]:
    """Return how much of our ledger is sealed, waiting, and cosigned by the peer."""
    (peer,) = services.paired_peers()
    status = ledger.status()
    return {
        "size": status.size,
        "waiting": status.waiting,
        "cosigned": ledger.cosigned_size(peer.party),
        "alerts": status.open_alerts,
    }


class _Swapping:
    """A transport that sends other bytes than were signed, as somebody on the line could."""

    def __init__(self, inner: HttpTransport, body: bytes) -> None:
        self._inner, self._body = inner, body

    def post(self, url: str, path: str, body: bytes, signature: str) -> bytes:
        """Send the swapped bytes."""
        del body
        return self._inner.post(url, path, self._body, signature)

    def get(self, url: str, path: str) -> bytes:
        """Pass it on."""
        return self._inner.get(url, path)


def _now() -> datetime:
    return datetime.now(UTC)
