# SPDX-License-Identifier: Apache-2.0
"""Targets as keyed digests: what an officer typed is folded, keyed and forgotten (spec §87.4).

Nothing here stores, logs or returns what was typed. The key of our own ring is made from a key pair that is for this
alone. The keys of a pair's ring are made from the sealing keys in both rosters; nobody has to carry them, and a target
is keyed under old ones too for as long as an entry may be live that was keyed before they were rotated.
"""

import contextlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from taawun.apps.exchange.models import Peer
from taawun.apps.exchange.services import own_roster, paired, roster_of
from taawun.apps.people import keyfiles
from taawun.apps.people.keypairs import SealingKey, generate_sealing
from taawun.apps.people.signers import sealing_keys
from taawun.apps.registers.keys import fold_id
from taawun.apps.rows import fetch
from taawun.kernel.errors import BadTarget, UnknownSender
from taawun.kernel.trust.keys import SEAL
from taawun.kernel.trust.roster import Roster

KINDS: Final = ("phone", "plate", "document", "name")
TARGETS_MOST: Final = 20
"""Most targets of one entry."""
TYPED_MOST: Final = 200
"""Longest text of one target."""
PHONE_DIGITS: Final = 8
"""Last digits of a telephone number that count: national numbers of Bahrain have as many."""
LEAST: Final = 4
"""Fewest letters and digits of a target."""
SENTENCES: Final = {
    "phone": "A telephone number has at least {least} digits.",
    "short": "It needs at least {least} letters or digits.",
    "many": "At most {most} targets.",
    "shape": "A target is of a kind that is compared, and has at most {most} characters.",
}
OWN: Final = "*"
"""The ring of this node alone."""
_ANY_FORMER: Final = "SELECT 1 FROM deconfliction_target WHERE ring = '' LIMIT 1"
"""Entries of before this node's ring had a key of its own: it was made of the sealing key of the time, and unnamed.

As a text, for SQLite does not use an index with a condition where that is asked with a value.
"""
KEY_FILE: Final = "targets"
"""Name of the file with the key pair of our own ring."""
KEYS_MOST: Final = 3
"""Newest sealing keys of a party under which targets are keyed."""
DIGESTS_MOST: Final = TARGETS_MOST * KEYS_MOST**2
"""Most digests of one entry in the ring of a pair."""
KEYED: Final = timedelta(days=440)
"""How long after its end an entry may be live that was keyed under a sealing key: its span lies ahead (§87.3)."""
_X25519_BYTES: Final = 32


def folded(kind: str, typed: str) -> str:
    """Return the form in which a target is keyed.

    Raises:
        BadTarget: it says too little or too much, or is of no kind.
    """
    if kind not in KINDS or len(typed) > TYPED_MOST:
        raise BadTarget(SENTENCES["shape"], most=TYPED_MOST)
    text = _sounds(typed) if kind == "name" else fold_id(typed)
    if kind == "phone":
        text = "".join(one for one in text if one.isdigit())[-PHONE_DIGITS:]
        if len(text) < PHONE_DIGITS:
            raise BadTarget(SENTENCES["phone"], least=PHONE_DIGITS)
    if len(text) < LEAST:
        raise BadTarget(SENTENCES["short"], least=LEAST)
    return text


def digests(targets: Iterable[tuple[str, str]], at: datetime) -> list[tuple[str, str]]:
    """Return (ring, digest) of each target: for this node, and for each partner it is paired with.

    Raises:
        BadTarget.
    """
    said = sorted({(kind, folded(kind, typed)) for kind, typed in targets})
    if len(said) > TARGETS_MOST:
        raise BadTarget(SENTENCES["many"], most=TARGETS_MOST)
    if not said:
        return []
    rings = {ring: keys_of(ring, at) for ring in _rings()}
    return [(ring, digest(key, kind, text)) for ring, keys in rings.items() for key in keys for kind, text in said]


def digest(key: bytes, kind: str, text: str) -> str:
    """Return the keyed digest of a folded target, in hexadecimal."""
    return hmac.new(key, f"{kind}\n{text}".encode(), sha256).hexdigest()


def keys_of(ring: str, at: datetime) -> list[bytes]:
    """Return the keys of a ring, of 32 bytes each; both nodes of a pair make the same of what they know.

    Raises:
        UnknownSender: not paired.
    """
    us = settings.TAAWUN_PARTY
    if ring == OWN:
        pairs = [_own_pair(), *(_held(at) if fetch(_ANY_FORMER) else ())]
        return [agreed(one.secret, one.public, us, us) for one in pairs]
    theirs = _sealing(roster_of(paired(ring)), at)
    return [agreed(one.secret, other, us, ring) for one in _held(at) for other in theirs]


def _held(at: datetime) -> list[SealingKey]:
    """Return our sealing keys under which a live entry may be keyed, newest first."""
    secrets = {one.public: one for one in sealing_keys()}
    return [secrets[one] for one in _sealing(own_roster(), at) if one in secrets]


def _sealing(roster: Roster, at: datetime) -> list[bytes]:
    """Return the sealing keys of a party under which a live entry may be keyed, newest first: public halves."""
    keys = [key for holder in roster.holders if holder.use == SEAL for key in holder.keys]
    usable = [one for one in keys if one.revoked is None and one.valid_until > at - KEYED]
    return [one.public for one in sorted(usable, key=lambda one: (one.valid_from, one.id))[: -KEYS_MOST - 1 : -1]]


def _own_pair() -> SealingKey:
    """Return the key pair of our own ring, made at first use. Nothing is sealed to it, and no roster names it."""
    if not keyfiles.exists(KEY_FILE):
        with contextlib.suppress(FileExistsError):  # another process was first
            keyfiles.write(KEY_FILE, generate_sealing().halves)
    return keyfiles.read_sealing(KEY_FILE)


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
