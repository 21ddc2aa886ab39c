# SPDX-License-Identifier: Apache-2.0
"""Maps in a real browser: the one that moves, drawing an area by mouse and by keyboard, and the picture without it."""

import os
from pathlib import Path

import pytest

from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.ui import built
from tests.apps.registers.making import PURPOSE, SEIZURE, marking
from tests.apps.ui.story import NOW
from tests.browser.moving import moving

pytestmark = pytest.mark.slow
MAP = "/registers/seizure/map/"
PLACES = [
    ("قارب قرب سترة", "26.15", "50.66", "2026-10-03"),
    ("گوادر کے قریب کشتی", "25.05", "62.33", "2026-10-14"),
    ("Skiff off Karachi", "24.60", "66.70", "2026-10-20"),
    ("Dhow in the Gulf of Oman", "24.90", "58.90", "2026-11-02"),
]


@pytest.fixture(autouse=True)
def _built() -> None:
    if not {"map.js", "basemap.json", "map-worker.js"} <= set(built.manifest()):
        pytest.skip("no map was built; run `make assets`, which needs Node")


def seize(desk) -> None:
    for name, lat, lon, day in PLACES:
        said = SEIZURE | {"name": name, "latitude": lat, "longitude": lon, "date": day}
        registers.draft_record(actor_of(desk.story.officers["asma"]), "seizure", said, marking(), PURPOSE, at=NOW)


def keep(page, name: str) -> None:
    """Keep a picture of a page where a person asks for it, to look at it."""
    folder = os.environ.get("TAAWUN_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_the_map_moves_and_keeps_the_strict_policy(desk, language) -> None:
    seize(desk)
    with moving(desk, "asma", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(desk.url + MAP)
        page.locator("[data-map][data-ready]").wait_for()
        page.locator("[data-map] canvas").wait_for()
        page.wait_for_load_state("networkidle")
        keep(page, f"map-{language}")
        assert page.locator("[data-map] svg").is_hidden()
        assert page.locator("[data-tool='time']").input_value() == "3"
        page.locator("[data-tool='time']").fill("0")
        assert page.locator("tr[data-later]").count() == 3
        assert page.locator("[data-map] strong").is_visible()
    assert complaints == []


def test_an_area_is_drawn_by_mouse_and_by_keyboard(desk) -> None:
    seize(desk)
    with moving(desk, "asma", viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(desk.url + MAP)
        page.locator("[data-map][data-ready]").wait_for()
        box = page.locator("[data-map] canvas").bounding_box()
        page.click("[data-tool='area']")
        for across, down in ((0.2, 0.2), (0.8, 0.2), (0.5, 0.8)):
            page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        field = page.locator("#id_area")
        assert field.input_value().count(";") == 2
        keep(page, "map-area")
        page.click("[data-tool='clear']")
        page.click("[data-tool='circle']")
        canvas = page.locator("[data-map] canvas")
        canvas.press("Enter")
        canvas.press("ArrowRight")
        page.wait_for_timeout(1_500)  # the map glides; where it stops is not what is tried
        canvas.press("Enter")
        assert field.input_value().endswith(" km")
        with page.expect_navigation():
            page.click("#within .button")
        assert "area=" in page.url
        page.locator("[data-map][data-ready]").wait_for()
    assert complaints == []


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_without_a_script_the_picture_and_the_table_say_the_same(desk, language) -> None:
    seize(desk)
    page = desk.sit_down("asma", language, viewport={"width": 1280, "height": 900})
    page.goto(desk.url + MAP)
    keep(page, f"map-still-{language}")
    assert page.locator("[data-map] svg .mark").count() == len(PLACES)
    assert page.locator("#places tbody tr").count() == len(PLACES)
    assert page.locator("[data-tools]").is_hidden()
    assert desk.complaints == []
