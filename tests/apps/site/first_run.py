# SPDX-License-Identifier: Apache-2.0
"""A process `taawun serve` on an empty home, and somebody who reads its terminal and fills in its pages."""

import os
import re
import socket
import subprocess
import sys
import time

import httpx

PATIENCE = 300  # seconds; a slow machine founds a node in one minute
PASSWORD = "a quiet river at night"
PASSPHRASE = "nine herons over the harbour"
OFFICERS = (
    ("amina", "آمنہ قریشی", ["desk_officer", "operator"]),
    ("khalid", "خالد الدوسري", ["releasing_officer"]),
    ("sara", "Sara Malik", ["releasing_officer", "legal_reviewer"]),
)
AUTHORITY = {
    "code": "anf",
    "title_en": "Anti-Narcotics Force",
    "title_ar": "قوة مكافحة المخدرات",
    "title_ur": "انسدادِ منشیات فورس",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Serve:
    """`taawun serve`, its terminal kept in a file."""

    def __init__(self, folder):
        self.home, self.said = folder / "home", folder / "terminal.log"
        self.port, self.first, self.browsers = free_port(), free_port(), []
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO"))}
        command = [sys.executable, "-m", "taawun.site.cli", "--home", str(self.home), "serve"]
        with self.said.open("wb") as terminal:
            self.process = subprocess.Popen(
                [*command, "--first-run", f"127.0.0.1:{self.first}"],
                env=kept | {"PYTHONUNBUFFERED": "1"},
                stdout=terminal,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    def terminal(self):
        return self.said.read_text(encoding="utf-8")

    def wait_for(self, what):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := what():
                return found
            assert self.process.poll() is None, self.terminal()
            time.sleep(0.2)
        raise AssertionError(self.terminal())

    def codes(self):
        return re.findall(r"\b[A-Z0-9]{5}(?:-[A-Z0-9]{5}){2}\b", self.terminal())

    def stop(self):
        for one in self.browsers:
            one.line.close()
        self.process.terminate()
        self.process.wait(PATIENCE)

    def browser(self, port=0):
        """Sit down at the pages of the first run, or at those of the node."""
        self.browsers.append(Browser(port or self.first))
        return self.browsers[-1]


class Browser:
    """Whoever sits at the pages; follows every redirect, and brings the token of the form."""

    def __init__(self, port):
        self.line = httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=PATIENCE)

    def get(self, path):
        return self.line.get(path)

    def post(self, path, page=None, **fields):
        form = self.line.get(page or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
        return self.line.post(path, data={"csrfmiddlewaretoken": token[1] if token else ""} | fields)

    def describe(self, port):
        """Answer everything up to the summary."""
        self.post(
            "/set-up/party/",
            party="PK",
            name="Islamabad",
            url=f"http://127.0.0.1:{port}",
            listen=f"127.0.0.1:{port}",
            database="sqlite:db.sqlite3",
            language="ur",
            time_zone="Asia/Karachi",
        )
        self.post("/set-up/authorities/add/", **AUTHORITY)
        for number, (username, name, roles) in enumerate(OFFICERS):
            who = {"username": username, "name": name, "authority": "anf", "roles": roles, "language": "ur"}
            self.post("/set-up/officers/add/", **who)
            self.post(f"/set-up/officers/{number}/secrets/", **secrets())
        self.post("/set-up/keys/", understood="on")
        self.post("/set-up/pairing/", pairing="later")
        return self.post("/set-up/records/", records="sample")


def secrets(password=PASSWORD, passphrase=PASSPHRASE):
    return {
        "password": password,
        "password_again": password,
        "passphrase": passphrase,
        "passphrase_again": passphrase,
    }
