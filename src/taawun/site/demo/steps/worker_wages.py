# SPDX-License-Identifier: Apache-2.0
"""The story of wages: a month beside its contracts, a file with a changed digit, statistics from a budget.

Workers and employers are made up. All figures are read from the pages of the node, over HTTP.
"""

import re
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Final

import httpx

from taawun.site.demo.browsing import sent, signed_in
from taawun.site.demo.nodes import NotSeen, until
from taawun.site.demo.run import Story

AREA: Final = "worker_protection"
PURPOSE: Final = "worker-protection"
WAGES: Final = "/worker-protection/wages/"
STATISTICS: Final = "/worker-protection/statistics/"
KEEPER, SECOND = "muna", "fajer"
WORKERS: Final = 60
KNOWN: Final = (
    "EDR,00000000000101,640110101,4551902459,2009-06-01,2009-06-30,30,1221.92,0,0",
    "EDR,00000000000102,640110101,155481121,2009-06-01,2009-06-30,30,1000,0,0",
    "SCR,0000000000103,302210101,2009-07-16,1107,062009,2,2221.92,AED,1141",
)
"""Two workers; the known sum is 2221.92."""
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FILE: Final = re.compile(r'href="(/worker-protection/wages/[0-9a-f-]{36}/)"')
_TABLE: Final = re.compile(r"/worker-protection/statistics/([0-9a-f-]{36})/approve/")
_FIGURE: Final = re.compile(r"<dd>(?:<bdi[^>]*>)?([^<]+)<")
_PROBLEM: Final = re.compile(r'<td class="number">(\d+)</td><th scope="row">([^<]+)<')


def checked(story: Story) -> str:
    """A month of sixty workers is compared with their contracts: what is short, late, absent, or on one account."""
    with closing(_client(story, KEEPER)) as client:
        register = _taken(client, "contracts-model", ["employer,worker,net,currency,starts,ends,exit", *_contracts()])
        _read(client, register)
        header = "employer,worker,account,start,end,days,leave,fixed,variable,deducted,paid_on"
        page = _read(client, _taken(client, "bahrain-model", [header, *_wages()]))
        counted = re.findall(r'<option value="([a-z-]+)"', page)
        found = {kind: _count(client, page, kind) for kind in counted if kind != "E-1"}
    expected = {"below": 12, "late": 20, "shared-account": 2, "absent": 6}
    if {kind: found.get(kind, 0) for kind in expected} != expected:
        raise NotSeen(f"{found}")
    return ", ".join(f"{kind} {count}" for kind, count in sorted(found.items()))


def rejected(story: Story) -> str:
    """The known file adds up to 2221.92; with one digit changed it is rejected, with the line."""
    with closing(_client(story, KEEPER)) as client:
        good = _FIGURE.findall(_read(client, _taken(client, "uae-sif", KNOWN)))
        changed = (KNOWN[0].replace("1221.92", "1221.93"), *KNOWN[1:])
        bad = _PROBLEM.findall(_read(client, _taken(client, "uae-sif", changed)))
    if "2221.92 AED" not in good or not bad or bad[0][0] != "3":
        raise NotSeen(f"{good} {bad}")
    return f"{good[1]} rows, {good[2]}; changed: line {bad[0][0]}, {bad[0][1]}"


def released(story: Story) -> str:
    """A table with noise is asked for by one officer and approved by another; the budget shows what it took."""
    with closing(_client(story, KEEPER)) as client, closing(_client(story, SECOND)) as second:
        before = _budget(client)
        asked = {"method": "noise", "first": "2026-10", "last": "2026-10", "loss": "1"}
        sent(client, STATISTICS, STATISTICS, asked)
        waiting = _TABLE.search(second.get(STATISTICS).text)
        if waiting is None:
            raise NotSeen("No table waits for the second officer.")
        made = sent(second, STATISTICS, f"{STATISTICS}{waiting[1]}/approve/", {})
        after = _budget(client)
    cells = re.findall(r'<td class="number">(\d+)</td>', made.text)
    if made.status_code != httpx.codes.OK or not cells or min(map(int, cells)) < 5 or after != before - 1:
        raise NotSeen(f"{made.status_code} {cells} {before} {after}")
    return f"{len(cells)} figures left, none below 5, with noise of epsilon 1; budget {before:g}, then {after:g}"


def _client(story: Story, username: str) -> httpx.Client:
    client = signed_in(story.bh, username)
    sent(client, "/purpose/", "/purpose/", {"purpose": PURPOSE})
    sent(client, "/", "/language/", {"language": "en", "next": "/"})
    return client


def _taken(client: httpx.Client, layout: str, lines: "list[str] | tuple[str, ...]") -> str:
    """Send a file in, and return the address of what it shows."""
    token = _TOKEN.search(client.get(WAGES).text)
    answer = client.post(
        WAGES,
        data={"layout": layout, "csrfmiddlewaretoken": token[1] if token else ""},
        files={"file": (f"{layout}.csv", "\n".join(lines).encode())},
        headers={"Referer": f"{client.base_url}{WAGES}"},
    )
    if "/jobs/" not in answer.url.path:
        raise NotSeen(f"{WAGES}: HTTP {answer.status_code} at {answer.url.path}")
    newest = _FILE.search(client.get(WAGES).text)
    if newest is None:
        raise NotSeen("The list of files does not name the file.")
    return newest[1]


def _read(client: httpx.Client, address: str) -> str:
    """Return the page of a file once its job has read it."""
    return until(
        partial(_page, client, address), lambda text: "still being read" not in text, "a wage file that was read"
    )


def _page(client: httpx.Client, address: str) -> str:
    return client.get(address).text


def _count(client: httpx.Client, page: str, kind: str) -> int:
    address = re.search(r"(/worker-protection/wages/[0-9a-f-]{36}/)erase/", page)
    figures = _FIGURE.findall(client.get(address[1] if address else "", params={"kind": kind}).text)
    return int(figures[3])


def _budget(client: httpx.Client) -> float:
    return float(_FIGURE.findall(client.get(STATISTICS).text)[2])


def _contracts() -> list[str]:
    return [f"E-1,W-{n:03d},120,BHD,2026-01-01,," for n in range(WORKERS + 6)]


def _wages() -> list[str]:
    """Return sixty lines: every fifth worker gets less, every third late, and two share an account."""
    return [
        f"E-1,W-{n:03d},{4_551_902_400 + (0 if n == 1 else n)},2026-10-01,2026-10-31,31,0,"
        f"{'95.5' if n % 5 == 0 else '120'},0,0,{'2026-11-20' if n % 3 == 0 else '2026-11-03'}"
        for n in range(WORKERS)
    ]


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A month of wages is checked against the contracts", checked),
    ("A wage file with one digit changed is rejected, with its line", rejected),
    ("Statistics leave with noise, and the budget says what is left", released),
)
