# SPDX-License-Identifier: Apache-2.0
"""Rosters: whole ones, their successors, and what a thief with some of the roots can do (spec §10.2 to §10.6)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from taawun.kernel.errors import (
    BadRoster,
    BadShape,
    BadSignature,
    ExpiredKey,
    FutureDated,
    NotEnoughSignatures,
    RevokedKey,
    SenderError,
    UnknownKey,
)
from taawun.kernel.trust.keys import LEDGER, NODE, OFFICER, ROSTER, SEAL
from taawun.kernel.trust.roster import (
    body_of,
    check_first,
    check_successor,
    officers,
    roster_from_wire,
)
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.signing import ED25519, ML_DSA_65, Verifier, sign
from taawun.kernel.wire.times import to_wire
from tests.kernel.making import NOW, but, new_party, party

SECOND = timedelta(seconds=1)
BODY = party().document["body"]
ROOTS = [signer for name in ("root-1", "root-2") for signer in party().signers(name)]


def signed(body, signers=None):
    signatures = sign("roster", encode(body), ROOTS if signers is None else signers)
    return {"body": body, "signatures": [signature.to_wire() for signature in signatures]}


def first(document, seen=NOW):
    return check_first(Verifier(), document, seen)


def successor(**change):
    """Return the body of a whole second version, with changes."""
    return BODY | {"version": 2, "previous": party().roster.digest} | change


def follow(document, held=None, seen=NOW):
    return check_successor(Verifier(), held or party().roster, document, seen)


def holders(change):
    return [change(dict(holder)) for holder in BODY["holders"]]


def test_a_first_roster_is_taken_and_found_again_by_its_parts():
    roster = first(party().document)
    assert roster.party == "PK"
    assert roster.version == 1
    assert {holder.use for holder in roster.holders} == {ROSTER, NODE, LEDGER, SEAL, OFFICER}
    assert roster.holder("node").use == NODE
    assert roster.holder("nobody") is None
    assert len(officers(roster)) == 4
    assert roster.required("envelope") == {ED25519}


def test_a_policy_adds_to_the_protocol_and_takes_nothing_away():
    body = BODY | {"policy": {"envelope": [ML_DSA_65]}}
    roster = first(signed(body))
    assert roster.required("envelope") == {ED25519, ML_DSA_65}
    assert roster.required("release") == {ED25519, ML_DSA_65}


def without(use):
    return [holder for holder in BODY["holders"] if holder["use"] != use]


TWICE = BODY["holders"] + [BODY["holders"][0] | {"id": "root-9"}]
WRONG = {
    "of another type": (BODY | {"type": "roster/2"}, BadShape),
    "without roots": (BODY | {"holders": without(ROSTER)}, BadRoster),
    "without a node": (BODY | {"holders": without(NODE)}, BadRoster),
    "without a ledger": (BODY | {"holders": without(LEDGER)}, BadRoster),
    "without a seal": (BODY | {"holders": without(SEAL)}, BadRoster),
    "without holders": (BODY | {"holders": []}, BadShape),
    "without rules": (BODY | {"rules": []}, BadShape),
    "with one rule twice": (BODY | {"rules": BODY["rules"] * 2}, BadShape),
    "with one holder twice": (BODY | {"holders": BODY["holders"] * 2}, SenderError),
    "with one key under two names": (BODY | {"holders": TWICE}, BadRoster),
    "with a threshold of nobody": (BODY | {"threshold": 0}, BadShape),
    "with a threshold nobody reaches": (BODY | {"threshold": 4}, BadRoster),
    "with a policy for nothing known": (BODY | {"policy": {"gossip": [ED25519]}}, BadShape),
    "with an empty policy for envelopes": (BODY | {"policy": {"envelope": []}}, BadShape),
    "with an unknown algorithm": (BODY | {"policy": {"envelope": ["rsa"]}}, BadShape),
    "that is the first and follows one": (BODY | {"previous": "ab" * 32}, BadShape),
    "that is the second and follows none": (BODY | {"version": 2}, BadShape),
    "of version zero": (BODY | {"version": 0}, BadShape),
    "that is a list": ([], BadShape),
}


@pytest.mark.parametrize(("body", "error"), WRONG.values(), ids=WRONG)
def test_a_roster_that_contradicts_itself_is_refused(body, error):
    with pytest.raises(error):
        roster_from_wire(body)


def test_a_policy_may_be_left_to_the_protocol():
    holder_objects = [member.holder() for member in party().members.values()]
    assert body_of("PK", 1, NOW, 2, holder_objects, party().rules) == BODY


FEW = {
    "one root of two": party().signers("root-1"),
    "two roots with one algorithm each": [party().signers("root-1")[0], party().signers("root-2")[1]],
    "one root with both and one with one": [*party().signers("root-1"), party().signers("root-2")[0]],
    "nobody it knows": new_party("BH").signers("root-1"),
    "the node instead of roots": party().signers("node"),
    "officers instead of roots": [*party().signers("chief"), *party().signers("lawyer")],
}


@pytest.mark.parametrize("signers", FEW.values(), ids=FEW)
def test_a_roster_needs_its_threshold_of_roots(signers):
    with pytest.raises(NotEnoughSignatures):
        first(signed(BODY, signers))
    with pytest.raises(NotEnoughSignatures):
        follow(signed(successor(), signers))


def test_one_bad_signature_of_a_root_refuses_the_whole():
    document = signed(BODY, [signer for name in ("root-1", "root-2", "root-3") for signer in party().signers(name)])
    bad = document["signatures"][4] | {"value": document["signatures"][0]["value"]}
    with pytest.raises(BadSignature):
        first(document | {"signatures": [*document["signatures"][:4], bad]})


def test_a_roster_changed_after_signing_is_refused():
    with pytest.raises(BadSignature):
        first(but(party().document, "body", "threshold", to=1))


def test_a_roster_from_the_future_is_refused():
    body = BODY | {"created": to_wire(NOW + timedelta(minutes=6))}
    with pytest.raises(FutureDated):
        first(signed(body))
    with pytest.raises(FutureDated):
        follow(signed(successor(created=body["created"])))
    assert first(signed(body), NOW + timedelta(minutes=1))


def test_the_next_version_is_taken():
    assert follow(signed(successor())).version == 2


NOT_NEXT = {
    "of another party": {"party": "BH"},
    "that leaves one out": {"version": 3},
    "that follows another": {"previous": "ab" * 32},
    "that is older": {"created": to_wire(NOW - SECOND)},
}


@pytest.mark.parametrize("change", NOT_NEXT.values(), ids=NOT_NEXT)
def test_a_version_that_does_not_follow_is_refused(change):
    with pytest.raises(BadRoster):
        follow(signed(successor(**change)))


def test_the_same_version_again_is_refused():
    with pytest.raises(BadRoster):
        follow(party().document)


def test_new_roots_alone_cannot_take_over():
    """A thief writes a successor with roots of its own and signs with those."""
    thief = new_party("PK", seed=666)
    body = thief.document["body"] | {"version": 2, "previous": party().roster.digest}
    signers = [signer for name in ("root-1", "root-2", "root-3") for signer in thief.signers(name)]
    with pytest.raises(NotEnoughSignatures):
        follow(signed(body, signers))


def test_old_roots_alone_cannot_appoint_new_ones_who_never_signed():
    thief = new_party("PK", seed=666)
    body = thief.document["body"] | {"version": 2, "previous": party().roster.digest}
    with pytest.raises(NotEnoughSignatures):
        follow(signed(body))


def test_roots_change_one_after_another_and_the_chain_holds():
    changing = new_party("PK")
    for name in ("root-1", "root-2", "root-3"):
        changing.rotate(name, NOW)
    held = first(changing.documents[0])
    for document in changing.documents[1:]:
        held = follow(document, held)
    assert held.version == 4
    assert held.digest == changing.roster.digest


def test_a_stolen_root_that_was_revoked_signs_nothing_more():
    changed = new_party("PK")
    stolen = changed.signers("root-1")
    changed.revoke("root-1", NOW, NOW)
    body = changed.document["body"] | {"version": 3, "previous": changed.roster.digest}
    with pytest.raises(RevokedKey):
        follow(signed(body, [*stolen, *changed.signers("root-2")]), changed.roster)


def test_a_revocation_is_not_taken_back_or_put_off():
    changed = new_party("PK")
    changed.revoke("node", NOW, NOW)
    held = changed.roster
    base = changed.document["body"] | {"version": 3, "previous": held.digest}

    def edit(change):
        return [h | {"keys": [change(dict(key)) for key in h["keys"]]} for h in base["holders"]]

    back = edit(lambda key: {k: v for k, v in key.items() if k != "revoked"})
    later = edit(lambda key: key | {"revoked": to_wire(NOW + SECOND)} if "revoked" in key else key)
    sooner = edit(lambda key: key | {"revoked": to_wire(NOW - SECOND)} if "revoked" in key else key)
    for wrong in (back, later):
        with pytest.raises(BadRoster, match="taken back"):
            follow(signed(base | {"holders": wrong}), held)
    assert follow(signed(base | {"holders": sooner}), held).version == 3


def test_a_revoked_key_may_leave_the_roster():
    changed = new_party("PK")
    changed.revoke("node", NOW, NOW)
    base = changed.document["body"] | {"version": 3, "previous": changed.roster.digest}
    gone = [h | {"keys": [key for key in h["keys"] if "revoked" not in key]} for h in base["holders"]]
    assert follow(signed(base | {"holders": gone}), changed.roster).version == 3


# --- who signed --------------------------------------------------------------------------------------


def who(signatures, what="envelope", use=NODE, roster=None, message=b"m", seen=NOW):
    return (roster or party().roster).signed_by(Verifier(), what, use, message, signatures, signed=NOW, seen=seen)


def test_a_holder_has_signed_when_all_its_algorithms_have():
    assert who(sign("envelope", b"m", party().signers("node")[:1])) == {"node"}
    assert who(sign("release", b"m", party().signers("chief")), "release", OFFICER) == {party().members["chief"].id}
    with pytest.raises(NotEnoughSignatures):
        who(sign("release", b"m", party().signers("chief")[:1]), "release", OFFICER)
    halves = [party().signers("chief")[0], party().signers("lawyer")[1]]
    with pytest.raises(NotEnoughSignatures):
        who(sign("release", b"m", halves), "release", OFFICER)


NOT_SIGNED = {
    "by nobody": (lambda: (), NotEnoughSignatures),
    "by an officer": (lambda: sign("envelope", b"m", party().signers("chief")), UnknownKey),
    "by another party": (lambda: sign("envelope", b"m", new_party("BH").signers("node")), UnknownKey),
    "for another kind of thing": (lambda: sign("receipt", b"m", party().signers("node")), BadSignature),
    "under another message": (lambda: sign("envelope", b"n", party().signers("node")), BadSignature),
    "with the algorithm misnamed": (
        lambda: [replace(s, algorithm=ML_DSA_65) for s in sign("envelope", b"m", party().signers("node")[:1])],
        UnknownKey,
    ),
}


@pytest.mark.parametrize(("signatures", "error"), NOT_SIGNED.values(), ids=NOT_SIGNED)
def test_what_the_node_did_not_sign_is_refused(signatures, error):
    with pytest.raises(error):
        who(signatures())


def test_rotation_and_revocation_of_a_node_key():
    changed = new_party("PK")
    old = changed.signers("node")[:1]
    changed.rotate("node", NOW + SECOND)
    assert who(sign("envelope", b"m", old), roster=changed.roster) == {"node"}, "dated before the rotation"
    with pytest.raises(ExpiredKey):
        changed.roster.signed_by(
            Verifier(), "envelope", NODE, b"m", sign("envelope", b"m", old), signed=NOW + SECOND, seen=NOW + SECOND
        )
    other = new_party("PK")
    stolen = other.signers("node")[:1]
    other.revoke("node", NOW, NOW)
    with pytest.raises(RevokedKey):
        who(sign("envelope", b"m", stolen), roster=other.roster)
    assert who(sign("envelope", b"m", stolen), roster=other.roster, seen=NOW - SECOND) == {"node"}


def test_the_sealing_key_is_the_valid_one_that_lasts_longest():
    changed = new_party("PK")
    before = changed.roster.sealing_key(NOW)
    changed.rotate("seal", NOW)
    after = changed.roster.sealing_key(NOW)
    assert before.id != after.id
    changed.revoke("seal", NOW, NOW)
    assert changed.roster.sealing_key(NOW).id not in {before.id, after.id}
    with pytest.raises(UnknownKey):
        changed.roster.sealing_key(NOW + timedelta(days=99_999))
    dead = replace(after, revoked=NOW)
    only = replace(changed.roster, holders=(replace(changed.roster.holder("seal"), keys=(dead,)),))
    with pytest.raises(UnknownKey):
        only.sealing_key(NOW)
    assert only.sealing_key(NOW - SECOND) == dead, "revoked only from a later time on"
