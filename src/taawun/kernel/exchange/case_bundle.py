# SPDX-License-Identifier: Apache-2.0
"""The whole of a case on file: checked years later with no node, disk or database (spec §40.15, §60.5).

A case bundle holds the envelope of each shared move with its release, receipts and ledger proof, the instrument as
it was frozen, the papers that the moves name, and the rosters and pairing all of it rests on. What it says at the end
is told anew from the moves: nobody's word is taken for where the case stands.
"""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.moves import KIND, MoveMade, PaperRef
from taawun.kernel.cases.replay import check_incoming, standing
from taawun.kernel.errors import BadBundle, BadPack, TooLarge, WrongContent
from taawun.kernel.exchange.bundle import BUNDLE_BYTES, Bundle, check_one
from taawun.kernel.exchange.trusting import Check, Parties, open_parties
from taawun.kernel.instruments.load import pack_of_wire
from taawun.kernel.ledger.verify import ProofPart
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.digests import b64, check_digest, digest_of, sha256_hex, unb64
from taawun.kernel.wire.envelope import read_envelope
from taawun.kernel.wire.ids import check_id
from taawun.kernel.wire.receipt import Receipt, ReceiptKind
from taawun.kernel.wire.signing import Verifier

TYPE: Final = "case-bundle/1"
BUNDLE_NAME: Final = "case.json"
"""The name of the bundle in a container for courts."""
PAPERS_FOLDER: Final = "papers/"
"""Where papers lie in it, each named by its SHA-256 and an ending."""
MOVES: Final = 1_000
"""Most moves of one case bundle, as many as a case may hold (§60.5b)."""
PAPERS: Final = 10_000
"""Most papers of one case bundle."""
RECEIPTS: Final = 1_000

_FIELDS = frozenset({"type", "by", "case", "kind", "pack", "moves", "papers", "parties"})
_MOVE = frozenset({"envelope", "receipts", "ledger"})
_PAPER = frozenset({"sha256", "data"})


@dataclass(frozen=True, slots=True)
class CaseBundle:
    """A case bundle as it was read; nothing in it is to be believed before its checks have passed."""

    by: str
    case: str
    kind: str
    pack: Any
    moves: tuple[Bundle, ...]
    papers: Mapping[str, bytes]
    parties: Any


def write_case_bundle(
    by: str,
    case: str,
    kind: str,
    pack: Mapping[str, Any],
    moves: Sequence[tuple[bytes, Sequence[Mapping[str, Any]], ProofPart]],
    papers: Sequence[bytes],
    parties: Mapping[str, Any],
) -> bytes:
    """Return the canonical bytes of a case bundle.

    Args:
        by: the party that exports it; its ledger proves.
        case: identifier.
        kind: slug of the kind of case.
        pack: the frozen instrument as plain JSON.
        moves: of each shared move the envelope's canonical bytes, its receipts and its entry, in order of arrival.
        papers: bytes of papers that the moves name.
        parties: the JSON object {rosters, pairing}.

    Raises:
        TooLarge: beyond `BUNDLE_BYTES`.
    """
    listed = [
        {"envelope": data.decode(), "receipts": list(receipts), "ledger": part.to_wire()}
        for data, receipts, part in moves
    ]
    kept = {sha256_hex(data): b64(data) for data in papers}
    written = encode(
        {
            "type": TYPE,
            "by": by,
            "case": case,
            "kind": kind,
            "pack": dict(pack),
            "moves": listed,
            "papers": [{"sha256": digest, "data": kept[digest]} for digest in sorted(kept)],
            "parties": dict(parties),
        }
    )
    if len(written) > BUNDLE_BYTES:
        raise TooLarge(f"A case of {len(written)} bytes; at most {BUNDLE_BYTES}.")
    return written


def is_case_bundle(data: bytes) -> bool:
    """Tell whether bytes claim to be a case bundle: canonical JSON ends with its type."""
    return data.endswith(f'"type":"{TYPE}"}}'.encode())


def read_case_bundle(data: bytes) -> CaseBundle:
    """Return the parts of a case bundle, or refuse its form."""
    raw = shapes.fields(decode(data, limit=BUNDLE_BYTES), "case bundle", _FIELDS)
    if raw["type"] != TYPE:
        raise BadBundle(f"The type is not {TYPE}.")
    by = shapes.party(raw["by"])
    moves = tuple(_read_move(by, item) for item in shapes.items(raw["moves"], "moves", MOVES))
    papers = dict(_read_paper(item) for item in shapes.items(raw["papers"], "papers", PAPERS, 0))
    if len(papers) != len(raw["papers"]):
        raise BadBundle("A paper stands in it twice.")
    return CaseBundle(
        by, check_id(raw["case"]), shapes.slug(raw["kind"], "kind"), raw["pack"], moves, papers, raw["parties"]
    )


def check_container(files: Mapping[str, bytes]) -> CaseBundle:
    """Return the bundle in a container for courts, whose papers must be those of the bundle (spec §60.16).

    Raises:
        BadBundle: there is none in it.
        WrongContent: a file among the papers is not one that the bundle holds, under its digest; or one is missing.
    """
    if BUNDLE_NAME not in files:
        raise BadBundle(f"No {BUNDLE_NAME} lies in the container.")
    bundle = read_case_bundle(files[BUNDLE_NAME])
    papers = {
        name.removeprefix(PAPERS_FOLDER)[:64]: one for name, one in files.items() if name.startswith(PAPERS_FOLDER)
    }
    wrong = [digest for digest, data in papers.items() if sha256_hex(data) != digest]
    if wrong or papers.keys() != bundle.papers.keys():
        raise WrongContent("The papers beside the case are not those in it.")
    return bundle


def check_case_bundle(bundle: CaseBundle, said: Collection[str] | None, now: datetime) -> Iterator[Check]:
    """Make each check and yield it as it passes; the first that fails is raised.

    Args:
        bundle: the case on file.
        said: fingerprints the reader knows from elsewhere; see `open_parties`.
        now: when it is read.

    Raises:
        SenderError: with the code and § of the first thing that does not hold.
        WrongFingerprint: the reader named a fingerprint that is neither party's.
    """
    verifier = Verifier()
    parties = yield from open_parties(verifier, bundle.parties, said, now)
    kind = _kind(bundle)
    yield Check("60.2", f"The instrument is {kind.pack}, version {kind.pack_version}: {kind.pack_digest}.")
    moves: list[MoveMade] = []
    for number, one in enumerate(bundle.moves, start=1):
        made = yield from _check_move(verifier, bundle, kind, one, parties, moves, now)
        moves.append(made)
        yield Check("60.4", f"Move {number}, {made.move} by {made.party}, is lawful where it was made.")
    yield from _check_papers(bundle, moves)
    yield _tell(kind, moves, sum(ReceiptKind.ACCEPTED not in answers_to(one) for one in bundle.moves))


def _read_move(by: str, value: object) -> Bundle:
    raw = shapes.fields(value, "move", _MOVE)
    envelope = read_envelope(shapes.text(raw["envelope"], "envelope", BUNDLE_BYTES).encode())
    receipts = tuple(shapes.items(raw["receipts"], "receipts", RECEIPTS, 0))
    return Bundle(by, envelope, receipts, ProofPart.from_wire(raw["ledger"]), None)


def _read_paper(value: object) -> tuple[str, bytes]:
    raw = shapes.fields(value, "paper", _PAPER)
    return check_digest(raw["sha256"]), unb64(raw["data"])


def _kind(bundle: CaseBundle) -> CaseKind:
    try:
        pack = pack_of_wire(bundle.pack)
    except BadPack as wrong:
        raise BadBundle(f"The instrument in it is not sound. {wrong.detail}"[:400]) from None
    if digest_of(bundle.pack) != pack.digest or bundle.kind not in pack.kinds:
        raise BadBundle("The instrument in it is not the one it says, or has no such kind of case.")
    return pack.kinds[bundle.kind]


def _check_move(
    verifier: Verifier,
    bundle: CaseBundle,
    kind: CaseKind,
    one: Bundle,
    parties: Parties,
    before: Sequence[MoveMade],
    now: datetime,
) -> Generator[Check, None, MoveMade]:
    header = one.envelope.header
    yield from check_one(verifier, one, parties, now)
    if header.kind != KIND or header.case != bundle.case:
        raise BadBundle("An envelope in it is about something else.")
    made = MoveMade.from_wire(dict(one.envelope.body))
    if made.case != bundle.case:
        raise BadBundle("A move in it is of another case.")
    kinds = answers_to(one)
    if ReceiptKind.REJECTED in kinds and ReceiptKind.ACCEPTED not in kinds:
        raise BadBundle("A move in it was refused by its recipient, and does not count.")
    if made in before:
        raise BadBundle("A move stands in it twice.")
    check_incoming(kind, before, made, header.sender)
    return made


def answers_to(one: Bundle) -> frozenset[ReceiptKind]:
    """Return what the receipts of a checked envelope say of it, but for refusals that left its place free (§30.13)."""
    told = [Receipt.from_wire(document["receipt"]) for document in one.receipts]
    kinds = frozenset(receipt.kind for receipt in told)
    final = ReceiptKind.DELIVERED in kinds or any(r.leaf for r in told if r.kind is ReceiptKind.REJECTED)
    return kinds if final else kinds - {ReceiptKind.REJECTED}


def _check_papers(bundle: CaseBundle, moves: Sequence[MoveMade]) -> Iterator[Check]:
    """Check that each paper is what a move names; one whose bytes are not here is said to be missing."""
    named: dict[str, PaperRef] = {paper.sha256: paper for made in moves for paper in made.papers}
    for digest, data in bundle.papers.items():
        paper = named.get(digest)
        if paper is None or sha256_hex(data) != digest or len(data) != paper.size:
            raise WrongContent(f"Paper {digest[:16]} is not what a move names.")
    missing = len(named.keys() - bundle.papers.keys())
    if named:
        yield Check("60.9", f"{len(bundle.papers)} papers are the bytes that the moves name; {missing} are not here.")


def _tell(kind: CaseKind, moves: Sequence[MoveMade], alone: int) -> Check:
    told = standing(kind, moves)
    void = f"; {len(told.void)} without effect" if told.void else ""
    waiting = f"; {len(told.waiting)} wait for others" if told.waiting else ""
    unanswered = f"; {alone} without a receipt that its recipient accepted it" if alone else ""
    return Check("60.5", f"{len(told.applied)} moves lead to “{told.phase}”{void}{waiting}{unanswered}.")
