# SPDX-License-Identifier: Apache-2.0
"""Declarations: which kinds of jobs there are, and what the worker repeats. Both live in code, not in tables.

An app declares in its `jobs.py`, which is imported when Django starts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from taawun.kernel.errors import UnknownJobKind

if TYPE_CHECKING:
    from taawun.apps.jobs.context import Context

Work = Callable[["Context"], dict[str, Any] | None]
Recurring = Callable[[datetime], object]

_SLUG = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_KINDS: dict[str, "Kind"] = {}
_RECURRING: dict[str, "Every"] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job: what it runs, its titles, how often it is tried, and where what came of it is seen.

    `page` is the name of an address that takes no argument, or the parameter of the job named by `given`; `words` are
    what the names of its result are called (lazy translations).
    """

    slug: str
    work: Work
    title_en: str
    title_ar: str
    title_ur: str
    attempts: int
    back_off: timedelta
    page: str = ""
    given: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """Return the title in a language of the desk, English where it is unknown."""
        return {"ar": self.title_ar, "ur": self.title_ur}.get(language, self.title_en)

    def wait(self, attempt: int) -> timedelta:
        """Return how long to wait after a failed attempt: doubled each time, at most an hour."""
        return min(self.back_off * 2 ** (attempt - 1), timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Every:
    """Something each worker repeats; it must itself be safe to run in two workers at once."""

    name: str
    seconds: float
    run: Recurring


def job(
    slug: str,
    *,
    title_en: str,
    ar: str,
    ur: str,
    attempts: int = 5,
    back_off: timedelta = timedelta(seconds=10),
    page: str = "",
    given: str = "",
    words: Mapping[str, Any] | None = None,
) -> Callable[[Work], Work]:
    """Declare a function as a kind of job; `page`, `given` and `words` as in `Kind`.

    Raises:
        ValueError: when the module loads: for a title that is missing, no attempts, or a slug declared twice.
    """
    if not _SLUG.fullmatch(slug) or not all((title_en, ar, ur)) or attempts < 1:
        raise ValueError(f"job kind {slug!r}: a slug, three titles and at least one attempt are needed")

    def declare(work: Work) -> Work:
        if slug in _KINDS and _origin(_KINDS[slug].work) != _origin(work):
            raise ValueError(f"job kind {slug!r} is declared twice")
        _KINDS[slug] = Kind(slug, work, title_en, ar, ur, attempts, back_off, page, given, words or {})
        return work

    return declare


def every(seconds: float, name: str = "") -> Callable[[Recurring], Recurring]:
    """Declare a function that each worker calls with the present moment, every so many seconds."""
    if seconds <= 0:
        raise ValueError("a recurring task needs a period above zero")

    def declare(run: Recurring) -> Recurring:
        label = name or _origin(run)
        if label in _RECURRING and _origin(_RECURRING[label].run) != _origin(run):
            raise ValueError(f"recurring task {label!r} is declared twice")
        _RECURRING[label] = Every(label, seconds, run)
        return run

    return declare


def kind_of(slug: str) -> Kind:
    """Return a declared kind, or refuse an unknown one."""
    if slug not in _KINDS:
        raise UnknownJobKind
    return _KINDS[slug]


def kinds() -> tuple[Kind, ...]:
    """Return all declared kinds, by slug."""
    return tuple(_KINDS[slug] for slug in sorted(_KINDS))


def recurring() -> tuple[Every, ...]:
    """Return all recurring tasks, by name."""
    return tuple(_RECURRING[name] for name in sorted(_RECURRING))


def _origin(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
