# SPDX-License-Identifier: Apache-2.0
"""The receiver's two questions about an envelope: is it authentic, and may it come in (spec §30.2, §30.3, §30.10)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from taawun.kernel.errors import (
    BadSignature,
    ExpiredKey,
    Forked,
    FutureDated,
    NotEnoughSignatures,
    Replayed,
    RevokedKey,
    TooLarge,
    UnknownKey,
    Unreleased,
    WrongRecipient,
)
from taawun.kernel.exchange.acceptance import check_admissible, check_authentic
from taawun.kernel.exchange.chain import ChainHead, Place, check_follows, place
from taawun.kernel.trust.roster import roster_from_wire
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.envelope import read_envelope
from taawun.kernel.wire.limits import HELD_PER_PEER
from taawun.kernel.wire.signing import ED25519, ML_DSA_65, Verifier
from tests.kernel.making import NOW, but, new_party, node, party, written

SECOND = timedelta(seconds=1)
ENVELOPE = read_envelope(written()[0].data)


def authentic(envelope=ENVELOPE, *, roster=None, us="BH", now=NOW):
    check_authentic(Verifier(), roster or party().roster, envelope, us, now)


def test_an_honest_envelope_is_authentic_and_may_come_in():
    authentic()
    check_admissible(Verifier(), party().roster, ENVELOPE, NOW)


def with_header(**change):
    header = replace(ENVELOPE.header, **change)
    return replace(ENVELOPE, header=header, header_bytes=encode(header.to_wire()))


def rotated(revoke: bool):
    changed = new_party()
    (changed.revoke if revoke else changed.rotate)("node", *([NOW] if revoke else []), NOW)
    return changed.roster


STRANGE = {
    "to somebody else": ({"us": "SA"}, WrongRecipient),
    "from somebody else": ({"roster": party("SA").roster}, WrongRecipient),
    "from the future": ({"now": NOW - timedelta(minutes=5) - SECOND}, FutureDated),
    "with a changed header": ({"envelope": with_header(purpose="x")}, BadSignature),
    "with the key of another party": (
        {"envelope": read_envelope(written(signers=node(party("SA")))[0].data)},
        UnknownKey,
    ),
    "signed by an officer": (
        {"envelope": read_envelope(written(signers=party().signers("chief"))[0].data)},
        UnknownKey,
    ),
    "signed with the wrong algorithm": (
        {"envelope": read_envelope(written(signers=party().signers("node")[1:])[0].data)},
        NotEnoughSignatures,
    ),
    "under a key that had ended": ({"roster": rotated(revoke=False)}, ExpiredKey),
    "under a revoked key": ({"roster": rotated(revoke=True)}, RevokedKey),
}


@pytest.mark.parametrize(("how", "error"), STRANGE.values(), ids=STRANGE)
def test_an_envelope_that_is_not_authentic_is_refused(how, error):
    with pytest.raises(error):
        authentic(**how)


def test_the_clocks_may_differ_by_five_minutes():
    authentic(now=NOW - timedelta(minutes=5))


def test_a_policy_may_ask_for_both_algorithms():
    body = party().document["body"] | {"policy": {"envelope": [ML_DSA_65]}}
    roster = roster_from_wire(body)
    with pytest.raises(NotEnoughSignatures, match=f"{ED25519}, {ML_DSA_65}"):
        authentic(roster=roster)
    authentic(read_envelope(written(signers=party().signers("node"))[0].data), roster=roster)


def test_an_authentic_envelope_without_release_may_not_come_in():
    with pytest.raises(Unreleased):
        check_admissible(Verifier(), party().roster, replace(ENVELOPE, release=None), NOW)


# --- the chain (spec §30.4, §30.5) -------------------------------------------------------------------

ONE, OTHER = "ab" * 32, "cd" * 32
HEAD = ChainHead(4, ONE)
PLACES = {
    "the next": (HEAD, 5, ONE, None, None, Place.NEXT),
    "one after a hole": (HEAD, 7, OTHER, None, None, Place.HELD),
    "a copy of one judged": (HEAD, 3, ONE, "digest", "digest", Place.COPY),
    "a copy of one that waits": (HEAD, 9, ONE, "digest", "digest", Place.COPY),
    "a known identifier with other bytes": (HEAD, 5, ONE, OTHER, None, Replayed),
    "a second in a judged place": (HEAD, 4, ONE, None, OTHER, Forked),
    "a second in a judged place that was forgotten": (HEAD, 4, ONE, None, None, Forked),
    "a second in a waiting place": (HEAD, 7, ONE, None, OTHER, Forked),
    "the next, following another": (HEAD, 5, OTHER, None, None, Forked),
    "the first, following something": (ChainHead(), 1, ONE, None, None, Forked),
    "one too many behind a hole": (replace(HEAD, held=HELD_PER_PEER), 7, ONE, None, None, TooLarge),
    "the missing one, though many wait": (replace(HEAD, held=HELD_PER_PEER), 5, ONE, None, None, Place.NEXT),
}


@pytest.mark.parametrize(("head", "seq", "prev", "same_id", "same_seq", "expected"), PLACES.values(), ids=PLACES)
def test_where_an_envelope_stands_in_its_chain(head, seq, prev, same_id, same_seq, expected):
    header = replace(ENVELOPE.header, seq=seq, prev=prev)
    if isinstance(expected, Place):
        assert place(head, header, "digest", same_id, same_seq) is expected
    else:
        with pytest.raises(expected):
            place(head, header, "digest", same_id, same_seq)


def test_one_that_waited_must_still_follow():
    check_follows(HEAD, replace(ENVELOPE.header, seq=5, prev=ONE))
    for wrong in ({"seq": 5, "prev": OTHER}, {"seq": 6, "prev": ONE}, {"seq": 4, "prev": ONE}):
        with pytest.raises(Forked):
            check_follows(HEAD, replace(ENVELOPE.header, **wrong))


def test_the_helper_changes_one_field_only():
    assert but({"a": {"b": 1}, "c": 2}, "a", "b", to=3) == {"a": {"b": 3}, "c": 2}
