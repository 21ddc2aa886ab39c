# SPDX-License-Identifier: Apache-2.0
"""One act is one act: however often it is clicked, by however many, on whichever database."""

import threading
from contextlib import closing

import pytest
from django.db import connection

from taawun.apps.audit.models import Line
from taawun.apps.cases import library, services
from taawun.apps.cases.models import Case, ElementValue, FrozenPack, PrivateMove, Proposal, SharedMove
from taawun.apps.exchange.models import Release
from taawun.apps.exchange.receiving import receive
from taawun.apps.ledger.models import Entry
from taawun.kernel import errors
from tests.apps.cases.making import OFFENCE, PACK, PURPOSE, state
from tests.apps.cases.test_exchange import signed


def at_once(*acts) -> list[object]:
    """Run acts in threads that start together; return what each gave or raised."""
    found: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(place: int) -> None:
        with closing(connection):
            ready.wait()
            try:
                found[place] = acts[place]()
            except errors.TaawunError as error:
                found[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_two_browsers_click_the_same_move_at_once_and_it_is_one_move(desk):
    case = desk.open()
    desk.fill_all(case)
    token, moment = desk.show("asma", case).token, desk.tick()

    def click():
        return services.make(desk.actor("asma"), case.id, "check_completeness", PURPOSE, token=token, at=moment)

    found = at_once(*[click] * 4)
    assert {type(one).__name__ for one in found} == {"PrivateMove"}
    assert len({one.pk for one in found}) == 1
    assert PrivateMove.objects.count() == 1
    assert Entry.objects.filter(kind="move").count() == 1
    assert state(case) == "completeness_checked"


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_one_is_told_that_the_case_has_moved_on(desk):
    case = desk.open()
    desk.fill_all(case)
    desk.make("asma", case, "check_completeness")
    token, moment = desk.show("imran", case).token, desk.tick()
    found = at_once(
        lambda: services.make(desk.actor("imran"), case.id, "review_legally", PURPOSE, token=token, at=moment),
        lambda: services.make(
            desk.actor("rabia"), case.id, "reopen_draft", PURPOSE, token=token, reasons="Incomplete.", at=moment
        ),
    )
    assert sorted(type(one).__name__ for one in found) == ["MovedOn", "PrivateMove"]
    assert PrivateMove.objects.count() == 2
    assert Line.objects.filter(act="case.move", outcome="refused").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_at_once_make_one_proposal_and_one_release(desk):
    case = signed(desk)
    token, moment = desk.show("omar", case).token, desk.tick()

    def click():
        return services.propose(desk.actor("omar"), case.id, "transmit", PURPOSE, token=token, at=moment)

    found = at_once(click, click, click)
    assert {type(one).__name__ for one in found} == {"Proposal"}
    assert Proposal.objects.count() == Release.objects.filter(kind="case.move").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_envelope_that_comes_thrice_at_once_has_its_effect_once(desk):
    kind = library.pack_named(PACK).kinds["extradition"]
    made = desk.drafts("0192f5a0-0000-7000-8000-0000000000aa", kind, "transmit")
    items = desk.partner.seal(desk.envelope(made.to_wire(), made.case))
    found = at_once(*[lambda: receive(desk.peer, items, desk.now)] * 3)
    assert not [one for one in found if isinstance(one, errors.TaawunError)]
    assert Case.objects.get().state == "transmitted"
    assert SharedMove.objects.count() == 1
    assert ElementValue.objects.filter(slug="person").count() == 1
    assert Line.objects.filter(act="case.move", outcome="allowed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_move_that_comes_while_one_is_made_leaves_one_standing(desk):
    """The other side withdraws while we verify: whichever is first, both nodes end at the same place."""
    case = desk.opens()
    desk.cross("omar", case, "acknowledge")
    desk.fill(case, "identity_check")
    away = desk.drafts(case.id, library.kind_of(case), "withdraw")
    items = desk.partner.seal(desk.envelope(away.to_wire(), case.id))
    moment = desk.tick()
    found = at_once(
        lambda: receive(desk.peer, items, moment),
        lambda: services.make(desk.actor("imran"), case.id, "verify", PURPOSE, at=moment),
    )
    assert not isinstance(found[0], errors.TaawunError)
    assert isinstance(found[1], PrivateMove | errors.MoveClosed)
    assert state(case) == "withdrawn"


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
    desk.make("asma", case, "check_completeness")
    desk.make("imran", case, "review_legally")
    for slug in core:
        desk.act("asma", "fill", case.id, slug, case.purpose, excuse="Not needed here.")
        with pytest.raises(errors.MoveClosed) as refusal:
            desk.make("sana", case, "sign")
        assert ("core_element_missing", slug) in {(one.code, one.given.get("element")) for one in refusal.value.reasons}
        desk.fill(case, slug)
    desk.make("sana", case, "sign")
    assert state(case) == "signed"


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
def test_a_case_is_given_to_an_authority_by_who_may(desk):
    case = desk.open()
    for name, error in (("zara", errors.NoSuchCase), ("asma", errors.NoRole)):
        with pytest.raises(error):
            desk.act(name, "assign", case.id, "interior", PURPOSE)
    desk.act("omar", "assign", case.id, "interior", PURPOSE)
    with pytest.raises(errors.NoSuchCase):
        desk.show("asma", case)
    assert desk.show("zara", case).case.authority == "interior"
