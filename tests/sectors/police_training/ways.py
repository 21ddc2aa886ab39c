# SPDX-License-Identifier: Apache-2.0
"""Every way in which an officer could try to make a move that is closed."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.cases.models import Case
from taawun.kernel.errors import CallerError
from tests.sectors.police_training.story import PURPOSE, Academy


def by_service(desk: Academy, name: str, case: Case, move: str) -> None:
    """Propose it, and make it as if it were private: what commands do."""
    for act in (desk.propose, desk.make):
        with pytest.raises(CallerError):
            act(name, case, move, reasons="Because.")


def by_api(desk: Academy, name: str, case: Case, move: str) -> None:
    """Try it as JSON."""
    client = Client()
    client.force_login(desk.officers[name])
    url = reverse("cases:api-move", args=[case.id, move]) + f"?purpose={PURPOSE}"
    answer = client.post(url, json.dumps({"reasons": "Because."}), content_type="application/json")
    assert answer.status_code in (403, 409), answer.content


def by_page(desk: Academy, name: str, case: Case, move: str) -> None:
    """Try it on its page, with the token that the page of the case gives."""
    client = Client()
    client.force_login(desk.officers[name])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    page = client.get(reverse("cases:case", args=[case.id])).content.decode()
    token = re.search(r'name="token" value="([0-9a-f]+)"', page)
    client.post(
        reverse("cases:move", args=[case.id, move]), {"reasons": "Because.", "token": token[1] if token else ""}
    )


WAYS: dict[str, Callable[[Academy, str, Case, str], None]] = {"service": by_service, "api": by_api, "page": by_page}
