# SPDX-License-Identifier: Apache-2.0
"""Addresses and forms that make no sense: never a 500, never a state change."""

import pytest

from taawun.apps.identity.models import Alert, Judgement, Pair, Screening, WatchList

HUGE = "9" * 40
NOBODY = "01a20128-f73a-7e56-9288-e13039c04f99"
ADDRESSES = {
    "a page that is no number": "/inbox/?page=x",
    "a page of forty digits": f"/outbox/?page={HUGE}",
    "a page in Arabic digits": "/inbox/?page=٢",
    "page zero": "/releases/?page=0",
    "a place of forty digits": f"/ledger/?before={HUGE}",
    "a checkpoint of forty digits": f"/ledger/checkpoints/{HUGE}/note",
    "an entry that is not there": "/ledger/entries/01a20128-f73a-7e56-9288-e13039c04f99/",
    "an envelope that is not there": "/envelopes/01a20128-f73a-7e56-9288-e13039c04f99/",
    "a release that is not there": "/releases/01a20128-f73a-7e56-9288-e13039c04f99/",
    "a record that is not there": "/registers/records/01a20128-f73a-7e56-9288-e13039c04f99/",
    "a version of forty digits": "/registers/records/01a20128-f73a-7e56-9288-e13039c04f99/versions/" + HUGE + "/",
    "an identifier of another form": "/envelopes/7d444840-9dc0-11d1-b245-5ffdce74fad2/",
    "a register that is not there": "/registers/?type=nothing",
    "a search with a null character": "/registers/?text=a%00b",
    "a search with half a character": "/registers/?text=%ff%fe",
    "a search of a thousand characters": "/registers/?text=" + "a" * 1_000,
    "a search with the wildcards of SQL": "/registers/?text=%25_%27",
    "a job that is not there": "/jobs/01a20128-f73a-7e56-9288-e13039c04f99/",
    "a list of jobs beyond its end": f"/jobs/?page={HUGE}",
    "a purpose that leads elsewhere": "/purpose/?next=//elsewhere.example",
    "a name of ten thousand letters": "/identity/?name=" + "محمد" * 2_500,
    "a name of emoji": "/identity/?name=%F0%9F%9A%A2%F0%9F%9A%A2",
    "a name that turns the line around": "/identity/?name=%E2%80%AEdammahom",
    "a name with a null character": "/identity/?name=a%00b",
    "a name where a date belongs": "/identity/?name=Ahmad&birth=%D8%A3%D8%AD%D9%85%D8%AF",
    "a date that Excel spoiled": "/identity/?name=Ahmad&birth=%23%23%23%23%23",
    "a nationality that is none": "/identity/?name=Ahmad&country=Atlantis",
    "a kind of subject that is none": "/identity/?name=Ahmad&kind=ghost",
    "a subject that is not there": f"/identity/subjects/{NOBODY}/",
    "a pair that is not there": f"/identity/pairs/{NOBODY}/",
    "a queue beyond its end": f"/identity/pairs/?page={HUGE}",
    "a screening that is not there": f"/identity/screenings/{NOBODY}/",
    "an export of a screening that is not there": f"/identity/screenings/{NOBODY}/export.csv",
    "a list that is not there": f"/identity/lists/{NOBODY}/",
    "an alert that is not there": f"/identity/alerts/{NOBODY}/",
    "alerts beyond their end": f"/identity/alerts/?page={HUGE}",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_that_makes_no_sense_is_a_page(story, sign_in, address) -> None:
    answer = sign_in("asma").get(address)
    assert answer.status_code in (200, 404), address
    assert b"<h1" in answer.content


FORMS = {
    "a file that is none": ("/identity/screenings/file/", {}),
    "an entry without a name": ("/identity/screenings/entry/", {"name": ""}),
    "an entry of control characters": ("/identity/screenings/entry/", {"name": "\x00\x07\u202e"}),
    "a list without a title": ("/identity/lists/new/", {"title_en": ""}),
    "two records that are none": ("/identity/pairs/open/", {"left": "x", "right": HUGE}),
    "a record with itself": ("/identity/pairs/open/", {"left": NOBODY, "right": NOBODY}),
    "a judgement on nothing": (f"/identity/pairs/{NOBODY}/judge/", {"verdict": "same", "why": "x"}),
    "an alert that is not there": (f"/identity/alerts/{NOBODY}/close/", {"outcome": "maybe"}),
}


@pytest.mark.parametrize(("address", "form"), FORMS.values(), ids=FORMS)
def test_a_form_that_makes_no_sense_changes_nothing(story, sign_in, address, form) -> None:
    kept = _identity()
    answer = sign_in("asma").post(address, form)
    assert answer.status_code in (200, 302, 400, 403, 404), address
    assert _identity() == kept


def _identity() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Pair, Judgement, Screening, WatchList, Alert)}


@pytest.mark.parametrize("query", ["before=" + HUGE, "before=-1", "outcome=maybe", "act=%00", "officer_id=" + "x" * 99])
def test_a_filter_that_makes_no_sense_is_a_page(story, sign_in, query) -> None:
    assert sign_in("sara").get(f"/audit/?{query}").status_code == 200


def test_choosing_a_purpose_leads_to_no_other_site(story, sign_in) -> None:
    answer = sign_in("asma").post("/purpose/", {"purpose": "sanctions", "next": "//elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_language_we_do_not_have_is_english(story, sign_in) -> None:
    assert sign_in("asma").post("/language/", {"language": "xx"}).status_code == 302
    story.officers["asma"].refresh_from_db()
    assert story.officers["asma"].language == "en"


def test_a_file_of_five_gigabytes_is_refused_before_it_is_read(story, sign_in) -> None:
    """Only its head is sent: whoever reads on would wait for ever."""
    client, kept = sign_in("asma"), _identity()
    for address, media in (("/identity/screenings/file/", "text/html"), ("/api/cases", "application/problem+json")):
        answer = client.generic("POST", address, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH="5000000000")
        assert answer.status_code == 413, address
        assert answer["Content-Type"].startswith(media)
        assert "import.file-too-large" in answer.content.decode()
    assert _identity() == kept
