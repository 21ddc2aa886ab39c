# SPDX-License-Identifier: Apache-2.0
"""What the kernel says about a case, in the reader's language: titles for slugs, sentences for codes (spec §60.14)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.cases import words
from taawun.apps.cases.papers.letter_words import countries_in
from taawun.apps.people.roles import CATALOGUE
from taawun.apps.ui import languages
from taawun.apps.ui.errors import sentence_of
from taawun.kernel.cases.facts import PERSON
from taawun.kernel.cases.gating import GateStanding
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.reasons import FACT, REASONS, Reason
from taawun.kernel.cases.rules import EXPLAINED
from taawun.kernel.cases.workflow import Workflow

Titled = Callable[[CaseKind, str], str]
STOPS: Final = ".۔"
"""What ends a sentence, and is left out where the sentence stands inside another."""
JOINED: Final = ", "
"""How the kernel joins several slugs in one placeholder."""


def reader() -> str:
    """Return the language of whoever reads: en, ar or ur."""
    return languages.find(get_language()).code


def said(words_: Mapping[str, str] | None) -> str:
    """Return a text of a pack in the reader's language, English where it has none."""
    if not words_:
        return ""
    return words_.get(reader()) or words_.get("en", "")


def title_in(known: Mapping[str, Any], slug: str) -> str:
    """Return the title of a declared thing; the slug itself where nothing of this name is declared."""
    return said(known[slug].title) if slug in known else slug


def phase_title(workflow: Workflow, phase: str) -> str:
    """Return what a phase is called: by its own word, or as its first state is."""
    if phase in words.PHASES:
        return str(words.PHASES[phase])
    return next((said(state.title) for state in workflow.states.values() if state.phase == phase), phase)


def separator() -> str:
    """Return what stands between the things of a list in the reader's script."""
    return languages.find(get_language()).comma


def listed(texts: "list[str]") -> str:
    """Return several things as one text."""
    return separator().join(texts)


def apart(texts: "list[str]") -> str:
    """Return several things as one text, where one of them may hold a comma of its own."""
    return languages.find(get_language()).semicolon.join(texts)


def why(kind: CaseKind, one: Reason) -> tuple[str, str]:
    """Return why a move is closed and what opens it, with titles where the kernel has slugs."""
    given = {name: _given(kind, name, value) for name, value in one.given.items()}
    if FACT in given:
        given[FACT] = explained(one.given[FACT], one.given).rstrip(STOPS)
    return _filled(REASONS[one.code], given), _filled(REASONS[one.opens], given)


def explained(code: str, given: Mapping[str, str]) -> str:
    """Return why a computed gate is as it is."""
    return _filled(EXPLAINED.get(code, code), {name: _fact(name, value) for name, value in given.items()})


def _fact(name: str, value: str) -> str:
    """Return what a rule found, with the word of an offence and the name of a State for their codes."""
    if name == "category":
        return words.called(words.CATEGORIES, value)
    return countries_in([value], reader()) if name == "party" else value


def not_looked_at(one: GateStanding) -> str:
    """Return what a finding that was made of a gate did not look at; empty where nothing is left."""
    offences = [label for label in one.beyond if label != PERSON]
    if offences:
        return _("What was found did not look at these offences, which came or changed later: {offences}.").format(
            offences=listed(offences)
        )
    return _("What was found did not look at what is stated of the person now.") if one.beyond else ""


def _filled(sentence: str, given: Mapping[str, str]) -> str:
    return _(sentence).format_map(_Given(given))


class _Given(dict[str, str]):
    """What fills a sentence; a placeholder that nothing fills stays an ellipsis and breaks no page."""

    def __missing__(self, key: str) -> str:
        return "…"


def _given(kind: CaseKind, name: str, value: str) -> str:
    title = _TITLES.get(name)
    return listed([title(kind, part) for part in str(value).split(JOINED)]) if title else str(value)


def _role(_kind: CaseKind, slug: str) -> str:
    return CATALOGUE[slug].title(reader()) if slug in CATALOGUE else slug


def _state(kind: CaseKind, slug: str) -> str:
    return title_in(kind.workflow.states, slug)


def _move(kind: CaseKind, slug: str) -> str:
    return title_in(kind.workflow.moves, slug)


def _element(kind: CaseKind, slug: str) -> str:
    return title_in(kind.elements, slug)


def _answer(kind: CaseKind, slug: str) -> str:
    element, _, word = slug.partition(".")
    choices = dict(kind.elements[element].choices) if element in kind.elements else {}
    return said(choices.get(word)) or word


_TITLES: Final[Mapping[str, Titled]] = {
    "side": lambda _kind, slug: words.called(words.SIDES, slug),
    "state": _state,
    "sources": _state,
    "flag": lambda kind, slug: said(kind.workflow.flags.get(slug)) or slug,
    "role": _role,
    "move": _move,
    "moves": _move,
    "element": _element,
    "answer": _answer,
    "gate": lambda kind, slug: title_in(kind.gates, slug),
    "phase": lambda kind, slug: phase_title(kind.workflow, slug),
    "block": lambda _kind, slug: words.called(words.BLOCKS, slug),
    "error": lambda _kind, code: _(sentence_of(code)) if sentence_of(code) else code,
}
