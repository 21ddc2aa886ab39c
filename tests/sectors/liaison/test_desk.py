# SPDX-License-Identifier: Apache-2.0
"""The liaison desk at a node: mandates, taskings that cross, tests of contacts, handovers (spec §89)."""

import re
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.cases import access as cases
from taawun.apps.cases import tabling
from taawun.apps.cases.models import Task
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.registers.models import Record
from taawun.apps.registers.taking import take_received
from taawun.kernel.errors import (
    MandateEnded,
    MandateNotBegun,
    NoHandover,
    NoRole,
    NoSuchContact,
    NoSuchPosting,
    OtherInstrument,
    OutsideMandate,
)
from taawun.sectors.liaison import access, handing, handovers_access, reporting, services, showing
from taawun.sectors.liaison.models import Ask, Handover
from taawun.sectors.liaison.testing import Standing
from tests.apps.cases.making import state
from tests.apps.registers import making
from tests.sectors.liaison.making import PURPOSE, TASKING, contact, duty, posting

pytestmark = pytest.mark.django_db
PACK = "pk-bh-liaison"
PAGES = ("desk", "postings", "taskings", "log", "duty", "handovers")


def client_of(desk, name: str) -> Client:
    client = Client()
    client.force_login(desk.officers[name])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


def tasking(desk, post: str, **changes):
    case = desk.open(pack=PACK, kind="liaison_tasking", purpose=PURPOSE)
    desk.fill(case, **TASKING | {"posting": post} | changes)
    return case


# --- the mandate ---------------------------------------------------------------------------------------------


def test_a_tasking_crosses_and_is_answered_within_its_clock(desk):
    post = posting(desk.actor("asma"), desk.tick())
    case = tasking(desk, post)
    desk.make("asma", case, "task")
    assert Task.objects.filter(case=case, slug="take_it", done=None).exists()
    desk.make("omar", case, "take_on")
    desk.cross("omar", case, "put")
    (found,) = access.taskings(desk.officers["omar"], at=desk.tick())
    assert (found.clock.rule, found.late, found.ours) == ("follow_up", False, True)
    late = access.taskings(desk.officers["omar"], at=found.clock.due + timedelta(minutes=1))
    assert late[0].late
    assert desk.answers(case, "answer")["kind"] == "accepted"
    assert state(case) == "answered"
    assert desk.show("omar", case).filled["answer"].value
    desk.fill(case, name="omar", outcome="منگل طے ہوا")
    desk.cross("omar", case, "report")
    assert state(case) == "closed"


OUTSIDE = {
    "another sector": ({}, {"field": "immigration"}, OutsideMandate),
    "another instrument": ({}, {"under": "untoc"}, OtherInstrument),
    "before the first day": ({"since": "2031-01-01", "until": "2032-01-01"}, {}, MandateNotBegun),
    "after the last day": ({"since": "2020-01-01", "until": "2021-01-01"}, {}, MandateEnded),
    "an officer of the other side": ({"party": "BH", "host": "PK"}, {}, NoSuchPosting),
    "a record that is no posting": ({}, {"posting": "duty"}, NoSuchPosting),
    "no record at all": ({}, {"posting": "the one in Manama"}, NoSuchPosting),
}


@pytest.mark.parametrize(("stated", "said", "error"), OUTSIDE.values(), ids=OUTSIDE)
def test_an_act_outside_the_mandate_is_refused_with_its_reason(desk, stated, said, error):
    post = posting(desk.actor("asma"), desk.tick(), **stated)
    if said.get("posting") == "duty":
        said = {"posting": duty(desk.actor("asma"), desk.tick())}
    case = tasking(desk, post, **said)
    with pytest.raises(error):
        desk.make("asma", case, "task")
    assert state(case) == "draft"


def test_a_mandate_that_ends_meanwhile_stops_what_was_taken_on(desk):
    post = posting(desk.actor("asma"), desk.tick())
    case = tasking(desk, post)
    desk.make("asma", case, "task")
    desk.make("omar", case, "take_on")
    made = desk.propose("omar", case, "put")
    desk.approve(made)
    shown = Record.objects.get(id=post).versions.get(number=1)
    until = (desk.now - timedelta(days=1)).date().isoformat()
    marking = registers.versions.payload_of(shown).marking
    registers.new_version(
        desk.actor("asma"), post, {**shown.data, "until": until}, marking, PURPOSE, "Recalled.", at=desk.tick()
    )
    with pytest.raises(MandateEnded):
        desk.send(made)
    assert state(case) == "taken"
    desk.make("omar", case, "give_back", reasons="The mandate ended.")
    assert state(case) == "draft"


def test_the_host_is_refused_in_the_words_of_a_page(desk):
    case = tasking(desk, posting(desk.actor("asma"), desk.tick()), field="immigration")
    url = reverse("cases:move", args=[case.id, "task"])
    page = client_of(desk, "asma").post(url, {"token": "", "reasons": ""}, follow=True).content.decode()
    assert "This sector is outside the mandate of the posting." in page


# --- who answers day and night --------------------------------------------------------------------------------


def test_a_contact_is_loud_until_it_answered(desk):
    one = duty(desk.actor("asma"), desk.tick())
    officer = desk.officers["omar"]
    assert [found.standing for found in access.desk(officer, at=desk.now).silent] == [Standing.UNTESTED]
    assert services.ask_for_tests(desk.now) == 1
    assert services.ask_for_tests(desk.now) == 0
    assert access.duty(officer, at=desk.now)[0].asked
    services.record_test(desk.actor("omar"), one, {"result": "no_answer"}, at=desk.tick())
    assert access.duty(officer, at=desk.now)[0].standing is Standing.FAILED
    services.record_test(desk.actor("asma"), one, {"result": "answered", "seconds": "14"}, at=desk.tick(days=1))
    (found,) = access.duty(officer, at=desk.now)
    assert (found.standing, found.last.seconds, found.asked) == (Standing.GOOD, "14", False)
    assert services.ask_for_tests(desk.tick(days=31)) == 1
    assert Ask.objects.filter(done=None).count() == 1


def test_only_a_contact_in_use_is_tested_and_only_by_who_may(desk):
    ended = duty(desk.actor("asma"), desk.tick(), state="ended")
    with pytest.raises(NoSuchContact):
        services.record_test(desk.actor("omar"), ended, {"result": "no_answer"}, at=desk.tick())
    with pytest.raises(NoRole):
        services.record_test(desk.actor("bilal"), ended, {"result": "no_answer"}, at=desk.tick())
    assert services.ask_for_tests(desk.now) == 0


def test_a_test_is_recorded_on_its_page_and_an_answer_without_a_time_is_not(desk):
    one, client = duty(desk.actor("asma"), desk.tick()), client_of(desk, "omar")
    wrong = client.post(reverse("liaison:duty"), {"contact": one, "result": "answered", "seconds": ""})
    assert wrong.status_code == 400
    said = {"contact": one, "result": "answered", "seconds": "11", "summary": "اردو میں جواب ملا"}
    assert client.post(reverse("liaison:duty"), said).status_code == 302
    assert Record.objects.filter(type="duty-test").count() == 1


# --- handover --------------------------------------------------------------------------------------------------


def test_both_officers_sign_and_the_report_is_a_paper_in_three_languages(desk, successor):
    actor = desk.actor("asma")
    post = posting(actor, desk.tick())
    case = tasking(desk, post)
    contact(actor, desk.tick())
    duty(actor, desk.tick())
    with pytest.raises(NoHandover):
        services.hand_over(desk.actor("omar"), post, desk.officers["asma"].id, at=desk.tick())
    made = services.hand_over(desk.actor("omar"), post, successor.id, at=desk.tick())
    assert [one.part for one in reporting.read(successor, made)] == ["tasking", "follow", "duty"]
    with pytest.raises(NoHandover):
        services.take_over(desk.actor("omar"), made.id)
    desk.make("asma", case, "task")
    assert [one.changed for one in reporting.read(successor, made)] == [True, False, False]
    services.take_over(actor_of(successor), made.id, at=desk.tick())
    with pytest.raises(NoHandover):
        services.take_back(desk.actor("omar"), made.id)
    acts = set(Line.objects.filter(object_id=made.id, outcome="allowed").values_list("act", flat=True))
    assert {"handover.signed", "handover.taken-over"} <= acts
    client = client_of(desk, "omar")
    for language in ("en", "ar", "ur"):
        answer = client.get(reverse("liaison:handover-paper", args=[made.id, language]))
        pages = pypdfium2.PdfDocument(BytesIO(answer.content))
        text = pages[0].get_textpage().get_text_bounded()
        assert (answer["Content-Type"], len(pages)) == ("application/pdf", 1)
        assert ("Taken over by" in text) == (language == "en")


def test_only_a_posting_that_we_stated_is_offered_to_be_released(desk):
    """What the other side stated is theirs to release."""
    made = posting(desk.actor("asma"), desk.tick())
    data = {"name": "ضابط البحرين", "party": "BH", "host": "PK", "since": "2026-11-01", "until": "2027-11-01",
            "sectors": ["immigration"]}  # fmt: skip
    marked = making.marking("BH", purposes={PURPOSE}, persons={"other"})
    came = making.payload(type="liaison-posting", data=data, marking=marked)
    take_received(making.header(purpose=PURPOSE), came.to_wire(), desk.tick())
    page = client_of(desk, "asma").get(reverse("liaison:postings")).content.decode()
    assert "ضابط البحرين" in page
    assert reverse("registers:release", args=[made]) in page
    assert reverse("registers:release", args=[came.record]) not in page


def test_the_paper_of_a_handover_tells_days_and_hours_as_people_write_them(desk, successor):
    actor = desk.actor("asma")
    post = posting(actor, desk.tick())
    case = tasking(desk, post)
    desk.make("asma", case, "task")
    contact(actor, desk.tick())
    made = services.hand_over(desk.actor("omar"), post, successor.id, at=desk.tick())
    services.take_over(actor_of(successor), made.id, at=desk.tick())
    made.refresh_from_db()
    for language, month in (("en", "November 2026"), ("ar", "نوفمبر 2026"), ("ur", "نومبر 2026")):
        sheet = handing.printed(successor, made, language, desk.now)
        told = [*sheet.footer, *(cell for row in sheet.rows for cell in row)]
        assert not [one for one in told if re.search(r"\d{4}-\d\d", one)], language
        assert len([one for one in told if month in one]) >= 3, told


def test_what_a_handover_does_not_name_is_counted_on_its_page_in_its_paper_and_in_its_digest(
    desk, successor, monkeypatch
):
    monkeypatch.setattr(reporting, "MOST_OF_PART", 3)
    actor = desk.actor("asma")
    post = posting(actor, desk.tick())
    for number in range(5):
        duty(actor, desk.tick(), name=f"غرفة {number}")
    for _ in range(3):
        contact(actor, desk.tick())
    made = services.hand_over(desk.actor("omar"), post, successor.id, at=desk.tick())
    lines = reporting.read(successor, made)
    assert [(one.part, one.more) for one in lines] == [*[("follow", 0)] * 3, *[("duty", 0)] * 3, ("duty", 2)]
    assert reporting.lines(made.contents)[-1] == "duty  2  more"
    page = client_of(desk, "omar").get(reverse("liaison:handover", args=[made.id])).content.decode()
    assert "And 2 more, not named here." in page
    sheet = handing.printed(successor, made, "en", desk.now)
    assert [row[1] for row in sheet.rows if "not named here" in row[1]] == ["And 2 more, not named here."]
    assert showing.rest(2) == "And 2 more, not named here."


def test_a_log_of_a_hundred_and_one_contacts_is_handed_over_whole_or_counted(desk, successor):
    actor = desk.actor("asma")
    post = posting(actor, desk.tick())
    for _ in range(101):
        contact(actor, desk.tick())
    made = services.hand_over(desk.actor("omar"), post, successor.id, at=desk.tick())
    assert len(made.contents) == reporting.MOST_OF_PART + 1
    assert reporting.read(successor, made)[-1].more == 1


def test_a_handover_counts_and_names_what_lies_open_however_much_it_is(desk, successor, monkeypatch):
    """Nothing stands behind a page, and a tasking that the report names is not called erased."""
    for module, name in ((tabling, "MOST"), (access, "MOST"), (reporting, "MOST")):
        monkeypatch.setattr(module, name, 2, raising=False)
    monkeypatch.setattr(reporting, "MOST_OF_PART", 3)
    actor = desk.actor("asma")
    post = posting(actor, desk.tick())
    day = desk.now.date()
    for number in range(7):
        contact(actor, desk.tick(), follow_up=(day + timedelta(days=9 - number)).isoformat())
        contact(actor, desk.tick(), date=(day - timedelta(days=number)).isoformat(), outcome="تم")
        duty(actor, desk.tick(), name=f"غرفة {number}")
        tasking(desk, post)
    made = services.hand_over(desk.actor("omar"), post, successor.id, at=desk.tick())
    counted = {one["part"]: one["version"] for one in made.contents if one["state"] == "more"}
    assert counted == dict.fromkeys(("tasking", "follow", "contact", "duty"), 4)
    found = reporting.read(successor, made)
    due = [one.due for one in found if one.part == "follow" and not one.more]
    assert due == [(day + timedelta(days=number)).isoformat() for number in (3, 4, 5)]
    assert not any(one.gone for one in found)
    assert [one.part for one in found].count("tasking") == 4


def test_a_handover_is_never_changed_and_may_be_taken_back_once(desk, successor):
    post = posting(desk.actor("asma"), desk.tick())
    made = services.hand_over(desk.actor("omar"), post, successor.id, at=desk.tick())
    for change in ({"contents": []}, {"incoming": made.outgoing}, {"taken_over": desk.now, "taken_back": desk.now}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Handover.objects.filter(id=made.id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM liaison_handover")
    services.take_back(desk.actor("omar"), made.id, at=desk.tick())
    with pytest.raises(NoHandover):
        services.take_over(actor_of(successor), made.id, at=desk.tick())
    with pytest.raises(NoHandover):
        handovers_access.get(desk.officers["zara"], made.id)


# --- pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
def test_every_page_opens(desk, full):
    if full:
        tasking(desk, posting(desk.actor("asma"), desk.tick()))
        contact(desk.actor("asma"), desk.tick())
        duty(desk.actor("asma"), desk.tick())
    client = client_of(desk, "omar")
    for page in PAGES:
        assert client.get(reverse(f"liaison:{page}")).status_code == 200, page


def test_a_mandate_names_its_instruments_and_a_handover_its_posting(desk, successor):
    post = posting(desk.actor("asma"), desk.tick(), instruments=["pk-bh-working-group", "nowhere"])
    client = client_of(desk, "omar")
    page = client.get(reverse("liaison:postings")).content.decode()
    title = cases.pack_named("pk-bh-working-group").title["en"]
    assert f'<a href="{reverse("cases:instrument", args=["pk-bh-working-group"])}">{title}</a>' in page
    assert '<code class="id">nowhere</code>' in page
    made = services.hand_over(desk.actor("omar"), post, successor.id, at=desk.tick())
    told = client.get(reverse("liaison:handover", args=[made.id])).content.decode()
    link = told.partition(reverse("registers:record", args=[post]))[2].partition("</a>")[0]
    assert "منشیات رابطہ افسر" in link


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_led_to_a_form_that_is_closed_to_them(desk, page):
    """Who approves what leaves drafts no record."""
    told = client_of(desk, "bilal").get(reverse(f"liaison:{page}")).content.decode()
    assert "/registers/new/" not in told
    assert "/registers/new/" in client_of(desk, "omar").get(reverse("liaison:postings")).content.decode()


def test_a_test_that_is_wrong_says_so_once_and_loses_nothing(desk):
    one = duty(desk.actor("asma"), desk.tick())
    said = {"contact": one, "result": "answered", "seconds": "-4", "summary": "لمبی گھنٹی"}
    refused = client_of(desk, "omar").post(reverse("liaison:duty"), said)
    assert (refused.status_code, len(refused.context["form"].errors["seconds"])) == (400, 1)
    assert all(word in refused.content.decode() for word in ('value="-4"', "لمبی گھنٹی"))


SHORTENED = {
    "desk": lambda actor, day, post: duty(actor, day),
    "desk by its contacts": lambda actor, day, post: contact(actor, day),
    "log": lambda actor, day, post: contact(actor, day),
    "duty": lambda actor, day, post: duty(actor, day),
    "postings": lambda actor, day, post: posting(actor, day),
}


@pytest.mark.parametrize(("page", "made"), SHORTENED.items(), ids=SHORTENED)
def test_a_page_that_shows_the_newest_of_more_records_says_so_and_leads_to_all(desk, monkeypatch, page, made):
    monkeypatch.setattr(access, "MOST", 2)
    url, more = reverse(f"liaison:{page.split()[0]}"), "There is more than a page shows."
    client = client_of(desk, "omar")
    for number in range(3):
        made(desk.actor("asma"), desk.tick(), "")
        told = client.get(url).content.decode()
        assert (more in told) == (number == 2)
    assert reverse("registers:list") in told.partition(more)[2]


def test_a_page_that_shows_the_newest_of_more_taskings_says_so_and_leads_to_all(desk, monkeypatch):
    monkeypatch.setattr(tabling, "MOST", 2)
    post = posting(desk.actor("asma"), desk.tick())
    for number in range(3):
        tasking(desk, post)
        for page in ("taskings", "desk"):
            told = client_of(desk, "omar").get(reverse(f"liaison:{page}")).content.decode()
            assert ("There is more than a page shows." in told) == (number == 2), page
    assert reverse("cases:list") in told.partition("There is more than a page shows.")[2]


def test_the_desk_and_the_liaison_page_of_counter_narcotics_lead_to_each_other(desk):
    client = client_of(desk, "omar")
    desk_page, notices = reverse("liaison:desk"), reverse("counter_narcotics:liaison")
    assert notices in client.get(desk_page).content.decode()
    client.post(reverse("ui:purpose"), {"purpose": "counter-narcotics"})
    assert f'href="{desk_page}">Mandate' in client.get(notices).content.decode()
