# SPDX-License-Identifier: Apache-2.0
"""An exercise in a real browser: its plan is written and looked at on its timeline, in three languages."""

import pytest

from taawun.sectors.exercises import services
from tests.browser.moving import moving
from tests.browser.test_map import keep
from tests.sectors.exercises.plan import PLAN

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_plan_is_written_and_seen_on_its_timeline_under_the_banner(desk, language) -> None:
    officer = desk.story.officers["sohail"]
    case = services.open_exercise(officer, "BH", PLAN["name"])
    services.design(officer, case.id, PLAN)
    with moving(desk, "sohail", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(f"{desk.url}/purpose/")
        page.check("#purpose-exercise")
        page.locator("form.stack button").click()
        page.goto(f"{desk.url}/exercises/{case.id}/plan/")
        page.locator("details:has([name=act][value=objective]) summary").click()
        page.fill("[name=act][value=objective] ~ .field [name=text]", "Rescue a crew — إنقاذ")
        page.locator("form:has([name=act][value=objective]) button").click()
        assert page.locator("#objectives tbody tr").count() == 2  # refused: it names no capability
        keep(page, f"exercise-plan-{language}")
        page.goto(f"{desk.url}/exercises/{case.id}/live/")
        assert page.locator("#timeline svg g").count() == 4
        assert page.locator(".exercise-banner span").all_inner_texts() == ["EXERCISE", "تمرين", "مشق"]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        keep(page, f"exercise-live-{language}")
        page.goto(f"{desk.url}/exercises/inbox/")
        keep(page, f"exercise-inbox-{language}")
        assert not complaints
