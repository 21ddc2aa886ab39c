# SPDX-License-Identifier: Apache-2.0
"""Acts on keys: made, retired, revoked, rotated; passphrases changed (spec §10.4, §10.6, §10.10).

Retired means: not used for new signatures. Revoked from a time means: what it signed from then on is
worthless. Neither removes the row, because what was signed before must still verify.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.actors import Actor
from taawun.apps.people import keyfiles
from taawun.apps.people.access import ADMINISTRATION, require_actor
from taawun.apps.people.keypairs import SIGNING, KeySigner, SealingKey, generate, generate_sealing
from taawun.apps.people.models import NodeKey, Officer, OfficerKey, Purpose
from taawun.apps.people.wrapping import Passphrase, new_salt, unwrap, wrap
from taawun.kernel.errors import NoRole, NotFromThisState, WeakSecret
from taawun.kernel.ledger.entry import Kind

SECRET_CHARACTERS = 12
"""Shortest password or passphrase, in characters."""

OFFICER_TERM = timedelta(days=2 * 365)
"""How long an officer's key is valid."""

NODE_TERM = timedelta(days=5 * 365)
"""How long a key of the node is valid, unless it is rotated before."""

_act = partial(audit.acting, purpose=ADMINISTRATION)


def strong(secret: str) -> str:
    """Return a password or passphrase unchanged, or refuse it as too short."""
    if len(secret) < SECRET_CHARACTERS:
        raise WeakSecret(f"At least {SECRET_CHARACTERS} characters.")
    return secret


def make_officer_keys(actor: Actor, officer: Officer, passphrase: str, at: datetime) -> tuple[OfficerKey, ...]:
    """Give an officer a new pair of keys; part of the act that calls it, with a line and an entry per key."""
    secret, salt = Passphrase.of(strong(passphrase)), new_salt()
    wrapped = [(signer, wrap(signer.seed, signer.key_id, secret, salt)) for signer in map(generate, SIGNING)]
    return tuple(_officer_key(actor, officer, signer, sealed, at) for signer, sealed in wrapped)


def change_passphrase(actor: Actor, officer: Officer, old: str, new: str, *, at: datetime | None = None) -> None:
    """Wrap an officer's keys under a new passphrase; only who knows the old one can do it.

    Raises:
        WrongPassphrase: if the old one does not open the keys; then nothing is changed.
        WeakSecret: if the new one is too short.
    """
    with _act(actor, "officer.passphrase-changed", "officer", officer.id, ledger=Kind.OFFICER, at=at):
        if actor.is_officer and actor.officer_id != officer.id:
            raise NoRole("An officer changes their own passphrase alone.")
        before, after, salt = Passphrase.of(old), Passphrase.of(strong(new)), new_salt()
        for key in officer.keys.select_for_update():
            seed = unwrap(bytes(key.wrapped), key.key_id, before)
            key.wrapped = wrap(seed, key.key_id, after, salt)
            key.save(update_fields=["wrapped"])


def retire_key(actor: Actor, key: OfficerKey | NodeKey, *, at: datetime | None = None) -> None:
    """Stop signing with a key from now on."""
    at = at or timezone.now()
    with _act(actor, "key.retired", "key", key.key_id, ledger=Kind.KEY_ROTATED, at=at):
        require_actor(actor, "operator")
        if key.retired_at is not None or key.revoked_at is not None:
            raise NotFromThisState("The key is already out of use.")
        key.retired_at = at
        key.save(update_fields=["retired_at"])


def revoke_key(actor: Actor, key: OfficerKey | NodeKey, from_time: datetime, *, at: datetime | None = None) -> None:
    """Declare what a key signs from a time on worthless; an earlier time replaces a later one, never back."""
    with _act(actor, "key.revoked", "key", key.key_id, ledger=Kind.KEY_REVOKED, at=at):
        if not (isinstance(key, OfficerKey) and key.officer_id == actor.officer_id):  # a thief does not wait
            require_actor(actor, "operator")
        if key.revoked_at is not None and key.revoked_at <= from_time:
            raise NotFromThisState("The key is already revoked from that time or an earlier one.")
        key.revoked_at = from_time
        key.save(update_fields=["revoked_at"])


def create_node_keys(
    actor: Actor, purposes: Iterable[str] = tuple(Purpose), *, holder: str = "", at: datetime | None = None
) -> tuple[NodeKey, ...]:
    """Make the node's keys for each purpose that has none yet, and return the new ones.

    Args:
        actor: an operator, or the node while it is set up.
        purposes: "roster", "node", "ledger", "seal"; all of them by default.
        holder: the name in the roster; the purpose itself by default. A second root needs a name of its own.
        at: the moment from which the keys are valid.
    """
    at = at or timezone.now()
    places = [(Purpose(purpose), holder or purpose) for purpose in purposes]
    missing = [place for place in places if not NodeKey.objects.filter(purpose=place[0], holder=place[1]).exists()]
    return tuple(row for purpose, name in missing for row in _node_keys(actor, purpose, name, at))


def rotate_node_key(actor: Actor, purpose: str, *, holder: str = "", at: datetime | None = None) -> tuple[NodeKey, ...]:
    """Make new keys for a purpose and retire the old ones; the roster must then be signed anew."""
    at, name = at or timezone.now(), holder or purpose
    with _act(actor, "key.rotated", "node-key", name, ledger=Kind.KEY_ROTATED, at=at):
        old = list(NodeKey.objects.filter(purpose=purpose, holder=name, retired_at=None, revoked_at=None))
        new = _node_keys(actor, Purpose(purpose), name, at)
        for key in old:
            retire_key(actor, key, at=at)
    return new


def _node_keys(actor: Actor, purpose: Purpose, holder: str, at: datetime) -> tuple[NodeKey, ...]:
    place = (purpose, holder)
    if purpose is Purpose.SEAL:
        sealing = generate_sealing()
        return (_node_key(actor, place, sealing, sealing.halves, at),)
    signers = [generate(algorithm) for algorithm in SIGNING]
    return tuple(_node_key(actor, place, signer, (signer.private,), at) for signer in signers)


def _node_key(
    actor: Actor, place: tuple[Purpose, str], key: KeySigner | SealingKey, privates: Sequence[Any], at: datetime
) -> NodeKey:
    purpose, holder = place
    name = f"{holder}-{key.key_id.replace(':', '-')[:-16]}"
    with _act(actor, "key.created", "key", key.key_id, ledger=Kind.KEY_ADDED, at=at):
        require_actor(actor, "operator")
        # The file comes first: a key that a row names always exists, and a file without a row is harmless.
        keyfiles.write(name, privates)
        return NodeKey.objects.create(
            key_id=key.key_id, algorithm=key.algorithm, public=key.public, uri=f"file:{name}", created=at,
            expires=at + NODE_TERM, purpose=purpose, holder=holder,
        )  # fmt: skip


def _officer_key(actor: Actor, officer: Officer, signer: KeySigner, wrapped: bytes, at: datetime) -> OfficerKey:
    with _act(actor, "key.created", "key", signer.key_id, ledger=Kind.KEY_ADDED, at=at):
        return OfficerKey.objects.create(
            key_id=signer.key_id, algorithm=signer.algorithm, public=signer.public, uri=f"officer:{signer.key_id}",
            created=at, expires=at + OFFICER_TERM, officer=officer,
            wrapped=wrapped,
        )  # fmt: skip
