# SPDX-License-Identifier: Apache-2.0
"""Targets as keyed digests: what an officer typed is folded, keyed and forgotten (spec §87.4).

Nothing here stores, logs or returns what was typed. The key of a ring is made from the sealing keys that two nodes
pinned when they were paired; nobody has to carry it.
"""

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from taawun.apps.exchange.models import Peer
from taawun.apps.exchange.services import own_roster, paired, roster_of
from taawun.apps.people.signers import sealing_keys
from taawun.apps.registers.keys import fold_id
from taawun.kernel.errors import BadTarget, UnknownSender

KINDS: Final = ("phone", "plate", "document", "name")
TARGETS_MOST: Final = 20
"""Most targets of one entry."""
TYPED_MOST: Final = 200
"""Longest text of one target."""
PHONE_DIGITS: Final = 8
"""Last digits of a telephone number that count: national numbers of Bahrain have as many."""
LEAST: Final = 4
"""Fewest letters and digits of a target."""
OWN: Final = ""
"""The ring of this node alone."""
_X25519_BYTES: Final = 32


def folded(kind: str, typed: str) -> str:
    """Return the form in which a target is keyed.

    Raises:
        BadTarget: it says too little or too much, or is of no kind.
    """
    if kind not in KINDS or len(typed) > TYPED_MOST:
        raise BadTarget
    text = _sounds(typed) if kind == "name" else fold_id(typed)
    if kind == "phone":
        text = "".join(one for one in text if one.isdigit())[-PHONE_DIGITS:]
        if len(text) < PHONE_DIGITS:
            raise BadTarget
    if len(text) < LEAST:
        raise BadTarget
    return text


def digests(targets: Iterable[tuple[str, str]], at: datetime) -> list[tuple[str, str]]:
    """Return (ring, digest) of each target: for this node, and for each partner it is paired with.

    Raises:
        BadTarget.
    """
    said = sorted({(kind, folded(kind, typed)) for kind, typed in targets})
    if len(said) > TARGETS_MOST:
        raise BadTarget
    if not said:
        return []
    rings = {ring: key_of(ring, at) for ring in _rings()}
    return [(ring, digest(key, kind, text)) for ring, key in rings.items() for kind, text in said]


def digest(key: bytes, kind: str, text: str) -> str:
    """Return the keyed digest of a folded target, in hexadecimal."""
    return hmac.new(key, f"{kind}\n{text}".encode(), sha256).hexdigest()


def key_of(ring: str, at: datetime) -> bytes:
    """Return the key of a ring: 32 bytes, the same at both nodes of a pair.

    Raises:
        UnknownSender: not paired.
    """
    ours = own_roster().sealing_key(at).public
    theirs = roster_of(paired(ring)).sealing_key(at).public if ring else ours
    secret = next(one.secret for one in sealing_keys() if one.public == ours)
    return agreed(secret, theirs, settings.TAAWUN_PARTY, ring or settings.TAAWUN_PARTY)


def agreed(secret: bytes, public: bytes, *parties: str) -> bytes:
    """Return the key of the ring of two parties, from the sealing secret of one and the public key of the other.

    Of either the last 32 bytes are of X25519; HKDF-SHA-256 has no salt, and its info names both parties in order.
    """
    ours = X25519PrivateKey.from_private_bytes(secret[-_X25519_BYTES:])
    shared = ours.exchange(X25519PublicKey.from_public_bytes(public[-_X25519_BYTES:]))
    info = f"taawun targets/1 {'/'.join(sorted(parties))}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(shared)


def _rings() -> Iterator[str]:
    yield OWN
    for party in Peer.objects.order_by("party").values_list("party", flat=True):
        try:
            paired(party)
        except UnknownSender:
            continue
        yield party


def _sounds(name: str) -> str:
    """Return how a name sounds in any script; the order of its words does not count."""
    from taawun.engines.names import fold, skeleton

    return " ".join(sorted(filter(None, (skeleton(unit) for unit in fold(name).split()))))
