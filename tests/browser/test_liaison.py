# SPDX-License-Identifier: Apache-2.0
"""The liaison desk in a real browser: mandate, a contact tested, a desk handed over, in three languages."""

from datetime import UTC, datetime

import pytest

from taawun.apps.cases import services as cases
from taawun.apps.people.access import actor_of
from taawun.apps.registers.models import Record
from tests.browser.moving import moving
from tests.browser.test_map import keep
from tests.sectors.liaison.making import PURPOSE, TASKING, contact, duty, posting

pytestmark = pytest.mark.slow


def told(desk) -> None:
    """State a posting with a tasking, a contact that waits and a desk that nobody tested, once."""
    if Record.objects.filter(type="liaison-posting").exists():
        return
    now, actor = datetime.now(UTC).replace(microsecond=0), actor_of(desk.story.officers["asma"])
    post = posting(actor, now)
    contact(actor, now)
    duty(actor, now)
    duty(actor, now, name="آپریشن روم", authority="انسدادِ منشیات فورس", party="PK", languages=["ur", "en"])
    case = cases.open_case(actor, "pk-bh-liaison", "liaison_tasking", "BH", PURPOSE, title="گواہ کا انٹرویو")
    for slug, value in (TASKING | {"posting": post}).items():
        cases.fill(actor, case.id, slug, PURPOSE, value=value, document="Letter", page="1")
    cases.make(actor, case.id, "task", PURPOSE)


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_desk_is_kept_and_a_contact_tested(desk, language) -> None:
    told(desk)
    with moving(desk, "omar", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(f"{desk.url}/purpose/")
        page.check(f"#purpose-{PURPOSE}")
        page.locator("form.stack button").click()
        page.goto(f"{desk.url}/liaison/desk/")
        assert page.locator("#taskings tbody tr").count() == 1
        keep(page, f"liaison-desk-{language}")
        page.goto(f"{desk.url}/liaison/contacts/")
        options = page.locator("#id_contact option")
        contacts = [options.nth(place).get_attribute("value") for place in range(options.count())]
        for one in contacts:
            page.select_option("#id_contact", one)
            page.select_option("[name=result]", "answered")
            page.fill("[name=seconds]", "12")
            page.locator("form.stack button").click()
        assert page.locator("#duty tbody tr").count() == 2
        assert page.locator("#duty td > .badge.bad").count() == 0
        keep(page, f"liaison-contacts-{language}")
        for name in ("postings", "taskings", "log", "handovers"):
            page.goto(f"{desk.url}/liaison/{name}/")
            keep(page, f"liaison-{name}-{language}")
    assert complaints == []
