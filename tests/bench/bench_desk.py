# SPDX-License-Identifier: Apache-2.0
"""How long the pages of the desk take over HTTP, one officer alone and fifty at once, on a large node.

The node, its database and its web server are real; what it holds is generated (tests/bench/desk). The peer is Django's
own admin over the same table on the same database, served by the same server: the desk that a team gets for nothing.
"""

import os
from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.desk import asking, pages, peer, serving
from tests.bench.desk.asking import Asker, Load
from tests.bench.desk.pages import Page
from tests.bench.desk.serving import Node

AREA = "desk"
SIZES = {"sqlite": 100_000, "postgresql": 1_000_000}
PORT, PEER_PORT = 8651, 8652
SLOWEST = 8  # pages that a note names
HEAVY_LOOKS = 10  # at a page that counts a whole register
AT_ONCE = (
    "my day", "registers", "seizures by country and transport", "a rare word", "cases", "record", "case", "inbox",
    "envelope sent", "alerts",
)  # fmt: skip
"""What fifty officers look at, in turn."""


def run() -> Iterator[dict[str, Any]]:
    """Yield the measurements of both databases; TAAWUN_BENCH_RECORDS sets another size, TAAWUN_BENCH_DATABASE one."""
    asked = os.environ.get("TAAWUN_BENCH_DATABASE", "")
    for database, count in SIZES.items():
        if asked in ("", database):
            yield from measure(database, int(os.environ.get("TAAWUN_BENCH_RECORDS", count)))


def measure(database: str, count: int) -> Iterator[dict[str, Any]]:
    """Measure one node and its peer, one after the other."""
    node = serving.node(database, count, PORT)
    with peer.served(node, PEER_PORT) as cookie:
        some = {"list": peer.LISTS, "search": peer.SEARCHES, "detail": peer.details(node)}
        theirs = {name: peer.slowest(PEER_PORT, cookie, urls) for name, urls in some.items()}
        their_load = asking.at_once(PEER_PORT, [cookie], peer.every(node), "sessionid")
    cookies = serving.cookies(node)
    place = f"{database}, {count:,} records, {multiplied(node)}"
    with serving.served(serving.web(), node.environment, PORT):
        askers = {"desk": Asker(PORT, cookies["officers"][0])}
        askers |= {name: Asker(PORT, cookies[name]) for name in (pages.AUDITOR, pages.OPERATOR)}
        lists, details = (times(askers, some) for some in (pages.lists(node.found), pages.details(node.found)))
        yield slowest(f"desk/list_ms/{database}", lists, place, theirs["list"], "its list, whole, narrowed or sorted")
        yield slowest(f"desk/detail_ms/{database}", details, place, theirs["detail"], "its form of one record")
        typed = {text: askers["desk"].p95("/find/suggest/", {"q": text}) for text in pages.TYPED}
        yield slowest(f"desk/suggest_ms/{database}", typed, place, theirs["search"], "its search, the slowest word")
        heavy = times(askers, pages.heavy(), HEAVY_LOOKS)
        yield slowest(f"desk/charts_ms/{database}", heavy, place, looks=HEAVY_LOOKS)
        every = {page.name: page.url for page in (*pages.lists(node.found), *pages.details(node.found))}
        load = asking.at_once(PORT, cookies["officers"], [every[name] for name in AT_ONCE])
        yield at_once(f"desk/at_once_pages_s/{database}", load, their_load, place)


def times(askers: dict[str, Asker], some: Sequence[Page], looks: int = asking.LOOKS) -> dict[str, float]:
    """Return the 95th percentile of each page."""
    return {page.name: askers[page.reader].p95(page.url, looks=looks) for page in some}


def multiplied(node: Node) -> str:
    """Return what else the node holds, for a note."""
    return (
        f"10,000 cases, 40,000 envelopes, 20,000 pairs, {int(node.found['lines']):,} lines of the audit,"
        f" {int(node.found['indexed']):,} of its records in the index of names; over HTTP on"
        f" one kept connection, {serving.PROCESSES} server processes, load {os.getloadavg()[0]:.1f} on"
        f" {os.cpu_count()} processors"
    )


def slowest(
    bench: str,
    found: dict[str, float],
    place: str,
    peer_value: float | None = None,
    peers: str = "",
    looks: int = asking.LOOKS,
) -> dict[str, Any]:
    """Report the slowest of some pages, with the slowest few of them in the note."""
    order = sorted(found, key=lambda name: -found[name])
    told = ", ".join(f"{name} {found[name]}" for name in order[:SLOWEST])
    beside = f"; the peer is {peer.NAME}, {peers}" if peers else ""
    note = f"{place}; 95th percentile of {looks} looks, slowest of {len(found)}: {told}{beside}"
    return {
        "bench": bench, "value": found[order[0]], "unit": "ms", "note": note,
        "peer": peer.NAME if peers else None, "peer_value": peer_value,
    }  # fmt: skip


def at_once(bench: str, load: Load | None, theirs: Load | None, place: str) -> dict[str, Any]:
    """Report fifty officers who ask without a pause."""
    if load is None or theirs is None:
        return {"bench": bench, "note": "not measured: wrk is not installed (on Debian: apt-get install wrk)"}
    note = (
        f"{place}; wrk, {asking.CONNECTIONS} officers who ask without a pause for {asking.SECONDS} s on the same two"
        f" processors as server, database and wrk: {load.pages:,} pages, {load.errors} errors, 95th percentile"
        f" {load.p95_ms:,.0f} ms; peer {theirs.pages:,} pages, {theirs.errors} errors, {theirs.p95_ms:,.0f} ms"
    )
    return {
        "bench": bench, "value": load.pages_a_second, "unit": "pages/s", "note": note, "peer": peer.NAME,
        "peer_value": theirs.pages_a_second,
    }  # fmt: skip
