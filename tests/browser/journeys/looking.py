# SPDX-License-Identifier: Apache-2.0
"""What must be so on every page of a journey: its language and direction, no English left, nothing wider than the
screen, and nothing that the browser complains of.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from taawun.apps.ui import languages
from tests.apps.ui.test_languages import english, visible

OURS: Final = "Failed to load resource: the server responded with a status of 4"
"""What the browser says where a form comes back with what is wrong in it."""
NAMES: Final = (
    "Taawun English CSV PDF Excel XML FollowTheMoney ASiC UTC SHA SAR PostgreSQL TLP RED AMBER STRICT GREEN CLEAR"
)
WORDS: Final = frozenset([*NAMES.split(), *"Taawun English taawun serve verify import pair anf".split()])
"""Names and codes that are written in Latin letters in every language."""
STRAY: Final = """() => {
  const aside = "title, bdi, code, kbd, script, style, template, .id, [lang=en], [dir=ltr], [dir=auto], svg text";
  const found = [document.title.split(" – ")[0]];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const around = walk.currentNode.parentElement, text = walk.currentNode.data;
    if (!around.closest(aside) && !(around.tagName === "OPTION" && around.value === text.trim())) found.push(text);
  }
  for (const one of document.querySelectorAll("[title], [aria-label], [placeholder], [alt]")) {
    if (one.closest("bdi, .id, [lang=en]")) continue;
    for (const name of ["title", "aria-label", "placeholder", "alt"]) found.push(one.getAttribute(name) ?? "");
  }
  const code = /\\S*[:\\/@_.]\\S*[A-Za-z0-9]\\S*/g; // an address, a file's name, a code with its parts
  return found.flatMap(text => text.replace(code, "").match(/[A-Za-z]{3,}/g) ?? []);
}"""
SHAPE: Final = """() => ({
  language: document.documentElement.lang, direction: document.documentElement.dir,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


@functools.cache
def sentences() -> tuple[str, ...]:
    """Return the English sentences of the catalogues."""
    return tuple(english())


class Looker:
    """Looks at each page that somebody comes to."""

    def __init__(self, page: Any, language: str) -> None:
        self.page, self.language = page, languages.BY_CODE[language]
        self.complaints: list[str] = []
        self.pages = 0
        self._forgives = False
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def look(self) -> None:
        """Look at the page that is open."""
        self.pages += 1
        shape = self.page.evaluate(SHAPE)
        assert (shape["language"], shape["direction"]) == (self.language.code, self.language.direction), self.page.url
        assert shape["wide"] <= 0, f"{self.page.url} is {shape['wide']} pixels wider than the screen"
        assert self.complaints == [], self.page.url
        if self.language.code != "en":
            text = visible(self.page.content().encode())
            stray = [one for one in sentences() if one in text] or sorted(set(self.page.evaluate(STRAY)) - WORDS)
            assert not stray, f"left in English on {self.page.url}: {stray}"

    @contextmanager
    def forgiving(self, refused: bool) -> Iterator[None]:
        """Take it as no complaint, for one page, that a form comes back."""
        self._forgives = refused
        yield
        self._forgives = False

    def _heard(self, said: Any) -> None:
        if said.type in ("error", "warning") and not (self._forgives and said.text.startswith(OURS)):
            self.complaints.append(said.text)
