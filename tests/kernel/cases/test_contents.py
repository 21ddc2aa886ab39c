# SPDX-License-Identifier: Apache-2.0
"""What a request must contain: a person found it, or said why it does not apply (spec §60.9)."""

import pytest

from taawun.kernel.cases import Filled
from taawun.kernel.cases.contents import asked, check_value, chosen, is_complete, required, still_missing
from taawun.kernel.cases.words import PersonStatus
from taawun.kernel.errors import BadContents
from tests.kernel.cases.making import FOUND, OFFENCE, PERSON, by_slug, element, found, words

CHOICES = (("search", words()), ("video_link", words()))
VIDEO = element(
    "video_link",
    "form",
    required=False,
    fields=(element("place"), element("hour", "date"), element("interpreter", required=False)),
)
HELP = element("help", "choice", choices=CHOICES)
ELEMENTS = by_slug(
    (
        element("summary", "long", core=True),
        element("person", "person"),
        HELP,
        VIDEO,
        element("premises", for_forms=frozenset({"search"})),
        element("caution", for_status=frozenset({PersonStatus.SUSPECT, PersonStatus.ACCUSED})),
        element("travel", for_status=frozenset({PersonStatus.WITNESS}), for_forms=frozenset({"video_link"})),
        element("remarks", required=False),
        element("firm", excusable=False),
    )
)
FILM = {"place": "Karachi", "hour": "2026-12-01"}

REQUIRED = {
    "nothing known": ({}, "summary person help firm"),
    "a search": ({"help": found("search")}, "summary person help premises firm"),
    "a search and a video link": (
        {"help": found(["search", "video_link"]), "person": found(PERSON | {"status": "witness"})},
        "summary person help premises travel firm",
    ),
    "a video link by its form": (
        {"video_link": found(FILM), "person": found(PERSON | {"status": "witness"})},
        "summary person help travel firm",
    ),
    "a video link excused": (
        {"video_link": Filled(None, "nobody is abroad"), "person": found(PERSON | {"status": "witness"})},
        "summary person help firm",
    ),
    "an accused person": ({"person": found(PERSON)}, "summary person help caution firm"),
    "a person of no known status": ({"person": found({"status": "villain"})}, "summary person help firm"),
    "a person in words": ({"person": found("سلمان")}, "summary person help firm"),
    "a choice of no words": ({"help": found([5, None])}, "summary person help firm"),
    "an element nobody declared": ({"song": found("la")}, "summary person help firm"),
}


@pytest.mark.parametrize(("filled", "slugs"), REQUIRED.values(), ids=REQUIRED)
def test_what_is_required_follows_from_the_forms_and_the_person(filled, slugs):
    assert " ".join(one.slug for one in required(ELEMENTS, filled)) == slugs


def test_a_move_asks_for_what_it_names_and_for_everything_where_it_says_so():
    assert [one.slug for one in asked(ELEMENTS, {}, frozenset({"remarks"}))] == ["remarks"]
    both = asked(ELEMENTS, {}, frozenset({"remarks", "*"}))
    assert [one.slug for one in both] == ["summary", "person", "help", "remarks", "firm"]
    assert chosen(ELEMENTS, {}) == frozenset()


COMPLETE = {
    "found in a document": ("person", found(PERSON), True),
    "not there": ("person", None, False),
    "there, and found by nobody": ("person", Filled(PERSON), False),
    "excused": ("person", Filled(None, "the search is for objects"), True),
    "excused and there": ("person", Filled(PERSON, "the search is for objects", FOUND), False),
    "core, and excused": ("summary", Filled(None, "later"), False),
    "not excusable, and excused": ("firm", Filled(None, "later"), False),
    "found, of a wrong form": ("person", found("سلمان"), False),
    "found, and empty": ("summary", found(""), False),
    "found, and null": ("summary", found(None), False),
}


@pytest.mark.parametrize(("slug", "filled", "complete"), COMPLETE.values(), ids=COMPLETE)
def test_an_element_is_complete_when_a_person_found_it_or_excused_it(slug, filled, complete):
    assert is_complete(ELEMENTS[slug], filled) is complete


CASES = (
    "requesting_authority",
    "nature_and_stage",
    "facts",
    "assistance_sought",
    "identity",
    "purpose",
)
"""UNTOC 18(15) a to f: the authority; subject matter and nature; facts; assistance sought and procedure; the person
where possible; the purpose."""


@pytest.mark.parametrize("lacking", CASES)
@pytest.mark.parametrize("how", ["absent", "excused", "found by nobody", "an attachment alone"])
def test_a_request_that_lacks_one_of_untoc_18_15_a_to_f_is_not_complete(lacking, how):
    elements = by_slug(tuple(element(slug, "long", core=True, excusable=False) for slug in CASES))
    whole = {slug: found("stated") for slug in CASES}
    other = {
        "absent": None,
        "excused": Filled(None, "not applicable because it is urgent", FOUND),
        "found by nobody": Filled("stated"),
        "an attachment alone": Filled(["letter.pdf"], "", FOUND),
    }[how]
    assert still_missing(elements, whole, frozenset({"*"})) == ()
    missing = still_missing(
        elements, {**whole, lacking: other} if other else {**whole, lacking: Filled(None)}, frozenset({"*"})
    )
    assert [one.slug for one in missing] == [lacking]


GOOD = {
    "a text": (element("x"), "Salman"),
    "a text in Arabic": (element("x"), "سلمان"),
    "a text in Urdu": (element("x"), "سلیمان"),
    "a long text": (element("x", "long"), "x" * 20_000),
    "a day": (element("x", "date"), "2024-02-29"),
    "a number": (element("x", "number"), 3),
    "a fraction": (element("x", "number"), 2.5),
    "a choice": (HELP, "search"),
    "two choices": (HELP, ["search", "video_link"]),
    "a person": (element("x", "person"), PERSON),
    "offences": (element("x", "offences"), [OFFENCE]),
    "documents": (element("x", "documents"), ["letter.pdf", {"name": "annex.pdf", "sha256": "ab"}]),
    "a form": (VIDEO, FILM),
    "a form with all of it": (VIDEO, FILM | {"interpreter": "yes"}),
    "a form with an excuse": (VIDEO, FILM | {"hour": {"excuse": "to be agreed"}}),
    "a form with a null": (VIDEO, FILM | {"interpreter": None}),
}
BAD = {
    "a text of spaces": (element("x"), "  "),
    "a text too long": (element("x"), "x" * 4_001),
    "a number for a text": (element("x"), 5),
    "a text for a number": (element("x", "number"), "5"),
    "true for a number": (element("x", "number"), True),
    "a day that never was": (element("x", "date"), "2023-02-29"),
    "a choice nobody offered": (HELP, "torture"),
    "a choice twice": (HELP, ["search", "search"]),
    "no choice": (HELP, []),
    "a choice that is a number": (HELP, [1]),
    "no documents": (element("x", "documents"), []),
    "documents as a text": (element("x", "documents"), "letter.pdf"),
    "a document without a name": (element("x", "documents"), [{"sha256": "ab"}]),
    "a form as a text": (VIDEO, "Karachi"),
    "a form that lacks a field": (VIDEO, {"place": "Karachi"}),
    "a form with a field more": (VIDEO, FILM | {"song": "la"}),
    "a form with a field of a wrong form": (VIDEO, FILM | {"hour": "noon"}),
    "a form with an empty excuse": (VIDEO, FILM | {"hour": {"excuse": ""}}),
    "a form with a core field excused": (
        element("x", "form", fields=(element("place", core=True),)),
        {"place": {"excuse": "later"}},
    ),
    "an element of no known kind": (element("x", "song"), "la"),
}


@pytest.mark.parametrize(("one", "value"), GOOD.values(), ids=GOOD)
def test_a_value_of_the_elements_form_is_taken(one, value):
    check_value(one, value)


@pytest.mark.parametrize(("one", "value"), BAD.values(), ids=BAD)
def test_a_value_of_another_form_is_refused(one, value):
    with pytest.raises(BadContents):
        check_value(one, value)
