# SPDX-License-Identifier: Apache-2.0
"""A window in which scripts and WebGL run, for pages that gain by them, and what it complained of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.browser.conftest import PATIENCE, Desk

DRIVER = ("GPU stall", "GL Driver", "GroupMarkerNotSet", "software WebGL")
"""What a browser says of drawing without a graphics card; it is no fault of a page."""


@contextmanager
def moving(desk: Desk, name: str, language: str = "en", **options: Any) -> Iterator[tuple[Any, list[str]]]:
    """Yield a page of an officer who is signed in, with scripts, and the list that its complaints go to."""
    context = desk.browser.new_context(locale=language, **options)
    desk.contexts.append(context)
    context.add_cookies(desk.session(name, language))
    context.set_default_timeout(PATIENCE)
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if _ours(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, complaints
    context.close()


def _ours(said: Any) -> bool:
    return said.type in ("error", "warning") and not any(word in said.text for word in DRIVER)
