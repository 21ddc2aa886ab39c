# SPDX-License-Identifier: Apache-2.0
"""Practice cases of other kinds: they cross as cases do, stay exercises, and stand in no figure (spec §88.9)."""

import pytest
from django.db.models import Q

from taawun.apps.cases import access, library, queries
from taawun.apps.cases.models import Case
from taawun.apps.cases.moves.filing import hold
from taawun.apps.cases.papers import lettering
from taawun.apps.registers.purposes import EXERCISE_BANNER
from taawun.formats.papers.letter import Language, Status
from taawun.kernel.errors import NoSuchCase
from taawun.kernel.wire.ids import uuid7
from tests.apps.cases.making import EXTRADITION, PACK, PURPOSE

pytestmark = pytest.mark.django_db
EXERCISE = "exercise"
PRACTISED = ("pk-bh-extradition", "pk-bh-assistance", "pk-bh-working-group")


def asked(desk, purpose):
    """Let Bahrain ask for an extradition for a purpose; return our case and the kind of our receipt."""
    desk.salt += 1
    identifier = uuid7(desk.tick(), desk.salt.to_bytes(10, "big"))
    made = desk.drafts(identifier, library.pack_named(PACK).kinds[EXTRADITION], "transmit")
    desk.known.append(made)
    receipt = desk.receives(made, purpose=purpose)
    return Case.objects.get(id=identifier), receipt["kind"]


def listed(desk, name, purpose):
    return {row.case.id for row in access.board(desk.officers[name], purpose, at=desk.tick()).rows}


def test_a_practice_request_that_came_is_seen_for_the_exercise_alone_and_counted_nowhere(desk):
    case, kind = asked(desk, EXERCISE)
    assert (kind, case.purpose) == ("accepted", EXERCISE)
    assert queries.rates(Q(), desk.tick()) == []
    assert listed(desk, "omar", EXERCISE) == {case.id}
    assert case.id not in listed(desk, "omar", PURPOSE)
    with pytest.raises(NoSuchCase):
        access.case(desk.officers["omar"], case.id, PURPOSE, at=desk.tick())
    asked(desk, PURPOSE)
    assert sum(one.asked for one in queries.rates(Q(), desk.tick())) == 1


@pytest.mark.parametrize(("first", "then"), [(EXERCISE, PURPOSE), (PURPOSE, EXERCISE)], ids=["made live", "made up"])
def test_a_move_that_would_change_what_a_case_is_is_refused(desk, first, then):
    case, _kind = asked(desk, first)
    made = desk.drafts(case.id, library.kind_of(case), "withdraw")
    receipt = desk.receives(made, purpose=then)
    assert (receipt["kind"], receipt["code"]) == ("rejected", "case.other-case")
    assert desk.receives(made, purpose=first)["kind"] == "accepted"


@pytest.mark.parametrize("language", list(Language))
def test_a_letter_of_a_practice_case_says_so_in_three_languages(desk, language):
    case = desk.open(purpose=EXERCISE)
    desk.fill_all(case)
    case.refresh_from_db()
    found = lettering.letter_of(
        hold(case, desk.tick()), "request", language, Status.DRAFT, desk.officers["asma"], desk.now
    )
    assert found.marking.purpose == EXERCISE_BANNER


@pytest.mark.parametrize("pack", PRACTISED)
def test_what_is_practised_is_said_by_its_instrument(pack):
    assert EXERCISE in library.pack_named(pack).purposes
