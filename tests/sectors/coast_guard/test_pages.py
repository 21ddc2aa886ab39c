# SPDX-License-Identifier: Apache-2.0
"""The pages of the coast guard: kinds told apart, areas as polygons, a sighting from an event, a file taken away."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from taawun.apps.audit.models import Line
from taawun.apps.jobs import runner
from taawun.apps.maps.kinds import FORMS, legend_of
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.formats.countries import NAMES
from taawun.sectors.coast_guard import services
from taawun.sectors.coast_guard.models import Feed, Leg
from taawun.sectors.coast_guard.watching import LEGEND
from tests.apps.making import T0, officer
from tests.apps.registers.making import marking
from tests.house import FakeClock
from tests.sectors.coast_guard.test_positions import PURPOSE, sample

pytestmark = pytest.mark.django_db

AREA = {"name": "القطاع الشمالي", "start": "2023-11-01", "lead": "BH", "area": "الدائرة 26.2 52.6 10 nm"}
SEEN = {"name": "بے روشنی ڈھو", "date": "2023-11-14", "time": "02:30", "place": "26.45,51.9", "vessel_type": "dhow"}
PATROL = {"name": "رات کا گشت", "date": "2023-11-12", "until": "2023-11-14", "craft": "گشتی کشتی ۱۲"}
ROUTE = {"route": "من المرسى ٢٦٫١ ٥٢٫١؛ 26.3 52.4; 26.5 52.6"}
DAYS = {"since": "2023-11-13", "until": "2023-11-15"}


@pytest.fixture(autouse=True)
def _files(monkeypatch, tmp_path):
    """Keep import files of a test apart."""
    monkeypatch.setattr("taawun.apps.registers.importing.files.folder", lambda: tmp_path)


@pytest.fixture
def clerk():
    return officer("bilal", "desk_officer", name="بلال احمد")


def opened(clerk) -> Client:
    client = Client()
    client.force_login(clerk)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


def taken(clerk) -> Feed:
    return services.take_file(actor_of(clerk), io.BytesIO(sample()), PURPOSE, name="sample.nmea", at=T0)


def work() -> None:
    runner.run_due(FakeClock(T0), "test")


def stated(clerk, slug: str, **said: str) -> str:
    told = {"sighting": SEEN, "patrol-area": AREA, "patrol-log": PATROL}[slug] | said
    return registers.draft_record(actor_of(clerk), slug, told, marking(purposes={PURPOSE}), PURPOSE, at=T0).id


def rows(page: str) -> dict[str, str]:
    """Return the first row of each kind."""
    found: dict[str, str] = {}
    for row in re.findall(r"<tr id=\"row-.*?</tr>", page, re.S):
        found.setdefault(re.search(r'data-kind="([^"]+)"', row)[1], row)
    return found


def test_kinds_are_told_apart_by_form_and_colour_and_named_in_a_legend(clerk):
    taken(clerk)
    work()
    stated(clerk, "sighting")
    stated(clerk, "patrol-area")
    page = opened(clerk).get(reverse("coast_guard:watch"), DAYS).content.decode()
    found = rows(page)
    assert {"encounter", "track", "sighting", "patrol-area"} <= set(found)
    tones = {kind: re.search(r'data-tone="(\d)"', row)[1] for kind, row in found.items()}
    assert len(set(tones.values())) == len(tones)
    for kind, tone in tones.items():
        assert f'data-swatch="{tone}"' in page, kind
    assert 'data-form="Polygon"' in found["patrol-area"]
    assert len(found["patrol-area"].split('data-places="')[1].split('"')[0].split()) == 49


def test_no_two_kinds_of_the_legend_have_one_form():
    legend = legend_of(LEGEND, LEGEND)
    assert len({one.form for one in legend.values()}) == len(LEGEND) == len(FORMS)


@pytest.mark.parametrize(
    ("said", "shown"),
    {
        "begun before and open": ({}, True),
        "ended before": ({"end": "2023-11-10"}, False),
        "begins later": ({"start": "2023-12-01"}, False),
        "ends on the first day": ({"end": "2023-11-13"}, True),
    }.values(),
    ids=["begun before and open", "ended before", "begins later", "ends on the first day"],
)
def test_a_patrol_area_stands_on_the_days_on_which_it_holds(clerk, said, shown):
    stated(clerk, "patrol-area", **said)
    page = opened(clerk).get(reverse("coast_guard:watch"), DAYS).content.decode()
    assert ("patrol-area" in rows(page)) is shown


def test_the_map_of_patrol_areas_draws_them_and_the_form_lets_one_draw(clerk):
    stated(clerk, "patrol-area")
    client = opened(clerk)
    page = client.get(reverse("maps:records", args=["patrol-area"])).content.decode()
    assert 'data-form="Polygon"' in page
    form = client.get(reverse("registers:new", args=["patrol-area"])).content.decode()
    assert 'data-area="id_d-area"' in form
    assert "data-area" not in client.get(reverse("registers:new", args=["sighting"])).content.decode()


DRAWN = {
    "along its route": (ROUTE | {"place": "26.30,52.30"}, "LineString", "52.1,26.1 52.4,26.3 52.6,26.5"),
    "by its middle": ({"place": "26.30,52.30"}, "Point", "52.3,26.3"),
}


@pytest.mark.parametrize(("went", "form", "places"), DRAWN.values(), ids=DRAWN)
def test_a_patrol_is_drawn_on_the_watch_page_and_on_its_map(clerk, went, form, places):
    record, client = stated(clerk, "patrol-log", **went), opened(clerk)
    row = rows(client.get(reverse("coast_guard:watch"), DAYS).content.decode())["patrol-log"]
    said = (f'data-form="{form}"', f'data-places="{places}"', f"/{record}/", "رات کا گشت", "گشتی کشتی ۱۲", "2023-11-14")
    assert [part for part in said if part not in row] == []
    page = client.get(reverse("maps:records", args=["patrol-log"])).content.decode()
    assert f'data-form="{form}" data-places="{places}"' in page
    later = client.get(reverse("coast_guard:watch"), {"since": "2023-11-15", "until": "2023-11-16"}).content.decode()
    assert "patrol-log" not in rows(later)


def test_a_patrol_of_an_area_is_drawn_as_that_area_where_both_may_be_seen(clerk):
    area = stated(clerk, "patrol-area", end="2023-11-02")  # its own days are over: only the patrol draws it
    hidden = registers.draft_record(
        actor_of(clerk), "patrol-area", AREA, marking(purposes={"coordination"}), "coordination", at=T0
    ).id
    stated(clerk, "patrol-log", area=area)
    stated(clerk, "patrol-log", name="دورية أخرى", area=hidden)
    client = opened(clerk)
    for url, asked in ((reverse("coast_guard:watch"), DAYS), (reverse("maps:records", args=["patrol-log"]), {})):
        page = client.get(url, asked).content.decode()
        assert page.count('data-form="Polygon"') == 1
        drawn = next(row for row in page.split("<tr") if 'data-form="Polygon"' in row)
        assert "رات کا گشت" in drawn
    assert Line.objects.filter(act="record.listed", object_id=area).exists()
    assert not Line.objects.filter(act="record.listed", object_id=hidden).exists()


ASKED = {
    "en": "its number or its identifier", "ar": "رقمها أو معرّفها", "ur": "اس کا نمبر یا شناختی نشان",
}  # fmt: skip
NAMED_IN = {"boarding": "coast-guard", "overstay": "immigration", "precursor-notification": "counter-narcotics"}


@pytest.mark.parametrize(("slug", "purpose"), NAMED_IN.items(), ids=NAMED_IN)
@pytest.mark.parametrize(("language", "asked"), ASKED.items(), ids=ASKED)
def test_a_case_is_asked_for_by_what_people_call_it(clerk, slug, purpose, language, asked):
    clerk.language = language
    clerk.save(update_fields=["language"])
    client = opened(clerk)
    client.post(reverse("ui:purpose"), {"purpose": purpose})
    page = client.get(reverse("registers:new", args=[slug])).content.decode()
    field = re.search(r'(<label[^>]*for="id_d-(?:case|authorisation)".*?)<input', page, re.S)[1]
    assert asked in field
    assert re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", field) is None


def test_a_sighting_is_stated_from_an_event(clerk):
    taken(clerk)
    work()
    client = opened(clerk)
    found = rows(client.get(reverse("coast_guard:watch"), DAYS).content.decode())
    link = re.search(r'href="(/registers/new/sighting/\?[^"]+)"', found["encounter"])
    assert "/registers/new/sighting/" not in found["track"]
    form = client.get(unescape(link[1])).content.decode()
    said = {name: re.search(rf'name="d-{name}"[^>]* value="([^"]*)"', form)[1] for name in ("date", "time", "place")}
    assert re.fullmatch(r"2023-11-1\d", said["date"])
    assert re.fullmatch(r"\d\d:\d\d", said["time"])
    assert said["place"].startswith("26.")
    assert "as transmitted and not checked" in form


def test_a_file_is_taken_away_after_a_question_and_on_the_record(clerk):
    feed, client = taken(clerk), opened(clerk)
    url = reverse("coast_guard:take-away", args=[feed.id])
    assert client.post(url).status_code == 409  # its import has not ended
    work()
    assert url in client.get(reverse("coast_guard:watch")).content.decode()
    assert client.get(url).status_code == 200
    assert Leg.objects.exists(), "to ask is not to do"
    assert client.post(url).status_code == 302
    assert not Leg.objects.exists()
    assert not Feed.objects.exists()
    assert Line.objects.filter(act="positions.removed", object_id=feed.id).exists()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_what_a_rule_says_of_a_country_names_it_in_the_readers_language(clerk, language):
    vessel = {"name": "NOOR", "mmsi": "232001234", "flag": ["PK"]}
    kept = registers.draft_record(actor_of(clerk), "vessel", vessel, marking(purposes={PURPOSE}), PURPOSE, at=T0)
    client = opened(clerk)
    client.post(reverse("ui:language"), {"language": language})
    page = client.get(reverse("registers:record", args=[kept.id])).content.decode()
    with override(language):
        said = gettext("The digits of this MMSI are those of %(country)s, which is not the flag stated.")
    assert said % {"country": NAMES["GB"][language]} in page
