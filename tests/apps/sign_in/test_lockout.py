# SPDX-License-Identifier: Apache-2.0
"""Lockout for each name and each address, alike for names that nobody has; an operator opens it (§10.12c)."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.people.access import actor_of
from taawun.apps.sign_in import lockout, services
from taawun.kernel.errors import NoRole
from tests.apps.making import PASSWORD, officer
from tests.apps.sign_in.conftest import code_of

pytestmark = pytest.mark.django_db
LIMIT = settings.AXES_FAILURE_LIMIT
WRONG = "wrong wrong wrong"


def fail(client: Client, name: str, times: int = LIMIT, address: str = "192.0.2.1"):
    """Fail to sign in, and return the last answer."""
    for _ in range(times):
        answer = client.post("/sign-in/", {"username": name, "password": WRONG}, REMOTE_ADDR=address)
    return answer


@pytest.mark.parametrize("name", ["bilal", "nobody", "کوئی نہیں"], ids=["known", "unknown", "unknown in Urdu"])
def test_a_name_is_closed_after_five_failures_whoever_has_it(bilal, name) -> None:
    assert fail(Client(), name, LIMIT - 1).status_code == 200
    answer = fail(Client(), name, 1)
    assert answer.status_code == 429
    assert "15 minutes" in answer.content.decode()
    assert Client().post("/sign-in/", {"username": name.upper(), "password": PASSWORD}).status_code == 429


def test_a_lock_opens_after_a_quarter_of_an_hour(bilal) -> None:
    fail(bilal.client, "bilal")
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME + timedelta(minutes=1))
    assert bilal.password().status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1))
    bilal.password()
    assert bilal.is_in()


def test_trying_a_closed_name_does_not_keep_it_closed(bilal) -> None:
    fail(bilal.client, "bilal")
    before = list(AccessAttempt.objects.values_list("failures_since_start", "attempt_time"))
    fail(bilal.client, "bilal", 3)
    assert list(AccessAttempt.objects.values_list("failures_since_start", "attempt_time")) == before


def test_an_address_is_closed_after_fifty_failures_and_another_is_not(bilal) -> None:
    for number in range(lockout.ADDRESS_FAILURES // 2):
        fail(Client(), f"name-{number}", 2)
    assert fail(Client(), "one-more", 1).status_code == 429
    bilal.client.post("/sign-in/", {"username": "bilal", "password": PASSWORD}, REMOTE_ADDR="192.0.2.2")
    assert bilal.is_in()


def test_signing_in_forgets_the_failures_of_the_name_and_not_of_the_address(bilal) -> None:
    fail(bilal.client, "bilal", LIMIT - 1, "127.0.0.1")
    fail(Client(), "nobody", 1, "127.0.0.1")
    bilal.password()
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == [lockout.blinded("nobody")]


def test_wrong_codes_close_the_name_too(bilal) -> None:
    bilal.password()
    bilal.enrol()
    bilal.client.post("/sign-out/")
    bilal.password()
    answers = [
        bilal.code("999999" if code_of(bilal.seed()) != "999999" else "999998").status_code for _ in range(LIMIT)
    ]
    assert answers == [200] * (LIMIT - 1) + [429]
    assert bilal.code(code_of(bilal.seed())).status_code == 429
    assert not bilal.is_in()


def test_what_was_typed_is_stored_nowhere(bilal) -> None:
    fail(bilal.client, "my-password-typed-as-name", 2)
    stored = str(list(AccessAttempt.objects.values()))
    assert "my-password" not in stored
    assert WRONG not in stored


def test_a_lockout_is_written_down_once_with_the_officer(bilal) -> None:
    fail(bilal.client, "bilal", LIMIT + 2)
    fail(bilal.client, "nobody")
    lines = Line.objects.filter(act="officer.locked-out").values_list("object_id", "outcome")
    assert list(lines) == [(bilal.officer.id, "refused"), ("unknown", "refused")]


def test_an_operator_opens_a_name_and_an_address_on_the_record(bilal) -> None:
    fail(bilal.client, "bilal")
    with pytest.raises(NoRole):
        services.unlock(actor_of(bilal.officer), bilal.officer)
    operator = actor_of(officer("op", "operator"))
    assert services.unlock(operator, bilal.officer) == 1
    bilal.password()
    assert bilal.is_in()
    fail(Client(), "nobody", 1, "192.0.2.9")
    assert services.unlock_address(operator, "192.0.2.9") == 1
    lines = Line.objects.filter(act__endswith=".unlocked").values_list("act", "outcome")
    assert list(lines) == [
        ("officer.unlocked", "refused"),
        ("officer.unlocked", "allowed"),
        ("address.unlocked", "allowed"),
    ]


def test_the_last_word_of_the_proxy_is_the_address_and_only_behind_tls(bilal, settings, monkeypatch) -> None:
    from types import SimpleNamespace

    from django.test import RequestFactory

    from taawun.apps.sign_in.origins import address_of

    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.5")
    assert address_of(request) == "127.0.0.1"
    settings.NODE = SimpleNamespace(secure=True)
    assert address_of(request) == "203.0.113.5"
    request.META["HTTP_X_FORWARDED_FOR"] = "not an address"
    assert address_of(request) == "127.0.0.1"


def test_the_closed_page_speaks_three_languages(bilal) -> None:
    said = set()
    for code in ("en", "ar", "ur"):
        page = Client(headers={"Accept-Language": code})
        answer = fail(page, "bilal")
        assert f'lang="{code}"' in answer.content.decode()
        said.add(answer.status_code)
    assert said == {429}
