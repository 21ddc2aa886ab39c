# SPDX-License-Identifier: Apache-2.0
"""The pages of counter-narcotics with something on them, in three languages."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.exchange.kinds import Incoming
from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.apps.registers import file_words
from taawun.apps.registers import services as registers
from taawun.apps.registers.importing import files, from_table
from taawun.apps.registers.services import Draft
from taawun.apps.registers.taking import take_received, take_reports
from taawun.formats import tables, unodc
from taawun.kernel.errors import BadImportFile
from taawun.kernel.marking import FieldMarking, Marking, RecordPayload
from taawun.kernel.wire.canonical import encode
from taawun.sectors.coast_guard import services as positions
from taawun.sectors.counter_narcotics import reading, services
from taawun.sectors.counter_narcotics.models import Dataset, Seizure
from taawun.sectors.counter_narcotics.words import FLAWS
from tests.apps.making import T0, officer
from tests.apps.registers.making import SEIZURE, header, identifier, marking, payload
from tests.formats.test_unodc import HEAD, line
from tests.sectors.counter_narcotics.test_rules import sources
from tests.sectors.counter_narcotics.test_statistics import PURPOSE, TABLE, taken, work

pytestmark = pytest.mark.django_db
TITLES = {"en": "Public seizure statistics", "ar": "إحصاءات الضبطيات العامة", "ur": "ضبطیوں کے عوامی اعداد و شمار"}


@pytest.fixture(autouse=True)
def _files(monkeypatch, tmp_path):
    """Keep import files of a test apart."""
    monkeypatch.setattr("taawun.apps.registers.importing.files.folder", lambda: tmp_path)


@pytest.fixture
def clerk():
    return officer("bilal", "desk_officer", name="بلال احمد")


def opened(clerk, language: str = "en") -> Client:
    clerk.language = language
    clerk.save(update_fields=["language"])
    client = Client()
    client.force_login(clerk)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


@pytest.mark.parametrize(("language", "title"), TITLES.items(), ids=TITLES)
def test_statistics_are_shown_in_each_language(clerk, language, title):
    taken(clerk, *TABLE, line("2", day="2012-03-01", TRANSPORT="Sea"))
    work()
    asked = {"departure": "Pakistan", "destination": "Bahrain"}
    page = opened(clerk, language).get(reverse("counter_narcotics:statistics"), asked).content.decode()
    assert title in page
    assert "پشاور" in page
    assert 'id="by-drug"' in page
    assert page.count("<svg") >= 8
    assert all(name in page for name in ("rows-by-month", "rows-by-transport", "kilograms-by-transport"))


ENDS = {"en": ("Pakistan", "Bahrain"), "ar": ("باكستان", "البحرين"), "ur": ("پاکستان", "بحرین")}


@pytest.mark.parametrize(("language", "ends"), ENDS.items(), ids=ENDS)
def test_a_route_and_its_question_name_countries_in_the_language_and_the_rows_as_reported(clerk, language, ends):
    taken(clerk, line("1"), line("2", DESTINATION_COUNTRY="Atlantis"))
    work()
    page = opened(clerk, language).get(reverse("counter_narcotics:statistics")).content.decode()
    routes, rows = (page[page.index(f'id="{name}"') :].partition("</table>")[0] for name in ("routes", "rows"))
    assert all(name in routes for name in (*ends, "Atlantis"))
    assert f'<option value="Pakistan">{ends[0]}</option>' in page
    assert '<option value="Atlantis">Atlantis</option>' in page
    assert all(name in rows for name in ("Pakistan", "Bahrain"))


@pytest.mark.parametrize(("language", "names"), {"en": ("Oman", "Iraq"), "ur": ("عمان", "عراق")}.items())
def test_statistics_name_this_party_and_its_partners_whoever_they_are(clerk, monkeypatch, language, names):
    monkeypatch.setattr("taawun.apps.exchange.queries.parties", lambda: ["IQ", "OM"])
    taken(clerk, line("1", COUNTRY="Oman"))
    work()
    page = opened(clerk, language).get(reverse("counter_narcotics:statistics")).content.decode()
    figures = page[page.index('<dl class="figures">') :].partition("</dl>")[0]
    oman, iraq = (figures.index(name) for name in names)
    assert iraq < oman
    assert ("Bahrain" in figures, "Pakistan" in figures) == (False, False)
    assert re.findall(r"<dd>(\d+)", figures) == ["1", "1", "0", "1"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rows_are_taken_away(clerk, form):
    taken(clerk)
    work()
    answer = opened(clerk).get(reverse("counter_narcotics:statistics-export", args=[form]), {"flaw": "outlier"})
    assert answer.status_code == 200
    if form == "csv":
        assert "4500000" in answer.content.decode()


def chained(clerk) -> str:
    """State a seizure and two steps of its custody, the later one first."""
    desk = actor_of(clerk)
    seizure = registers.draft_record(desk, "seizure", SEIZURE, marking(), PURPOSE, at=T0).id
    for number, net in (("2", "30"), ("1", "36.432")):
        step = {
            "name": f"وزن {number}", "seizure": seizure, "number": number, "date": "2026-11-02", "step": "weighed",
            "weigher": "Officer", "witness": "گواہ", "net": net, "unit": "kg",
        }  # fmt: skip
        registers.draft_record(desk, "custody-step", step, marking(), PURPOSE, at=T0)
    return seizure


def step_of(seizure: str, record: int, number: str, bound: Marking | None = None) -> RecordPayload:
    """Return a step of custody that Bahrain states of a seizure."""
    data = {"name": f"خطوة {record}", "seizure": seizure, "number": number, "date": "2026-11-03", "step": "stored"}
    return payload(record=record, type="custody-step", marking=bound or marking("BH"), data=data)


def theirs(seizure: str, record: int, number: str, bound: Marking | None = None) -> None:
    """Take a step of custody that Bahrain states of a seizure."""
    made = step_of(seizure, record, number, bound)
    take_received(header(personal=False, purpose=min(made.marking.purposes)), made.to_wire(), T0)


CHAINED = pytest.mark.parametrize("page", ["counter_narcotics:custody", "registers:record"])


@CHAINED
def test_a_step_of_a_partner_with_a_broken_number_is_said_and_the_page_stands(clerk, page):
    seizure = chained(clerk)
    theirs(seizure, 7, "1.5")
    answer = opened(clerk).get(reverse(page, args=[seizure]))
    assert answer.status_code == 200
    assert "The number 1.5 of a step is not whole." in answer.content.decode()
    assert "d-number=3" in answer.content.decode() or page != "registers:record"


@CHAINED
def test_a_chain_is_whole_whatever_else_was_stated_in_its_minute(clerk, page):
    seizure = chained(clerk)
    others = identifier(3)
    assert others[:13] == seizure[:13], "both begin with the moment at which they were made"
    reports = [step_of(others, 1_000 + number, str(number)) for number in range(1, 202)]
    take_reports([Incoming(header(personal=False), one.to_wire(), encode(one.to_wire())) for one in reports], T0)
    theirs(seizure, 7, "3")
    shown = opened(clerk).get(reverse(page, args=[seizure])).content.decode()
    table = shown[shown.index('<table id="steps"') :].partition("</table>")[0]
    assert table.count("<tr>") == 4  # a head, two steps of ours, and one of Bahrain
    assert 0 < table.index("<bdi>PK</bdi>") < table.index("<bdi>BH</bdi>")
    assert "this chain is not whole" not in shown


@CHAINED
def test_a_step_that_may_not_be_shown_is_counted(clerk, page):
    seizure = chained(clerk)
    both, other = {PURPOSE, "coordination"}, FieldMarking(purposes=frozenset({"coordination"}))
    theirs(seizure, 7, "3", bound=marking("BH", purposes={"coordination"}))
    theirs(seizure, 8, "4", bound=marking("BH", purposes=both, fields={"number": other}))
    shown = opened(clerk).get(reverse(page, args=[seizure])).content.decode()
    assert "2 steps may not be shown to you for this purpose: this chain is not whole." in shown


def test_a_chain_that_goes_on_says_so(clerk, monkeypatch):
    monkeypatch.setattr("taawun.sectors.counter_narcotics.pairing.MOST_STEPS", 1)
    shown = opened(clerk).get(reverse("counter_narcotics:custody", args=[chained(clerk)])).content.decode()
    assert "There are more steps than stand here" in shown


@CHAINED
def test_a_chain_shows_its_steps_in_order_and_what_does_not_fit(clerk, page):
    shown = opened(clerk).get(reverse(page, args=[chained(clerk)])).content.decode()
    table = shown[shown.index('<table id="steps"') :]
    assert 0 < table.index("وزن 1") < table.index("وزن 2")
    assert "the net weight is 30 where 36.432" in shown


def test_the_next_step_comes_with_its_seizure_and_number_filled_in(clerk):
    client, seizure = opened(clerk), chained(clerk)
    shown = client.get(reverse("registers:record", args=[seizure])).content.decode()
    link = re.search(r'href="(/registers/new/custody-step/[^"]+)"', shown)
    form = client.get(link[1].replace("&amp;", "&")).content.decode()
    for name, value in (("d-seizure", seizure), ("d-number", "3"), ("d-seizure_name", SEIZURE["name"])):
        assert re.search(rf'name="{name}"[^>]* value="{re.escape(value)}"', form), name


def test_what_a_page_proposes_is_cut_to_the_field_and_names_no_other_field(clerk):
    asked = {"d-seizure_name": "ا" * 900, "d-due": "x", "source": "A", "purposes": "investigation"}
    form = opened(clerk).get(reverse("registers:new", args=["custody-step"]), asked).content.decode()
    assert "ا" * 300 in form
    assert "ا" * 301 not in form
    assert 'value="investigation" checked' not in form


def noticed(clerk, name: str, urgency: str, day: str, state: str = "open") -> None:
    said = {"name": name, "date": day, "urgency": urgency, "state": state, "origin": "partner", "concerns": "BH"}
    said |= {"outcome": "Asked."} if state == "closed" else {}
    registers.draft_record(actor_of(clerk), "liaison-notice", said, marking(), PURPOSE, at=T0)


def test_the_liaison_desk_shows_open_notices_by_their_date_and_says_what_is_late(clerk):
    today = timezone.now().date()
    noticed(clerk, "إشعار لاحق", "routine", today.isoformat())
    noticed(clerk, "ایک کلو آئس", "immediate", (today - timedelta(days=9)).isoformat())
    noticed(clerk, "Followed up", "urgent", today.isoformat(), "followed")
    noticed(clerk, "Closed long ago", "urgent", today.isoformat(), "closed")
    shown = opened(clerk).get(reverse("counter_narcotics:liaison")).content.decode()
    table = shown[shown.index('id="notices"') :]
    assert table.index("ایک کلو آئس") < table.index("Followed up") < table.index("إشعار لاحق")
    assert "Closed long ago" not in shown
    assert table.count('class="badge bad"') == 1


def test_an_empty_liaison_desk_says_so(clerk):
    shown = opened(clerk).get(reverse("counter_narcotics:liaison")).content.decode()
    assert "No notice is open." in shown
    assert "No task of a case of this sector waits for you." in shown


def test_a_dataset_is_taken_away_after_a_question_and_on_the_record(clerk):
    dataset, client = taken(clerk), opened(clerk)
    url = reverse("counter_narcotics:take-away", args=[dataset.id])
    refused = client.post(url)
    assert refused.status_code == 409  # its import has not ended
    assert Dataset.objects.exists()
    work()
    assert url in client.get(reverse("counter_narcotics:statistics")).content.decode()
    assert client.get(url).status_code == 200
    assert Dataset.objects.exists(), "to ask is not to do"
    assert client.post(url).status_code == 302
    assert not Dataset.objects.exists()
    assert not Seizure.objects.exists()
    assert Line.objects.filter(act="statistics.removed", object_id=dataset.id).exists()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_the_job_of_an_import_leads_to_the_statistics_and_names_no_code(clerk, language):
    dataset, client = taken(clerk), opened(clerk, language)
    url, seen = reverse("jobs:job", args=[dataset.job]), f'href="{reverse("counter_narcotics:statistics")}"'
    assert seen not in client.get(url).content.decode().partition("<main")[2]
    work()
    main = client.get(url).content.decode().partition("<main")[2]
    assert seen in main
    assert not [name for name in ("duplicate", "outlier", "not-positive", "rows") if f">{name}<" in main]
    assert str(FLAWS["outlier"]) in main or language != "en"


def test_pairs_of_profiles_without_known_sources_are_not_assessable(clerk):
    peaks = ["papaverine=12.5", "noscapine=8.1", "codeine=3.4", "meconine=1"]
    for name in ("Sample A", "نمونہ ب"):
        data = {"name": name, "date": "2026-11-05", "substance": "Heroin", "method": "GC-MS", "peaks": peaks}
        registers.draft_record(actor_of(clerk), "drug-profile", data, marking(), PURPOSE, at=T0)
    page = opened(clerk).get(reverse("counter_narcotics:profiles")).content.decode()
    assert "Not assessable" in page
    assert "نمونہ ب" in page
    needed = page.partition('id="needed"')[2].partition("</p>")[0]
    assert [one for one in ("100", "10", "4") if f" {one} " not in needed] == []
    assert '<bdi dir="ltr">1.000</bdi>' in page  # one below zero keeps its sign before it


def test_where_every_source_is_known_it_is_said_that_a_new_one_is_missing(clerk):
    profiled(clerk, *((f"Sample {number}", source, areas) for number, (source, areas) in enumerate(sources(2, 1))))
    page = opened(clerk).get(reverse("counter_narcotics:profiles")).content.decode()
    assert "of which one has no known source" in page


def profiled(clerk, *profiles: tuple[str, str, dict[str, float]]) -> None:
    """State profiles: what each is called, its source where it is known, and its peaks."""
    drugs, drafts = ("Heroin", "هيروين", "ہیروئن"), []
    for number, (name, source, areas) in enumerate(profiles):
        data = {"name": name, "date": "2026-11-05", "substance": drugs[number % 3], "method": "GC-MS"}
        data |= {"peaks": [f"{peak}={area:.6f}" for peak, area in areas.items()]} | (
            {"source": source} if source else {}
        )
        drafts.append(Draft(data, marking(), "First."))
    registers.draft_many(actor_of(clerk), "drug-profile", drafts, PURPOSE, at=T0)


def test_pairs_are_found_whatever_the_script_of_the_drug_and_say_what_they_support(clerk):
    known = [(f"Known {number}", source, areas) for number, (source, areas) in enumerate(sources(20, 3))]
    (_one, first), (_same, again), (_two, other), _ = sources(2, 2, seed=99)
    profiled(clerk, *known, ("نمونہ الف", "", first), ("عينة ب", "", again), ("Sample C", "", other))
    page = opened(clerk).get(reverse("counter_narcotics:profiles")).content.decode()
    rows = re.findall(r"<tr>.*?</tr>", page.partition("<tbody>")[2])
    alike = next(row for row in rows if "نمونہ الف" in row and "عينة ب" in row)
    assert "support for a common source" in alike
    assert "60 / 1,710" in alike
    for unlike in (row for row in rows if "for different sources" in row):
        assert re.search(r'class="number">0\.\d*[1-9]\d*<', unlike), "a ratio below one is not nothing"
    assert "for different sources" in page
    assert "There are more pairs" in page
    assert "there are more, and pairs" not in page


def test_profiles_beyond_the_newest_are_said_to_be_left_out(clerk, monkeypatch):
    monkeypatch.setattr("taawun.sectors.counter_narcotics.pairing.MOST_PROFILES", 2)
    profiled(clerk, *((f"Sample {number}", "", areas) for number, (_source, areas) in enumerate(sources(3, 1))))
    page = opened(clerk).get(reverse("counter_narcotics:profiles")).content.decode()
    assert "The newest 2 profiles are compared; there are more" in page


def test_the_job_of_a_file_that_breaks_off_says_at_which_row_and_why(clerk):
    dataset, client = taken(clerk, *[line("1")] * 3, '"open'), opened(clerk)
    work()
    page = client.get(reverse("jobs:job", args=[dataset.job])).content.decode()
    assert "This file cannot be read." in page
    assert "After row 4 the quotes or delimiters are broken." in page
    assert not Seizure.objects.exists()


NO_STATISTICS = {
    "no row at all": (HEAD, "There is no row below the header."),
    "a column too few": (HEAD.replace(";ROUTING", ""), "Columns that are missing: ROUTING."),
}


@pytest.mark.parametrize(("text", "said"), NO_STATISTICS.values(), ids=NO_STATISTICS)
def test_a_file_without_what_is_expected_is_refused_on_its_page_and_hides_no_figures(clerk, text, said):
    taken(clerk)
    work()
    client = opened(clerk)
    file = SimpleUploadedFile("ids.csv", text.encode())
    answer = client.post(reverse("counter_narcotics:take"), {"file": file})
    assert answer.status_code == 400
    assert said.rstrip(".") in answer.content.decode()
    assert Dataset.objects.count() == 1


def test_the_very_same_file_is_not_taken_in_twice(clerk):
    taken(clerk)
    work()
    with pytest.raises(BadImportFile, match="taken in already"):
        taken(clerk)
    assert Dataset.objects.count() == 1


def test_an_import_that_is_done_says_as_many_rows_as_there_were(clerk):
    dataset = taken(clerk)
    work()
    job = Job.objects.get(id=dataset.job)
    assert job.done == job.total == len(TABLE)


def test_why_a_file_cannot_be_read_is_said_in_words_that_catalogues_hold():
    said = re.findall(r'(?:BadImportFile|TooLarge)\(\s*"([^"]+)"', "".join(
        Path(module.__file__).read_text() for module in (tables, unodc, files, from_table, services, positions, reading)
    ))  # fmt: skip
    assert len(said) > 12
    assert set(said) - set(file_words.SENTENCES) == set()


def test_the_table_of_a_chart_says_what_its_figures_are(clerk):
    taken(clerk)
    work()
    page = opened(clerk).get(reverse("counter_narcotics:statistics")).content.decode()
    weighed = page.partition('id="chart-kilograms-by-drug"')[2].partition("</figure>")[0]
    assert "<bdi>Kilograms</bdi>" in weighed
    assert "Records" not in weighed
