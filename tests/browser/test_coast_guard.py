# SPDX-License-Identifier: Apache-2.0
"""The watch page in a real browser: the map that moves, the slider through hours, and three languages."""

import io

import pytest

from taawun.apps.jobs import runner
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.ui import built
from taawun.sectors.coast_guard import services
from tests.apps.registers.making import marking
from tests.apps.ui.story import NOW
from tests.browser.moving import moving
from tests.browser.test_map import keep
from tests.formats.ais_lines import MADE_UP, position, tagged, voyage
from tests.house import FakeClock

pytestmark = pytest.mark.slow
WATCH = "/coast-guard/watch/"
BEGAN = 1_792_800_000 // 86_400 * 86_400
SEEN = {"name": "بے روشنی ڈھو", "date": "2026-10-24", "time": "02:30", "place": "26.45,51.9", "vessel_type": "dhow"}


def sentences() -> bytes:
    """Return two vessels that meet, and then nothing of one of them for nine hours."""
    told = [*voyage()]
    for step in range(48):
        for number, lon in enumerate((52.2, 52.2015)):
            line = position(MADE_UP + number, 26.2 + min(step, 12) * 0.03, lon, speed=0.5)
            told.append(tagged(line, b"c:%d" % (BEGAN + step * 300)))
    told.append(tagged(position(MADE_UP, 26.4, 52.5), b"c:%d" % (BEGAN + 13 * 3600)))
    return b"\n".join(told) + b"\n"


def fill(desk) -> None:
    clerk = actor_of(desk.story.officers["asma"])
    services.take_file(clerk, io.BytesIO(sentences()), "coast-guard", name="sample.nmea", at=NOW)
    runner.run_due(FakeClock(NOW), "test")
    registers.draft_record(clerk, "sighting", SEEN, marking(), "counter-narcotics", at=NOW)


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_the_watch_page_shows_what_happened_hour_by_hour(desk, language) -> None:
    fill(desk)
    with moving(desk, "asma", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(desk.url + WATCH)
        if "map.js" in built.manifest():
            page.locator("[data-map][data-ready]").wait_for()
            page.wait_for_load_state("networkidle")
            keep(page, f"watch-{language}")
            page.locator("[data-tool='time']").fill("0")
            assert page.locator("tr[data-later][data-kind='gap']").count() == 1
            # What the vessel did after the gap is a part of its track of its own, and later.
            assert page.locator("tr[data-later][data-kind='track']").count() == 1
            assert page.locator("tr:not([data-later])[data-kind='track']").count() == 2
        kinds = page.locator("#places tbody tr").evaluate_all("rows => rows.map(row => row.dataset.kind)")
        assert {"encounter", "gap", "sighting", "track"} <= set(kinds)
    assert complaints == []
