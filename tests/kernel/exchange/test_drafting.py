# SPDX-License-Identifier: Apache-2.0
"""What leaves is exactly what was released, and nothing that the other node would have to refuse (spec §20.10)."""

import pytest

from taawun.kernel.errors import SenderError, TooDeep, TooLarge, Unreleased
from taawun.kernel.exchange.acceptance import check_admissible, check_authentic
from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.exchange.drafting import content_of, write_envelopes
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import GENESIS, content_digest, read_envelope
from taawun.kernel.wire.limits import BODY_BYTES
from taawun.kernel.wire.signing import Verifier
from tests.kernel.making import NOW, draft, identifier, party, release, statement, written


def test_envelopes_of_one_batch_follow_each_other():
    first, second, third = written(*(draft(id=identifier(n)) for n in (1, 2, 3)))
    assert [one.header.seq for one in (first, second, third)] == [1, 2, 3]
    assert [one.header.prev for one in (first, second, third)] == [GENESIS, first.digest, second.digest]
    assert written(head=ChainHead(7, "ab" * 32))[0].header.prev == "ab" * 32


def test_what_was_written_comes_in():
    for one in written(*(draft(id=identifier(n)) for n in (1, 2, 3))):
        envelope = read_envelope(one.data)
        check_authentic(Verifier(), party().roster, envelope, "BH", NOW)
        assert check_admissible(Verifier(), party().roster, envelope, NOW) == statement()


def released_for(body: bytes, attachments: bytes = b"[]"):
    return release(statement(content=content_digest(body, attachments)))


DEEP = b'{"a":' + b"[" * 31 + b"]" * 31 + b"}"
MANY = encode([{"sha256": sha256_hex(b""), "size": 1, "media_type": "a/b", "name": "ص" * 200}] * 256)
HELD_BACK = {
    "another body": (lambda: draft(body=b'{"record":"r2"}'), Unreleased),
    "other attachments": (lambda: draft(attachments=b"[{}]"), Unreleased),
    "a body one level too deep": (lambda: draft(released_for(DEEP), body=DEEP), TooDeep),
    "an envelope too large": (
        lambda: draft(
            released_for(encode({"a": "x" * (BODY_BYTES - 8)}), MANY * 2),
            body=encode({"a": "x" * (BODY_BYTES - 8)}),
            attachments=MANY * 2,
        ),
        TooLarge,
    ),
}


@pytest.mark.parametrize(("made", "error"), HELD_BACK.values(), ids=HELD_BACK)
def test_what_the_other_node_would_refuse_does_not_leave(made, error):
    with pytest.raises(error):
        written(made())


def test_a_body_of_the_deepest_level_leaves_and_comes_in():
    body = b'{"a":' + b"[" * 30 + b"]" * 30 + b"}"
    assert read_envelope(written(draft(released_for(body), body=body))[0].data)


def test_nothing_goes_to_whom_it_was_not_released():
    with pytest.raises(Unreleased, match="to"):
        written(recipient="SA")


def test_a_batch_of_nothing_is_a_mistake():
    with pytest.raises(ValueError, match="empty"):
        write_envelopes(ChainHead(), "BH", [], NOW, party().signers("node"))


def test_a_body_that_is_too_large_is_refused_before_it_is_released():
    with pytest.raises(TooLarge, match="attachments"):
        content_of({"a": "x" * BODY_BYTES})
    digest, body, attachments = content_of({"a": 1})
    assert digest == content_digest(body, attachments)


def test_an_error_says_code_and_section():
    with pytest.raises(SenderError) as error:
        written(recipient="SA")
    assert "[release.not-covered, §50.3]" in str(error.value)
