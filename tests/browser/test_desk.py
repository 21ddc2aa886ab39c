# SPDX-License-Identifier: Apache-2.0
"""What an officer does in a real browser, without any script, in three languages."""

import pytest

from tests.apps.ui.story import SECRET
from tests.browser.conftest import LANGUAGES, press, sweep, visit

pytestmark = pytest.mark.slow
PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1280, "height": 800}


BOXES = """wide => [...document.querySelectorAll(wide)].map(one => one.getBoundingClientRect())
  .filter(box => box.width && box.height).map(box => [box.left, box.right])"""
WIDE = "main, main > *, main section > *, main .sides time"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_the_screen(desk, language) -> None:
    # In a default run each page in another language than the one in which `test_axe` opens it.
    for name, url in sweep(desk.story, LANGUAGES.index(language) + 1):
        page = desk.page_of(name, language)
        assert visit(page, desk.url + url) == 200, url
        for viewport in (SCREEN, PHONE):
            page.set_viewport_size(viewport)
            boxes = page.evaluate(BOXES, WIDE)
            assert boxes, url
            assert all(left >= -1 and right <= viewport["width"] + 1 for left, right in boxes), (url, viewport)
    assert desk.complaints == []


def test_an_officer_approves_and_sends_without_a_script(desk) -> None:
    page = desk.sit_down("huda", "ur")
    press(page, f".todo a[href*='{desk.story.draft}']")
    page.fill("#id_passphrase", SECRET)
    press(page, ".card form .button >> nth=0")
    assert page.locator(".notice.good").count() == 1
    press(page, "form[action$='/send/'] button")
    assert page.locator(".badge.good").count() >= 1
    assert desk.complaints == []


def test_a_release_for_another_purpose_opens_after_choosing_it(desk) -> None:
    page = desk.sit_down("huda", "ur")
    press(page, f".todo a:not([href*='{desk.story.draft}'])[href^='/releases/'] >> nth=0")
    assert "/purpose/" in page.url
    press(page, "form.stack button")
    assert page.locator("#id_passphrase").count() == 1
    assert desk.complaints == []


def test_a_page_is_used_with_the_keyboard_alone(desk) -> None:
    page = desk.sit_down("asma")
    page.goto(desk.url)
    page.bring_to_front()
    page.locator("body").press("Tab")
    assert page.locator(":focus").get_attribute("class") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize(("language", "left"), [("en", True), ("ar", False), ("ur", False)])
def test_the_line_begins_on_the_right_side(desk, language, left) -> None:
    page = desk.sit_down("asma", language)
    title = page.locator("h1").bounding_box()
    product = page.locator(".product").bounding_box()
    who = page.locator(".who").bounding_box()
    assert (product["x"] < who["x"]) is left
    assert title is not None
