# SPDX-License-Identifier: Apache-2.0
"""Every page × every role: the table of the site says who may, and the page agrees."""

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.people.roles import CATALOGUE
from taawun.apps.people.services import grant_role
from taawun.apps.sector import sectors
from taawun.apps.ui.errors import API
from taawun.site.roles import ANYONE, PAGES, may_open
from tests.apps.making import INIT
from tests.apps.ui.conftest import urls
from tests.apps.ui.test_languages import POST_ONLY


def ask(client: Client, name: str, url: str):
    """Ask for a page the way it is asked for. The bodies are empty, so nothing is changed."""
    return client.post(url) if name in POST_ONLY else client.get(url)


def works_in(url: str, role: str) -> bool:
    """Return whether a role has a place in the sector whose page this is; other pages are no sector's."""
    return all(url != reverse("ui:sector", args=[slug]) or role in one.roles for slug, one in sectors().items())


@pytest.mark.once
@pytest.mark.parametrize("role", ["", *CATALOGUE])
def test_a_page_opens_for_the_roles_in_the_table_and_for_no_other(story, role) -> None:
    officer = story.officers["zaid"]
    if role:
        grant_role(INIT, officer, role)
    client = Client(raise_request_exception=True)
    for name, url in urls(story).items():
        if "_auth_user_id" not in client.session:  # as after signing out
            client.force_login(officer)
        status = ask(client, name, url).status_code
        allowed = may_open(name, signed_in=True, roles={role} if role else set()) and works_in(url, role)
        assert (status != 403) == allowed, f"{name} for {role or 'nobody'}: {status}"
        assert status < 500, name


def test_without_signing_in_a_page_asks_to_sign_in(story, client) -> None:
    for name, url in urls(story).items():
        answer = ask(client, name, url)
        if PAGES[name] == ANYONE:
            assert answer.status_code in (200, 302), name
        elif API.match(url):
            assert answer.status_code == 401, name
        else:
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/sign-in/"), name


def test_the_menu_shows_only_what_opens(story, sign_in) -> None:
    page = sign_in("sara").get("/").content.decode()
    assert 'href="/audit/"' in page
    assert 'href="/registers/"' not in page
