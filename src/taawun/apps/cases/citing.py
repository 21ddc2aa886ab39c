# SPDX-License-Identifier: Apache-2.0
"""Sources of law as letters and pages name them: the treaty by its name in the reader's language, then the article.

A pack is frozen with the English titles of its sources. What a shipped source is called in Arabic and Urdu lies beside
it (`instruments/law/titles.yaml`), and so does what sources that packs of sectors declare themselves are called
(`instruments/law/declared.yaml`); any other source, or one that a pack calls otherwise, keeps the title it has.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

from taawun.apps.ui import languages
from taawun.formats.packs import shipped_library
from taawun.kernel.cases.words import Source
from taawun.kernel.instruments.compose import SOURCES_FILE
from taawun.kernel.instruments.pack import SourceNote

TITLES_FILE: Final = "law/titles.yaml"
NOTES_FILE: Final = "law/notes.yaml"
DECLARED_FILE: Final = "law/declared.yaml"


def title_in(source: Source | SourceNote, lang: str) -> str:
    """Return what a source is called in a language ("en", "ar", "ur")."""
    if source.title != _shipped(SOURCES_FILE).get(source.slug, {}).get("title"):
        return _declared(source.slug, "title", source.title, lang)
    return str(_shipped(TITLES_FILE).get(source.slug, {}).get(lang, source.title))


def note_in(source: SourceNote, lang: str) -> str:
    """Return what there is to know about a source of a pack in a language; in the pack's words where it has its own."""
    if source.note != _shipped(SOURCES_FILE).get(source.slug, {}).get("note", ""):
        return _declared(source.slug, "note", source.note, lang)
    return str(_shipped(NOTES_FILE).get(source.slug, {}).get(lang, source.note))


def source_of(cited: Source | str) -> Source:
    """Return a source, also of a citation that a pack froze as text, "title, article" as a table of law has it."""
    if isinstance(cited, Source):
        return cited
    for slug, note in _shipped(SOURCES_FILE).items():
        title, between, article = cited.partition(note["title"])
        if not title and between and (not article or article.startswith(", ")):
            return Source(slug, note["title"], article[2:])
    return Source("", cited)


def cited_in(source: Source, lang: str) -> str:
    """Return a source as a lawyer cites it in a language."""
    title = title_in(source, lang)
    return f"{title}{languages.find(lang).comma}{source.article}" if source.article else title


def cited_together(title: str, articles: Mapping[str, None], lang: str) -> str:
    """Return a law with several of its articles, each once."""
    return languages.find(lang).comma.join([title, *articles])


def _declared(slug: str, part: str, text: str, lang: str) -> str:
    """Return the title or the note of a source that a pack declares itself, in its own words where none are known."""
    said: Mapping[str, str] = _shipped(DECLARED_FILE).get(slug, {}).get(part, {})
    return said.get(lang, text) if said.get("en") == text else text


def _shipped(name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return what a shared file of law says of each source, by its short name."""
    return cast(Mapping[str, Mapping[str, Any]], shipped_library()[name])
