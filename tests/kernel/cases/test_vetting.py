# SPDX-License-Identifier: Apache-2.0
"""A vetting says outcome, day and reviewer; both sides compute whether it is current (spec §60.6, §60.10)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from taawun.kernel.cases import Element, Gate, Outcome, check_incoming, facts_of, standing
from taawun.kernel.cases.facts import vetting_of
from taawun.kernel.cases.rules import CROSSED, EXPLAINED, RULES
from taawun.kernel.errors import BadContents, NotAttested
from tests.kernel.cases.making import ELEMENTS, GATES, MOVES, NOW, SOURCE, by_slug, found, kind, made, words, workflow

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSED
TODAY = date(2026, 11, 22)
GIVEN = {"months": 12, "of": ("sending_vetting", "host_vetting")}


def vetting(reviewed="2026-11-01", outcome="cleared", **more):
    return {"outcome": outcome, "reviewed_on": reviewed, "reviewer": "هدى الأنصاري"} | more


ROWS = {
    "both cleared": (vetting(), vetting(), NOT_MET, "fits"),
    "twelve months ago today": (vetting("2025-11-22"), vetting(), NOT_MET, "fits"),
    "twelve months and a day ago": (vetting("2025-11-21"), vetting(), UNKNOWN, "vetting_expired"),
    "tomorrow, as it already is elsewhere": (vetting("2026-11-23"), vetting(), NOT_MET, "fits"),
    "the day after tomorrow": (vetting("2026-11-24"), vetting(), UNKNOWN, "vetting_dated_ahead"),
    "one is missing": (vetting(), None, UNKNOWN, "not_vetted"),
    "one says no": (vetting(), vetting(outcome="not_cleared"), MET, "vetting_refused"),
    "one says no and is old": (vetting("2020-01-01", "not_cleared"), None, MET, "vetting_refused"),
}


@pytest.mark.parametrize(("sending", "host", "outcome", "code"), ROWS.values(), ids=ROWS)
def test_only_current_vetting_by_both_sides_passes(sending, host, outcome, code):
    given = {"sending_vetting": sending, "host_vetting": host}
    facts = facts_of({slug: found(one) for slug, one in given.items() if one}, "PK", "BH", TODAY)
    computed = RULES["current_vetting"](facts, GIVEN)
    assert (computed.outcome, computed.code, computed.person) == (outcome, code, False)
    assert EXPLAINED[code].format_map(computed.given)


WRONG = {
    "the file beside it": vetting(file="Report of 14 pages"),
    "no reviewer": {"outcome": "cleared", "reviewed_on": "2026-11-01"},
    "an empty reviewer": vetting(reviewer=" "),
    "a file in the name of the reviewer": vetting(reviewer="x" * 121),
    "two lines of reviewer": vetting(reviewer="ثناء\nreport"),
    "two outcomes": vetting(outcome=["cleared", "not_cleared"]),
    "an outcome of its own": vetting(outcome="perhaps"),
    "no such day": vetting("2026-02-30"),
    "a text": "cleared",
}


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_a_vetting_says_nothing_else(value):
    with pytest.raises(BadContents):
        vetting_of(value, "host_vetting")


def test_a_rule_that_both_sides_compute_looks_at_nothing_else():
    assert set(CROSSED) == {"current_vetting"}


# --- what a receiver believes ---------------------------------------------------------------------------------------


FIELDS = tuple(Element(one, words(), "text", True, SOURCE) for one in ("outcome", "reviewed_on", "reviewer"))
RULE = {"rule": "current_vetting", "given": {"months": 12, "of": ("host_vetting",)}}
JUDGED = kind(
    workflow=workflow(
        moves=[replace(one, carries=one.carries | {"host_vetting"}) if one.slug == "grant" else one for one in MOVES]
    ),
    elements=by_slug([*ELEMENTS, Element("host_vetting", words(), "form", False, SOURCE, fields=FIELDS)]),
    gates=by_slug([*GATES, Gate("vetting", words(), True, SOURCE, **RULE)]),
)


def granted(content):
    """A grant that attests every gate, with this vetting in it, and what stands before it."""
    sent = made("send")
    first = made("grant", [sent])
    carried = dict(first.content) | ({"host_vetting": found(content).to_wire()} if content else {})
    return sent, replace(first, gates=dict(first.gates) | {"vetting": "passed"}, content=carried)


def test_a_move_with_current_vetting_counts():
    sent, move = granted(vetting((NOW.date() - timedelta(days=30)).isoformat()))
    check_incoming(JUDGED, [sent], move, "BH")
    assert standing(JUDGED, [sent, move]).phase == "granted"


ATTESTED = {
    "nothing": None,
    "an old one": vetting("2024-01-01"),
    "one that says no": vetting(outcome="not_cleared"),
    "one of no known form": vetting(outcome="perhaps"),
}


@pytest.mark.parametrize("content", ATTESTED.values(), ids=ATTESTED)
def test_an_attestation_that_does_not_follow_is_not_believed(content):
    sent, move = granted(content)
    with pytest.raises(NotAttested):
        check_incoming(JUDGED, [sent], move, "BH")
    assert standing(JUDGED, [sent, move]).phase == "examining"
