# SPDX-License-Identifier: Apache-2.0
"""The interview on a phone, in Urdu: answered, kept while the link is down, sent when it is back, left at once."""

import os

import pytest
from django.urls import reverse

from taawun.sectors.worker_protection.models import Interview
from tests.browser.conftest import PATIENCE, press

pytestmark = pytest.mark.slow
AGAIN = 4000  # milliseconds after which the page tries again
PHONE = {"width": 360, "height": 740}
STORED = "Object.keys(sessionStorage).filter(one => one.startsWith('interview:')).length"


def pictured(page, name: str) -> None:
    """Keep a picture where somebody asked for them."""
    folder = os.environ.get("TAAWUN_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def left_for_the_month(page) -> None:
    """Press the way out and wait for the month itself: the address says it before the page is there."""
    page.locator(".exit").click()
    page.locator("td.today").wait_for(timeout=PATIENCE)
    assert page.url.endswith("/month/")


def begun(desk, language: str, **options):
    """Return the interview of the protection officer, with a passport that another keeps."""
    page = desk.sit_down("nargis", language, viewport=PHONE, **options)
    page.goto(desk.url + reverse("worker_protection:interview-new"))
    pictured(page, f"begin-{language}")
    page.check("input[value=passport_kept]")
    page.fill("#id_name", "ذوالنور خاصخیلی")
    press(page, ".begin > button")
    return page


def until(page, true) -> None:
    """Wait for what the strict page would not let the browser itself wait for."""
    for _ in range(PATIENCE // 50):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came")


def choose(page, question: str, answer: str) -> None:
    """Touch an answer, as a thumb does."""
    page.locator(f"label:has(input[name={question}][value={answer}])").click()


@pytest.mark.parametrize("language", ["ur", "ar", "en"])
def test_without_a_script_the_interview_goes_group_by_group_to_its_result(desk, language) -> None:
    page = begun(desk, language)
    pictured(page, f"interview-{language}")
    choose(page, "deceived-pay", "yes")
    for step in range(1, 6):
        press(page, f".group:not([hidden]) button[value='{step}']")
        assert page.locator(".group:visible").count() == 1
        if step == 4:
            choose(page, "held-wages", "yes")
    press(page, ".group:not([hidden]) button[value=finish]")
    pictured(page, f"screening-{language}")
    assert page.locator(".dimension").count() == 6
    assert page.locator(".dimension .badge.bad").count() == 1
    page.goto(desk.url + reverse("worker_protection:protection"))
    pictured(page, f"protection-{language}")
    assert page.locator(".public .year").all_inner_texts() == ["2011"] * 3
    assert desk.complaints == []


def test_what_is_answered_without_a_link_is_kept_and_sent_when_it_is_back(desk) -> None:
    page = begun(desk, "ur", java_script_enabled=True)
    sizes = page.locator(".group:not([hidden]) .pick").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(sizes) >= 44
    assert page.evaluate("getComputedStyle(document.querySelector('legend')).fontFamily").find("Nastaliq") >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.context.set_offline(True)
    choose(page, "deceived-job", "yes")
    page.locator("#link-down").wait_for(state="visible")
    page.locator(".group:not([hidden]) button[value='1']").click()
    choose(page, "recruited-violence", "refused")
    pictured(page, "offline-ur")
    assert page.evaluate(STORED) == 1
    page.context.set_offline(False)
    page.locator("#link-back").wait_for(state="visible")
    until(page, lambda: page.evaluate(STORED) == 0)
    kept = Interview.objects.get().answers
    assert (kept["deceived-job"], kept["recruited-violence"], kept["held-documents"]) == ("yes", "refused", "yes")
    with page.expect_navigation(url="**/screenings/**"):
        page.locator(".group:not([hidden]) button[value=finish]").click()
    assert page.evaluate(STORED) == 0
    assert not Interview.objects.exists()


def test_that_everything_was_sent_stays_said_when_the_link_came_back(desk) -> None:
    page = begun(desk, "ur", java_script_enabled=True)
    page.context.set_offline(True)
    choose(page, "deceived-job", "yes")
    page.locator("#link-down").wait_for(state="visible")
    page.context.set_offline(False)
    page.locator("#link-back").wait_for(state="visible")
    page.wait_for_timeout(AGAIN + 1000)
    assert page.locator("#link-back").is_visible(), "the next try, after all was sent, takes the word back"


def test_who_finishes_while_an_answer_is_on_its_way_comes_to_the_result(desk) -> None:
    page = begun(desk, "ur", java_script_enabled=True)
    held = []
    page.route("**/interviews/*/", lambda route: held.append(route) if not held else route.continue_())
    choose(page, "deceived-job", "yes")
    until(page, lambda: held)
    page.locator(".group:not([hidden]) button[value=finish]").click()
    with page.expect_navigation(url="**/screenings/**"):
        held[0].continue_()
    assert page.locator(".dimension").count() == 6


def test_whose_session_ran_out_is_told_and_loses_no_answer(desk) -> None:
    page = begun(desk, "ur", java_script_enabled=True)
    interview = page.url
    page.context.clear_cookies()
    choose(page, "deceived-job", "yes")
    page.locator("#signed-out").wait_for(state="visible")
    assert page.locator("#link-down").is_hidden()
    page.locator("#signed-out a").click()
    page.wait_for_url("**/sign-in/?next=**")
    page.context.add_cookies(desk.session("nargis", "ur"))
    page.goto(interview)
    until(page, lambda: page.evaluate(STORED) == 0)
    assert Interview.objects.get().answers["deceived-job"] == "yes"


@pytest.mark.parametrize("script", [True, False])
def test_the_way_out_stands_on_the_first_page_too(desk, script) -> None:
    page = desk.sit_down("nargis", "ur", viewport=PHONE, java_script_enabled=script)
    page.goto(desk.url + reverse("worker_protection:interview-new"))
    page.fill("#id_name", "ذوالنور خاصخیلی")
    left_for_the_month(page)
    page.go_back()
    assert "ذوالنور" not in [one.input_value() for one in page.locator("input[type=text]").all()]


def test_leaving_shows_a_month_at_once_and_leaves_no_trace(desk) -> None:
    page = begun(desk, "ur", java_script_enabled=True)
    left = page.url
    page.context.set_offline(True)
    choose(page, "deceived-job", "yes")
    page.locator("#link-down").wait_for(state="visible")
    page.context.set_offline(False)
    left_for_the_month(page)
    assert page.evaluate(STORED) == 0
    assert "ذوالنور" not in page.content()
    pictured(page, "month-ur")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    page.go_back()
    assert page.url != left
    assert page.locator("fieldset input:checked, .group").count() == page.locator("input[name=age]:checked").count()
    assert "ذوالنور" not in [one.input_value() for one in page.locator("input[type=text]").all()]
    page.go_forward()
    assert page.locator("td.today").count() == 1


def test_signing_out_of_any_page_empties_what_the_browser_keeps(desk) -> None:
    page = desk.sit_down("nargis", "ur", java_script_enabled=True)
    page.goto(desk.url + reverse("worker_protection:protection"))
    page.evaluate("sessionStorage.setItem('interview:left', '{}'); localStorage.setItem('other', 'x')")
    page.evaluate("document.querySelector('form[action$=\"/sign-out/\"]').requestSubmit()")
    page.wait_for_url("**/sign-in/?out=yes")
    kept = "() => ['interview:left', 'other'].every(one => !(sessionStorage.getItem(one) || localStorage.getItem(one)))"
    page.wait_for_function(kept)
    assert "worker-protection" not in page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
