# SPDX-License-Identifier: Apache-2.0
"""The ministry's single sign-on, against a real provider in a process of its own on loopback (§10.12e)."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from django.test import Client

from taawun.apps.audit.models import Line
from taawun.apps.people.models import Officer
from taawun.kernel.errors import BadSetting, KeyFileMissing, KeyFileOpen
from taawun.site.config import build_config
from taawun.site.single_sign_on import SECRET_FILE, oidc_apps
from tests.apps.making import officer
from tests.apps.sign_in.conftest import Person, code_of

pytestmark = pytest.mark.django_db
PROVIDER = Path(sys.executable).parent / "oidc-provider-mock"
PATIENCE = 300.0  # seconds for it to start on a slow machine
PEOPLE = [
    {"sub": "1", "preferred_username": "فاطمہ", "email": "bilal@ministry.example", "roles": ["operator"]},
    {"sub": "2", "preferred_username": "nobody.here"},
    {"sub": "3"},
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider that is running, by its address."""
    if not shutil.which(PROVIDER):
        pytest.skip("oidc-provider-mock is not installed; it is in the group `dev`")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    claims = [word for one in PEOPLE for word in ("--user-claims", json.dumps(one))]
    command = [PROVIDER, "--port", str(port), "--host", "127.0.0.1", *claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.get(f"{url}/.well-known/openid-configuration", trust_env=False)
            return
        except httpx.TransportError:
            assert time.monotonic() < end, "the provider does not start"
            time.sleep(0.2)


@pytest.fixture
def ministry(issuer, settings, monkeypatch, tmp_path) -> str:
    """A node that the provider knows."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    node = replace(settings.NODE, home=tmp_path, oidc_issuer=issuer, oidc_client="taawun-pk", oidc_name="وزارت داخلہ")
    node.keys.mkdir()
    secret = node.keys / SECRET_FILE
    secret.write_text("a client's secret\n")
    secret.chmod(0o600)
    settings.NODE = node
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": oidc_apps(node, settings.OIDC_PROVIDER)}}
    return issuer


def come(client: Client, subject: str, change: str = "") -> object:
    """Go to the provider, say there who one is, and come back."""
    there = client.get("/sign-in/ministry/", {"next": "/purpose/"})["Location"]
    assert "code_challenge_method=S256" in there
    back = httpx.post(there, data={"sub": subject}, trust_env=False).headers["Location"]
    return client.get(back.replace("http://testserver", "") + change)


def test_an_officer_is_found_by_the_declared_claim_and_gets_no_role_from_the_token(ministry) -> None:
    fatima = officer("فاطمہ", "desk_officer")
    client = Client()
    assert "وزارت داخلہ" in client.get("/sign-in/").content.decode()
    assert come(client, "1")["Location"] == "/purpose/"
    assert client.session["_auth_user_id"] == fatima.id
    assert fatima.role_slugs() == {"desk_officer"}
    assert Line.objects.filter(act="officer.signed-in", officer_id=fatima.id, outcome="allowed").exists()


STRANGERS = {"a claim that no officer has": "2", "no such claim": "3"}


@pytest.mark.parametrize("subject", STRANGERS.values(), ids=STRANGERS)
def test_nobody_is_made_by_signing_in(ministry, subject) -> None:
    officer("bilal")
    client = Client()
    assert come(client, subject)["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session
    assert Officer.objects.count() == 1
    assert Line.objects.latest("id").outcome == "refused"
    assert "Single sign-on did not let you in" in client.get("/sign-in/").content.decode()


def test_no_token_is_kept(ministry) -> None:
    from allauth.socialaccount.models import SocialAccount, SocialToken

    officer("فاطمہ")
    client = Client()
    come(client, "1")
    assert not SocialToken.objects.exists()
    assert not SocialAccount.objects.exists()
    assert "token" not in str(client.session.items())


def test_a_closed_account_does_not_come_in(ministry) -> None:
    fatima = officer("فاطمہ")
    fatima.active = False
    fatima.save()
    client = Client()
    assert come(client, "1")["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


def test_what_comes_back_is_taken_once_and_only_by_the_browser_that_went(ministry) -> None:
    officer("فاطمہ")
    went, other = Client(), Client()
    there = went.get("/sign-in/ministry/")["Location"]
    back = httpx.post(there, data={"sub": "1"}, trust_env=False).headers["Location"].replace("http://testserver", "")
    assert other.get(back)["Location"] == "/sign-in/"
    assert "_auth_user_id" not in other.session
    assert went.get(back)["Location"] == "/"
    went.post("/sign-out/")
    assert went.get(back)["Location"] == "/sign-in/"
    assert "_auth_user_id" not in went.session


def test_the_second_factor_is_asked_for_after_single_sign_on_too(ministry) -> None:
    person = Person(officer("فاطمہ"), Client())
    person.password()
    person.enrol()
    person.client.post("/sign-out/")
    assert come(person.client, "1")["Location"] == "/sign-in/second/"
    assert not person.is_in()
    assert person.code(code_of(person.seed()))["Location"] == "/purpose/"
    assert person.is_in()


def test_a_provider_that_is_silent_lets_nobody_in(ministry, settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        silent = replace(settings.NODE, oidc_issuer=f"http://127.0.0.1:{free.getsockname()[1]}")
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": oidc_apps(silent, settings.OIDC_PROVIDER)}}
    assert Client().get("/sign-in/ministry/")["Location"] == "/sign-in/"


def test_without_a_provider_the_way_there_leads_back(client) -> None:
    for path in ("/sign-in/ministry/", "/sign-in/ministry/back/?code=1&state=2", "/sign-in/other/back/"):
        assert client.get(path)["Location"] == "/sign-in/"
    assert "/sign-in/ministry/" not in client.get("/sign-in/").content.decode()


def test_the_secret_is_a_file_that_others_cannot_read(settings, tmp_path) -> None:
    node = replace(settings.NODE, home=tmp_path, oidc_issuer="https://login.ministry.example")
    node.keys.mkdir()
    with pytest.raises(KeyFileMissing):
        oidc_apps(node, "ministry")
    (node.keys / SECRET_FILE).write_text("secret")
    (node.keys / SECRET_FILE).chmod(0o644)
    with pytest.raises(KeyFileOpen):
        oidc_apps(node, "ministry")


@pytest.mark.parametrize("issuer", ["http://login.ministry.example", "ftp://x", "login.ministry.example", 5])
def test_an_issuer_that_is_no_address_under_tls_is_refused(issuer, tmp_path) -> None:
    with pytest.raises(BadSetting):
        build_config(tmp_path, {"party": "PK", "name": "N", "url": "http://localhost:1", "oidc_issuer": issuer})
