# SPDX-License-Identifier: Apache-2.0
"""Markings that leave a question open do not exist; derived ones are never looser than their parents."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from taawun.kernel import errors
from taawun.kernel.marking import (
    Basis,
    Care,
    FieldMarking,
    Handling,
    InformationGrade,
    Marking,
    PersonCategory,
    Reader,
    SourceGrade,
    Tlp,
    derive,
    from_wire,
    handling_of,
    make_marking,
    may_send,
    may_show,
    sensitivity_of,
    tlp_of,
    to_wire,
)
from taawun.kernel.marking import wire as marking_wire
from taawun.kernel.marking.codes import SOURCE_ORDER, TLP_ORDER
from taawun.kernel.wire import canonical

DAY = date(2027, 1, 1)
PURPOSES = ["border-security", "counter-narcotics", "court-evidence"]
RESTRICTIONS = ["للاطلاع فقط", "صرف معلومات کے لیے", "Do not contact the family."]


@st.composite
def field_markings(draw: Any, within: frozenset[str]) -> FieldMarking:
    h3 = draw(st.booleans())
    return FieldMarking(
        handling=frozenset(draw(st.sets(st.sampled_from([Handling.H1, Handling.H2]))))
        | ({Handling.H3} if h3 else set()),
        restrictions=frozenset({draw(st.sampled_from(RESTRICTIONS))}) if h3 else frozenset(),
        purposes=frozenset({min(within)}) if draw(st.booleans()) else None,
        care=frozenset(draw(st.sets(st.sampled_from(Care), min_size=1))),
    )


@st.composite
def markings(draw: Any) -> Marking:
    h3 = draw(st.booleans())
    persons = frozenset(draw(st.sets(st.sampled_from(PersonCategory))))
    tlp = draw(st.sampled_from(Tlp))
    purposes = frozenset(draw(st.sets(st.sampled_from(PURPOSES), min_size=1)))
    names = draw(st.sets(st.sampled_from(["informant", "place"])))
    return Marking(
        originators=frozenset(draw(st.sets(st.sampled_from(["PK", "BH", "OM"]), min_size=1))),
        source=draw(st.sampled_from(SourceGrade)),
        information=draw(st.sampled_from(InformationGrade)),
        purposes=purposes,
        review=DAY + timedelta(days=draw(st.integers(0, 900))),
        handling=frozenset(draw(st.sets(st.sampled_from([Handling.H1, Handling.H2]))))
        | {Handling.H0}
        | ({Handling.H3} if h3 else set()),
        restrictions=frozenset({draw(st.sampled_from(RESTRICTIONS))}) if h3 else frozenset(),
        tlp=tlp,
        named=frozenset(draw(st.sets(st.sampled_from(["BH:a", "PK:b", "PK:c"]), min_size=1)))
        if tlp is Tlp.RED
        else frozenset(),
        personal=bool(persons),
        persons=persons,
        care=frozenset(draw(st.sets(st.sampled_from(Care)))),
        fields=tuple((name, draw(field_markings(purposes))) for name in sorted(names)),
    )


def derived(*parents: Marking) -> Marking | None:
    """Derive, with the refusal as a value of its own."""
    try:
        return derive(parents)
    except errors.NothingInCommon:
        return None


@given(markings())
def test_a_marking_survives_the_wire(marking):
    wire = to_wire(marking)
    assert from_wire(canonical.decode(canonical.encode(wire), limit=100_000)) == marking


@given(markings(), markings(), markings())
def test_derivation_is_associative_and_commutative(a, b, c):
    left = derived(a, b)
    right = derived(b, c)
    one = derived(left, c) if left else None
    two = derived(a, right) if right else None
    assert one == two == derived(a, b, c) == derived(c, b, a)


@given(markings())
def test_derivation_is_idempotent(a):
    once = derive([a])
    assert derive([a, a]) == once == derive([once]) == derive([once, a])


@given(markings(), markings())
def test_what_is_derived_is_never_looser_than_a_parent(a, b):
    child = derived(a, b)
    assume(child is not None)
    for parent in (a.whole(), b.whole()):
        assert child.originators >= parent.originators
        assert child.handling >= parent.handling
        assert child.restrictions >= parent.restrictions
        assert child.purposes <= parent.purposes
        assert child.persons >= parent.persons
        assert child.care >= parent.care
        assert child.review <= parent.review
        assert SOURCE_ORDER.index(child.source) >= SOURCE_ORDER.index(parent.source)
        assert child.information >= parent.information
        assert TLP_ORDER.index(child.tlp) >= TLP_ORDER.index(parent.tlp)
        if parent.tlp is Tlp.RED:
            assert child.named <= parent.named


READERS = st.builds(
    Reader,
    st.sampled_from(["PK", "BH"]),
    st.just("x"),
    st.frozensets(st.sampled_from("abc")),
    st.frozensets(st.sampled_from(PURPOSES)),
    st.sampled_from(["", "a", "b"]),
)


def test_what_stays_in_its_authority_is_not_put_together_with_what_names_readers():
    """Red would let a named reader of another authority see what was to stay in the one that holds it."""
    said = {"purposes": {PURPOSES[0]}, "review": DAY}
    strict = make_marking("PK", "A", 1, tlp="amber+strict", **said)
    red = make_marking("PK", "A", 1, tlp="red", named={"PK:b"}, **said)
    with pytest.raises(errors.NothingInCommon):
        derive([strict, red])
    with pytest.raises(errors.NothingInCommon):
        derive([replace(strict, named=red.named, fields=(("name", FieldMarking(tlp=Tlp.RED)),))])


@given(markings(), markings(), READERS, st.sampled_from(PURPOSES))
def test_whoever_may_see_what_is_derived_may_see_each_parent(a, b, reader, purpose):
    child = derived(a, b)
    assume(child is not None)
    if may_show(child, reader, purpose, DAY).allowed:
        assert may_show(a, reader, purpose, DAY).allowed
        assert may_show(b, reader, purpose, DAY).allowed


@given(markings(), markings(), st.sampled_from(["BH", "SA"]), st.sampled_from(PURPOSES))
def test_whoever_may_get_what_is_derived_may_get_each_parent(a, b, recipient, purpose):
    child = derived(a, b)
    assume(child is not None)
    basis = Basis("PK", "model", "1", DAY)
    if may_send(child, recipient, purpose, basis).allowed:
        assert may_send(a, recipient, purpose, basis).allowed
        assert may_send(b, recipient, purpose, basis).allowed


@given(markings(), st.sampled_from(["", *PURPOSES]))
def test_an_empty_set_is_never_a_yes(marking, purpose):
    nobody = Reader("PK", "x", frozenset(), frozenset(PURPOSES))
    for_nothing = Reader("PK", "x", frozenset("abc"), frozenset())
    assert not may_show(marking, nobody, purpose, DAY).allowed
    assert not may_show(marking, for_nothing, purpose, DAY).allowed
    assert not may_send(marking, "", purpose, Basis("PK", "model", "1", DAY)).allowed
    assert not may_send(marking, "BH", purpose, Basis("PK", "", "", DAY)).allowed


def test_nothing_is_derived_from_nothing():
    with pytest.raises(errors.NoParents):
        derive([])


def test_grades_are_worst_each_on_its_own():
    a = make_marking("PK", "X", 1, purposes={"p"}, review=DAY)
    b = make_marking("BH", "A", 4, purposes={"p"}, review=DAY)
    child = derive([a, b])
    assert (child.source, child.information) == (SourceGrade.X, InformationGrade.UNKNOWN)


def test_parents_without_a_common_purpose_may_not_be_put_together():
    a = make_marking("PK", "A", 1, purposes={"immigration"}, review=DAY)
    b = make_marking("PK", "A", 1, purposes={"counter-narcotics"}, review=DAY)
    with pytest.raises(errors.NothingInCommon):
        derive([a, b])


def test_red_parents_without_a_common_reader_may_not_be_put_together():
    red = [make_marking("PK", "A", 1, purposes={"p"}, review=DAY, tlp="red", named={n}) for n in ("BH:a", "BH:b")]
    with pytest.raises(errors.NothingInCommon):
        derive(red)


@pytest.mark.parametrize("colour", Tlp)
def test_a_colour_is_never_loosened_by_going_to_codes_and_back(colour):
    assert TLP_ORDER.index(tlp_of(handling_of(colour))) >= TLP_ORDER.index(colour)


@given(st.frozensets(st.sampled_from([Handling.H1, Handling.H2, Handling.H3])))
def test_codes_are_never_loosened_by_going_to_a_colour_and_back(extra):
    assert handling_of(tlp_of(extra | {Handling.H0})) >= extra


def test_no_codes_have_no_colour():
    with pytest.raises(ValueError, match="empty"):
        tlp_of(frozenset())


OPEN_QUESTIONS: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "no purpose": ({"purposes": frozenset()}, errors.NoPurposes),
    "no originator": ({"originators": frozenset()}, errors.NoOriginator),
    "no handling": ({"handling": frozenset()}, errors.NoHandling),
    "handling without its floor": ({"handling": frozenset({Handling.H2})}, errors.NoHandling),
    "H3 without words": ({"handling": frozenset({Handling.H0, Handling.H3})}, errors.BadRestriction),
    "words without H3": ({"restrictions": frozenset({"للاطلاع فقط"})}, errors.BadRestriction),
    "red for nobody": ({"tlp": Tlp.RED}, errors.NamedMissing),
    "personal without a category": ({"personal": True}, errors.NoPersonCategory),
    "a category without personal": ({"persons": frozenset({PersonCategory.VICTIM})}, errors.NoPersonCategory),
    "a field for another purpose": (
        {"fields": (("a", FieldMarking(purposes=frozenset({"q"}))),)},
        errors.LooserField,
    ),
    "a field for no purpose": ({"fields": (("a", FieldMarking(purposes=frozenset())),)}, errors.LooserField),
    "a field with a wider colour": ({"fields": (("a", FieldMarking(tlp=Tlp.GREEN)),)}, errors.LooserField),
    "a red field for nobody": ({"fields": (("a", FieldMarking(tlp=Tlp.RED)),)}, errors.NamedMissing),
    "a field under H3 without words": (
        {"fields": (("a", FieldMarking(handling=frozenset({Handling.H3}))),)},
        errors.BadRestriction,
    ),
    "fields that leave no purpose in common": (
        {
            "purposes": frozenset({"p", "q"}),
            "fields": tuple((n, FieldMarking(purposes=frozenset({n}))) for n in ("p", "q")),
        },
        errors.LooserField,
    ),
}


@pytest.mark.parametrize(("change", "error"), OPEN_QUESTIONS.values(), ids=OPEN_QUESTIONS)
def test_a_marking_that_leaves_a_question_open_does_not_exist(change, error):
    whole: dict[str, Any] = {
        "originators": frozenset({"PK"}),
        "source": SourceGrade.A,
        "information": InformationGrade.TRUE,
        "purposes": frozenset({"p"}),
        "review": DAY,
    }
    Marking(**whole)
    with pytest.raises(error):
        Marking(**whole | change)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"tlp": "clear"}, "public"),
        ({"tlp": "green"}, "low"),
        ({"tlp": "amber+strict"}, "medium"),
        ({"tlp": "red", "named": {"BH:a"}}, "high"),
        ({"tlp": "green", "care": {"minor"}}, "high"),
        ({"tlp": "green", "fields": {"a": FieldMarking(tlp=Tlp.AMBER)}}, "medium"),
    ],
)
def test_the_header_of_an_envelope_gets_one_word(changes, word):
    assert sensitivity_of(make_marking("PK", "A", 1, purposes={"p"}, review=DAY, **changes)) == word


@pytest.mark.parametrize("code", [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)], ids=hex)
def test_a_text_with_a_control_character_is_refused(code):
    with pytest.raises(errors.BadShape):
        marking_wire.plain_text(f"منشیات{chr(code)}drugs", "a value", 100)


@pytest.mark.parametrize(
    "text", ["سطر\nline", "خانہ\tcell", "می‌خواہم", "plain"], ids=["line", "tab", "joiner", "plain"]
)
def test_a_text_with_what_people_write_is_kept(text):
    assert marking_wire.plain_text(text, "a value", 100) == text
