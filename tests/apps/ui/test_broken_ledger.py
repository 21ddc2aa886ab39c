# SPDX-License-Identifier: Apache-2.0
"""A ledger that does not continue the one we know: one warning on everybody's day, until it is dealt with."""

import pytest

from taawun.apps.ledger.models import Alert
from tests.apps.exchange.conftest import NOW

WARNING = "does not continue the one we know"


@pytest.fixture
def alerts(story):
    """Three checkpoints of Bahrain that were refused."""
    return [
        Alert.objects.create(
            party="BH", code="ledger.rewritten", conclusive=True, known_note=b"a", offered_note=b"b",
            offered_digest=f"{number:064}", proof=b"", at=NOW,
        )
        for number in range(3)
    ]  # fmt: skip


def text(answer):
    return answer.content.decode()


def test_it_is_one_warning_however_often_it_was_refused(alerts, sign_in):
    assert text(sign_in("sara").get("/")).count(WARNING) == 1
    page = text(sign_in("sara").get("/ledger/"))
    assert page.count(WARNING) == 1
    assert "3 checkpoints were refused." in page


def test_an_operator_marks_it_as_dealt_with(alerts, sign_in, story):
    operator = sign_in("noman", "en")
    assert "Mark as dealt with" in text(operator.get("/ledger/"))
    answer = operator.post("/ledger/settle/", {"party": "BH", "last": alerts[1].id}, follow=True)
    assert "1 checkpoint was refused." in text(answer)
    operator.post("/ledger/settle/", {"party": "BH", "last": alerts[2].id})
    assert WARNING not in text(operator.get("/"))
    assert Alert.objects.count() == 3


def test_nobody_else_is_offered_it(alerts, sign_in):
    assert "Mark as dealt with" not in text(sign_in("sara").get("/ledger/"))
    assert sign_in("sara").post("/ledger/settle/", {"party": "BH", "last": alerts[2].id}).status_code == 403
    assert not Alert.objects.filter(settled_at__isnull=False).exists()


@pytest.mark.parametrize("last", ["", "x", "9" * 40, "-1"])
def test_a_number_that_is_none_changes_nothing(alerts, sign_in, last):
    assert sign_in("noman").post("/ledger/settle/", {"party": "BH", "last": last}).status_code == 302
    assert not Alert.objects.filter(settled_at__isnull=False).exists()
