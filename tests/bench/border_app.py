# SPDX-License-Identifier: Apache-2.0
"""A counter on a fresh node with an index of many names: how long one answer takes. Prints one JSON object.

The index holds made-up people; those the first `HELD` of it are records of the node too, so that hits are shown with
their markings. What is measured is `counter.look`: reading, the register of documents, the names, the audit lines.
"""

import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from tests import house

SCRATCH = house.prepare()

import django  # noqa: E402 - settings are read from the home made above

django.setup()

from django.core.management import call_command  # noqa: E402

from taawun.apps.audit.actors import Actor  # noqa: E402
from taawun.apps.identity import engine  # noqa: E402
from taawun.apps.people import services as people  # noqa: E402
from taawun.apps.people.access import actor_of  # noqa: E402
from taawun.apps.people.models import Officer  # noqa: E402
from taawun.apps.registers import services as registers  # noqa: E402
from taawun.engines.matching import Record  # noqa: E402
from taawun.formats.mrz import Form, write  # noqa: E402
from taawun.kernel.marking import make_marking  # noqa: E402
from taawun.sectors.border_security import counter  # noqa: E402
from tests.bench import population  # noqa: E402
from tests.bench.names.matching_app import SEED, records  # noqa: E402

SIZE = int(os.environ.get("TAAWUN_BENCH_NAMES", "1000000"))
HELD, ASKED, PURPOSE = 2_000, 300, "border-security"
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
MARKING = make_marking("PK", "A", 1, purposes=[PURPOSE], review=date(2030, 1, 1), persons=["other"])


def main() -> None:
    call_command("migrate", verbosity=0)
    officer = an_officer()
    first = population.part(SIZE, SEED, 0)
    held = hold(officer, [record for record, _ in zip(records(first), range(HELD), strict=False)])
    started = time.perf_counter()
    engine.build(everybody(held))
    built = time.perf_counter() - started
    zones = [zone(number, name) for number, name in enumerate(first.names[:ASKED])]
    counter.look(officer, zones[0], PURPOSE, at=NOW)
    taken, worked, hits = [], [], 0
    for text in zones:
        started, began = time.perf_counter(), time.process_time()
        hits += bool(counter.look(officer, text, PURPOSE, at=NOW).hits)
        taken.append((time.perf_counter() - started) * 1_000)
        worked.append((time.process_time() - began) * 1_000)
    taken.sort()
    worked.sort()
    answer: dict[str, Any] = {
        "size": SIZE, "asked": ASKED, "hits": hits, "p50": round(taken[ASKED // 2], 1),
        "p95": round(taken[int(ASKED * 0.95)], 1), "cpu_p95": round(worked[int(ASKED * 0.95)], 1),
        "build_s": round(built, 1), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    print(json.dumps(answer))


def an_officer() -> Officer:
    init = Actor.system("init")
    room = people.create_authority(
        init, party="PK", code="fia", title_en="Immigration", title_ar="الهجرة", title_ur="امیگریشن", at=NOW
    )
    made = people.create_officer(
        init, username="desk", name="عائشة", authority=room, password="a password of some length",
        passphrase="a passphrase of some length", at=NOW,
    )  # fmt: skip
    people.grant_role(init, made, "desk_officer", at=NOW)
    return made


def hold(officer: Officer, wanted: list[Record]) -> list[Record]:
    """Put the first people into the registers too, and return them under the identifiers of their records."""
    drafts = [registers.Draft({"name": list(one.names)}, MARKING) for one in wanted]
    made = registers.draft_many(actor_of(officer), "person", drafts, PURPOSE, at=NOW)
    notice = {"number": "AB1234567", "document_type": "passport", "country": "PK", "status": "lost"}
    registers.draft_record(actor_of(officer), "document-notice", notice, MARKING, PURPOSE, at=NOW)
    return [
        Record(row.id, one.names, fathers=one.fathers, births=one.births, countries=one.countries, sex=one.sex)
        for row, one in zip(made, wanted, strict=True)
    ]


def everybody(held: list[Record]) -> Iterator[Record]:
    yield from held
    for block in population.stream(SIZE, SEED):
        yield from (one for one in records(block) if int(one.id) >= HELD)


def zone(number: int, name: str) -> str:
    given, _, surname = name.rpartition(" ")
    said = {"number": f"A{number:08}", "surname": surname, "given": given, "birth": "1971-03-02", "sex": "male"}
    return "\n".join(write(Form.TD3, code="P", issuer="PAK", expires="2031-04-30", **said))


main()
