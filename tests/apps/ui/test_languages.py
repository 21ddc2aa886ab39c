# SPDX-License-Identifier: Apache-2.0
"""Every page in three languages: it renders, in its direction, and says nothing in another language."""

import gettext
import re
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from taawun.apps.sector import sectors
from taawun.apps.ui import languages
from tests.apps.ui.conftest import excepted, urls

ROOT = Path(__file__).resolve().parents[3]
POST_ONLY = {
    "ui:suggest",
    "ui:look",
    "ui:sign-out", "ui:language", "exchange:approve", "exchange:send", "exchange:withdraw", "audit:verify",
    "identity:screen-entry", "identity:screen-file", "identity:list-new", "identity:list-add", "identity:list-remove",
    "identity:list-review", "identity:list-close", "identity:alert-acknowledge", "identity:alert-close",
    "node:backup", "ledger:settle", "jobs:cancel", "jobs:retry", "registers:import-start", "registers:import-undo",
    "registers:forget", "registers:search-keep",
    "network:include", "identity:pair-open", "identity:claim", "identity:give-back", "identity:judge", "identity:undo",
    "sign_in:remove", "sign_in:new-codes", "sign_in:end", "sign_in:end-others",
    "cases:assign", "cases:task", "cases:stop", "cases:charge", "cases:withdraw", "cases:letter",
    *(f"cases:api-{one}" for one in (
        "open", "withdraw", "assign", "stop", "charge", "assess", "reassess", "confirm", "assurance", "finding",
        "clock", "task", "translations", "evidence", "custody", "bytes", "again", "provenance", "taint", "letter",
    )),
} | excepted("POST_ONLY")  # fmt: skip
NOT_PAGES = {
    "ui:month",  # says no sentence at all
    "node:card", "node:backup-file", "node:half", "node:compare",  # see tests/apps/node
    "registers:export", "registers:record-export",
    "ledger:note", "ledger:proof", "exchange:proof", "audit:export", "identity:screening-export",
    "cases:dashboard-export", "cases:paper", "cases:bundle", "maps:places", "maps:names", "network:export",
    "account_login", "mfa_authenticate", "mfa_login_webauthn", "openid_connect_callback", "sign_in:ministry",
    "sign_in:codes", "sign_in:codes-file",  # shown once; see tests/apps/sign_in
    *(f"cases:api-{one}" for one in (
        "list", "case", "verdicts", "timeline", "move", "contents", "element", "gate", "papers", "paper", "bundle",
        "dashboard", "instruments", "instrument",
    )),
} | excepted("NOT_PAGES")  # fmt: skip
if not any(sector.sources for sector in sectors().values()):
    NOT_PAGES |= {"registers:import-source"}  # there is none to import from
READERS = {"deconfliction:board": "parveen", "deconfliction:owned": "parveen",
           "network:case": "omar", "ui:components": "noman", "people:officers": "noman", "people:officer": "noman",
           "counter_terrorism:desk": "noman"}  # fmt: skip


AREAS = {"deconfliction": "hira",
         "audit": "sara", "border_security": "yasmin", "cases": "omar", "committee": "hira",
         "counter_terrorism": "kamran", "exercises": "sohail", "immigration": "iqra", "liaison": "hira",
         "node": "noman", "plans": "hira", "police_training": "tariq", "worker_protection": "nargis"}  # fmt: skip
"""Who opens the pages of an app or a sector, where it is not the officer of counter-narcotics."""


def reader_of(name: str) -> str:
    """Return who opens a page."""
    return READERS.get(name, AREAS.get(name.partition(":")[0], "asma"))


def english() -> list[str]:
    """Return the English sentences that a translated page must not show: those of three words and more."""
    with (ROOT / "locale/ur/LC_MESSAGES/django.po").open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id and isinstance(message.id, str)]
    plain = [text for text in ids if len(text.split()) >= 3 and not re.search(r"[%<{]", text)]
    return [text for text in plain if text.isascii()]


def visible(page: bytes) -> str:
    """Return the text of a page without what is marked as English or is a name, an identifier or a code."""
    aside = r'<(bdi|code|button|section)\b[^>]*(lang="en"|class="id|dir="auto")[^>]*>.*?</\1>'
    text = re.sub(aside, "", page.decode(), flags=re.S)
    return unescape(re.sub(r"\s+", " ", text))


def pages(story) -> list[tuple[str, str]]:
    """Return every page that can be looked at, and those that are errors or empty."""
    known = [(name, url) for name, url in urls(story).items() if name not in POST_ONLY | NOT_PAGES]
    envelopes = [reverse("exchange:envelope", args=[one]) for one in (story.incoming, story.refused)]
    more = [*envelopes, reverse("ledger:entry", args=[story.waiting_entry]), reverse("exchange:releases") + "?all"]
    return known + [("exchange:envelope", url) for url in more]


@pytest.mark.parametrize("code", ["en", *(pytest.param(code, marks=pytest.mark.once) for code in ("ar", "ur"))])
def test_every_page_renders_in_its_language_and_direction(story, sign_in, code) -> None:
    language, said = languages.BY_CODE[code], english()
    for name, url in pages(story):
        if name == "ui:sign-in":
            continue
        answer = sign_in(reader_of(name), code).get(url)
        assert answer.status_code == 200, url
        page = visible(answer.content)
        assert f'<html lang="{code}" dir="{language.direction}">' in page, url
        shown = [text for text in said if text in page]
        assert bool(shown) == (code == "en"), (url, shown)


@pytest.mark.parametrize("code", ["en", "ar", "ur"])
def test_the_page_before_signing_in_follows_the_browser(client, db, code) -> None:
    page = client.get(reverse("ui:sign-in"), headers={"Accept-Language": code}).content.decode()
    assert f'lang="{code}" dir="{languages.BY_CODE[code].direction}"' in page


def test_the_language_is_remembered_on_the_officer(story, sign_in) -> None:
    client = sign_in("asma")
    answer = client.post(reverse("ui:language"), {"language": "ur", "next": "/inbox/"})
    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")
    story.officers["asma"].refresh_from_db()
    assert story.officers["asma"].language == "ur"
    assert b'lang="ur"' in sign_in("asma").get("/").content


def test_the_choice_of_language_leads_to_no_other_site(story, sign_in) -> None:
    answer = sign_in("asma").post(reverse("ui:language"), {"language": "ar", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_the_choice_of_language_before_signing_in_is_a_cookie(client, db) -> None:
    answer = client.post(reverse("ui:language"), {"language": "ar", "next": "/sign-in/"})
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"]) == ("ar", True)
    assert b'lang="ar"' in client.get("/sign-in/").content


NUMBERS = {"en": "1,234,567.89", "ar": "1,234,567.89", "ur": "1,234,567.89"}


@pytest.mark.parametrize("code", NUMBERS)
def test_numbers_and_dates_keep_western_digits(story, sign_in, code) -> None:
    page = sign_in("noman", code).get(reverse("ui:components")).content.decode()
    assert NUMBERS[code] in page
    assert "06:55 <bdi>UTC+5</bdi>" in page
    assert not re.search("[٠-٩۰-۹]", page.replace("قضية ٧", ""))


def test_every_language_names_its_months() -> None:
    from datetime import date

    from django.utils import formats

    shown = {}
    for code in ("en", "ar", "ur"):
        with translation.override(code):
            shown[code] = formats.date_format(date(2026, 11, 22), "DATE_FORMAT")
    assert shown == {"en": "22 November 2026", "ar": "22 نوفمبر 2026", "ur": "22 نومبر 2026"}


@pytest.mark.parametrize("code", ["ar", "ur"])
def test_a_number_chooses_the_form_that_the_catalogue_says(code) -> None:
    """A compiled catalogue numbers its forms as the text does that translators wrote."""
    texts = [path for folder in ("locale", "src/taawun/sectors") for path in (ROOT / folder).rglob(f"{code}/**/*.po")]
    assert len(texts) == len(sectors()) + 1
    for path in texts:
        (rule,) = re.findall(r"plural=([^;\\]+)", path.read_text(encoding="utf-8"))
        said = gettext.c2py(rule)
        with path.with_suffix(".mo").open("rb") as file:
            kept = gettext.GNUTranslations(file).plural
        assert [kept(number) for number in range(201)] == [int(said(number)) for number in range(201)], path
