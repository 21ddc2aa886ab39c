# SPDX-License-Identifier: Apache-2.0
"""Signatures in letters: who, when, and whether a byte has changed."""

import re
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import DummyTimeStamper

from taawun.formats.papers import checking, pades, printing, signer
from taawun.formats.papers.letter import COUNTERFIELD, Kind, Language, Signatory, Status
from taawun.kernel.errors import BadPaper, BadPaperKey, NoPaperRoots, NotSigned, UnsignedPaper
from tests.formats.papers.making import DATA, T, attached, letter, opened, ours, theirs


@cache
def paper(language=Language.EN) -> bytes:
    return printing.render(letter(language), DATA, created=T)


@cache
def signed(language=Language.EN) -> bytes:
    return pades.sign(paper(language), ours(), when=T, reason="Request for assistance")


def check(pdf, roots=None, at=T):
    return checking.check_signature(pdf, roots or [ours().certificate], at=at)


@pytest.mark.parametrize("language", Language)
def test_a_signed_letter_says_who_and_when(language):
    (found,) = check(signed(language))
    assert (found.who, found.when) == ("Central Authority, Ministry of Interior", T)
    assert (found.intact, found.trusted, found.whole, found.level, found.stamped) == (True, True, True, "B-B", None)
    assert found.good


def test_signing_changes_nothing_that_stood_before():
    assert signed().startswith(paper())
    assert attached(signed()) == {"letter.json": DATA}
    assert b"/ETSI.CAdES.detached" in signed()[len(paper()) :]
    before, after = (opened(one).root["/Metadata"].data for one in (paper(), signed()))
    assert after == before, "the metadata are still those that PDF/A was checked with"


def test_a_name_in_arabic_signs_as_well():
    done = pades.sign(paper(), theirs(), when=T)
    (found,) = check(done, [theirs().certificate])
    assert found.who == "إدارة الشؤون الدولية"
    shown = [one for one in streams(done[len(paper()) :]) if b" Tj" in one]
    assert [f"({T:%Y}".encode() in one for one in shown] == [True], "the moment is what its field shows"
    assert not any("الشؤون".encode("utf-16-be") in one or b"Digitally" in one for one in shown)


def streams(data) -> list[bytes]:
    """Return the streams of a part of a PDF, unpacked where they are packed."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    return [zlib.decompress(one) if one.startswith(b"x") else one for one in found]


def refused_or_not_good(pdf) -> bool:
    try:
        return not all(one.good for one in check(pdf))
    except (BadPaper, UnsignedPaper):
        return True


@pytest.mark.parametrize(
    ("title", "borne"),
    [
        ("وزارتِ داخلہ — Ministry of Interior, Islamabad", "Ministry of Interior, Islamabad"),
        ("وزارة الداخلية 2", "وزارة الداخلية"),
        ("وزارتِ داخلہ", "وزارتِ داخلہ"),
        ("Ministry of Interior", "Ministry of Interior"),
        ("ABC-وزارة", "PK"),
    ],
)
def test_a_name_of_two_directions_signs_what_others_can_check(title, borne):
    """A certificate whose name mixes directions makes a signature that readers of certificates refuse."""
    made = signer.self_signed(title, "PK", at=T)
    signed = pades.sign(printing.render(letter(status=Status.FINAL), DATA, created=T), made, when=T)
    (found,) = checking.check_signature(signed, [made.certificate], at=T)
    assert (found.who, found.good) == (borne, True)


def test_any_changed_byte_is_noticed():
    pdf = signed()
    start = pdf.rindex(b"/ByteRange")
    one, two = pdf.index(b"[", start), pdf.index(b"]", start)
    _, end, again, _ = map(int, pdf[one + 1 : two].split())
    covered = [*range(0, end, 4001), *range(end - 200, end, 37), *range(again, len(pdf), 41)]
    for place in covered:
        changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert refused_or_not_good(changed), place
    message = pdf[end + 1 : again - 1].rstrip(b"0")  # the signature itself, in hexadecimal
    for place in range(end + 1, end + len(message), 61):
        figure = b"0" if pdf[place : place + 1] != b"0" else b"f"
        changed = pdf[:place] + figure + pdf[place + 1 :]
        # The list of algorithms in front is advice, and not signed; a change there changes nothing that is read.
        assert refused_or_not_good(changed) or check(changed) == check(pdf), place - end


def test_a_paper_cut_anywhere_is_noticed():
    pdf = signed()
    for length in [*range(0, len(pdf), 3511), len(pdf) - 40]:
        assert refused_or_not_good(pdf[:length]), length


def test_what_was_added_after_the_signature_is_noticed():
    writer = IncrementalPdfFileWriter(BytesIO(signed()))
    writer.root["/Lang"] = writer.root["/Lang"].__class__("xx")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    (found,) = check(out.getvalue())
    assert not found.whole
    assert not found.good
    assert refused_or_not_good(signed() + b"\n%%EOF\n")


def test_another_root_is_not_trusted():
    (found,) = check(signed(), [theirs().certificate])
    assert (found.intact, found.trusted, found.good) == (True, False, False)


def test_a_certificate_of_the_same_name_is_not_trusted():
    twin = signer.self_signed("Central Authority, Ministry of Interior", "PK", at=T)
    assert not check(signed(), [twin.certificate])[0].trusted


@pytest.mark.parametrize("at", [T - timedelta(days=1), T + timedelta(days=365 * 4)], ids=["too early", "too late"])
def test_a_certificate_counts_only_while_it_is_valid(at):
    assert not check(signed(), at=at)[0].trusted


def test_no_roots_is_not_every_root():
    with pytest.raises(NoPaperRoots):
        checking.check_signature(signed(), [], at=T)


def test_a_final_letter_that_nobody_signed_is_unsigned():
    with pytest.raises(UnsignedPaper):
        check(paper())


NO_PDF = {
    "nothing": b"",
    "text": b"%PDF-1.7\nno more",
    "a zip": b"PK\x03\x04" + bytes(100),
    "a cross-reference of itself": b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f\n"
    b"trailer<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF",
    "brackets": b"%PDF-1.7\n" + b"[" * 50_000 + b"startxref\n9\n%%EOF",
}


@pytest.mark.parametrize("data", NO_PDF.values(), ids=NO_PDF)
def test_what_is_no_pdf_is_refused(data):
    with pytest.raises(BadPaper):
        check(data)
    with pytest.raises(BadPaper):
        pades.sign(data, ours(), when=T)


def test_a_paper_beyond_the_limit_is_not_read(monkeypatch):
    monkeypatch.setattr(checking, "PAPER_BYTES", 1_000)
    monkeypatch.setattr(pades, "PAPER_BYTES", 1_000)
    with pytest.raises(BadPaper, match="at most 1000"):
        check(signed())
    with pytest.raises(BadPaper, match="at most 1000"):
        pades.sign(paper(), ours(), when=T)


def test_a_draft_is_not_signed():
    with pytest.raises(BadPaper):
        pades.sign(printing.render(letter(status=Status.DRAFT), None, created=T), ours(), when=T)


def test_a_paper_is_signed_once():
    with pytest.raises(BadPaper):
        pades.sign(signed(), theirs(), when=T)


# --- two who sign ------------------------------------------------------------------------------------------


def record() -> bytes:
    said = letter(Language.UR, Kind.SURRENDER, countersignatory=Signatory("د. فاطمة المنصوري", "مدير"))
    return printing.render(said, DATA, created=T)


def test_both_sides_sign_a_record_of_surrender():
    first = pades.sign(record(), ours(), when=T)
    both = pades.sign(first, theirs(), when=T + timedelta(hours=1), field=COUNTERFIELD)
    found = check(both, [ours().certificate, theirs().certificate])
    assert [one.who for one in found] == ["Central Authority, Ministry of Interior", "إدارة الشؤون الدولية"]
    assert all(one.good for one in found)
    assert check(first)[0].good
    assert [one.trusted for one in check(both)] == [True, False]


def test_what_was_changed_between_two_signatures_is_noticed():
    writer = IncrementalPdfFileWriter(BytesIO(pades.sign(record(), ours(), when=T)))
    sheet = writer.root["/Pages"]["/Kids"][0].get_object()
    writer.update_container(sheet)
    sheet["/Rotate"] = sheet["/MediaBox"][0].__class__(180)
    out = BytesIO()
    writer.write(out)
    turned = out.getvalue()
    assert not check(turned)[0].whole
    both = pades.sign(turned, theirs(), when=T, field=COUNTERFIELD)
    found = check(both, [ours().certificate, theirs().certificate])
    assert [one.whole for one in found] == [False, True]


def test_a_field_that_the_letter_does_not_have_is_not_signed():
    for field in (COUNTERFIELD, "Other"):
        with pytest.raises(BadPaper):
            pades.sign(paper(), ours(), when=T, field=field)


# --- keys and certificates ------------------------------------------------------------------------------


def issued(name, key, issuer=None, ca=False, usage=None):
    """Return a certificate for a key, signed by (certificate, key) or by itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above, hand = issuer or (None, key)
    plain = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only", "crl_sign"], False
    )
    flags = x509.KeyUsage(digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, **plain)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(T - timedelta(days=1))
        .not_valid_after(T + timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(flags, critical=True)
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return builder.sign(hand, SHA256())


def test_a_chain_leads_from_the_signer_to_the_root():
    root_key, middle_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = issued("Root", root_key, ca=True)
    middle = issued("Ministry", middle_key, (root, root_key), ca=True)
    leaf = issued("عائشہ صدیقی", key, (middle, middle_key))
    pdf = pades.sign(paper(), signer.with_key(key, leaf, [middle]), when=T)
    assert check(pdf, [root])[0].good
    assert check(pdf, [middle])[0].good
    assert check(pdf, [root])[0].who == "عائشہ صدیقی"
    assert not check(pdf)[0].trusted


KEYS = {
    "RSA 2048": lambda: rsa.generate_private_key(65537, 2048),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
}


@pytest.mark.parametrize("make", KEYS.values(), ids=KEYS)
def test_other_keys_sign_too(make):
    key = make()
    certificate = issued("Central Authority", key)
    assert check(pades.sign(paper(), signer.with_key(key, certificate), when=T), [certificate])[0].good


def test_a_key_that_lies_elsewhere_is_asked_once():
    asked = []

    def module(data):
        asked.append(data)
        return ours().sign(data)

    pdf = pades.sign(paper(), signer.Signer(ours().certificate, module), when=T)
    assert check(pdf)[0].good
    assert len(asked) == 1


BAD_KEYS = {
    "a short RSA key": lambda: rsa.generate_private_key(65537, 1024),
    "a curve that courts do not read": lambda: ec.generate_private_key(ec.SECP256K1()),
    "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
}


@pytest.mark.parametrize("make", BAD_KEYS.values(), ids=BAD_KEYS)
def test_a_key_that_no_court_takes_is_refused(make):
    key = make()
    with pytest.raises(BadPaperKey):
        signer.with_key(key, issued("Central Authority", key))


def test_an_ed25519_certificate_is_refused():
    key = ed25519.Ed25519PrivateKey.generate()
    hand = ec.generate_private_key(ec.SECP256R1())
    certificate = issued("Central Authority", key, (issued("Root", hand, ca=True), hand))
    with pytest.raises(BadPaperKey):
        signer.Signer(certificate, key.sign)


def test_key_and_certificate_belong_together():
    with pytest.raises(BadPaperKey):
        signer.with_key(ec.generate_private_key(ec.SECP256R1()), ours().certificate)


def test_a_wrong_key_behind_the_port_makes_a_signature_that_is_not_good():
    pdf = pades.sign(paper(), signer.Signer(ours().certificate, theirs().sign), when=T)
    assert not check(pdf)[0].intact


# --- time stamps ------------------------------------------------------------------------------------------


@cache
def authority():
    key = rsa.generate_private_key(65537, 2048)
    return key, issued("Time-stamping authority", key, usage=ExtendedKeyUsageOID.TIME_STAMPING)


def stamp(request: bytes) -> bytes:
    """Answer as an authority would, one minute after the claimed moment."""
    key, certificate = authority()
    private = asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    moment = datetime(2026, 11, 22, 9, 1, tzinfo=UTC)
    stamper = DummyTimeStamper(asn1.Certificate.load(signer.der(certificate)), private, fixed_dt=moment)
    return stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()


def test_a_time_stamp_makes_it_level_b_t():
    pdf = pades.sign(paper(), ours(), when=T, stamp=stamp)
    (found,) = check(pdf, [ours().certificate, authority()[1]])
    assert (found.level, found.stamped, found.good) == ("B-T", T + timedelta(minutes=1), True)


def test_a_time_stamp_of_a_stranger_vouches_for_nothing():
    (found,) = check(pades.sign(paper(), ours(), when=T, stamp=stamp))
    assert found.stamped is None
    assert found.good, "the letter's own signature does not hang on it"


def test_an_authority_that_refuses_leaves_the_letter_unsigned():
    for answer in (bytes.fromhex("30053003020102"), b"<html>", b"", stamp(_request(b"other"))):
        with pytest.raises(NotSigned):
            pades.sign(paper(), ours(), when=T, stamp=lambda request, said=answer: said)


def _request(data: bytes) -> bytes:
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": sha256(data).digest()}
    return tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": 7, "cert_req": True}).dump()
