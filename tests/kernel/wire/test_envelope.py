# SPDX-License-Identifier: Apache-2.0
"""Reading an envelope: size, then form, then shape, then content (spec §20.3, §20.4, §20.10)."""

import json

import pytest

from taawun.kernel.errors import (
    BadShape,
    NotCanonical,
    NotJson,
    SenderError,
    TooDeep,
    TooLarge,
    UnknownVersion,
    WrongContent,
)
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import digest_of, sha256_hex
from taawun.kernel.wire.envelope import Basis, Header, content_digest, read_envelope
from taawun.kernel.wire.limits import BODY_BYTES, ENVELOPE_BYTES
from tests.kernel.making import but, draft, identifier, statement, written
from tests.kernel.making import release as released

DATA = written()[0].data
WIRE = json.loads(DATA)
ATTACHMENT = {"sha256": sha256_hex(b""), "size": 0, "media_type": "text/plain", "name": "صورة.txt"}


def with_content(**parts):
    wire = WIRE | parts
    content = {"attachments": wire["attachments"], "body": wire["body"]}
    return but(wire, "header", "content", to=digest_of(content))


def test_an_envelope_reads_back_as_it_was_written():
    envelope = read_envelope(DATA)
    assert envelope.header == written()[0].header == Header.from_wire(envelope.header.to_wire())
    assert envelope.digest == sha256_hex(encode(envelope.header.to_wire())) == written()[0].digest
    assert envelope.body["name"] == "سلمان"
    assert envelope.release == WIRE["release"]
    assert len(envelope.signatures) == 1
    assert Basis.from_wire(envelope.header.basis.to_wire()) == envelope.header.basis


def test_attachments_and_a_case_and_no_release_have_their_forms():
    wire = with_content(attachments=[ATTACHMENT], release=None)
    envelope = read_envelope(encode(but(wire, "header", "case", to=identifier(9))))
    assert envelope.attachments == (ATTACHMENT,)
    assert envelope.release is None
    assert envelope.header.case == identifier(9)


def header(name, value):
    return lambda: encode(but(WIRE, "header", name, to=value))


def attachment(**change):
    return lambda: encode(with_content(attachments=[ATTACHMENT | change]))


REFUSED = {
    "nothing": (lambda: b"", NotJson),
    "a truncated one": (lambda: DATA[:-1], NotJson),
    "one cut in the middle": (lambda: DATA[: len(DATA) // 2], NotJson),
    "bytes that are not UTF-8": (lambda: DATA.replace(b"r1", b"\xff\xfe"), NotJson),
    "too many bytes": (lambda: b" " * (ENVELOPE_BYTES + 1), TooLarge),
    "a body too large": (lambda: encode(with_content(body={"a": "x" * BODY_BYTES})), TooLarge),
    "too many levels": (lambda: DATA.replace(b'"r1"', b"[" * 33 + b"]" * 33), TooDeep),
    "a space": (lambda: DATA.replace(b'"body":', b'"body": '), NotCanonical),
    "parts out of order": (lambda: json.dumps(WIRE, separators=(",", ":")).encode(), NotCanonical),
    "a key twice": (lambda: DATA.replace(b'"body":{', b'"body":{"record":"r1",'), NotCanonical),
    "half a surrogate pair": (lambda: DATA.replace(b'"r1"', b'"\\ud800"'), NotCanonical),
    "a number nobody can hold": (lambda: DATA.replace(b"2.5", b"9007199254740993"), NotCanonical),
    "a list": (lambda: b"[]", BadShape),
    "a missing part": (lambda: encode(but(WIRE, "release", drop=True)), BadShape),
    "an unknown part": (lambda: encode(WIRE | {"extra": 1}), BadShape),
    "a header that is a list": (lambda: encode(WIRE | {"header": []}), BadShape),
    "a header without protocol": (lambda: encode(but(WIRE, "header", "protocol", drop=True)), BadShape),
    "a header without seq": (lambda: encode(but(WIRE, "header", "seq", drop=True)), BadShape),
    "an unknown field in the header": (header("priority", 1), BadShape),
    "an unknown version": (header("protocol", "taawun/2"), UnknownVersion),
    "an unknown version with unknown parts": (
        lambda: encode(but(WIRE, "header", "protocol", to="taawun/9") | {"new": 1}),
        UnknownVersion,
    ),
    "a version that is a list": (header("protocol", ["taawun/1"]), UnknownVersion),
    "a body that is a list": (lambda: encode(with_content(body=[])), BadShape),
    "attachments that are an object": (lambda: encode(with_content(attachments={})), BadShape),
    "too many attachments": (lambda: encode(with_content(attachments=[ATTACHMENT] * 257)), BadShape),
    "an attachment without a size": (
        lambda: encode(with_content(attachments=[but(ATTACHMENT, "size", drop=True)])),
        BadShape,
    ),
    "an attachment of negative size": (attachment(size=-1), BadShape),
    "an attachment with a short digest": (attachment(sha256="ab"), BadShape),
    "an attachment without a media type": (attachment(media_type=""), BadShape),
    "an attachment with a long name": (attachment(name="x" * 201), BadShape),
    "a release that is a text": (lambda: encode(WIRE | {"release": "yes"}), BadShape),
    "no signatures": (lambda: encode(WIRE | {"signatures": []}), BadShape),
    "another body than the header names": (lambda: encode(but(WIRE, "body", "name", to="سلیمان")), WrongContent),
    "another content than the body": (header("content", "ab" * 32), WrongContent),
    "place zero": (header("seq", 0), BadShape),
    "a prev that is no digest": (header("prev", ""), BadShape),
    "a case that is no identifier": (header("case", "x"), BadShape),
    "an id that is no identifier": (header("id", "x"), BadShape),
    "a party in lower case": (header("from", "pk"), BadShape),
    "an unknown security level": (header("security", "cosmic"), BadShape),
    "an unknown sensitivity": (header("sensitivity", "none"), BadShape),
    "personal data as a number": (header("personal", 1), BadShape),
    "a read request as a text": (header("ask_read", "yes"), BadShape),
    "a basis without article": (header("basis", {"instrument": "x"}), BadShape),
    "a time without milliseconds": (header("created", "2026-11-22T01:55:54Z"), BadShape),
}


@pytest.mark.parametrize(("data", "error"), REFUSED.values(), ids=REFUSED)
def test_a_broken_envelope_is_refused_by_name(data, error):
    with pytest.raises(error):
        read_envelope(data())


def test_a_body_of_the_largest_size_is_read():
    body = {"a": "x" * (BODY_BYTES - 8)}
    data = encode(body)
    assert len(data) == BODY_BYTES
    stated = statement(content=content_digest(data, b"[]"))
    (one,) = written(draft(released(stated), body=data))
    assert read_envelope(one.data).body == body


def test_bits_of_an_envelope_count():
    """Flip bits all over: each time it is refused, or its signed part is as it was."""
    for bit in range(0, len(DATA) * 8, 61):
        changed = bytearray(DATA)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            envelope = read_envelope(bytes(changed))
        except SenderError:
            continue
        same = envelope.header_bytes == encode(WIRE["header"])
        assert not same or envelope.body == WIRE["body"], "the body changed under the same header"
