# SPDX-License-Identifier: Apache-2.0
"""Consents in a real browser: one is asked for by hand, one was refused, one lapsed, in three languages."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from taawun.apps.registers.consents.models import ConsentReply, ConsentRequest
from taawun.apps.registers.taking import take_received
from tests.apps.exchange.partner import THEM
from tests.apps.making import T0
from tests.apps.registers.making import PURPOSE, SEIZURE, header, identifier, marking, payload
from tests.browser.moving import moving
from tests.browser.test_map import keep

pytestmark = pytest.mark.slow
LAPSED = "Lapsed: not answered in time"


def requests(record: str) -> None:
    """Two requests of ours to Bahrain: one was refused, one nobody answered in time."""
    for number, recipient in ((70, "SA"), (71, "QA")):
        made = ConsentRequest.objects.create(
            id=identifier(number), record=record, asker="PK", originator=THEM, code="H2", purpose=PURPOSE,
            recipient=recipient, reason="سماعت کے لیے — للجلسة", envelope=identifier(number + 10), at=T0,
            by=date(2026, 11, 22),
        )  # fmt: skip
        if number == 70:
            ConsentReply.objects.create(request=made, given=False, reason="لا", envelope=identifier(90), at=T0)


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_consent_is_asked_for_and_what_became_of_others_is_seen(desk, language) -> None:
    bound = marking(THEM, handling={"H1", "H2"})
    record = take_received(header(personal=False), payload(marking=bound, type="seizure", data=SEIZURE).to_wire(), T0)
    requests(record.id)
    with moving(desk, "asma", language, viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(desk.url + reverse("registers:consents", args=[record.id]))
        with translation.override(language):
            words = {gettext(LAPSED), gettext("Consent refused")}
        assert set(page.locator("main tbody .badge.bad").all_inner_texts()) == words
        assert date.fromisoformat(page.input_value("#ask_by")) > datetime.now(UTC).date()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        keep(page, f"consents-{language}")
        page.select_option("#ask_code", "H2")
        page.fill("#ask_recipient", "OM")
        page.fill("#ask_reason", "للعلم — اطلاع کے لیے")
        page.fill("#ask_instrument", "pk-bh-narcotics-model")
        page.fill("#ask_article", "5")
        page.locator("form:has([name=act][value=ask]) button.button").click()
        page.wait_for_url("**/releases/**")
        keep(page, f"consents-release-{language}")
        assert not complaints
