# SPDX-License-Identifier: Apache-2.0
"""Two real nodes whose processes are killed without warning, again and again, in the middle of whatever they do.

Officers on both sides draft, approve, send and read. Meanwhile web servers, workers and the officers' own processes
die by SIGKILL at random moments and are started again. In the end nothing is lost, nothing doubled, both ledgers
verify and each has cosigned the other's.

TAAWUN_KILLS sets how many (50), TAAWUN_KILL_SEED repeats a run as far as two machines can.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests import house
from tests.federation.kill.nodes import Node, make_database, pair, until

KILLS = int(os.environ.get("TAAWUN_KILLS", "50"))
SEED = int(os.environ.get("TAAWUN_KILL_SEED", str(random.SystemRandom().randrange(1_000_000))))
LONGEST_LIFE = 0.7  # seconds between a start and the next kill
PAUSE = 0.05  # longest pause of an officer, in seconds
QUIET = {"envelopes": 0, "receipts": 0, "entries": 0}
QUIET_SECONDS = 240.0
VICTIMS = (("web",), ("worker",), ("web", "worker"), ("story",), ("web", "worker", "story"))

Pair = tuple[Node, Node]


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[Pair]:
    server = os.environ[house.POSTGRESQL_URL] if house.on_postgresql() else None
    made = tuple(Node(party, tmp_path, make_database(server, f"kill_{uuid4().hex}")) for party in ("PK", "BH"))
    try:
        pair(*made)
        yield made
    finally:
        for node in made:
            told(node.log)
            node.close()


@pytest.mark.slow
def test_kill_minus_nine_loses_nothing_and_doubles_nothing(nodes: Pair) -> None:
    told(f"TAAWUN_KILL_SEED={SEED} TAAWUN_KILLS={KILLS}")
    choice = random.Random(SEED)
    for node in nodes:
        for part in ("web", "worker", "story"):
            begin(node, part, nodes, choice)
    for number in range(KILLS):
        node = choice.choice(nodes)
        told(f"kill {number + 1}: {', '.join(kill_some(node, nodes, choice))} of {node.party}")
    settle(nodes)
    first, second = (node.ask("facts", other=other.party) for node, other in (nodes, nodes[::-1]))
    for facts, other, node in ((first, second, nodes[0]), (second, first, nodes[1])):
        check_whole(facts)
        check_against(facts, other, logged(node))


def begin(node: Node, part: str, nodes: Pair, choice: random.Random) -> None:
    if part != "story":
        node.start(part)
        return
    other = nodes[1] if node is nodes[0] else nodes[0]
    node.start(part, to=other.party, log=str(log_of(node)), seed=choice.randrange(1_000_000), pause=PAUSE)


def kill_some(node: Node, nodes: Pair, choice: random.Random) -> tuple[str, ...]:
    """Let them live for a moment, kill some parts of one node, leave it dead for a moment, start them again."""
    time.sleep(choice.uniform(0, LONGEST_LIFE))
    victims = choice.choice(VICTIMS)
    for part in victims:
        node.kill(part)
    time.sleep(choice.choice((0.0, 0.0, choice.uniform(0, 0.3))))
    for part in victims:
        begin(node, part, nodes, choice)
    return victims


def told(line: str) -> None:
    """Say something that pytest shows when the test fails."""
    sys.stdout.write(f"{line}\n")


def settle(nodes: Pair) -> None:
    """Stop the officers, and wait until all is delivered, receipted, sealed and witnessed."""
    for node in nodes:
        node.kill("story")
        node.wait_until_up()
    until(lambda: all(node.ask("waiting") == QUIET for node in nodes), "quiet", QUIET_SECONDS, 0.3)
    until(lambda: all(node.ask("witnessed") for node in nodes), "cosignatures", QUIET_SECONDS, 0.3)


def check_whole(facts: dict[str, Any]) -> None:
    """Check what one side knows by itself."""
    assert facts["doubled"] == []
    assert facts["audit"][0], facts["audit"]
    assert (facts["alerts"], facts["forks"]) == (0, 0)
    assert {state for _, _, state, _ in facts["sent"].values()} == {"accepted"}
    assert {state for _, _, state, _ in facts["received"].values()} == {"accepted"}
    for kind, rows in (("envelope.sent", "sent"), ("envelope.received", "received")):
        assert facts["entries"][kind] == len(facts[rows]), kind
    for by, rows in (("ours", "received"), ("theirs", "sent")):
        assert {name: finals(kinds) for name, kinds in facts["receipts"][by].items()} == dict.fromkeys(facts[rows], 1)
    assert facts["entries"]["receipt.sent"] == count(facts["receipts"]["ours"])
    assert facts["entries"]["receipt.received"] == count(facts["receipts"]["theirs"])


def check_against(facts: dict[str, Any], other: dict[str, Any], sent: list[str]) -> None:
    """Check that the other side has what this side sent, exactly once and in the same order."""
    assert len(sent) == len(set(sent)) > KILLS // 5, "the officers got little done"
    assert set(sent) <= set(facts["sent"]), "an envelope whose sending was reported is gone"
    assert {name: row[:2] for name, row in facts["sent"].items()} == {
        name: row[:2] for name, row in other["received"].items()
    }
    assert [row[0] for row in facts["sent"].values()] == list(range(1, len(facts["sent"]) + 1))
    assert facts["out"] == other["in"]
    assert sorted(set(facts["reports"])) == sorted(other["taken"]), "records taken are not the records sent"
    assert facts["receipts"]["theirs"] == other["receipts"]["ours"]


def finals(kinds: dict[str, int]) -> int:
    return kinds.get("accepted", 0) + kinds.get("rejected", 0)


def count(receipts: dict[str, dict[str, int]]) -> int:
    return sum(sum(kinds.values()) for kinds in receipts.values())


def log_of(node: Node) -> Path:
    return node.home / "sent.log"


def logged(node: Node) -> list[str]:
    """Return what the officers saw sent; the last line may be cut by a kill."""
    return [line for line in log_of(node).read_text().split("\n") if len(line) == 36]
