# SPDX-License-Identifier: Apache-2.0
"""A password can be looked at while it is typed, and a new one says how hard it is to guess (ASVS 2.1.8, 2.1.12)."""

from typing import Any

from tests.apps.making import PASSWORD, officer
from tests.browser.test_passkeys import page  # noqa: F401 - a fixture

STRENGTHS = {"short": ("sparrow", 0), "weak": ("aaaaaaaaaaaa", 1), "good": ("چار لفظ جو کسی کے نہیں", 3)}


def test_what_is_typed_is_shown_and_hidden_before_it_is_sent(page: Any) -> None:  # noqa: F811
    officer("فاطمہ", "desk_officer", name="فاطمہ گیلانی")
    page.goto("/sign-in/")
    page.fill("#id_username", "فاطمہ")
    page.fill("#id_password", PASSWORD)
    assert page.get_attribute("#id_password", "type") == "password"
    page.click("#id_password + .reveal")
    assert page.get_attribute("#id_password", "type") == "text"
    page.click("#id_password + .reveal")
    assert page.get_attribute("#id_password", "type") == "password"
    page.click("form.stack .buttons button")
    page.wait_for_selector("#main h1")
    page.goto("/account/password/")
    for typed, worth in STRENGTHS.values():
        page.fill("#id_new", typed)
        assert page.eval_on_selector(".strength meter", "meter => meter.value") == worth
        assert page.inner_text(".strength span")
    assert not page.complaints
