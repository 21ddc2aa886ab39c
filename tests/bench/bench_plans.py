# SPDX-License-Identifier: Apache-2.0
"""How long two nodes take to merge a plan that both edited apart, 10,000 savings each, with all checks on receipt.

The peer is a three-way merge of plain texts with `difflib` of the standard library, which needs the common ancestor and
gives up where both changed one place; it merges the ends of the same narratives.
"""

import difflib
import random
import time
from collections.abc import Iterator
from typing import Any, Final

from taawun.formats.merging import read_update
from taawun.sectors.plans import documents
from taawun.sectors.plans.contents import Form
from taawun.sectors.plans.documents import Edit, content_of, edited, loaded, merged, take

AREA = "plans"
SECTIONS: Final = 10
SAVINGS: Final = 1_000
"""Of each side in each section."""
WORDS: Final = ("patrol", "دورية", "گشت", "boat", "زورق", "کشتی")

Line = dict[str, Any]


def run() -> Iterator[Line]:
    """Yield the measurement of merging."""
    draw = random.Random(86)
    made = [_apart("0190aaaa-0000-7000-8000-000000000001", draw)] * SECTIONS  # savings take longer than merging
    started = time.process_time()
    for section, _base, ours, theirs in made:
        take(ours, section, Form.NARRATIVE, theirs, content_of(loaded(theirs), section), "BH")
    seconds = time.process_time() - started
    largest = max(len(theirs) for *_, theirs in made)
    yield {
        "bench": "plans/merge_10000_each", "value": round(seconds, 3), "unit": "s", "peer": "difflib, three-way",
        "peer_value": round(_peer(made), 3),
        "note": f"{SECTIONS} sections alike, {SAVINGS:,} savings of each side in each; largest {largest:,} bytes; "
        f"ours checks every update and merges it both ways round, the peer leaves conflicts",
    }  # fmt: skip


def _apart(section: str, draw: random.Random) -> tuple[str, str, bytes, bytes]:
    base = merged(b"", edited(b"", section, Edit(text=" ".join(WORDS * 20)), "PK", draw.getrandbits))
    text = content_of(loaded(base), section).text
    return section, text, _saved(base, section, "PK", draw), _saved(base, section, "BH", draw)


def _saved(state: bytes, section: str, party: str, draw: random.Random) -> bytes:
    for _ in range(SAVINGS):
        words = content_of(loaded(state), section).text.split(" ")
        place = draw.randrange(len(words))
        words[place : place + draw.randrange(2)] = [draw.choice(WORDS)]
        added = edited(state, section, Edit(text=" ".join(words)), party, draw.getrandbits)
        state = merged(state, added) if added else state
    read_update(state)
    return state


def _peer(made: list[tuple[str, str, bytes, bytes]]) -> float:
    texts = [
        (base.split(), *(documents.content_of(loaded(one), section).text.split() for one in (ours, theirs)))
        for section, base, ours, theirs in made
    ]
    started = time.process_time()
    for base, ours, theirs in texts:
        _three_way(base, ours, theirs)
    return time.process_time() - started


def _three_way(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Return a text with both sides' changes; where both changed one place, ours stands."""
    changes = {
        (a, b): side[c:d]
        for side in (theirs, ours)
        for kind, a, b, c, d in difflib.SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
        if kind != "equal"
    }
    out, at = [], 0
    for (a, b), words in sorted(changes.items()):
        if a >= at:
            out += [*base[at:a], *words]
            at = b
    return [*out, *base[at:]]
