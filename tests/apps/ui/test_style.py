# SPDX-License-Identifier: Apache-2.0
"""The rules of the house for style and markup: logical properties, no script, nothing inline, a small sheet."""

import re
from pathlib import Path

import pytest

from tests.apps.ui.conftest import urls
from tests.apps.ui.test_languages import NOT_PAGES, POST_ONLY, reader_of

pytestmark = pytest.mark.once

SOURCE = Path(__file__).resolve().parents[3] / "src" / "taawun"
SHEET = SOURCE / "apps/ui/static/ui/desk.css"
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.*"))
MOST_BYTES = 60_000
PHYSICAL = re.compile(
    r"(?<![-\w])((margin|padding|border)-(left|right|top|bottom)|left|right|top|bottom|(min-|max-)?(width|height))\s*:"
    r"|:\s*(left|right)\s*;|text-align:\s*(left|right)"
)


def test_the_sheet_is_small() -> None:
    assert SHEET.stat().st_size < MOST_BYTES


def test_the_sheet_knows_no_left_and_right() -> None:
    plain = re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.S)
    assert [match.group() for match in PHYSICAL.finditer(plain)] == []


def test_a_badge_in_a_list_is_no_wider_than_its_words() -> None:
    grow = re.findall(r"^\.todo li > :first-child\S* \{ flex: 1", SHEET.read_text(encoding="utf-8"), flags=re.M)
    assert [one.split()[3] for one in grow] == [":first-child:not(.badge)"], "after plain words a badge is one too"


def test_what_stands_beside_is_read_under_its_name_where_the_room_is_small() -> None:
    _, _, narrow = SHEET.read_text(encoding="utf-8").partition("@media screen and (width < 80rem)")
    assert ".aside .summary.small { display: block; }" in narrow[: narrow.find("\n}")]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_script_and_no_inline_style(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", text)
    assert "|safe" not in text
    assert "autoescape" not in text


def test_pages_are_whole_and_bound_by_a_strict_policy(story, sign_in) -> None:
    for name, url in urls(story).items():
        if name in POST_ONLY | NOT_PAGES | {"ui:sign-in"}:
            continue
        answer = sign_in(reader_of(name), "en").get(url)
        page, policy = answer.content.decode(), answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "no-store" in answer["Cache-Control"], url
        assert page.count("<h1") == 1, url
        assert len(re.findall(r"<table", page)) == len(re.findall(r"<caption", page)), url
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), url
        for wanted in re.findall(r'<label for="([^"]+)"', page):
            assert wanted in ids, (url, wanted)
