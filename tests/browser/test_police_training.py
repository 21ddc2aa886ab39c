# SPDX-License-Identifier: Apache-2.0
"""The pages of training in a real browser, in three languages: seats, and a badge with what was checked."""

import pytest

from tests.browser.moving import moving
from tests.browser.test_map import keep
from tests.sectors.police_training.addresses import signed, stated

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_sessions_and_a_badge_are_shown(desk, language) -> None:
    session = stated(desk.story)
    badge = signed(desk.story, session)
    with moving(desk, "tariq", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        for name, address in (
            ("sessions", "sessions/"),
            ("session", f"sessions/{session}/"),
            ("badge", f"badges/{badge}/"),
        ):
            page.goto(f"{desk.url}/police-training/{address}")
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").count() == 1
            keep(page, f"training-{name}-{language}")
        assert page.locator("form textarea[name=reason]").count() == 1
    assert complaints == []
