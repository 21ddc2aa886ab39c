# SPDX-License-Identifier: Apache-2.0
"""Signers by address: the one place that turns a key row, a file or a passphrase into a `Signer` (spec §10.10).

An officer's keys are unlocked for as long as somebody holds the `Unlocked` object: there is no cache of
them in the process, and a page that signs asks for the passphrase each time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType, TracebackType
from typing import Final, Self, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.people import keyfiles
from taawun.apps.people.access import actor_of
from taawun.apps.people.keypairs import SEALING, SIGNING, KeySigner, SealingKey, from_seed
from taawun.apps.people.models import NodeKey, Officer, OfficerKey, Purpose
from taawun.apps.people.wrapping import Passphrase, unwrap
from taawun.apps.rows import fetch
from taawun.kernel.errors import KeyClosed, NoKey, SignerNotSupported, TooManyTries, WrongPassphrase
from taawun.kernel.ports import Signer

MOST_TRIES: Final = 10
TRIES_WITHIN: Final = timedelta(minutes=15)
UNLOCKING: Final = "key.opened"
SIGNING_USE: Final = "signing"

Row = TypeVar("Row", OfficerKey, NodeKey)


class Unlocked:
    """An officer's signers between the passphrase and the end of a block; afterwards they are gone."""

    __slots__ = ("_signers", "officer_id")

    def __init__(self, officer_id: str, signers: tuple[Signer, ...]) -> None:
        self.officer_id = officer_id
        self._signers: tuple[Signer, ...] | None = signers

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Return the signers, Ed25519 first.

        Raises:
            KeyClosed: after `close`.
        """
        if self._signers is None:
            raise KeyClosed
        return self._signers

    def close(self) -> None:
        """Forget the private keys."""
        self._signers = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def unlock(officer: Officer, passphrase: str, *, at: datetime | None = None) -> Unlocked:
    """Return an officer's signers in an object that can be closed; use it with `with`.

    A wrong passphrase is recorded, and after too many of them none is tried (spec §10.10): whoever sits at an
    officer's open session must not be able to guess.

    Raises:
        WrongPassphrase, NoKey: as `signers_for`.
        TooManyTries: if there were too many wrong ones lately.
    """
    at = at or timezone.now()
    if audit.refusals_since(officer.id, UNLOCKING, at - TRIES_WITHIN) >= MOST_TRIES:
        raise TooManyTries
    try:
        return Unlocked(officer.id, signers_for(officer, passphrase, at=at))
    except WrongPassphrase as error:
        audit.record(actor_of(officer), UNLOCKING, "officer", officer.id, SIGNING_USE, "refused", error.section, at=at)
        raise


def signers_for(officer: Officer, passphrase: str, *, at: datetime | None = None) -> tuple[Signer, Signer]:
    """Return the Ed25519 and the ML-DSA-65 signer of an officer, in this order.

    Raises:
        WrongPassphrase: if it does not open the keys.
        NoKey: if a key of either algorithm is missing, retired or revoked.
    """
    secret = Passphrase.of(passphrase)
    first, second = (_open(_newest(officer.keys.all(), algorithm, at), secret) for algorithm in SIGNING)
    return first, second


def node_signers(purpose: str, holder: str = "", *, at: datetime | None = None) -> tuple[Signer, Signer]:
    """Return the Ed25519 and the ML-DSA-65 signer of the node for "node", "ledger" or "roster".

    Where a purpose has several holders, such as the roots of a roster, name the one that signs.

    Raises:
        NoKey: if no key in use has this purpose.
        KeyFileOpen: if a key file can be read by others.
    """
    uris = _node_key_uris(purpose, holder or purpose, at or timezone.now())
    first, second = (signer_from_uri(_uri_for(uris, algorithm)) for algorithm in SIGNING)
    return first, second


_NODE_KEYS = """
    SELECT algorithm, uri FROM people_nodekey WHERE purpose = %s AND holder = %s AND created <= %s
    AND (retired_at IS NULL OR retired_at > %s) AND (revoked_at IS NULL OR revoked_at > %s)
    ORDER BY created, id"""


_SEALING_KEYS = (
    "SELECT uri FROM people_nodekey WHERE purpose = %s AND revoked_at IS NULL ORDER BY created DESC, id DESC"
)


def _node_key_uris(purpose: str, holder: str, at: datetime) -> dict[str, str]:
    """Return the address of the newest key in use for each algorithm.

    Asked at every envelope, receipt and request: one prepared statement, since Django takes ten times as long.
    """
    return dict(fetch(_NODE_KEYS, [purpose, holder, at, at, at]))


def _uri_for(uris: Mapping[str, str], algorithm: str) -> str:
    if algorithm not in uris:
        raise NoKey(f"Algorithm {algorithm}.")
    return uris[algorithm]


def sealing_key(*, at: datetime | None = None) -> SealingKey:
    """Return the newest key that opens what is sealed to this node."""
    key = _newest(NodeKey.objects.filter(purpose=Purpose.SEAL), SEALING, at)
    return keyfiles.read_sealing(_file_name(key.uri))


def sealing_keys() -> tuple[SealingKey, ...]:
    """Return every sealing key, newest first, retired ones too: what was sealed to them may still arrive."""
    return tuple(keyfiles.read_sealing(_file_name(uri)) for (uri,) in fetch(_SEALING_KEYS, [Purpose.SEAL.value]))


def signer_from_uri(uri: str, passphrase: str | None = None) -> Signer:
    """Return the signer at an address: `file:<name>` or `officer:<key id>`.

    Raises:
        SignerNotSupported: for a scheme this build does not open.
        WrongPassphrase: for an officer's key without its passphrase.
    """
    scheme, _, place = uri.partition(":")
    if scheme not in SCHEMES:
        raise SignerNotSupported(f"Known: {', '.join(sorted(set(SCHEMES) - {'pkcs11'}))}.")
    return SCHEMES[scheme](place, passphrase)


def in_use(at: datetime) -> Q:
    """Return the condition of a key that may sign at a moment.

    Its start is not asked for: a node whose clock is behind must still sign, and the receiver judges (§10.4).
    """
    return (
        Q(expires__gt=at)
        & (Q(retired_at__isnull=True) | Q(retired_at__gt=at))
        & (Q(revoked_at__isnull=True) | Q(revoked_at__gt=at))
    )


def _newest(rows: "QuerySet[Row]", algorithm: str, at: datetime | None) -> Row:
    row = rows.filter(in_use(at or timezone.now()), algorithm=algorithm).order_by("-created", "-id").first()
    if row is None:
        raise NoKey(f"Algorithm {algorithm}.")
    return row


def _open(row: OfficerKey, passphrase: Passphrase) -> KeySigner:
    return from_seed(row.algorithm, unwrap(bytes(row.wrapped), row.key_id, passphrase))


def _from_officer(key_id: str, passphrase: str | None) -> Signer:
    if passphrase is None:
        raise WrongPassphrase("A passphrase is needed.")
    row = OfficerKey.objects.filter(in_use(timezone.now()), key_id=key_id).first()
    if row is None:
        raise NoKey
    return _open(row, Passphrase.of(passphrase))


def _from_file(name: str, _passphrase: str | None) -> Signer:
    return keyfiles.read_signer(name)


def _from_pkcs11(_place: str, _passphrase: str | None) -> Signer:
    raise SignerNotSupported("pkcs11")


def _file_name(uri: str) -> str:
    scheme, _, name = uri.partition(":")
    if scheme != "file":
        raise SignerNotSupported("A sealing key lives in a file.")
    return name


SCHEMES: Mapping[str, Callable[[str, str | None], Signer]] = MappingProxyType(
    {
        "file": _from_file,
        "officer": _from_officer,
        "pkcs11": _from_pkcs11,
    }
)
