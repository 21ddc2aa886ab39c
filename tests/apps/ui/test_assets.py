# SPDX-License-Identifier: Apache-2.0
"""What Node builds for the pages: found by name where it was built, and missed by no page where it was not."""

import json

import pytest
from django.urls import reverse

from taawun.apps.ui import built
from tools import assets


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of built things that is empty at first."""
    monkeypatch.setattr(built, "FOLDER", tmp_path)
    built.manifest.cache_clear()
    yield tmp_path
    built.manifest.cache_clear()


def test_a_page_links_what_was_built(folder, client, db) -> None:
    (folder / "manifest.json").write_text(json.dumps({"desk.js": "desk-1.js", "fonts.css": "fonts-2.css"}))
    page = client.get(reverse("ui:sign-in")).content.decode()
    assert '<script type="module" src="/static/built/desk-1.js"></script>' in page
    assert '<link rel="stylesheet" href="/static/built/fonts-2.css">' in page


def test_a_page_is_whole_without_anything_built(folder, client, db) -> None:
    page = client.get(reverse("ui:sign-in")).content.decode()
    assert "/static/built/" not in page
    assert page.count("<script") == 2  # for passkeys and for typing, which are served as they are written
    assert "/static/ui/desk.css" in page


def test_without_node_it_is_said_and_fails_only_where_the_assets_were_asked_for(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    monkeypatch.setattr(assets.shutil, "which", lambda name: None)
    assert assets.main(["--if-possible"]) == 0
    assert assets.main([]) == 1
    said = capsys.readouterr().err
    assert "there is no Node on this machine" in said
    assert "make assets" in said


def test_what_stands_is_not_built_again(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    (tmp_path / "stamp").write_text(assets.stamp())
    monkeypatch.setattr(assets, "node", lambda: pytest.fail("nothing has to be built"))
    assert assets.main([]) == 0


def test_everything_the_manifest_names_is_there_and_no_address_leads_out() -> None:
    if not built.manifest():
        pytest.skip("nothing was built; `make assets` needs Node")
    for stored in built.manifest().values():
        assert (built.FOLDER / stored).is_file(), stored
    sheet = (built.FOLDER / built.manifest()["fonts.css"]).read_text()
    assert "//" not in sheet
    assert sheet.count("@font-face") == 8
