# SPDX-License-Identifier: Apache-2.0
"""A file of announcements is imported: claims, bare values and one notice each; what is wrong is told by its number."""

import io
import json
from html import unescape

import pytest
from django.conf import settings as ours
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from taawun.apps.exchange.models import Peer
from taawun.apps.jobs import runner
from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.registers.importing import services as importing
from taawun.apps.registers.models import Import, ImportProblem, Record, RecordVersion
from taawun.kernel.errors import BadImportFile
from taawun.sectors.counter_narcotics import press, reading
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, SEIZURE, marking
from tests.house import FakeClock

pytestmark = pytest.mark.django_db

SOURCE = "counter-narcotics-press"
BOUND = {"id": "anf-2024-02-02", "headline_kg": 1, "items": [["ice", 1, "kg", "مطار", "Bahrain"]]}
BARE = {"id": "claim-2025-09", "value": {"usd": 146e6, "basis": "unstated"}}
SPLIT = {"id": "anf-2018-04-27", "category_totals": {"morphine": 15}, "operation": {"مارفین": 3, "morphine": 753}}


@pytest.fixture(autouse=True)
def _files(monkeypatch, tmp_path):
    """Keep import files of a test apart."""
    monkeypatch.setattr("taawun.apps.registers.importing.files.folder", lambda: tmp_path)


@pytest.fixture
def clerk():
    return officer("bilal", "desk_officer", name="بلال احمد")


@pytest.fixture
def partner():
    """Bahrain, paired."""
    return paired("BH")


def paired(party: str) -> Peer:
    return Peer.objects.create(
        party=party, name=party, url="https://example.org", state="paired", roster=b"", roster_version=1
    )


def imported(clerk, *announcements: object) -> Import:
    data = announcements[0] if isinstance(announcements[0], bytes) else json.dumps(announcements).encode()
    made = importing.import_source(
        actor_of(clerk), SOURCE, io.BytesIO(data), marking(ours.TAAWUN_PARTY), PURPOSE, at=T0
    )
    runner.run_due(FakeClock(T0), "test")
    job = Job.objects.get(id=made.job)
    assert job.state == "done", job.error
    return made


def held(kind: str) -> list[dict[str, object]]:
    rows = RecordVersion.objects.filter(record__type=kind).order_by("id")
    return [row.data for row in rows if row.number == row.record.version]


def wrong(made: Import) -> set[tuple[int, str]]:
    return set(ImportProblem.objects.filter(of=made).values_list("row", "field"))


@pytest.mark.usefixtures("partner")
def test_announcements_become_claims_and_what_was_bound_for_a_partner_one_notice(clerk):
    made = imported(clerk, BOUND, BARE, SPLIT)
    assert {one["reference"]: one["verdict"] for one in held("press-report")} == {
        "anf-2024-02-02": "agrees", "claim-2025-09": "not_assessable", "anf-2018-04-27": "contradicts",
    }  # fmt: skip
    assert [one["standing"] for one in held("drug-valuation")] == ["claim"]
    (notice,) = held("liaison-notice")
    assert (notice["reference"], notice["concerns"], notice["due"]) == ("anf-2024-02-02#BH", "BH", "2024-02-05")
    assert "مطار" in notice["name"]
    assert not wrong(made)


@pytest.mark.usefixtures("partner")
def test_what_is_imported_twice_raises_one_notice_and_leaves_what_was_done_with_it(clerk):
    imported(clerk, BOUND)
    record = Record.objects.get(type="liaison-notice")
    told = record.versions.get().data | {"state": "closed", "outcome": "سُئل الطرف الآخر"}
    registers.new_version(actor_of(clerk), record.id, told, marking(), PURPOSE, reason="پیروی", at=T0)
    imported(clerk, BOUND | {"headline_kg": 9})
    assert Record.objects.filter(type="liaison-notice").count() == 1
    assert held("liaison-notice")[0]["state"] == "closed"
    (report,) = held("press-report")
    assert report["headline_kg"] == "9"  # an announcement that says something else is a new version of the same


BAD = {
    "no object": (["ice"], "name"),
    "nothing at all": (None, "name"),
    "no identifier": ({"items": []}, "name"),
    "an identifier without a letter or a number": (BARE | {"id": "—"}, "name"),
    "an identifier that is a number": (BOUND | {"id": 7}, "name"),
    "an identifier without a day": (BOUND | {"id": "anf"}, "date"),
    "half a character": (BOUND | {"id": "anf-2024-02-05", "value": {"usd": 1, "basis": "\ud800"}}, "name"),
    "items that are no list": (BOUND | {"id": "anf-2024-02-05", "items": {"ice": 1}}, "items"),
    "an item that is no list": (BOUND | {"id": "anf-2024-02-05", "items": [["ice", 1, "kg"], 7]}, "items"),
    "a headline that is no number": (BOUND | {"id": "anf-2024-02-05", "headline_kg": True}, "headline_kg"),
    "a headline without end": (BOUND | {"id": "anf-2024-02-05", "headline_kg": 1e400}, "headline_kg"),
    "an address that is a list": (BOUND | {"id": "anf-2024-02-05", "url": ["https://example.org"]}, "page"),
    "the same announcement again": (BOUND, "reference"),
}


@pytest.mark.usefixtures("partner")
@pytest.mark.parametrize(("bad", "field"), BAD.values(), ids=BAD)
def test_a_bad_row_is_told_by_its_number_and_the_others_are_taken(clerk, bad, field):
    made = imported(clerk, BOUND, bad, BARE)
    assert (2, field) in wrong(made)
    assert {row for row, _field in wrong(made)} == {2}
    assert [one["reference"] for one in held("press-report")] == ["anf-2024-02-02", "claim-2025-09"]
    assert len(held("liaison-notice")) == 1


def test_a_bare_value_without_a_day_is_a_claim_and_its_announcement_is_told(clerk):
    made = imported(clerk, BARE | {"id": "seed-146m"})
    assert [(one["name"], one["standing"]) for one in held("drug-valuation")] == [("seed-146m", "claim")]
    assert wrong(made) == {(1, "date")}
    assert held("press-report") == []


@pytest.mark.parametrize("name", ["claim-2025-09", "seed-146m", "دعویٰ-۱۴۶"])
def test_a_bare_value_that_is_imported_again_adds_nothing_and_leaves_what_was_done_with_it(clerk, name):
    imported(clerk, BARE | {"id": name})
    record = Record.objects.get(type="drug-valuation")
    said = record.versions.get().data | {"drug": "شبو", "level": "wholesale"}
    registers.new_version(actor_of(clerk), record.id, said, marking(), PURPOSE, reason="تکمیل", at=T0)
    again = imported(clerk, BARE | {"id": name})
    (claim,) = held("drug-valuation")
    assert (claim["standing"], claim["drug"]) == ("claim", "شبو")
    said = Job.objects.get(id=again.job).result
    assert said["added"] == 0
    assert said["same"] >= 1


SAME = {"as it was": "seed-146m", "in other letters": "SEED 146M"}


@pytest.mark.parametrize("name", SAME.values(), ids=SAME)
def test_a_bare_value_twice_in_a_file_is_one_claim_and_the_second_is_told(clerk, name):
    made = imported(clerk, BARE | {"id": "seed-146m"}, BARE | {"id": name})
    assert len(held("drug-valuation")) == 1
    assert (2, "reference") in wrong(made)


def test_an_announcement_again_in_other_letters_is_told(clerk):
    made = imported(clerk, BOUND, BOUND | {"id": "ANF 2024-02-02"})
    assert len(held("press-report")) == 1
    assert (2, "reference") in wrong(made)


def test_the_job_of_an_import_leads_to_what_it_left_out(clerk):
    made = imported(clerk, BOUND, None)
    client = Client()
    client.force_login(clerk)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    page = client.get(reverse("jobs:job", args=[made.job])).content.decode()
    assert f'href="{reverse("registers:import", args=[made.id])}"' in page
    assert "Records added" in page


def read_in(clerk, language: str, made: Import) -> str:
    """Return the page of an import as an officer of a language sees it."""
    clerk.language = language
    clerk.save(update_fields=["language"])
    client = Client()
    client.force_login(clerk)
    return unescape(client.get(reverse("registers:import", args=[made.id])).content.decode())


LEFT_OUT = {
    "en": ("Announcements in the press", "Kilograms in the headline", "is less than 0"),
    "ar": ("إعلانات الصحافة", "الكيلوغرامات في العنوان", "0"),
    "ur": ("اخباری اعلانات", "سرخی میں کلوگرام", "0"),
}


@pytest.mark.parametrize("language", LEFT_OUT)
def test_what_an_import_left_out_is_told_in_the_readers_words(clerk, language):
    page = read_in(clerk, language, imported(clerk, BOUND | {"headline_kg": -5}, BARE))
    assert [word for word in LEFT_OUT[language] if word not in page] == []
    assert "headline_kg" not in page
    assert "any" not in page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_the_page_of_a_second_import_says_that_its_rows_say_the_same(clerk):
    imported(clerk, BOUND, BARE)
    for language in LEFT_OUT:
        page = read_in(clerk, language, imported(clerk, BOUND, BARE))
        with override(language):
            said = gettext("Records that say the same as before")
        assert page.partition(f"<dt>{said}</dt><dd>")[2][:1] == "3"


GOOD = {
    "items that are null": {"items": None},
    "cells that are null": {"items": [[None, 1, "kg", None, None]]},
    "totals that are a list": {"category_totals": ["morphine"]},
    "a value that is a number": {"value": 146e6},
}


@pytest.mark.parametrize("part", GOOD.values(), ids=GOOD)
def test_what_is_not_there_is_left_out(clerk, part):
    imported(clerk, {"id": "anf-2024-02-02"} | part)
    assert len(held("press-report")) == 1


REFUSED = {
    "no JSON": b"[",
    "no list": b"{}",
    "no UTF-8": b'["\xff"]',
    "a number of thousands of digits": b'[{"id": "anf-2024-02-02", "headline_kg": ' + b"9" * 5_000 + b"}]",
    "brackets without end": b"[" * 200_000,
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_and_nothing_is_stored(clerk, data):
    with pytest.raises(BadImportFile):
        imported(clerk, data)
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", ["operation", "item_quetta", "item_کوئٹہ"])
def test_one_operation_is_read_whatever_it_is_called(name):
    found = reading.announcement({"id": "anf-2018-04-27", "category_totals": {"morphine": 15}, name: {"morphine": 753}})
    assert press.contradictions(found) == ["morphine"]


def test_more_than_an_amount_is_said_in_words_and_is_no_place():
    found = reading.announcement({"id": "cmf-2025-10-18", "items": [["methamphetamine", 2000, "kg", ">"]]})
    (line,) = found["items"]
    assert line == "methamphetamine | 2000 | kg |  |  | more than"
    assert press.item(line)[3:] == ("", "")
    assert [one.code for one in press.check_press(found)] == ["press.more"]


OTHERS = [
    ["heroin", 2, "kg", "port", "عمان"],
    ["ice", 1, "kg", "airport", "Bahrain"],
    ["ice", 1, "kg", "", "متحدہ عرب امارات"],
]


def test_a_node_of_two_other_parties_is_told_of_its_own(clerk, settings, monkeypatch):
    settings.TAAWUN_PARTY = "AE"
    monkeypatch.setattr("taawun.apps.exchange.queries.our_party", lambda: "AE")
    paired("OM")
    imported(clerk, {"id": "coast-2026-11-20", "items": OTHERS})
    assert [one["concerns"] for one in held("liaison-notice")] == ["OM", "AE"]


def test_a_node_without_a_partner_is_told_of_what_was_bound_for_it(clerk):
    imported(clerk, {"id": "coast-2026-11-20", "items": [*OTHERS, ["ice", 1, "kg", "", "پاکستان"]]})
    assert [one["concerns"] for one in held("liaison-notice")] == ["PK"]


WORDS = {
    "en": ("Import", "Bahrain", "First statement."), "ar": ("استيراد", "البحرين", "أول بيان."),
    "ur": ("درآمد", "بحرین", "پہلا بیان۔"),
}  # fmt: skip


@pytest.mark.parametrize(("language", "said"), WORDS.items(), ids=WORDS)
def test_a_record_that_an_import_made_says_so_and_names_countries_in_the_readers_words(clerk, language, said):
    made = imported(clerk, BOUND)
    clerk.language = language
    clerk.save(update_fields=["language"])
    client = Client()
    client.force_login(clerk)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    report = Record.objects.get(type="press-report")
    shown = client.get(reverse("registers:record", args=[report.id])).content.decode()
    assert f"Import {made.id}." not in shown
    assert f"{said[0]} <" in shown
    assert str(made.id) in shown  # in full where one copies it
    bound = SEIZURE | {"destination": "BH"}
    seizure = registers.draft_record(actor_of(clerk), "seizure", bound, marking(), PURPOSE)
    shown = client.get(reverse("registers:record", args=[seizure.id])).content.decode()
    assert f"<bdi>{said[1]}</bdi>" in shown
    assert said[2] in shown
