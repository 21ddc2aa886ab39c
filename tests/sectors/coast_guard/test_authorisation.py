# SPDX-License-Identifier: Apache-2.0
"""Asking the flag State (1988 art. 17): every way through the case, by both sides, and what is lawful nowhere."""

import pytest

from taawun.apps.cases import library
from taawun.kernel.errors import MoveClosed
from tests.apps.cases.conftest import courier, desk, founded, keys, officers, partner, peer
from tests.apps.cases.making import state
from tests.apps.conftest import _quick_secrets, world

__all__ = ["_quick_secrets", "courier", "desk", "founded", "keys", "officers", "partner", "peer", "world"]

pytestmark = pytest.mark.django_db

PACK, KIND, PURPOSE = "flag-state-authorisation", "vessel_authorisation", "coast-guard"
THEIRS = {
    "confirm_registry": "desk", "refute_registry": "desk", "authorise": "chief", "refuse": "chief", "close": "desk",
}  # fmt: skip
"""Moves of the flag State, and who of Bahrain makes them."""
WAYS = {
    "authorised, boarded and closed": (["confirm_registry", "authorise", "report_boarding", "close"], "closed"),
    "authorised, and nobody boarded": (["confirm_registry", "authorise", "report_none", "close"], "closed"),
    "not in the registry": (["refute_registry"], "refuted"),
    "refused at once": (["refuse"], "refused"),
    "refused after the registry spoke": (["confirm_registry", "refuse"], "refused"),
    "withdrawn": (["withdraw"], "withdrawn"),
}
UNLAWFUL = {
    "authorised before the registry spoke": ([], "authorise"),
    "authorised after it was refuted": (["refute_registry"], "authorise"),
    "closed before a report": (["confirm_registry", "authorise"], "close"),
    "refused after it was authorised": (["confirm_registry", "authorise"], "refuse"),
}


def asked(desk):
    """A case in which we asked Bahrain about one of its vessels."""
    case = desk.open(pack=PACK, kind=KIND, purpose=PURPOSE)
    desk.fill_all(case)
    desk.cross("asma", case, "ask")
    return case


def theirs(desk, case, move: str, officer: str = "") -> dict:
    """Let Bahrain make a move; who authorises is another than who looked into the registry."""
    member = desk.partner.party.members[officer or THEIRS[move]]
    made = desk.drafts(case.id, library.kind_of(case), move, officer=member.id)
    receipt = desk.receives(made, purpose=PURPOSE)
    if receipt["kind"] == "accepted":
        desk.known.append(made)
    case.refresh_from_db()
    return receipt


def ours(desk, case, move: str) -> None:
    desk.fill(case, *(slug for slug in ("result",) if move == "report_boarding"))
    desk.cross("asma", case, move, reasons="أسباب — وجوہ" if move in ("withdraw", "report_none") else "")


def go(desk, case, moves) -> None:
    for move in moves:
        if move in THEIRS:
            assert theirs(desk, case, move)["kind"] == "accepted", move
        else:
            ours(desk, case, move)


@pytest.mark.parametrize(("moves", "end"), WAYS.values(), ids=WAYS)
def test_each_way_leads_to_its_end(desk, moves, end):
    case = asked(desk)
    go(desk, case, moves)
    assert state(case) == end


@pytest.mark.parametrize(("before", "move"), UNLAWFUL.values(), ids=UNLAWFUL)
def test_what_is_not_lawful_is_refused_and_changes_nothing(desk, before, move):
    case = asked(desk)
    go(desk, case, before)
    stood = state(case)
    receipt = theirs(desk, case, move)
    assert (receipt["kind"], receipt["code"]) == ("rejected", "case.unlawful-move")
    assert state(case) == stood


def test_who_looked_into_the_registry_does_not_authorise(desk):
    case = asked(desk)
    go(desk, case, ["confirm_registry"])
    assert theirs(desk, case, "authorise", officer="desk")["kind"] == "rejected"
    assert theirs(desk, case, "authorise")["kind"] == "accepted"


@pytest.mark.parametrize("move", ["report_boarding", "report_none"])
def test_nobody_reports_a_boarding_that_was_not_authorised(desk, move):
    case = asked(desk)
    with pytest.raises(MoveClosed):
        desk.propose("asma", case, move, reasons="Because.")
