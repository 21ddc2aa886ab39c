# SPDX-License-Identifier: Apache-2.0
"""Linking two lists and one list with itself, on the local engine and on Spark."""

import shutil
from pathlib import Path

import pytest

from taawun.engines.matching import Index, Record, dedupe, link, parse_date
from tests.engines.matching.test_index import made_up

LEFT = (
    Record("a", ("Tariq Mehmood Bugti",), births=(parse_date("1970-01-05"),)),
    Record("b", ("زینب بیگم",), births=(parse_date("1990"),)),
    Record("c", ("عبد الرحمن الغامدي",)),
)
RIGHT = (
    Record("1", ("طارق محمود بگٹی",), births=(parse_date("1970"),)),
    Record("2", ("Zainab Begum",), births=(parse_date("1990-03-02"),)),
    Record("3", ("Rashid Kowalski",)),
)


def test_two_lists_are_linked_across_scripts() -> None:
    assert [(one.left, one.right) for one in link(LEFT, RIGHT)] == [("a", "1"), ("b", "2")]


def test_an_opened_index_can_be_either_side(tmp_path: Path) -> None:
    index = Index.build(RIGHT, tmp_path)
    assert [(one.left, one.right) for one in link(LEFT, index)] == [("a", "1"), ("b", "2")]
    assert [(one.left, one.right) for one in link(index, LEFT)] == [("1", "a"), ("2", "b")]


def test_each_pair_of_a_list_is_found_once() -> None:
    assert [(one.left, one.right) for one in dedupe([*LEFT, *RIGHT])] == [("a", "1"), ("b", "2")]


@pytest.fixture(scope="module")
def spark():
    pytest.importorskip("pyspark", reason="pyspark is not installed: uv sync --extra spark")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: uv sync --extra spark")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed, which Apache Spark needs")
    from taawun.engines.matching import spark as engine

    session = engine.session()
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_spark_gives_the_same_links(spark, tmp_path: Path) -> None:
    index, left = Index.build(made_up(80, 1), tmp_path), made_up(40, 2)
    local = list(link(left, index, threshold=0.4))
    assert local
    assert list(link(left, index, engine="spark", threshold=0.4)) == local
