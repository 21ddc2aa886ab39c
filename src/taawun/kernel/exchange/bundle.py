# SPDX-License-Identifier: Apache-2.0
"""The proof of one envelope, or of a whole ledger, on file: checked years later with no node, disk or database.

A bundle holds the envelope as it was opened, its receipts, the entry of the exporter's ledger with its path to a
checkpoint that the other party cosigned, and the rosters and pairing all of it rests on. The checks are those
that the receiver made, at the moment the ledger proves, in an order in which each rests on the ones before it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from taawun.kernel.errors import BadBundle, BadReceipt, TooLarge
from taawun.kernel.exchange.acceptance import check_admissible, check_authentic
from taawun.kernel.exchange.receipts import check_receipt
from taawun.kernel.exchange.trusting import Check, Parties, open_parties
from taawun.kernel.ledger import merkle
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.ledger.verify import ProofPart, Proven, verify_export, verify_part
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.envelope import Envelope, read_envelope
from taawun.kernel.wire.receipt import Receipt
from taawun.kernel.wire.signing import Verifier, signatures_from_wire
from taawun.kernel.wire.times import to_wire

PROOF: Final = "proof/1"
LEDGER: Final = "ledger-export/1"
BUNDLE_BYTES: Final = 128 << 20
"""Largest bundle, in bytes: two parties' rosters of thousands of officers over the years."""
RECEIPTS: Final = 1_000
"""Most receipts of one envelope."""

_PROOF = frozenset({"type", "by", "envelope", "receipts", "ledger", "parties"})
_LEDGER = frozenset({"type", "by", "parties"})


@dataclass(frozen=True, slots=True)
class Bundle:
    """A proof as it was read; nothing in it is to be believed before its checks have passed."""

    by: str
    envelope: Envelope
    receipts: tuple[Any, ...]
    part: ProofPart
    parties: Any


def write_bundle(
    by: str, envelope: bytes, receipts: Sequence[Mapping[str, Any]], part: ProofPart, parties: Mapping[str, Any]
) -> bytes:
    """Return the canonical bytes of a proof.

    Args:
        by: the party that exports it; its ledger proves.
        envelope: the opened envelope's canonical bytes.
        receipts: the signed receipts for it.
        part: the entry that the exporter's ledger has of it.
        parties: the JSON object {rosters, pairing}.
    """
    return encode(
        {
            "type": PROOF,
            "by": by,
            # As text: its bytes are kept exactly, and it may be as deep as an envelope may.
            "envelope": envelope.decode(),
            "receipts": list(receipts),
            "ledger": part.to_wire(),
            "parties": dict(parties),
        }
    )


def read_bundle(data: bytes) -> Bundle:
    """Return the parts of a proof, or refuse its form."""
    raw = shapes.fields(decode(data, limit=BUNDLE_BYTES), "proof", _PROOF)
    if raw["type"] != PROOF:
        raise BadBundle("The type is not proof/1.")
    envelope = read_envelope(shapes.text(raw["envelope"], "envelope", BUNDLE_BYTES).encode())
    receipts = tuple(shapes.items(raw["receipts"], "receipts", RECEIPTS, 0))
    return Bundle(shapes.party(raw["by"]), envelope, receipts, ProofPart.from_wire(raw["ledger"]), raw["parties"])


def check_bundle(bundle: Bundle, said: Collection[str] | None, now: datetime) -> Iterator[Check]:
    """Make each check and yield it as it passes; the first that fails is raised.

    Args:
        bundle: the proof.
        said: fingerprints the reader knows from elsewhere; see `open_parties`.
        now: when it is read.

    Raises:
        SenderError: with the code and § of the first thing that does not hold.
    """
    verifier = Verifier()
    parties = yield from open_parties(verifier, bundle.parties, said, now)
    yield from check_one(verifier, bundle, parties, now)


def check_one(verifier: Verifier, bundle: Bundle, parties: Parties, now: datetime) -> Iterator[Check]:
    """Make each check of one envelope, on parties that were opened, and yield it as it passes."""
    header = bundle.envelope.header
    if set(parties.rosters) != {header.sender, header.recipient} or bundle.by not in parties.rosters:
        raise BadBundle("The rosters are not those of sender and recipient.")
    proven = verify_part(bundle.part, parties.ledger_trust(bundle.by))
    _check_entry(bundle, proven)
    yield from _ledger_checks(bundle, proven, parties)
    seen = proven.entry.at
    roster = parties.at(header.sender, seen)
    check_authentic(verifier, roster, bundle.envelope, header.recipient, seen)
    yield Check("30.2", f"The node of {header.sender} signed the envelope to {header.recipient}, place {header.seq}.")
    statement = check_admissible(verifier, roster, bundle.envelope, seen)
    yield Check("50.3", f"The release covers content, recipient and purpose ({statement.purpose}).")
    yield Check("50.5", f"The officers whom the rules of {header.sender} require have approved it.")
    for document in bundle.receipts:
        yield _check_receipt(verifier, bundle, parties, document, now)
    parties.check_not_revoked(header.sender, _keys(bundle.envelope), seen)
    yield Check("10.6", "No key that it rests on was revoked from before it was logged.")


def write_ledger_head(by: str, parties: Mapping[str, Any]) -> bytes:
    """Return the first line of a ledger export; the entries and the note follow it."""
    return encode({"type": LEDGER, "by": by, "parties": dict(parties)}) + b"\n"


def check_ledger(
    stream: BinaryIO, said: Collection[str] | None, now: datetime, progress: Callable[[int], None] | None = None
) -> Iterator[Check]:
    """Make each check of an exported ledger, in constant memory, and yield it as it passes.

    Raises:
        SenderError: with the code and § of the first thing that does not hold.
    """
    line = stream.readline(BUNDLE_BYTES + 1)
    if not line.endswith(b"\n"):
        raise TooLarge("The first line of an export has no end.")
    raw = shapes.fields(decode(line[:-1], limit=BUNDLE_BYTES), "ledger export", _LEDGER)
    by = shapes.party(raw["by"])
    if raw["type"] != LEDGER:
        raise BadBundle("The type is not ledger-export/1.")
    parties = yield from open_parties(Verifier(), raw["parties"], said, now)
    if by not in parties.rosters:
        raise BadBundle("There is no roster of the ledger's party.")
    checkpoint, cosigned = verify_export(stream, parties.ledger_trust(by), progress)
    yield Check("40.9", f"The ledger keys of {by} signed the checkpoint of {checkpoint.size} entries.")
    if cosigned is not None:
        yield Check("40.10", f"{parties.other(by)} cosigned it at {_moment(cosigned)}.")
    yield Check("40.16", f"The {checkpoint.size} entries give exactly the signed root.")


def _check_entry(bundle: Bundle, proven: Proven) -> None:
    """Refuse an entry that is about something else than this envelope."""
    sent = bundle.by == bundle.envelope.header.sender
    kind = Kind.ENVELOPE_SENT if sent else Kind.ENVELOPE_RECEIVED
    if proven.entry.kind is not kind or proven.digest != bundle.envelope.digest:
        raise BadBundle("The ledger entry is not about this envelope.")


def _ledger_checks(bundle: Bundle, proven: Proven, parties: Parties) -> Iterator[Check]:
    size, entry = proven.checkpoint.size, proven.entry
    yield Check("40.9", f"The ledger keys of {bundle.by} signed the checkpoint of {size} entries.")
    if proven.cosigned_at is not None:
        yield Check("40.10", f"{parties.other(bundle.by)} cosigned it at {_moment(proven.cosigned_at)}.")
    yield Check("40.11", f"Entry {bundle.part.index} is in it: {entry.kind}, {to_wire(entry.at)}.")
    yield Check("40.4", "The entry commits to this envelope and to no other.")


def _check_receipt(verifier: Verifier, bundle: Bundle, parties: Parties, document: Any, now: datetime) -> Check:
    header = bundle.envelope.header
    stated = Receipt.from_wire(document["receipt"] if isinstance(document, dict) else None)
    roster: Roster = parties.at(header.recipient, stated.at)
    receipt = check_receipt(verifier, roster, document, header.sender, now)
    if (receipt.envelope, receipt.digest) != (header.id, bundle.envelope.digest):
        raise BadReceipt("It is about another envelope.")
    ours = bundle.by == header.recipient and receipt.leaf is not None
    if ours and receipt.leaf != merkle.leaf_hash(bundle.part.entry).hex():
        raise BadReceipt("It promised another entry of the ledger.")
    keys = {signature.key for signature in signatures_from_wire(document["signatures"])}
    parties.check_not_revoked(header.recipient, keys, receipt.at)
    code = f" ({receipt.code}, §{receipt.section})" if receipt.code else ""
    return Check("30.6", f"{receipt.sender} signed the receipt: {receipt.kind.value}{code}, {to_wire(receipt.at)}.")


def _keys(envelope: Envelope) -> set[str]:
    release = envelope.release or {}
    signatures = (*envelope.signatures, *signatures_from_wire(release.get("signatures")))
    return {signature.key for signature in signatures}


def _moment(seconds: int) -> str:
    return to_wire(datetime.fromtimestamp(seconds, UTC))
