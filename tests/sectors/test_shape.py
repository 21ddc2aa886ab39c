# SPDX-License-Identifier: Apache-2.0
"""Every sector has the one shape, and is served by the node from its declaration (spec §80.40)."""

import ast
from importlib import import_module

import pytest
import yaml

from taawun import sectors
from taawun.apps.cases import library
from taawun.apps.people.roles import CATALOGUE
from taawun.apps.registers.catalogue import types
from taawun.apps.registers.purposes import PURPOSES
from taawun.apps.sector import Sector
from tests.architecture.source import ROOT

FILES = ("__init__.py", "sector.py", "rules.py", "records.yaml", "workflows.yaml", "examples.yaml", "README.md")
LANGUAGES = ("en", "ar", "ur")
CLOSED = {"django", "os", "socket", "subprocess", "time", "random", "httpx"}
SLUGS = sectors.found()


def declared(slug: str) -> Sector:
    return import_module(f"taawun.sectors.{slug}.sector").SECTOR


@pytest.mark.parametrize("slug", SLUGS)
def test_it_has_the_files_of_every_sector(slug):
    missing = [name for name in FILES if not (sectors.FOLDER / slug / name).is_file()]
    missing += [f"tests/sectors/{slug}" for _ in [1] if not (ROOT / "tests" / "sectors" / slug).is_dir()]
    catalogues = [sectors.FOLDER / slug / "locale" / one / "LC_MESSAGES" / "django.po" for one in LANGUAGES]
    assert not missing, f"{slug} lacks {missing}; `make sector name=…` shows the shape"
    assert all(path.is_file() for path in catalogues), f"{slug}: run `make locale`"


@pytest.mark.parametrize("slug", SLUGS)
def test_its_declaration_names_only_what_there_is(slug):
    sector = declared(slug)
    assert sector.slug == slug
    assert sector.purpose in PURPOSES
    assert set(sector.instruments) <= library.packs().keys()
    assert sector.records.keys() <= types().keys()
    assert sector.roles <= CATALOGUE.keys()
    for pack, kind in sector.case_kinds:
        assert kind in library.packs()[pack].kinds, f"{slug}: {pack} has no kind {kind}"
    assert "…" not in "".join([*sector.title.values(), *sector.about.values()]), f"{slug}: translate title and about"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_type_of_its_own_says_how_long_it_is_kept(slug):
    own = [one["type"] for one in yaml.safe_load((sectors.FOLDER / slug / "records.yaml").read_text("utf-8"))]
    assert set(own) <= declared(slug).records.keys()


@pytest.mark.parametrize("slug", SLUGS)
def test_no_reviewer_of_its_cases_confirms_what_they_wrote_themselves(slug):
    """A review of all contents is apart from some move, and so from whoever filled what it confirms (spec §60.3g)."""
    for pack, kind in declared(slug).case_kinds:
        for move in library.packs()[pack].kinds[kind].workflow.moves.values():
            if not move.shared and "*" in move.needs and move.role == "legal_reviewer":
                assert move.apart_from, f"{kind}: {move.slug}"


@pytest.mark.parametrize("slug", SLUGS)
def test_its_rules_are_pure(slug):
    tree = ast.parse((sectors.FOLDER / slug / "rules.py").read_text("utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not {name.split(".")[0] for name in named} & CLOSED, f"{slug}: rules take data and give remarks, no more"


@pytest.mark.parametrize("slug", SLUGS)
def test_it_says_what_it_is_for_and_who_answers(slug):
    text = (sectors.FOLDER / slug / "README.md").read_text("utf-8")
    assert "…" not in text
    assert len(text.split()) >= 40, "say what it is for, under which instrument, and who answers for it"
