# SPDX-License-Identifier: Apache-2.0
"""Who asks for pages: one officer after the other over one kept connection, or fifty at once through wrk.

wrk is a load tool of its own process, from Debian; each of its requests bears the session of another officer.
"""

import http.client
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

LOOKS = 25
SESSION, CSRF = "taawun-pk-session", "taawun-pk-csrf"
TOKEN = "a" * 32  # the form's secret is the browser's own choice
SECONDS, CONNECTIONS = 30, 50


@dataclass(frozen=True, slots=True)
class Load:
    """What came of asking at once: pages a second, the 95th percentile in milliseconds, and what went wrong."""

    pages_a_second: float
    p95_ms: float
    pages: int
    errors: int


class Asker:
    """A browser without a screen: one connection, one session, no files beside the page."""

    def __init__(self, port: int, cookie: str, session: str = SESSION) -> None:
        self.port, self.cookie, self.session = port, cookie, session
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, url: str) -> bytes:
        """Return a page, or stop the measurement."""
        answer = self._answer("GET", url, None, self._headers())
        page = answer.read()
        if answer.status != http.client.OK:
            raise SystemExit(f"{url}: {answer.status} {page[:200]!r}")
        return page

    def post(self, url: str, said: dict[str, str]) -> bytes:
        """Return what a form gives; the token of the form comes with the first page."""
        token = TOKEN
        headers = self._headers(token) | {
            "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token, "HX-Request": "true",
            "Origin": f"http://localhost:{self.port}",
        }  # fmt: skip
        answer = self._answer("POST", url, urlencode(said), headers)
        page = answer.read()
        if answer.status != http.client.OK:
            raise SystemExit(f"{url}: {answer.status}")
        return page

    def p95(self, url: str, said: dict[str, str] | None = None, looks: int = LOOKS) -> float:
        """Return the 95th percentile of the time of a page, in milliseconds; the first look is not counted."""
        times = []
        for _ in range(looks + 1):
            started = time.perf_counter()
            self.get(url) if said is None else self.post(url, said)
            times.append((time.perf_counter() - started) * 1_000)
        return percentile(times[1:], 0.95)

    def _answer(self, method: str, url: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        """Ask once more where the server has closed a connection that nobody used, as a browser does."""
        try:
            self.connection.request(method, url, body, headers)
            return self.connection.getresponse()
        except http.client.RemoteDisconnected:
            self.connection.close()
            self.connection.request(method, url, body, headers)
            return self.connection.getresponse()

    def _headers(self, token: str = "") -> dict[str, str]:
        csrf = f"; {CSRF}={token}" if token else ""
        return {"Host": f"localhost:{self.port}", "Cookie": f"{self.session}={self.cookie}{csrf}"}


def percentile(times: Sequence[float], part: float) -> float:
    """Return a percentile of times."""
    return round(sorted(times)[min(len(times) - 1, int(len(times) * part))], 1)


def at_once(port: int, cookies: Sequence[str], urls: Sequence[str], session: str = SESSION) -> Load | None:
    """Let wrk ask for these pages over fifty connections, each request as the next officer; None without wrk."""
    if shutil.which("wrk") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "officers.lua"
        script.write_text(_SCRIPT.replace("SESSION", session) % (_table(cookies), _table(urls)), encoding="utf-8")
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "60s", "-s", str(script)]
        done = subprocess.run(
            [*command, "-H", f"Host: localhost:{port}", f"http://127.0.0.1:{port}"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    said = dict(re.findall(r"^(\w+)=([\d.]+)$", done.stdout, re.MULTILINE))
    pages = int(said["pages"])
    wrong = sum(int(said[name]) for name in ("connect", "read", "write", "status", "timeout"))
    return Load(round(pages / SECONDS, 1), round(float(said["p95"]) / 1_000, 1), pages, wrong)


def _table(texts: Sequence[str]) -> str:
    return "{" + ",".join(f'"{text}"' for text in texts) + "}"


_SCRIPT = """
local cookies, urls, asked = %s, %s, 0
function request()
  asked = asked + 1
  local headers = { ["Cookie"] = "SESSION=" .. cookies[(asked %% #cookies) + 1] }
  return wrk.format("GET", urls[(asked %% #urls) + 1], headers)
end
function done(summary, latency)
  print(string.format("\\npages=%%d", summary.requests))
  print(string.format("p95=%%.1f", latency:percentile(95)))
  for name, count in pairs(summary.errors) do print(string.format("%%s=%%d", name, count)) end
end
"""
