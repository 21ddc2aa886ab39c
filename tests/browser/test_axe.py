# SPDX-License-Identifier: Apache-2.0
"""No page breaks a rule of WCAG 2.2 AA that a program can find, in any language, by light and by dark.

A short run looks at each page once: in one language, and in each language at one page by light and at the next by
dark; at the first page of each reader, with the frame around it, by both. A thorough run looks at every page in three
languages, by light, and at its colours by dark.
"""

import os
from pathlib import Path
from typing import Any, Final

import pytest

from tests.apps.ui.test_languages import reader_of
from tests.browser.conftest import LANGUAGES, sweep, visit

pytestmark = pytest.mark.slow
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WHOLE: Final = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
COLOURS: Final = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
INSIDE: Final = {"exclude": [[".menu"], ["body > header"], ["body > footer"]]}
"""What is looked at on all pages of a reader but the first: the frame around them is the same, and a third of each."""


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker's own script, from its package."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Any, options: dict[str, Any], inside: bool) -> list[str]:
    """Return what is wrong on a page, or inside its frame: the rule, and the first places that break it."""
    how = options | {"preload": not inside}  # the sheets, for the rule on turned screens
    where = INSIDE if inside else None
    found = page.evaluate("([where, how]) => axe.run(where ?? document, how)", [where, how])["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]


def lights(place: int, inside: bool) -> dict[str, dict[str, Any]]:
    """Return by which light a page is looked at, and for what: by both where the frame is looked at too."""
    if os.environ.get("TAAWUN_TEST_THOROUGH") or not inside:
        return {"light": WHOLE, "dark": COLOURS}
    return {("light", "dark")[place % 2]: WHOLE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(desk, axe, language) -> None:
    wrong: dict[str, list[str]] = {}
    known: set[str] = set()
    for place, (name, url) in enumerate(sweep(desk.story, LANGUAGES.index(language))):
        page = desk.page_of(name, language, java_script_enabled=True)
        inside = reader_of(name) in known
        for light, options in lights(place, inside).items():
            page.emulate_media(color_scheme=light)
            if page.url != desk.url + url:
                assert visit(page, desk.url + url) == 200, url
                page.evaluate(axe)
            within = inside and page.locator(".menu").count() > 0
            found = [f"{light}: {one}" for one in findings(page, options, within)]
            wrong |= {url: wrong.get(url, []) + found} if found else {}
        known.add(reader_of(name))
    assert wrong == {}
