# SPDX-License-Identifier: Apache-2.0
"""The pages of counter-terrorism with something on them, in three languages."""

import json
import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from taawun.apps.people.models import Officer
from taawun.apps.registers import speaking
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.models import Record, RecordVersion
from taawun.apps.registers.templatetags.registers import raw_values
from taawun.apps.taxii import holding
from taawun.apps.taxii.models import Client as TaxiiClient
from taawun.apps.taxii.models import Collection, Object
from taawun.apps.ui.templatetags.desk import partial_date
from taawun.formats.stix import reading
from taawun.kernel.marking import FieldMarking, from_wire, make_marking
from taawun.sectors.counter_terrorism import grading, mapping
from taawun.sectors.counter_terrorism.mapping import Said
from tests.apps.making import officer
from tests.apps.taxii.asking import Asker, indicator

pytestmark = pytest.mark.django_db
PURPOSE = "counter-terrorism"
TITLES = {"en": "Quarantine", "ar": "الحجر", "ur": "قرنطینہ"}


def opened(who: Officer, language: str = "en") -> Client:
    who.language = language
    who.save(update_fields=["language"])
    browser = Client()
    browser.force_login(who)
    browser.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return browser


def page(browser: Client, name: str, data: dict | None = None, query: str = "") -> str:
    address = reverse(f"counter_terrorism:{name}") + query
    return (browser.get(address) if data is None else browser.post(address, data, follow=True)).content.decode()


@pytest.mark.parametrize(("language", "title"), TITLES.items(), ids=TITLES)
def test_several_are_graded_at_once_after_a_preview(misp, analyst, language, title):
    misp.post(indicator(1, name="جعلی صفحہ"), indicator(2))
    browser = opened(analyst, language)
    shown = page(browser, "quarantine")
    assert title in shown
    assert "جعلی صفحہ" in shown
    chosen = re.findall(r'name="chosen" value="(\d+)"', shown)
    said = {"chosen": chosen, "source": "B", "information": "3", "review": "2099-01-01"}
    preview = page(browser, "grade", said).partition("<tbody>")[2].partition("</tbody>")[0]  # secrets stand outside
    assert (preview.count("B3"), preview.count("misp"), Record.objects.count()) == (2, 2, 0)
    page(browser, "grade", said | {"confirm": "yes"})
    assert Record.objects.filter(type="threat-indicator").count() == 2
    assert "جعلی صفحہ" in page(browser, "indicators")


VIRUS = {"type": "malware", "id": "malware--00000000-0000-4000-8000-000000000004", "name": "برمجية خبيثة"}


def chosen(shown: str) -> list[str]:
    return re.findall(r'name="chosen" value="(\d+)"', shown.partition("<tbody>")[2])


def test_what_becomes_no_record_is_beside_the_first_view_and_can_be_refused(misp, analyst):
    misp.post(indicator(1), VIRUS, VIRUS | {"id": "malware--00000000-0000-4000-8000-000000000005"})
    browser = opened(analyst)
    assert len(chosen(page(browser, "quarantine"))) == 1
    everything = chosen(page(browser, "quarantine", query="?kind=*"))
    assert len(everything) == 3
    shown = page(browser, "grade", {"chosen": everything})
    assert VIRUS["name"] in shown
    said = {"chosen": everything, "source": "B", "information": "3", "review": "2099-01-01"}
    assert VIRUS["name"] in page(browser, "grade", said)
    page(browser, "grade", said | {"confirm": "yes"})
    assert Record.objects.count() == 1, "what becomes one is graded, and the others wait"
    (first, second) = chosen(page(browser, "quarantine", query="?kind=malware"))
    assert 'name="source"' not in page(browser, "grade", {"chosen": [first, second]})
    page(browser, "refuse", {"chosen": [first, second], "reason": "لا حاجة"})
    assert set(Object.objects.filter(type="malware").values_list("state", flat=True)) == {"refused"}


def test_what_becomes_no_record_is_not_graded_alone(misp, analyst):
    misp.post(VIRUS)
    said = {"chosen": [Object.objects.get().id], "source": "B", "information": "3", "review": "2099-01-01"}
    answer = opened(analyst).post(reverse("counter_terrorism:grade"), said | {"confirm": "yes"})
    assert (answer.status_code, Record.objects.count(), Object.objects.get().state) == (409, 0, "waiting")


def test_nothing_is_graded_without_both_grades(misp, analyst):
    misp.post(indicator(1))
    number = Object.objects.get().id
    for said in ({}, {"source": "B"}, {"source": "B", "information": "2", "review": "2001-01-01", "confirm": "yes"}):
        page(opened(analyst), "grade", {"chosen": [number], **said})
    page(opened(analyst), "grade", {"chosen": ["x", "9" * 40]})
    assert not Record.objects.exists()


def test_what_is_refused_says_why(misp, analyst):
    misp.post(indicator(1))
    page(opened(analyst), "refuse", {"chosen": [Object.objects.get().id], "reason": "دہرا"})
    assert Object.objects.get().reason == "دہرا"


def test_a_secret_is_shown_once_and_opens(misp, monkeypatch):
    monkeypatch.setattr("taawun.site.standing.STEP_UP", frozenset())
    browser = opened(Officer.objects.get(username="operator"))
    said = {"name": "opencti", "party": "bh", "collection": misp.collection, "may": ["read", "write"]}
    shown = page(browser, "new-client", said)
    secret = re.search(r'id="secret">([^<]+)<', shown)
    assert secret is not None
    assert Asker("opencti", secret[1], misp.collection).ask(misp.objects).status == 200
    assert secret[1] not in page(browser, "desk")
    assert TaxiiClient.objects.get(name="opencti").party == "BH"


def test_the_operator_sees_addresses_and_takes_back_what_was_published(misp, runner, monkeypatch):
    monkeypatch.setattr("taawun.site.standing.STEP_UP", frozenset())
    pieces = reading.envelope(json.dumps({"objects": [indicator(1, name="خفیہ مواد")]}).encode())
    held = Collection.objects.get(id=misp.collection)
    holding.publish(runner, held, "BH", pieces, "01890a5d-ac96-774b-bcce-b302099a8001", timezone.now())
    browser = opened(Officer.objects.get(username="operator"))
    shown = page(browser, "desk")
    root = misp.ask("/taxii2/").said["default"]
    assert f"{root}collections/{held.id}/" in shown
    assert root.removesuffix("desk/") + "<" in shown
    assert "01890a5d-ac96-774b-bcce-b302099a8001" in shown
    assert "خفیہ مواد" not in shown
    page(browser, "withdraw", {"release": "01890a5d-ac96-774b-bcce-b302099a8001"})
    assert misp.ids() == []
    assert browser.post(reverse("counter_terrorism:withdraw"), {"release": "x" * 999}).status_code < 500
    page(browser, "close-collection", {"collection": held.id})
    assert misp.ask(misp.objects).status == 404
    assert held.id not in page(browser, "desk")


def test_pages_of_the_operator_are_the_operators_alone(misp, analyst):
    assert opened(analyst).get(reverse("counter_terrorism:desk")).status_code == 403
    browser = opened(Officer.objects.get(username="operator"))
    assert browser.get(reverse("counter_terrorism:quarantine")).status_code == 403


def test_the_page_of_the_list_and_of_publishing_open(analyst):
    browser = opened(analyst, "ar")
    assert "الأمم المتحدة" in page(browser, "un-list")
    assert "TAXII" in page(opened(officer("sana", "desk_officer", name="ثنا"), "ur"), "published")


def marked(number: int, *purposes: str) -> list[dict]:
    """Return an indicator of ours for several purposes, whose summary is for some of them, with its definitions."""
    marking = make_marking(
        "BH", "B", 2, purposes={PURPOSE, "counter-narcotics", "border-security"}, review=date(2027, 1, 1),
        fields={"summary": FieldMarking(purposes=frozenset(purposes))},
    )  # fmt: skip
    data = {
        "name": f"صفحة {number}", "summary": "رُصد مرتين", "pattern": "[domain-name:value = 'login.example']",
        "pattern_type": "stix", "kinds": ["malicious-activity"], "valid_from": "2026-11-02", "confidence": "50",
    }  # fmt: skip
    at = datetime(2026, 11, 22, tzinfo=UTC)
    record = f"01890a5d-ac96-774b-bcce-b302099a80{number:02}"
    return json.loads(json.dumps(mapping.to_stix(Said(record, "threat-indicator", data, marking, at, at, "BH", "ctc"))))


@pytest.mark.parametrize("language", TITLES)
def test_an_object_with_a_field_for_other_purposes_alone_says_so_and_keeps_the_others_from_nothing(
    misp, analyst, language
):
    misp.post(*marked(1, "counter-narcotics"), *marked(2, PURPOSE, "border-security"), indicator(3))
    browser = opened(analyst, language)
    picked = chosen(page(browser, "quarantine"))
    said = {"chosen": picked, "source": "B", "information": "3", "review": "2099-01-01"}
    preview = page(browser, "grade", said).partition("<tbody>")[2].partition("</tbody>")[0]
    with translation.override(language):
        told = gettext(grading.CLOSED).partition("%(fields)s")
        field = speaking.said(type_named("threat-indicator").fields["summary"].label)
    assert f"{told[0]}{field}{told[2]}" in re.sub("<[^>]+>|\u2068|\u2069", "", unescape(preview))
    page(browser, "grade", said | {"confirm": "yes"})
    assert Record.objects.filter(type="threat-indicator").count() == 2, "the others become records"
    (left,) = Object.objects.filter(state="waiting", type="indicator")
    assert left.version, "and it waits as it came"
    answer = browser.post(reverse("counter_terrorism:grade"), said | {"chosen": [left.id], "confirm": "yes"})
    assert answer.status_code in (200, 409)
    assert Object.objects.get(id=left.id).state == "waiting"


def test_a_field_keeps_of_its_purposes_those_that_its_record_keeps(misp, analyst):
    misp.post(*marked(2, PURPOSE, "border-security"))
    browser = opened(analyst)
    said = {"chosen": chosen(page(browser, "quarantine")), "source": "B", "information": "3", "review": "2099-01-01"}
    page(browser, "grade", said | {"confirm": "yes"})
    found = from_wire(RecordVersion.objects.get().marking)
    assert (found.purposes, dict(found.fields)["summary"].purposes) == ({PURPOSE}, {PURPOSE})


def test_the_times_of_an_indicator_are_read_as_days_and_hours_and_kept_as_they_came(misp, analyst):
    misp.post(indicator(1, valid_from="2026-11-02T05:20:07.123456Z"))
    browser = opened(analyst, "ur")
    chosen = re.findall(r'name="chosen" value="(\d+)"', page(browser, "quarantine"))
    said = {"chosen": chosen, "source": "B", "information": "3", "review": "2099-01-01", "confirm": "yes"}
    page(browser, "grade", said)
    made = Record.objects.get(type="threat-indicator")
    for address in (reverse("registers:record", args=[made.id]), reverse("registers:list") + "?type=threat-indicator"):
        shown = browser.get(address).content.decode()
        assert re.search(r'datetime="2026-11-02T05:20:07.123456Z">2 نومبر 2026، 05:20 UTC<', shown), address
        assert ">2026-11-02T" not in shown


IDS = {
    "a number of a file": "HL-2026-0117",
    "no day of a calendar": "2026-02-30T05:20:07Z",
    "a day and more": "2026-11-02-77",
}


@pytest.mark.parametrize("text", IDS.values(), ids=IDS)
def test_an_identifier_that_is_no_time_stays_as_it_is(text):
    field = type_named("threat-indicator").fields["valid_from"]
    assert raw_values(field, text) == f'<code class="id">{text}</code>'


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_the_day_of_an_assessment_is_read_as_a_day(language):
    kind = type_named("threat-assessment")
    with translation.override(language):
        shown = raw_values(kind.fields["date"], "2026-11-22")
        assert partial_date("2026-11-22") in shown
        assert ">2026-11-22" not in shown
    assert "2026-11-22x" in raw_values(kind.fields["date"], "2026-11-22x")
