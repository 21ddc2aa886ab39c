# SPDX-License-Identifier: Apache-2.0
"""The operations that vectors name, done by the kernel (the table of spec/README.md)."""

import json
from pathlib import Path

from taawun.kernel.cases.moves import PaperRef
from taawun.kernel.errors import SenderError, TooLarge, UnknownKind, UnknownSender
from taawun.kernel.exchange import post as posts
from taawun.kernel.exchange.acceptance import check_admissible, check_authentic
from taawun.kernel.exchange.chain import ChainHead, Place, place
from taawun.kernel.exchange.pieces import Ask, Piece, asked_of, check_piece, check_whole
from taawun.kernel.exchange.receipts import check_receipt
from taawun.kernel.release.approval import check_approved
from taawun.kernel.release.statement import check_released
from taawun.kernel.trust import fingerprint, pairing
from taawun.kernel.trust.roster import check_first, check_successor, roster_from_wire
from taawun.kernel.trust.rule import Rule
from taawun.kernel.wire import canonical, digests, ids, shapes, times
from taawun.kernel.wire.digests import b64, unb64
from taawun.kernel.wire.envelope import Header, read_envelope
from taawun.kernel.wire.limits import BATCH_BYTES
from taawun.kernel.wire.receipt import Receipt
from taawun.kernel.wire.sealing import Sealed, sealing_key_id, unseal, unwrap
from taawun.kernel.wire.signing import Signature, Verifier, key_id, signatures_from_wire
from taawun.kernel.wire.times import from_wire
from tools.vectors.parts import expand

WORLDS = json.loads((Path(__file__).parents[2] / "spec/vectors/worlds.json").read_text("utf-8"))
FORMS = {
    "party": shapes.party,
    "name": lambda value: shapes.slug(value, "name"),
    "identifier": ids.check_id,
    "digest": digests.check_digest,
    "bytes": unb64,
    "time": times.from_wire,
}
_READ = {}


def roster_in(world, party):
    """Return a party's roster in a world, read once."""
    if (world, party) not in _READ:
        found = WORLDS[world]
        document = found["own_roster"] if party == found["us"] else found["rosters"].get(party)
        _READ[world, party] = document and check_first(Verifier(), document, from_wire(found["now"]))
    return _READ[world, party]


def _canonical(given):
    value = canonical.decode(expand(given["data"]), limit=given["limit"])
    return {"canonical": canonical.encode(value).decode()}


def _form(given):
    FORMS[given["form"]](given["value"])
    return {}


def _signature(given):
    signature = Signature.from_wire(given["signature"])
    Verifier().check(given["context"], unb64(given["message_b64"]), signature, unb64(given["public_b64"]))
    return {}


def _key_id(given):
    public = unb64(given["public_b64"])
    sealing = given["algorithm"] == "mlkem768-x25519"
    return {"key": sealing_key_id(public) if sealing else key_id(given["algorithm"], public)}


def _unseal(given):
    item = given["item"]
    sealed = Sealed(unb64(item["wrap_b64"]), item["index"], unb64(item["sealed_b64"]))
    key = unwrap(given["from"], given["to"], unb64(given["secret_b64"]), sealed.wrap)
    return {"plain_b64": b64(unseal(given["from"], given["to"], key, sealed))}


def _paper_ask(given):
    papers = [PaperRef.from_wire(one) for one in given["papers"]]
    return {"sha256": asked_of(papers, Ask.from_bytes(unb64(given["data_b64"]))).sha256}


def _paper_piece(given):
    piece, paper = Piece.from_bytes(unb64(given["piece_b64"])), PaperRef.from_wire(given["paper"])
    check_piece(piece, Ask(**given["ask"]), paper)
    if "held_b64" in given:
        check_whole(digests.sha256_hex(unb64(given["held_b64"]) + piece.data), paper)
    return {"data_b64": b64(piece.data)}


def _envelope(given):
    return {"digest": read_envelope(expand(given["data"])).digest}


def _place(given):
    head = ChainHead(**given["head"])
    header = Header.from_wire(given["header"])
    digest = digests.digest_of(given["header"])
    return {"place": place(head, header, digest, given.get("same_id"), given.get("same_seq")).name.lower()}


def _receipt(given):
    roster = roster_in(given["world"], given["party"])
    check_receipt(Verifier(), roster, given["document"], WORLDS[given["world"]]["us"], from_wire(given["seen"]))
    return {}


def _first(given):
    check_first(Verifier(), given["document"], from_wire(given["seen"]))
    return {}


def _next(given):
    held = roster_from_wire(given["held"])
    return {"version": check_successor(Verifier(), held, given["document"], from_wire(given["seen"])).version}


def _signed_by(given):
    who = roster_in(given["world"], given["party"]).signed_by(
        Verifier(),
        given["context"],
        given["use"],
        unb64(given["message_b64"]),
        signatures_from_wire(given["signatures"]),
        signed=from_wire(given["signed"]),
        seen=from_wire(given["seen"]),
    )
    return {"holders": sorted(who)}


def _fingerprint(given):
    return {"words": fingerprint.words(given["digest"])}


def _half(given):
    one = roster_in(given["world"], given["party"])
    other = roster_in(given["world"], WORLDS[given["world"]]["us"])
    signatures = signatures_from_wire(given["signatures"])
    pairing.check_half(Verifier(), one, other, signatures, from_wire(given["seen"]))
    return {"statement": canonical.encode(pairing.statement(one, other)).decode()}


def _release(given):
    roster = roster_in(given["world"], given["party"])
    header = Header.from_wire(given["header"])
    check_released(Verifier(), roster, given["release"], header, from_wire(given["seen"]))
    return {}


def _approvals(given):
    rules = [Rule.from_wire(rule) for rule in given["rules"]]
    approvers = {who: frozenset(roles) for who, roles in given["approvers"].items()}
    check_approved(rules, given["kind"], given["personal"], given["drafter"], approvers)
    return {}


CHECKS = {
    "canonical": _canonical,
    "form": _form,
    "signature": _signature,
    "key-id": _key_id,
    "unseal": _unseal,
    "paper-ask": _paper_ask,
    "paper-piece": _paper_piece,
    "envelope": _envelope,
    "place": _place,
    "receipt": _receipt,
    "first-roster": _first,
    "next-roster": _next,
    "signed-by": _signed_by,
    "fingerprint": _fingerprint,
    "half": _half,
    "release": _release,
    "approvals": _approvals,
}


# --- whole requests (§30.12) --------------------------------------------------------------------------


def post(given):
    """Return the status, or the verdicts and the head, of one request in a world."""
    head = ChainHead(given["head"]["seq"], given["head"]["digest"])
    try:
        sender, items = _open_request(given)
    except SenderError as refusal:
        return {"status": _status(refusal), "head": given["head"], "code": refusal.code}
    known = {"ids": dict(given["known"]["ids"]), "seqs": dict(given["known"]["seqs"])}
    verdicts = []
    for item in items:
        verdict, head = _judge(given, sender, item, head, known)
        verdicts.append(verdict)
    return {"verdicts": verdicts, "head": {"seq": head.seq, "digest": head.digest}}


def _open_request(given):
    us, now = WORLDS[given["world"]]["us"], from_wire(given["now"])
    body, header = expand(given["body"]), given["signature"]
    if len(body) > BATCH_BYTES:
        raise TooLarge
    if not header:
        raise UnknownSender
    roster = roster_in(given["world"], posts.claimed_sender(header))
    posts.check_request(Verifier(), roster, header, given["path"], us, now, body)
    opened = posts.read_post(body)
    posts.check_parties(opened, roster.party, us)
    return roster, opened.items


def _judge(given, roster, item, head, known):
    world, now = WORLDS[given["world"]], from_wire(given["now"])
    try:
        key = unwrap(roster.party, world["us"], unb64(world["seal_secret_b64"]), item.wrap)
        envelope = read_envelope(unseal(roster.party, world["us"], key, item))
        check_authentic(Verifier(), roster, envelope, world["us"], now)
        header, digest = envelope.header, envelope.digest
        where = place(head, header, digest, known["ids"].get(header.id), known["seqs"].get(str(header.seq)))
    except SenderError as refusal:
        return {"kind": "rejected", "code": refusal.code, "place": False}, head
    if where is Place.COPY:
        return {"kind": "copy", "code": "", "place": False}, head
    known["ids"][header.id] = known["seqs"][str(header.seq)] = digest
    if where is Place.HELD:
        return {"kind": "delivered", "code": "", "place": False}, head
    code = _come_in(world, roster, envelope, now)
    verdict = {"kind": "rejected" if code else "accepted", "code": code, "place": True}
    return verdict, ChainHead(header.seq, digest)


def _come_in(world, roster, envelope, now):
    try:
        check_admissible(Verifier(), roster, envelope, now)
        if envelope.header.kind not in world["kinds"]:
            raise UnknownKind
        if envelope.header.kind == "message":
            shapes.fields(envelope.body, "message", frozenset({"type", "about", "language", "text"}))
    except SenderError as refusal:
        return refusal.code
    return ""


def _status(refusal):
    if refusal.code == "wire.too-large":
        return 413
    return 401 if refusal.code.split(".")[0] in ("trust", "signature", "exchange") else 400


# --- reading for shape alone ---------------------------------------------------------------------------


def read_signature(value):
    return Signature.from_wire(value)


def read_roster(value):
    raw = shapes.fields(value, "signed roster", frozenset({"body", "signatures"}))
    return roster_from_wire(raw["body"]), signatures_from_wire(raw["signatures"])


def read_envelope_object(value):
    """Read an envelope; what it says of its release is read as the next step would (§30.12)."""
    envelope = read_envelope(canonical.encode(value))
    return envelope.release is None or read_release(envelope.release)


def read_release(value):
    from taawun.kernel.release.statement import Statement

    raw = shapes.fields(value, "release", frozenset({"statement", "signatures"}))
    return Statement.from_wire(raw["statement"]), signatures_from_wire(raw["signatures"])


def read_receipt(value):
    raw = shapes.fields(value, "signed receipt", frozenset({"receipt", "signatures"}))
    return Receipt.from_wire(raw["receipt"]), signatures_from_wire(raw["signatures"])


def post_head(data):
    return json.loads(data[4 : 4 + int.from_bytes(data[:4], "big")])


def read_ask(value):
    return Ask.from_bytes(canonical.encode(value))


def piece_head(data):
    return json.loads(data[4 : 4 + int.from_bytes(data[:4], "big")])


def read_piece_head(value):
    head = canonical.encode(value)
    return Piece.from_bytes(len(head).to_bytes(4, "big") + head + b"one")


def read_post_head(value):
    """Read a head with the bytes that the good one lists; what is changed in it must not go unseen."""
    head = canonical.encode(value)
    rest = _BODY[4 + int.from_bytes(_BODY[:4], "big") :]
    return posts.read_post(len(head).to_bytes(4, "big") + head + rest)


def opened_header(header):
    return json.loads(unb64(header))


def read_header(value):
    """Read a signature header all the way: the signature itself cannot be good for a changed claim."""
    roster = roster_in("manama", "PK")
    header = b64(canonical.encode(value))
    posts.claimed_sender(header)
    now = from_wire(WORLDS["manama"]["now"])
    return posts.check_request(Verifier(), roster, header, "/exchange/envelopes", "BH", now, _BODY)


_BODY = next(
    expand(row["input"]["body"])
    for row in json.loads((Path(__file__).parents[2] / "spec/vectors/30-exchange.json").read_text("utf-8"))
    if row["name"] == "post-one"
)
