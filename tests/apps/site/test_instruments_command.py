# SPDX-License-Identifier: Apache-2.0
"""`taawun instruments`: packs in plain words, without a server or a database; a wrong one is named and exits 1."""

import json

import pytest
from typer.testing import CliRunner

from taawun.formats.packs import SHIPPED
from taawun.kernel.errors import NoSuchPack
from taawun.site.cli.app import app
from taawun.site.cli.output import console


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    """A terminal as wide as the tables; a console that began in a narrow one keeps its width."""
    monkeypatch.setattr(console, "width", 200)


def run(*words, home=None):
    return CliRunner().invoke(app, ["instruments", *words], env={"TAAWUN_HOME": home})


def test_list_names_every_pack():
    said = run("list").stdout
    assert all(path.stem in said for path in SHIPPED.glob("*.yaml"))


def test_list_is_json_for_programs():
    lines = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert {line["pack"] for line in lines} >= {"untoc", "pk-bh-assistance"}
    assert all(len(line["digest"]) == 64 for line in lines)


TOLD = {
    "English": ("en", ("Provisional arrest", "40 calendar days", "must be refused", "unme 9(4)", "2 months")),
    "Arabic": ("ar", ("التوقيف المؤقت", "جريمة سياسية", "موقَّع")),
    "Urdu": ("ur", ("عارضی گرفتاری", "سیاسی جرم", "دستخط شدہ")),
}


@pytest.mark.parametrize(("language", "texts"), TOLD.values(), ids=TOLD)
def test_show_tells_a_pack_in_plain_words(language, texts):
    said = run("show", "pk-bh-extradition", "--language", language).stdout
    assert [text for text in texts if text not in said] == []


def test_show_tells_one_kind_alone():
    said = run("show", "pk-bh-assistance", "--kind", "hit_follow_up").stdout
    assert "Confirmation of a hit" in said
    assert "Transfer of a sentenced person" not in said


def test_show_says_which_sources_contradict_each_other():
    said = run("show", "pk-bh-extradition").stdout
    assert "1990-12-14" in said
    assert "1957-12-13" in said
    assert "not compared with the text" in said


def test_mermaid_is_a_diagram_of_states():
    said = run("show", "model-transfer", "--mermaid").stdout
    assert said.startswith("stateDiagram-v2\n")
    assert "    [*] --> draft\n" in said
    assert "    refused --> [*]\n" in said


def test_json_is_the_frozen_form():
    assert json.loads(run("show", "untoc", "--json").stdout)["type"] == "instrument/1"


@pytest.mark.parametrize("words", [("show", "lost"), ("show", "untoc", "--kind", "lost")], ids=["pack", "kind"])
def test_what_is_not_there_is_refused(words):
    assert isinstance(run(*words).exception, NoSuchPack)


def test_check_is_content_with_what_is_shipped():
    done = run("check")
    assert (done.exit_code, "12 packs" in done.stdout) == (0, True)


def test_check_names_file_place_and_rule_and_fails(tmp_path):
    text = (SHIPPED / "model-transfer.yaml").read_text(encoding="utf-8")
    path = tmp_path / "model-transfer.yaml"
    path.write_text(text.replace("length: 90", "length: 0").replace("[agree, refuse", "[lost"), encoding="utf-8")
    done = run("check", str(path))
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    place = "model-transfer.yaml: /kinds/transfer_of_sentenced_person/clocks/decision"
    assert [line for line in lines if place in line and "[bad-clock]" in line]
    assert [line for line in lines if f"{place}/stops" in line and "[unknown-move]" in line and "lost" in line]


def test_a_pack_in_the_home_of_the_node_is_there_too_and_a_wrong_one_harms_no_other(tmp_path):
    folder = tmp_path / "instruments"
    folder.mkdir()
    text = (SHIPPED / "model-transfer.yaml").read_text(encoding="utf-8")
    (folder / "ours.yaml").write_text(text.replace("pack: model-transfer", "pack: ours"), encoding="utf-8")
    (folder / "wrong.yaml").write_text("pack: wrong", encoding="utf-8")
    listed = run("list", "--json", home=str(tmp_path))
    assert {json.loads(line)["pack"] for line in listed.stdout.splitlines()} >= {"ours", "untoc"}
    assert "wrong.yaml" in listed.stderr
    assert run("check", home=str(tmp_path)).exit_code == 1
