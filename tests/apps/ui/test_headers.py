# SPDX-License-Identifier: Apache-2.0
"""The heads of answers, point by point of ASVS V8, V9 and V14 (docs/threats/asvs-rest.md)."""

import json
import os
import subprocess
import sys

import pytest

from taawun.site.home import make_home
from tests.apps.ui.conftest import urls
from tests.apps.ui.test_languages import NOT_PAGES, reader_of
from tests.house import NODE

CAREFUL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TLS = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "DEBUG",
       "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "SESSION_COOKIE_DOMAIN",
       "SESSION_COOKIE_PATH")  # fmt: skip
NAMES_BEHIND_TLS = [f"__Host-taawun-pk-{what}" for what in ("session", "csrf", "language")]
PAGES = ("ui:home", "registers:record", "cases:case", "exchange:inbox", "audit:lines", "ui:sign-in")


@pytest.mark.parametrize("page", [*PAGES, "nowhere"])
def test_every_answer_bears_the_heads_of_a_browser_that_is_careful(story, sign_in, page) -> None:
    url = urls(story).get(page, "/there-is-no-such-page/")
    answer = sign_in(reader_of(page) if page != "nowhere" else "asma").get(url)
    assert {name: answer.headers.get(name) for name in CAREFUL} == CAREFUL
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    told = {name.lower() for name in answer.headers}
    assert not told & {"server", "x-powered-by", "access-control-allow-origin"}


def test_what_an_officer_is_shown_is_kept_nowhere(story, sign_in) -> None:
    # Pages are asked in test_style, all of them; here are files, parts of pages and what is refused.
    known = urls(story)
    for name in NOT_PAGES & set(known):
        answer = sign_in(reader_of(name)).get(known[name])
        assert "no-store" in answer.headers.get("Cache-Control", ""), name
    assert sign_in("asma").get("/audit/").headers["Cache-Control"] == "no-store"


def test_behind_tls_cookies_and_addresses_stay_there(tmp_path) -> None:
    make_home(tmp_path / "home", database="sqlite:db.sqlite3", **NODE | {"url": "https://node.example"})
    asked = f"import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {TLS}]))"
    home = {"TAAWUN_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "taawun.site.settings"}
    said = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | home, capture_output=True, text=True, check=True
    )
    assert json.loads(said.stdout) == [True, True, True, 365 * 24 * 3600, False, *NAMES_BEHIND_TLS, None, "/"]
