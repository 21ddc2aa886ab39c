# SPDX-License-Identifier: Apache-2.0
"""No page breaks a rule of WCAG 2.2 AA that a program can find, in any language, by light and by dark."""

import os
from pathlib import Path
from typing import Any, Final

import pytest

from tests.apps.ui.conftest import urls
from tests.apps.ui.test_languages import NOT_PAGES, POST_ONLY, reader_of
from tests.browser.conftest import visit

pytestmark = pytest.mark.slow
LANGUAGES: Final = ("en", "ar", "ur")
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WHOLE: Final = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
COLOURS: Final = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker's own script, from its package."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Any, options: dict[str, Any]) -> list[str]:
    """Return what is wrong on a page: the rule, and the first places that break it."""
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]


def pages(desk: Any, turn: int) -> list[tuple[str, str]]:
    """Return a third of the pages, so that each is read in one language; all of them in a thorough run."""
    known = [one for one in urls(desk.story).items() if one[0] not in POST_ONLY | NOT_PAGES | {"ui:sign-in"}]
    return known if os.environ.get("TAAWUN_TEST_THOROUGH") else known[turn :: len(LANGUAGES)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(desk, axe, language) -> None:
    sitting: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, url in pages(desk, LANGUAGES.index(language)):
        reader = reader_of(name)
        page = sitting.get(reader) or desk.sit_down(reader, language, java_script_enabled=True)
        sitting[reader] = page
        page.emulate_media(color_scheme="light")
        assert visit(page, desk.url + url) == 200, url
        page.evaluate(axe)
        light = findings(page, WHOLE)
        page.emulate_media(color_scheme="dark")
        dark = [f"dark {one}" for one in findings(page, COLOURS)]
        if light or dark:
            wrong[url] = light + dark
    assert wrong == {}
