# SPDX-License-Identifier: Apache-2.0
"""Each sector's examples: records in three scripts with what the rules see, and rows of its rules."""

import re
from importlib import import_module
from typing import Any

import pytest
import yaml

from taawun import sectors
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import complete
from taawun.apps.sector import remarks

EXAMPLES = {
    slug: yaml.safe_load((sectors.FOLDER / slug / "examples.yaml").read_text("utf-8")) for slug in sectors.found()
}
RECORDS = [(slug, number, one) for slug, found in EXAMPLES.items() for number, one in enumerate(found["records"])]
ROWS = [(slug, number, one) for slug, found in EXAMPLES.items() for number, one in enumerate(found.get("rows", []))]
SCRIPTS = {
    "Latin": re.compile(r"[A-Za-z]{3}"),
    "Arabic": re.compile(r"[\u0621-\u064a]{3}"),
    "Urdu": re.compile("[ٹڈڑںےہکگپچی]"),
}


def named(rows: list[Any]) -> list[str]:
    return [f"{slug}-{number}" for slug, number, _one in rows]


@pytest.mark.parametrize(("slug", "number", "one"), RECORDS, ids=named(RECORDS))
def test_a_record_is_read_as_the_example_says(slug, number, one):
    del slug, number
    data, wrong = complete(type_named(one["type"]), one["data"])
    refused = [str(problem) for problem in wrong]
    assert refused == one.get("refused", [])
    if not refused:
        assert [remark.code for remark in remarks(one["type"], data)] == one["remarks"]
        assert {name: data.get(name) for name in one.get("computed", {})} == one.get("computed", {})


@pytest.mark.parametrize(("slug", "number", "one"), ROWS, ids=named(ROWS))
def test_a_rule_answers_as_the_example_says(slug, number, one):
    del number
    answer = getattr(import_module(f"taawun.sectors.{slug}.rules"), one["rule"])(**one["given"])
    assert answer == one["expect"]


@pytest.mark.parametrize("slug", EXAMPLES)
def test_the_examples_are_written_in_three_scripts(slug):
    text = "\n".join(str(value) for one in EXAMPLES[slug]["records"] for value in one["data"].values())
    assert not [script for script, letters in SCRIPTS.items() if not letters.search(text)]


@pytest.mark.parametrize("slug", EXAMPLES)
def test_every_type_of_the_sector_has_an_example(slug):
    shown = {one["type"] for one in EXAMPLES[slug]["records"]}
    assert shown >= import_module(f"taawun.sectors.{slug}.sector").SECTOR.records.keys()
