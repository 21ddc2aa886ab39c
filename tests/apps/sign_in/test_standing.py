# SPDX-License-Identifier: Apache-2.0
"""While signed in: proof anew, the own sessions, the own password, and the end of a session (§10.12d)."""

import time
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.sign_in import jobs, proof
from taawun.site.roles import PAGES, STEP_UP, STEP_UP_TO_READ, WITHOUT_FACTOR, may_open
from tests.apps.making import PASSWORD, officer
from tests.apps.sign_in.conftest import CHROME, Person, code_of

pytestmark = pytest.mark.django_db
NEW = "three words that nobody has"


def grow_old(client: Client, key: str = proof.PROVED, seconds: int = 24 * 3600) -> None:
    """Make a moment in the session lie further back."""
    session = client.session
    session[key] = time.time() - seconds
    session.save()


def test_what_asks_for_proof_and_what_opens_without_a_factor_exist() -> None:
    assert PAGES.keys() >= STEP_UP | STEP_UP_TO_READ | WITHOUT_FACTOR
    assert not (STEP_UP & {"ui:sign-out"})


@pytest.mark.parametrize("page", sorted(STEP_UP_TO_READ))
def test_a_page_that_changes_who_may_sign_in_asks_for_proof(bilal, page) -> None:
    bilal.password()
    assert bilal.client.get(reverse(page)).status_code == 200
    grow_old(bilal.client)
    asked = bilal.client.get(reverse(page))
    assert asked["Location"] == f"/sign-in/again/?next={reverse(page).replace('/', '%2F')}"
    answer = bilal.client.post("/sign-in/again/", {"password": PASSWORD, "next": reverse(page)})
    assert answer["Location"] == reverse(page)
    assert bilal.client.get(reverse(page)).status_code == 200
    assert Line.objects.filter(act="officer.proved", outcome="allowed").count() == 1


CASE = "019b76da-a800-7cf5-8735-8c711785b21b"
ACTS = {
    "exchange:send": [CASE],
    "exchange:withdraw": [CASE],
    "police_training:issue": [CASE],
    "police_training:revoke": [CASE],
    "sign_in:remove": [1],
    "sign_in:end": [1],
}
"""Arguments of the addresses that have some."""


def other(role: str) -> Person:
    """Return somebody with another role than bilal."""
    return Person(officer("noman", role), Client(headers={"User-Agent": CHROME}))


@pytest.mark.parametrize("page", sorted(STEP_UP))
def test_an_act_that_cannot_be_undone_asks_for_proof_and_is_not_done(bilal, page) -> None:
    who = bilal if may_open(page, signed_in=True, roles=bilal.officer.role_slugs()) else other(min(PAGES[page]))
    who.password()
    grow_old(who.client)
    before = Line.objects.count()
    answer = who.client.post(reverse(page, args=ACTS.get(page)), headers={"Referer": "http://testserver/outbox/?x=1"})
    assert answer["Location"] == "/sign-in/again/?next=%2Foutbox%2F"
    assert Line.objects.count() == before


def test_proof_leads_to_no_other_site(bilal) -> None:
    bilal.password()
    grow_old(bilal.client)
    url = reverse("sign_in:new-codes")
    assert bilal.client.post(url, headers={"Referer": "https://elsewhere.example/"})["Location"].endswith("next=%2F")
    answer = bilal.client.post("/sign-in/again/", {"password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_wrong_password_proves_nothing_and_counts(bilal) -> None:
    bilal.password()
    grow_old(bilal.client)
    answers = [bilal.client.post("/sign-in/again/", {"password": "wrong"}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert bilal.client.get(reverse("sign_in:totp")).status_code == 302


def test_whoever_has_an_app_proves_with_its_code_too(bilal) -> None:
    bilal.password()
    bilal.enrol()
    grow_old(bilal.client)
    assert bilal.client.post("/sign-in/again/", {"password": PASSWORD}).status_code == 200
    assert bilal.client.post("/sign-in/again/", {"password": PASSWORD, "code": "12"}).status_code == 200
    assert not proof_is_young(bilal.client)
    answer = bilal.client.post("/sign-in/again/", {"password": PASSWORD, "code": code_of(bilal.seed())})
    assert answer.status_code == 302
    assert proof_is_young(bilal.client)


def proof_is_young(client: Client) -> bool:
    return time.time() - client.session[proof.PROVED] < 3600


def test_a_session_ends_after_half_a_day_however_busy(bilal) -> None:
    bilal.password()
    grow_old(bilal.client, proof.SIGNED_IN, 11 * 3600)
    assert bilal.client.get("/").status_code == 200
    grow_old(bilal.client, proof.SIGNED_IN, 12 * 3600 + 1)
    assert bilal.client.get("/")["Location"].startswith("/sign-in/")
    assert not bilal.is_in()


def test_an_officer_sees_where_they_are_signed_in_and_ends_one(bilal) -> None:
    bilal.password()
    elsewhere = Person(bilal.officer, Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}))
    elsewhere.password()
    page = bilal.client.get(reverse("sign_in:sessions"))
    here, there = page.context["seats"]
    assert (here.here, here.device, there.here, there.device) == (True, "Chrome · Linux", False, "Firefox · Windows")
    assert bilal.client.session.session_key not in page.content.decode()
    bilal.client.post(reverse("sign_in:end", args=[there.id]))
    assert elsewhere.client.get("/")["Location"].startswith("/sign-in/")
    assert bilal.client.get("/").status_code == 200


def test_an_officer_ends_all_other_sessions(bilal) -> None:
    bilal.password()
    others = [Person(bilal.officer, Client()) for _ in range(2)]
    for other in others:
        other.password()
    bilal.client.post(reverse("sign_in:end-others"))
    assert not any(other.client.get("/").status_code == 200 for other in others)
    assert bilal.client.get("/").status_code == 200
    assert Line.objects.filter(act="sessions.ended", outcome="allowed").count() == 1


def test_nobody_ends_the_session_of_another(bilal) -> None:
    bilal.password()
    (seat,) = bilal.client.get(reverse("sign_in:sessions")).context["seats"]
    other = Person(officer("sana"), Client(headers={"User-Agent": CHROME}))
    other.password()
    assert other.client.post(reverse("sign_in:end", args=[seat.id])).status_code == 404
    assert bilal.client.get("/").status_code == 200


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(bilal) -> None:
    bilal.password()
    other = Person(bilal.officer, Client())
    other.password()
    url = reverse("sign_in:password")
    assert bilal.client.post(url, {"old": "wrong", "new": NEW, "again": NEW}).status_code == 200
    assert bilal.client.post(url, {"old": PASSWORD, "new": NEW, "again": NEW})["Location"] == "/account/sessions/"
    assert bilal.client.get("/").status_code == 200
    assert other.client.get("/")["Location"].startswith("/sign-in/")
    assert Person(bilal.officer, Client()).password(NEW)["Location"] == "/"
    assert Line.objects.filter(act="officer.password-set", outcome="allowed").exists()


WEAK = {
    "short": ("short", "short"),
    "common": ("password1234", "password1234"),
    "only digits": ("482957103846", "482957103846"),
    "the own name": ("bilal-bilal-bilal", "bilal-bilal-bilal"),
    "typed differently": (NEW, NEW + "!"),
}


@pytest.mark.parametrize(("new", "again"), WEAK.values(), ids=WEAK)
def test_a_weak_password_is_not_taken(bilal, new, again) -> None:
    bilal.officer.username = "bilal-bilal-bilal"
    bilal.officer.save()
    bilal.password()
    answer = bilal.client.post(reverse("sign_in:password"), {"old": PASSWORD, "new": new, "again": again})
    assert answer.status_code == 200
    bilal.officer.refresh_from_db()
    assert bilal.officer.check_password(PASSWORD)


LONG = "ایک بہت لمبا پاس ورڈ، جس میں خالی جگہیں ہیں " * 4


def test_a_long_password_of_any_script_is_taken_whole(bilal) -> None:
    bilal.password()
    url = reverse("sign_in:password")
    assert bilal.client.post(url, {"old": PASSWORD, "new": LONG, "again": LONG}).status_code == 302
    assert not Person(bilal.officer, Client()).password(LONG[:-1]).has_header("Location")
    assert Person(bilal.officer, Client()).password(LONG)["Location"] == "/"


def test_fields_say_to_password_managers_what_they_are(bilal) -> None:
    page = bilal.client.get("/sign-in/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    bilal.password()
    page = bilal.client.get(reverse("sign_in:password")).content.decode()
    assert page.count('autocomplete="new-password"') == 2


def test_a_password_field_brings_the_words_for_showing_it_and_a_new_one_those_of_its_strength(bilal) -> None:
    page = bilal.client.get("/sign-in/").content.decode()
    assert "sign_in/typing.js" in page
    assert page.count("data-show=") == 1
    bilal.password()
    page = bilal.client.get(reverse("sign_in:password")).content.decode()
    assert "sign_in/typing.js" in page
    assert (page.count("data-show="), page.count("data-strengths=")) == (3, 1)


def test_passwords_are_stretched_by_scrypt_alone() -> None:
    from taawun.site import settings

    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]


def test_only_a_rehearsal_stretches_them_little(settings, db) -> None:
    from taawun.site.settings import HASHERS

    settings.PASSWORD_HASHERS = HASHERS["light"]
    made = officer("rania", "desk_officer")
    assert made.password.startswith("scrypt$2$")
    assert made.check_password(PASSWORD)


def test_a_form_from_elsewhere_changes_nothing(bilal) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bilal.officer)
    for page in ("sign_in:end-others", "sign_in:new-codes", "sign_in:password", "sign_in:again"):
        assert browser.post(reverse(page), {"password": PASSWORD}).status_code == 403, page
    assert browser.post("/sign-in/", {"username": "bilal", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("path", ["/static/", "/static/sign_in/", "/static/ui/"])
def test_no_folder_is_listed(bilal, path) -> None:
    assert bilal.client.get(path).status_code == 404


def test_the_last_page_before_signing_out_is_not_kept_by_the_browser(bilal) -> None:
    bilal.password()
    for page in ("sign_in:totp", "sign_in:passkey", "sign_in:again", "sign_in:password"):
        assert "no-store" in bilal.client.get(reverse(page))["Cache-Control"], page


def test_sessions_that_ended_are_deleted_and_others_stay():
    ended, going = SessionStore(), SessionStore()
    for session, seconds in ((ended, -1), (going, 600)):
        session.set_expiry(seconds)
        session.save()
    jobs.tidy(datetime.now(UTC))
    assert [SessionStore().exists(one.session_key) for one in (ended, going)] == [False, True]


def test_a_page_that_loads_itself_does_not_put_off_the_end_of_an_idle_session(bilal) -> None:
    bilal.password()
    key = bilal.client.session.session_key
    before = Session.objects.get(pk=key).expire_date
    assert bilal.client.get(reverse("jobs:list"), {"renewed": "1"}).status_code == 200
    assert Session.objects.get(pk=key).expire_date == before
    assert bilal.client.get(reverse("jobs:list")).status_code == 200
    assert Session.objects.get(pk=key).expire_date > before
