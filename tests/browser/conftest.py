# SPDX-License-Identifier: Apache-2.0
"""A real Chromium on a real server. Both are optional: without them these tests are skipped, and say so.

The browser is the one of the system (`apt-get install chromium-headless-shell`, or `chromium`, which draws a window
that nobody sees and takes a fifth more of the processor); none is ever downloaded.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from django.conf import settings as node
from django.test import Client, TransactionTestCase, override_settings
from django.urls import reverse

from taawun.apps.people import wrapping
from taawun.apps.ui import renewing
from tests.apps.registers.making import PURPOSE
from tests.apps.ui.conftest import PURPOSES, urls
from tests.apps.ui.story import Story, tell
from tests.apps.ui.test_languages import NOT_PAGES, POST_ONLY, reader_of
from tests.browser.keeping import Kept

PATIENCE = 180_000  # milliseconds; a machine that runs other tests beside a browser may be slow
HASHERS: Final = ["django.contrib.auth.hashers.MD5PasswordHasher"]
HOUR: Final = 3600
LANGUAGES: Final = ("en", "ar", "ur")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), "")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let whoever sits at a running server change rows: its threads see no transaction of a test."""
    if not {"desk", "scene"}.isdisjoint(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The browser of the system, closed after each file: its loop would stand in the way of other tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no chromium on this machine; install it to run the browser tests")
    # Playwright runs a loop in this thread, and Django takes any loop for a view that must not block.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def kept(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Kept, Kept]]:
    """The empty node, and the node on which the story was told, once for all tests."""
    with unhurried(), django_db_blocker.unblock():
        empty = Kept(tmp_path_factory.mktemp("empty"), None)
        told = Kept(tmp_path_factory.mktemp("told"), tell())
        empty.put_back()
    yield empty, told
    for one in (empty, told):
        one.close()


@pytest.fixture(scope="module")
def served(kept: tuple[Kept, Kept], django_db_blocker: Any) -> Iterator[str]:
    """The address of a running server; afterwards the node is as empty as before."""
    from pytest_django.live_server_helper import LiveServer

    with unhurried(), django_db_blocker.unblock():
        server = LiveServer("localhost")
        with nothing_emptied():
            yield server.url
        server.stop()
        kept[0].put_back()


@pytest.fixture
def desk(browser: Any, served: str, kept: tuple[Kept, Kept]) -> Iterator["Desk"]:
    """The story on a running server, and a way to sit down at it."""
    sat = Desk(browser, served, kept[1].put_back())
    yield sat
    sat.leave()


@contextmanager
def nothing_emptied() -> Iterator[None]:
    """Empty no table after a test: the whole node is put back before the next one, and after the last."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: None)
        yield


@contextmanager
def unhurried() -> Iterator[None]:
    """Stretch passphrases and passwords as little as scrypt allows, and let no page load itself while it is tested.

    On a slow machine a page that shows progress would be left while the browser still measures it.
    """
    hosts = ["localhost", "127.0.0.1"]
    with pytest.MonkeyPatch.context() as patch, override_settings(PASSWORD_HASHERS=HASHERS, ALLOWED_HOSTS=hosts):
        patch.setattr(wrapping, "COST", wrapping.LIGHT)
        patch.setattr(renewing, "SECONDS", HOUR)
        yield


def sweep(story: Story, turn: int) -> list[tuple[str, str]]:
    """Return a third of the pages, so that each is opened in one language; all of them in a thorough run."""
    left_out = POST_ONLY | NOT_PAGES | {"ui:sign-in"}
    known = [one for one in urls(story).items() if one[0] not in left_out]
    return known if os.environ.get("TAAWUN_TEST_THOROUGH") else known[turn % len(LANGUAGES) :: len(LANGUAGES)]


def press(page: Any, button: str) -> None:
    """Press a button that leads to a page, and wait for that page: a click alone does not."""
    with page.expect_navigation():
        page.click(button)


def visit(page: Any, url: str) -> int:
    """Open a page and return its status."""
    answer = page.goto(url)
    assert answer is not None, f"the browser never came to {url}"
    return int(answer.status)


class Desk:
    """Officers at their browsers."""

    def __init__(self, browser: Any, url: str, story: Story) -> None:
        self.browser, self.url, self.story = browser, url, story
        self.contexts: list[Any] = []
        self.complaints: list[str] = []
        self.sweeping: dict[str, Any] = {}

    def open(self, language: str, **options: Any) -> Any:
        """Return a page of a new window, as wide as `options` say."""
        context = self.browser.new_context(locale=language, **{"java_script_enabled": False, **options})
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        return page

    def sit_down(self, name: str, language: str = "en", **options: Any) -> Any:
        """Return a page in which an officer is signed in, in a language, at work for the story's purpose.

        They come with a session: who fills in the forms of signing in, in each language, are those who make journeys.
        """
        page = self.open(language, **options)
        page.context.add_cookies(self.session(name, language))
        page.goto(f"{self.url}/")
        return page

    def page_of(self, name: str, language: str, **options: Any) -> Any:
        """Return the window in which the reader of a page sits, one for all that they read."""
        reader = reader_of(name)
        if reader not in self.sweeping:
            self.sweeping[reader] = self.open(language, **options)
            self.sweeping[reader].context.add_cookies(self.session(reader, language))
        return self.sweeping[reader]

    def session(self, reader: str, language: str) -> list[dict[str, str]]:
        """Sign in without a browser, choose the language and the purpose, and return the cookie."""
        officer = self.story.officers[reader]
        officer.language = language
        officer.save(update_fields=["language"])
        client = Client(SERVER_NAME="localhost")
        client.force_login(officer)
        client.post(reverse("ui:purpose"), {"purpose": PURPOSES.get(reader, PURPOSE)})
        cookie = node.SESSION_COOKIE_NAME
        return [{"name": cookie, "value": client.cookies[cookie].value, "url": self.url}]

    def leave(self) -> None:
        """Close every browser window."""
        for context in self.contexts:
            context.close()
