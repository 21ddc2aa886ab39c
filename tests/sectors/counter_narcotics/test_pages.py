# SPDX-License-Identifier: Apache-2.0
"""The pages of counter-narcotics with something on them, in three languages."""

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from tests.apps.making import T0, officer
from tests.apps.registers.making import SEIZURE, marking
from tests.sectors.counter_narcotics.test_statistics import PURPOSE, taken, work

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
    taken(clerk)
    work()
    asked = {"departure": "Pakistan", "destination": "Bahrain"}
    page = opened(clerk, language).get(reverse("counter_narcotics:statistics"), asked).content.decode()
    assert title in page
    assert "پشاور" in page
    assert 'id="by-drug"' in page
    assert page.count("<svg") >= 4


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rows_are_taken_away(clerk, form):
    taken(clerk)
    work()
    answer = opened(clerk).get(reverse("counter_narcotics:statistics-export", args=[form]), {"flaw": "outlier"})
    assert answer.status_code == 200
    if form == "csv":
        assert "4500000" in answer.content.decode()


def test_a_chain_shows_what_does_not_fit(clerk):
    desk = actor_of(clerk)
    seizure = registers.draft_record(desk, "seizure", SEIZURE, marking(), PURPOSE, at=T0).id
    for number, net in (("1", "36.432"), ("2", "30")):
        step = {
            "name": f"وزن {number}", "seizure": seizure, "number": number, "date": "2026-11-02", "step": "weighed",
            "weigher": "Officer", "witness": "گواہ", "net": net, "unit": "kg",
        }  # fmt: skip
        registers.draft_record(desk, "custody-step", step, marking(), PURPOSE, at=T0)
    page = opened(clerk).get(reverse("counter_narcotics:custody", args=[seizure])).content.decode()
    assert page.count("وزن") == 2
    assert "the net weight is 30 where 36.432" in page


def test_pairs_of_profiles_without_known_sources_are_not_assessable(clerk):
    peaks = ["papaverine=12.5", "noscapine=8.1", "codeine=3.4", "meconine=1"]
    for name in ("Sample A", "نمونہ ب"):
        data = {"name": name, "date": "2026-11-05", "substance": "Heroin", "method": "GC-MS", "peaks": peaks}
        registers.draft_record(actor_of(clerk), "drug-profile", data, marking(), PURPOSE, at=T0)
    page = opened(clerk).get(reverse("counter_narcotics:profiles")).content.decode()
    assert "Not assessable" in page
    assert "نمونہ ب" in page
