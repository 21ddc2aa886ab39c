# SPDX-License-Identifier: Apache-2.0
"""Watch lists and alerts: who may change a list, what a change screens, and how an alert ends."""

import io
from datetime import date, timedelta

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.identity import engine, services, working
from taawun.apps.identity.models import Alert, WatchEntry, WatchList
from taawun.apps.identity.watching import access
from taawun.apps.identity.watching import services as watching
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.registers.importing import services as importing
from taawun.apps.registers.models import Import
from taawun.apps.registers.services import Draft
from taawun.kernel import errors
from tests.apps.identity.making import ARABIC, LATIN, OTHER, URDU, person, the_pair, watch_list, work
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, personal

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)


@pytest.fixture
def raised(actor):
    """An alert: a listed record, and another that came later."""
    watch_list(actor, person(actor, ARABIC))
    work()
    person(actor, LATIN)
    work()
    return Alert.objects.get()


def test_a_record_that_is_like_a_listed_one_alerts_once(actor, raised):
    assert raised.state == "raised"
    assert Line.objects.filter(act="alert.raised", object_id=raised.id).count() == 1
    jobs.submit(working.RESCREEN, {}, actor, at=T0)
    work()
    assert Alert.objects.count() == 1


def test_a_hit_below_the_lists_threshold_does_not_alert(actor):
    watch_list(actor, person(actor, ARABIC), threshold=1.0)
    person(actor, LATIN)
    work()
    assert not Alert.objects.exists()


def test_two_records_on_one_list_do_not_alert_each_other(actor):
    watch_list(actor, person(actor, ARABIC), person(actor, LATIN))
    work()
    assert not Alert.objects.exists()


def test_only_what_came_onto_a_list_is_screened(actor, monkeypatch):
    first, second = person(actor, ARABIC), person(actor, OTHER)
    person(actor, LATIN)
    watch = watch_list(actor, first)
    work()
    seen, screen = [], engine.screen
    monkeypatch.setattr(
        engine, "screen", lambda records, *more: (seen.extend(one.id for one in records), screen(records, *more))[1]
    )
    watching.put_on(actor, watch.id, [first.id, second.id], "Also wanted.", PURPOSE, at=T0)
    work()
    assert seen == [second.id]


def test_only_what_changed_is_screened(actor, monkeypatch):
    listed, other = person(actor, ARABIC), person(actor, OTHER)
    work()
    watch_list(actor, listed)
    work()
    seen, screen = [], engine.screen
    monkeypatch.setattr(
        engine, "screen", lambda records, *more: (seen.extend(one.id for one in records), screen(records, *more))[1]
    )
    registers.new_version(actor, other.id, LATIN, personal(), PURPOSE, "His name.", at=LATER)
    work(LATER)
    assert seen == [other.id]
    assert Alert.objects.get().hit == other.id
    work(LATER)
    assert seen == [other.id]


def test_the_united_nations_list_is_whatever_is_imported_of_it(actor):
    chosen = {"source": "un-extract", "file_digest": "0" * 64, "settings": {}, "purpose": PURPOSE, "created": T0}
    imports = [Import.objects.create(authority="anf", **chosen | {"source": one}) for one in ("un-list", "table")]
    for made, data in zip(imports, (LATIN, OTHER), strict=True):
        registers.draft_many(actor, "person", [Draft(data, personal())], PURPOSE, at=T0, imported=made)
    work()
    watch = watch_list(actor, source="un")
    person(actor, ARABIC)
    work()
    assert Alert.objects.get().of == watch
    with pytest.raises(errors.WatchListClosed):
        watching.put_on(actor, watch.id, [person(actor, OTHER).id], "x", PURPOSE, at=T0)


def test_a_pair_that_was_judged_different_does_not_alert(actor):
    listed, other = person(actor, ARABIC), person(actor, LATIN)
    work()
    services.judge(actor, the_pair(listed, other).id, "different", "Other father.", PURPOSE, at=T0)
    watch_list(actor, listed)
    work()
    assert not Alert.objects.exists()


def test_an_alert_is_taken_up_and_closed_with_a_reason(actor, analyst, raised):
    watching.acknowledge(actor, raised.id, PURPOSE, at=T0)
    with pytest.raises(errors.NoReasonGiven):
        watching.close_alert(actor, raised.id, " ", PURPOSE, at=T0)
    watching.close_alert(actor, raised.id, "والد کا نام مختلف ہے", PURPOSE, at=T0)
    raised.refresh_from_db()
    assert (raised.state, raised.acknowledged_by, raised.closed_by) == ("closed", analyst.id, analyst.id)
    with pytest.raises(errors.AlertClosed):
        watching.acknowledge(actor, raised.id, PURPOSE, at=T0)
    assert not access.alerts(analyst, PURPOSE, at=T0).rows
    assert access.alerts(analyst, PURPOSE, closed=True, at=T0).rows


def test_a_closed_alert_is_raised_again_when_much_more_speaks_for_it(actor):
    watch_list(actor, person(actor, URDU))
    other = person(actor, {"name": ["Ahmad Khalid Mansoor Gondal"], "birth_date": ["1972"]})
    work()
    alert = Alert.objects.get()
    watching.close_alert(actor, alert.id, "Not enough.", PURPOSE, at=T0)
    same = {"name": ["Ahmad Khalid Mansoor Gondal"], "birth_date": ["1971-03"], "passport_number": ["AB1234567"]}
    registers.new_version(actor, other.id, same, personal(), PURPOSE, "His passport.", at=LATER)
    work(LATER)
    again = Alert.objects.get()
    assert (again.state, again.hit_version) == ("raised", 2)
    assert again.score > alert.score


@pytest.mark.parametrize("role", ["liaison_officer", "auditor", "operator"])
def test_only_analysts_and_desk_officers_change_lists_and_alerts(raised, role):
    reader = actor_of(officer("reader", role))
    for act in (
        lambda: watch_list(reader),
        lambda: watching.close_list(reader, raised.of_id, PURPOSE, at=T0),
        lambda: watching.acknowledge(reader, raised.id, PURPOSE, at=T0),
        lambda: watching.close_alert(reader, raised.id, "x", PURPOSE, at=T0),
    ):
        with pytest.raises(errors.NoRole):
            act()


def test_a_record_that_may_not_be_seen_is_not_put_on_a_list(actor):
    watch = watch_list(actor)
    hidden = person(actor, LATIN, purposes={"worker-protection"})
    with pytest.raises(errors.NoSuchRecord):
        watching.put_on(actor, watch.id, [hidden.id], "x", PURPOSE, at=T0)


def test_a_list_does_not_alert_on_what_its_owner_may_not_see(actor):
    watch_list(actor, person(actor, ARABIC))
    person(actor, LATIN, purposes={"worker-protection"}, persons={"victim"})
    person(actor, LATIN, tlp="red", named={"PK:coast-guard"})
    work()
    assert not Alert.objects.exists()


def test_a_record_that_is_taken_off_alerts_no_more_and_stays_on_record(actor):
    listed = person(actor, ARABIC)
    watch = watch_list(actor, listed)
    work()
    watching.take_off(actor, watch.id, listed.id, "By mistake.", PURPOSE, at=T0)
    person(actor, LATIN)
    work()
    assert not Alert.objects.exists()
    assert WatchEntry.objects.get().removed == T0
    watching.put_on(actor, watch.id, [listed.id], "No mistake.", PURPOSE, at=T0)
    work()
    assert Alert.objects.count() == 1


def test_a_list_is_reviewed_and_closed(actor, analyst):
    watch = watch_list(actor)
    watching.review(actor, watch.id, date(2028, 1, 1), PURPOSE, at=T0)
    watching.close_list(actor, watch.id, PURPOSE, at=T0)
    found = WatchList.objects.get()
    assert (found.review, found.closed) == (date(2028, 1, 1), T0)
    with pytest.raises(errors.WatchListClosed):
        watching.review(actor, watch.id, date(2029, 1, 1), PURPOSE, at=T0)


def test_the_worker_rescreens_once_a_night(actor):
    watch_list(actor, person(actor, ARABIC))
    person(actor, LATIN)
    work()
    Alert.objects.all().delete()
    day = T0.replace(hour=12)
    night = (T0 + timedelta(days=1)).replace(hour=21, minute=30)  # 02:30 in Karachi
    for at in (day, night, night + timedelta(minutes=10)):
        working.nightly(at)
        work(at)
    assert Job.objects.filter(kind=working.RESCREEN, params={}).count() == 1
    assert Alert.objects.count() == 1


def test_an_imported_table_can_be_a_watch_list(actor):
    person(actor, ARABIC)
    rows = "Name,Date of birth\nAhmad Khalid Mansoor,1971\nسارہ اقبال,1990\n"
    made = importing.import_table(actor, io.BytesIO(rows.encode()), "person", personal(), PURPOSE, at=T0)
    work()
    watch_list(actor, source="import", imported=made.id)
    work()
    assert Alert.objects.count() == 1
