# SPDX-License-Identifier: Apache-2.0
"""A proof on file holds anywhere with one fingerprint, and no part of it can be changed (spec §40.15, §40.16)."""

import copy
import io
import json
from datetime import timedelta

import pytest

from taawun.kernel.errors import SenderError, WrongFingerprint
from taawun.kernel.exchange.bundle import check_bundle, check_ledger, read_bundle, write_bundle, write_ledger_head
from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.exchange.drafting import Draft, content_of, write_envelopes
from taawun.kernel.ledger import checkpoint as checkpoints
from taawun.kernel.ledger import merkle, witness
from taawun.kernel.ledger.entry import RANDOM_BYTES, new_entries
from taawun.kernel.ledger.verify import ProofPart
from taawun.kernel.release.statement import Statement
from taawun.kernel.trust import fingerprint
from taawun.kernel.trust.pairing import statement as pairing_statement
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.ids import uuid7
from taawun.kernel.wire.receipt import Receipt, ReceiptKind, sign_receipts
from taawun.kernel.wire.signing import sign
from taawun.simulator.clock import START
from taawun.simulator.party import Party
from tests.properties.profiles import DEEP

SENT = START + timedelta(minutes=1)
READ = START + timedelta(days=365)
TEXT = "وصل المركب — کشتی پہنچ گئی — the boat came in"
NAMES = {"PK": ("node", "chief", "deputy"), "BH": ("node", "chief", "lawyer")}


def identifier(number):
    return uuid7(SENT, bytes([number]) * 10)


class World:
    """Two paired parties, one envelope from PK to BH, and both ledgers that know of it."""

    def __init__(self, between=lambda parties: None):
        self.pk, self.bh = Party("PK"), Party("BH")
        made = pairing_statement(self.pk.roster, self.bh.roster)
        self.words = {party.code: fingerprint.words(party.roster.digest) for party in (self.pk, self.bh)}
        halves = {party.code: self.half(party, encode(made)) for party in (self.pk, self.bh)}
        self.pairing = {"statement": made, "halves": halves}
        between(self)
        self.envelope, self.digest, header = self.write()
        self.header = header
        self.receipt_leaf = None

    def half(self, party, message):
        return [s.to_wire() for name in NAMES[party.code] for s in sign("pairing", message, party.signers(name))]

    def parties(self):
        documents = {"PK": self.pk.documents, "BH": self.bh.documents}
        return {"rosters": documents, "pairing": self.pairing}

    def write(self):
        digest, body, attachments = content_of({"type": "message/1", "about": None, "language": "ar", "text": TEXT})
        made = Statement(
            id=identifier(1),
            sender="PK",
            recipients=("BH",),
            content=digest,
            kind="message",
            drafter=self.pk.members["desk"].id,
            purpose="counter-narcotics",
            basis=Basis("pk-bh-2025", "4"),
            handling=frozenset({"H0"}),
            personal=False,
            sensitivity="low",
            created=SENT,
            expires=SENT + timedelta(days=1),
        )
        signed = sign("release", encode(made.to_wire()), self.pk.signers("chief"))
        release = {"statement": made.to_wire(), "signatures": [s.to_wire() for s in signed]}
        released = sha256_hex(encode(made.to_wire()))
        draft = Draft(identifier(2), made, encode(release), released, body, attachments)
        (written,) = write_envelopes(ChainHead(), "BH", [draft], SENT, self.pk.signers("node"))
        return written.data, written.digest, written.header

    def ledger(self, party, other, kind):
        """Return the entry's proof, and an export, of a ledger of five entries that the other party cosigned."""
        rows = [("record", sha256_hex(bytes([n]))) for n in range(5)]
        rows[3] = (kind, self.digest)
        entries = new_entries(rows, SENT, bytes(range(RANDOM_BYTES)) * 5)
        hashes = [entry.leaf_hash for entry in entries]
        levels = merkle.levels(hashes)
        signed = checkpoints.seal_checkpoint(
            checkpoints.origin_of(party.code), 5, levels[-1][0], party.signers("ledger")
        )
        lines = witness.cosign(
            signed, name=checkpoints.witness_of(other.code), now=SENT, signers=other.signers("ledger")
        )
        note = signed.note + "".join(lines).encode()
        entry = entries[3]
        part = ProofPart(entry.leaf, entry.salt, entry.digest.hex(), 3, tuple(merkle.path(levels, 3)), note)
        return part, b"".join(each.leaf + b"\n" for each in entries) + b"\n" + note

    def receipt(self, leaf=None):
        made = Receipt(
            id=identifier(4),
            kind=ReceiptKind.ACCEPTED,
            sender="BH",
            recipient="PK",
            item=sha256_hex(b"sealed"),
            envelope=self.header.id,
            digest=self.digest,
            at=SENT,
            leaf=leaf,
            sealed_by=SENT if leaf else None,
        )
        return sign_receipts([made], self.bh.signers("node"))[0]

    def bundle(self, by="PK"):
        ours, theirs = (self.pk, self.bh) if by == "PK" else (self.bh, self.pk)
        part, _ = self.ledger(ours, theirs, "envelope.sent" if by == "PK" else "envelope.received")
        leaf = merkle.leaf_hash(part.entry).hex() if by == "BH" else None
        return write_bundle(by, self.envelope, [self.receipt(leaf)], part, self.parties())

    def export(self):
        return write_ledger_head("PK", self.parties()) + self.ledger(self.pk, self.bh, "envelope.sent")[1]


@pytest.fixture(scope="module")
def world():
    return World()


def sections(data, said, now=READ):
    return [check.section for check in check_bundle(read_bundle(data), said, now)]


@pytest.mark.parametrize("by", ["PK", "BH"])
@pytest.mark.parametrize("known", ["PK", "BH"])
def test_a_proof_holds_with_one_fingerprint_of_either_side(world, by, known):
    found = sections(world.bundle(by), [world.words[known]])
    assert found == ["10.5", "10.7", "10.7", "40.9", "40.10", "40.11", "40.4", "30.2", "50.3", "50.5", "30.6", "10.6"]


def test_without_a_fingerprint_it_says_that_nothing_was_compared(world):
    said = [check.sentence for check in check_bundle(read_bundle(world.bundle()), None, READ)]
    assert any(sentence.startswith("NOT COMPARED") and world.words["BH"] in sentence for sentence in said)


@pytest.mark.parametrize(
    "said", [[], ["lusab-" * 8], ["PK's own", "lusab-" * 8]], ids=["none at all", "a stranger's", "two strangers'"]
)
def test_a_fingerprint_of_neither_side_is_refused(world, said):
    with pytest.raises(WrongFingerprint):
        sections(world.bundle(), said)


def test_two_fingerprints_must_both_be_right(world):
    sections(world.bundle(), list(world.words.values()))
    with pytest.raises(WrongFingerprint):
        sections(world.bundle(), [world.words["PK"], "lusab-" * 8])


# --- no part of it can be changed ---


def paths(value, here=()):
    """Yield the path to each leaf of a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield here
        return
    for name, inner in items:
        yield from paths(inner, (*here, name))


def changed(value):
    """Return another value of the same type: one sign, one number, one truth away."""
    if value is None:
        return "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if not value:
        return "x"
    middle = len(value) // 2
    return value[:middle] + ("B" if value[middle] == "A" else "A") + value[middle + 1 :]


def is_surplus(path):
    """A root's signature under a name that no roster knows is passed over while enough others signed (§10.5)."""
    return path[:2] == ("parties", "rosters") and path[4:5] == ("signatures",) and path[-1] == "key"


def with_change(bundle, path, value):
    """Return the bytes of a bundle in which one leaf is another."""
    whole = copy.deepcopy(bundle)
    inner = whole
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return encode(whole)


def test_no_leaf_of_a_proof_can_be_changed(world):
    bundle = json.loads(world.bundle("BH"))
    kept = []
    for path in paths(bundle):
        value = bundle
        for step in path:
            value = value[step]
        if is_surplus(path):
            continue
        try:
            sections(with_change(bundle, path, changed(value)), [world.words["PK"]])
        except SenderError:
            continue
        kept.append(path)
    assert kept == []


STEP = 1 if DEEP else 101
"""Bytes from one place that is changed to the next."""


@pytest.mark.parametrize("name", ["envelope", "note"])
def test_no_region_of_a_long_text_can_be_changed(world, name):
    bundle = json.loads(world.bundle())
    path = ("envelope",) if name == "envelope" else ("ledger", "note")
    text = bundle["envelope"] if name == "envelope" else bundle["ledger"]["note"]
    for place in range(0, len(text), STEP):
        other = text[:place] + ("B" if text[place] == "A" else "A") + text[place + 1 :]
        with pytest.raises(SenderError):
            sections(with_change(bundle, path, other), [world.words["PK"]])


LEFT_OUT = {
    "the pairing": ("parties", "pairing"),
    "one party's rosters": ("parties", "rosters", "BH"),
    "one half": ("parties", "pairing", "halves", "BH"),
    "what the entry commits to": ("ledger", "digest"),
    "the release": ("envelope",),
}


@pytest.mark.parametrize("path", LEFT_OUT.values(), ids=LEFT_OUT)
def test_nothing_it_rests_on_can_be_left_out(world, path):
    bundle = json.loads(world.bundle())
    value = None
    if path == ("envelope",):
        value = encode(json.loads(bundle["envelope"]) | {"release": None}).decode()
    with pytest.raises(SenderError):
        sections(with_change(bundle, path, value), [world.words["PK"]])


WRONG_BYTES = {
    "truncated": lambda data: data[:-1],
    "with a newline": lambda data: data + b"\n",
    "another type": lambda data: data.replace(b'"proof/1"', b'"proof/2"'),
    "empty": lambda data: b"",
    "erased": lambda data: encode(
        json.loads(data) | {"ledger": json.loads(data)["ledger"] | {"salt": None, "digest": None}}
    ),
    "one roster of three": lambda data: encode(
        json.loads(data) | {"parties": {"pairing": None, "rosters": {p: [] for p in ("PK", "BH", "AE")}}}
    ),
    "rosters under each other's names": lambda data: encode(
        json.loads(data)
        | {
            "parties": json.loads(data)["parties"]
            | {"rosters": dict(zip(("PK", "BH"), json.loads(data)["parties"]["rosters"].values(), strict=True))}
        }
    ),
}


@pytest.mark.parametrize("wrong", WRONG_BYTES.values(), ids=WRONG_BYTES)
def test_other_bytes_are_refused(world, wrong):
    data = wrong(world.bundle())
    with pytest.raises(SenderError):
        sections(data, list(world.words.values())[:1])


def test_a_receipt_that_promised_another_entry_is_refused(world):
    part, _ = world.ledger(world.bh, world.pk, "envelope.received")
    data = write_bundle("BH", world.envelope, [world.receipt(leaf="0" * 64)], part, world.parties())
    with pytest.raises(SenderError, match="promised another entry"):
        sections(data, [world.words["PK"]])


def test_a_receipt_of_another_envelope_is_refused(world):
    part, _ = world.ledger(world.pk, world.bh, "envelope.sent")
    receipt = sign_receipts(
        [
            Receipt(
                id=identifier(5),
                kind=ReceiptKind.READ,
                sender="BH",
                recipient="PK",
                item="0" * 64,
                envelope=identifier(9),
                digest="0" * 64,
                at=SENT,
            )
        ],
        world.bh.signers("node"),
    )[0]
    data = write_bundle("PK", world.envelope, [receipt], part, world.parties())
    with pytest.raises(SenderError, match="another envelope"):
        sections(data, [world.words["PK"]])


def test_an_entry_about_something_else_is_refused(world):
    part, _ = world.ledger(world.pk, world.bh, "envelope.received")
    data = write_bundle("PK", world.envelope, [], part, world.parties())
    with pytest.raises(SenderError, match="not about this envelope"):
        sections(data, [world.words["PK"]])


# --- rosters that grew ---


def test_keys_rotated_after_the_pairing_are_followed():
    grown = World(lambda world: (world.pk.rotate("node", START), world.bh.rotate("ledger", START)))
    assert "30.2" in sections(grown.bundle(), [grown.words["PK"]])


def test_what_was_signed_before_a_later_revocation_still_holds():
    world = World()
    data = world.bundle()
    world.pk.revoke("chief", SENT + timedelta(hours=1), SENT + timedelta(hours=2))
    bundle = json.loads(data)
    bundle["parties"]["rosters"]["PK"] = world.pk.documents
    assert "10.6" in sections(encode(bundle), [world.words["BH"]])


@pytest.mark.parametrize("name", ["node", "chief"])
def test_a_key_revoked_from_before_it_was_used_makes_the_proof_worthless(name):
    world = World()
    bundle = json.loads(world.bundle())
    world.pk.revoke(name, SENT - timedelta(seconds=1), SENT + timedelta(hours=2))
    bundle["parties"]["rosters"]["PK"] = world.pk.documents
    with pytest.raises(SenderError) as refused:
        sections(encode(bundle), [world.words["BH"]])
    assert refused.value.code == "trust.revoked-key"


# --- the whole ledger ---


def ledger_sections(data, said, now=READ):
    return [check.section for check in check_ledger(io.BytesIO(data), said, now)]


def test_an_exported_ledger_holds(world):
    assert ledger_sections(world.export(), [world.words["BH"]]) == ["10.5", "10.7", "10.7", "40.9", "40.10", "40.16"]


def test_an_unpaired_nodes_ledger_holds_and_says_that_nobody_witnessed():
    world = World()
    parties = {"rosters": {"PK": world.pk.documents}, "pairing": None}
    data = write_ledger_head("PK", parties) + world.ledger(world.pk, world.bh, "envelope.sent")[1]
    assert ledger_sections(data, [world.words["PK"]]) == ["10.5", "10.7", "10.7", "40.9", "40.16"]


def test_no_region_of_an_export_can_be_changed(world):
    data = bytearray(world.export())
    entries = data.index(b"\n") + 1
    for place in range(entries, len(data), STEP):
        wrong = bytearray(data)
        wrong[place] ^= 1
        with pytest.raises(SenderError):
            ledger_sections(bytes(wrong), [world.words["PK"]])


EXPORTS = {
    "no first line": lambda data: data.partition(b"\n")[0],
    "another type": lambda data: data.replace(b"ledger-export/1", b"ledger-export/2"),
    "another party's": lambda data: data.replace(b'{"by":"PK"', b'{"by":"AE"'),
    "an entry fewer": lambda data: data[: data.index(b"\n") + 1] + data[data.index(b"\n") + 1 :].partition(b"\n")[2],
}


@pytest.mark.parametrize("wrong", EXPORTS.values(), ids=EXPORTS)
def test_another_export_is_refused(world, wrong):
    with pytest.raises(SenderError):
        ledger_sections(wrong(world.export()), [world.words["PK"]])


def test_a_pairing_of_one_is_refused(world):
    data = write_ledger_head("PK", {"rosters": {"PK": world.pk.documents}, "pairing": world.pairing})
    with pytest.raises(SenderError, match="two parties"):
        ledger_sections(data + b"\n", [world.words["PK"]])
