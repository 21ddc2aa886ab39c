# SPDX-License-Identifier: Apache-2.0
"""Who walks a journey: one with a mouse, and one with the keyboard alone. Both know the same few acts.

The keyboard has Tab, Shift+Tab, Enter, Space, arrows and letters, and nothing else: what it cannot reach, or reaches
without seeing where it is, fails.
"""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Final

from tests.browser.journeys.looking import Looker

MOST_STOPS: Final = 400
"""Stops of the Tab key after which something counts as out of reach."""
DATE_ORDERS: Final = (("m", "d", "y"), ("d", "m", "y"), ("y", "m", "d"))
"""In what order a browser lets a date be typed; it shows the order to whoever sees it."""
WHERE: Final = """target => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return { lost: true };
  const group = target.type === "radio" && at.type === "radio" && at.form === target.form && at.name === target.name;
  const found = { there: at === target || group, what: at.outerHTML.slice(0, 160), wrong: "" };
  found.ahead = Boolean(at.compareDocumentPosition(target) & 4);
  if (at.tabIndex < 0) return found;
  const box = at.getClientRects()[0], style = getComputedStyle(at);
  if (!box || !box.width || !box.height || !at.checkVisibility({ visibilityProperty: true })) found.wrong = "unseen";
  else if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
    found.wrong = "off the screen";
  } else if ((style.outlineStyle === "none" || !parseFloat(style.outlineWidth)) && style.boxShadow === "none") {
    found.wrong = "without a mark of focus";
  } else {
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const over = document.elementFromPoint(x, y);
    if (over && !at.contains(over) && !over.contains(at) && !over.closest("label")) {
      found.wrong = "covered by " + over.outerHTML.slice(0, 160);
    }
  }
  return found;
}"""


class Actor(ABC):
    """Somebody at a page."""

    def __init__(self, page: Any, looker: Looker) -> None:
        self.page, self.looker = page, looker
        # Heard from the start: a window of files that opens while nobody listens stays open unseen, and no key opens
        # another. Listening only around the key left it to chance which came first.
        page.on("filechooser", lambda window: None)

    def go(self, address: str) -> None:
        """Type an address; only where a journey begins."""
        self.page.goto(address)
        self.looker.look()

    def follow(self, selector: str) -> None:
        """Take a link to another page, and look at that."""
        self.aim(selector)
        with self.page.expect_navigation():
            self.strike(selector)
        self.looker.look()

    def press(self, selector: str, *, refused: bool = False) -> None:
        """Press the button of a form, and look at the page that comes; `refused` where the form is to come back."""
        self.aim(selector)
        with self.looker.forgiving(refused), self.page.expect_navigation() as coming:
            self.strike(selector)
        assert coming.value.ok is not refused, (coming.value.status, self.page.url)
        self.looker.look()

    def mend(self, problem: str, selector: str) -> None:
        """Take the first link of what is said to be wrong; it must lead into the field that is meant."""
        self.activate(problem)
        field = self.page.locator(selector).first
        assert field.evaluate("it => it === document.activeElement"), f"{problem} does not lead to {selector}"

    def see(self, selector: str, words: str = "") -> str:
        """Return the text of what stands on the page; it must be there, seen, and hold these words."""
        found = self.page.locator(selector).first
        found.wait_for(state="visible")
        text = str(found.inner_text())
        assert words in text, (selector, text)
        return text

    def has(self, selector: str) -> bool:
        """Tell whether something stands on the page."""
        return bool(self.page.locator(selector).count())

    def activate(self, selector: str) -> None:
        """Use something that leads to no other page."""
        self.aim(selector)
        self.strike(selector)

    @abstractmethod
    def aim(self, selector: str) -> None:
        """Come to where something is."""

    @abstractmethod
    def strike(self, selector: str) -> None:
        """Click it, or press it by a key."""

    @abstractmethod
    def write(self, selector: str, text: str) -> None:
        """Write a text in place of what a field holds."""

    @abstractmethod
    def tick(self, selector: str) -> None:
        """Choose a radio button or tick a box."""

    @abstractmethod
    def choose(self, selector: str, value: str) -> None:
        """Choose an option of a list by its value."""

    @abstractmethod
    def date(self, selector: str, value: str) -> None:
        """Enter a date, written 2026-11-22."""

    @abstractmethod
    def upload(self, selector: str, file: Path) -> None:
        """Choose a file."""


class Mouse(Actor):
    """Clicks; types only into fields that were clicked."""

    def aim(self, selector: str) -> None:
        """See it."""
        self.page.locator(selector).first.scroll_into_view_if_needed()

    def strike(self, selector: str) -> None:
        """Click."""
        self.page.locator(selector).first.click()

    def write(self, selector: str, text: str) -> None:
        """Click into the field and write."""
        self.activate(selector)
        self.page.locator(selector).first.fill(text)

    def tick(self, selector: str) -> None:
        """Click the box or its label."""
        self.page.locator(selector).first.check()

    def choose(self, selector: str, value: str) -> None:
        """Choose from the list."""
        self.page.locator(selector).first.select_option(value)

    def date(self, selector: str, value: str) -> None:
        """Choose a day."""
        self.write(selector, value)

    def upload(self, selector: str, file: Path) -> None:
        """Click the field and choose in the window that opens."""
        with self.page.expect_file_chooser() as opened:
            self.activate(selector)
        opened.value.set_files(file)


class Keyboard(Actor):
    """Has no mouse."""

    def reach(self, selector: str) -> Any:
        """Go to something by Tab or Shift+Tab and return it; every stop on the way must be seen."""
        target = self.page.locator(selector).first.element_handle()
        where = self._start(target)
        for _ in range(MOST_STOPS):
            if where.get("there"):
                return target
            self.page.keyboard.press("Tab" if where["ahead"] else "Shift+Tab")
            where = self._stop(target)
        raise AssertionError(f"not reached by the keyboard: {selector} on {self.page.url}")

    def aim(self, selector: str) -> None:
        """Go there."""
        self.reach(selector)

    def strike(self, selector: str) -> None:
        """Press it: a button by Space, anything else by Enter."""
        at = self.page.evaluate("document.activeElement.tagName")
        self.page.keyboard.press("Space" if at == "BUTTON" else "Enter")

    def write(self, selector: str, text: str) -> None:
        """Go there, and type over what it holds."""
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, selector: str) -> None:
        """Space ticks a box; arrows move among radio buttons."""
        target = self.reach(selector)
        if target.get_attribute("type") == "radio":
            self._arrow_to(target)
        elif not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked(), selector

    def choose(self, selector: str, value: str) -> None:
        """Arrows move through a list; Home and End jump to where it begins and ends."""
        target = self.reach(selector)
        options = target.evaluate("it => [...it.options].map(one => one.value)")
        want, last = options.index(value), len(options) - 1
        self.page.keyboard.press("Home" if want <= last - want else "End")
        for _ in range(min(want, last - want)):
            self.page.keyboard.press("ArrowDown" if want <= last - want else "ArrowUp")
        assert target.input_value() == value, (selector, target.input_value())

    def date(self, selector: str, value: str) -> None:
        """Type day, month and year in the order that the field shows."""
        target = self.reach(selector)
        parts = dict(zip("ymd", value.split("-"), strict=True))
        for order in DATE_ORDERS:
            for part in order:
                self.page.keyboard.type(parts[part])
                if part == "y" and part != order[-1]:
                    self.page.keyboard.press("ArrowRight")
            if target.input_value() == value:
                return
            for _ in order:
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"no date could be typed: {selector} holds {target.input_value()}")

    def upload(self, selector: str, file: Path) -> None:
        """Open the window of files by a key, and choose there."""
        self.reach(selector)
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Enter")
        opened.value.set_files(file)

    def _start(self, target: Any) -> dict[str, Any]:
        """Return where the focus is; on a new page, after the link that skips to the content."""
        where = self.page.evaluate(WHERE, target)
        if not where.get("lost"):
            return dict(where)
        self.page.keyboard.press("Tab")
        where = self._stop(target)
        assert 'class="skip"' in where["what"], f"the first stop is no way to the content: {where}"
        if target.evaluate("it => Boolean(it.closest('main'))"):
            self.page.keyboard.press("Enter")
            where = self.page.evaluate(WHERE, target)
            assert not where.get("lost"), "the link to the content leads nowhere"
        return dict(where)

    def _stop(self, target: Any) -> dict[str, Any]:
        """Return where the focus came to, having seen it there."""
        where = self.page.evaluate(WHERE, target)
        assert not where.get("lost"), f"the focus is lost on {self.page.url}"
        assert not where["wrong"], f"{where['wrong']}: {where['what']} on {self.page.url}"
        return dict(where)

    def _arrow_to(self, target: Any) -> None:
        same = "it => [...document.getElementsByName(it.name)].filter(one => one.form === it.form).length"
        for _ in range(int(target.evaluate(same))):
            if target.is_checked():
                return
            if target.evaluate("it => it === document.activeElement"):
                self.page.keyboard.press("Space")
            else:
                self.page.keyboard.press("ArrowDown")


ACTORS: Final = {"mouse": Mouse, "keyboard": Keyboard}
