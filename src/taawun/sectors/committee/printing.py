# SPDX-License-Identifier: Apache-2.0
"""The minutes' own tables on paper: hours in both zones, items, papers, decisions and actions (spec §80.113).

What is not of its form is printed as it was written: paper hides nothing. The words here are those of the paper, whose
language need not be the reader's.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from taawun.apps.cases import access as cases
from taawun.apps.cases.services import Tabled
from taawun.formats.papers.letter import Language, Row
from taawun.formats.papers.words import gregorian
from taawun.kernel.errors import BadMeetingLines
from taawun.sectors.committee import access, calling, rules

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "Asia/Karachi": {"en": "Pakistan time", "ar": "بتوقيت باكستان", "ur": "پاکستان کے وقت کے مطابق"},
    "Asia/Bahrain": {"en": "Bahrain time", "ar": "بتوقيت البحرين", "ur": "بحرین کے وقت کے مطابق"},
    "place": {"en": "Place", "ar": "المكان", "ur": "مقام"},
    "item": {"en": "Item {number}", "ar": "البند {number}", "ur": "مد {number}"},
    "consent": {"en": "by consent", "ar": "دون مناقشة", "ur": "بغیر بحث"},
    "paper": {"en": "Paper {number}", "ar": "الورقة {number}", "ur": "کاغذ {number}"},
    "decision": {"en": "Decision {number}", "ar": "القرار {number}", "ur": "فیصلہ {number}"},
    "basis": {"en": "Basis", "ar": "الأساس", "ur": "بنیاد"},
    "dissent": {"en": "Dissent or reservation", "ar": "مخالفة أو تحفظ", "ur": "اختلاف یا تحفظ"},
    "action": {"en": "Action {number}", "ar": "الإجراء {number}", "ur": "کارروائی {number}"},
    "owner": {"en": "Owner", "ar": "المسؤول", "ur": "ذمہ دار"},
    "due": {"en": "Due", "ar": "الموعد", "ur": "آخری تاریخ"},
    "track": {"en": "Sub-group", "ar": "الفريق الفرعي", "ur": "ذیلی گروپ"},
    "memorandum": {"en": "Memorandum", "ar": "المذكرة", "ur": "یادداشت"},
}


def word(slug: str, language: str, number: int = 0) -> str:
    """Return a word of the paper in its language."""
    return WORDS[slug][language].format(number=number)


def _day(day: date, language: str) -> str:
    return gregorian(day, Language(language))


def _meets(value: Any, language: str) -> Iterator[Row]:
    found = access.hours_of(value)
    for zone, begins, ends in found:
        yield Row(word(zone, language), f"{_day(begins.date(), language)}\n{begins:%H:%M}–{ends:%H:%M}")
    if found:
        yield Row(word("place", language), str(value.get("place", "")))


def _agenda(value: Any, language: str) -> Iterator[Row]:
    for one in rules.agenda_of(str(value)):
        consent = f" ({word('consent', language)})" if one.consent else ""
        yield Row(word("item", language, one.number), one.title + consent)


def _papers(value: Any, language: str) -> Iterator[Row]:
    for one in rules.papers_of(value):
        marking = f"\n{one.label}" if one.marking else ""
        yield Row(word("paper", language, one.number), one.title + marking)


def _decisions(value: Any, language: str) -> Iterator[Row]:
    for one in rules.decisions_of(str(value)):
        yield Row(word("decision", language, one.number), one.text)
        yield Row(word("basis", language), one.basis)
        if one.dissent:
            yield Row(word("dissent", language), one.dissent)


def _actions(value: Any, language: str) -> Iterator[Row]:
    parties = cases.pack_named(access.PACK).parties
    for one in rules.promises_of(str(value), tuple(parties), calling.called()):
        yield Row(word("action", language, one.number), one.text)
        yield Row(word("owner", language), f"{parties[one.owner].title[language]}\n{one.authority}")
        yield Row(word("due", language), _day(one.due, language))
        if one.track != rules.TRACKS[0]:
            yield Row(word("track", language), _choice("track", one.track, language))
        if one.memorandum:
            yield Row(word("memorandum", language), _choice("memorandum", one.memorandum, language))


def _choice(element: str, slug: str, language: str) -> str:
    """Return a choice of an action as its case has it, in the language of the paper."""
    choices = cases.pack_named(access.PACK).kinds[access.ACTION].elements[element].choices
    return next(words[language] for one, words in choices if one == slug)


def _whole(rows: Any) -> Tabled:
    def table(value: Any, language: str) -> tuple[Row, ...]:
        try:
            return tuple(rows(value, language))
        except BadMeetingLines:
            return ()

    return table


TABLES: Final[Mapping[str, Tabled]] = {
    "meets": _whole(_meets),
    "agenda": _whole(_agenda),
    "papers": _whole(_papers),
    "papers_guest": _whole(_papers),
    "decisions": _whole(_decisions),
    "actions": _whole(_actions),
}
"""What is printed as a table, by element."""
