# SPDX-License-Identifier: Apache-2.0
"""What officers do on the pages of identity: find, judge, take back, screen, watch, and close alerts."""

import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.identity.models import Alert, Judgement, Pair, Screening, WatchEntry, WatchList
from taawun.apps.jobs.models import Job
from taawun.apps.registers import services as registers
from tests.apps.identity.making import ARABIC, LATIN, OTHER, URDU, person, the_pair, watch_list, work
from tests.apps.making import T0
from tests.apps.registers.making import PURPOSE, SEIZURE, marking

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(analyst) -> Client:
    made = Client()
    made.force_login(analyst)
    made.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return made


@pytest.fixture
def held(actor):
    records = [person(actor, data) for data in (LATIN, ARABIC, URDU, OTHER)]
    work()
    return records


def page(client, place, /, *args, **data):
    answer = client.get(reverse(f"identity:{place}", args=args), data)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def send(client, place, /, *args, **data):
    return client.post(reverse(f"identity:{place}", args=args), data, follow=True)


@pytest.mark.parametrize("name", ["Ahmed Khaled Mansour", "أحمد خالد منصور", "احمد خالد منصور"])
def test_a_name_in_any_script_finds_who_it_may_be_with_the_names_drawn(client, held, name):
    shown = send(client, "search", name=name, kind="person").content.decode()
    assert all(f"/records/{one.id}/" in shown for one in held[:3])
    assert f"/records/{held[3].id}/" not in shown
    assert shown.count("<svg") == 3
    assert '<rect class="node leaf"' in shown
    assert '<bdi dir="auto">أحمد خالد منصور</bdi>' in shown
    assert "<script>" not in shown


def test_a_name_that_nobody_bears_says_what_to_do(client, held):
    assert "Try another spelling" in send(client, "search", name="Zzyzx Quux", kind="person").content.decode()


def test_a_search_without_a_name_says_so(client, held):
    assert send(client, "search", name="").status_code == 400
    assert b"Write a name." in send(client, "search", name=" ; ").content


def test_a_search_before_the_first_index_says_so(client):
    answer = send(client, "search", name="سارہ")
    assert answer.status_code == 400
    assert b"The index of names is not ready yet" in answer.content


def test_two_records_stand_side_by_side_with_both_scripts(client, held):
    pair = the_pair(held[0], held[1])
    shown = page(client, "pair", pair.id)
    assert '<bdi dir="auto">Ahmad Khalid Mansoor</bdi>' in shown
    assert '<bdi dir="auto">أحمد خالد منصور</bdi>' in shown
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th>.*?<span class="badge[^"]*">([^<]+)</span></td></tr>', shown))
    assert rows["Name"] == "Agree"
    assert rows["Date of birth"] == "Agree in part"
    assert rows["Nationality"] == "Agree"
    assert "One date of birth lies within the other." in shown
    assert "1 other record you may see bears the same name" in shown
    assert "<svg" in shown


def test_a_pair_is_claimed_judged_and_taken_back(client, held):
    pair = the_pair(held[0], held[1])
    assert f"/pairs/{pair.id}/" in page(client, "pairs")
    send(client, "claim", pair.id)
    assert "Give it back" in page(client, "pair", pair.id)
    answer = send(client, "judge", pair.id, verdict="same", reason="ایک ہی شخص")
    assert "Your judgement stands" in answer.content.decode()
    assert f"/pairs/{pair.id}/" not in page(client, "pairs")
    held[0].refresh_from_db()
    subject = page(client, "subject", held[0].subject)
    assert held[1].id in subject
    assert "open again" in send(client, "undo", pair.id).content.decode()
    assert Judgement.objects.count() == 2


@pytest.mark.parametrize("data", [{"verdict": "same"}, {"reason": "x"}, {"verdict": "open", "reason": "x"}])
def test_a_judgement_that_lacks_something_comes_back_to_the_form(client, held, data):
    pair = the_pair(held[0], held[1])
    answer = send(client, "judge", pair.id, **data)
    assert answer.status_code == 400
    assert not Judgement.objects.exists()


def test_a_contradiction_says_what_to_do(client, held):
    for left, right, verdict in ((0, 1, "same"), (1, 2, "same"), (0, 2, "different")):
        answer = send(client, "judge", the_pair(held[left], held[right]).id, verdict=verdict, reason="x")
    assert answer.status_code == 400
    assert "take those back first" in answer.content.decode()


def test_one_entry_is_screened_on_the_page(client, held):
    answer = send(client, "screen-entry", name="احمد خالد منصور", kind="person", birth="1971")
    shown = answer.content.decode()
    assert all(f"/records/{one.id}/" in shown for one in held[:3])
    assert "namesakes" in shown


def test_a_file_is_screened_on_the_page_with_its_progress(client, held):
    file = io.BytesIO("Name,Date of birth\nAhmad Khalid Mansour,1971\nسارہ,x\n".encode())
    file.name = "travellers.csv"
    answer = send(client, "screen-file", file=file, least="0.4")
    made = Screening.objects.get()
    assert "<progress" in answer.content.decode()
    assert answer["Refresh"]
    work(Job.objects.get(id=made.job).due)
    shown = client.get(reverse("identity:screening", args=[made.id]))
    assert "Refresh" not in shown
    assert f"/records/{held[0].id}/" in shown.content.decode()
    assert "is not a date" in shown.content.decode()
    exported = b"".join(client.get(reverse("identity:screening-export", args=[made.id])).streaming_content).decode()
    assert held[0].id in exported


def test_a_file_that_is_no_list_comes_back_to_the_form(client, held):
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "x.pdf"
    answer = send(client, "screen-file", file=file, least="0.4")
    assert answer.status_code == 400
    assert "It is a PDF document" in answer.content.decode()


def test_a_watch_list_is_made_filled_and_alerts(client, held):
    answer = send(client, "list-new", title="مطلوب", source="chosen", threshold="0.6", review="2027-06-01")
    watch = WatchList.objects.get()
    assert "مطلوب" in answer.content.decode()
    send(client, "list-add", watch.id, record=held[1].id, reason="عدالتی حکم")
    work(Job.objects.latest("created").due)
    shown = page(client, "alerts")
    assert shown.count('href="/identity/alerts/') >= 2
    alert = Alert.objects.filter(hit=held[0].id).get()
    assert reverse("identity:alert", args=[alert.id]) in client.get("/").content.decode()
    assert "<svg" in page(client, "alert", alert.id)
    assert Pair.objects.filter(id=the_pair(held[0], held[1]).id).exists()
    answer = send(client, "pair-open", left=alert.entry, right=alert.hit)
    assert answer.redirect_chain[-1][0] == reverse("identity:pair", args=[the_pair(held[0], held[1]).id])
    send(client, "alert-acknowledge", alert.id)
    assert send(client, "alert-close", alert.id, reason="").status_code == 400
    assert "The alert is closed" in send(client, "alert-close", alert.id, reason="دوسرا شخص").content.decode()
    assert f"/alerts/{alert.id}/" in page(client, "alerts", closed="")


def test_a_list_is_reviewed_emptied_and_closed(client, actor, held):
    watch = watch_list(actor, held[0])
    send(client, "list-review", watch.id, review="2028-01-01")
    assert send(client, "list-remove", watch.id, held[0].id, reason="").status_code == 409
    assert "off the list" in send(client, "list-remove", watch.id, held[0].id, reason="Done.").content.decode()
    assert "raises no more alerts" in send(client, "list-close", watch.id).content.decode()
    watch.refresh_from_db()
    assert (str(watch.review), watch.closed is not None) == ("2028-01-01", True)


def test_no_page_shows_who_is_who_without_a_purpose(analyst, held):
    fresh = Client()
    fresh.force_login(analyst)
    for name in ("search", "pairs", "screenings", "lists", "alerts"):
        assert fresh.get(reverse(f"identity:{name}"))["Location"].startswith("/purpose/?next=")


@pytest.mark.parametrize("name", ["pair", "subject", "screening", "list", "alert"])
def test_what_is_not_there_is_not_found(client, name):
    answer = client.get(reverse(f"identity:{name}", args=["01a20128-f73a-7e56-9288-e13039c04f99"]))
    assert answer.status_code == 404


def test_the_menu_leads_to_all_of_it(client):
    shown = client.get("/").content.decode()
    for name in ("search", "pairs", "screenings", "lists", "alerts"):
        assert f'href="{reverse(f"identity:{name}")}"' in shown


def test_a_record_is_put_on_a_list_from_its_own_page(client, actor, held):
    watch = watch_list(actor)
    shown = client.get(reverse("registers:record", args=[held[1].id])).content.decode()
    assert reverse("identity:put-on", args=[held[1].id]) in shown
    assert watch.title in page(client, "put-on", held[1].id)
    assert send(client, "put-on", held[1].id, list=watch.id, reason="").status_code == 400
    assert (
        "being screened"
        in send(client, "put-on", held[1].id, list=watch.id, reason="مطلوب / مطلوب ہے").content.decode()
    )
    entry = WatchEntry.objects.get()
    assert (entry.record, entry.reason) == (held[1].id, "مطلوب / مطلوب ہے")
    assert Line.objects.filter(act="list.record-added", object_id=watch.id).count() == 1
    again = page(client, "put-on", held[1].id)
    assert "no open list" in again
    assert reverse("identity:list", args=[watch.id]) in again


def test_a_record_of_a_kind_that_is_not_compared_goes_on_no_list(client, actor):
    seizure = registers.draft_record(actor, "seizure", SEIZURE, marking(), PURPOSE, at=T0)
    place = reverse("identity:put-on", args=[seizure.id])
    assert place not in client.get(reverse("registers:record", args=[seizure.id])).content.decode()
    assert client.get(place).status_code == 404
