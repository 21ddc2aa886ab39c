# SPDX-License-Identifier: Apache-2.0
"""The release statement: its form, what it covers, how long, and who must have signed it (spec §50.1 to §50.6)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from taawun.kernel.errors import (
    BadShape,
    BadSignature,
    DrafterApproved,
    FutureDated,
    NoRecipients,
    NotApproved,
    NotEnoughSignatures,
    ReleaseExpired,
    RevokedKey,
    UnknownKey,
    Unreleased,
)
from taawun.kernel.release.statement import LONGEST, Statement, check_released
from taawun.kernel.trust.rule import Approval, Rule
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.signing import Verifier, sign, sign_many
from tests.kernel.making import NOW, but, identifier, new_party, officers, party, release, statement, written

WIRE = statement().to_wire()
HEADER = written()[0].header
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def test_a_statement_reads_back():
    assert Statement.from_wire(WIRE) == statement()


def test_an_empty_recipient_list_is_refused_on_both_sides():
    with pytest.raises(NoRecipients):
        statement(recipients=()).to_wire()
    with pytest.raises(BadShape, match="1 to 64"):
        Statement.from_wire(WIRE | {"to": []})


WRONG = {
    "of another type": {"type": "release/2"},
    "to one party twice": {"to": ["BH", "BH"]},
    "to somebody in lower case": {"to": ["bh"]},
    "to too many": {"to": ["BH"] * 65},
    "without handling": {"handling": []},
    "with unknown handling": {"handling": ["H9"]},
    "with one handling twice": {"handling": ["H0", "H0"]},
    "by a drafter without identifier": {"drafter": "chief"},
    "of content without digest": {"content": "x"},
    "with an unknown sensitivity": {"sensitivity": "none"},
    "with a field too many": {"unless": "urgent"},
    "without end": {"expires": None},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_statement_of_another_shape_is_refused(change):
    with pytest.raises(BadShape):
        Statement.from_wire(WIRE | change)


NOT_COVERED = {
    "content": {"content": "ab" * 32},
    "from": {"sender": "SA"},
    "kind": {"kind": "record.alert"},
    "purpose": {"purpose": "statistics"},
    "basis": {"basis": Basis("model-police-cooperation", "5")},
    "personal": {"personal": True},
    "sensitivity": {"sensitivity": "low"},
    "to": {"recipient": "SA"},
}


@pytest.mark.parametrize(("name", "change"), NOT_COVERED.items(), ids=NOT_COVERED)
def test_a_header_that_says_anything_else_is_not_covered(name, change):
    with pytest.raises(Unreleased, match=f"Not as released: {name}"):
        statement().check_covers(replace(HEADER, **change))


TIMES = {
    "at once": ({}, NOW, None),
    "just before its end": ({}, NOW + 30 * DAY - SECOND, None),
    "at its end": ({}, NOW + 30 * DAY, ReleaseExpired),
    "as long as allowed": ({"expires": NOW + LONGEST}, NOW, None),
    "longer than allowed": ({"expires": NOW + LONGEST + SECOND}, NOW, ReleaseExpired),
    "expired before it began": ({"expires": NOW - DAY}, NOW, ReleaseExpired),
    "within the clock skew": ({"created": NOW + timedelta(minutes=5)}, NOW, None),
    "from the future": ({"created": NOW + timedelta(minutes=5) + SECOND}, NOW, FutureDated),
}


@pytest.mark.parametrize(("change", "now", "error"), TIMES.values(), ids=TIMES)
def test_how_long_a_release_lasts(change, now, error):
    if error is None:
        statement(**change).check_time(now)
    else:
        with pytest.raises(error):
            statement(**change).check_time(now)


def _header(shown):
    """Return a header that names just this release, so that only the release itself can be wrong."""
    stated = shown["statement"] if isinstance(shown, dict) and "statement" in shown else WIRE
    return replace(HEADER, release=sha256_hex(encode(stated)), personal=stated["personal"])


def received(shown, *, roster=None, header=None, now=NOW):
    return check_released(Verifier(), roster or party().roster, shown, header or _header(shown), now)


def test_an_approved_release_comes_in():
    assert received(release()) == statement()
    assert received(release(statement(personal=True))).personal


CHIEF = party().members["chief"].id
REFUSED = {
    "none": (lambda: None, Unreleased),
    "a text": (lambda: "yes", BadShape),
    "without signatures": (lambda: {"statement": WIRE, "signatures": []}, BadShape),
    "without statement": (lambda: {"signatures": release()["signatures"]}, BadShape),
    "signed by a desk officer": (lambda: release(None, officers("desk")), DrafterApproved),
    "drafted by an approver": (lambda: release(statement(drafter=CHIEF)), DrafterApproved),
    "signed with one algorithm": (lambda: release(None, officers("chief")[:1]), NotEnoughSignatures),
    "signed by the node": (lambda: release(None, officers("node")), UnknownKey),
    "signed by the other party's officers": (
        lambda: release(None, officers("chief", "lawyer", of=party("BH"))),
        UnknownKey,
    ),
    "with personal data, signed by one": (
        lambda: release(statement(personal=True), officers("lawyer")),
        NotApproved,
    ),
    "with personal data, signed by two without a lawyer": (
        lambda: release(statement(personal=True), officers("chief", "deputy")),
        NotApproved,
    ),
    "changed in what the header shows": (
        lambda: but(release(), "statement", "purpose", to="investigation2"),
        Unreleased,
    ),
    "changed after signing": (lambda: but(release(), "statement", "handling", to=["H0", "H1"]), BadSignature),
    "signed over another statement": (
        lambda: release() | {"signatures": release(statement(id=identifier(99)))["signatures"]},
        BadSignature,
    ),
}


@pytest.mark.parametrize(("shown", "error"), REFUSED.values(), ids=REFUSED)
def test_a_release_that_does_not_hold_is_refused(shown, error):
    with pytest.raises(error):
        received(shown())


def test_a_header_that_names_another_release_is_refused():
    with pytest.raises(Unreleased, match="another release"):
        received(release(), header=replace(HEADER, release="ab" * 32))


def test_an_expired_release_is_refused():
    with pytest.raises(ReleaseExpired):
        received(release(), now=NOW + 31 * DAY)


def test_a_revoked_officer_approves_nothing_seen_after_it():
    changed = new_party()
    shown = release(None, officers("chief", of=changed))
    changed.revoke("chief", NOW + SECOND, NOW)
    assert received(shown, roster=changed.roster)
    with pytest.raises(RevokedKey):
        received(shown, roster=changed.roster, now=NOW + SECOND)


def test_a_kind_that_no_rule_of_the_sender_covers_is_the_senders_fault():
    only = new_party(rules=(Rule("few", frozenset({"record.alert"}), (Approval("releasing_officer", 1),)),))
    with pytest.raises(NotApproved, match="No rule"):
        received(release(None, officers("chief", of=only)), roster=only.roster)


def test_signatures_of_one_batch_of_releases_stand_each_for_itself():
    rows = [statement(id=identifier(n)).to_wire() for n in range(3)]
    batch = sign_many("release", [encode(row) for row in rows], officers("chief"))
    for row, signatures in zip(rows, batch, strict=True):
        assert received({"statement": row, "signatures": [s.to_wire() for s in signatures]})
    with pytest.raises(BadSignature):
        received({"statement": rows[0], "signatures": [s.to_wire() for s in batch[1]]})


def test_an_approval_for_a_receipt_is_no_approval_for_a_release():
    signed = sign("receipt", encode(WIRE), officers("chief"))
    with pytest.raises(BadSignature):
        received({"statement": WIRE, "signatures": [s.to_wire() for s in signed]})
