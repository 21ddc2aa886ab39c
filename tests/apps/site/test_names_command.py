# SPDX-License-Identifier: Apache-2.0
"""`taawun names compare` as people type it, in three scripts."""

import json

import pytest
from typer.testing import CliRunner

from taawun.site.cli.app import app
from taawun.site.cli.names import PARTS, REASONS

ROWS = {
    "Latin and Urdu": ("Imran Khan Bugti", "عمران بگٹی"),
    "Arabic": ("عبد الرحمن التكريتي", "عبدالرحمن تكريتي"),
    "nothing": ("", "علی"),
}


def taawun(*arguments):
    return CliRunner().invoke(app, ["names", "compare", *arguments])


@pytest.mark.parametrize(("first", "second"), ROWS.values(), ids=ROWS)
def test_the_command_draws_and_sums_up(first, second):
    said = taawun(first, second)
    assert said.exit_code == 0
    assert "likelihood that both are one" in said.output
    assert all(code not in said.output for code in ("only-left", "thin-evidence", "nothing-to-compare"))


@pytest.mark.parametrize(("first", "second"), ROWS.values(), ids=ROWS)
def test_json_is_one_line_and_adds_up(first, second):
    said = taawun(first, second, "--json")
    found = json.loads(said.output)
    assert 0 <= found["score"] <= 1
    assert found["reasons"]


def test_a_kind_is_asked_for_by_name():
    assert json.loads(taawun("MV Sahara Pearl", "Sahara Pearl", "--kind", "vessel", "--json").output)["score"] > 0.5
    assert taawun("a", "b", "--kind", "animal").exit_code == 2


def test_every_part_has_words():
    from taawun.engines.names.assignment import FEATURES

    assert set(PARTS) == set(FEATURES)
    assert all(words.endswith((".",)) for words in REASONS.values())
