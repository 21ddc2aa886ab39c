# SPDX-License-Identifier: Apache-2.0
"""Keys of officers and of the node: made, locked, used, retired, revoked, rotated."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from taawun.apps.people import keyfiles, queries, services, signers, wrapping
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import NodeKey, OfficerKey
from taawun.kernel.errors import (
    KeyClosed,
    KeyFileMissing,
    KeyFileOpen,
    NoKey,
    NoRole,
    NotFromThisState,
    SignerNotSupported,
    WeakSecret,
    WrongPassphrase,
)
from taawun.kernel.trust.keys import Holder
from taawun.kernel.wire import sealing, signing
from tests.apps.making import INIT, PASSPHRASE, T0, officer

pytestmark = pytest.mark.django_db


def signed_by(pair, message=b"release"):
    verifier = signing.Verifier()
    for signature, signer in zip(signing.sign("release", message, pair), pair, strict=True):
        verifier.check("release", message, signature, signer.public)
    return [signer.algorithm for signer in pair]


def test_an_officer_signs_with_both_algorithms():
    made = officer()
    assert signed_by(signers.signers_for(made, PASSPHRASE)) == ["ed25519", "ml-dsa-65"]


WRONG = {
    "another one": "گودام کی چابی وہاں نہیں",
    "the empty one": "",
    "the same letters with an Arabic kaf": PASSPHRASE.replace("ک", "ك"),
}


@pytest.mark.parametrize("passphrase", WRONG.values(), ids=WRONG)
def test_a_wrong_passphrase_opens_nothing(passphrase):
    with pytest.raises(WrongPassphrase) as refusal:
        signers.signers_for(officer(), passphrase)
    assert not passphrase or passphrase not in str(refusal.value)


def test_a_passphrase_typed_in_composed_or_separate_letters_is_the_same():
    secret = wrapping.Passphrase.of("آدم خان کی چابی")
    wrapped = wrapping.wrap(b"seed", "ed25519:1", secret, wrapping.new_salt())
    assert wrapping.unwrap(wrapped, "ed25519:1", wrapping.Passphrase.of("آدم خان کی چابی")) == b"seed"


def test_a_wrapped_key_says_its_cost_and_holds_no_seed():
    made = officer()
    unlocked = signers.signers_for(made, PASSPHRASE)
    for row, signer in zip(made.keys.order_by("id"), unlocked, strict=True):
        parts = json.loads(bytes(row.wrapped))
        assert {"kdf", "n", "r", "p", "salt", "nonce", "sealed"} == parts.keys()
        assert signer.seed not in bytes(row.wrapped)
        assert "private" not in repr(signer)


def test_only_a_rehearsal_wraps_keys_at_little_cost(settings):
    assert wrapping.cost() is wrapping.COST
    settings.NODE = replace(settings.NODE, stretching="light")
    assert wrapping.cost() is wrapping.LIGHT is not wrapping.COST


def test_a_wrapped_key_does_not_open_in_another_row():
    one, two = officer("one"), officer("two")
    mine, theirs = (who.keys.get(algorithm="ed25519") for who in (one, two))
    with pytest.raises(WrongPassphrase):
        wrapping.unwrap(bytes(theirs.wrapped), mine.key_id, wrapping.Passphrase.of(PASSPHRASE))


def test_a_forged_row_cannot_ask_for_more_memory_than_the_limit():
    forged = json.dumps({"kdf": "scrypt", "n": 1 << 30, "r": 8, "p": 1, "salt": "", "nonce": "", "sealed": ""})
    with pytest.raises(WrongPassphrase):
        wrapping.unwrap(forged.encode(), "ed25519:1", wrapping.Passphrase.of(PASSPHRASE))


def test_unlocked_keys_are_gone_after_their_block():
    with signers.unlock(officer(), PASSPHRASE) as unlocked:
        assert signed_by(unlocked.signers) == ["ed25519", "ml-dsa-65"]
    with pytest.raises(KeyClosed):
        _ = unlocked.signers


def test_a_passphrase_is_changed_by_who_knows_the_old_one():
    made = officer()
    with pytest.raises(WrongPassphrase):
        services.change_passphrase(actor_of(made), made, "not this one, no", "a new passphrase")
    with pytest.raises(WeakSecret):
        services.change_passphrase(actor_of(made), made, PASSPHRASE, "short")
    with pytest.raises(NoRole):
        services.change_passphrase(actor_of(officer("op", "operator")), made, PASSPHRASE, "a new passphrase")
    services.change_passphrase(actor_of(made), made, PASSPHRASE, "عبارة مرور جديدة")
    assert signed_by(signers.signers_for(made, "عبارة مرور جديدة"))
    with pytest.raises(WrongPassphrase):
        signers.signers_for(made, PASSPHRASE)


def test_a_retired_key_signs_no_more_and_its_validity_ends():
    made = officer("bilal", "analyst")
    services.retire_key(INIT, made.keys.get(algorithm="ed25519"), at=T0 + timedelta(days=1))
    assert signed_by(signers.signers_for(made, PASSPHRASE, at=T0))
    with pytest.raises(NoKey):
        signers.signers_for(made, PASSPHRASE, at=T0 + timedelta(days=1))
    (row,) = queries.roster_officers()
    assert row["keys"][0]["until"] == "2026-11-23T01:55:54.123Z"
    with pytest.raises(NotFromThisState):
        services.retire_key(INIT, made.keys.get(algorithm="ed25519"))


def test_a_key_is_revoked_from_a_time_that_can_only_move_back():
    made, key = officer("bilal", "analyst"), OfficerKey.objects.get(algorithm="ed25519")
    services.revoke_key(actor_of(made), key, T0 - timedelta(hours=1))
    services.revoke_key(INIT, key, T0 - timedelta(hours=2))
    with pytest.raises(NotFromThisState):
        services.revoke_key(INIT, key, T0)
    assert queries.roster_officers()[0]["keys"][0]["revoked"] == "2026-11-21T23:55:54.123Z"
    with pytest.raises(NoKey):
        signers.signer_from_uri(key.uri, PASSPHRASE)


def test_an_officer_revokes_no_key_of_somebody_else():
    made, other = officer("bilal"), officer("sana")
    with pytest.raises(NoRole):
        services.revoke_key(actor_of(other), made.keys.first(), T0)


ADDRESSES = {
    "a hardware module": ("pkcs11:token=ministry", SignerNotSupported),
    "an unknown scheme": ("ftp:key", SignerNotSupported),
    "no scheme": ("node", SignerNotSupported),
    "a file outside the folder": ("file:../secret", KeyFileMissing),
    "a file that is not there": ("file:nothing", KeyFileMissing),
    "an officer's key without its passphrase": ("officer:ed25519:0", WrongPassphrase),
}


@pytest.mark.parametrize(("uri", "error"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_that_leads_to_no_key_says_why(uri, error):
    with pytest.raises(error):
        signers.signer_from_uri(uri)


def test_an_officers_key_is_addressed_by_its_identifier():
    key = officer().keys.get(algorithm="ml-dsa-65")
    assert key.uri == f"officer:{key.key_id}"
    assert signers.signer_from_uri(key.uri, PASSPHRASE).key_id == key.key_id


def test_the_node_has_keys_for_each_purpose_and_makes_them_once():
    assert len(services.create_node_keys(INIT, at=T0)) == 7
    assert services.create_node_keys(INIT, at=T0) == ()
    for purpose in ("roster", "node", "ledger"):
        assert signed_by(signers.node_signers(purpose)) == ["ed25519", "ml-dsa-65"]
    holders = queries.node_holders()
    assert [row["use"] for row in holders] == ["ledger", "node", "roster", "seal"]
    assert [Holder.from_wire(row).to_wire() for row in holders] == holders


def test_a_roster_may_have_several_roots():
    for holder in ("root-one", "root-two"):
        services.create_node_keys(INIT, ["roster"], holder=holder, at=T0)
    one, two = (signers.node_signers("roster", holder)[0] for holder in ("root-one", "root-two"))
    assert one.key_id != two.key_id
    with pytest.raises(NoKey):
        signers.node_signers("roster")


def test_only_an_operator_makes_keys_of_the_node():
    with pytest.raises(NoRole):
        services.create_node_keys(actor_of(officer()), at=T0)
    assert not NodeKey.objects.exists()


def test_what_is_sealed_to_the_node_opens_before_and_after_a_rotation():
    services.create_node_keys(INIT, ["seal"], at=T0)
    old = signers.sealing_key()
    assert old.public == sealing.sealing_public(old.secret)
    (sealed,) = sealing.seal("BH", "PK", old.public, bytes(32), ["ضبط".encode()])
    services.rotate_node_key(INIT, "seal", at=T0 + timedelta(seconds=1))
    new, again = signers.sealing_keys()
    assert signers.sealing_key() == new
    assert again == old
    content_key = sealing.unwrap("BH", "PK", again.secret, sealed.wrap)
    assert sealing.unseal("BH", "PK", content_key, sealed).decode() == "ضبط"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_file_that_others_may_read_is_refused(mode):
    services.create_node_keys(INIT, ["node"], at=T0)
    assert keyfiles.check_all() == 2
    for file in keyfiles.folder().glob("*.pem"):
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(mode)
    with pytest.raises(KeyFileOpen, match=f"0{mode:o}"):
        signers.node_signers("node")
    with pytest.raises(KeyFileOpen):
        keyfiles.check_all()


def test_a_key_file_is_never_overwritten():
    services.create_node_keys(INIT, ["node"], at=T0)
    row = NodeKey.objects.get(algorithm="ed25519")
    with pytest.raises(FileExistsError):
        keyfiles.write(row.uri.removeprefix("file:"), [])


BROKEN = {"empty": b"", "not a key": b"hello", "too large": b"-" * 20_000}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_key_file_is_refused(data):
    keyfiles.write("broken", [])
    (keyfiles.folder() / "broken.pem").write_bytes(data)
    with pytest.raises(KeyFileMissing):
        keyfiles.read_signer("broken")


def test_a_key_file_of_another_purpose_is_refused():
    services.create_node_keys(INIT, ["seal", "node"], at=T0)
    seal, node = (NodeKey.objects.filter(purpose=purpose).first() for purpose in ("seal", "node"))
    with pytest.raises(KeyFileMissing):
        keyfiles.read_signer(seal.uri.removeprefix("file:"))
    with pytest.raises(KeyFileMissing):
        keyfiles.read_sealing(node.uri.removeprefix("file:"))
