# SPDX-License-Identifier: Apache-2.0
"""A consent opens exactly the use that was asked for (spec §80.25)."""

from datetime import date

import pytest

from taawun.kernel.errors import BadShape
from taawun.kernel.marking.codes import COURT, Handling
from taawun.kernel.marking.consents import ConsentAnswered, ConsentAsked, Use, consent_of
from taawun.kernel.marking.decisions import Consent

RECORD = "0192f5a0-0000-7000-8000-000000000001"
ASK = "0192f5a0-0000-7000-8000-000000000002"
ONWARD = Use(RECORD, Handling.H2, "counter-narcotics", "SA")
ANSWER = ConsentAnswered(ASK, ONWARD, True, "أوافق", date(2026, 12, 1))
GOOD = {
    "a request": ConsentAsked(ASK, ONWARD, "سماعت کے لیے", date(2026, 12, 22)),
    "a request for a court": ConsentAsked(ASK, Use(RECORD, Handling.H1, COURT), "For the hearing.", date(2026, 12, 22)),
    "an answer": ANSWER,
    "an answer for ever": ConsentAnswered(ASK, ONWARD, False, "No."),
}
WRONG = {
    "of another type": {"type": "message/1"},
    "a field too many": {"for": "all"},
    "about nothing": {"record": "all"},
    "of no code": {"code": "H4"},
    "of the floor": {"code": "H0"},
    "a court's code for a desk": {"code": "H1", "recipient": None},
    "onward to nobody": {"recipient": None},
    "onward to a word": {"recipient": "sa"},
    "without a reason": {"reason": ""},
    "neither given nor not": {"given": 1},
    "until a day that is none": {"until": "2026-02-30"},
    "until a day in another form": {"until": "20261201"},
    "until a number": {"until": 7},
}
USES = {
    "the use that was asked": (ONWARD, date(2026, 11, 30), True),
    "its last day": (ONWARD, date(2026, 12, 1), True),
    "a day later": (ONWARD, date(2026, 12, 2), False),
    "another party": (Use(RECORD, Handling.H2, "counter-narcotics", "QA"), date(2026, 11, 30), False),
    "another purpose": (Use(RECORD, Handling.H2, "extradition", "SA"), date(2026, 11, 30), False),
    "another code": (Use(RECORD, Handling.H3, "counter-narcotics", "SA"), date(2026, 11, 30), False),
    "another record": (Use(ASK, Handling.H2, "counter-narcotics", "SA"), date(2026, 11, 30), False),
}


@pytest.mark.parametrize("one", GOOD.values(), ids=GOOD)
def test_what_is_written_is_read_back(one):
    assert type(one).from_wire(one.to_wire()) == one


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG)
def test_what_is_of_another_form_is_refused(changes):
    with pytest.raises(BadShape):
        ConsentAnswered.from_wire(ANSWER.to_wire() | changes)


@pytest.mark.parametrize(("use", "on", "opens"), USES.values(), ids=USES)
def test_an_answer_opens_that_use_alone(use, on, opens):
    assert consent_of("BH", ANSWER, use, on) == (Consent("BH", use.code) if opens else None)
    assert consent_of("BH", ConsentAnswered(ASK, use, False, "No."), use, on) is None
