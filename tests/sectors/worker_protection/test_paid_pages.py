# SPDX-License-Identifier: Apache-2.0
"""The pages of wages, contracts, charges and statistics with something on them, in three languages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taawun.apps.jobs import runner
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.formats.wages import layouts
from taawun.sectors.worker_protection import papers
from taawun.sectors.worker_protection.statistics.models import StatisticsTable
from taawun.sectors.worker_protection.wages import words as wage_words
from taawun.sectors.worker_protection.wages.models import WageFile, WageFinding
from taawun.site.demo.steps import worker_wages
from tests.apps.making import T0, officer
from tests.house import FakeClock
from tests.sectors.worker_protection.making import protected, screened
from tests.sectors.worker_protection.paid import HEAD, PURPOSE, WAGES, file_of, month, taken

pytestmark = pytest.mark.django_db
NOBODY = {"name": [], "document_number": "", "birth_date": ""}


@pytest.fixture(autouse=True)
def _files(monkeypatch, tmp_path):
    """Keep import files of a test apart."""
    monkeypatch.setattr("taawun.apps.registers.importing.files.folder", lambda: tmp_path)


@pytest.fixture
def keeper():
    return officer("nadia", "protection_officer", name="نادیہ یوسف")


def opened(keeper, language: str = "en") -> Client:
    keeper.language = language
    keeper.save(update_fields=["language"])
    client = Client()
    client.force_login(keeper)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


def page(client, name, *args, **asked) -> str:
    answer = client.get(reverse(f"worker_protection:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


WORDS = {"en": "Paid less than the contract", "ar": "دُفع أقل من العقد", "ur": "معاہدے سے کم ادائیگی"}


@pytest.mark.parametrize(("language", "words"), WORDS.items(), ids=WORDS)
def test_findings_are_shown_in_each_language(keeper, language, words):
    file = month(keeper)
    shown = page(opened(keeper, language), "wage-file", file.id)
    assert words in shown
    assert "غلام-2" in shown
    assert "95.500 BHD" in shown
    assert shown.count("<svg") >= 2
    assert file.keep_until.isoformat() in page(opened(keeper, language), "wages")


def test_findings_are_narrowed_by_employer_and_taken_away(keeper):
    file, client = month(keeper), opened(keeper)
    assert "غلام-2" not in page(client, "wage-file", file.id, employer="شركة-2", kind="late")
    answer = client.get(reverse("worker_protection:wage-export", args=[file.id, "csv"]), {"kind": "below"})
    assert "غلام-2" in answer.content.decode()
    assert "Sana-5" not in answer.content.decode()


def test_a_file_is_taken_read_made_a_record_of_and_erased(keeper):
    client = opened(keeper)
    given = file_of(HEAD, *WAGES)
    given.name = "october.csv"
    answer = client.post(reverse("worker_protection:wages"), {"layout": "bahrain-model", "file": given})
    assert answer.status_code == 302
    runner.run_due(FakeClock(timezone.now()), "test")
    file = WageFile.objects.get()
    found = WageFinding.objects.filter(file=file).first()
    made = client.post(reverse("worker_protection:wage-record", args=[found.id]))
    assert client.get(made.url).status_code == 200
    assert client.get(reverse("worker_protection:wage-erase", args=[file.id])).status_code == 200
    assert client.post(reverse("worker_protection:wage-erase", args=[file.id])).status_code == 302
    assert not WageFile.objects.exists()


def test_a_rejected_file_shows_the_line(keeper):
    file = taken(keeper, "uae-sif", ("EDR,1",))
    shown = page(opened(keeper), "wage-file", file.id)
    assert "This file is rejected" in shown
    assert "The line with the total is missing" in shown


FIGURES = {"en": ("Rows taken in", "Rejected"), "ar": ("مرفوض", "نعم"), "ur": ("مسترد", "ہاں")}


@pytest.mark.parametrize(("language", "words"), FIGURES.items(), ids=FIGURES)
def test_the_job_of_a_wage_file_speaks_words_and_leads_to_its_file(keeper, language, words):
    file = taken(keeper, "uae-sif", ("EDR,1",))
    shown = opened(keeper, language).get(reverse("jobs:job", args=[file.job])).content.decode()
    assert reverse("worker_protection:wage-file", args=[file.id]) in shown
    assert all(one in shown for one in words)
    assert not [raw for raw in ("True", ">rows<", ">rejected<", "no-total", ">columns<") if raw in shown]


def test_every_field_of_a_layout_has_words(keeper):
    parts = [part for one in layouts().values() for part in (one.rows, one.total) if part]
    assert {field.name for part in parts for field in part.fields} <= set(wage_words.FIELDS)


def test_the_field_of_a_problem_is_named_in_words(keeper):
    lines = ("EDR,1,000000001,AE070331234567890123456,2009-06-01,2009-06-30,30,1000.00,0.00,0",
             "SCR,1,000000001,2009-06-30,1431,062009,1,1000.01,AED,x")  # fmt: skip
    shown = page(opened(keeper), "wage-file", taken(keeper, "uae-sif", lines).id)
    assert "<td>Sum of all amounts</td>" in shown
    assert ">sum<" not in shown


def contract(keeper, which, **changes):
    data = {"worker": "850101234", "which": which, "date": "2026-01-10", "pay": "120", "currency": "BHD"} | changes
    return registers.draft_record(actor_of(keeper), "worker-contract", data, protected(), PURPOSE, at=T0).id


WORSE = {"en": "Worse for the worker", "ar": "أسوأ للعامل", "ur": "کارکن کے لیے بدتر"}
PERSON = {"en": "Worker", "ar": "العامل", "ur": "کارکن"}
"""A person, never the process of the node that bears the same word in English."""


@pytest.mark.parametrize(("language", "words"), WORSE.items(), ids=WORSE)
def test_contracts_stand_side_by_side(keeper, language, words):
    contract(keeper, "origin", job="Mason")
    contract(keeper, "shown", language="اردو", job="راج مستری")
    contract(keeper, "paid", pay="95.5")
    shown = page(opened(keeper, language), "contracts")
    assert words in shown
    assert f"<h2>{PERSON[language]} <" in shown
    assert "<mark>" in shown
    assert "اردو" in shown


TITLES = {"en": "copy for reading", "ar": "نسخة للقراءة", "ur": "پڑھنے کی نقل"}


@pytest.mark.parametrize(("language", "title"), TITLES.items(), ids=TITLES)
def test_a_worker_reads_the_contract_in_their_language(keeper, language, title):
    made = contract(keeper, "shown", job="راج مستری", leave_days="30")
    client = opened(keeper)
    shown = page(client, "reading-copy", made, language)
    assert f'<article lang="{language}"' in shown
    assert title in shown
    paper = client.get(reverse("worker_protection:reading-paper", args=[made, language]))
    assert paper.content.startswith(b"%PDF")
    assert client.get(reverse("worker_protection:reading-copy", args=[made, "fr"])).status_code == 404


def test_a_reading_copy_is_made_of_a_contract_alone(keeper):
    charge = {
        "worker": "850101234", "date": "2026-01-05", "kind": "agency", "payer": "worker", "method": "transfer",
        "bank_reference": "FT-1", "paid": "250000", "legal_most": "6000", "currency": "PKR",
    }  # fmt: skip
    made = registers.draft_record(actor_of(keeper), "worker-charge", charge, protected(), PURPOSE, at=T0).id
    client = opened(keeper)
    assert client.get(reverse("worker_protection:reading-copy", args=[made, "ur"])).status_code == 404
    shown = page(client, "charges")
    assert "244,000" in shown
    assert 'id="sums"' in shown


@pytest.mark.parametrize(("pages", "paid", "is_cut"), [(10, "30,000", False), (2, "20,000", True)])
def test_the_sums_of_charges_are_of_all_or_say_that_they_are_not(keeper, monkeypatch, pages, paid, is_cut):
    charge = {
        "worker": "850101234", "date": "2026-01-05", "kind": "agency", "payer": "worker", "method": "transfer",
        "bank_reference": "FT-1", "paid": "10000", "legal_most": "6000", "currency": "PKR",
    }  # fmt: skip
    for _ in range(3):
        registers.draft_record(actor_of(keeper), "worker-charge", charge, protected(), PURPOSE, at=T0)
    monkeypatch.setattr(papers, "MOST", 1)
    monkeypatch.setattr(papers, "MOST_PAGES", pages)
    shown = page(opened(keeper), "charges")
    assert f'<td class="number">{paid}</td>' in shown.partition('id="sums"')[2].partition("</table>")[0]
    assert ("Only the newest" in shown) is is_cut


@pytest.mark.parametrize(("told", "says"), [({}, "no removal of this person"), (NOBODY, "Without a name or a number")])
def test_who_is_not_named_is_not_said_to_be_protected(keeper, told, says):
    made = screened(keeper, **told)
    assert says in page(opened(keeper), "screening", made.id)


def test_a_table_is_asked_for_approved_by_another_and_taken_away(keeper):
    month(keeper)
    second = officer("amina", "protection_officer")
    first, other = opened(keeper), opened(second)
    asked = {"method": "withheld", "first": "2026-10", "last": "2026-10"}
    assert first.post(reverse("worker_protection:statistics"), asked).status_code == 302
    table = StatisticsTable.objects.get()
    assert "2026-10 – 2026-10" not in page(first, "statistics"), "one month is no range"
    approve = reverse("worker_protection:statistics-decide", args=[table.id, "approve"])
    assert first.post(approve).status_code in (403, 409, 400)
    assert other.post(approve).status_code == 302
    assert "too small to leave" in page(first, "statistics-table", table.id)
    assert "ε 4" in page(first, "statistics")
    assert "Population" in other.get(
        reverse("worker_protection:statistics-export", args=[table.id, "csv"])
    ).content.decode()  # fmt: skip


NOT_ASKED = {
    "noise without loss": {"method": "noise", "first": "2026-10", "last": "2026-10"},
    "backwards": {"method": "withheld", "first": "2026-10", "last": "2026-09"},
    "no month": {"method": "withheld", "first": "october", "last": "2026-10"},
}


@pytest.mark.parametrize("asked", NOT_ASKED.values(), ids=NOT_ASKED)
def test_what_makes_no_sense_is_said_beside_the_form(keeper, asked):
    answer = opened(keeper).post(reverse("worker_protection:statistics"), asked)
    assert answer.status_code == 400
    assert not StatisticsTable.objects.exists()


@pytest.mark.parametrize("loss", ["9", "0", "much", "0.0001"])
def test_a_loss_that_cannot_be_says_what_it_may_be(keeper, loss):
    asked = {"method": "noise", "first": "2026-10", "last": "2026-10", "loss": loss}
    answer = opened(keeper).post(reverse("worker_protection:statistics"), asked)
    assert "Write a number from 0.01 to 2, with three digits after the point at most." in answer.content.decode()


def test_a_table_with_noise_shows_what_it_took_from_the_budget(keeper):
    second = officer("amina", "protection_officer")
    first, other = opened(keeper), opened(second)
    asked = {"method": "noise", "first": "2026-10", "last": "2026-10", "loss": "1"}
    assert first.post(reverse("worker_protection:statistics"), asked).status_code == 302
    waiting = worker_wages._TABLE.search(page(other, "statistics"))
    approved = other.post(reverse("worker_protection:statistics-decide", args=[waiting[1], "approve"]))
    assert approved.status_code == 302
    figures = worker_wages._FIGURE.findall(page(first, "statistics"))
    assert figures[:3] == ["ε 4", "1", "3"]
    assert "OpenDP" in page(first, "statistics-table", waiting[1])
