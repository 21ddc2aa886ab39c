# SPDX-License-Identifier: Apache-2.0
"""De-confliction in a real browser: an entry is looked at once more, live, and in conflict, in three languages."""

from datetime import UTC, datetime, timedelta

import pytest

from taawun.apps.people.access import actor_of
from taawun.engines.deconfliction import Place, Span
from taawun.sectors.deconfliction import services
from taawun.sectors.deconfliction.services import Wish
from tests.browser.conftest import press, visit
from tests.browser.moving import moving
from tests.browser.test_map import keep

pytestmark = pytest.mark.slow


def other(desk, there: datetime) -> None:
    """Let another lead have a live boarding off Bahrain at a moment."""
    actor, begins = actor_of(desk.story.officers["hira"]), int(there.timestamp())
    place, span = Place.of("point", [(50.6, 26.2)], 1_000), Span.of(begins, begins + 7_200)
    wish = Wish(kind="boarding", place=place, span=span, contact="حرا خان", phone="+92 21 555 0101")
    services.make_live(actor, services.draft(actor, wish).id)


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_lead_enters_an_operation_and_is_told_whom_to_call(desk, language) -> None:
    there = (datetime.now(UTC) + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    other(desk, there)
    with moving(desk, "asma", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(f"{desk.url}/purpose/")
        page.check("#purpose-coordination")
        press(page, "form.stack button")
        visit(page, f"{desk.url}/deconfliction/new/")
        page.select_option("[name=kind]", "boarding")
        page.fill("[name=place]", "26.2 50.6 2 nm")
        page.fill("[name=begins]", f"{there:%Y-%m-%dT09:00}")
        page.fill("[name=ends]", f"{there:%Y-%m-%dT18:00}")
        page.fill("[name=contact]", "آسمہ بی بی")
        page.fill("[name=phone]", "+92 51 555 0202")
        page.fill("[name=target_1]", "+92 300 555 4477")
        keep(page, f"deconfliction-new-{language}")
        press(page, "main form.stack .buttons button.button")
        keep(page, f"deconfliction-draft-{language}")
        press(page, "[name=act][value=live]")
        assert "+92 21 555 0101" in page.locator("main").inner_text()
        keep(page, f"deconfliction-conflict-{language}")
        visit(page, f"{desk.url}/deconfliction/")
        assert page.locator("#conflicts tbody tr").count() == 1
        keep(page, f"deconfliction-entries-{language}")
    assert complaints == []
    with moving(desk, "parveen", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        visit(page, f"{desk.url}/deconfliction/board/")
        assert page.locator("#conflicts tbody tr").count() == 1
        page.locator("[data-map][data-ready]").wait_for()
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        keep(page, f"deconfliction-board-{language}")
    assert complaints == []
