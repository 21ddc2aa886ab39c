# SPDX-License-Identifier: Apache-2.0
"""A sector that was just started (tools/sector.py) passes what every sector passes: its shape and its examples."""

import runpy
import sys

import pytest
import yaml

from taawun import sectors
from taawun.apps import sector as declared
from taawun.apps.cases import library
from taawun.apps.registers import catalogue
from taawun.sectors.apps import plug
from tests.architecture.source import ROOT
from tests.sectors import test_examples, test_shape
from tools import sector as tool

SLUG = "harbour_safety"
SHAPE = [
    test_shape.test_it_has_the_files_of_every_sector,
    test_shape.test_its_declaration_names_only_what_there_is,
    test_shape.test_every_type_of_its_own_says_how_long_it_is_kept,
    test_shape.test_no_reviewer_of_its_cases_confirms_what_they_wrote_themselves,
    test_shape.test_its_rules_are_pure,
    test_shape.test_it_says_what_it_is_for_and_who_answers,
]


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Start a sector apart from ours; nothing that it plugs in stays."""
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "SECTORS", tmp_path / "sectors")
    monkeypatch.setattr(tool, "TESTS", tmp_path / "tests" / "sectors")
    monkeypatch.setattr(sectors, "FOLDER", tmp_path / "sectors")
    monkeypatch.setattr(sectors, "__path__", [*sectors.__path__, str(tmp_path / "sectors")])
    monkeypatch.setattr(test_shape, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "_added", dict(catalogue._added))
    monkeypatch.setattr(library, "_of_sectors", list(library._of_sectors))
    monkeypatch.setattr(declared, "_PLUGGED", dict(declared._PLUGGED))
    (tmp_path / "sectors").mkdir()
    tool.write(SLUG)
    yield tmp_path
    library.packs.cache_clear()
    for name in [name for name in sys.modules if name.startswith(f"taawun.sectors.{SLUG}")]:
        del sys.modules[name]


@pytest.fixture
def started(folder):
    """Plug it in as a node does; its catalogues are collected by the second command of `make sector`."""
    plug(test_shape.declared(SLUG))
    for language in test_shape.LANGUAGES:
        path = folder / "sectors" / SLUG / "locale" / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        path.touch()
    return folder


@pytest.mark.parametrize("check", SHAPE, ids=lambda check: check.__name__)
def test_it_has_the_one_shape(started, check):
    check(SLUG)


def test_every_check_of_the_shape_is_made():
    named = {name for name in vars(test_shape) if name.startswith("test_")}
    assert named == {check.__name__ for check in SHAPE}


def test_its_examples_hold(started, monkeypatch):
    found = yaml.safe_load((started / "sectors" / SLUG / "examples.yaml").read_text("utf-8"))
    monkeypatch.setitem(test_examples.EXAMPLES, SLUG, found)
    for number, one in enumerate(found["records"]):
        test_examples.test_a_record_is_read_as_the_example_says(SLUG, number, one)
    for number, one in enumerate(found["rows"]):
        test_examples.test_a_rule_answers_as_the_example_says(SLUG, number, one)
    test_examples.test_the_examples_are_written_in_three_scripts(SLUG)
    test_examples.test_every_type_of_the_sector_has_an_example(SLUG)


def test_its_own_test_passes(started):
    tests = runpy.run_path(str(started / "tests" / "sectors" / SLUG / "test_rules.py"))
    own = [test for name, test in tests.items() if name.startswith("test_")]
    assert own
    for test in own:
        test()


def test_its_catalogues_are_collected_with_it():
    _, _, recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nsector: ")
    assert [line.split()[-2] for line in recipe.split("\n\n")[0].splitlines()[1:]] == [
        "tools.sector",
        "tools.catalogues",
    ]


@pytest.mark.parametrize("slug", ["", "Harbour", "حوض", "../harbour", SLUG])
def test_what_is_no_name_or_is_taken_writes_nothing(folder, slug):
    before = sorted(folder.rglob("*"))
    with pytest.raises(SystemExit):
        tool.write(slug)
    assert sorted(folder.rglob("*")) == before
