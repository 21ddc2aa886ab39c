# SPDX-License-Identifier: Apache-2.0
"""Records on a map: who sees which, the table beside it, the picture, and a node without a base map."""

import json
import math
from datetime import date
from itertools import combinations

import pytest
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.maps import access, basemap
from taawun.apps.maps.access import Within
from taawun.apps.maps.drawing import ROOM, Mark, draw
from taawun.apps.maps.shapes import Form, area, line, point, read_area
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.ui import built
from taawun.kernel.errors import BadBoundaries, NoMap, NoPurpose
from taawun.kernel.marking import FieldMarking, Tlp
from tests.apps.registers.making import PURPOSE, SEIZURE, marking
from tests.apps.ui.story import NOW

MAP = "/registers/seizure/map/"
SITRA = ("26.15", "50.66")
GWADAR = ("25.122", "62.325")
BASE = {
    "source": "Natural Earth",
    "world": {"land": [[[[40, 10], [70, 10], [70, 40], [40, 40], [40, 10]]]], "boundaries": [[[50, 20], [60, 30]]]},
    "region": {
        "box": [30, -2, 92, 42],
        "land": [[[[50, 25], [51, 25], [51, 27], [50, 25]]]],
        "boundaries": [[[50, 25], [50.5, 26]]],
    },
    "labels": [{"code": "BH", "at": [50.54, 26.04], "size": 0.05}, {"code": "PK", "at": [69.3, 29.9], "size": 81}],
}


@pytest.fixture
def base(tmp_path, monkeypatch):
    """A small base map where the built one stands."""
    (tmp_path / "manifest.json").write_text(json.dumps({"basemap.json": "basemap-1.json", "map.js": "map-1.js"}))
    (tmp_path / "basemap-1.json").write_text(json.dumps(BASE))
    monkeypatch.setattr(built, "FOLDER", tmp_path)
    built.manifest.cache_clear()
    basemap._read.cache_clear()
    yield tmp_path
    built.manifest.cache_clear()
    basemap._read.cache_clear()


@pytest.fixture
def home(tmp_path, settings):
    """The home of a node whose maps are its own."""
    from dataclasses import replace

    settings.NODE = replace(settings.NODE, home=tmp_path / "home")
    folder = tmp_path / "home" / "maps"
    folder.mkdir(parents=True)
    return folder


def seize(officer, name: str, place: tuple[str, str] | None, day: str = "2026-10-03", **changes) -> str:
    said = SEIZURE | {"name": name, "date": day}
    if place:
        said |= {"latitude": place[0], "longitude": place[1]}
    return registers.draft_record(actor_of(officer), "seizure", said, marking(**changes), PURPOSE, at=NOW).id


def shown(client, query: str = "") -> dict[str, dict]:
    answer = client.get(f"/registers/seizure/map/places.json{query}")
    assert answer["Content-Type"] == "application/geo+json"
    return {one["properties"]["caption"]: one for one in json.loads(answer.content)["features"]}


def test_records_with_a_place_stand_on_the_map_and_in_the_table(story, sign_in, base) -> None:
    seize(story.officers["asma"], "قارب قرب سترة", SITRA)
    page = sign_in("asma").get(MAP).content.decode()
    assert "قارب قرب سترة" in page
    assert 'data-places="50.66,26.15"' in page
    assert page.count('<g class="mark"') == 1
    assert "Boundaries are not official." in page
    assert "records state no place" in page


def test_without_a_base_map_the_table_stands_alone_and_says_so(story, sign_in, base) -> None:
    (base / "manifest.json").write_text("{}")
    built.manifest.cache_clear()
    seize(story.officers["asma"], "Boat", SITRA)
    page = sign_in("asma").get(MAP).content.decode()
    assert "There is no map here" in page
    assert "<svg" not in page
    assert 'data-places="50.66,26.15"' in page


def test_each_record_on_the_map_leaves_a_line_and_those_left_out_leave_none(story, sign_in) -> None:
    near = seize(story.officers["asma"], "Boat", SITRA)
    far = seize(story.officers["asma"], "Dhow", GWADAR)
    sign_in("asma").get(f"{MAP}?area=26.2 50.6 30 km")
    read = set(Line.objects.filter(act="record.listed", purpose=PURPOSE).values_list("object_id", flat=True))
    assert near in read
    assert far not in read


NARROWED = {
    "nothing": ("", {"Boat", "Dhow", "Skiff"}),
    "an area": ("?area=26.2 50.6 30 km", {"Boat"}),
    "a first day": ("?since=2026-10-15", {"Dhow", "Skiff"}),
    "a last day": ("?until=2026-10-05", {"Boat"}),
    "a span of days": ("?since=2026-10-15&until=2026-10-25", {"Dhow"}),
    "an area and a day": ("?area=26.2 50.6 30 km&since=2026-10-15", set()),
    "an area that is none, and is said to be": ("?area=nowhere", {"Boat", "Dhow", "Skiff"}),
}


@pytest.mark.dialect
@pytest.mark.parametrize(("query", "captions"), NARROWED.values(), ids=NARROWED)
def test_a_map_is_narrowed(story, sign_in, query, captions) -> None:
    officer = story.officers["asma"]
    seize(officer, "Boat", SITRA, "2026-10-03")
    seize(officer, "Dhow", GWADAR, "2026-10-20")
    seize(officer, "Skiff", GWADAR, "2026-11")
    assert set(shown(sign_in("asma"), query)) == captions
    page = sign_in("asma").get(MAP + query).content.decode()
    assert ("This is no area" in page) == ("nowhere" in query)


HIDDEN = {
    "named readers only": ({"tlp": "red", "named": {"BH:anti-drug"}}, PURPOSE),
    "a review day that has passed": ({"review": date(2026, 1, 1)}, PURPOSE),
    "another purpose": ({}, "extradition"),
    "a place that is withheld": (
        {"fields": {"latitude": FieldMarking(tlp=Tlp.RED)}, "named": {"BH:anti-drug"}},
        PURPOSE,
    ),
}


@pytest.mark.parametrize(("changes", "purpose"), HIDDEN.values(), ids=HIDDEN)
def test_what_may_not_be_shown_is_neither_on_the_map_nor_counted(story, changes, purpose) -> None:
    """§80.30b."""
    officer = story.officers["asma"]
    before = access.sheet(officer, "seizure", Within(), purpose)
    hidden = seize(officer, "Hidden", SITRA, **changes)
    after = access.sheet(officer, "seizure", Within(), purpose)
    assert hidden not in {one.shown.record.id for one in after.places}
    assert len(after.places) == len(before.places)
    assert after.unplaced - before.unplaced == (1 if "fields" in changes else 0)


def test_a_map_needs_a_purpose_and_a_type_that_states_places(story) -> None:
    with pytest.raises(NoPurpose):
        access.sheet(story.officers["asma"], "seizure", Within(), " ")
    with pytest.raises(NoMap):
        access.sheet(story.officers["asma"], "person", Within(), PURPOSE)


def test_a_map_of_a_type_without_places_is_said_to_be_none(story, sign_in) -> None:
    answer = sign_in("asma").get("/registers/person/map/")
    assert answer.status_code == 404 or b"state no place" in answer.content


def test_older_records_are_on_the_next_map(story, sign_in, monkeypatch) -> None:
    monkeypatch.setattr(access, "LOOKED_AT", 2)
    captions = ["First", "Second", "Third", "Fourth"]
    for caption in captions:
        seize(story.officers["asma"], caption, SITRA)
    found, after = set(), ""
    for _ in range(10):
        sheet = access.sheet(story.officers["asma"], "seizure", Within(), PURPOSE, after=after)
        assert len(sheet.places) <= 2
        found |= {one.caption for one in sheet.places}
        after = sheet.older
        if not after:
            break
    assert found >= set(captions)
    assert "after=" in sign_in("asma").get(f"{MAP}?since=2026-01-01").content.decode()


def test_a_geojson_feature_carries_its_marking(story, sign_in) -> None:
    seize(story.officers["asma"], "Boat", SITRA)
    one = shown(sign_in("asma"))["Boat"]
    assert one["geometry"] == {"type": "Point", "coordinates": [50.66, 26.15]}
    assert one["properties"]["marking"]["purposes"] == [PURPOSE]


# --- the picture -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "name"), [("en", "Bahrain"), ("ar", "البحرين"), ("ur", "بحرین")])
def test_names_are_in_the_readers_language(base, language, name) -> None:
    found = basemap.base_map()
    picture = draw(found, [point(49.0, 24.0), point(52.0, 28.0)], language)
    assert name in {one.text for one in picture.names}


def test_the_finer_ground_is_drawn_within_its_box_and_the_coarser_one_around_it(base) -> None:
    found = basemap.base_map()
    assert found.ground((50, 25, 51, 26)) is found.region
    assert found.ground((-50, 25, 51, 26)) is found.world


def test_areas_and_lines_are_drawn_as_such(base) -> None:
    picture = draw(
        basemap.base_map(), [read_area("26 50; 26 51; 27 51")], "en", asked=area([(50, 25), (51, 25), (51, 26)])
    )
    (mark,) = picture.marks
    assert (mark.form, mark.path[0], mark.path[-1]) == (Form.AREA, "M", "Z")
    assert picture.asked.endswith("Z")


def marks(*shapes) -> tuple[Mark, ...]:
    return draw(basemap.base_map(), shapes, "en", tones=[1] * len(shapes)).marks


def test_points_at_one_place_stand_beside_it_with_a_line_to_it(base) -> None:
    first, second, third = marks(point(52.2, 26.6), point(52.2, 26.6), point(52.2025, 26.6))
    assert not first.leader
    assert second.leader.startswith(f"M{first.x:g},{first.y:g}L")
    assert third.leader
    assert all(math.dist((a.x, a.y), (b.x, b.y)) >= ROOM - 1 for a, b in combinations((first, second, third), 2))


def test_points_apart_and_lines_stay_where_they_are(base) -> None:
    found = marks(point(52.2, 26.6), point(55.0, 25.0), line([(52.2, 26.6), (55.0, 25.0)]))
    assert not any(one.leader for one in found)
    assert found[2].path


def test_a_crowd_at_one_place_is_bounded(base) -> None:
    assert len({(one.x, one.y) for one in marks(*[point(52.2, 26.6)] * 400)}) == 1 + 6 + 12 + 18


def test_a_nodes_own_boundaries_take_the_place_of_those_it_was_built_with(base, home) -> None:
    """§80.30a."""
    lines = {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": [[[10, 10], [11, 11]]]}}
    (home / "boundaries.json").write_text(json.dumps({"type": "FeatureCollection", "features": [lines]}))
    found = basemap.base_map()
    assert found.own
    assert [line.places for line in found.world.boundaries] == [((10, 10), (11, 11))]
    assert basemap.own_boundaries()["coordinates"] == [[[10, 10], [11, 11]]]


BROKEN = {
    "no JSON": "{",
    "no GeoJSON": "[]",
    "no coordinates": '{"type": "LineString"}',
    "words for numbers": '{"type": "LineString", "coordinates": [["a", "b"], ["c", "d"]]}',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_boundaries_that_cannot_be_read_are_said_to_be_so(base, home, text) -> None:
    (home / "boundaries.json").write_text(text)
    with pytest.raises(BadBoundaries):
        basemap.base_map()


def test_the_names_are_given_to_the_map_that_moves(story, sign_in, base) -> None:
    answer = sign_in("asma").get(reverse("maps:names")).json()
    assert answer["boundaries"] is None
    names = {one["properties"]["en"]: one["properties"] for one in answer["labels"]["features"]}
    assert (names["Gwadar"]["ar"], names["Gwadar"]["ur"]) == ("جوادر", "گوادر")


def test_the_map_that_was_built_holds_both_parties() -> None:
    found = basemap.base_map()
    if found is None:
        pytest.skip("nothing was built; `make assets` needs Node")
    names = {label.name("en") for label in found.labels if label.country}
    assert {"Bahrain", "Pakistan", "Oman"} <= names
    picture = draw(found, [point(50.5, 26.1)], "en")
    assert len(picture.land) > 100


def test_a_list_leads_to_the_map_where_its_records_state_places(story, sign_in) -> None:
    page = sign_in("asma").get("/registers/?type=seizure").content.decode()
    assert f'href="{MAP}"' in page
    assert "/registers/person/map/" not in sign_in("asma").get("/registers/?type=person").content.decode()
