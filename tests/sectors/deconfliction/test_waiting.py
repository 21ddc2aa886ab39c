# SPDX-License-Identifier: Apache-2.0
"""What waits on My day and in notices: a conflict for the watch desk, and for a lead less than its pointer (§87.9)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.cases import services as cases
from taawun.apps.notices import counting, writing
from taawun.kernel.errors import EntryClosed
from taawun.sectors.deconfliction import crossing, forgetting, owning, services
from taawun.sectors.deconfliction.models import Conflict, Entry, Side, Target
from taawun.sectors.deconfliction.waiting import waiting
from tests.sectors.deconfliction.operations import CONTACTS, PHONE, live, wish
from tests.sectors.deconfliction.test_pages import browser

pytestmark = pytest.mark.django_db
WATCH, LEADS = "watch-desk", "coordination"


def lines(desk, name, purpose, at=None):
    """What waits for an officer, as (page, note, whether it is late)."""
    found = waiting(desk.officers[name], purpose, at or desk.now, 20)
    return [(one.page, one.note, one.late) for one in found]


def test_a_conflict_waits_for_the_watch_desk_until_it_is_closed_and_for_each_lead_until_they_know(watch):
    live(watch, "asma", label="شمالی سیکٹر")
    _entry, (found,) = live(watch, "zara")
    assert lines(watch, "asma", LEADS) == [("deconfliction:conflict", "شمالی سیکٹر", False)]
    assert lines(watch, "zara", LEADS) == [("deconfliction:conflict", "", False)]
    assert lines(watch, "rabia", WATCH) == [("deconfliction:owned", "", False)]
    nobody = [("omar", LEADS), ("asma", WATCH), ("zara", "counter-narcotics"), ("rabia", LEADS)]
    assert [lines(watch, *one) for one in nobody] == [[]] * 4
    owning.acknowledge(watch.actor("asma"), found.id, at=watch.tick())
    assert (lines(watch, "asma", LEADS), len(lines(watch, "zara", LEADS))) == ([], 1)
    owning.tell(watch.actor("rabia"), found.id, at=watch.tick())
    assert len(lines(watch, "rabia", WATCH)) == 1
    owning.close(watch.actor("rabia"), found.id, "agreed", "دونوں متفق ہیں۔", at=watch.tick())
    assert lines(watch, "rabia", WATCH) == lines(watch, "zara", LEADS) == []


def test_the_clock_says_once_that_nobody_closed_it_in_its_time_and_only_the_watch_desk_sees_it(watch):
    live(watch, "asma")
    _entry, (found,) = live(watch, "zara")
    before = lines(watch, "asma", LEADS)
    assert owning.run_due(found.due) == 0
    late = found.due + timedelta(minutes=1)
    assert [owning.run_due(late), owning.run_due(late)] == [1, 0]
    assert Line.objects.filter(act="conflict.overdue", object_id=found.id).count() == 1
    assert lines(watch, "rabia", WATCH, late) == [("deconfliction:owned", "", True)]
    assert lines(watch, "asma", LEADS, late) == before
    assert counting.waiting(watch.officers["rabia"], late).said()["late"] == 1
    assert counting.waiting(watch.officers["asma"], late).said()["late"] == 0


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_notice_of_a_conflict_is_a_number_and_nothing_else(watch, language):
    live(watch, "asma", label="شمالی سیکٹر")
    before = counting.waiting(watch.officers["asma"], watch.now)
    live(watch, "zara", label="Raid on the northern jetty", targets=(PHONE,))
    after = counting.waiting(watch.officers["asma"], watch.now)
    assert {
        name: after.said()[name] - count for name, count in before.said().items() if name != "desks"
    } == dict.fromkeys(set(before.said()) - {"desks"}, 0)
    assert after.desks == before.desks + 1
    said = writing.subject(after, language) + writing.body(after, language)
    assert not [one for one in (*CONTACTS["zara"], "شمالی", "Raid", "555") if one in said]


def test_an_entry_asked_to_be_released_waits_for_the_watch_desk(watch):
    made, _ = live(watch, "asma")
    services.ask_release(watch.actor("asma"), made.id, "BH", at=watch.tick())
    assert lines(watch, "rabia", WATCH) == [("deconfliction:board", "", False)]
    assert lines(watch, "asma", LEADS) == []


def sent(watch, proposal):
    """Let others approve a move of the watch desk, and send it."""
    watch.approve(proposal)
    watch.send(proposal, "rabia")


def test_an_entry_that_was_withdrawn_here_waits_for_the_watch_desk_until_its_release_is_ended_there(watch):
    """Spec §87.8c: until then the other node compares it."""
    watch.now = timezone.now().replace(microsecond=0)
    made, _ = live(watch, "asma", label="شمالی سیکٹر")
    services.ask_release(watch.actor("asma"), made.id, "BH", at=watch.tick())
    release = crossing.release(watch.actor("rabia"), made.id, at=watch.tick())
    assert lines(watch, "rabia", WATCH) == []
    sent(watch, release)
    services.withdraw(watch.actor("asma"), made.id, at=watch.tick())
    (waits,) = waiting(watch.officers["rabia"], WATCH, watch.now, 20)
    assert (waits.page, waits.args, waits.note) == ("cases:move", (release.case_id, "withdraw"), "")
    assert lines(watch, "asma", LEADS) == []
    there = reverse(waits.page, args=waits.args)
    board = browser(watch, "rabia", WATCH)
    assert there in board.get(reverse("deconfliction:board")).content.decode()
    assert board.get(there).status_code == 200
    assert waiting(watch.officers["rabia"], WATCH, watch.now + timedelta(days=3), 20) == []
    sent(watch, cases.propose(watch.actor("rabia"), release.case_id, "withdraw", WATCH, at=watch.tick()))
    assert lines(watch, "rabia", WATCH) == []
    assert there not in board.get(reverse("deconfliction:board")).content.decode()


def test_an_entry_that_the_watch_desk_kept_says_so_to_its_lead_who_may_ask_again(watch):
    watch.now = timezone.now().replace(microsecond=0)
    made, _ = live(watch, "asma")
    services.ask_release(watch.actor("asma"), made.id, "BH", at=watch.tick())
    release = crossing.release(watch.actor("rabia"), made.id, at=watch.tick())
    cases.withdraw_proposal(watch.actor("rabia"), release.case_id, WATCH, at=watch.tick())
    with pytest.raises(EntryClosed):
        services.ask_release(watch.actor("asma"), made.id, "BH", at=watch.tick())
    cases.make(watch.actor("rabia"), release.case_id, "keep", WATCH, at=watch.tick())
    page = browser(watch, "asma").get(reverse("deconfliction:entry", args=[made.id])).content.decode()
    assert "The watch desk did not release it to:" in page
    assert 'value="ask"' in page
    services.ask_release(watch.actor("asma"), made.id, "BH", at=watch.tick())
    assert lines(watch, "rabia", WATCH) == [("deconfliction:board", "", False)]
    again = crossing.release(watch.actor("rabia"), made.id, at=watch.tick())
    assert again.case_id != release.case_id
    page = browser(watch, "asma").get(reverse("deconfliction:entry", args=[made.id])).content.decode()
    assert "The watch desk has taken up the release to:" in page


def test_what_ended_long_ago_is_erased_and_an_open_conflict_with_all_that_belongs_to_it_is_not(watch):
    """Spec §87.11."""
    lone, _ = live(watch, "omar", 300, targets=(PHONE,))
    first, _ = live(watch, "asma")
    second, (found,) = live(watch, "zara")
    old = watch.now + forgetting.kept()["ended"] + timedelta(days=3)
    assert forgetting.forget(watch.now) == (0, 0)
    assert forgetting.forget(old) == (0, 1)
    assert not Entry.objects.filter(id=lone.id).exists()
    assert not Target.objects.exists()
    owning.tell(watch.actor("rabia"), found.id, at=watch.tick())
    with pytest.raises(DatabaseError), transaction.atomic():
        Conflict.objects.all().delete()
    owning.close(watch.actor("rabia"), found.id, "agreed", "Both go on.", at=old)
    assert forgetting.forget(old + timedelta(days=1)) == (0, 0)
    for act in (lambda: Conflict.objects.all().delete(), lambda: Conflict.objects.update(note="changed")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert forgetting.forget(old + forgetting.kept()["ended"] + timedelta(days=1)) == (1, 2)
    assert [row.objects.count() for row in (Conflict, Side, Entry)] == [0, 0, 0]
    erased = Line.objects.filter(act__endswith=".forgotten").values_list("object_id", flat=True)
    assert set(erased) == {lone.id, first.id, second.id, found.id}


def test_a_draft_whose_time_is_over_is_erased_sooner(watch):
    services.draft(watch.actor("asma"), wish(watch, "asma"), at=watch.tick())
    kept = forgetting.kept()
    assert forgetting.forget(watch.now + kept["draft"] - timedelta(days=1)) == (0, 0)
    assert forgetting.forget(watch.now + kept["draft"] + timedelta(days=3)) == (0, 1)
    assert kept["draft"] < kept["ended"]


def test_my_day_leads_to_the_conflict(watch):
    watch.now = timezone.now().replace(microsecond=0)
    live(watch, "asma", label="شمالی سیکٹر")
    _entry, (found,) = live(watch, "zara")
    for name, purpose, page in (("asma", LEADS, "conflict"), ("rabia", WATCH, "owned")):
        there = reverse(f"deconfliction:{page}", args=[found.id])
        home = browser(watch, name, purpose).get(reverse("ui:home")).content.decode()
        assert there in home
        assert not [one for other in ("asma", "zara") for one in CONTACTS[other] if one in home]
    assert found.id not in browser(watch, "omar").get(reverse("ui:home")).content.decode()
