# SPDX-License-Identifier: Apache-2.0
"""Bad input over HTTP to a real node: a refusal with code and §, never a server error, never a change (spec 30).

The sender holds the partner's real keys, so that its bytes come as far in as bytes can.
"""

import base64
import json
import socket
from pathlib import Path

import pytest

from taawun.kernel.exchange.post import HEADER
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.limits import BATCH_BYTES, BODY_BYTES
from tests.federation.nodes import close, paired_nodes, standing
from tests.federation.sender import ENVELOPES, Sender, code_of, verdicts_of

pytestmark = [pytest.mark.slow, pytest.mark.once]

VECTORS = Path(__file__).parent.parent.parent / "spec" / "vectors"
PATHS = ("/exchange/envelopes", "/exchange/receipts", "/exchange/roster", "/exchange/resend", "/exchange/checkpoint")
PERSON = "Zubaida Markerqvist زبیدہ"
DEEP = b'{"a":' * 40 + b"1" + b"}" * 40
GARBAGE = {
    "empty": b"",
    "not JSON": b"\x00\x01\x02 hello",
    "half a character": b'{"name":"\xd8"}',
    "a list": b"[]",
    "null": b"null",
    "deep": DEEP,
    "very deep": b"[" * 100_000,
    "not canonical": b'{ "receipts" : [] }',
    "a name in it": encode({"receipts": [PERSON]}),
    "a huge number": b'{"first":' + b"9" * 5_000 + b',"last":1}',
    "a length beyond its bytes": (2**32 - 1).to_bytes(4, "big") + b"{}",
    "a lone surrogate": b'{"a":"\\ud800"}',
}


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    story = paired_nodes(tmp_path_factory.mktemp("nodes"))
    yield story
    close(story)


@pytest.fixture(scope="module")
def sender(story):
    sender = Sender(story.pk, story.bh)
    yield sender
    sender.client.close()


@pytest.fixture(autouse=True)
def _nothing_changes(story):
    """Compare row counts and chain heads around each test, and read what was logged meanwhile."""
    before, logged = standing(story.bh), story.bh.log.stat().st_size
    yield
    assert standing(story.bh) == before
    with story.bh.log.open("rb") as log:
        log.seek(logged)
        new = log.read().decode("utf-8", "replace")
    assert "Markerqvist" not in new
    assert "Traceback" not in new
    errors = [line for line in new.splitlines() if '"level": "error"' in line]
    assert errors == []


def vectors(*checks):
    return {
        vector["name"]: vector
        for path in sorted(VECTORS.glob("*0-*.json"))
        for vector in json.loads(path.read_text(encoding="utf-8"))
        if vector["check"] in checks
    }


def joined(parts):
    """Return the bytes of a vector's parts; a sealed part is sealed to nobody here and stands as garbage."""
    out = []
    for part in parts:
        if "text" in part:
            out.append(part["text"].encode())
        elif "b64" in part:
            out.append(base64.urlsafe_b64decode(part["b64"] + "=="))
        elif "repeat" in part:
            out.append(part["repeat"].encode() * part["times"])
        else:
            out.append(encode(part["sealed"]))
    return b"".join(out)


@pytest.mark.parametrize("path", PATHS)
def test_garbage_that_is_signed_is_refused_with_a_code(sender, path):
    found = {name: sender.post(path, body) for name, body in GARBAGE.items()}
    assert {name for name, answer in found.items() if answer.status_code not in (400, 413)} == set()
    assert all(code_of(answer) for answer in found.values())


@pytest.mark.parametrize("path", [*PATHS, "/exchange/pair", "/exchange/nowhere"])
def test_garbage_without_a_signature_is_refused_with_a_code(sender, path):
    for body in GARBAGE.values():
        answer = sender.post(path, body, signature="")
        assert answer.status_code in (400, 401, 404)
        assert code_of(answer)


SIGNATURES = {
    "not base64": "%%%",
    "not JSON": "AAAA",
    "a list": base64.urlsafe_b64encode(b"[]").decode().rstrip("="),
    "no claim": base64.urlsafe_b64encode(b'{"claim":{},"signatures":[]}').decode().rstrip("="),
    "claim of a number": base64.urlsafe_b64encode(b'{"claim":1,"signatures":[]}').decode().rstrip("="),
    "a stranger": base64.urlsafe_b64encode(
        encode({"claim": {"path": "/", "from": "AE", "to": "BH", "at": "x"}, "signatures": []})
    ).decode().rstrip("="),
    "long": "A" * 16_000,
    "latin": "\u00e9",
}  # fmt: skip


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_a_bad_signature_header_is_refused_with_a_code(sender, signature):
    answer = sender.client.post(
        sender.url + ENVELOPES, content=b"{}", headers=[(HEADER.encode(), signature.encode("latin-1"))]
    )
    assert answer.status_code in (400, 401, 413)
    assert code_of(answer)


def test_a_signature_for_another_path_or_body_is_refused(sender):
    body = sender.seal(b"{}")
    for signature in (sender.sign("/exchange/roster", body), sender.sign(ENVELOPES, body + b" ")):
        assert sender.post(ENVELOPES, body, signature=signature).status_code in (400, 401)


def test_every_envelope_vector_sealed_to_us_is_rejected_alone(sender):
    found = vectors("envelope", "canonical", "form", "record", "marking", "release")
    plain = {
        name: joined(v["input"]["data"]) if v["check"] in ("envelope", "canonical") else encode_loosely(v["input"])
        for name, v in found.items()
    }
    small = {name: data for name, data in plain.items() if len(data) <= BODY_BYTES}
    assert len(small) > 100
    names, step = list(small), 150
    for start in range(0, len(names), step):
        batch = [small[name] for name in names[start : start + step]]
        assert len(verdicts_of(sender.post(ENVELOPES, sender.seal(*batch)))) == len(batch)
    for data in (data for data in plain.values() if len(data) > BODY_BYTES):
        body = sender.seal(data)
        if len(body) <= BATCH_BYTES:
            assert verdicts_of(sender.post(ENVELOPES, body))


def encode_loosely(value):
    """Return JSON bytes of a vector's input, canonical or not."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("resigned", [False, True], ids=["as it is", "under a real signature"])
def test_every_request_vector_is_refused(sender, resigned):
    found = vectors("post")
    assert len(found) > 50
    for name, vector in found.items():
        given = vector["input"]
        body = joined(given["body"])
        if len(body) > BATCH_BYTES:
            continue  # see the test of stated lengths
        signature = None if resigned else given["signature"]
        answer = sender.post(ENVELOPES, body, signature=signature)
        if answer.status_code == 200:
            assert resigned, name
            verdicts_of(answer)
        else:
            assert 400 <= answer.status_code < 500, name
            assert code_of(answer), name


def test_every_receipt_vector_is_refused(sender):
    for name, vector in vectors("receipt").items():
        answer = sender.post("/exchange/receipts", encode_loosely({"receipts": [vector["input"]["document"]]}))
        assert answer.status_code == 400, name
        assert code_of(answer), name


def test_every_roster_vector_is_refused(sender):
    for name, vector in vectors("first-roster", "next-roster").items():
        answer = sender.post("/exchange/roster", encode_loosely(vector["input"]["document"]))
        assert answer.status_code == 400, name
        assert code_of(answer), name


def test_every_checkpoint_vector_is_refused(sender):
    for name, vector in vectors("checkpoint", "cosigned").items():
        note = vector["input"]["note"].encode("utf-8", "surrogatepass")
        answer = sender.post("/exchange/checkpoint", b"old 0\n\n" + note)
        assert answer.status_code == 400, name
        assert code_of(answer), name


def test_one_bad_item_spoils_no_other_verdict(sender):
    assert len(verdicts_of(sender.post(ENVELOPES, sender.seal(b"{}", DEEP, b"\xff", PERSON.encode())))) == 4


def test_an_oversized_length_is_refused_before_a_byte_is_read(story):
    answer = raw(story, b"Content-Length: 999999999999\r\n", b"")
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"wire.too-large" in answer


WRONG_REQUESTS = {
    "no length": (b"", b""),
    "a length of words": (b"Content-Length: many\r\n", b""),
    "a negative length": (b"Content-Length: -5\r\n", b""),
    "two lengths": (b"Content-Length: 5\r\nContent-Length: 6\r\n", b"hello"),
    "chunks": (b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n0\r\n\r\n"),
    "an empty signature": (b"Content-Length: 2\r\nTaawun-Signature:\r\n", b"{}"),
    "a signature header beyond the limit": (
        b"Content-Length: 2\r\nTaawun-Signature: " + b"A" * 20_000 + b"\r\n",
        b"{}",
    ),
}


@pytest.mark.parametrize(("head", "body"), WRONG_REQUESTS.values(), ids=WRONG_REQUESTS)
def test_a_malformed_request_is_refused(story, head, body):
    assert raw(story, head, body).split(b" ")[1][:1] == b"4"


def test_a_truncated_body_is_refused_when_the_sender_hangs_up(story):
    answer = raw(story, b"Content-Length: 100\r\n", b"hello", hang_up=True)
    assert answer == b"" or answer.split(b" ")[1][:1] == b"4"


@pytest.mark.parametrize("path", ["/exchange/envelopes", "/exchange/card/../../x", "/exchange/\u0000", "/exchange/"])
def test_another_method_or_path_is_refused(sender, path):
    answer = sender.client.request("PUT", sender.url + "/exchange/envelopes", content=b"")
    assert answer.status_code == 404
    assert sender.client.get(sender.url + path.replace("\u0000", "%00")).status_code in (400, 404)


def raw(story, head, body, *, hang_up=False):
    """Send a request byte by byte as no library would, and return the answer."""
    with socket.create_connection(("127.0.0.1", story.bh.port), timeout=30) as line:
        line.sendall(
            b"POST /exchange/envelopes HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + head + b"\r\n" + body
        )
        if hang_up:
            line.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := line.recv(65_536):
            answer += chunk
        return answer
