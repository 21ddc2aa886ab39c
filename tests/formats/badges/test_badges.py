# SPDX-License-Identifier: Apache-2.0
"""Open Badges: ours are read by another implementation, a changed byte fails, no list is no yes (§80.95, §80.96)."""

import base64
import json
import secrets
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from taawun.apps.people.keypairs import signer_of
from taawun.formats.badges import award, carried, certificate, proof, status
from taawun.formats.badges.keys import did_of, from_base58, public_of, to_base58
from taawun.formats.badges.verifying import SENTENCES, Answer, verify
from taawun.formats.papers import reading
from taawun.kernel.errors import BadBadge
from taawun.kernel.wire.canonical import encode

VECTORS = Path(__file__).with_name("vectors")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIGNER = signer_of("ed25519", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = signer_of("ed25519", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
DID = did_of(SIGNER.public)
AWARD = award.Award(
    badge="0192f5a0-0000-7000-8000-000000000001", issuer=DID, issuer_name="أكاديمية الشرطة — پولیس اکیڈمی",
    course="0192f5a0-0000-7000-8000-000000000002", code="PT-101", title="Custody — الاحتجاز — حراست",
    description="Interviewing without coercion.", criteria="Every mandatory module.", holder="PK-1234",
    salt="00" * award.SALT_BYTES, index=77, at=NOW,
)  # fmt: skip


def badge(**changes):
    return proof.signed(award.credential(AWARD) | changes, SIGNER, NOW)


def listing(*places, at=NOW + HOUR, signer=SIGNER, **changes):
    made = status.status_list(did_of(signer.public), places, at) | changes
    return proof.signed(made, signer, at)


MADE = {"badge.json": badge(), "list.json": listing(5), "list-revoked.json": listing(5, 77)}


def test_the_vectors_are_what_is_made():
    """Of a list only the bits count: libraries pack the same bits into different bytes."""
    assert (VECTORS / "badge.json").read_bytes() == encode(MADE["badge.json"])
    for name, places in (("list.json", {5}), ("list-revoked.json", {5, 77})):
        read = json.loads((VECTORS / name).read_bytes())
        assert {place for place in range(200) if status.is_set(read, place)} == places
        assert proof.is_signed_by_issuer(read)


# --- another implementation ---------------------------------------------------------------------------------------


def test_another_implementation_reads_them():
    """openvc-core shares nothing with ours: it finds the key, the proof, the list and the place by itself."""
    from openvc.proof.di_jcs import EddsaJcsProofSuite
    from openvc.status import CredentialRevoked
    from openvc.verify import VerificationPolicy, verify_credential

    policy = VerificationPolicy(now=NOW + DAY, expected_types=["OpenBadgeCredential"])
    read = {name: json.loads((VECTORS / name).read_bytes()) for name in MADE}
    found = verify_credential(read["badge.json"], policy=policy, resolve_status_list=lambda _: read["list.json"])
    assert (found.issuer, found.status.revoked, found.expired) == (DID, False, False)
    for name in ("list.json", "list-revoked.json"):
        assert EddsaJcsProofSuite().verify(read[name], now=NOW + DAY).issuer == DID
    with pytest.raises(CredentialRevoked):
        verify_credential(read["badge.json"], policy=policy, resolve_status_list=lambda _: read["list-revoked.json"])


def test_another_implementation_makes_one_that_is_read_here():
    from openvc.keys import Ed25519SigningKey
    from openvc.proof.di_jcs import EddsaJcsProofSuite

    key = Ed25519SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), kid=DID)
    made = EddsaJcsProofSuite().add_proof(
        award.credential(AWARD), signing_key=key, verification_method=f"{DID}#{DID.removeprefix('did:key:')}",
        created=NOW,
    )  # fmt: skip
    assert verify(json.dumps(made, indent=2).encode(), encode(MADE["list.json"]), NOW + DAY).answer is Answer.VALID


# --- on paper --------------------------------------------------------------------------------------------------------


LONG = "حراست اور انٹرویو — الاحتجاز والمقابلة — Custody and interviewing. " * 4
"""As long as a course may be called."""


def page(language: str, long: str = "") -> certificate.Certificate:
    return certificate.Certificate(
        language=language, authority=f"پولیس اکیڈمی {long[:120]}", title="سند", opening="—", name="خليفة الدوسري",
        number="BH-0417", passed="…", course=f"Custody — حراست {long}",
        rows=(("سیشن", f"2026 {long}"), ("جگہ", long[:100]), ("ماڈیول", long[:150])),
        check_title="؟", checks=(LONG[:150],) * 2, codes=(("Issuer", DID), ("Badge", AWARD.badge)),
    )  # fmt: skip


def printed(language: str = "ur", long: str = "", data: bytes = encode(MADE["badge.json"])) -> bytes:
    return certificate.render(page(language, long), data, created=NOW)


CARRIED = {
    "its certificate": printed,
    "the text of the square": lambda: b" " + carried.to_text(encode(MADE["badge.json"])).encode() + b"\n",
}


@pytest.mark.parametrize("carry", CARRIED.values(), ids=CARRIED)
def test_a_badge_is_verified_from(carry):
    data = carry()
    assert carried.badge_in(data) == encode(MADE["badge.json"])
    assert verify(data, encode(listing()), NOW + DAY, holder="PK-1234").answer is Answer.VALID
    assert verify(data, encode(listing(77)), NOW + DAY).answer is Answer.NOT_VALID


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_certificate_is_one_page_that_is_made_alike_each_time(language):
    made = printed(language, LONG)
    assert made == printed(language, LONG)
    assert reading.read(made, carried.ATTACHED).pages == 1


def test_the_square_holds_the_text_and_a_badge_too_long_for_one_is_only_attached():
    text = carried.to_text(encode(MADE["badge.json"]))
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-")
    assert certificate.square(text).startswith("<svg")
    long = encode(badge(name=secrets.token_hex(2_000)))
    assert (carried.to_text(long), certificate.square("")) == ("", "")
    assert carried.badge_in(printed(data=long)) == long


NOT_CARRIED = {
    "a PDF without a badge": b"%PDF-1.7\n%%EOF",
    "a text that ends early": carried.to_text(encode(MADE["badge.json"]))[:-40].encode(),
    "a text of other letters": (carried.PREFIX + "۱۲۳").encode(),
    "a text of nothing": carried.PREFIX.encode(),
    "a text that unpacks to too much": (
        carried.PREFIX + base64.b32encode(zlib.compress(b" " * (2 << 20))).decode().rstrip("=")).encode(),
}  # fmt: skip


@pytest.mark.parametrize("data", NOT_CARRIED.values(), ids=NOT_CARRIED)
def test_what_carries_no_badge_is_not_valid(data):
    (check,) = verify(data, None, NOW).checks
    assert (check.code, check.answer) == ("unreadable", Answer.NOT_VALID)


# --- what is answered ----------------------------------------------------------------------------------------------


LATER = {"list": encode(listing()), "now": NOW + DAY}
ANSWERS = {
    "valid": ({}, Answer.VALID, "not_revoked"),
    "for its holder": ({"holder": " PK-1234 "}, Answer.VALID, "holder"),
    "for another holder": ({"holder": "PK-1235"}, Answer.NOT_VALID, "other_holder"),
    "by the issuer that was named": ({"issuer": DID}, Answer.VALID, "issuer"),
    "by another issuer than was named": ({"issuer": did_of(OTHER.public)}, Answer.NOT_VALID, "other_issuer"),
    "revoked": ({"list": encode(listing(77))}, Answer.NOT_VALID, "revoked"),
    "revoked by an old list": ({"list": encode(listing(77)), "now": NOW + 90 * DAY}, Answer.NOT_VALID, "revoked"),
    "no list": ({"list": None}, Answer.NOT_KNOWN, "no_list"),
    "an old list": ({"now": NOW + 31 * DAY}, Answer.NOT_KNOWN, "old_list"),
    "a list that claims to last a year": (
        {"list": encode(listing(validUntil="2027-11-22T09:00:00Z")), "now": NOW + 40 * DAY},
        Answer.NOT_KNOWN, "old_list"),
    "a list from before the badge": ({"list": encode(listing(at=NOW - DAY))}, Answer.NOT_KNOWN, "list_before"),
    "a list dated ahead": ({"list": encode(listing(at=NOW + 9 * DAY))}, Answer.NOT_KNOWN, "bad_list"),
    "somebody else's list": ({"list": encode(listing(signer=OTHER))}, Answer.NOT_KNOWN, "other_list"),
    "a list for suspension": (
        {"list": encode(listing(credentialSubject={"statusPurpose": "suspension"}))}, Answer.NOT_KNOWN, "bad_list"),
    "a list that unpacks to more": (
        {"list": encode(listing(credentialSubject={"statusPurpose": "revocation", "encodedList": "uH4sI"}))},
        Answer.NOT_KNOWN, "bad_list"),
    "a list that was changed": (
        {"list": encode(listing() | {"validUntil": "2026-12-21T10:00:00Z"})}, Answer.NOT_KNOWN, "bad_list"),
    "a list that is no JSON": ({"list": b"PK\x03\x04"}, Answer.NOT_KNOWN, "bad_list"),
    "the badge as its own list": ({"list": encode(badge())}, Answer.NOT_KNOWN, "bad_list"),
    "not begun": ({"now": NOW - DAY}, Answer.NOT_VALID, "not_begun"),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "answer", "code"), ANSWERS.values(), ids=ANSWERS)
def test_the_answer_says_each_check(asked, answer, code):
    asked = LATER | asked
    found = verify(
        encode(badge()), asked["list"], asked["now"], issuer=asked.get("issuer", ""), holder=asked.get("holder", "")
    )
    assert found.answer is answer
    assert code in {one.code for one in found.checks}
    assert all(SENTENCES[one.code].format_map(one.given) for one in found.checks)


def test_every_changed_byte_fails():
    data = encode(badge())
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert verify(changed, LATER["list"], LATER["now"]).answer is Answer.NOT_VALID, place


def _without(name):
    return {key: value for key, value in badge().items() if key != name}


def _proof(**changes):
    return badge() | {"proof": badge()["proof"] | changes}


WRONG = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a name twice": b'{"type":1,"type":2}',
    "a number that is none": b'{"x":NaN}',
    "a million levels": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a fraction that JSON cannot carry": encode(badge())[:-1] + b',"x":1e999}',
    "no proof": encode(_without("proof")),
    "no issuer": encode(_without("issuer")),
    "no status": encode(proof.signed(award.credential(AWARD) | {"credentialStatus": {}}, SIGNER, NOW)),
    "a place beyond the list": encode(badge(credentialStatus={
        "type": status.ENTRY, "statusPurpose": "revocation", "statusListIndex": "131072",
        "statusListCredential": "x"})),
    "a place in Eastern digits": encode(badge(credentialStatus={
        "type": status.ENTRY, "statusPurpose": "revocation", "statusListIndex": "٧٧", "statusListCredential": "x"})),
    "another proof": encode(_proof(cryptosuite="eddsa-rdfc-2022")),
    "another purpose": encode(_proof(proofPurpose="authentication")),
    "another key": encode(_proof(verificationMethod=f"{did_of(OTHER.public)}#x")),
    "a short signature": encode(_proof(proofValue="z11")),
    "no base58": encode(_proof(proofValue="z0OIl")),
    "an endless signature": encode(_proof(proofValue="z" + "2" * 10_000)),
    "another issuer": encode(badge() | {"issuer": did_of(OTHER.public)}),
    "an issuer on the web": encode(badge() | {"issuer": "https://example.org"}),
    "no badge": encode(proof.signed(award.credential(AWARD) | {"type": ["VerifiableCredential"]}, SIGNER, NOW)),
    "a day that does not exist": encode(badge(validFrom="2026-02-30T00:00:00Z")),
    "a time without a zone": encode(badge(validFrom="2026-11-22T09:00:00")),
}  # fmt: skip


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_what_is_no_badge_is_never_valid(data):
    assert verify(data, LATER["list"], LATER["now"]).answer is Answer.NOT_VALID


def test_nobody_signs_for_another_issuer():
    with pytest.raises(BadBadge):
        proof.signed(award.credential(AWARD), OTHER, NOW)


@pytest.mark.parametrize(
    "data", [b"", b"\0\0\x01", bytes(range(40))], ids=["nothing", "leading noughts", "forty bytes"]
)
def test_base58_is_read_as_it_was_written(data):
    assert from_base58(to_base58(data)) == data


@pytest.mark.parametrize("did", ["did:web:x", "did:key:z11", None, "did:key:6Mk"])
def test_only_an_ed25519_key_is_an_issuer(did):
    with pytest.raises(BadBadge):
        public_of(did)
