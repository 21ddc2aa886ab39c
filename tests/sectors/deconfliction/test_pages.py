# SPDX-License-Identifier: Apache-2.0
"""What the pages, the interface, the files and the messages of a lead say, to the byte (spec §87.7)."""

import json
import re
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taawun.apps.notices import counting
from taawun.sectors.deconfliction import access, owning, services
from taawun.sectors.deconfliction.forms import EntryForm
from taawun.sectors.deconfliction.models import Conflict, Entry
from tests.apps.cases.asking import description, interface, refused, wrong
from tests.sectors.deconfliction.operations import CONTACTS, live, wish
from tools import catalogues

pytestmark = pytest.mark.django_db
CHANGING = re.compile(rb"csrfmiddlewaretoken\S* value=\S+|nonce\S+|data-served\S+|20\d\d-\d\d-\d\d[T ]\d\d:\d\d\S*")
"""What differs between any two answers: tokens and the moment at which a page or file was made."""
SECRETS = ("Raid on the northern jetty", "PK-14", "555 4477", "5554477", "surveillance", "مراقبة")
"""What the other lead's entry holds beside the contact."""


@pytest.fixture
def now(watch):
    """The desk at the beginning of this minute, so that pages and services tell one time, and no act ends it."""
    watch.now = timezone.now().replace(second=0, microsecond=0)
    return watch


def browser(desk, name, purpose="coordination"):
    client = Client()
    client.force_login(desk.officers[name])
    client.post(reverse("ui:purpose"), {"purpose": purpose})
    return client


def pages(desk, name):
    """Everything of this sector, and around it, that a lead can open, as bytes."""
    addresses = [
        reverse("ui:home"), reverse("ui:sector", args=["deconfliction"]), reverse("deconfliction:entries"),
        reverse("deconfliction:new"), reverse("deconfliction:api-entries"), reverse("deconfliction:api-conflicts"),
        reverse("deconfliction:export", args=["entries", "csv"]),
        reverse("deconfliction:export", args=["conflicts", "csv"]), reverse("notices:wish"), reverse("exchange:inbox"),
        reverse("exchange:releases"), reverse("cases:list"),
    ]  # fmt: skip
    own = Entry.objects.filter(lead_id=desk.officers[name].id)
    addresses += [reverse("deconfliction:entry", args=[one.id]) for one in own]
    client = browser(desk, name)
    with mock.patch("django.utils.timezone.now", return_value=desk.now):  # a page that tells the hour tells one
        found = {one: client.get(one) for one in addresses}
    return {one: CHANGING.sub(b"", answer.content) for one, answer in found.items()}


def test_sixty_miles_apart_every_byte_is_the_same_as_if_the_other_were_not_there(now):
    live(now, "asma", label="شمالی سیکٹر")
    alone, waiting = pages(now, "asma"), counting.waiting(now.officers["asma"])
    live(now, "zara", 60, kind="surveillance", label=SECRETS[0], targets=(("phone", "+92 300 555 4477"),))
    assert pages(now, "asma") == alone
    assert counting.waiting(now.officers["asma"]) == waiting
    assert not [
        one
        for answer in pages(now, "zara").values()
        for one in (CONTACTS["asma"][1], "شمالی")
        if one.encode() in answer
    ]


def test_whoever_has_no_part_in_a_conflict_reads_the_same_bytes_and_is_told_the_same_number(now):
    """Spec §87.9: what waits on My day, and the number in a notice, are the leads' own and the watch desk's."""
    live(now, "omar", 300, label="جنوبی سیکٹر")
    live(now, "asma")
    alone, waiting = pages(now, "omar"), counting.waiting(now.officers["omar"], now.now)
    _entry, (found,) = live(now, "zara", label=SECRETS[0])
    owning.run_due(found.due + timedelta(minutes=1))
    assert pages(now, "omar") == alone
    assert counting.waiting(now.officers["omar"], found.due + timedelta(minutes=1)) == waiting


def test_what_waits_for_a_lead_is_the_same_whatever_becomes_of_the_other_entry(now):
    """Neither withdrawal, nor the clock, nor what the watch desk did may be read from My day."""
    live(now, "asma", label="شمالی سیکٹر")
    other, (found,) = live(now, "zara")
    home = reverse("ui:home")
    before = pages(now, "asma")[home]
    services.withdraw(now.actor("zara"), other.id, at=now.now)
    owning.run_due(found.due + timedelta(minutes=1))
    assert pages(now, "asma")[home] == before


def test_a_conflict_tells_the_contact_and_nothing_else_of_the_other(now):
    live(now, "asma", label="شمالی سیکٹر")
    targets = (("phone", "+92 300 555 4477"), ("document", "PK-14"))
    other, (found,) = live(now, "zara", 0.4, 10, kind="surveillance", label=SECRETS[0], targets=targets)
    client = browser(now, "asma")
    page = client.get(reverse("deconfliction:conflict", args=[found.id])).content
    said = [page, *pages(now, "asma").values()]
    assert CONTACTS["zara"][1].encode() in page
    place = other.places.partition(",")[2][:7]
    secrets = (*SECRETS, other.id, now.officers["zara"].id, place, "interior")
    told = [
        (one, len(answer)) for answer in said for one in secrets if one.encode() in answer and b"<option" not in answer
    ]
    assert not told


def test_a_lead_draws_an_entry_looks_once_more_and_makes_it_live_by_the_pages(now):
    live(now, "zara")
    client = browser(now, "asma")
    begins = access.moment(wish(now, "asma").span.begins)
    form = {
        "kind": "boarding", "place": "٢٦.٢ ٥٠.٦", "radius": "1", "unit": "nm", "contact": "آسمہ",
        "phone": "+92 21 1234567",
        "begins": f"{begins:%Y-%m-%dT%H:%M}", "ends": f"{begins:%Y-%m-%d}T23:00", "target_kind_1": "plate",
        "target_1": "LEA 7788",
    }  # fmt: skip
    wrong = client.post(reverse("deconfliction:new"), form | {"place": "north of the mast", "ends": "2020-01-01T00:00"})
    assert wrong.status_code == 400
    assert b"LEA 7788" not in wrong.content
    made = client.post(reverse("deconfliction:new"), form)
    assert made.status_code == 302, made.content[:2000]
    assert not Conflict.objects.exists()
    gone = client.post(made.url, {"act": "live"})
    assert gone.url == reverse("deconfliction:conflict", args=[Conflict.objects.get().id])
    assert CONTACTS["zara"][1] in client.get(gone.url).content.decode()
    client.post(gone.url)
    assert access.pointers(now.officers["asma"])[0][0].acknowledged


WRONG = {
    "no place on the Earth": ({"place": "95 500"}, "place", "Latitude is from -90 to 90"),
    "no coordinates": ({"place": "near the port"}, "place", "latitude first"),
    "a radius that is too large": ({"radius": "9999"}, "place", "The radius is from 0 to 100 km"),
    "places too far apart": ({"place": "10 10; 30 30"}, "place", "At most 500 km across"),
    "an end before the beginning": ({"ends": "2020-01-01T00:00"}, "ends", "It ends before it begins"),
    "an end after months": ({"ends": "2099-01-01T00:00"}, "ends", "At most 31 days"),
    "a number without digits": ({"phone": "the duty desk"}, "phone", "at least 5 digits"),
    "half a telephone number": ({"target_kind_1": "phone", "target_1": "12 34"}, "target_1", "at least 8 digits"),
    "signs without letters": ({"target_kind_1": "plate", "target_1": "!!"}, "target_1", "at least 4 letters or digits"),
}


@pytest.mark.parametrize(("change", "field", "why"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_an_entry_is_said_at_its_field_in_words_that_catalogues_hold(now, change, field, why):
    begins = access.moment(wish(now, "asma").span.begins)
    said = {
        "kind": "boarding", "place": "26.2 50.6", "radius": "1", "unit": "km", "contact": "آسمہ",
        "phone": "+92 21 1234567", "begins": f"{begins:%Y-%m-%dT%H:%M}", "ends": f"{begins:%Y-%m-%d}T23:00",
    } | change  # fmt: skip
    form = EntryForm(said)
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert why in form.errors[field][0]
    assert "deconfliction.bad" not in form.errors[field][0]
    found = (re.search(re.sub(r"\\\{\w+\\\}", ".+", re.escape(one)), form.errors[field][0]) for one in held())
    assert any(one and why in one[0] for one in found)


def held():
    """Return what catalogues hold of this sector and of the node, without the stops at the ends."""
    found = (one.text for home in ("", "deconfliction") for one in catalogues.collect(home))
    return [text.rstrip(".") for text in found if isinstance(text, str)]


def test_a_circle_stands_where_it_was_entered_with_its_radius_in_words(now):
    """Its table said the northernmost place of it: a boarding stood a mile from where it was."""
    begins = access.moment(wish(now, "asma").span.begins)
    made = browser(now, "asma").post(
        reverse("deconfliction:new"),
        {
            "kind": "boarding", "place": "24.5 61.5", "radius": "2.5", "unit": "nm", "contact": "آسمہ",
            "phone": "+92 21 1234567", "begins": f"{begins:%Y-%m-%dT%H:%M}", "ends": f"{begins:%Y-%m-%d}T23:00",
        },
    )  # fmt: skip
    for address in (made.url, reverse("deconfliction:entries")):
        page = browser(now, "asma").get(address).content.decode()
        assert all(one in page for one in ("24.5000° N", "61.5000° E", "2.5 nautical miles")), address


def test_hidden_signs_are_taken_out_of_what_the_other_lead_is_told(now):
    begins = access.moment(wish(now, "asma").span.begins)
    made = browser(now, "asma").post(
        reverse("deconfliction:new"),
        {
            "kind": "boarding", "place": "26.2 50.6", "radius": "0", "unit": "km", "contact": "\u202eDuty\u2066 desk",
            "phone": "+92\u202c 21 1234567", "begins": f"{begins:%Y-%m-%dT%H:%M}", "ends": f"{begins:%Y-%m-%d}T23:00",
            "label": "شمال\u202e",
        },
    )  # fmt: skip
    assert made.status_code == 302
    row = Entry.objects.get()
    assert (row.contact, row.phone, row.label) == ("Duty desk", "+92 21 1234567", "شمال")


def asked(name, body):
    """Return what of a body is not as the interface describes it."""
    address = interface()[name.partition(":")[2]]
    return wrong(description()["paths"][address]["post"]["requestBody"]["content"]["application/json"]["schema"], body)


INTERFACE = ("deconfliction:api-entries", "deconfliction:api-entry", "deconfliction:api-conflicts")


@pytest.mark.parametrize("name", INTERFACE)
def test_a_program_is_refused_as_a_program_whatever_refuses_it(now, name):
    url = reverse(name, args=["0190aaaa-0000-7000-8000-00000000000a"] if name == INTERFACE[1] else [])
    refused(Client().get(url), 401, "people.not-signed-in")
    refused(browser(now, "nadia").get(url), 403, "people.no-role")
    client = Client(enforce_csrf_checks=True)
    client.force_login(now.officers["asma"])
    refused(client.post(url, "{}", content_type="application/json"), 403, "interface.forged-request")
    refused(client.get(f"{url}nowhere"), 404)


def test_the_interface_says_what_the_pages_say(now):
    client, span = browser(now, "asma"), wish(now, "asma").span
    moment = "%Y-%m-%dT%H:%M:%S.000Z"
    body = {
        "kind": "boarding", "place": "26.2 50.6", "radius": 500, "contact": "آسمہ", "phone": "+92 21 1234567",
        "begins": access.moment(span.begins).strftime(moment), "ends": access.moment(span.ends).strftime(moment),
        "targets": [{"kind": "plate", "text": "LEA 7788"}],
    }  # fmt: skip

    def post(name, given, *args):
        if "place" not in given or given["place"] != "1":
            assert asked(name, given) == []
        return client.post(reverse(name, args=args), json.dumps(given), content_type="application/json")

    entry = post("deconfliction:api-entries", body).json()
    assert (entry["state"], "LEA" in json.dumps(entry)) == ("draft", False)
    assert post("deconfliction:api-entries", body | {"place": "1"}).json()["code"] == "deconfliction.bad-place"
    live(now, "zara")
    shown = post("deconfliction:api-entry", {"act": "live"}, entry["entry"]).json()
    assert wrong("Entry", entry) == wrong("Entry", shown) == []
    assert wrong("Entries", client.get(reverse("deconfliction:api-entries")).json()) == []
    conflicts = client.get(reverse("deconfliction:api-conflicts")).json()
    assert wrong("Conflicts", conflicts) == []
    (told,) = conflicts["conflicts"]
    assert shown["conflicts"] == [told["conflict"]]
    assert told.keys() == {
        "conflict", "entry", "same_target", "near", "apart", "contact", "phone", "state", "opened", "acknowledged",
    }  # fmt: skip
    theirs = Entry.objects.get(lead_id=now.officers["zara"].id).id
    assert post("deconfliction:api-entry", {"act": "withdraw"}, theirs).json()["code"] == "deconfliction.no-such-entry"


def test_the_watch_desk_works_its_board(now):
    live(now, "asma")
    _entry, (found,) = live(now, "zara", label=SECRETS[0])
    client = browser(now, "rabia", "watch-desk")
    board = client.get(reverse("deconfliction:board")).content.decode()
    assert all(CONTACTS[name][1] in board for name in ("asma", "zara"))
    assert SECRETS[0] not in board
    there = reverse("deconfliction:owned", args=[found.id])
    assert client.post(there, {"act": "close", "reason": "agreed", "note": ""}).status_code == 400
    client.post(there, {"act": "told"})
    client.post(there, {"act": "close", "reason": "agreed", "note": "دونوں متفق ہیں۔"})
    assert Conflict.objects.get().state == "closed"
    assert there in client.get(reverse("deconfliction:board") + "?closed=1").content.decode()
    assert "دونوں متفق" in client.get(there).content.decode()
    assert client.get(reverse("deconfliction:board-export", args=["csv"])).status_code == 200
    assert browser(now, "asma").get(reverse("deconfliction:board")).status_code == 403


GOES_ON = "The list goes on: this is its beginning only."


def test_what_is_cut_says_so_on_the_page_in_the_file_and_in_the_interface(now, monkeypatch):
    live(now, "asma")
    live(now, "zara")
    taken = {
        ("asma", "coordination"): reverse("deconfliction:export", args=["conflicts", "csv"]),
        ("rabia", "watch-desk"): reverse("deconfliction:board-export", args=["csv"]),
    }
    whole = [browser(now, *who).get(url).content.decode() for who, url in taken.items()]
    assert not [one for one in whole if GOES_ON in one]
    live(now, "omar")
    live(now, "asma", 0.1)
    monkeypatch.setattr(access, "MOST", 1)
    cut = [browser(now, *who).get(url).content.decode() for who, url in taken.items()]
    assert all(GOES_ON in one for one in cut)
    client = browser(now, "asma")
    assert client.get(reverse("deconfliction:api-conflicts")).json()["more"] is True
    page = client.get(reverse("deconfliction:entries")).content.decode()
    assert page.count("There is more than a page shows.") == 2  # of conflicts, and of entries


def test_whoever_has_no_part_finds_no_conflict_and_no_entry(now):
    made, _ = live(now, "asma")
    _entry, (found,) = live(now, "zara")
    client = browser(now, "omar")
    for name, one in (("conflict", found.id), ("entry", made.id)):
        for answer in (client.get(reverse(f"deconfliction:{name}", args=[one])),
                       client.post(reverse(f"deconfliction:{name}", args=[one]), {"act": "withdraw"})):  # fmt: skip
            assert answer.status_code == 404
    assert services.make_live(now.actor("zara"), _entry.id)
