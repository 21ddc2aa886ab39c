# SPDX-License-Identifier: Apache-2.0
"""Mutual witnessing: offer our checkpoints, cosign the other party's, keep evidence (spec §40.13, §40.14).

Nothing here speaks HTTP: the exchange carries `Offer.to_bytes()` one way and the cosignature lines back.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from taawun.apps.audit.services import Actor, acting
from taawun.apps.ledger import accepting, proofs
from taawun.apps.ledger.models import Alert, Checkpoint, Cosignature, PeerCheckpoint
from taawun.apps.people.access import ADMINISTRATION, require_actor
from taawun.kernel.errors import NotCosigned, UnknownCheckpoint
from taawun.kernel.ledger import checkpoint as checkpoints
from taawun.kernel.ledger import note as notes
from taawun.kernel.ledger import witness
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.ledger.note import LedgerKey
from taawun.kernel.ledger.witness import Evidence, Offer
from taawun.kernel.ports import Signer

ALERTS_PER_PARTY: Final = 1_000
"""Most pieces of evidence kept of one party, so that a hostile one cannot fill the disk."""


def offer_for(peer: str, known_size: int | None = None) -> Offer | None:
    """Return the request for a peer's cosignature under our newest checkpoint; None if it has cosigned it.

    Args:
        peer: the party that is to cosign.
        known_size: the size it says it cosigned last (`ProofFromElsewhere`), if not the one we know of.
    """
    newest = proofs.latest()
    old = cosigned_size(peer) if known_size is None else known_size
    if newest is None or (known_size is None and old == newest.size):
        return None
    return Offer(old, proofs.consistency(old, newest.size), bytes(newest.note))


def cosigned_size(peer: str) -> int:
    """Return the size of our newest checkpoint that a peer has cosigned, or 0."""
    sizes = Cosignature.objects.filter(party=peer).order_by("-checkpoint_id")
    return sizes.values_list("checkpoint_id", flat=True).first() or 0


def cosign(
    peer: str,
    offer: Offer,
    *,
    keys: Iterable[LedgerKey],
    now: datetime,
    signers: Sequence[Signer],
    required: Collection[str] = checkpoints.REQUIRED,
) -> tuple[str, ...]:
    """Cosign a peer's checkpoint if it continues the one we cosigned last; answer with our lines.

    Never call this inside a transaction: what is refused must leave its evidence behind.

    Raises:
        BadCheckpoint, WrongLedger, BadNoteSignature, CheckpointNotSigned: nothing was signed that counts.
        ProofFromElsewhere: the peer should ask again, from the size we know.
        LedgerRewritten, LedgerShrunk, NotConsistent: refused, and kept as an `Alert`.
    """
    offered = checkpoints.open_checkpoint(offer.note, checkpoints.origin_of(peer), keys, required)
    with transaction.atomic(durable=True):
        row = _lock_peer(peer)
        evidence = witness.judge(row.known(), offered, offer.old, offer.proof)
        if evidence:
            _keep_evidence(peer, offered, evidence, now)
            lines: tuple[str, ...] = ()
        else:
            lines = _remember(row, offered, now, signers)
    if evidence:
        raise evidence.error
    return lines


def _lock_peer(peer: str) -> PeerCheckpoint:
    PeerCheckpoint.objects.get_or_create(party=peer)
    return PeerCheckpoint.objects.select_for_update().get(party=peer)


def _remember(
    row: PeerCheckpoint, offered: checkpoints.Checkpoint, now: datetime, signers: Sequence[Signer]
) -> tuple[str, ...]:
    row.size, row.root, row.note, row.at = offered.size, offered.root, offered.note, now
    row.save()
    name = checkpoints.witness_of(settings.NODE.party)
    return witness.cosign(offered, name=name, now=now, signers=signers)


def _keep_evidence(peer: str, offered: checkpoints.Checkpoint, evidence: Evidence, now: datetime) -> None:
    """Store the evidence once for each size and root, however often it is signed anew, and log that we did."""
    digest = hashlib.sha256(offered.text.encode()).hexdigest()
    kept = Alert.objects.filter(party=peer)
    if kept.filter(offered_digest=digest).exists() or kept.filter(settled_at=None).count() >= ALERTS_PER_PARTY:
        return
    Alert.objects.create(
        party=peer,
        code=evidence.error.code,
        conclusive=evidence.conclusive,
        known_note=evidence.known,
        offered_note=evidence.offered,
        offered_digest=digest,
        proof=b"".join(evidence.proof),
        at=now,
    )
    accepting.accept(Kind.WITNESS_ALERT, hashlib.sha256(evidence.known + evidence.offered).hexdigest(), at=now)


def add_cosignature(
    peer: str,
    size: int,
    answer: bytes,
    *,
    keys: Iterable[LedgerKey],
    now: datetime,
    required: Collection[str] = checkpoints.COSIGNATURE_REQUIRED,
) -> None:
    """Check and keep the lines with which a peer cosigned our checkpoint of that size.

    Raises:
        UnknownCheckpoint: if we have no such checkpoint.
        BadCheckpoint, BadNoteSignature, NotCosigned: if the lines do not hold.
    """
    row = Checkpoint.objects.filter(size=size).first()
    if row is None:
        raise UnknownCheckpoint(f"Size {size}.")
    note = notes.parse_note(bytes(row.note) + answer)
    lines = notes.cosigned_by(note, checkpoints.witness_of(peer), keys)
    missing = frozenset(required) - lines.keys()
    if missing or not required:
        raise NotCosigned(f"Missing: {', '.join(sorted(missing))}.")
    rows = [
        Cosignature(checkpoint=row, party=peer, algorithm=algorithm, line=str(line), at=now)
        for algorithm, line in lines.items()
    ]
    Cosignature.objects.bulk_create(rows, ignore_conflicts=True)


def settle_alerts(actor: Actor, party: str, last: int, now: datetime) -> int:
    """Record that somebody has dealt with a party's alerts, up to the last one they saw; the evidence stays.

    Args:
        actor: an operator.
        party: whose ledger did not continue the one we know.
        last: the number of the last alert that was shown.
        now: when.

    Returns:
        how many there were.

    Raises:
        NoRole: the actor is no operator.
    """
    with acting(actor, "ledger.settled", "peer", party, ADMINISTRATION, at=now):
        require_actor(actor, "operator")
        return Alert.objects.filter(party=party, id__lte=last, settled_at=None).update(settled_at=now)
