# SPDX-License-Identifier: Apache-2.0
"""Stories of immigration's cases, and every way in which an officer could try to make a closed move."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.cases.models import Case, Proposal
from taawun.kernel.errors import MoveClosed, NoRole
from tests.apps.cases.making import Desk, state

PACK, PURPOSE = "model-immigration", "immigration"
EVERYBODY = ("asma", "bilal", "huda", "imran", "rabia", "sana", "omar")
"""Everybody who works in the authority that has the case, in every role."""
ROLES = ("asma", "bilal", "imran")
"""One of each role that moves, for the ways that take long."""


def screening(outcome: str) -> dict[str, Any]:
    """Return what a screening came to, as its form has it."""
    return {
        "outcome": outcome, "screened_by": "آسمہ بی بی", "screened_on": "2026-11-21", "alone": "was_alone",
        "answers": "أين الجواز؟ بیان: the employer keeps it.",
    }  # fmt: skip


def opened(desk: Desk, kind: str) -> Case:
    """Open a case of the sector, with everything a request needs."""
    case = desk.open(pack=PACK, kind=kind, purpose=PURPOSE)
    desk.fill_all(case)
    return case


def told(desk: Desk) -> Case:
    """An overstay of which the person was told."""
    case = opened(desk, "overstay")
    desk.make("asma", case, "tell")
    return case


def screened(desk: Desk, outcome: str = "none_seen", case: Case | None = None) -> Case:
    """An overstay after its screening, as far as this one leads."""
    case = case or told(desk)
    desk.fill(case, "penalty", "removal_case", screening=screening(outcome))
    desk.make("asma", case, "screen")
    return case


def by_service(desk: Desk, name: str, case: Case, move: str) -> None:
    """Try the move through the service; also as a proposal."""
    for act in (desk.make, desk.propose):
        with pytest.raises((MoveClosed, NoRole)):
            act(name, case, move, reasons="Because.")


def by_api(desk: Desk, name: str, case: Case, move: str) -> None:
    """Try the move as JSON."""
    client = Client()
    client.force_login(desk.officers[name])
    url = reverse("cases:api-move", args=[case.id, move]) + f"?purpose={PURPOSE}"
    answer = client.post(url, json.dumps({"reasons": "Because."}), content_type="application/json")
    assert answer.status_code in (403, 409), answer.content


def by_page(desk: Desk, name: str, case: Case, move: str) -> None:
    """Try the move on its page, with the token that the page of the case gives."""
    client = Client()
    client.force_login(desk.officers[name])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    page = client.get(reverse("cases:case", args=[case.id])).content.decode()
    token = re.search(r'name="token" value="([0-9a-f]+)"', page)
    url = reverse("cases:move", args=[case.id, move])
    client.post(url, {"reasons": "Because.", "token": token[1] if token else ""})


WAYS: dict[str, Callable[[Desk, str, Case, str], None]] = {"service": by_service, "api": by_api, "page": by_page}


def refuse_everybody(desk: Desk, case: Case, move: str, way: str) -> None:
    """Try a move as everybody in one way, and see that nothing moved."""
    before = state(case)
    for name in EVERYBODY if way == "service" else ROLES:
        WAYS[way](desk, name, case, move)
    assert state(case) == before
    assert not Proposal.objects.filter(case=case).exists()
