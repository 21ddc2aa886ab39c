# SPDX-License-Identifier: Apache-2.0
"""Links: what links two records, who sees which, who is left out, and what a step costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taawun.apps.audit.models import Line
from taawun.apps.network import access, services
from taawun.apps.network.linking import Kind
from taawun.apps.network.models import Inclusion
from taawun.apps.registers.models import Record
from taawun.kernel.errors import LinksProtected, NoLinkReason, NoPurpose, NoRole, NoSuchCase, NoSuchRecord
from taawun.kernel.marking import FieldMarking, Tlp
from tests.apps.cases.making import PURPOSE as CASES
from tests.apps.network.making import PASSPORT, PHONE, person, seizure, state
from tests.apps.registers.making import PURPOSE


@pytest.fixture
def desk(story):
    return story.officers["asma"]


def grounds(found, other: str) -> set[tuple[Kind, tuple[str, str]]]:
    return {(why.kind, why.fields) for link in found.links if other in (link.a, link.b) for why in link.whys}


def around(desk, start: str, *opened: str, purpose: str = PURPOSE, included: str = ""):
    return access.around(desk, start, opened, purpose, included=included)


# --- what links ------------------------------------------------------------------------------------


SHARED = {
    "one passport": ("passport_number", PASSPORT, "ab 1234567"),
    "one telephone": ("phone", PHONE, "+92-21-1234567"),
    "one address": ("address", "المحرق، السوق القديم، محل ٤", "المحرق السوق القديم محل 4"),
}


@pytest.mark.parametrize(("field", "one", "other"), SHARED.values(), ids=SHARED)
def test_a_number_that_both_state_links_them(desk, field, one, other) -> None:
    a, b = person(desk, "Ahmad Khalid", **{field: [one]}), person(desk, "أحمد خالد", **{field: [other]})
    found = around(desk, a)
    assert set(found.nodes) == {a, b}
    assert grounds(found, b) == {(Kind.SHARED, (field, field))}


def test_a_passport_of_a_person_links_to_the_document_and_a_phone_of_that_number_does_not(desk) -> None:
    a = person(desk, "احمد خالد", passport_number=[PASSPORT])
    document = state(desk, "document", {"number": PASSPORT, "document_type": "passport", "country": "PK"})
    person(desk, "Somebody", phone=[PASSPORT])
    found = around(desk, a)
    assert set(found.nodes) == {a, document}
    assert grounds(found, document) == {(Kind.SHARED, ("passport_number", "number"))}


def test_one_record_that_names_another_links_them_from_both_ends(desk) -> None:
    vessel = state(desk, "vessel", {"name": ["AL NOOR", "النور", "النور لانچ"]})
    seized = seizure(desk, "Heroin", vessel)
    assert grounds(around(desk, seized), vessel) == {(Kind.NAMED, ("vessel", ""))}
    assert grounds(around(desk, vessel), seized) == {(Kind.NAMED, ("", "vessel"))}


def test_records_that_were_judged_to_be_one_are_linked(story, desk) -> None:
    same = set(Record.objects.filter(subject=story.subject).values_list("id", flat=True))
    found = around(desk, story.record)
    assert same <= set(found.nodes)
    assert (Kind.SAME, ("", "")) in grounds(found, next(iter(same - {story.record})))


UNLINKED = {
    "one name": ({}, {}),
    "a number too short to be one": ({"passport_number": ["A12"]}, {"passport_number": ["A12"]}),
}


@pytest.mark.parametrize(("one", "other"), UNLINKED.values(), ids=UNLINKED)
def test_what_is_shared_by_chance_links_nobody(desk, one, other) -> None:
    a = person(desk, "محمد علی", **one)
    person(desk, "محمد علی", **other)
    assert set(around(desk, a).nodes) == {a}


def test_a_case_names_records_by_their_numbers(story) -> None:
    officer = story.officers["omar"]
    found = access.around_case(officer, story.case, [], CASES)
    assert found.nodes[story.case].is_case
    with pytest.raises(NoSuchCase):
        access.around_case(story.officers["asma"], story.record, [], PURPOSE)


def test_words_of_contents_are_compared_with_numbers_alone(desk) -> None:
    one = person(desk, "Ahmad", passport_number=[PASSPORT], phone=[PHONE])
    from taawun.kernel.cases.contents import Filled

    found = access._named_in({"person": Filled({"name": "Ahmad", "papers": [f"جواز {PASSPORT}، صادر"]})})
    assert [why.fields for why in found.whys[one]] == [("person", "passport_number")]
    assert access._named_in({"person": Filled("Ahmad Khalid")}).whys == {}


# --- step by step ----------------------------------------------------------------------------------


def test_a_network_grows_step_by_step_and_only_where_it_was_reached(desk) -> None:
    a = person(desk, "Ahmad", phone=[PHONE])
    b = person(desk, "خالد", phone=[PHONE], passport_number=[PASSPORT])
    c = person(desk, "کریم", passport_number=[PASSPORT])
    assert set(around(desk, a).nodes) == {a, b}
    assert set(around(desk, a, c).nodes) == {a, b}
    grown = around(desk, a, b)
    assert set(grown.nodes) == {a, b, c}
    assert len(grown.links) == 2
    assert grown.opened == (a, b)


def test_a_step_shows_some_neighbours_and_counts_the_rest(desk, monkeypatch) -> None:
    monkeypatch.setattr(access, "NEIGHBOURS", 3)
    a = person(desk, "Ahmad", phone=[PHONE])
    for number in range(5):
        person(desk, f"نمبر {number}", phone=[PHONE])
    found = around(desk, a)
    assert len(found.nodes) == 4
    assert found.rest == {a: 2}


def test_the_queries_of_a_step_do_not_grow_with_what_it_finds(desk) -> None:
    a = person(desk, "Ahmad", phone=[PHONE])
    person(desk, "First", phone=[PHONE])
    with CaptureQueriesContext(connection) as few:
        around(desk, a)
    for number in range(20):
        person(desk, f"Later {number}", phone=[PHONE])
    with CaptureQueriesContext(connection) as many:
        found = around(desk, a)
    assert len(found.nodes) == 22
    assert len(many) == len(few)


# --- who sees what ---------------------------------------------------------------------------------


HIDDEN = {
    "named readers only": {"tlp": "red", "named": {"BH:anti-drug"}},
    "a review day that has passed": {"review": date(2026, 1, 1)},
    "a number with a marking of its own": {
        "fields": {"phone": FieldMarking(tlp=Tlp.RED)}, "named": {"BH:anti-drug"},
    },
    "a source that it could show": {"care": {"source-identity"}},
    "a claim for asylum": {"care": {"asylum"}},
}  # fmt: skip


@pytest.mark.parametrize("changes", HIDDEN.values(), ids=HIDDEN)
def test_what_may_not_be_shown_gives_no_link_and_is_not_counted(desk, changes) -> None:
    """§80.31b and d."""
    a = person(desk, "Ahmad", phone=[PHONE])
    person(desk, "Hidden", phone=[PHONE], **changes)
    found = around(desk, a)
    assert (set(found.nodes), found.rest, found.left_out) == ({a}, {a: 0}, 0)


REFUSED = {
    "another purpose": ("asma", "extradition", NoSuchRecord),
    "no purpose": ("asma", "", NoPurpose),
    "an auditor": ("sara", PURPOSE, NoRole),
    "an operator": ("noman", PURPOSE, NoRole),
}


@pytest.mark.parametrize(("name", "purpose", "error"), REFUSED.values(), ids=REFUSED)
def test_who_may_not_look_is_refused_and_the_refusal_recorded(story, name, purpose, error) -> None:
    with pytest.raises(error):
        access.around(story.officers[name], story.record, [], purpose)
    assert Line.objects.filter(act="links.read", outcome="refused").exists()


def test_looking_is_recorded_for_the_start_and_for_each_record_that_is_shown(desk) -> None:
    a, b = person(desk, "Ahmad", phone=[PHONE]), person(desk, "خالد", phone=[PHONE])
    around(desk, a)
    assert Line.objects.filter(act="links.read", object_id=a, purpose=PURPOSE).count() == 1
    assert Line.objects.filter(act="record.listed", object_id=b, purpose=PURPOSE).count() == 1


# --- protected persons -----------------------------------------------------------------------------


PROTECTED = {
    "a victim": {"persons": {"victim"}},
    "a witness": {"persons": {"witness", "suspect"}},
    "a minor": {"care": {"minor"}},
    "a minor in one field": {"fields": {"name": FieldMarking(care=frozenset({"minor"}))}},
}


@pytest.mark.parametrize("changes", PROTECTED.values(), ids=PROTECTED)
def test_a_protected_person_is_left_out_and_counted_until_a_reason_is_stated(desk, changes) -> None:
    """§80.31c."""
    a = person(desk, "Ahmad", phone=[PHONE])
    victim = person(desk, "زینب", phone=[PHONE], **changes)
    found = around(desk, a)
    assert (set(found.nodes), found.left_out) == ({a}, 1)
    made = services.include_protected(desk, a, "  اسے تلاش  کرنا ہے ", PURPOSE)
    found = around(desk, a, included=made.id)
    assert (set(found.nodes), found.left_out) == ({a, victim}, 0)
    assert Inclusion.objects.get().reason == "اسے تلاش کرنا ہے"
    assert Line.objects.filter(act="links.included", object_id=a, officer_id=desk.id).count() == 1


def test_a_reason_is_good_for_its_officer_its_start_and_its_purpose_alone(story, desk) -> None:
    a, other = person(desk, "Ahmad", phone=[PHONE]), person(desk, "Other", phone=[PHONE])
    person(desk, "زینب", phone=[PHONE], persons={"victim"})
    made = services.include_protected(desk, a, "To find her", PURPOSE)
    assert around(desk, other, included=made.id).left_out == 1
    assert access.around(story.officers["omar"], a, [], PURPOSE, included=made.id).left_out == 1
    assert around(desk, a, included="0" * 36).left_out == 1


def test_links_of_a_protected_person_need_a_reason_first(desk) -> None:
    victim = person(desk, "زینب", phone=[PHONE], persons={"victim"})
    with pytest.raises(LinksProtected):
        around(desk, victim)
    made = services.include_protected(desk, victim, "To find her", PURPOSE)
    assert victim in around(desk, victim, included=made.id).nodes


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2_001], ids=["none", "blanks", "more than is kept"])
def test_a_reason_is_words(desk, story, reason) -> None:
    with pytest.raises(NoLinkReason):
        services.include_protected(desk, story.record, reason, PURPOSE)
    assert not Inclusion.objects.exists()


def test_no_reason_opens_a_record_that_could_show_a_source(desk) -> None:
    secret = person(desk, "Hidden", phone=[PHONE], care={"source-identity"})
    with pytest.raises(NoSuchRecord):
        services.include_protected(desk, secret, "Because", PURPOSE)
    with pytest.raises(NoSuchRecord):
        around(desk, secret)
