# SPDX-License-Identifier: Apache-2.0
"""The ledger of a node in its database: accept, seal, prove, witness, erase, export."""

import io
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from taawun.apps.audit.models import Line
from taawun.apps.ledger import access, proofs, sealing, services
from taawun.apps.ledger.models import Alert, Checkpoint, Cosignature, Entry, PeerCheckpoint, Tile
from taawun.apps.people.access import actor_of
from taawun.kernel.errors import (
    BadNoteSignature,
    BadShape,
    CheckpointNotSigned,
    LedgerDamaged,
    LedgerRewritten,
    LedgerShrunk,
    NoRole,
    NotConsistent,
    NotCosigned,
    NotSealedYet,
    ProofFromElsewhere,
    UnknownCheckpoint,
    UnknownEntry,
    UnknownEntryKind,
)
from taawun.kernel.ledger import merkle, verify
from taawun.kernel.ledger.checkpoint import origin_of, seal_checkpoint, witness_of
from taawun.kernel.ledger.witness import Offer, cosign
from tests.apps.making import officer
from tests.kernel.ledger.keys import BH, BH_KEYS, PK, PK_KEYS, STRANGER, leaves

DIGEST = "0123456789abcdef" * 4
TRUST = verify.Trust("PK", PK_KEYS)
WITNESSED = verify.Trust("PK", PK_KEYS, witness="BH", witness_keys=BH_KEYS)
NOBODY = "0190a0a0-0000-7000-8000-000000000000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_prover():
    """Each test has another history, which no real node has."""
    proofs.PROVER.forget()


def logged(count: int, clock) -> list[services.Accepted]:
    clock.advance(1)
    return services.accept_many([("move", f"{i:064x}") for i in range(count)], at=clock.now())


def sealed(count: int, clock) -> list[services.Accepted]:
    accepted = logged(count, clock)
    assert services.seal(clock.now(), PK) is not None
    return accepted


def bh(count: int, signers=BH, salt: str = ""):
    return seal_checkpoint(origin_of("BH"), count, merkle.root(leaves(count, salt)), signers)


def bh_offer(old: int, new: int, salt: str = "") -> Offer:
    return Offer(old, tuple(merkle.consistency_path(leaves(new, salt), old)), bh(new, salt=salt).note)


def cosigned_by_pk(offer: Offer, clock) -> tuple[str, ...]:
    return services.cosign("BH", offer, keys=BH_KEYS, now=clock.now(), signers=PK)


def cosigned_by_bh(clock) -> None:
    checkpoint = services.latest()
    note = verify.open_checkpoint(bytes(checkpoint.note), origin_of("PK"), PK_KEYS)
    answer = "".join(cosign(note, name=witness_of("BH"), now=clock.now(), signers=BH)).encode()
    services.add_cosignature("BH", checkpoint.size, answer, keys=BH_KEYS, now=clock.now())


# --- accept and seal -------------------------------------------------------------------------------


def test_an_accepted_entry_is_promised_then_sealed_then_proved(clock):
    """Accept, then seal within the interval (spec §40.6)."""
    one = services.accept("envelope.sent", DIGEST, at=clock.now())
    assert one.promised - clock.now() == services.SEALING_INTERVAL
    with pytest.raises(NotSealedYet):
        services.prove(one.id)
    services.seal(clock.now(), PK)
    proven = verify.verify_part(services.prove(one.id), TRUST)
    assert (proven.entry.id, proven.entry.kind, proven.digest) == (one.id, "envelope.sent", DIGEST)
    assert merkle.leaf_hash(services.prove(one.id).entry) == one.leaf_hash


def test_an_act_that_fails_leaves_no_entry(clock):
    with transaction.atomic():
        services.accept("move", DIGEST, at=clock.now())
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_nothing_waiting_means_nothing_to_sign(clock):
    assert services.accept_many([], at=clock.now()) == []
    assert services.seal(clock.now(), PK) is None
    sealed(1, clock)
    assert services.seal(clock.now(), PK) is None
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize(("kind", "digest", "error"), [("lost", DIGEST, UnknownEntryKind), ("move", "0", BadShape)])
def test_a_wrong_act_is_refused(kind, digest, error, clock):
    """Only the acts of the list are logged (spec §40.5)."""
    with pytest.raises(error):
        services.accept(kind, digest, at=clock.now())


def test_a_ledger_sealed_bit_by_bit_is_one_tree(clock, monkeypatch):
    """One ledger, numbered from 0, however it grew (spec §40.1)."""
    monkeypatch.setattr(sealing, "SEAL_BATCH", 100)
    accepted = [one for count in (1, 2, 255, 300, 42) for one in sealed(count, clock)]
    hashes = list(Entry.objects.order_by("leaf_index").values_list("leaf_hash", flat=True))
    assert [bytes(value) for value in hashes] == [one.leaf_hash for one in accepted]
    assert bytes(services.latest().root) == merkle.root([bytes(value) for value in hashes])
    assert Tile.objects.count() == 4  # two full, one partial, one above
    for one in accepted[::37]:
        assert verify.verify_part(services.prove(one.id), TRUST).entry.id == one.id
    for old in (0, 1, 3, 258, 600):
        assert merkle.consistent(old, 600, services.root_at(old), services.root_at(600), services.consistency(old, 600))
    assert services.verify_self().size == 600


def test_a_sealer_that_is_behind_seals_in_parts(clock, monkeypatch):
    monkeypatch.setattr(sealing, "SEAL_BATCH", 10)
    monkeypatch.setattr(sealing, "SEAL_MOST", 20)
    logged(50, clock)
    assert [services.seal(clock.now(), PK).size for _ in range(3)] == [20, 40, 50]


def test_what_comes_while_a_ledger_is_sealed_waits_for_the_next_time(clock, monkeypatch):
    """Where something always comes, sealing would never end, and each checkpoint costs signatures and a sync."""
    sign = sealing._sign

    def sign_late(*arguments):
        logged(1, clock)
        return sign(*arguments)

    monkeypatch.setattr(sealing, "_sign", sign_late)
    monkeypatch.setattr(sealing, "SEAL_BATCH", 10)
    monkeypatch.setattr(sealing, "SEAL_MOST", 20)
    logged(45, clock)
    assert services.seal_all(clock.now(), PK) == 47
    assert services.seal_all(clock.now(), PK) == 1
    assert Checkpoint.objects.count() == 4


def test_a_place_is_given_once():
    Entry.objects.create(uuid=NOBODY, kind="move", at="2026-11-22T00:00:00Z", leaf=b"", leaf_hash=b"", leaf_index=0)
    other = NOBODY.replace("8000", "8001")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(uuid=other, kind="move", at="2026-11-22T00:00:00Z", leaf=b"", leaf_hash=b"", leaf_index=0)


@pytest.mark.django_db(transaction=True)
def test_entries_of_a_slow_transaction_are_sealed_after_it_ends(clock):
    """A row with a lower id may be committed after a higher one was sealed; SQLite has one writer only."""
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time")
    inserted, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            services.accept("gate", DIGEST, at=clock.now())
            inserted.set()
            go.wait(10)
        connection.close()

    worker = threading.Thread(target=slow)
    worker.start()
    inserted.wait(10)
    services.accept("move", DIGEST, at=clock.now())
    assert services.seal(clock.now(), PK).size == 1
    go.set()
    worker.join()
    assert services.seal(clock.now(), PK).size == 2
    assert list(Entry.objects.order_by("leaf_index").values_list("kind", flat=True)) == ["move", "gate"]
    services.verify_self()


@pytest.mark.django_db(transaction=True)
def test_two_sealers_seal_each_entry_once(clock):
    for _ in range(4):
        logged(50, clock)
    failed: list[Exception] = []

    def sealer() -> None:
        try:
            services.seal(clock.now(), PK)
        except Exception as error:  # noqa: BLE001 - a thread must hand over whatever went wrong
            failed.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=sealer) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failed
    assert services.verify_self().size == 200


# --- proofs ----------------------------------------------------------------------------------------


def test_the_newest_cosigned_checkpoint_is_preferred(clock):
    first = sealed(3, clock)[0]
    cosigned_by_bh(clock)
    last = sealed(2, clock)[0]
    assert verify.verify_part(services.prove(first.id), WITNESSED).checkpoint.size == 3
    assert verify.verify_part(services.prove(first.id, witness="OM"), TRUST).checkpoint.size == 5
    with pytest.raises(NotCosigned):
        verify.verify_part(services.prove(last.id), WITNESSED)
    cosigned_by_bh(clock)
    proven = verify.verify_part(services.prove(last.id), WITNESSED)
    assert proven.cosigned_at == int(clock.now().timestamp())


def test_what_is_not_there_has_no_proof(clock):
    with pytest.raises(UnknownEntry):
        services.prove(NOBODY)
    with pytest.raises(UnknownCheckpoint):
        services.consistency(0, 1)
    sealed(2, clock)
    with pytest.raises(UnknownCheckpoint):
        services.consistency(2, 1)


def test_a_proof_is_checked_before_it_leaves(clock):
    one = sealed(3, clock)[0]
    Tile.objects.update(data=bytes(96))
    proofs.PROVER.forget()
    with pytest.raises(LedgerDamaged):
        services.prove(one.id)
    with pytest.raises(LedgerDamaged):
        services.consistency(1, 3)


def test_an_undone_seal_leaves_no_trace_in_proofs(clock):
    sealed(3, clock)
    with transaction.atomic():
        services.prove(sealed(2, clock)[0].id)
        transaction.set_rollback(True)
    again = sealed(2, clock)[0]
    assert verify.verify_part(services.prove(again.id), TRUST).checkpoint.size == 5


# --- witnessing ------------------------------------------------------------------------------------


def test_a_peer_is_offered_what_it_has_not_cosigned(clock):
    assert services.offer_for("BH") is None
    sealed(3, clock)
    assert services.offer_for("BH").old == 0
    cosigned_by_bh(clock)
    cosigned_by_bh(clock)
    assert services.offer_for("BH") is None
    sealed(2, clock)
    offer = Offer.from_bytes(services.offer_for("BH").to_bytes())
    assert offer.old == services.cosigned_size("BH") == 3
    assert merkle.consistent(3, 5, services.root_at(3), services.root_at(5), offer.proof)
    assert services.offer_for("BH", known_size=5).proof == ()
    assert Cosignature.objects.count() == 2


def test_a_peer_that_keeps_its_history_is_cosigned(clock):
    cosigned_by_pk(bh_offer(0, 3), clock)
    lines = cosigned_by_pk(bh_offer(3, 7), clock)
    noted = verify.open_checkpoint(bh(7).note + "".join(lines).encode(), origin_of("BH"), BH_KEYS)
    assert verify.check_cosigned(noted, witness_of("PK"), PK_KEYS) == int(clock.now().timestamp())
    assert access.peer("BH").size == 7
    assert len(cosigned_by_pk(bh_offer(7, 7), clock)) == 2


REFUSED = {
    "a rewrite": (bh_offer(3, 3, "x"), LedgerRewritten, True),
    "a shrunk ledger": (bh_offer(3, 2), LedgerShrunk, False),
    "a fork that grew": (bh_offer(3, 9, "x"), NotConsistent, False),
    "growth without proof": (Offer(3, (), bh(9).note), NotConsistent, False),
}


@pytest.mark.parametrize(("offer", "error", "conclusive"), REFUSED.values(), ids=REFUSED)
def test_a_broken_history_is_refused_and_kept(offer, error, conclusive, clock):
    cosigned_by_pk(bh_offer(0, 3), clock)
    for _ in range(2):
        with pytest.raises(error):
            cosigned_by_pk(offer, clock)
    [alert] = Alert.objects.filter(settled_at=None)
    assert (alert.code, alert.conclusive) == (error.code, conclusive)
    assert (bytes(alert.known_note)[:40], bytes(alert.offered_note)) == (bh(3).note[:40], offer.note)
    assert access.peer("BH").size == 3
    assert Entry.objects.get().kind == "witness.alert"
    [broken] = access.broken()
    assert (broken.party, broken.count, broken.last) == ("BH", 1, alert.id)


def test_many_refused_checkpoints_of_one_party_are_one_warning(clock):
    cosigned_by_pk(bh_offer(0, 3), clock)
    for salt in "abc":
        clock.advance(60)
        with pytest.raises(LedgerRewritten):
            cosigned_by_pk(bh_offer(3, 3, salt), clock)
    [broken] = access.broken()
    assert (broken.count, broken.last_at - broken.first_at) == (3, timedelta(minutes=2))


def test_an_operator_marks_what_was_shown_as_dealt_with_and_evidence_stays(clock):
    cosigned_by_pk(bh_offer(0, 3), clock)
    with pytest.raises(LedgerRewritten):
        cosigned_by_pk(bh_offer(3, 3, "a"), clock)
    [seen] = access.broken()
    with pytest.raises(LedgerRewritten):
        cosigned_by_pk(bh_offer(3, 3, "b"), clock)
    with pytest.raises(NoRole):
        services.settle_alerts(actor_of(officer("noor", "auditor")), "BH", seen.last, clock.now())
    operator = actor_of(officer("owais", "operator"))
    assert services.settle_alerts(operator, "BH", seen.last, clock.now()) == 1
    assert [one.count for one in access.broken()] == [1]
    assert (Alert.objects.filter(settled_at=None).count(), Alert.objects.exclude(settled_at=None).count()) == (1, 1)
    lines = Line.objects.filter(act="ledger.settled").order_by("id").values_list("outcome", "officer_id")
    assert list(lines)[1:] == [("allowed", operator.officer_id)]
    assert lines[0][0] == "refused"


def test_what_is_dealt_with_makes_room_for_new_evidence(clock, monkeypatch):
    monkeypatch.setattr("taawun.apps.ledger.witnessing.ALERTS_PER_PARTY", 1)
    cosigned_by_pk(bh_offer(0, 3), clock)
    for salt in "ab":
        with pytest.raises(LedgerRewritten):
            cosigned_by_pk(bh_offer(3, 3, salt), clock)
        for one in access.broken():
            services.settle_alerts(actor_of(officer(f"op{salt}", "operator")), "BH", one.last, clock.now())
    assert Alert.objects.count() == 2


def test_a_hostile_peer_cannot_fill_the_disk(clock, monkeypatch):
    monkeypatch.setattr("taawun.apps.ledger.witnessing.ALERTS_PER_PARTY", 2)
    cosigned_by_pk(bh_offer(0, 3), clock)
    for salt in "abcd":
        with pytest.raises(LedgerRewritten):
            cosigned_by_pk(bh_offer(3, 3, salt), clock)
    assert Alert.objects.count() == 2


def test_an_answer_that_was_lost_is_made_good(clock):
    cosigned_by_pk(bh_offer(0, 3), clock)
    with pytest.raises(ProofFromElsewhere) as told:
        cosigned_by_pk(bh_offer(0, 7), clock)
    assert told.value.known_size == 3
    assert cosigned_by_pk(bh_offer(told.value.known_size, 7), clock)
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("signers", "error"), [(STRANGER, CheckpointNotSigned), (BH[:1], CheckpointNotSigned)], ids=["stranger", "one"]
)
def test_what_the_peer_did_not_sign_leaves_no_trace(signers, error, clock):
    with pytest.raises(error):
        cosigned_by_pk(Offer(0, (), bh(3, signers).note), clock)
    assert not PeerCheckpoint.objects.exists()


def test_a_cosignature_that_does_not_hold_is_not_kept(clock):
    sealed(3, clock)
    checkpoint = verify.open_checkpoint(bytes(services.latest().note), origin_of("PK"), PK_KEYS)
    by_stranger = cosign(checkpoint, name=witness_of("BH"), now=clock.now(), signers=STRANGER)
    of_other = cosign(bh(3), name=witness_of("BH"), now=clock.now(), signers=BH)
    for size, lines, error in (
        (3, by_stranger, NotCosigned), (3, of_other, BadNoteSignature), (9, by_stranger, UnknownCheckpoint)
    ):  # fmt: skip
        with pytest.raises(error):
            services.add_cosignature("BH", size, "".join(lines).encode(), keys=BH_KEYS, now=clock.now())
    assert not Cosignature.objects.exists()


# --- erase, export, check --------------------------------------------------------------------------


def test_an_erased_entry_tells_nothing_and_still_verifies(clock):
    accepted = sealed(5, clock)
    services.erase(accepted[2].id)
    proven = verify.verify_part(services.prove(accepted[2].id), TRUST)
    assert proven.digest is None
    row = Entry.objects.get(uuid=accepted[2].id)
    assert (row.salt, row.digest) == (None, None)
    assert verify.verify_part(services.prove(accepted[3].id), TRUST).digest is not None
    services.verify_self()
    with pytest.raises(UnknownEntry):
        services.erase(NOBODY)


def test_an_export_is_checked_without_the_node(clock):
    with pytest.raises(NotSealedYet):
        services.export(io.BytesIO())
    sealed(300, clock)
    cosigned_by_bh(clock)
    logged(1, clock)
    stream = io.BytesIO()
    services.export(stream)
    stream.seek(0)
    checkpoint, cosigned_at = verify.verify_export(stream, WITNESSED)
    assert (checkpoint.size, cosigned_at) == (300, int(clock.now().timestamp()) - 1)


DAMAGE = {
    "a leaf": lambda: Entry.objects.filter(leaf_index=7).update(leaf=Entry.objects.get(leaf_index=8).leaf),
    "a missing entry": lambda: Entry.objects.filter(leaf_index=7).delete(),
    "a missing last entry": lambda: Entry.objects.filter(leaf_index=299).delete(),
    "a tile": lambda: Tile.objects.filter(level=0, index=0).update(data=bytes(8192)),
    "a missing tile": lambda: Tile.objects.filter(level=1).delete(),
    "a root": lambda: Checkpoint.objects.update(root=bytes(32)),
    "a leaf hash": lambda: Entry.objects.filter(leaf_index=7).update(leaf_hash=bytes(32)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found(damage, clock):
    sealed(300, clock)
    services.verify_self()
    damage()
    with pytest.raises(LedgerDamaged):
        services.verify_self()


def test_checking_oneself_says_how_far_it_is(clock):
    sealed(3, clock)
    seen: list[tuple[int, int]] = []
    services.verify_self(lambda done, total: seen.append((done, total)))
    assert seen == [(3, 3)]


def test_old_checkpoints_go_unless_cosigned_or_latest(clock):
    assert services.tidy(clock.now()) == 0
    sealed(1, clock)
    cosigned_by_bh(clock)
    sealed(1, clock)
    sealed(1, clock)
    assert services.tidy(clock.now()) == 0
    clock.advance(timedelta(days=2).total_seconds())
    assert services.tidy(clock.now()) == 1
    assert [row.size for row in access.checkpoints()] == [3, 1]
    assert services.root_at(2) == proofs.PROVER.root(2)


def test_the_status_tells_what_waits(clock):
    accepted = sealed(3, clock)
    logged(2, clock)
    status = access.status()
    assert (status.size, status.waiting, status.waiting_since, status.open_alerts) == (3, 2, clock.now(), 0)
    assert str(access.entry(accepted[0].id).uuid) == accepted[0].id
    assert [entry.leaf_index for entry in access.entries(before=2)] == [1, 0]
    assert access.checkpoint(3).size == 3
    assert access.cosigned_size("BH") == 0
    assert access.peer("BH") is None
    with pytest.raises(UnknownEntry):
        access.entry(NOBODY)
    with pytest.raises(UnknownCheckpoint):
        access.checkpoint(2)
