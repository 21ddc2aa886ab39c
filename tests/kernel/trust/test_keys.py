# SPDX-License-Identifier: Apache-2.0
"""Keys, holders, rules and fingerprints as a roster states them (spec §10.3, §10.4, §10.7, §50.5)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.kernel.errors import BadShape, ExpiredKey, RevokedKey
from taawun.kernel.trust import fingerprint
from taawun.kernel.trust.keys import Holder, Key
from taawun.kernel.trust.rule import MOST_APPROVALS, Approval, Rule
from taawun.kernel.wire.digests import b64
from taawun.kernel.wire.sealing import sealing_key_id
from taawun.kernel.wire.signing import key_id
from tests.kernel.making import NOW, but, party

DAY = timedelta(days=1)
CHIEF = party().members["chief"].holder()
SEAL = party().members["seal"].holder()
NODE = party().members["node"].holder()
KEY = replace(CHIEF.keys[0], valid_from=NOW, valid_until=NOW + DAY)

TIMES = {
    "at its first moment": (NOW, NOW, None, None),
    "at its last moment": (NOW + DAY - timedelta(milliseconds=1), NOW, None, None),
    "long after, for what was dated within": (NOW, NOW + 99 * DAY, None, None),
    "before its time": (NOW - timedelta(milliseconds=1), NOW, None, ExpiredKey),
    "at its end": (NOW + DAY, NOW + DAY, None, ExpiredKey),
    "revoked later than seen": (NOW, NOW, NOW + timedelta(seconds=1), None),
    "revoked when seen": (NOW, NOW, NOW, RevokedKey),
    "revoked, and the paper back-dated by a thief": (NOW, NOW + 2 * DAY, NOW + DAY, RevokedKey),
    "revoked before it was valid": (NOW, NOW, NOW - DAY, RevokedKey),
}


@pytest.mark.parametrize(("signed", "seen", "revoked", "error"), TIMES.values(), ids=TIMES)
def test_when_a_key_counts(signed, seen, revoked, error):
    key = replace(KEY, revoked=revoked)
    if error is None:
        key.check_at(signed, seen)
    else:
        with pytest.raises(error):
            key.check_at(signed, seen)


@pytest.mark.parametrize("holder", [CHIEF, SEAL, NODE], ids=lambda holder: holder.use)
def test_a_holder_reads_back(holder):
    assert Holder.from_wire(holder.to_wire()) == holder


def test_a_revoked_key_reads_back():
    key = replace(KEY, revoked=NOW)
    assert Key.from_wire(key.to_wire()) == key


def short(wire):
    return wire | {"public": b64(b"short"), "key": key_id(wire["algorithm"], b"short")}


def useless(wire):
    return wire | {"public": b64(b"x" * 31), "key": sealing_key_id(b"x" * 31)}


WRONG_KEYS = {
    "under another identifier": lambda w: w | {"key": "ed25519:" + "0" * 32},
    "of an unknown algorithm": lambda w: w | {"algorithm": "rsa"},
    "of the wrong length": short,
    "that is not base64url": lambda w: w | {"public": "=="},
    "that is never valid": lambda w: w | {"until": w["from"]},
    "without a start": lambda w: but(w, "from", drop=True),
    "revoked at no time": lambda w: w | {"revoked": None},
    "with a field too many": lambda w: w | {"note": 1},
}


@pytest.mark.parametrize("wrong", WRONG_KEYS.values(), ids=WRONG_KEYS)
def test_a_wrong_key_is_refused(wrong):
    with pytest.raises(BadShape):
        Key.from_wire(wrong(KEY.to_wire()))


def test_a_sealing_key_of_the_wrong_length_is_refused():
    with pytest.raises(BadShape):
        Key.from_wire(useless(SEAL.keys[0].to_wire()))


WRONG_HOLDERS = {
    "an officer without a role": (CHIEF, {"roles": []}),
    "an officer whose role is in upper case": (CHIEF, {"roles": ["Chief"]}),
    "an officer without an authority": (CHIEF, {"authority": ""}),
    "an officer who could never be found as drafter": (CHIEF, {"id": "chief"}),
    "a node with roles": (NODE, {"roles": ["releasing_officer"], "authority": "interior"}),
    "a holder without keys": (NODE, {"keys": []}),
    "a holder with too many keys": (NODE, {"keys": NODE.to_wire()["keys"] * 17}),
    "an unknown use": (NODE, {"use": "king"}),
    "a sealing holder with a signing key": (SEAL, {"keys": NODE.to_wire()["keys"]}),
    "a node with a sealing key": (NODE, {"keys": SEAL.to_wire()["keys"]}),
    "a name in upper case": (NODE, {"id": "Node"}),
}


@pytest.mark.parametrize(("holder", "change"), WRONG_HOLDERS.values(), ids=WRONG_HOLDERS)
def test_a_wrong_holder_is_refused(holder, change):
    with pytest.raises(BadShape):
        Holder.from_wire(holder.to_wire() | change)


def test_an_officer_without_an_authority_field_is_refused():
    with pytest.raises(BadShape, match="authority"):
        Holder.from_wire(but(CHIEF.to_wire(), "authority", drop=True))


# --- rules -------------------------------------------------------------------------------------------

RULE = Rule("seizures", frozenset({"record.seizure", "*"}), (Approval("chief", 2), Approval("lawyer", 1)), True)


def test_a_rule_reads_back():
    for rule in (RULE, replace(RULE, personal=None), replace(RULE, personal=False)):
        assert Rule.from_wire(rule.to_wire()) == rule


WRONG_RULES = {
    "without kinds": {"kinds": []},
    "without approvals": {"approvals": []},
    "asking for nobody": {"approvals": [{"role": "chief", "count": 0}]},
    "asking for more than can sign": {"approvals": [{"role": "chief", "count": MOST_APPROVALS + 1}]},
    "asking for billions": {"approvals": [{"role": "chief", "count": 2**52}]},
    "asking for more in sum than can sign": {"approvals": [{"role": "chief", "count": 9}, {"role": "x", "count": 9}]},
    "with a kind in upper case": {"kinds": ["Seizure"]},
    "with personal data as a number": {"personal": 1},
    "with a field too many": {"unless": "urgent"},
    "without a name": {"id": ""},
}


@pytest.mark.parametrize("change", WRONG_RULES.values(), ids=WRONG_RULES)
def test_a_wrong_rule_is_refused(change):
    with pytest.raises(BadShape):
        Rule.from_wire(RULE.to_wire() | change)


MATCHES = {
    "its kind": (Rule("r", frozenset({"a"}), ()), "a", False, True),
    "another kind": (Rule("r", frozenset({"a"}), ()), "b", False, False),
    "any kind": (Rule("r", frozenset({"*"}), ()), "b", True, True),
    "personal data only": (Rule("r", frozenset({"*"}), (), True), "b", False, False),
    "never personal data": (Rule("r", frozenset({"*"}), (), False), "b", True, False),
}


@pytest.mark.parametrize(("rule", "kind", "personal", "expected"), MATCHES.values(), ids=MATCHES)
def test_which_content_a_rule_is_about(rule, kind, personal, expected):
    assert rule.matches(kind, personal) is expected


# --- fingerprints ------------------------------------------------------------------------------------


@given(st.binary(min_size=32, max_size=32))
def test_a_fingerprint_is_eight_words_that_carry_128_bits(data):
    said = fingerprint.words(data.hex())
    assert len(said.split("-")) == 8
    assert all(len(word) == 5 for word in said.split("-"))
    assert fingerprint.same(said.upper().replace("-", " ") + ".", data.hex())
    other = bytes([data[0] ^ 1]) + data[1:]
    assert not fingerprint.same(said, other.hex())


def test_the_published_example_of_a_word_is_kept():
    assert fingerprint.words("7f000001" * 8).startswith("lusab-babad-lusab-babad")  # 127.0.0.1 in proquints


def test_nothing_said_is_not_the_fingerprint():
    assert not fingerprint.same("", "00" * 32)
    assert not fingerprint.same("لوساب", "00" * 32)
