# SPDX-License-Identifier: Apache-2.0
"""The pages of counter-terrorism in a real browser, in three languages: what came is graded after a look at it."""

import json
from datetime import UTC, datetime

import pytest

from taawun.apps.people.access import actor_of
from taawun.apps.registers.models import Record
from taawun.apps.taxii import holding, services
from taawun.formats.stix import reading
from tests.apps.taxii.asking import indicator
from tests.browser.conftest import press
from tests.browser.moving import moving
from tests.browser.test_map import keep

pytestmark = pytest.mark.slow
PURPOSE = "counter-terrorism"
CAME = [
    indicator(1, name="جعلی لاگ اِن صفحہ", valid_until="2099-01-01T00:00:00Z"),
    indicator(2, name="صفحة دخول مزورة"),
    indicator(3, name="Forged login page", labels=["<b>not markup</b>"]),
    {"type": "malware", "id": "malware--00000000-0000-4000-8000-000000000004", "name": "Kept whole"},
]


def came(desk) -> None:
    """Let a client of Bahrain send some objects into quarantine."""
    operator = actor_of(desk.story.officers["noman"])
    held = services.create_collection(operator, "خطرات / تهديدات", "Made up", PURPOSE, "anf")
    made, _ = services.create_client(operator, "manama", "BH", {held.id: {"read", "write"}})
    pieces = reading.envelope(json.dumps({"objects": CAME}).encode())
    holding.post((made.id, made.name), (held.id, PURPOSE), pieces, datetime.now(UTC))


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_what_came_is_chosen_seen_and_graded(desk, language) -> None:
    came(desk)
    with moving(desk, "kamran", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(f"{desk.url}/counter-terrorism/quarantine/")
        keep(page, f"ct-quarantine-{language}")
        assert page.locator("tbody tr").count() == len(CAME) - 1, "what becomes a record stands first"
        page.goto(f"{desk.url}/counter-terrorism/quarantine/?kind=*")
        keep(page, f"ct-quarantine-all-{language}")
        assert page.locator("tbody tr").count() == len(CAME)
        boxes = page.locator("input[name=chosen]")
        assert boxes.count() == len(CAME), "what becomes no record can be refused"
        for at in range(boxes.count()):
            boxes.nth(at).check()
        press(page, "main form .button")
        page.select_option("#id_source", "B")
        page.select_option("#id_information", "2")
        page.fill("#id_review", "2099-01-01")
        press(page, "form[action$='/grade/'] .button")
        keep(page, f"ct-grade-{language}")
        assert page.locator("tbody tr").count() == len(CAME)
        press(page, "button[name=confirm]")
        page.goto(f"{desk.url}/counter-terrorism/quarantine/?kind=malware")
        page.locator("input[name=chosen]").check()
        press(page, "main form .button")
        assert page.locator("#id_source").count() == 0
        page.fill("#id_reason", "لا حاجة")
        press(page, "form[action$='/refuse/'] .button")
        page.goto(f"{desk.url}/counter-terrorism/quarantine/?kind=*")
        assert page.locator("input[name=chosen]").count() == 0
        page.goto(f"{desk.url}/counter-terrorism/indicators/")
        keep(page, f"ct-indicators-{language}")
        assert page.locator("tbody tr").count() >= len(CAME) - 1
        for name in ("published", "un-list"):
            page.goto(f"{desk.url}/counter-terrorism/{name}/")
            keep(page, f"ct-{name}-{language}")
            assert page.locator("html").get_attribute("lang") == language
    assert complaints == []
    assert Record.objects.filter(type="threat-indicator").count() >= len(CAME) - 1
    page = desk.sit_down("noman", language)
    page.goto(f"{desk.url}/counter-terrorism/taxii/")
    keep(page, f"ct-taxii-{language}")
    assert page.locator("tbody tr").count() == 2
