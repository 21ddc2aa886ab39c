# SPDX-License-Identifier: Apache-2.0
"""Acts on the contents of a case: filling, assigning, and what they leave behind."""

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.cases.models import ElementValue, FrozenPack
from taawun.kernel import errors
from tests.apps.cases.making import OFFENCE, PURPOSE, state

# --- filling ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_pack_is_frozen_once_for_all_its_cases(desk):
    one, two = desk.open(), desk.open()
    assert FrozenPack.objects.get().digest == one.pack_id == two.pack_id


@pytest.mark.django_db
def test_every_filling_is_kept_and_the_last_counts(desk):
    case = desk.open()
    desk.fill(case, facts_summary="First. أولاً")
    desk.fill(case, facts_summary="Second. دوسرا")
    assert desk.show("asma", case).filled["facts_summary"].value == "Second. دوسرا"
    assert list(ElementValue.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db
def test_an_element_is_complete_only_when_a_person_found_it(desk):
    case = desk.open()
    desk.act("asma", "fill", case.id, "facts_summary", PURPOSE, value="Told here. هنا")
    assert "facts_summary" in {one.slug for one in desk.show("asma", case).missing}
    desk.fill(case, "facts_summary")
    assert "facts_summary" not in {one.slug for one in desk.show("asma", case).missing}


REFUSED = {
    "neither value nor excuse": ({"element": "facts_summary"}, errors.NotReasoned),
    "both": ({"element": "facts_summary", "value": "x", "excuse": "y"}, errors.NotReasoned),
    "an element that is not there": ({"element": "horoscope", "value": "x"}, errors.NoSuchElement),
    "a person without a status": ({"element": "person", "value": {"name": "علی"}}, errors.BadContents),
    "two offences with one number": ({"element": "offences", "value": [OFFENCE, OFFENCE]}, errors.BadContents),
    "an excuse beyond what is kept": ({"element": "urgency", "excuse": "ع" * 20_001}, errors.BadContents),
    "a page with hidden characters": (
        {"element": "urgency", "value": "x", "document": "a", "page": "\x00"},
        errors.BadContents,
    ),
    "a date for a text": ({"element": "facts_summary", "value": 20261122}, errors.BadContents),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("what", "error"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_and_recorded(desk, what, error):
    case = desk.open()
    with pytest.raises(error):
        desk.act("asma", "fill", case.id, what.pop("element"), PURPOSE, **dict(what))
    assert not ElementValue.objects.exists()
    assert Line.objects.filter(act="case.filled", outcome="refused", object_id=case.id).count() == 1


OPENED = {
    "a purpose that the instrument does not cover": ({"purpose": "counter-narcotics"}, errors.NotCovered),
    "a purpose that no role acts for": ({"purpose": "worker-protection"}, errors.NoPurpose),
    "an instrument that is not here": ({"pack": "atlantis-2001"}, errors.NoSuchPack),
    "a kind that the instrument does not have": ({"kind": "adoption"}, errors.NoSuchPack),
    "an officer without a role of the desk": ({"name": "nadia"}, errors.NoRole),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("what", "error"), OPENED.values(), ids=OPENED)
def test_a_case_is_opened_under_an_instrument_that_covers_it(desk, what, error):
    with pytest.raises(error):
        desk.open(**what)
    assert not FrozenPack.objects.exists()
    assert Line.objects.filter(act="case.opened", outcome="refused").count() == 1


@pytest.mark.django_db
def test_a_request_without_one_core_element_cannot_be_signed(desk):
    """UNTOC 18(15): each of them, one at a time."""
    case = desk.open(pack="untoc", kind="mutual_legal_assistance", purpose="prosecution")
    kind = desk.show("asma", case).kind
    core = [slug for slug, one in kind.elements.items() if one.core]
    assert len(core) >= 6
    desk.fill_all(case)
    for slug in core:
        desk.act("asma", "fill", case.id, slug, case.purpose, excuse="Not needed here.")
        for name, move in (("asma", "check_completeness"), ("imran", "review_legally"), ("sana", "sign")):
            with pytest.raises(errors.MoveClosed) as refusal:
                desk.make(name, case, move)
            found = {(one.code, one.given.get("element")) for one in refusal.value.reasons}
            assert ("core_element_missing", slug) in found
        desk.fill(case, slug)
    for name, move in (("asma", "check_completeness"), ("imran", "review_legally"), ("sana", "sign")):
        desk.make(name, case, move)
    assert state(case) == "signed"


REVIEWING = (("asma", "check_completeness"), ("imran", "review_legally"), ("sana", "sign"))
NEW = "Not what was reviewed. غير ما روجع — نیا بیان"


@pytest.mark.django_db
def test_what_is_under_review_is_changed_by_nobody_before_it_is_sent_back(desk):
    case = desk.open()
    desk.fill_all(case)
    for name, move in REVIEWING:
        desk.make(name, case, move)
        for one in ("asma", "imran", "sana", "omar"):
            with pytest.raises(errors.UnderReview):
                desk.fill(case, facts_summary=NEW, name=one)
            with pytest.raises(errors.UnderReview):  # not asked for by the law, and sent all the same
                desk.act(one, "fill", case.id, "urgency", PURPOSE, value=NEW)
    assert Line.objects.filter(act="case.filled", outcome="refused", section="60.9").count() == 24
    desk.fill(case, outcome="An answer, which the request does not hold.")
    desk.make("imran", case, "reopen_draft", reasons="The facts are others.")
    desk.fill(case, facts_summary=NEW)
    for name, move in REVIEWING:
        desk.make(name, case, move)
    assert state(case) == "signed"
    assert desk.show("sana", case).filled["facts_summary"].value == NEW


@pytest.mark.django_db
def test_a_click_holds_for_the_words_that_the_page_showed(desk):
    case = desk.open()
    desk.fill_all(case)
    token = desk.show("asma", case).token
    desk.fill(case, facts_summary=NEW, name="omar")
    with pytest.raises(errors.MovedOn):
        desk.make("asma", case, "check_completeness", token=token)
    desk.make("asma", case, "check_completeness", token=desk.show("asma", case).token)


@pytest.mark.django_db
def test_drafter_reviewer_and_signer_are_three_people(desk):
    from taawun.apps.audit.services import Actor
    from taawun.apps.people import services as people

    for role in ("legal_reviewer", "releasing_officer"):
        people.grant_role(Actor.system("init"), desk.officers["asma"], role, at=desk.tick())
    case = desk.open()
    desk.fill_all(case)
    desk.make("asma", case, "check_completeness")
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.make("asma", case, "review_legally")
    assert "same_officer" in {one.code for one in refusal.value.reasons}
    desk.make("imran", case, "review_legally")
    with pytest.raises(errors.MoveClosed):
        desk.make("asma", case, "sign")
    desk.make("sana", case, "sign")


@pytest.mark.django_db
@pytest.mark.parametrize(("writer", "other", "move"), [
    ("imran", "rabia", "review_legally"), ("sana", "bilal", "sign"),
])  # fmt: skip
def test_who_wrote_the_contents_neither_reviews_nor_signs_them(desk, writer, other, move):
    case = desk.open()
    desk.fill_all(case)
    desk.fill(case, "facts_summary", name=writer)
    desk.act(writer, "fill", case.id, "notice", PURPOSE, value="Not asked for by the law.")
    desk.make("asma", case, "check_completeness")
    if move == "sign":
        desk.make("imran", case, "review_legally")
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.make(writer, case, move)
    assert {one.code for one in refusal.value.reasons} == {"own_words"}
    desk.make(other, case, move)


ASKED = {
    "an information request": ("information_request", "send"),
    "spontaneous information": ("spontaneous_information", "give"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "sends"), ASKED.values(), ids=ASKED)
def test_who_drafted_what_is_asked_or_told_between_offices_does_not_review_it(desk, kind, sends):
    from taawun.apps.audit.services import Actor
    from taawun.apps.people import services as people

    case = desk.open(pack="pk-bh-assistance", kind=kind, purpose="investigation")
    desk.fill_all(case, name="imran")
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.make("imran", case, "review")
    assert {one.code for one in refusal.value.reasons} == {"own_words"}
    desk.make("rabia", case, "review")
    people.grant_role(Actor.system("init"), desk.officers["rabia"], "desk_officer", at=desk.tick())
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.propose("rabia", case, sends)
    assert "same_officer" in {one.code for one in refusal.value.reasons}


@pytest.mark.django_db
def test_who_wrote_what_no_longer_counts_may_review(desk):
    case = desk.open()
    desk.fill_all(case)
    desk.fill(case, "facts_summary", name="imran")
    desk.fill(case, "facts_summary")
    desk.make("asma", case, "check_completeness")
    desk.make("imran", case, "review_legally")


@pytest.mark.django_db
def test_a_case_is_given_to_an_authority_by_who_may(desk):
    case = desk.open()
    for name, error in (("zara", errors.NoSuchCase), ("asma", errors.NoRole)):
        with pytest.raises(error):
            desk.act(name, "assign", case.id, "interior", PURPOSE)
    desk.act("omar", "assign", case.id, "interior", PURPOSE)
    with pytest.raises(errors.NoSuchCase):
        desk.show("asma", case)
    assert desk.show("zara", case).case.authority == "interior"
