# SPDX-License-Identifier: Apache-2.0
"""What an officer may not see is as good as not there: not shown, not counted, not told of by anything."""

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.identity import access, services
from taawun.apps.identity.models import Alert, Hit
from taawun.apps.identity.screening import access as screenings
from taawun.apps.identity.screening import services as screening
from taawun.apps.identity.screening.services import Entry
from taawun.apps.identity.watching import access as watching
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.kernel import errors
from taawun.kernel.marking import Care, FieldMarking
from tests.apps.identity.making import ARABIC, LATIN, URDU, person, the_pair, watch_list, work
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, marking

pytestmark = pytest.mark.django_db

HIDDEN = {
    "for another purpose": {"purposes": {"worker-protection"}, "persons": {"other"}},
    "for named readers": {"tlp": "red", "named": {"BH:anti-drug"}},
}


def ask(name="Ahmad Khalid Mansoor"):
    return Entry(name=name)


@pytest.mark.parametrize("changes", HIDDEN.values(), ids=HIDDEN)
def test_a_hit_that_may_not_be_shown_is_not_there(actor, analyst, changes):
    person(actor, LATIN)
    work()
    alone = access.search(analyst, ask().record(), PURPOSE, at=T0)
    hidden = person(actor, ARABIC, **changes)
    work()
    found = access.search(analyst, ask().record(), PURPOSE, at=T0)
    assert [one.shown.record.id for one in found] == [one.shown.record.id for one in alone]
    assert [one.namesakes for one in found] == [0]
    assert not any("namesakes" in code for one in found for code, _ in one.reasons)
    assert not Line.objects.filter(object_id=hidden.id, officer_id=analyst.id, act="record.listed").exists()


@pytest.mark.parametrize("changes", HIDDEN.values(), ids=HIDDEN)
def test_what_may_not_be_shown_takes_no_place_among_the_nearest(actor, analyst, changes):
    shown = person(actor, {"name": ["Ahmad Khaled Mansour"]})
    work()
    alone = access.search(analyst, ask().record(), PURPOSE, at=T0, first=1)
    for _ in range(20):
        person(actor, LATIN, **changes)
    work()
    found = access.search(analyst, ask().record(), PURPOSE, at=T0, first=1)
    assert [one.shown.record.id for one in found] == [one.shown.record.id for one in alone] == [shown.id]


@pytest.mark.parametrize("changes", HIDDEN.values(), ids=HIDDEN)
def test_a_screening_keeps_and_counts_only_what_may_be_shown(actor, analyst, changes):
    hidden = person(actor, LATIN, **changes)
    work()
    made = screening.screen_entry(actor, ask(), PURPOSE, at=T0)
    assert not Hit.objects.filter(record=hidden.id).exists()
    found = screenings.results(analyst, made.id, PURPOSE, at=T0)
    assert (found.counts["hit"], found.rows[0].hits) == (0, ())


def test_what_is_marked_later_is_no_longer_shown(actor, analyst):
    from tests.apps.registers.making import personal

    record = person(actor, LATIN)
    work()
    made = screening.screen_entry(actor, ask(), PURPOSE, at=T0)
    stricter = personal(purposes={"worker-protection"})
    registers.new_version(actor, record.id, LATIN, stricter, PURPOSE, "Protected.", at=T0)
    assert screenings.results(analyst, made.id, PURPOSE, at=T0).rows[0].hits == ()


def test_a_hidden_pair_is_neither_listed_nor_judged(actor, analyst):
    shown, hidden = person(actor, LATIN), person(actor, ARABIC, tlp="red", named={"PK:coast-guard"})
    work()
    pair = the_pair(shown, hidden)
    assert access.queue(analyst, PURPOSE, at=T0).rows == ()
    with pytest.raises(errors.NoSuchPair):
        access.pair(analyst, pair.id, PURPOSE, at=T0)
    with pytest.raises(errors.NoSuchPair):
        services.judge(actor, pair.id, "same", "x", PURPOSE, at=T0)


def test_a_field_that_is_withheld_is_neither_compared_nor_found(actor, analyst):
    secret = {"alias": FieldMarking(care=frozenset({Care.SOURCE_IDENTITY}))}
    person(actor, LATIN | {"alias": ["Zarghuna Popalzai"]}, fields=secret)
    work()
    assert access.search(analyst, ask("Zarghuna Popalzai").record(), PURPOSE, at=T0) == []


def test_a_pair_does_not_repeat_what_an_earlier_version_stated(actor, analyst):
    left, right = person(actor, LATIN), person(actor, ARABIC)
    work()
    pair = the_pair(left, right)
    assert "birth-within" in access.pair(analyst, pair.id, PURPOSE, at=T0).reasons
    secret = marking(persons={"suspect"}, fields={"birth_date": FieldMarking(care=frozenset({Care.SOURCE_IDENTITY}))})
    registers.new_version(actor, left.id, LATIN, secret, PURPOSE, "A source gave it.", at=T0)
    shown = access.pair(analyst, pair.id, PURPOSE, at=T0)
    assert (shown.current, shown.reasons) == (False, ())
    client = Client()
    client.force_login(analyst)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    page = client.get(reverse("identity:pair", args=[pair.id])).content.decode()
    assert "One date of birth" not in page
    assert "The score is of earlier versions" in page
    work()
    again = access.pair(analyst, pair.id, PURPOSE, at=T0)
    assert not [code for code in again.reasons if code.startswith("birth")]


def test_a_subject_shows_only_those_of_its_records_that_may_be_shown(actor, analyst):
    first, second = person(actor, LATIN), person(actor, URDU)
    work()
    services.judge(actor, the_pair(first, second).id, "same", "Passport.", PURPOSE, at=T0)
    first.refresh_from_db()
    assert len(access.subject(analyst, first.subject, PURPOSE, at=T0).records) == 2
    with pytest.raises(errors.NoSuchSubject):
        access.subject(analyst, first.subject, "immigration", at=T0)


@pytest.mark.parametrize("role", ["auditor", "operator", "secretary", "protection_officer"])
def test_those_who_may_not_look_for_names_are_refused_and_it_is_recorded(actor, role):
    person(actor, LATIN)
    work()
    reader = officer("reader", role)
    with pytest.raises(errors.NoRole):
        access.search(reader, ask().record(), PURPOSE, at=T0)
    assert Line.objects.filter(act="name.searched", outcome="refused", officer_id=reader.id).count() == 1


def test_a_liaison_officer_finds_what_the_purpose_allows_and_judges_nothing(actor):
    shown, _other = person(actor, LATIN), person(actor, ARABIC, purposes={"immigration"})
    work()
    liaison = officer("layla", "liaison_officer")
    assert [one.shown.record.id for one in access.search(liaison, ask().record(), PURPOSE, at=T0)] == [shown.id]
    with pytest.raises(errors.NoRole):
        screening.screen_entry(actor_of(liaison), ask(), PURPOSE, at=T0)


def test_a_screening_belongs_to_the_officer_who_made_it(actor, desk):
    person(actor, LATIN)
    work()
    made = screening.screen_entry(actor, ask(), PURPOSE, at=T0)
    with pytest.raises(errors.NoSuchScreening):
        screenings.results(desk, made.id, PURPOSE, at=T0)


def test_an_alert_belongs_to_the_owner_of_the_list_and_its_purpose(actor, analyst):
    listed = person(actor, LATIN)
    watch = watch_list(actor, listed)
    person(actor, ARABIC)
    work()
    assert Alert.objects.count() == 1
    stranger = officer("zain", "analyst", code="coast-guard")
    assert watching.alerts(analyst, PURPOSE, at=T0).rows
    assert not watching.alerts(stranger, PURPOSE, at=T0).rows
    assert not watching.alerts(analyst, "immigration", at=T0).rows
    with pytest.raises(errors.NoSuchAlert):
        watching.alert(stranger, Alert.objects.get().id, PURPOSE, at=T0)
    with pytest.raises(errors.NoSuchWatchList):
        watching.watch_list(stranger, watch.id, PURPOSE, at=T0)


def test_every_record_that_is_shown_leaves_a_line(actor, analyst):
    record = person(actor, LATIN)
    work()
    access.search(analyst, ask().record(), PURPOSE, at=T0)
    line = Line.objects.get(act="record.listed", object_id=record.id)
    assert (line.officer_id, line.purpose) == (analyst.id, PURPOSE)
    assert Line.objects.filter(act="name.searched", officer_id=analyst.id).count() == 1


def test_a_search_needs_a_purpose_and_a_name(analyst):
    with pytest.raises(errors.NoPurpose):
        access.search(analyst, ask().record(), " ", at=T0)
    with pytest.raises(errors.NoName):
        ask(" ; ").record()
