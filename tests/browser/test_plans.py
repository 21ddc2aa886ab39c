# SPDX-License-Identifier: Apache-2.0
"""A joint plan in a real browser: a phase is written, its timeline and map looked at, a release shown beforehand."""

import pytest

from taawun.sectors.plans.models import Section
from tests.browser.conftest import press, visit
from tests.browser.moving import moving
from tests.browser.test_map import keep
from tests.sectors.plans.addresses import filled

pytestmark = pytest.mark.slow
APART = """() => {
    const boxes = [...document.querySelectorAll("#timeline svg text.day")]
        .filter((one) => one.textContent).map((one) => one.getBoundingClientRect())
        .sort((a, b) => a.left - b.left);
    return boxes.length > 2 && boxes.every((one, n) => n === 0 || boxes[n - 1].right <= one.left);
}"""
"""Whether no two days on the scale of a timeline lie over each other."""


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_phase_is_written_and_seen_on_the_timeline_and_in_what_would_be_released(desk, language) -> None:
    plan, annex = filled(desk.story.officers["hira"])
    phases = Section.objects.get(plan=plan, form="phases")
    with moving(desk, "hira", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        visit(page, f"{desk.url}/plans/sections/{phases.id}/")
        page.fill("[name=name]", "تیسرا مرحلہ — الثالثة")
        page.fill("[name=begins]", "2027-03-25")
        page.fill("[name=ends]", "2027-03-30")
        press(page, "main form.stack button.button")
        assert page.locator("#rows tbody tr").count() == 3
        visit(page, f"{desk.url}/plans/{plan.id}/")
        assert page.locator("#timeline svg rect[class^=s] title").count() == 3
        assert page.evaluate(APART)
        page.locator("[data-map][data-ready]").wait_for()
        keep(page, f"plan-{language}")
        visit(page, f"{desk.url}/plans/sections/{phases.id}/release/")
        shown = page.locator("#changes").inner_text()
        assert "تیز کشتی ۳" in shown
        assert "rsrcrsrc" not in shown
        page.set_viewport_size({"width": 390, "height": 800})
        narrow = {"whole": f"{plan.id}/", "section": f"sections/{phases.id}/", "annex": f"annexes/{annex.id}/"}
        for name, there in narrow.items():
            visit(page, f"{desk.url}/plans/{there}")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            keep(page, f"plan-{name}-{language}-390")
    assert complaints == []
