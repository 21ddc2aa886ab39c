# SPDX-License-Identifier: Apache-2.0
"""The fixed words of letters: complete in three languages, and days in both calendars."""

import re
from datetime import date

import pytest

from taawun.formats.papers import words
from taawun.formats.papers.letter import Kind, Language
from taawun.kernel.errors import BadWords

ARABIC, URDU = Language.AR, Language.UR
URDU_ONLY = re.compile("[ٹڈڑںےہھگچپژکی]")
ARABIC_ONLY = re.compile("[ةيىك]")


@pytest.fixture
def another_table(tmp_path, monkeypatch):
    def use(change):
        path = tmp_path / "words.yaml"
        path.write_text(change(words._FILE.read_text(encoding="utf-8")), encoding="utf-8")
        monkeypatch.setattr(words, "_FILE", path)
        words.table.cache_clear()

    yield use
    words.table.cache_clear()


def every_text():
    for path, entry in words.entries(words.table()):
        for language, said in entry.items():
            for text in said if isinstance(said, list) else [said]:
                yield path, Language(language), text


def test_every_entry_has_the_three_languages():
    assert len(list(every_text())) > 150
    assert all(text.strip() or path == "calendar.gregorian_era" for path, _, text in every_text())


def test_each_language_is_in_its_own_letters():
    for path, language, text in every_text():
        latin = re.sub("SHA-256", "", text)
        assert language is Language.EN or not re.search("[A-Za-z]", latin), path
        assert not (language is ARABIC and re.search("[ٹڈڑںےہھگچپژ]", text)), path
        assert not (language is URDU and ARABIC_ONLY.search(text)), path


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", Language)
def test_every_kind_of_letter_opens_and_closes(kind, language):
    said = words.kind_words(kind, language)
    assert set(said) == {"title", "opening", "closing"}
    assert len(said["opening"]) > len(said["title"])


GAPS = {
    "a label without Urdu": lambda text: text.replace(", ur: منجانب}", "}"),
    "a kind without Arabic": lambda text: text.replace("      ar: إخطار\n", ""),
    "a kind that is missing": lambda text: text.replace("  notice:\n", "  note:\n"),
    "a label that is one text": lambda text: text.replace("labels:\n", "labels:\n  extra: only English\n"),
}


@pytest.mark.parametrize("change", GAPS.values(), ids=GAPS)
def test_a_table_with_a_gap_does_not_load(another_table, change):
    another_table(change)
    with pytest.raises(BadWords):
        words.table()


def test_an_unchanged_table_loads(another_table):
    another_table(lambda text: text)
    assert words.table()["kinds"]


RECKONED = " (Umm al-Qura)"
DAYS = {
    "today": (Language.EN, date(2026, 11, 22), "22 November 2026", "12 Jumada al-Akhirah 1448 AH" + RECKONED),
    "today in Arabic": (ARABIC, date(2026, 11, 22), "22 نوفمبر 2026م", "12 جمادى الآخرة 1448هـ (أم القرى)"),
    "today in Urdu": (URDU, date(2026, 11, 22), "22 نومبر 2026ء", "12 جمادی الثانی 1448ھ (ام القریٰ)"),
    "the first day of a Hijri year": (Language.EN, date(2026, 6, 16), "16 June 2026", "1 Muharram 1448 AH" + RECKONED),
    "a year before the reckoning": (ARABIC, date(1900, 1, 1), "1 يناير 1900م", ""),
    "a year after the reckoning": (URDU, date(2100, 12, 31), "31 دسمبر 2100ء", ""),
}  # fmt: skip


@pytest.mark.parametrize(("language", "day", "gregorian", "hijri"), DAYS.values(), ids=DAYS)
def test_a_day_is_written_in_both_calendars(language, day, gregorian, hijri):
    assert words.gregorian(day, language) == gregorian
    assert words.hijri(day, language) == hijri
