# SPDX-License-Identifier: Apache-2.0
"""No page breaks a rule of WCAG 2.2 AA that a program can find, in any language, by light and by dark."""

from pathlib import Path
from typing import Any, Final

import pytest

from tests.browser.conftest import LANGUAGES, sweep, visit

pytestmark = pytest.mark.slow
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(desk, axe, language) -> None:
    wrong: dict[str, list[str]] = {}
    for name, url in sweep(desk.story, LANGUAGES.index(language)):
        page = desk.page_of(name, language, java_script_enabled=True)
        page.emulate_media(color_scheme="light")
        assert visit(page, desk.url + url) == 200, url
        page.evaluate(axe)
        light = findings(page, WHOLE)
        page.emulate_media(color_scheme="dark")
        dark = [f"dark {one}" for one in findings(page, COLOURS)]
        if light or dark:
            wrong[url] = light + dark
    assert wrong == {}
