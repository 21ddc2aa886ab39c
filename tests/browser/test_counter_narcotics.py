# SPDX-License-Identifier: Apache-2.0
"""Counter-narcotics in a real browser: statistics with their map, a seizure with its chain, the liaison desk."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from taawun.apps.jobs import runner
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.sectors.counter_narcotics import services
from tests.apps.registers.making import PURPOSE, SEIZURE, marking
from tests.apps.ui.story import NOW
from tests.browser.test_map import keep
from tests.formats.test_unodc import HEAD, line
from tests.house import FakeClock

pytestmark = pytest.mark.slow
DIRECTIONS = {"en": "ltr", "ar": "rtl", "ur": "rtl"}
SCREEN = {"width": 1280, "height": 900}


def told(desk) -> str:
    """Take statistics in, state a seizure with two steps and a late notice, and return the seizure."""
    clerk = actor_of(desk.story.officers["asma"])
    rows = [HEAD, *(line(f"{number}", day=f"2012-01-{number:02}") for number in range(1, 20)), ""]
    services.take_statistics(clerk, io.BytesIO("\n".join(rows).encode()), PURPOSE, at=NOW)
    runner.run_due(FakeClock(NOW), "test")
    seizure = registers.draft_record(clerk, "seizure", SEIZURE, marking(), PURPOSE, at=NOW).id
    for number, name in (("2", "تول دوبارہ"), ("1", "وزن الأكياس")):
        step = {"name": name, "seizure": seizure, "number": number, "date": "2026-11-02", "step": "weighed",
                "weigher": "Officer", "witness": "گواہ", "net": "36.432", "unit": "kg"}  # fmt: skip
        registers.draft_record(clerk, "custody-step", step, marking(), PURPOSE, at=NOW)
    day = (timezone.now() - timedelta(days=9)).date().isoformat()
    notice = {"name": "ایک کلو آئس، منزل بحرین", "date": day, "urgency": "urgent", "state": "open", "origin": "press"}
    registers.draft_record(clerk, "liaison-notice", notice, marking(), PURPOSE, at=NOW)
    return seizure


@pytest.mark.parametrize("language", DIRECTIONS)
def test_the_pages_of_the_sector(desk, language) -> None:
    seizure = told(desk)
    page = desk.sit_down("asma", language, viewport=SCREEN)
    page.goto(desk.url + reverse("counter_narcotics:statistics"))
    keep(page, f"statistics-{language}")
    assert page.locator("#rows tbody tr").count() == 19
    assert page.locator("#datasets tbody tr").count() == 1
    assert page.locator("figure svg").count() >= 4
    page.goto(desk.url + reverse("counter_narcotics:liaison"))
    keep(page, f"liaison-{language}")
    assert page.locator("#notices tbody tr .badge.bad").count() == 1
    page.goto(desk.url + reverse("registers:record", args=[seizure]))
    keep(page, f"seizure-{language}")
    assert page.locator("#steps tbody th").all_text_contents() == ["وزن الأكياس", "تول دوبارہ"]
    assert page.locator("html").get_attribute("dir") == DIRECTIONS[language]
    with page.expect_navigation():
        page.click(".panel a.button.second")
    assert page.locator("[name='d-number']").input_value() == "3"
    assert page.locator("[name='d-seizure']").input_value() == seizure
    assert desk.complaints == []
