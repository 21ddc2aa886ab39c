# SPDX-License-Identifier: Apache-2.0
"""Officers at a browser without one: they sign in with the real forms, and their app computes the real codes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from taawun.apps.people.models import Officer
from taawun.apps.sign_in import sealing
from tests.apps.making import PASSWORD, officer

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
PERIOD = 30  # seconds


def code_of(seed: str, *, ahead: int = 0) -> str:
    """Return what an app with this seed shows now, or some periods ahead."""
    return format_hotp_value(hotp_value(seed, int(time.time()) // PERIOD + ahead))


@dataclass
class Person:
    """An officer with a browser."""

    officer: Officer
    client: Client

    def password(self, password: str = PASSWORD, **more: str) -> Any:
        """Fill in the sign-in form."""
        return self.client.post("/sign-in/", {"username": self.officer.username, "password": password, **more})

    def code(self, code: str) -> Any:
        """Fill in the form of the second factor."""
        return self.client.post("/sign-in/second/", {"code": code})

    def seed(self) -> str:
        """Return what the officer's app computes codes from."""
        kept = Authenticator.objects.get(user=self.officer, type="totp")
        return sealing.unseal(kept.data["secret"])

    def enrol(self) -> list[str]:
        """Add an app while signed in, and return the recovery codes."""
        self.client.get(reverse("sign_in:totp"))
        seed = self.client.session[SECRET_SESSION_KEY]
        answer = self.client.post(reverse("sign_in:totp"), {"code": code_of(seed)}, follow=True)
        cache.clear()  # the code that enrolled may be the one that signs in within the same half minute of a test
        return [str(code) for code in answer.context["codes"]]

    def is_in(self) -> bool:
        """Tell whether the browser is signed in."""
        return "_auth_user_id" in self.client.session


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def bilal(db: None) -> Person:
    """An officer with the name of an Urdu speaker, at a browser that is signed out."""
    return Person(officer("bilal", "desk_officer"), Client(headers={"User-Agent": CHROME}))


@pytest.fixture
def requiring(settings: Any) -> None:
    """A node that requires a second factor."""
    settings.NODE = replace(settings.NODE, second_factor="required")
