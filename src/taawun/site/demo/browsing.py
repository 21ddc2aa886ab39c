# SPDX-License-Identifier: Apache-2.0
"""An officer at a browser, as far as HTTP goes: signs in with a form, and follows the links of a page."""

import re
from typing import Final

import httpx

from taawun.site.demo.cast import PASSWORD
from taawun.site.demo.nodes import Node, NotSeen, browser

Files = dict[str, tuple[str, bytes]]
LINKS: Final = 40
"""Most links followed; a list may be long."""
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_LINK = re.compile(r'href="(/[^"#?]*)"')
_HTML = re.compile(r'<html[^>]*\blang="(\w+)"[^>]*\bdir="(\w+)"')


def signed_in(node: Node, username: str) -> httpx.Client:
    """Return a client that is signed in as an officer."""
    client = browser(base_url=node.url, follow_redirects=True, timeout=30)
    form = client.get("/sign-in/")
    found = _TOKEN.search(form.text)
    if found is None:
        raise NotSeen(f"The sign-in page has no form: HTTP {form.status_code}.")
    answer = client.post(
        "/sign-in/",
        data={"csrfmiddlewaretoken": found[1], "username": username, "password": PASSWORD},
        headers={"Referer": f"{node.url}/sign-in/"},
    )
    if answer.status_code != httpx.codes.OK or answer.url.path.startswith("/sign-in"):
        raise NotSeen(f"{username} could not sign in: HTTP {answer.status_code} at {answer.url.path}.")
    return client


def open_pages(client: httpx.Client) -> list[str]:
    """Open the first page and all that it links to, and return their paths; each must answer."""
    first = client.get("/")
    paths = [path for path in dict.fromkeys(_LINK.findall(first.text)) if not path.startswith(("/static", "/sign-out"))]
    for path in paths[:LINKS]:
        answer = client.get(path)
        if answer.status_code != httpx.codes.OK:
            raise NotSeen(f"{path}: HTTP {answer.status_code}")
    return paths[:LINKS]


def sent(
    client: httpx.Client, page: str, action: str, fields: dict[str, str], files: Files | None = None
) -> httpx.Response:
    """Send a form that stands on a page, with files (name of the field → name and bytes), and return where it leads."""
    found = _TOKEN.search(client.get(page).text)
    if found is None:
        raise NotSeen(f"{page} has no form.")
    return client.post(
        action, data={"csrfmiddlewaretoken": found[1], **fields}, files=files,
        headers={"Referer": f"{client.base_url}{page}"},
    )  # fmt: skip


def language_of(page: str) -> tuple[str, str]:
    """Return the language and direction that a page states."""
    found = _HTML.search(page)
    return (found[1], found[2]) if found else ("", "")
