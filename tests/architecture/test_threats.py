# SPDX-License-Identifier: Apache-2.0
"""The list of threats tells the truth: every test that it names exists, where it says."""

import re

import pytest

from tests.architecture.source import ROOT

PAGES = sorted((ROOT / "docs" / "threats").glob("asvs*.md"))
NAMED = re.compile(r"`(test_\w+)(?:\[[^\]]*\])?`")
TEST = re.compile(r"^\s*(?:async )?def (test_\w+)\(", re.MULTILINE)


def known() -> set[str]:
    return {name for path in (ROOT / "tests").rglob("test_*.py") for name in TEST.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_test_that_is_named_exists(page) -> None:
    named = set(NAMED.findall(page.read_text(encoding="utf-8")))
    assert len(named) > 30
    assert named <= known(), f"{page.name} names tests that are not there"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_point_without_a_test_says_why(page) -> None:
    rows = [
        line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and "---" not in line
    ]
    silent = [row for row in rows if row.rstrip().endswith("| \u2013 |")]
    assert all("**Open**" in row or "does not apply" in row or "own tests" in row for row in silent), silent
