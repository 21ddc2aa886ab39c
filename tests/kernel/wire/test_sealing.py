# SPDX-License-Identifier: Apache-2.0
"""Seals: only the right party opens them, and every altered bit is seen (spec §20.9)."""

from dataclasses import replace

import pytest

from taawun.kernel.errors import BadSeal, BadShape
from taawun.kernel.wire import sealing
from taawun.kernel.wire.sealing import Sealed, seal, sealing_key_id, sealing_public, unseal, unwrap

SECRET, OTHER = bytes(range(96)), bytes(range(1, 97))
PUBLIC = sealing_public(SECRET)
KEY = b"k" * 32
PLAIN = ["first", "ثانٍ", "تیسرا", ""]
ITEMS = seal("PK", "BH", PUBLIC, KEY, [text.encode() for text in PLAIN])


def opened(item: Sealed, sender: str = "PK", recipient: str = "BH", secret: bytes = SECRET) -> str:
    return unseal(sender, recipient, unwrap(sender, recipient, secret, item.wrap), item).decode()


def test_the_recipient_opens_each_item_under_one_wrap():
    assert [opened(item) for item in ITEMS] == PLAIN
    assert len({item.wrap for item in ITEMS}) == 1
    assert len(ITEMS[0].wrap) == sealing.WRAP_BYTES
    assert sealing_key_id(PUBLIC).startswith("mlkem768-x25519:")


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


ALTERED = {
    "from another party": {"sender": "SA"},
    "to another party": {"recipient": "SA"},
    "in the other direction": {"sender": "BH", "recipient": "PK"},
    "to another key": {"secret": OTHER},
}


@pytest.mark.parametrize("how", ALTERED.values(), ids=ALTERED)
def test_a_seal_opens_only_between_its_parties(how):
    with pytest.raises(BadSeal):
        opened(ITEMS[0], **how)


def test_every_bit_of_the_ciphertext_counts():
    for bit in range(len(ITEMS[0].ciphertext) * 8):
        with pytest.raises(BadSeal):
            unseal("PK", "BH", KEY, replace(ITEMS[0], ciphertext=flip(ITEMS[0].ciphertext, bit)))


def test_bits_of_the_wrap_count():
    for bit in range(0, len(ITEMS[0].wrap) * 8, 97):
        with pytest.raises(BadSeal):
            opened(replace(ITEMS[0], wrap=flip(ITEMS[0].wrap, bit)))


@pytest.mark.parametrize("length", [0, 1, 32, 1087, 1088, 1120, 1167, 1169])
def test_a_wrap_of_another_length_is_refused(length):
    with pytest.raises(BadSeal):
        unwrap("PK", "BH", SECRET, (ITEMS[0].wrap * 2)[:length])


def test_an_item_opens_only_in_its_own_place():
    with pytest.raises(BadSeal):
        opened(replace(ITEMS[0], index=1))
    with pytest.raises(BadSeal):
        opened(replace(ITEMS[0], ciphertext=ITEMS[1].ciphertext))


def test_the_parties_are_bound_to_each_item_too():
    with pytest.raises(BadSeal):
        unseal("SA", "BH", KEY, ITEMS[0])


@pytest.mark.parametrize("length", [0, 11, 15, 16])
def test_a_ciphertext_too_short_to_be_one_is_refused(length):
    with pytest.raises(BadSeal):
        unseal("PK", "BH", KEY, Sealed(b"", 0, bytes(length)))


def test_a_wrapped_key_of_another_length_is_refused():
    (short,) = seal("PK", "BH", PUBLIC, b"short", [])[:1] or [None]
    assert short is None
    wrap = sealing._wrap(PUBLIC, b"short", sealing._info("PK", "BH"))
    with pytest.raises(BadSeal):
        unwrap("PK", "BH", SECRET, wrap)


USELESS = {
    "too short": PUBLIC[:-1],
    "empty": b"",
    "not a key of ML-KEM": b"\xff" * 1184 + PUBLIC[1184:],
    "a point of small order": PUBLIC[:1184] + bytes(32),
    "another point of small order": PUBLIC[:1184] + b"\x01" + bytes(31),
}


@pytest.mark.parametrize("public", USELESS.values(), ids=USELESS)
def test_a_key_that_nothing_can_be_sealed_to_is_refused_by_name(public):
    with pytest.raises(BadShape):
        seal("PK", "BH", public, KEY, [b"x"])


def test_a_secret_of_another_length_is_refused():
    with pytest.raises(BadShape, match="96 bytes"):
        sealing_public(b"x")


def test_the_digest_names_wrap_place_and_ciphertext():
    digests = {ITEMS[0].digest, ITEMS[1].digest, replace(ITEMS[0], index=9).digest, replace(ITEMS[0], wrap=b"").digest}
    assert len(digests) == 4
