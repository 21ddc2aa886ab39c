# SPDX-License-Identifier: Apache-2.0
"""A passkey from its making to signing in with it alone, in a real browser with a virtual authenticator (§10.12b)."""

from collections.abc import Iterator
from typing import Any

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.sign_in import access
from tests.apps.making import PASSWORD, officer
from tests.browser.conftest import PATIENCE, press

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PASSKEY = "form.passkey button.button:not([hidden])"


@pytest.fixture
def page(browser: Any, live_server: Any, transactional_db: None, settings: Any, monkeypatch: Any) -> Iterator[Any]:
    """A page in a browser that holds a virtual authenticator."""
    from taawun.apps.people import keyfiles, wrapping

    monkeypatch.setattr(wrapping, "COST", wrapping.Cost(n=2, r=8, p=1))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    context = browser.new_context(locale="ur", base_url=live_server.url)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    session = context.new_cdp_session(opened)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield opened
    context.close()
    for file in keyfiles.folder().glob("*.pem"):
        file.unlink()


def test_a_passkey_is_made_signs_in_alone_and_is_the_second_factor_of_a_password(page) -> None:
    fatima = officer("فاطمہ", "desk_officer", name="فاطمہ گیلانی")
    page.goto("/sign-in/")
    page.fill("#id_username", "فاطمہ")
    page.fill("#id_password", PASSWORD)
    press(page, "form.stack button")
    page.goto("/account/passkey/")
    page.fill("#id_name", "نیلی کلید")
    press(page, PASSKEY)
    assert "/account/codes/" in page.url
    assert page.locator("ol.codes li").count() == 10
    assert access.has_factor(fatima, "webauthn")

    page.context.clear_cookies()
    page.goto("/sign-in/?next=/account/sessions/")
    press(page, PASSKEY)
    assert page.url.endswith("/account/sessions/")

    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.fill("#id_username", "فاطمہ")
    page.fill("#id_password", PASSWORD)
    press(page, "form.stack button")
    assert page.url.endswith("/sign-in/second/")
    press(page, PASSKEY)
    assert "/sign-in/" not in page.url

    signed_in = Line.objects.filter(act="officer.signed-in", outcome="allowed", officer_id=fatima.id)
    assert signed_in.count() == 3
    assert not [said for said in page.complaints if "Content Security Policy" in said]


def test_a_passkey_that_nobody_here_has_opens_nothing(page) -> None:
    page.goto("/sign-in/")
    page.locator("#passkey-failed").wait_for(state="hidden")
    page.locator(PASSKEY).click()
    page.locator("#passkey-failed").wait_for(state="visible")
    assert "/sign-in/" in page.url


def test_without_a_script_no_page_offers_a_passkey(browser, live_server, transactional_db, settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    context.set_default_timeout(PATIENCE)
    plain = context.new_page()
    plain.goto("/sign-in/")
    assert plain.locator("#id_password").is_visible()
    assert not plain.locator("form.passkey").is_visible()
    context.close()
