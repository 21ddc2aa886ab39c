# SPDX-License-Identifier: Apache-2.0
"""Sign officers of the node of TAAWUN_HOME in, and print their session cookies as one JSON object.

A session lives for half an hour, so it is made anew for each measurement; the form of signing in is not measured.
"""

import json
import os
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from taawun.apps.people.models import Officer  # noqa: E402
from tests.apps.registers.making import PURPOSE  # noqa: E402


def main() -> None:
    """Print the cookies of the fifty officers, of the auditor and of the operator."""
    call_command("migrate", verbosity=0)
    found: dict[str, Any] = json.loads((Path(os.environ["TAAWUN_HOME"]) / "story.json").read_text(encoding="utf-8"))
    cookies: dict[str, Any] = {"officers": [cookie(one, PURPOSE) for one in found["officers"]]}
    cookies |= {name: cookie(found["staff"][who], "") for name, who in (("auditor", "sara"), ("operator", "noman"))}
    print(json.dumps(cookies))


def cookie(officer_id: str, purpose: str) -> str:
    """Return the session of an officer who has chosen a purpose."""
    client = Client(headers={"host": "localhost"})
    client.force_login(Officer.objects.get(id=officer_id))
    if purpose:
        client.post("/purpose/", {"purpose": purpose})
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()
