# SPDX-License-Identifier: Apache-2.0
"""A running node for the journeys of a module, and somebody to make them, by mouse or by keyboard.

Journeys stand on SQLite: the node is put back by copying its file, not by founding it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from taawun.apps.people.models import Officer
from tests.browser.conftest import PATIENCE, nothing_emptied, unhurried
from tests.browser.journeys.actors import ACTORS, Actor
from tests.browser.journeys.looking import Looker
from tests.browser.journeys.node import SECRET, Node, found_node
from tests.browser.keeping import Kept

SCREEN = {"width": 1280, "height": 900}


@dataclass
class Scene:
    """Where a journey is made: at which address, in which language, by what."""

    browser: Any
    url: str
    language: str
    by: str
    node: Node | None = None
    contexts: list[Any] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)

    def sit(self, url: str = "") -> Actor:
        """Sit down at a browser of one's own."""
        context = self.browser.new_context(
            locale=self.language, viewport=SCREEN, base_url=url or self.url, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.bring_to_front()
        self.actors.append(ACTORS[self.by](page, Looker(page, self.language)))
        return self.actors[-1]

    def sign_in(self, name: str, purpose: str) -> Actor:
        """Sign in as an officer of the node who works for a purpose, and come to the page of the day."""
        actor = self.sit()
        actor.go("/")
        actor.write("#id_username", name)
        actor.write("#id_password", SECRET)
        actor.press("form.stack .button")
        actor.follow("main .notice a[href='/purpose/']")
        actor.tick(f"#purpose-{purpose}")
        actor.press("form.stack .button")
        return actor

    def leave(self) -> None:
        """Close every browser."""
        for context in self.contexts:
            context.close()


@pytest.fixture(scope="module")
def served(
    browser: Any, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[str, Kept]]:
    """A node on a running server, founded once; afterwards the database is as empty as before."""
    from pytest_django.live_server_helper import LiveServer

    folders = [tmp_path_factory.mktemp(name) for name in ("empty", "founded")]
    with unhurried(), django_db_blocker.unblock():
        empty = Kept(folders[0], None)
        founded = Kept(folders[1], found_node())
        server = LiveServer("localhost")
        with nothing_emptied():
            yield server.url, founded
        server.stop()
        empty.put_back()
        for kept in (empty, founded):
            kept.close()


@pytest.fixture
def scene(browser: Any, served: tuple[str, Kept], language: str, by: str) -> Iterator[Scene]:
    """The node as it was founded, with officers who read one language."""
    url, founded = served
    node = founded.put_back()
    Officer.objects.update(language=language)
    made = Scene(browser, url, language, by, node)
    yield made
    made.leave()
