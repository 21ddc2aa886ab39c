# SPDX-License-Identifier: Apache-2.0
"""An auditor reads words: what officers do at the desks of sectors is not shown by its code."""

import pytest

from taawun.apps.ui.templatetags.desk import act
from taawun.apps.ui.words import ACTS

DONE = (
    "handover.listed", "handover.read", "handover.signed", "handover.taken-over", "handover.taken-back",
    "calendar.opened", "calendar.read", "calendar.closed", "case.opened", "case.filled", "case.proposed",
    "badge.issued", "badge.revoked",
)  # fmt: skip


@pytest.mark.parametrize("code", DONE)
def test_an_act_is_told_by_a_word(code) -> None:
    assert str(ACTS[code]) in act(code)
    assert f'title="{code}"' in act(code)


def test_an_act_without_a_word_is_told_by_its_code() -> None:
    assert "unheard.of" in act("unheard.of")
