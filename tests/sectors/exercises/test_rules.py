# SPDX-License-Identifier: Apache-2.0
"""A plan that can be read can be run, and whatever could not be is refused with its line (§88.5)."""

import pytest

from taawun.kernel.errors import BadPlan
from taawun.sectors.exercises import rules
from tests.sectors.exercises.plan import INJECTS, OBJECTIVES, PARTIES, PLAN, PLAYERS, ROWS


def test_a_whole_plan_is_read_in_the_order_of_its_minutes():
    plan = rules.plan_of(PLAN | {"injects": "\n".join(reversed(ROWS))}, PARTIES)
    assert [one.number for one in plan.injects] == [1, 2, 3, 4]
    assert plan.capabilities == ("Maritime interdiction", "Notification")
    assert rules.injects_of(rules.lines_of(plan.injects), plan.players, plan.objectives, PARTIES) == plan.injects


GOOD = "9 | 5 | PK | OPS | radio | Something | Do it | Raza | 1"
WRONG_INJECTS = {
    "an addressee that nobody is": (GOOD.replace("OPS", "NAVY"), "no player has the code"),
    "a negative minute": (GOOD.replace("| 5 |", "| -5 |"), "from 0 to"),
    "a minute after the last": (GOOD.replace("| 5 |", "| 99999 |"), "from 0 to"),
    "a number that stands there twice": (f"{GOOD}\n{GOOD}", "stands there twice"),
    "a node that takes no part": (GOOD.replace("PK", "SA"), "one of PK, BH"),
    "a channel that nobody knows": (GOOD.replace("radio", "smoke"), "the channel is one of"),
    "an objective that there is not": (GOOD.replace("| 1", "| 7"), "no objective of this number"),
    "no expected action": (GOOD.replace("Do it", ""), "none of them empty"),
    "a part too few": (GOOD.rpartition("|")[0], "9 parts"),
    "a number in Arabic digits": (GOOD.replace("9 |", "٩ |"), "Western digits"),
    "a text without end": (GOOD.replace("Something", "ن" * 2_001), "1 to 2000"),
    "more than there may be": ("\n".join(GOOD.replace("9 |", f"{n} |") for n in range(1, 202)), "at most 200"),
    "none": ("", "at least one"),
}


@pytest.mark.parametrize(("lines", "reason"), WRONG_INJECTS.values(), ids=WRONG_INJECTS)
def test_an_inject_that_could_not_be_run_is_refused_and_says_why(lines, reason):
    with pytest.raises(BadPlan, match=reason):
        rules.plan_of(PLAN | {"injects": lines}, PARTIES)


WRONG_PARTS = {
    "an objective without a capability": ({"objectives": "1 | Stop a dhow |"}, "needs the capability"),
    "an objective without its part": ({"objectives": "1 | إيقاف زورق"}, "needs the capability"),
    "an objective twice": ({"objectives": f"{OBJECTIVES}\n1 | لانچ روکنا | Boarding"}, "stands there twice"),
    "a player of another state": ({"players": "OPS | SA | غرفة"}, "one of PK, BH"),
    "a player twice": ({"players": f"{PLAYERS}\nOPS | PK | روم"}, "stands there twice"),
    "a clock that stands": ({"timing": {"speed": 0, "late_after": 30}}, "from 1 to"),
    "a clock without bounds": ({"timing": {"speed": 3601, "late_after": 30}}, "from 1 to"),
    "a clock of half minutes": ({"timing": {"speed": 1.5, "late_after": 30}}, "whole number"),
    "no clock": ({"timing": None}, "whole number"),
}


@pytest.mark.parametrize(("changes", "reason"), WRONG_PARTS.values(), ids=WRONG_PARTS)
def test_a_part_of_a_plan_that_could_not_be_run_is_refused(changes, reason):
    with pytest.raises(BadPlan, match=reason):
        rules.plan_of(PLAN | changes, PARTIES)


def test_what_people_type_cannot_break_a_line():
    assert rules.line_of(["a|b", "دو\nسطر", 3]) == "a/b | دو سطر | 3"


def test_injects_serve_objectives_and_players_that_are_there():
    plan = rules.plan_of(PLAN, PARTIES)
    assert {plan.player(one.to).party for one in plan.injects} == {"PK", "BH"}
    assert INJECTS.count("\n") == len(plan.injects) - 1
