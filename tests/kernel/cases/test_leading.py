# SPDX-License-Identifier: Apache-2.0
"""Who can begin a case, and by which moves it is led on from where it stands."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from taawun.kernel.cases.workflow import beginners, leading
from tests.kernel.cases.making import ANSWER, ASK, KIND, move

LEADS = {
    "home, step by step": ("draft", ["write"]),
    "home, before it leaves": ("signed", ["send"]),
    "the other side has it": ("received", ["verify"]),
    "two ways on, of which one asks why": ("verified", ["hear"]),
    "back to where it was, for nothing goes on": ("asked", ["tell"]),
    "to its end": ("surrendered", ["close"]),
    "at its end": ("closed", []),
}


@pytest.mark.parametrize(("state", "moves"), LEADS.values(), ids=LEADS)
def test_a_case_is_led_on_by_the_ordinary_moves_of_whose_turn_it_is(state, moves) -> None:
    assert [one.slug for one in leading(KIND.workflow, state)] == moves


def test_where_every_move_asks_why_the_one_that_belongs_there_leads_on() -> None:
    reasoned = {slug: replace(one, reasoned=True) for slug, one in KIND.workflow.moves.items()}
    workflow = replace(KIND.workflow, moves=MappingProxyType(reasoned))
    assert [one.slug for one in leading(workflow, "draft")] == ["write"]


def test_a_case_is_begun_by_who_can_make_its_first_move() -> None:
    assert beginners(KIND.workflow) == (ASK,)
    both = MappingProxyType(KIND.workflow.moves | {"offer": move("offer", ANSWER, "draft", "written")})
    assert beginners(replace(KIND.workflow, moves=both)) == (ASK, ANSWER)
