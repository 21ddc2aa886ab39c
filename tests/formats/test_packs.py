# SPDX-License-Identifier: Apache-2.0
"""YAML of packs as it comes: plain, bounded, nothing twice; a new file is a new pack, without code (spec §65.2)."""

import pytest
import yaml

from taawun.apps.people.roles import CATALOGUE
from taawun.formats.packs import ALIASES, DEPTH, FILE_BYTES, SHIPPED, load_file, load_folder, parse, read_library
from taawun.kernel.errors import BadPack

BOMB = "a: &a [x]\n" + "".join(f"b{number}: *a\n" for number in range(ALIASES + 1))
WRONG = {
    "not YAML": ("a: [", "not-yaml"),
    "a tag that makes an object": ("a: !!python/object/apply:os.system [ls]", "not-yaml"),
    "a tag of somebody's own": ("a: !secret x", "not-yaml"),
    "a name twice": ("title: a\ntitle: b", "twice"),
    "a name twice, deep inside": ("a: {b: {c: 1, c: 2}}", "twice"),
    "a thousand aliases": (BOMB, "too-large"),
    "nested too deep": ("[" * (DEPTH + 1) + "]" * (DEPTH + 1), "too-deep"),
    "nested a hundred thousand deep": ("[" * 100_000, "too-deep"),
    "too large": ("a: " + "x" * FILE_BYTES, "too-large"),
    "two documents": ("a: 1\n---\nb: 2", "not-yaml"),
    "a list as a name": ("? [a]\n: 1", "not-yaml"),
    "a day that does not exist": ("a: 2026-02-30", "not-yaml"),
    "a half of a sign": ("a: \ud800", "not-yaml"),
}


@pytest.mark.parametrize(("text", "rule"), WRONG.values(), ids=WRONG)
def test_what_is_not_plain_yaml_is_refused(text, rule):
    with pytest.raises(BadPack) as refused:
        parse(text, "pack.yaml")
    assert [problem.rule for problem in refused.value.problems] == [rule]
    assert refused.value.problems[0].file == "pack.yaml"


def test_a_broken_line_is_named():
    with pytest.raises(BadPack) as refused:
        parse("a: 1\nb: ]\n", "pack.yaml")
    assert refused.value.problems[0].place == "line 2"


def test_a_merge_keeps_working_within_the_limit():
    assert parse("a: &a {x: 1}\nb: *a", "pack.yaml") == {"a": {"x": 1}, "b": {"x": 1}}


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "pack.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadPack):
        load_file(path, {})


def test_a_new_memorandum_is_a_new_file_and_no_code(tmp_path):
    """A lawyer copies a pack, gives it another name, a longer arrest and one ground fewer, and it is there."""
    text = (SHIPPED / "pk-bh-extradition.yaml").read_text(encoding="utf-8")
    text = text.replace("pack: pk-bh-extradition", "pack: memorandum-2027").replace("humanitarian]", "]")
    pack = yaml.safe_load(text)
    pack["kinds"]["extradition"]["clocks"]["set"] = {"provisional_arrest": {"length": 60, "sources": ["practice"]}}
    (tmp_path / "memorandum-2027.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), encoding="utf-8")
    loaded = load_file(tmp_path / "memorandum-2027.yaml", read_library(), CATALOGUE.keys())
    kind = loaded.kinds["extradition"]
    assert (kind.clocks["provisional_arrest"].length, "humanitarian" in kind.gates) == (60, False)


def test_a_file_bears_the_name_of_its_pack(tmp_path):
    for folder in ("workflows", "law", "parts"):
        (tmp_path / folder).symlink_to(SHIPPED / folder)
    text = (SHIPPED / "model-transfer.yaml").read_text(encoding="utf-8")
    (tmp_path / "model-transfer.yaml").write_text(text, encoding="utf-8")
    assert set(load_folder(tmp_path)) == {"model-transfer"}
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadPack):
        load_folder(tmp_path)
