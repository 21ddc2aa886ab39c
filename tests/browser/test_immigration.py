# SPDX-License-Identifier: Apache-2.0
"""Immigration in a real browser: a passenger list is chosen, read and screened, and its page says what it may say."""

import pytest
from django.urls import reverse
from django.utils import timezone

from taawun.apps.identity import indexing
from taawun.apps.jobs import runner
from tests.apps.ui.story import NOW
from tests.browser.conftest import press
from tests.browser.test_map import keep
from tests.formats.edifact_shapes import PLAIN
from tests.house import FakeClock

pytestmark = pytest.mark.slow
DIRECTIONS = {"en": "ltr", "ar": "rtl", "ur": "rtl"}
SCREEN = {"width": 1280, "height": 900}


@pytest.mark.parametrize("language", DIRECTIONS)
def test_a_passenger_list_is_taken_and_screened(desk, language) -> None:
    indexing.rebuild(NOW)
    page = desk.sit_down("iqra", language, viewport=SCREEN)
    page.goto(desk.url + reverse("immigration:passengers"))
    page.set_input_files("#id_file", {"name": "list.edi", "mimeType": "text/plain", "buffer": PLAIN.encode()})
    press(page, "main form .button")
    runner.run_due(FakeClock(timezone.now()), "test")  # the page took it at the machine's hour
    page.reload()
    keep(page, f"passengers-{language}")
    assert page.locator("tbody tr").count() == 3
    assert "ZQ0417" in page.locator("h1").inner_text()
    assert page.locator("tbody .badge.bad").count() == 0
    assert page.locator("html").get_attribute("dir") == DIRECTIONS[language]
    assert desk.complaints == []


def test_what_is_no_list_is_refused_where_it_was_chosen(desk) -> None:
    page = desk.sit_down("iqra", "ur", viewport=SCREEN)
    page.goto(desk.url + reverse("immigration:passengers"))
    page.set_input_files("#id_file", {"name": "list.edi", "mimeType": "text/plain", "buffer": "نام\nعلی\n".encode()})
    press(page, "main form .button")
    assert page.locator("main [role=alert], main .errorlist").count() >= 1
    assert page.locator("tbody tr").count() == 0
