# SPDX-License-Identifier: Apache-2.0
"""The story of the coast guard: a file and a live stream, an encounter, and a gap that is not assessable.

The vessels of the story are made up: their numbers bear a country's digits and 999, and their tracks come from
`sentences` below. Where a file of real sentences lies beside the project, both nodes take it in too. Each figure is
read from a command's output or from the watch page, over HTTP.
"""

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Any, Final

import httpx

from taawun.site.demo.browsing import signed_in
from taawun.site.demo.nodes import Node, NotSeen, finished
from taawun.site.demo.run import Story

AREA: Final = "coast_guard"
WATCH: Final = "/coast-guard/watch/"
PURPOSE: Final = "coast-guard"
REAL: Final = Path("..", "shared", "data", "ais", "aisdb_20211101.nm4")
REAL_MESSAGES: Final = 979
"""Messages of that file, each of which is decoded."""
DAY: Final = 86_400
BEGAN: Final = int(time.time()) // DAY * DAY - 3 * DAY
"""The first second of a day that is over: what says a time that has not come is not kept."""
STEP: Final = 300
HOURS: Final = 3
SILENT_HOURS: Final = 9
ONE, OTHER, LIVE = 408999101, 463999102, 408999103
BROKEN: Final = (
    b"!AIVDM,2,0,1,A,177KQJ5000G?tO`K>RA1wUbN0TKH,0*00", b"!AIVDM,1,1,,B,,0*25", b"no sentence at all",
    b"\\c:1795132800*00\\!AIVDM,1,1,,B,,0*25", "سفينة بلا أضواء".encode(),
)  # fmt: skip
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_ROW: Final = re.compile(r'<tr id="row-\d+"[^>]* data-kind="(\w+[\w-]*)".*?</tr>', re.S)
_TAGS: Final = re.compile(r"<[^>]+>")


def imported(story: Story) -> str:
    """A file with broken sentences among good ones is taken in by a command; what is wrong is counted."""
    path = story.folder / "watch.nmea"
    lines = [*sentences(), *BROKEN]
    path.write_bytes(b"\n".join(lines) + b"\n")
    said = story.pk.run(
        "ais", "import", str(path), "--as", "amina", "--purpose", PURPOSE, "--secrets", str(story.pk.secrets)
    )
    counts = json.loads(said.strip().splitlines()[-1])
    wrong = {name: counts.get(name, 0) for name in ("checksum", "empty", "broken", "tag")}
    if counts["lines"] != len(lines) or counts["decoded"] != len(lines) - len(BROKEN) or not all(wrong.values()):
        raise NotSeen(f"counts: {counts}")
    return f"{counts['decoded']} of {counts['lines']} lines decoded; counted and skipped: {wrong}"


def real(story: Story) -> str:
    """A file of real sentences is taken in by both nodes, to its last message."""
    if not REAL.exists():
        return f"{REAL} does not lie here, so all vessels of this story are made up"
    said = []
    for node, username in ((story.pk, "amina"), (story.bh, "khalid")):
        words = ("--as", username, "--purpose", PURPOSE, "--secrets", str(node.secrets))
        counts = json.loads(node.run("ais", "import", str(REAL), *words).strip().splitlines()[-1])
        if (counts["messages"], counts["decoded"]) != (REAL_MESSAGES, REAL_MESSAGES):
            raise NotSeen(f"{node.side.party}: {counts}")
        said.append(f"{node.side.party}: {counts['decoded']} of {counts['messages']} messages decoded")
    return f"{REAL.name}: {' · '.join(said)}"


def listened(story: Story) -> str:
    """A receiver's datagrams reach the other node's store while they come."""
    port = _free_port()
    process = story.bh.begin("ais", "listen", "--udp", f"127.0.0.1:{port}")
    if process.stdout is None or "listening" not in process.stdout.readline():
        raise NotSeen(f"no listener: {finished(process)}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as radio:
        for number in range(20):
            radio.sendto(_position(LIVE, 52.3 + number / 1000, 26.5, 40), ("127.0.0.1", port))
        radio.sendto(BROKEN[0], ("127.0.0.1", port))
    time.sleep(1)
    process.terminate()
    counts = json.loads(finished(process).strip().splitlines()[-1])
    if (counts["decoded"], counts["kept"], counts.get("checksum")) != (20, 20, 1):
        raise NotSeen(f"counts: {counts}")
    rows = _rows(story.bh, "khalid", str(LIVE))
    return f"udp 127.0.0.1:{port}: {counts}; on its watch page: {' · '.join(rows.values())}"


def watched(story: Story) -> str:
    """The watch page shows where two vessels met, and a gap of which nothing can be said."""
    day = time.strftime("%Y-%m-%d", time.gmtime(BEGAN))
    rows = _rows(story.pk, "amina", str(ONE), since=day, until=day)
    met = [row for kind, row in rows.items() if kind.startswith("encounter")]
    gaps = [row for kind, row in rows.items() if kind.startswith("gap")]
    if len(met) != 1 or str(OTHER) not in met[0] or len(gaps) != 1 or "قابلِ جائزہ نہیں" not in gaps[0]:
        raise NotSeen(f"rows: {rows}")
    return f"{WATCH}: {met[0]} · {gaps[0]}"


def sentences() -> Iterator[bytes]:
    """Yield the sentences of two made-up vessels that lie side by side off Bahrain; then one is not heard for hours."""
    for step in range(HOURS * 3600 // STEP + 1):
        moment = BEGAN + step * STEP
        yield _at(moment, _position(ONE, 52.2, 26.6, 0.3))
        yield _at(moment, _position(OTHER, 52.2025, 26.6, 0.4))
    yield _at(BEGAN + (HOURS + SILENT_HOURS) * 3600, _position(ONE, 52.4, 26.7, 9))


def _position(mmsi: int, lon: float, lat: float, knots: float) -> bytes:
    from pyais.encode import encode_dict

    said: dict[str, Any] = {"msg_type": 1, "type": 1, "mmsi": mmsi, "lon": lon, "lat": lat, "speed": knots}
    return encode_dict(said, talker_id="AI", sentence_type="VDM", radio_channel="A")[0].encode()


def _at(moment: int, line: bytes) -> bytes:
    block = b"c:%d" % moment
    return b"\\" + block + b"*%02X\\" % reduce(xor, block) + line


def _rows(node: Node, username: str, vessel: str, **days: str) -> dict[str, str]:
    """Return the lines of a vessel on the watch page, by their kind and number."""
    with closing(signed_in(node, username)) as client:
        _choose(client)
        page = client.get(WATCH, params=days)
    if page.status_code != httpx.codes.OK:
        raise NotSeen(f"{WATCH}: HTTP {page.status_code}")
    found = {f"{one[1]}-{number}": one[0] for number, one in enumerate(_ROW.finditer(page.text)) if vessel in one[0]}
    if not found:
        raise NotSeen(f"{vessel} is not on the watch page.")
    return {kind: " ".join(_TAGS.sub(" ", row).split()) for kind, row in found.items()}


def _choose(client: httpx.Client) -> None:
    token = _TOKEN.search(client.get("/purpose/").text)
    if token is None:
        raise NotSeen("The page of purposes has no form.")
    fields = {"csrfmiddlewaretoken": token[1], "purpose": PURPOSE, "next": WATCH}
    client.post("/purpose/", data=fields, headers={"Referer": f"{client.base_url}/purpose/"})


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A file of AIS sentences is taken in; what is wrong is counted and skipped", imported),
    ("Real sentences are taken in by both nodes, to the last message", real),
    ("A live stream over UDP is kept by the other node", listened),
    ("The watch page shows an encounter, and a gap that is not assessable", watched),
)
