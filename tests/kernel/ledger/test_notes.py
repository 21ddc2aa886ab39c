# SPDX-License-Identifier: Apache-2.0
"""Checkpoints, cosignatures, entries and exports, beyond what the vectors show."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.kernel.errors import (
    BadEntry,
    BadShape,
    ExportMismatch,
    LedgerRewritten,
    LedgerShrunk,
    SenderError,
    UnknownEntryKind,
)
from taawun.kernel.ledger import entry as entries
from taawun.kernel.ledger import merkle, verify
from taawun.kernel.ledger.checkpoint import check_cosigned, open_checkpoint, origin_of, seal_checkpoint, witness_of
from taawun.kernel.ledger.witness import Offer, cosign, judge, witness
from taawun.kernel.wire import canonical
from taawun.kernel.wire.ids import check_id, time_of
from taawun.kernel.wire.times import cut
from tests.kernel.ledger.keys import BH, BH_KEYS, PK, PK_KEYS, leaves

NOW = datetime(2026, 11, 22, 1, 55, 54, 123_000, tzinfo=UTC)
PK_ORIGIN, BH_WITNESS = origin_of("PK"), witness_of("BH")


def signed(hashes: list[bytes]):
    note = seal_checkpoint(PK_ORIGIN, len(hashes), merkle.root(hashes), PK).note
    return open_checkpoint(note, PK_ORIGIN, PK_KEYS)


def test_a_cosigned_checkpoint_tells_who_saw_it_when():
    checkpoint = signed(leaves(5))
    lines = witness(None, checkpoint, 0, (), name=BH_WITNESS, now=NOW, signers=BH)
    noted = open_checkpoint(checkpoint.note + "".join(lines).encode(), PK_ORIGIN, PK_KEYS)
    assert check_cosigned(noted, BH_WITNESS, BH_KEYS, {"ed25519", "ml-dsa-65"}) == int(NOW.timestamp())


@given(st.data())
def test_no_flipped_bit_of_a_note_goes_unseen(data):
    note = seal_checkpoint(PK_ORIGIN, 3, merkle.root(leaves(3)), PK).note
    at, bit = data.draw(st.integers(0, len(note) - 1)), data.draw(st.integers(0, 7))
    broken = note[:at] + bytes([note[at] ^ (1 << bit)]) + note[at + 1 :]
    with pytest.raises(SenderError) as refused:
        open_checkpoint(broken, PK_ORIGIN, PK_KEYS)
    assert refused.value.section.startswith("40.")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_parsers(data):
    trust = verify.Trust("PK", PK_KEYS)
    for parse in (
        lambda: open_checkpoint(data, PK_ORIGIN, PK_KEYS),
        lambda: Offer.from_bytes(data),
        lambda: entries.read_entry(data),
        lambda: verify.verify_export(io.BytesIO(data), trust),
        lambda: verify.ProofPart.from_wire({"note": data}),
    ):
        with pytest.raises(SenderError):
            parse()


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 39))
def test_a_forked_or_shrunk_ledger_is_always_refused(known, offered, changed):
    true, fork = leaves(known), leaves(offered)
    forked = changed < min(known, offered)
    if forked:
        fork[changed] = merkle.leaf_hash(b"another history")
    if offered == known and not forked:
        return
    for old, proof in ((known, merkle.consistency_path(fork, known)), (0, []), (known, [])):
        if not forked and offered > known and proof:
            continue
        with pytest.raises(SenderError):
            witness(signed(true), signed(fork), old, tuple(proof), name=BH_WITNESS, now=NOW, signers=BH)


def test_evidence_holds_both_signed_notes():
    known, fork, small = signed(leaves(3)), signed(leaves(3, "other")), signed(leaves(2))
    rewritten, shrunk = judge(known, fork, 3, ()), judge(known, small, 3, ())
    assert (rewritten.known, rewritten.offered, rewritten.conclusive) == (known.note, fork.note, True)
    assert (shrunk.offered, shrunk.conclusive) == (small.note, False)
    assert (type(rewritten.error), type(shrunk.error)) == (LedgerRewritten, LedgerShrunk)


def test_an_empty_list_is_never_a_yes():
    checkpoint = signed(leaves(1))
    for empty in (
        lambda: seal_checkpoint(PK_ORIGIN, 0, merkle.EMPTY_ROOT, []),
        lambda: open_checkpoint(checkpoint.note, PK_ORIGIN, PK_KEYS, frozenset()),
        lambda: check_cosigned(checkpoint, BH_WITNESS, BH_KEYS, ()),
        lambda: cosign(checkpoint, name=BH_WITNESS, now=NOW, signers=()),
    ):
        with pytest.raises(ValueError, match="an empty list"):
            empty()


@given(st.lists(st.sampled_from(sorted(entries.KINDS)), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_entries_written_by_hand_are_canonical(kinds, random):
    rows = [(kind, random.randbytes(32).hex()) for kind in kinds]
    made = entries.new_entries(rows, NOW, random.randbytes(entries.RANDOM_BYTES * len(rows)))
    for new, (kind, digest) in zip(made, rows, strict=True):
        read = entries.read_entry(new.leaf)
        assert entries.write_entry(read) == new.leaf == canonical.encode(canonical.decode(new.leaf, limit=512))
        assert (check_id(new.id), read.kind, read.at, time_of(new.id)) == (read.id, kind, NOW, cut(NOW))
        assert new.leaf_hash == merkle.leaf_hash(new.leaf)
        assert digest not in new.leaf.decode()
        entries.check_commitment(read, new.salt, digest)


BAD_ROWS = {
    "an unknown kind": (("envelope.lost", "0" * 64), UnknownEntryKind),
    "a short digest": (("move", "0" * 63), BadShape),
    "a digest in capitals": (("move", "A" * 64), BadShape),
}


@pytest.mark.parametrize(("row", "error"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_wrong_act_is_not_logged(row, error):
    with pytest.raises(error):
        entries.new_entries([row], NOW, bytes(entries.RANDOM_BYTES))


def test_each_entry_needs_its_own_random_bytes():
    with pytest.raises(ValueError, match="random bytes"):
        entries.new_entries([("move", "0" * 64)], NOW, b"")


def test_an_export_says_how_far_it_is():
    rows = [("move", "0" * 64)] * 20_001
    made = entries.new_entries(rows, NOW, bytes(range(42)) * len(rows))
    text = b"".join(new.leaf + b"\n" for new in made) + b"\n" + signed([new.leaf_hash for new in made]).note
    seen: list[int] = []
    verify.verify_export(io.BytesIO(text), verify.Trust("PK", PK_KEYS), seen.append)
    assert seen == [10_000, 20_000]
    with pytest.raises(ExportMismatch):
        verify.verify_export(io.BytesIO(made[0].leaf + b"\n" + text), verify.Trust("PK", PK_KEYS))
    with pytest.raises(BadEntry):
        verify.verify_export(io.BytesIO(b"{}\n" + text), verify.Trust("PK", PK_KEYS))


def test_consistency_is_of_one_ledger():
    old, new = signed(leaves(3)), signed(leaves(5))
    assert verify.verify_consistency(old, new, merkle.consistency_path(leaves(5), 3))
    other = seal_checkpoint(origin_of("BH"), 5, new.root, PK)
    assert not verify.verify_consistency(old, other, merkle.consistency_path(leaves(5), 3))
