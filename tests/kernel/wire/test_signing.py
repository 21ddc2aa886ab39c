# SPDX-License-Identifier: Apache-2.0
"""Signatures over batches: what a path proves, what it does not, and what cannot be passed off (spec §20.7, §20.8)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.kernel.errors import BadShape, BadSignature
from taawun.kernel.ledger import merkle
from taawun.kernel.wire.digests import b64
from taawun.kernel.wire.signing import (
    ED25519,
    ML_DSA_65,
    PATH_STEPS,
    Signature,
    Verifier,
    key_id,
    sign,
    sign_many,
    signatures_from_wire,
    verify_raw,
)
from taawun.simulator.keys import signer

ONE = signer(ED25519, "test")
BATCH = [f"message {n} رسالة".encode() for n in range(7)]


def check(message: bytes, signature: Signature, context: str = "envelope", public: bytes = ONE.public) -> None:
    Verifier().check(context, message, signature, public)


@pytest.mark.parametrize("algorithm", [ED25519, ML_DSA_65])
def test_a_single_message_is_signed_and_checked(algorithm):
    key = signer(algorithm, "test")
    (signature,) = sign("envelope", b"m", [key])
    assert signature == Signature.from_wire(signature.to_wire())
    assert "size" not in signature.to_wire()
    assert key.key_id == key_id(algorithm, key.public)
    check(b"m", signature, public=key.public)


@given(st.integers(1, 40))
def test_every_message_of_a_batch_carries_its_own_proof(size):
    messages = [bytes([n]) for n in range(size)]
    for message, (signature,) in zip(messages, sign_many("envelope", messages, [ONE]), strict=True):
        check(message, Signature.from_wire(signature.to_wire()))


@given(st.integers(0, 6), st.integers(0, 6))
def test_a_proof_fits_no_other_message_of_its_batch(one, other):
    signatures = sign_many("envelope", BATCH, [ONE])
    if one != other:
        with pytest.raises(BadSignature):
            check(BATCH[other], signatures[one][0])


def test_a_proof_fits_no_other_place_that_hashes_differently():
    """Size and index only say in which order to hash. Whatever they say, the message is one that was signed."""
    signatures = sign_many("envelope", BATCH, [ONE])
    accepted = set()
    for index, (signature,) in enumerate(signatures):
        for size in range(1, 12):
            for place in range(size):
                moved = replace(signature, index=place, size=size)
                for number, message in enumerate(BATCH):
                    try:
                        check(message, moved)
                    except BadSignature:
                        continue
                    accepted.add(number == index)
    assert accepted == {True}


def test_an_inner_node_is_not_a_message():
    rows = merkle.levels([merkle.leaf_hash(message) for message in BATCH])
    ((whole, *_), *_) = sign_many("envelope", BATCH, [ONE])
    for row in rows[1:]:
        for at, node in enumerate(row):
            for body in (node, b"\x01" + node, rows[0][at] + rows[0][at - 1]):
                with pytest.raises(BadSignature):
                    check(body, replace(whole, index=0, size=1, path=()))


def test_a_root_of_a_batch_is_not_the_leaf_of_a_single_message():
    (signature,) = sign("envelope", b"m", [ONE])
    with pytest.raises(BadSignature):
        check(b"m", replace(signature, size=2, path=(bytes(32),)))


FORGED = {
    "another message": lambda s: (b"n", s, "envelope", ONE.public),
    "another context": lambda s: (b"m", s, "receipt", ONE.public),
    "another key": lambda s: (b"m", s, "envelope", signer(ED25519, "other").public),
    "a cut value": lambda s: (b"m", replace(s, value=s.value[:-1]), "envelope", ONE.public),
    "an empty value": lambda s: (b"m", replace(s, value=b""), "envelope", ONE.public),
    "another algorithm": lambda s: (b"m", replace(s, algorithm=ML_DSA_65), "envelope", ONE.public),
    "an unknown algorithm": lambda s: (b"m", replace(s, algorithm="rsa"), "envelope", ONE.public),
    "a key of another length": lambda s: (b"m", s, "envelope", b"short"),
    "an index beyond the size": lambda s: (b"m", replace(s, index=1), "envelope", ONE.public),
    "a path too long": lambda s: (b"m", replace(s, path=(bytes(32),)), "envelope", ONE.public),
    "a path too short": lambda s: (b"m", replace(s, size=4), "envelope", ONE.public),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_signature_that_does_not_fit_is_refused(forge):
    message, signature, context, public = forge(sign("envelope", b"m", [ONE])[0])
    with pytest.raises(BadSignature):
        check(message, signature, context, public)


def test_the_second_form_of_an_ed25519_signature_is_refused():
    order = 2**252 + 27742317777372353535851937790883648493
    (signature,) = sign("envelope", b"m", [ONE])
    half = int.from_bytes(signature.value[32:], "little") + order
    with pytest.raises(BadSignature):
        check(b"m", replace(signature, value=signature.value[:32] + half.to_bytes(32, "little")))


def test_every_bit_of_a_signature_counts():
    (signature,) = sign("envelope", b"m", [ONE])
    for bit in range(0, 512, 7):
        value = bytearray(signature.value)
        value[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadSignature):
            check(b"m", replace(signature, value=bytes(value)))


WHOLE = sign_many("envelope", BATCH, [ONE])[3][0].to_wire()
WRONG = {
    "without a key": {k: v for k, v in WHOLE.items() if k != "key"},
    "of an unknown algorithm": WHOLE | {"algorithm": "rsa"},
    "with a field too many": WHOLE | {"note": "x"},
    "with a size but no path": {k: v for k, v in WHOLE.items() if k != "path"},
    "with a size of one": WHOLE | {"size": 1},
    "with an index below zero": WHOLE | {"index": -1},
    "with a path of broken hashes": WHOLE | {"path": b64(bytes(33))},
    "with an empty path": WHOLE | {"path": ""},
    "with a path too long": WHOLE | {"path": b64(bytes(32 * (PATH_STEPS + 1)))},
    "with a path that is a list": WHOLE | {"path": [b64(bytes(32))]},
    "that is a list": [],
}


@pytest.mark.parametrize("wire", WRONG.values(), ids=WRONG)
def test_a_signature_of_another_shape_is_refused(wire):
    with pytest.raises(BadShape):
        Signature.from_wire(wire)


def test_an_empty_list_is_not_signed_and_signs_nothing():
    for messages, keys in (([], [ONE]), ([b"m"], []), ([], [])):
        with pytest.raises(ValueError, match="empty"):
            sign_many("envelope", messages, keys)
    with pytest.raises(BadShape, match="1 to 32"):
        signatures_from_wire([])
    with pytest.raises(BadShape, match="1 to 32"):
        signatures_from_wire([WHOLE] * 33)
    assert len(signatures_from_wire([WHOLE] * 2)) == 2


def test_a_verifier_checks_a_batch_once_and_forgets_the_oldest():
    verifier = Verifier(remembered=2)
    batches = [sign_many("envelope", [bytes([n]), b"same"], [ONE]) for n in range(3)]
    for n, rows in enumerate(batches):
        verifier.check("envelope", bytes([n]), rows[0][0], ONE.public)
        verifier.check("envelope", b"same", rows[1][0], ONE.public)
    assert len(verifier._good) == 2
    verifier.check("envelope", b"\x00", batches[0][0][0], ONE.public)
    with pytest.raises(BadSignature):
        verifier.check("envelope", b"\x01", batches[0][0][0], ONE.public)
    assert len(verifier._good) == 2


def test_a_bare_signature_of_an_unknown_algorithm_is_refused():
    with pytest.raises(BadSignature, match="ed25519, ml-dsa-65"):
        verify_raw("rsa", b"", b"", b"")
