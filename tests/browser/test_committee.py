# SPDX-License-Identifier: Apache-2.0
"""The committee in a real browser: a communiqué from its text to confirmed actions, in three languages."""

import pytest
import yaml

from taawun import sectors
from taawun.apps.cases import services as cases
from taawun.apps.people.access import actor_of
from taawun.sectors.committee import services
from tests.browser.moving import moving
from tests.browser.test_map import keep
from tests.sectors.committee.two_sides import VALUES

pytestmark = pytest.mark.slow
SEPTEMBER = yaml.safe_load((sectors.FOLDER / "committee" / "communiques.yaml").read_text("utf-8"))["september"]
ELEMENTS = (
    "body",
    "meets",
    "agenda",
    "delegation_host",
    "minutes_en",
    "minutes_ar",
    "minutes_ur",
    "decisions",
    "actions",
)


def meeting(desk) -> str:
    """Prepare a meeting whose contents are filled."""
    actor = actor_of(desk.story.officers["asma"])
    case = cases.open_case(actor, "pk-bh-committee", "committee_meeting", "BH", "coordination", title="اجلاس")
    for slug in ELEMENTS:
        cases.fill(actor, case.id, slug, "coordination", value=VALUES[slug], document="Annex", page="1")
    return case.id


def body(desk) -> None:
    """Enter a body with its terms of reference."""
    data = {"name": "مشترکہ ورکنگ گروپ", "instrument": "pk-bh-working-group", "tracks": ["immigration"]}
    services.enter_body(actor_of(desk.story.officers["asma"]), data)


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_communique_is_read_confirmed_and_followed(desk, language) -> None:
    case = meeting(desk)
    body(desk)
    with moving(desk, "asma", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(f"{desk.url}/purpose/")
        page.check("#purpose-coordination")
        page.locator("form.stack button").click()
        page.goto(f"{desk.url}/committee/intake/")
        page.fill("[name=title]", SEPTEMBER["title"][language])
        page.fill("[name=day]", "2025-09-26")
        page.select_option("select[name=language]", language)
        page.fill("[name=text]", SEPTEMBER["text"][language])
        page.locator("main form button.button").click()
        page.locator(".proposal").first.wait_for()
        assert page.locator(".proposal").count() == 10
        for key in ("posting-drug_liaison", "memorandum-extradition", "track-immigration"):
            page.check(f"[name={key}-confirmed]")
            page.select_option(f"[name={key}-owner]", "BH")
            page.fill(f"[name={key}-authority]", "Ministry — وزارة")
            page.fill(f"[name={key}-due]", "2025-12-01")
        keep(page, f"intake-{language}")
        page.locator("[name=confirm]").click()
        page.locator("#promised").wait_for()
        assert page.locator("#promised tbody tr").count() == 3
        keep(page, f"follow-{language}")
        page.goto(f"{desk.url}/committee/meetings/{case}/")
        assert page.locator(".agenda li").count() == 2
        keep(page, f"meeting-{language}")
        page.goto(f"{desk.url}/committee/bodies/")
        assert page.locator("#bodies a[href*='/instruments/pk-bh-working-group/']").count() == 1
        keep(page, f"bodies-{language}")
        page.goto(f"{desk.url}/committee/decisions/")
        assert page.locator("main .title .button").count() == 1
        page.goto(f"{desk.url}/committee/meetings/")
        page.locator("main form button.second").click()
        page.locator("#address").wait_for()
        assert page.locator("#address").inner_text().endswith(".ics")
        keep(page, f"meetings-{language}")
    assert complaints == []
