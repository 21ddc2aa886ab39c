# SPDX-License-Identifier: Apache-2.0
"""Lists that narrow while somebody types or chooses, where scripts run; without them the button does the same."""

import re

import pytest

from taawun.apps.ui import built
from tests.browser.moving import moving

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _built() -> None:
    if "desk.js" not in built.manifest():
        pytest.skip("no script was built; run `make assets`, which needs Node")


def test_a_register_narrows_while_somebody_types(desk) -> None:
    with moving(desk, "asma") as (page, complaints):
        page.goto(f"{desk.url}/registers/?type=person")
        assert page.locator("#results tbody tr").count() > 1
        page.locator("#id_text").press_sequentially("گوندل")
        page.wait_for_url(re.compile("text="))
        page.locator("#results tbody tr").nth(1).wait_for(state="detached")
        assert page.locator("#results tbody tr").count() == 1
        assert page.locator("#id_text").input_value() == "گوندل"
    assert complaints == []


def test_choosing_another_register_brings_its_own_filters(desk) -> None:
    with moving(desk, "asma") as (page, complaints):
        page.goto(f"{desk.url}/registers/?type=person")
        page.select_option("#id_type", "seizure")
        page.locator("[name='f-transport']").wait_for()
        assert "type=seizure" in page.url
    assert complaints == []
