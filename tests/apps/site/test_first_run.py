# SPDX-License-Identifier: Apache-2.0
"""`taawun serve` on an empty home: asked in a browser, founded once, gone; tried on the real process."""

import json
import sqlite3

import pytest

from taawun.site.plan import is_founded
from tests.apps.site.first_run import OFFICERS, PASSPHRASE, PASSWORD, Serve, secrets
from tests.warm import taawun


@pytest.fixture(scope="module")
def serve(tmp_path_factory):
    serving = Serve(tmp_path_factory.mktemp("first"))
    yield serving
    serving.stop()


def test_the_whole_first_run(serve):
    code = serve.wait_for(serve.codes)[0]
    stranger, browser = serve.browser(), serve.browser()

    # Without the code nothing opens, and a wrong one says so.
    for path in ("/", "/set-up/party/", "/set-up/summary/", "/set-up/officers/0/secrets/"):
        assert stranger.get(path).url.path == "/set-up/code/"
    assert "This is not the code" in stranger.post("/set-up/code/", code="AAAAA-BBBBB-CCCCC").text
    assert browser.post("/set-up/code/", code=code.lower()).url.path == "/set-up/party/"
    assert stranger.post("/set-up/code/", code=code).url.path == "/set-up/code/", "a code opens one browser"
    assert len(set(serve.codes())) == 2, "the next code is on the terminal"

    # A later step leads back to what is missing; a mistake is named and costs no answer.
    assert browser.get("/set-up/summary/").url.path == "/set-up/party/"
    wrong = browser.post("/set-up/party/", party="PK", name="Islamabad", url="http://outside.example", listen="x")
    assert "Plain http is only for this machine" in wrong.text
    assert 'value="Islamabad"' in wrong.text

    assert browser.describe(serve.port).url.path == "/set-up/summary/"

    # Back, a mistake in one secret keeps the other; secrets never come back.
    half = browser.post("/set-up/officers/0/secrets/", **secrets(password="another calm valley", passphrase="short"))
    assert "At least 12 characters" in half.text
    assert "another calm valley" not in half.text
    browser.post("/set-up/officers/1/remove/", page="/set-up/officers/")
    assert "Two officers" not in browser.get("/set-up/officers/").text
    browser.post("/set-up/undo/", page="/set-up/officers/")
    summary = browser.get("/set-up/summary/").text
    assert all(name in summary for _, name, _ in OFFICERS), "the removal was undone"
    assert PASSWORD not in summary
    assert PASSPHRASE not in summary
    assert not is_founded(serve.home), "nothing is made before the last step"

    founded = browser.post("/set-up/summary/")
    assert "The node is founded" in founded.text
    assert is_founded(serve.home)

    # The node stands in its place, the pages of the first run are gone.
    serve.wait_for(lambda: "answers at" in serve.terminal())
    node = serve.browser(serve.port)
    assert node.get("/set-up/code/").status_code == 404
    assert node.get("/set-up/summary/").status_code == 404
    assert node.get("/").url.path.startswith("/sign-in")
    said = taawun("pair", "show", home=serve.home)
    words = said.stdout.split()
    assert any(word in founded.text for word in words if word.count("-") == 7), "the fingerprint was shown"

    with sqlite3.connect(serve.home / "db.sqlite3") as line:
        held = line.execute("SELECT username FROM people_officer ORDER BY username").fetchall()
        jobs = line.execute("SELECT count(*) FROM jobs_job").fetchone()
    assert [name for (name,) in held] == sorted(name for name, _, _ in OFFICERS)
    assert jobs[0] >= 1, "the sample records are being imported"
    everything = serve.terminal() + json.dumps([str(path) for path in serve.home.rglob("*")])
    assert PASSWORD not in everything
    assert PASSPHRASE not in everything
    for path in serve.home.rglob("*"):
        assert not path.is_file() or PASSPHRASE.encode() not in path.read_bytes(), path


def test_a_home_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "letters.txt").write_text("mine")
    said = taawun("serve", home=tmp_path)
    assert said.returncode == 1
    assert "node.toml does not exist" in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]
