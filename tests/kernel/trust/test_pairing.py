# SPDX-License-Identifier: Apache-2.0
"""Pairing: the node and two officers of each side, over both rosters (spec §10.7)."""

import pytest

from taawun.kernel.errors import BadPairing, BadSignature, NotEnoughSignatures, RevokedKey
from taawun.kernel.trust import pairing
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.signing import Verifier, sign
from tests.kernel.making import NOW, new_party, officers, party

PK, BH = party("PK"), party("BH")
MESSAGE = encode(pairing.statement(PK.roster, BH.roster))


def half(signers, *, message=MESSAGE, of=PK):
    signatures = sign("pairing", message, signers) if signers else ()
    pairing.check_half(Verifier(), of.roster, BH.roster, signatures, NOW)


def test_both_sides_write_the_same_statement():
    assert pairing.statement(PK.roster, BH.roster) == pairing.statement(BH.roster, PK.roster)
    assert pairing.statement(PK.roster, BH.roster)["rosters"] == {"PK": PK.roster.digest, "BH": BH.roster.digest}


def test_a_party_cannot_pair_with_itself():
    with pytest.raises(BadPairing, match="itself"):
        pairing.statement(PK.roster, PK.roster)


def test_the_node_and_two_officers_make_a_half():
    half(officers("node", "chief", "lawyer"))
    half(officers("node", "chief", "lawyer", "deputy"))


WRONG = {
    "nobody": ([], BadPairing),
    "no officer": (officers("node"), BadPairing),
    "one officer": (officers("node", "chief"), BadPairing),
    "one officer twice": (officers("node", "chief", "chief"), BadPairing),
    "no node": (officers("chief", "lawyer"), BadPairing),
    "a root besides": (officers("node", "chief", "lawyer", "root-1"), BadPairing),
    "officers of the other side": (officers("node") + officers("chief", "lawyer", of=BH), BadPairing),
    "a node with one algorithm": (officers("node")[:1] + officers("chief", "lawyer"), NotEnoughSignatures),
    "an officer with one algorithm": (officers("node", "chief") + officers("lawyer")[:1], BadPairing),
}


@pytest.mark.parametrize(("signers", "error"), WRONG.values(), ids=WRONG)
def test_a_half_that_is_not_whole_is_refused(signers, error):
    with pytest.raises(error):
        half(signers)


def test_a_half_over_another_statement_is_refused():
    other = encode(pairing.statement(PK.roster, party("SA").roster))
    with pytest.raises(BadSignature):
        half(officers("node", "chief", "lawyer"), message=other)


def test_a_revoked_officer_makes_no_half():
    changed = new_party("PK")
    stolen = officers("node", "chief", of=changed) + officers("lawyer", of=changed)
    changed.revoke("chief", NOW, NOW)
    message = encode(pairing.statement(changed.roster, BH.roster))
    with pytest.raises(RevokedKey):
        half(stolen, message=message, of=changed)
