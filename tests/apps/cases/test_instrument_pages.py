# SPDX-License-Identifier: Apache-2.0
"""The page of an instrument tells every number that its pack sets, in each of the three languages."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import formats, translation

from taawun.apps.cases import citing, words
from taawun.apps.cases.access import packs
from taawun.formats.packs import shipped_library
from taawun.kernel.cases.clocks import WARN_AT

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "ar", "ur"]
GIVEN = (("european-extradition", "months_sentenced", 4), ("india-bahrain-2004", "months_sentenced", 6))


def tables(client: Client, pack: str, kind: str) -> list[list[str]]:
    """Return the tables of a page, each as the text of its rows of data."""
    page = client.get(reverse("cases:instrument-kind", args=[pack, kind])).content.decode()
    found = [
        re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        for table in re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    ]
    return [[html.unescape(re.sub(r"<[^>]+>", " ", row)) for row in rows] for rows in found]


def row_of(found: list[list[str]], title: str, *figures: int, days: tuple[str, ...] = ()) -> bool:
    """Tell whether a row begins with a title and holds these figures and days."""
    rows = [row for table in found for row in table if row.strip().startswith(title)]
    rows = [row for row in rows if all(day in row for day in days)]
    return any({str(one) for one in figures} <= set(re.findall(r"[0-9-]+", row)) for row in rows)


def said_day(text: str, language: str) -> str:
    """Return a day as pages in a language write it."""
    with translation.override(language):
        return formats.date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_pack_is_on_its_page(desk, language) -> None:
    client = Client()
    client.force_login(desk.officers["asma"])
    client.post(reverse("ui:language"), {"language": language, "next": "/"})
    for pack in packs().values():
        for kind in pack.kinds.values():
            found, where = tables(client, pack.slug, kind.slug), (pack.slug, kind.slug)
            for gate in kind.gates.values():
                numbers = [value for value in gate.given.values() if type(value) is int]
                assert row_of(found, gate.title[language], *numbers), (*where, gate.slug)
                for line in gate.given.get("table", ()):
                    days = tuple(said_day(line[name], language) for name in ("from", "until") if line[name])
                    assert row_of(found, line["party"], days=days), (*where, gate.slug)
            for clock in kind.clocks.values():
                more = [clock.extendable] if clock.extendable else []
                assert row_of(found, clock.title[language], clock.length, *WARN_AT, *clock.warn_on, *more), where
            for task in kind.workflow.tasks.values():
                owed = [] if task.owed_days is None else [task.owed_days]
                assert row_of(found, task.title[language], *owed), (*where, task.slug)
        for quota in pack.quotas.values():
            assert row_of(found, quota.title[language], quota.number), (pack.slug, quota.slug)


def test_what_is_noted_of_a_shipped_source_is_told_in_arabic_and_urdu() -> None:
    library = shipped_library()
    noted = {slug for slug, one in library["law/sources.yaml"].items() if one.get("note")}
    assert library["law/notes.yaml"].keys() == noted
    assert all(one.keys() == {"ar", "ur"} for one in library["law/notes.yaml"].values())


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_a_source_that_a_pack_of_a_sector_declares_is_told_in_arabic_and_urdu(language) -> None:
    shipped = shipped_library()["law/sources.yaml"]
    own = [one for pack in packs().values() for slug, one in pack.sources.items() if slug not in shipped]
    assert {one.slug for one in own} >= {"palermo", "ilo29", "coe197"}
    for one in own:
        assert citing.title_in(one, language) != one.title, one.slug
        assert not one.note or citing.note_in(one, language) != one.note, one.slug
        assert (citing.title_in(one, "en"), citing.note_in(one, "en")) == (one.title, one.note)
        assert citing.title_in(replace(one, title="Another"), language) == "Another"


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_the_table_of_sources_is_in_the_readers_language(desk, language) -> None:
    client = Client()
    client.force_login(desk.officers["asma"])
    client.post(reverse("ui:language"), {"language": language, "next": "/"})
    sources = tables(client, "pk-bh-extradition", "extradition")[-1]
    known = shipped_library()
    for slug, one in packs()["pk-bh-extradition"].sources.items():
        (row,) = [row for row in sources if one.title in row]  # its own title stands below the translated one
        assert row.strip().startswith(known["law/titles.yaml"][slug][language])
        if one.note:
            assert one.note not in row
            assert known["law/notes.yaml"][slug][language] in row


def test_the_table_of_moves_leaves_room_for_what_each_rests_on(desk) -> None:
    client = Client()
    client.force_login(desk.officers["asma"])
    page = client.get(reverse("cases:instrument-kind", args=["pk-bh-extradition", "extradition"])).content.decode()
    heads = page[page.index("<caption>Moves</caption>") :].partition("</thead>")[0]
    assert heads.count("<th") == 6 + heads.count("<thead")


def test_whatever_a_pack_may_give_a_rule_has_its_word() -> None:
    from taawun.kernel.cases.rules import PARAMETERS

    given = {name for needed, allowed in PARAMETERS.values() for name in needed | allowed}
    assert given - {"table"} <= words.GIVEN.keys()
    for language in LANGUAGES:
        with translation.override(language):
            assert all(str(one) for one in words.GIVEN.values())


@pytest.mark.parametrize(("slug", "name", "number"), GIVEN)
def test_the_least_sentence_that_was_imposed_is_told(desk, slug, name, number) -> None:
    gates = packs()[slug].kinds["extradition"].gates
    (gate,) = [one for one in gates.values() if name in one.given]
    assert gate.given[name] == number
    client = Client()
    client.force_login(desk.officers["asma"])
    (row,) = [row for table in tables(client, slug, "extradition") for row in table if gate.title["en"] in row]
    assert f"{words.GIVEN[name]}: {number}" in row
