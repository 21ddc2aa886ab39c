# SPDX-License-Identifier: Apache-2.0
"""The last seat of a session is taken once, however many ask for it at once, on whichever database (spec §80.92)."""

import pytest

from taawun.apps.cases.models import SharedMove
from taawun.apps.exchange import services as exchange
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoSeat
from taawun.sectors.police_training import seats
from tests.apps.cases.making import state
from tests.apps.cases.test_at_once import at_once
from tests.sectors.police_training.conftest import founding


@pytest.fixture
def officers(transactional_db) -> dict[str, Officer]:
    """The node's officers, founded anew: this test commits, so nothing outlives it."""
    return founding()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_one_has_the_last_seat(desk):
    session = desk.session(seats="1")
    cases = [desk.accepted(session) for _ in range(2)]
    proposals = [desk.propose("tariq", case, "enrol") for case in cases]
    for proposal in proposals:
        desk.approve(proposal)
    moment = desk.tick()
    sending = [lambda one=one: exchange.send(desk.actor("omar"), [one.release], moment) for one in proposals]
    found = at_once(*sending)
    assert [type(one) for one in found].count(NoSeat) == 1
    assert sorted(state(case) for case in cases) == ["accepted", "enrolled"]
    assert len(seats.taken(session)) == SharedMove.objects.filter(move="enrol").count() == 1
