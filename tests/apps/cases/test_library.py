# SPDX-License-Identifier: Apache-2.0
"""The packs of a node: a memorandum of its own is a file in its home, and a wrong one harms no other."""

import shutil

import pytest

from taawun.apps.cases import library
from taawun.formats.packs import SHIPPED


@pytest.fixture
def home(tmp_path):
    (tmp_path / "pk-xx-extradition.yaml").write_text(
        (SHIPPED / "pk-bh-extradition.yaml")
        .read_text(encoding="utf-8")
        .replace("pack: pk-bh-extradition", "pack: pk-xx-extradition"),
        encoding="utf-8",
    )
    return tmp_path


def test_a_new_memorandum_is_a_new_file(home) -> None:
    (found,) = library.own_packs(home).values()
    assert found.slug == "pk-xx-extradition"
    assert found.digest != library.packs()["pk-bh-extradition"].digest


def test_a_wrong_file_is_left_out_and_named(home, caplog) -> None:
    wrong = home / "a-wrong-one.yaml"
    shutil.copy(home / "pk-xx-extradition.yaml", wrong)
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("status: model", "status: perhaps"), encoding="utf-8")
    assert set(library.own_packs(home)) == {"pk-xx-extradition"}
    assert "a-wrong-one.yaml" in caplog.text


def test_a_home_without_packs_has_none(tmp_path) -> None:
    assert library.own_packs(tmp_path / "none") == {}
