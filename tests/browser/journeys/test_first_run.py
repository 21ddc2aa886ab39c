# SPDX-License-Identifier: Apache-2.0
"""The first run in a real browser: `taawun serve` on an empty home, described step by step, by mouse and by keyboard.

Founding makes every key of a node and costs a minute of a slow machine, so a short run comes to the summary; a thorough
one founds, and comes to the node's own sign-in. tests/apps/site founds the same way without a browser.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from taawun.site.plan import is_founded
from tests.apps.site.first_run import AUTHORITY, OFFICERS, PASSPHRASE, PASSWORD, Serve
from tests.browser.journeys.actors import Actor
from tests.browser.journeys.conftest import Scene
from tests.browser.journeys.test_journeys import ways

pytestmark = pytest.mark.slow
FORM: Final = "main form.stack"
GO_ON: Final = f"{FORM} .buttons .button"
HERE: Final = 5  # the place of this journey among the others, which says its languages


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """The process on an empty home."""
    serving = Serve(tmp_path)
    yield serving
    serving.stop()


@pytest.mark.parametrize(("language", "by"), ways(HERE))
def test_a_node_is_set_up(browser: Any, serve: Serve, language: str, by: str) -> None:
    scene = Scene(browser, f"http://127.0.0.1:{serve.first}", language, by)
    code = serve.wait_for(serve.codes)[0]
    actor = scene.sit()
    describe(actor, serve, code)
    for _username, name, _roles in OFFICERS:
        actor.see(f"main dt:has-text('{name}')")
    assert PASSWORD not in actor.page.content()
    assert not is_founded(serve.home), "nothing is made before the last step"
    if os.environ.get("TAAWUN_TEST_THOROUGH"):
        found_and_sign_in(actor, serve)
    scene.leave()


def describe(actor: Actor, serve: Serve, code: str) -> None:
    """Answer every question, from the code on the terminal to the summary."""
    actor.go("/")
    actor.write("#id_code", "AAAAA-BBBBB-CCCCC")
    actor.press(GO_ON)
    actor.mend("[role=alert] a", "#id_code")
    actor.write("#id_code", code)
    actor.press(GO_ON)
    party(actor, serve.port)
    actor.follow("main .empty a")
    for name, value in AUTHORITY.items():
        actor.write(f"#id_{name}", value)
    actor.press(GO_ON)
    actor.follow("main .buttons a.button:not(.second)")
    for number, officer in enumerate(OFFICERS):
        actor.follow("main .buttons a.second" if number else "main .empty a")
        add(actor, *officer)
    actor.follow("main .buttons a.button:not(.second)")
    actor.tick("#id_understood")
    actor.press(GO_ON)
    actor.tick("[name=pairing][value=later]")
    actor.press(GO_ON)
    actor.tick("[name=records][value=sample]")
    actor.press(GO_ON)


def party(actor: Actor, port: int) -> None:
    """Say whose node it is and where it answers."""
    actor.choose("#id_party", "BH")
    actor.write("#id_name", "المنامة")
    actor.write("#id_url", f"http://127.0.0.1:{port}")
    actor.write("#id_listen", f"127.0.0.1:{port}")
    actor.choose("#id_language", actor.looker.language.code)
    actor.choose("#id_time_zone", "Asia/Bahrain")
    actor.press(GO_ON)


def add(actor: Actor, username: str, name: str, roles: list[str]) -> None:
    """Add an officer, who then types the secrets."""
    actor.write("#id_name", name)
    actor.write("#id_username", username)
    for role in roles:
        actor.tick(f"[name=roles][value={role}]")
    actor.press(GO_ON)
    for field, secret in (("password", PASSWORD), ("passphrase", PASSPHRASE)):
        actor.write(f"#id_{field}", secret)
        actor.write(f"#id_{field}_again", secret)
    actor.press(GO_ON)


def found_and_sign_in(actor: Actor, serve: Serve) -> None:
    """Found the node, and sign in at it as one of its officers."""
    actor.press("main form:not([action]) .button")
    actor.see(".words")
    serve.wait_for(lambda: "answers at" in serve.terminal())
    actor.follow("main ol a")
    actor.write("#id_username", OFFICERS[0][0])
    actor.write("#id_password", PASSWORD)
    actor.press(GO_ON)
    assert "/sign-in/" not in actor.page.url
