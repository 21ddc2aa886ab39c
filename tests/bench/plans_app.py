# SPDX-License-Identifier: Apache-2.0
"""Take ten sections of a plan that both nodes edited apart, as they come in envelopes, on SQLite on a disk.

Run in a process of its own by bench_plans.py. The savings are made first, by as many processes as there are processors:
each is a writer of its own, as an officer's saving is, put on a document once instead of once for every check.
"""

import difflib
import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from types import SimpleNamespace
from typing import Any, Final, TypeVar

SECTIONS: Final = 10
SAVINGS: Final = 1_000
"""Of each side in each section."""
WORDS: Final = ("patrol", "دورية", "گشت", "boat", "زورق", "کشتی")
PLAN: Final = "0190aaaa-0000-7000-8000-0000000000ff"
Made = tuple[str, str, bytes, bytes]
"""A section: its identifier, what both began with, our state and theirs."""
T = TypeVar("T")


def main() -> None:
    """Measure, and print what was found."""
    from tests import house

    scratch = house.prepare()
    with ProcessPoolExecutor() as workers:
        made = list(workers.map(apart, range(1, SECTIONS + 1)))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    texts, came = [_texts(*one) for one in made], _came(made)
    ours, theirs = _timed(lambda: _kept(came)), _timed(lambda: [_three_way(*one) for one in texts])
    print(json.dumps({"ours": ours, "peer": theirs, "largest": max(len(state) for *_, state in made)}))
    del scratch


def apart(number: int) -> Made:
    """Return a section that both sides edited apart, from what they had in common."""
    draw, section = random.Random(86 + number), f"0190aaaa-0000-7000-8000-{number:012}"
    words = [draw.choice(WORDS) for _ in range(120)]
    base = _saved(b"", section, "PK", draw, [words])
    ours, theirs = (_saved(base, section, party, draw, _edits(words, draw)) for party in ("PK", "BH"))
    return section, " ".join(words), ours, theirs


def _edits(words: list[str], draw: random.Random) -> list[list[str]]:
    texts = [words]
    for _ in range(SAVINGS):
        text = list(texts[-1])
        place = draw.randrange(len(text))
        text[place : place + draw.randrange(2)] = [draw.choice(WORDS)]
        texts.append(text)
    return texts[1:]


def _saved(state: bytes, section: str, party: str, draw: random.Random, texts: list[list[str]]) -> bytes:
    """Return a state with one saving for each text, every one of a writer of its own."""
    from pycrdt import Text

    from taawun.sectors.plans import documents

    for words in texts:
        doc = documents.loaded(state, documents.writer_of(party, draw.getrandbits))
        with doc.transaction():
            documents._change_text(doc.get(f"{section}/text", type=Text), " ".join(words))
        state = doc.get_update()
    return state


def _came(made: list[Made]) -> list[Any]:
    """Return their versions of the sections as the exchange hands them on."""
    from taawun.apps.exchange.kinds import Incoming
    from taawun.kernel.wire.canonical import encode
    from taawun.sectors.plans import documents
    from taawun.sectors.plans.contents import Form
    from taawun.sectors.plans.wire import SectionVersion

    came = []
    for section, _base, _ours, theirs in made:
        said = documents.content_of(documents.loaded(theirs), section)
        body = SectionVersion(PLAN, section, Form.NARRATIVE, 1, 1, said, theirs).to_wire()
        header: Any = SimpleNamespace(sender="BH", purpose="coordination", id=section)
        came.append(Incoming(header, body, encode(body)))
    return came


def _kept(came: list[Any]) -> None:
    """Take each beside ours, as the inbox does: checked, merged both ways round, stored in a transaction."""
    from django.db import transaction

    from taawun.sectors.plans import keeping

    for one in came:
        with transaction.atomic():
            (refused,) = keeping.SECTION.take([one], _now())
        if refused is not None:
            raise refused


def _texts(section: str, base: str, ours: bytes, theirs: bytes) -> tuple[list[str], ...]:
    """Put our section in its table, and return what the peer merges."""
    from taawun.sectors.plans import documents
    from taawun.sectors.plans.models import Plan, Section

    plan, _ = Plan.objects.get_or_create(id=PLAN, defaults={"opened_by": "PK", "other": "BH", "opened": _now()})
    Section.objects.create(
        id=section, plan=plan, form="narrative", number=1, opened_by="PK", state=ours, revision=SAVINGS, changed=_now()
    )
    ends = [documents.content_of(documents.loaded(one), section).text.split() for one in (ours, theirs)]
    return base.split(), *ends


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _timed(act: Callable[[], object]) -> dict[str, float]:
    """Return how many seconds an act took, by the clock on the wall and of the processor."""
    wall, work = time.perf_counter(), time.process_time()
    act()
    return {"wall": round(time.perf_counter() - wall, 3), "work": round(time.process_time() - work, 3)}


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


if __name__ == "__main__":
    main()
