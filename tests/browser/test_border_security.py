# SPDX-License-Identifier: Apache-2.0
"""The counter in a real browser, by keyboard alone: a reader types, Enter answers, and the next traveller follows."""

import pytest
from django.urls import reverse

from taawun.apps.identity import indexing
from taawun.apps.people.access import actor_of
from tests.apps.ui.story import NOW
from tests.browser.conftest import press
from tests.sectors.border_security.travellers import PURPOSE, notice, person, zone

pytestmark = pytest.mark.slow
SCREEN = {"width": 1280, "height": 900}
DIRECTIONS = {"en": "ltr", "ar": "rtl", "ur": "rtl"}


def sit_down(desk, language: str, **options):
    """Return the counter, opened by the desk officer for its purpose."""
    page = desk.sit_down("asma", language, viewport=SCREEN, **options)
    page.goto(f"{desk.url}/purpose/")
    page.check(f"#purpose-{PURPOSE}")
    press(page, "form.stack button")
    page.goto(desk.url + reverse("border_security:counter"))
    page.bring_to_front()
    page.locator("#id_zone:focus").wait_for()
    return page


def told(desk) -> None:
    """Put a lost passport and somebody of its name into the registers."""
    actor = actor_of(desk.story.officers["asma"])
    notice(actor)
    person(actor)
    indexing.rebuild(NOW)


@pytest.mark.parametrize("language", DIRECTIONS)
def test_a_reader_types_and_enter_answers_and_the_next_traveller_follows(desk, language) -> None:
    told(desk)
    page = sit_down(desk, language, java_script_enabled=True)
    for number, tone in (("AB1234567", "bad"), ("CD7654321", "calm")):
        first, second = zone(number=number).split("\n")
        page.keyboard.type(first)
        page.keyboard.press("Enter")
        page.keyboard.type(second)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.locator("#id_zone:focus").wait_for()
        assert page.locator(f".register.{tone}").count() == 1
        assert page.locator(".mrz mark.right").count() == 5
        assert page.evaluate("document.activeElement.id") == "id_zone"
        assert page.locator("#id_zone").input_value() == ""
    assert page.locator("html").get_attribute("dir") == DIRECTIONS[language]
    assert desk.complaints == []


def test_what_was_misread_stays_to_be_mended_and_the_next_reading_takes_its_place(desk) -> None:
    told(desk)
    page = sit_down(desk, "en", java_script_enabled=True)
    first, second = zone().split("\n")
    page.keyboard.type(first)
    press(page, "#counter button")
    page.locator("#id_zone:focus").wait_for()
    assert page.locator("#id_zone").input_value() == first
    for line in (first, second):
        page.keyboard.type(line)
        if line == first:
            page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".register.bad").count() == 1
    assert [one for one in desk.complaints if "400" not in one] == []


def test_without_a_script_the_button_is_one_tab_away(desk) -> None:
    told(desk)
    page = sit_down(desk, "ur")
    page.keyboard.type(zone())
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".register.bad").count() == 1
    assert desk.complaints == []
