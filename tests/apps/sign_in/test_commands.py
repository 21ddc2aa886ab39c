# SPDX-License-Identifier: Apache-2.0
"""An operator at the terminal opens a lock and takes lost second factors away; nobody else does."""

import pytest
from django.test import Client

from taawun.apps.audit.models import Line
from taawun.apps.sign_in import access
from taawun.kernel.errors import NoRole, NoSuchOfficer, WrongPassword
from taawun.site.cli import sign_in
from tests.apps.making import PASSWORD, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def secrets(tmp_path, monkeypatch) -> str:
    """A file with the passwords of those who act."""
    monkeypatch.setattr(sign_in, "open_node", lambda: None)
    file = tmp_path / "secrets.toml"
    file.touch(mode=0o600)
    file.write_text(f'[password]\nop = "{PASSWORD}"\nbilal = "{PASSWORD}"\nnobody = "{PASSWORD}"\n')
    officer("op", "operator")
    return str(file)


def lock(name: str) -> None:
    for _ in range(5):
        Client().post("/sign-in/", {"username": name, "password": "wrong"}, REMOTE_ADDR="192.0.2.1")


def test_an_operator_opens_the_lock_of_a_name(bilal, secrets) -> None:
    lock("bilal")
    assert bilal.password().status_code == 429
    sign_in.unlock("BILAL", "op", secrets)
    bilal.password()
    assert bilal.is_in()
    assert Line.objects.filter(act="officer.unlocked", outcome="allowed", object_id=bilal.officer.id).exists()


def test_an_operator_opens_the_lock_of_an_address(bilal, secrets) -> None:
    for number in range(10):
        lock(f"name-{number}")
    right = {"username": "bilal", "password": PASSWORD}
    assert bilal.client.post("/sign-in/", right, REMOTE_ADDR="192.0.2.1").status_code == 429
    sign_in.unlock_address("192.0.2.1", "op", secrets)
    bilal.client.post("/sign-in/", right, REMOTE_ADDR="192.0.2.1")
    assert bilal.is_in()


def test_an_operator_takes_lost_factors_away(bilal, secrets) -> None:
    bilal.password()
    bilal.enrol()
    sign_in.reset("bilal", "op", secrets)
    assert not access.has_factor(bilal.officer)
    assert bilal.client.get("/")["Location"].startswith("/sign-in/")


WRONG = {
    "an officer without the role": ("bilal", "bilal", NoRole),
    "an unknown officer": ("nobody-at-all", "op", NoSuchOfficer),
    "an operator that nobody is": ("bilal", "nobody", WrongPassword),
}


@pytest.mark.parametrize(("name", "operator", "error"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("command", [sign_in.unlock, sign_in.reset], ids=["unlock", "reset"])
def test_whoever_is_no_operator_is_refused(bilal, secrets, command, name, operator, error) -> None:
    with pytest.raises(error):
        command(name, operator, secrets)
