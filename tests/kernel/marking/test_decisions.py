# SPDX-License-Identifier: Apache-2.0
"""What a marking lets a reader, a recipient, an alert and a link analysis do, row by row."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from taawun.kernel import errors
from taawun.kernel.marking import (
    COURT,
    REVIEW,
    Basis,
    Consent,
    Decision,
    FieldMarking,
    Handling,
    Marking,
    Reader,
    Tlp,
    make_marking,
    may_alert,
    may_link,
    may_send,
    may_show,
    may_show_field,
)

TODAY = date(2026, 11, 22)
SEIZURES = "counter-narcotics"


def marked(originator: str = "PK", **changes: Any) -> Marking:
    words: dict[str, Any] = {
        "source": "B",
        "information": 2,
        "purposes": {SEIZURES},
        "review": date(2029, 1, 1),
        "tlp": "green",
    } | changes
    return make_marking(originator, words.pop("source"), words.pop("information"), **words)


READER = Reader("BH", "0198", frozenset({"anti-drug"}), frozenset({SEIZURES, COURT, REVIEW}), holder="anti-drug")
BASIS = Basis("BH", "pk-bh-narcotics", "5", TODAY)
H1_GIVEN = frozenset({Consent("PK", Handling.H1)})
H2_GIVEN = frozenset({Consent("PK", Handling.H2)})
FOR_COURT = {"purposes": {SEIZURES, COURT}}

SHOWN = {
    "to a reader who acts for the purpose": (marked(), READER, SEIZURES),
    "red, to a reader it names": (marked(tlp="red", named={"BH:anti-drug"}), READER, SEIZURES),
    "amber+strict, within the authority": (marked(tlp="amber+strict"), READER, SEIZURES),
    "past its review date, for review": (marked(review=date(2026, 1, 1)), READER, REVIEW),
    "in court with consent": (
        marked(handling={"H1"}, **FOR_COURT),
        replace(READER, consents=H1_GIVEN),
        COURT,
    ),
    "in the originator's own court": (marked("BH", handling={"H1"}, **FOR_COURT), READER, COURT),
}

WITHHELD = {
    "without a purpose": (marked(), READER, "", "marking.no-purpose-stated"),
    "for another purpose": (marked(), READER, COURT, "marking.purpose-not-covered"),
    "a purpose the authority lacks": (
        marked(),
        replace(READER, purposes=frozenset({COURT})),
        SEIZURES,
        "marking.not-the-readers-purpose",
    ),
    "an officer of no authority": (
        marked(),
        replace(READER, authorities=frozenset()),
        SEIZURES,
        "marking.no-authority",
    ),
    "red, to a reader it does not name": (
        marked(tlp="red", named={"BH:coast-guard"}),
        READER,
        SEIZURES,
        "marking.not-named",
    ),
    "red names the same word of another party": (
        marked(tlp="red", named={"PK:anti-drug"}),
        READER,
        SEIZURES,
        "marking.not-named",
    ),
    "amber+strict, to another authority": (
        marked(tlp="amber+strict"),
        replace(READER, holder="coast-guard"),
        SEIZURES,
        "marking.other-authority",
    ),
    "past its review date": (marked(review=date(2026, 11, 21)), READER, SEIZURES, "marking.review-due"),
    "in court under H1": (marked(handling={"H1"}, **FOR_COURT), READER, COURT, "marking.h1"),
    "in court under amber, which says the same": (marked(tlp="amber", **FOR_COURT), READER, COURT, "marking.h1"),
    "in court with the consent of somebody else": (
        marked(handling={"H1"}, **FOR_COURT),
        replace(READER, consents=frozenset({Consent("SA", Handling.H1)})),
        COURT,
        "marking.h1",
    ),
    "in court with consent to something else": (
        marked(handling={"H1"}, **FOR_COURT),
        replace(READER, consents=H2_GIVEN),
        COURT,
        "marking.h1",
    ),
    "tainted, in court, whoever consents": (
        marked(care={"tainted"}, **FOR_COURT),
        replace(READER, consents=H1_GIVEN),
        COURT,
        "marking.tainted",
    ),
}

SENT = {
    "the originator's own": (marked("BH", handling={"H1", "H2"}), "PK", SEIZURES, BASIS),
    "back to the originator": (marked(handling={"H2"}), "PK", SEIZURES, BASIS),
    "onward without H2": (marked(), "SA", SEIZURES, BASIS),
    "onward with consent": (marked(handling={"H2"}), "SA", SEIZURES, replace(BASIS, consents=H2_GIVEN)),
    "red, to a party it names": (marked("BH", tlp="red", named={"PK:anf"}), "PK", SEIZURES, BASIS),
}

KEPT = {
    "to nobody": (marked("BH"), "", SEIZURES, BASIS, "marking.no-recipient"),
    "to oneself": (marked("BH"), "BH", SEIZURES, BASIS, "marking.no-recipient"),
    "without a purpose": (marked("BH"), "PK", "", BASIS, "marking.no-purpose-stated"),
    "without an instrument": (marked("BH"), "PK", SEIZURES, replace(BASIS, instrument=""), "marking.no-basis"),
    "without an article": (marked("BH"), "PK", SEIZURES, replace(BASIS, article=""), "marking.no-basis"),
    "for a purpose not covered": (marked("BH"), "PK", COURT, BASIS, "marking.purpose-not-covered"),
    "onward under H2": (marked(handling={"H2"}), "SA", SEIZURES, BASIS, "marking.h2"),
    "onward under H3": (
        marked(handling={"H3"}, restrictions={"صرف سننے کے لیے"}),
        "SA",
        SEIZURES,
        BASIS,
        "marking.h3",
    ),
    "onward when one of two originators consents": (
        replace(marked(handling={"H2"}), originators=frozenset({"PK", "OM"})),
        "SA",
        SEIZURES,
        replace(BASIS, consents=H2_GIVEN),
        "marking.h2",
    ),
    "onward under amber+strict": (marked(tlp="amber+strict"), "SA", SEIZURES, BASIS, "marking.h2"),
    "red, to a party it does not name": (
        marked("BH", tlp="red", named={"BH:anti-drug"}),
        "PK",
        SEIZURES,
        BASIS,
        "marking.not-named",
    ),
    "past its review date": (marked("BH", review=date(2026, 1, 1)), "PK", SEIZURES, BASIS, "marking.review-due"),
    "a source's identity": (
        marked("BH", care={"source-identity"}),
        "PK",
        SEIZURES,
        BASIS,
        "marking.never-sent",
    ),
    "a claim for asylum": (marked("BH", care={"asylum"}), "PK", SEIZURES, BASIS, "marking.never-sent"),
    "with one field that may not go": (
        marked("BH", fields={"informant": FieldMarking(care=frozenset({"source-identity"}))}),
        "PK",
        SEIZURES,
        BASIS,
        "marking.never-sent",
    ),
}


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


@pytest.mark.parametrize(("marking", "reader", "purpose"), SHOWN.values(), ids=SHOWN)
def test_content_is_shown(marking, reader, purpose):
    decision = may_show(marking, reader, purpose, TODAY)
    assert decision.allowed, decision.reasons
    assert codes(decision) == ["marking.may-show"]


@pytest.mark.parametrize(("marking", "reader", "purpose", "code"), WITHHELD.values(), ids=WITHHELD)
def test_content_is_withheld_and_the_answer_says_why(marking, reader, purpose, code):
    decision = may_show(marking, reader, purpose, TODAY)
    assert not decision.allowed
    assert code in codes(decision)
    assert all(reason.section.startswith("80.") and reason.sentence for reason in decision.reasons)


@pytest.mark.parametrize(("marking", "recipient", "purpose", "basis"), SENT.values(), ids=SENT)
def test_content_is_sent(marking, recipient, purpose, basis):
    assert may_send(marking, recipient, purpose, basis).allowed


@pytest.mark.parametrize(("marking", "recipient", "purpose", "basis", "code"), KEPT.values(), ids=KEPT)
def test_content_is_kept_and_the_answer_says_why(marking, recipient, purpose, basis, code):
    decision = may_send(marking, recipient, purpose, basis)
    assert not decision.allowed
    assert code in codes(decision)


def test_a_refusal_names_every_rule_that_stands_against_it():
    decision = may_send(marked(handling={"H2"}, review=date(2026, 1, 1)), "SA", COURT, replace(BASIS, article=""))
    assert codes(decision) == [
        "marking.purpose-not-covered",
        "marking.no-basis",
        "marking.h2",
        "marking.review-due",
    ]


def test_one_field_is_withheld_while_the_rest_is_shown():
    marking = marked(fields={"informant": FieldMarking(tlp=Tlp.RED)}, named={"BH:coast-guard"})
    assert may_show_field(marking, "place", READER, SEIZURES, TODAY).allowed
    assert codes(may_show_field(marking, "informant", READER, SEIZURES, TODAY)) == ["marking.not-named"]


@pytest.mark.parametrize("source", "ABCX")
@pytest.mark.parametrize("information", [1, 2, 3, 4])
def test_x4_and_only_x4_never_alerts(source, information):
    decision = may_alert(marked(source=source, information=information))
    assert decision.allowed is ((source, information) != ("X", 4))


@pytest.mark.parametrize(
    ("persons", "allowed"),
    [((), True), (("suspect",), True), (("victim",), False), (("witness", "suspect"), False), (("other",), True)],
)
def test_victims_and_witnesses_stay_out_of_link_analysis(persons, allowed):
    assert may_link(marked(persons=persons)).allowed is allowed


def test_a_decision_without_a_reason_cannot_be_built():
    with pytest.raises(errors.NoReason):
        Decision(True, ())
