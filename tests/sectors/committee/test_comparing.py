# SPDX-License-Identifier: Apache-2.0
"""Drafts side by side: articles by number in three languages, and the words that changed (spec §80.116)."""

import pytest

from taawun.sectors.committee.comparing import Mark, articles, beside, compare

TEXTS = {
    "en": "The parties agree.\nArticle 1\nEach side names a contact.\nArticle 2 Requests are answered in ten days.",
    "ar": "اتفق الطرفان.\nالمادة ١\nيسمي كل طرف جهة اتصال.\nالمادة (٢) يُجاب على الطلبات خلال عشرة أيام.",
    "ur": "فریقین متفق ہیں۔\nدفعہ ۱\nہر فریق رابطہ نامزد کرے گا۔",
}


@pytest.mark.parametrize("language", TEXTS)
def test_articles_are_found_by_their_number_in_its_digits(language):
    assert list(articles(TEXTS[language])) == ([0, 1] if language == "ur" else [0, 1, 2])


def test_the_languages_stand_beside_each_other_and_a_missing_article_is_seen():
    rows = dict(beside(TEXTS))
    assert rows[2][0].startswith("Article 2")
    assert rows[2][1].startswith("المادة")
    assert rows[2][2] == ""


WORDS = {
    "English": ("answered in ten days", "answered in five days", "ten", "five"),
    "Arabic": ("خلال عشرة أيام", "خلال خمسة أيام", "عشرة", "خمسة"),
    "Urdu": ("دس دن میں جواب", "پانچ دن میں جواب", "دس", "پانچ"),
    "two that look alike": ("كتاب", "کتاب", "كتاب", "کتاب"),
}


@pytest.mark.parametrize(("old", "new", "taken", "added"), WORDS.values(), ids=WORDS)
def test_only_the_words_that_changed_are_marked(old, new, taken, added):
    (one,) = compare(f"Article 1\n{old}", f"Article 1\n{new}")
    marks = {mark: [run.text for run in one.runs if run.mark is mark] for mark in Mark}
    assert (marks[Mark.TAKEN], marks[Mark.ADDED], one.changed) == ([taken], [added], True)


def test_an_article_that_went_and_one_that_came_are_named():
    gone, came, same = compare("Article 1\na\nArticle 3\nc", "Article 2\nb\nArticle 3\nc")
    assert (gone.number, gone.missing, came.number, came.missing, same.changed) == (1, "after", 2, "before", False)


def test_a_text_without_headings_is_compared_by_paragraphs():
    assert [one.changed for one in compare("پہلا\n\nدوسرا", "پہلا\n\nتیسرا\nسطر")] == [False, True]
    assert compare("", "") == ()
