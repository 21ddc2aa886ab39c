# SPDX-License-Identifier: Apache-2.0
"""The growth of cost is told in numbers, and the picture shows each of them."""

from xml.etree.ElementTree import fromstring

import pytest

from tests.bench.names import growth

FOUND = {
    1_000_000: {"batch_cpu_ms": 0.5, "p50_cpu_ms": 4.0, "p95_cpu_ms": 6.0, "recall": {"r50": 0.95}},
    100_000: {"batch_cpu_ms": 0.25, "p50_cpu_ms": 3.0, "p95_cpu_ms": 5.0, "recall": {"r50": 0.98}},
}


def test_the_rows_are_in_the_order_of_the_sizes_and_hold_numbers_only():
    measured = growth.rows(FOUND)
    assert [row["records"] for row in measured] == [100_000, 1_000_000]
    assert all(isinstance(value, int | float) for row in measured for value in row.values())


@pytest.mark.parametrize(
    ("cost", "power"), [(0.25, 0.0), (0.5, 0.301), (2.5, 1.0)], ids=["not at all", "slower", "as the list"]
)
def test_the_power_says_how_much_slower_than_the_list_cost_grows(cost, power):
    found = FOUND | {1_000_000: FOUND[1_000_000] | {"batch_cpu_ms": cost}}
    assert growth.power(growth.rows(found)) == pytest.approx(power, abs=0.001)


def test_the_picture_has_a_point_for_each_number_inside_its_edges(tmp_path):
    growth.write(growth.rows(FOUND), tmp_path / "growth.json")
    drawn = fromstring(growth.picture(growth.rows(FOUND)))
    points = drawn.findall("{http://www.w3.org/2000/svg}circle")
    assert len(points) == len(growth.SERIES) * len(FOUND)
    assert all(0 < float(one.get("cx")) < growth.WIDTH and 0 < float(one.get("cy")) < growth.HEIGHT for one in points)
