# SPDX-License-Identifier: Apache-2.0
"""What a field may name of this node, with its titles: a form offers it to be chosen, and a page says its title.

A declaration says which list it is (`offers: instruments`). Whoever keeps the list hands it over when it is ready; what
a record names and this node has not stays as it was stated, for a partner may have it.
"""

from collections.abc import Callable, Mapping
from typing import Final

Titles = Mapping[str, Mapping[str, str]]
LISTS: Final = frozenset({"instruments"})
_KEPT: Final[dict[str, Callable[[], Titles]]] = {}


def keep(name: str, titles: Callable[[], Titles]) -> None:
    """Say by what the titles of a list are read: code -> language -> title."""
    if name not in LISTS:
        raise KeyError(name)
    _KEPT[name] = titles


def offered(name: str) -> Titles:
    """Return what a list offers today; nothing where no app of this node keeps it."""
    return _KEPT[name]() if name in _KEPT else {}


def titled(name: str, code: str, language: str) -> str:
    """Return what a list calls a code in a language, in English where it has no other word; empty where it has none."""
    return word(offered(name).get(code, {}), language)


def word(titles: Mapping[str, str], language: str) -> str:
    """Return the title in a language, in English where there is no other; empty where there is none."""
    return titles.get(language) or titles.get("en", "")
