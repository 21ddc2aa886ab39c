# SPDX-License-Identifier: Apache-2.0
"""Wide tables of cases in a real browser: at the width of a small laptop they need no scroll bar."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from taawun.apps.cases.models import Case, Paper
from tests.apps.exchange.partner import THEM
from tests.browser.moving import moving
from tests.browser.test_map import keep

pytestmark = pytest.mark.slow
HIDDEN = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth).length"


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_no_wide_table_of_a_case_hides_a_part_of_itself_on_a_small_laptop(desk, language) -> None:
    case = Case.objects.get(id=desk.story.case)
    papers = (("reference", "", THEM, "كشف حساب - statement.csv"), ("letter", "request", "PK", "request-en.pdf"))
    for kind, form, party, name in papers:
        Paper.objects.create(
            case=case, kind=kind, form=form, name=name, language="ar", party=party, officer_id=case.opened_by,
            media_type="text/csv", sha256="ab" * 32, size=1_048_576, at=timezone.now(),
        )  # fmt: skip
    with moving(desk, "omar", language, viewport={"width": 1200, "height": 900}) as (page, complaints):
        page.goto(desk.url + reverse("cases:papers", args=[case.id]))
        assert page.locator(".scroll").count() > 0
        assert page.evaluate(HIDDEN) == 0
        keep(page, f"cases-papers-{language}")
        asked = timezone.now() - timedelta(days=30)
        Case.objects.filter(id=case.id).update(asked=asked, kind="transfer_of_sentenced_person", channel="diplomatic")
        page.goto(desk.url + reverse("cases:dashboard"))
        assert page.locator(".scroll").count() > 0
        assert page.evaluate(HIDDEN) == 0
        keep(page, f"cases-dashboard-{language}")
    assert complaints == []
