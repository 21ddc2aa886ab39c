# SPDX-License-Identifier: Apache-2.0
"""A new root of our roster: every peer can follow, and the old root counts for nothing from then on."""

from datetime import timedelta

import pytest

from taawun.apps.exchange.identity import VERIFIER, own_document, own_roster
from taawun.apps.exchange.services import publish_roster
from taawun.apps.people.access import actor_of
from taawun.apps.people.signers import node_signers
from taawun.kernel.errors import NoRole, NotEnoughSignatures
from taawun.kernel.trust.roster import check_successor
from taawun.site import founding
from tests.apps.exchange.conftest import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def roots(roster):
    return {key.id for holder in roster.holders if holder.use == "roster" for key in holder.keys}


def test_a_peer_follows_to_the_new_root_and_on(officers) -> None:
    actor, first = actor_of(officers["asma"]), own_roster()
    second = founding.rotate_root(actor, LATER)
    assert check_successor(VERIFIER, first, own_document(), LATER) == second
    assert roots(first).isdisjoint(roots(second))
    assert second.rules == first.rules
    third = founding.publish(actor, LATER + timedelta(hours=1))
    assert check_successor(VERIFIER, second, own_document(), LATER + timedelta(hours=1)) == third
    assert roots(third) == roots(second)


def test_the_old_root_signs_no_further_roster(officers) -> None:
    actor, old = actor_of(officers["asma"]), node_signers("roster", at=NOW)
    second = founding.rotate_root(actor, LATER)
    with pytest.raises(NotEnoughSignatures):
        publish_roster(actor, second.holders, second.rules, old, LATER + timedelta(minutes=1))
    assert own_roster() == second


def test_one_who_is_no_operator_rotates_nothing(officers) -> None:
    before = own_roster()
    with pytest.raises(NoRole):
        founding.rotate_root(actor_of(officers["bilal"]), LATER)
    assert own_roster() == before
    assert node_signers("roster", at=LATER)
