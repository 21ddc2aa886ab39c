# SPDX-License-Identifier: Apache-2.0
"""Password, code, recovery code: who comes in, who does not, and what is written down (§10.12)."""

import json
import time
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from taawun.apps.audit.models import Line
from taawun.apps.sign_in import access, services
from tests.apps.making import INIT, PASSWORD, officer
from tests.apps.sign_in.conftest import PERIOD, Person, code_of

pytestmark = pytest.mark.django_db


def acts() -> list[tuple[str, str]]:
    return list(Line.objects.order_by("id").values_list("act", "outcome"))


@pytest.mark.parametrize("name", ["sana.khan", "خالد", "فاطمہ"], ids=["Latin", "Arabic", "Urdu"])
def test_a_password_alone_opens_where_the_node_asks_for_no_more(name) -> None:
    person = Person(officer(name), Client())
    assert person.password(next="/purpose/")["Location"] == "/purpose/"
    assert person.is_in()


def test_a_right_password_opens_nothing_while_the_second_factor_is_owed(bilal) -> None:
    bilal.password()
    bilal.enrol()
    bilal.client.post("/sign-out/")
    assert bilal.password(next="/purpose/")["Location"] == "/sign-in/second/"
    assert not bilal.is_in()
    assert bilal.client.get("/purpose/")["Location"].startswith("/sign-in/?next=")
    assert bilal.client.get("/sign-in/second/").status_code == 200
    assert bilal.code(code_of(bilal.seed()))["Location"] == "/purpose/"
    assert bilal.is_in()


WRONG_CODES = {"empty": "", "letters": "abcdef", "six digits": "000000", "Arabic digits": "٠٠٠٠٠٠", "long": "1" * 50}


@pytest.mark.parametrize("wrong", WRONG_CODES.values(), ids=WRONG_CODES)
def test_a_wrong_code_opens_nothing_and_is_written_down_without_it(bilal, wrong) -> None:
    bilal.password()
    bilal.enrol()
    bilal.client.post("/sign-out/")
    bilal.password()
    if wrong == code_of(bilal.seed()):
        wrong = "000001"
    answer = bilal.code(wrong)
    assert answer.status_code == 200
    assert not bilal.is_in()
    line = Line.objects.latest("id")
    assert (line.act, line.outcome, line.object_id) == ("officer.signed-in", "refused", bilal.officer.id)


def test_a_code_opens_once(bilal) -> None:
    bilal.password()
    bilal.enrol()
    bilal.client.post("/sign-out/")
    code = code_of(bilal.seed())
    bilal.password()
    bilal.code(code)
    assert bilal.is_in()
    again = Person(bilal.officer, Client())
    again.password()
    again.code(code)
    assert not again.is_in()


@pytest.mark.parametrize("step", [-1, 0], ids=["the same", "one before it"])
def test_a_code_opens_once_in_every_process_and_as_long_as_it_lasts(bilal, step) -> None:
    bilal.password()
    bilal.enrol()
    bilal.client.post("/sign-out/")
    now = int(time.time()) // PERIOD
    with patch("time.time", return_value=now * PERIOD + 1.0):
        first, again = code_of(bilal.seed()), code_of(bilal.seed(), ahead=step)
        bilal.password()
        bilal.code(first)
        assert bilal.is_in()
        cache.clear()  # what another process, or this one half a minute later, would not find
        other = Person(bilal.officer, Client())
        other.password()
        other.code(again)
        assert not other.is_in()
        other.code(code_of(bilal.seed(), ahead=1))
        assert other.is_in()


@pytest.mark.parametrize("ahead", [-5, 5], ids=["long past", "to come"])
def test_a_code_of_another_minute_opens_nothing(bilal, ahead) -> None:
    bilal.password()
    bilal.enrol()
    bilal.client.post("/sign-out/")
    bilal.password()
    near = {code_of(bilal.seed(), ahead=step) for step in (-2, -1, 0, 1, 2)}
    code = code_of(bilal.seed(), ahead=ahead)
    bilal.code(code)
    assert bilal.is_in() == (code in near)


def test_a_recovery_code_opens_once(bilal) -> None:
    bilal.password()
    code = bilal.enrol()[0]
    for opens in (True, False):
        bilal.client.post("/sign-out/")
        bilal.password()
        bilal.code(code)
        assert bilal.is_in() == opens
    assert len(access.codes(bilal.officer)) == 9


def test_the_second_page_without_a_password_leads_back(client, db) -> None:
    assert client.get("/sign-in/second/")["Location"] == "/sign-in/"
    assert client.post("/sign-in/second/", {"code": "000000"})["Location"] == "/sign-in/"


def test_recovery_codes_are_shown_until_they_are_kept_and_then_never(bilal) -> None:
    bilal.password()
    codes = bilal.enrol()
    assert len(set(codes)) == 10
    file = bilal.client.get(reverse("sign_in:codes-file"))
    assert file["Content-Disposition"].startswith("attachment")
    assert "no-store" in file["Cache-Control"]
    assert all(code in file.content.decode() for code in codes)
    bilal.client.post(reverse("sign_in:codes"))
    assert bilal.client.get(reverse("sign_in:codes")).status_code == 404
    assert bilal.client.get(reverse("sign_in:codes-file")).status_code == 404
    page = bilal.client.get(reverse("sign_in:factors")).content.decode()
    assert not any(code in page for code in codes)


def test_new_recovery_codes_replace_the_old(bilal) -> None:
    bilal.password()
    old = bilal.enrol()
    bilal.client.post(reverse("sign_in:new-codes"))
    assert not set(old) & set(access.codes(bilal.officer))
    bilal.client.post("/sign-out/")
    bilal.password()
    bilal.code(old[0])
    assert not bilal.is_in()


def test_seeds_are_stored_sealed(bilal) -> None:
    bilal.password()
    codes = bilal.enrol()
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert bilal.seed() not in stored
    assert not any(code in stored for code in codes)


def test_no_line_holds_a_secret(bilal) -> None:
    bilal.password()
    codes = bilal.enrol()
    bilal.client.post("/sign-out/")
    bilal.password("a password that is wrong")
    bilal.password()
    bilal.code(codes[0])
    said = json.dumps([list(row) for row in Line.objects.values_list("act", "object_type", "object_id", "purpose")])
    for secret in (PASSWORD, "a password that is wrong", bilal.seed(), *codes):
        assert secret not in said
    assert ("factor.added", "allowed") in acts()
    assert acts()[-2:] == [("officer.signed-in", "refused"), ("officer.signed-in", "allowed")]


def test_an_app_is_kept_only_when_its_first_code_is_right(bilal) -> None:
    bilal.password()
    page = bilal.client.get(reverse("sign_in:totp"))
    seed = bilal.client.session[SECRET_SESSION_KEY]
    assert seed in page.content.decode()
    assert b"<svg" in page.content
    wrong = "000000" if code_of(seed) != "000000" else "000001"
    assert bilal.client.post(reverse("sign_in:totp"), {"code": wrong}).status_code == 200
    assert not access.has_factor(bilal.officer)


def test_a_node_that_requires_a_second_factor_lets_nobody_work_before(bilal, requiring) -> None:
    bilal.password()
    for page in ("/", "/inbox/", "/purpose/", reverse("people:officer", args=[bilal.officer.id])):
        assert bilal.client.get(page)["Location"] == "/account/", page
    assert "A second factor is needed" in bilal.client.get("/account/").content.decode()
    bilal.enrol()
    assert bilal.client.get("/").status_code == 200


def test_the_last_second_factor_stays_where_one_is_required(bilal, requiring) -> None:
    bilal.password()
    bilal.enrol()
    (held,) = access.factors(bilal.officer)
    answer = bilal.client.post(reverse("sign_in:remove", args=[held.id]))
    assert answer.status_code == 409
    assert access.has_factor(bilal.officer)


def test_recovery_codes_go_with_the_last_second_factor(bilal) -> None:
    bilal.password()
    bilal.enrol()
    (held,) = access.factors(bilal.officer)
    bilal.client.post(reverse("sign_in:remove", args=[held.id]))
    assert not Authenticator.objects.exists()
    assert ("factor.removed", "allowed") in acts()


def test_nobody_removes_what_belongs_to_another(bilal) -> None:
    other = Person(officer("sana"), Client())
    bilal.password()
    bilal.enrol()
    (held,) = access.factors(bilal.officer)
    other.password()
    assert other.client.post(reverse("sign_in:remove", args=[held.id])).status_code == 404
    assert access.has_factor(bilal.officer)


def test_an_operator_takes_lost_factors_away_and_nobody_else_may(bilal) -> None:
    from taawun.apps.people.access import actor_of
    from taawun.kernel.errors import NoRole

    bilal.password()
    bilal.enrol()
    with pytest.raises(NoRole):
        services.reset_factors(actor_of(bilal.officer), bilal.officer)
    services.reset_factors(INIT, bilal.officer)
    assert not Authenticator.objects.exists()
    assert bilal.client.get("/")["Location"].startswith("/sign-in/")
    bilal.password()
    assert bilal.is_in()


THEIRS = (
    "/accounts/", "/accounts/login/", "/accounts/signup/", "/accounts/logout/", "/accounts/password/reset/",
    "/accounts/email/", "/accounts/2fa/", "/accounts/social/signup/", "/sign-up/", "/signup/", "/admin/",
)  # fmt: skip


@pytest.mark.parametrize("path", THEIRS)
def test_addresses_that_nothing_needs_do_not_exist(client, db, path) -> None:
    with pytest.raises(Resolver404):
        resolve(path)
    assert client.get(path).status_code == 404


def test_an_unknown_name_is_answered_as_slowly_as_a_known_one(bilal, monkeypatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a: hashed.append(1) or encode(*a))
    bilal.password("wrong wrong wrong")
    known = len(hashed)
    bilal.client.post("/sign-in/", {"username": "nobody", "password": "wrong wrong wrong"})
    assert (known, len(hashed)) == (1, 2)


def test_signing_in_begins_a_new_session(bilal) -> None:
    bilal.client.post("/sign-in/", {"username": "x", "password": "y"})
    session = bilal.client.session
    session["left-by-a-stranger"] = "1"
    session.save()
    bilal.client.cookies["taawun-pk-session"] = session.session_key
    bilal.password()
    assert bilal.client.session.session_key != session.session_key
