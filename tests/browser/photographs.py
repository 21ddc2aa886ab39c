# SPDX-License-Identifier: Apache-2.0
"""Photographs of the desk for people to look at: `make screenshots`. No test of `make test`; it claims nothing.

ONLY names some of the pages, ALSO adds what is left out at first: dark, phone, contrast, print. Four of them, as much
as a screen shows, are written to docs/pictures for the README.
"""

import os
from pathlib import Path
from typing import Any, Final

import pytest
from django.urls import reverse

from tests.apps.ui.conftest import urls
from tests.apps.ui.test_languages import reader_of
from tests.browser.conftest import visit

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / ".screenshots"
PICTURES: Final = ROOT / "docs" / "pictures"
OF_README: Final = frozenset({"home-ur", "case-en", "pair-ar", "record-ur"})
SCREEN: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
KEY_PAGES: Final = {
    "home": "ui:home", "purpose": "ui:purpose", "inbox": "exchange:inbox", "outbox": "exchange:outbox",
    "envelope": "exchange:envelope", "releases": "exchange:releases", "release": "exchange:release",
    "partners": "exchange:partners", "cases": "cases:list", "board": "cases:board", "case": "cases:case",
    "move": "cases:move", "gate": "cases:gate", "dashboard": "cases:dashboard", "new-case": "cases:new-kind",
    "registers": "registers:list", "record": "registers:record", "pair": "identity:pair",
    "screening": "identity:screening", "alert": "identity:alert", "ledger": "ledger:ledger", "audit": "audit:lines",
    "components": "ui:components", "sector": "ui:sector", "statistics": "counter_narcotics:statistics",
    "watch": "coast_guard:watch", "counter": "border_security:counter", "passengers": "immigration:passengers",
    "imports": "registers:imports", "list-of-passengers": "immigration:passenger-list",
}  # fmt: skip
WAYS: Final[dict[str, dict[str, Any]]] = {
    "": {"viewport": SCREEN},
    "dark": {"viewport": SCREEN, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "device_scale_factor": 2},
    "contrast": {"viewport": SCREEN, "contrast": "more"},
}


def asked(name: str) -> list[str]:
    """Return the words of a list in the environment."""
    return [word for word in os.environ.get(name, "").split(",") if word]


def pages(desk: Any) -> dict[str, tuple[str, str]]:
    """Return the address and the reader of each page that was asked for."""
    known = urls(desk.story)
    wanted = {name: (known[page], reader_of(page)) for name, page in KEY_PAGES.items()}
    wanted["release-to-approve"] = (reverse("exchange:release", args=[desk.story.draft]), "huda")
    wanted["my-day-of-a-lawyer"] = (reverse("ui:home"), "omar")
    return {name: page for name, page in wanted.items() if name in (asked("ONLY") or wanted)}


@pytest.mark.parametrize("language", asked("LANGUAGES") or ["en", "ar", "ur"])
@pytest.mark.parametrize("way", ["", *asked("ALSO")])
def test_photographs(desk: Any, language: str, way: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    sitting: dict[str, Any] = {}
    for name, (url, reader) in pages(desk).items():
        page = sitting.get(reader) or sitting.setdefault(reader, desk.sit_down(reader, language, **WAYS[way]))
        assert visit(page, desk.url + url) == 200, url
        picture = f"{name}-{language}{'-' if way else ''}{way}"
        page.screenshot(path=FOLDER / f"{picture}.png", full_page=True)
        if picture in OF_README:
            page.screenshot(path=PICTURES / f"{picture}.png")
