# SPDX-License-Identifier: Apache-2.0
"""One box finds records in any script, cases and envelopes, each only as far as the reader may see them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.cases.models import Case
from taawun.apps.identity import indexing

PAGE, SUGGEST = "/find/", "/find/suggest/"


@pytest.fixture
def indexed(story, tmp_path, monkeypatch):
    """The index of the story's records, apart from that of other tests."""
    from taawun.apps.identity import engine

    monkeypatch.setattr(engine, "folder", lambda: tmp_path)
    indexing.rebuild(timezone.now(), lambda _done: None)


def found(client, text, url=PAGE):
    answer = client.post(url, {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


NAMES = {
    "in Urdu": "احمد خالد منصور",
    "in Arabic": "أحمد خالد منصور",
    "in Latin, as another would write it": "Ahmed Khaled Mansour",
}


@pytest.mark.parametrize("url", [PAGE, SUGGEST])
@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_a_name_in_any_script_finds_its_records(story, sign_in, indexed, text, url):
    page = found(sign_in("asma"), text, url)
    assert reverse("registers:record", args=[story.record]) in page


def test_what_is_alike_says_what_speaks_for_it(story, sign_in, indexed):
    page = found(sign_in("asma", "en"), "Ahmad Kalid Mansoor")
    assert "Records whose names are alike" in page
    assert "<meter" in page


def test_an_envelope_is_found_by_its_identifier(story, sign_in):
    assert reverse("exchange:envelope", args=[story.outgoing]) in found(sign_in("asma"), story.outgoing)


def test_a_case_is_found_by_its_title_and_identifier(story, sign_in):
    Case.objects.filter(id=story.case).update(title="قضية جوادر")
    for text in ("جوادر", story.case):
        assert reverse("cases:case", args=[story.case]) in found(sign_in("omar"), text)


def test_what_the_purpose_does_not_cover_is_as_good_as_not_there(story, sign_in, indexed):
    client = sign_in("asma", "en")
    client.post(reverse("ui:purpose"), {"purpose": "immigration"})
    page = found(client, "احمد خالد منصور")
    assert "Nothing that you may see was found." in page
    assert story.record not in page


def test_what_is_shown_is_recorded_and_what_is_asked_stands_in_no_address(story, sign_in, indexed):
    before = Line.objects.filter(act="record.listed", object_id=story.record).count()
    page = found(sign_in("asma"), "احمد خالد منصور", SUGGEST)
    assert Line.objects.filter(act="record.listed", object_id=story.record).count() > before
    assert "?q=" not in page


NONSENSE = {"nothing": "", "one letter": "ا", "a zero byte": "a\x00b", "wildcards": "%_'", "forty digits": "9" * 40,
            "a long text": "محمد" * 1_000, "signs that turn the line": "\u202e\u2066"}  # fmt: skip


@pytest.mark.parametrize("url", [PAGE, SUGGEST])
@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_finds_nothing_and_breaks_nothing(story, sign_in, text, url):
    assert "/records/" not in found(sign_in("asma"), text, url)


def test_the_box_works_without_a_script(story, sign_in):
    page = sign_in("asma").get("/").content.decode()
    assert '<form class="find" role="search" method="post" action="/find/"' in page
    assert 'data-key="search"' in page
