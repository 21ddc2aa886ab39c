# SPDX-License-Identifier: Apache-2.0
"""Every URL has its row in the role table, and every string its Arabic and Urdu."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver

from taawun.apps.people.roles import CATALOGUE
from taawun.site.roles import ANYONE, PAGES, SIGNED_IN, may_open
from tests.architecture.source import ROOT, report

LABELS = ANYONE | SIGNED_IN


def pages(resolver=None, space: str = "") -> Iterator[tuple[str, str]]:
    """Yield (name with its namespace, pattern) of every page."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name or ''}", str(entry.pattern)
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from pages(entry, inner)


def test_every_page_has_a_row_in_the_role_table():
    wrong = [f"'{name}' ({pattern})" for name, pattern in pages() if name not in PAGES]
    assert not wrong, report(wrong, "add a row to PAGES in src/taawun/site/roles.py; until then it opens for nobody")


def test_every_row_of_the_role_table_has_a_page():
    wrong = sorted(set(PAGES) - {name for name, _pattern in pages()})
    assert not wrong, report(wrong, "remove the row from PAGES in src/taawun/site/roles.py, or add the URL")


def test_no_row_is_empty_and_every_role_is_known():
    for name, allowed in PAGES.items():
        assert allowed, f"{name}: an empty row opens for nobody; name its roles"
        assert allowed <= set(CATALOGUE) | LABELS, f"{name}: {sorted(allowed - set(CATALOGUE))} is no role"


def test_a_page_without_a_row_opens_for_nobody():
    assert not may_open("ui:nowhere", signed_in=True, roles=set(CATALOGUE))


def test_no_page_of_people_begins_like_the_wire():
    wrong = [pattern for _name, pattern in pages() if pattern.startswith("exchange/")]
    assert not wrong, report(wrong, "/exchange/ belongs to the other party's node (site/wsgi.py); choose another path")


@pytest.mark.checked
@pytest.mark.skipif(not (ROOT / "locale").is_dir(), reason="the catalogues are not written yet")
def test_every_string_exists_in_english_arabic_and_urdu():
    done = subprocess.run(
        [sys.executable, "-m", "tools.catalogues", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr + "-> run `make locale`, then translate what is new"
