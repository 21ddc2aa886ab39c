# SPDX-License-Identifier: Apache-2.0
"""Fill the node of TAAWUN_HOME: the story of the tests, multiplied. `python -m tests.bench.desk.filling RECORDS`.

The story is told through the real services, so that every page has something true to show. What makes the node
large is written straight into the tables: names, dates and amounts are drawn with a fixed seed, digests stand for
contents that nobody verifies here, and every second record came with one of twenty imports.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from taawun.apps.audit.actors import Actor  # noqa: E402
from taawun.apps.identity import indexing  # noqa: E402
from taawun.apps.ids import new_id  # noqa: E402
from taawun.apps.people import services as people  # noqa: E402
from taawun.apps.people.models import Officer  # noqa: E402
from taawun.apps.registers import versions  # noqa: E402
from taawun.apps.registers.models import Import  # noqa: E402
from taawun.apps.registers.versions import Made  # noqa: E402
from taawun.apps.rows import insert  # noqa: E402
from taawun.kernel.marking import Marking, RecordPayload, make_marking  # noqa: E402
from tests.apps.registers.making import PURPOSE  # noqa: E402
from tests.apps.ui.story import NOW, SECRET, Story, tell  # noqa: E402
from tests.bench.desk import multiplying  # noqa: E402

CHUNK, IMPORTS, OFFICERS = 5_000, 20, 50
START = datetime(2016, 1, 1, tzinfo=UTC)
FIRST = ("Ahmad", "Sara", "أحمد", "سارة", "احمد", "سارہ", "Bilal", "بلال", "Zoya", "زویا", "Yusuf", "یوسف", "نورة")
MIDDLE = ("Ali", "علي", "علی", "Hassan", "حسن", "Jamil", "جمیل", "Tariq", "طارق", "Rashid", "راشد", "Salim", "سالم")
LAST = ("Khan", "خان", "Mansoor", "منصور", "Gondal", "گوندل", "Iqbal", "إقبال", "Malik", "ملک", "Ansari", "الأنصاري")
KINDS = ("person", "seizure", "person", "organisation", "person", "seizure", "person", "vessel", "person", "document")
_SHARES = {"review": date(2099, 1, 1), "tlp": "green", "purposes": {PURPOSE}}
PLAIN: Marking = make_marking("PK", "B", 2, **_SHARES)
PERSONAL: Marking = make_marking("PK", "B", 2, persons={"suspect"}, **_SHARES)


def main(count: int) -> None:
    """Migrate, tell the story, multiply it, build the index of names, and leave `story.json` in the home."""
    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":  # the rows are consistent, and no key is asked a million times
        connection.cursor().execute("SET session_replication_role = replica; SET synchronous_commit = off")
    story = tell()
    officers = [at_desk(number, story.officers["asma"]) for number in range(OFFICERS)]
    with transaction.atomic():
        imports = make_imports()
        middle = make_records(count, imports)
        ids = multiplying.everything(story, [one.id for one in officers], middle, count)
    _analyse()
    indexing.rebuild(timezone.now())
    told = {name: value for name, value in asdict_of(story).items() if isinstance(value, str | int)}
    staff = {name: one.id for name, one in story.officers.items()}
    found = {"story": told, "staff": staff, "officers": [one.id for one in officers], "records": middle}
    found |= {"import": imports[0].id} | ids
    (Path(os.environ["TAAWUN_HOME"]) / "story.json").write_text(json.dumps(found), encoding="utf-8")


def asdict_of(story: Story) -> dict[str, Any]:
    """Return the identifiers of a story by their names."""
    return {name: getattr(story, name) for name in Story.__slots__}


def at_desk(number: int, like: Officer) -> Officer:
    """Return one of the officers who will ask for pages."""
    maker = Actor.system("init")
    officer = people.create_officer(
        maker, username=f"desk{number}", name=f"افسر {number}", authority=like.authority, password=SECRET,
        passphrase=SECRET, language=("en", "ar", "ur")[number % 3], time_zone="Asia/Karachi", at=NOW,
    )  # fmt: skip
    for role in ("desk_officer", "analyst", "legal_reviewer"):
        people.grant_role(maker, officer, role, at=NOW)
    return officer


def make_imports() -> list[Import]:
    """Store the imports that half of the records came with."""
    rows = [
        Import(
            source="table", file_digest=sha256(b"%d" % number).hexdigest(), settings={"type": "person"},
            authority="anf", purpose=PURPOSE, created=NOW - timedelta(days=number), finished=NOW,
        )
        for number in range(IMPORTS)
    ]  # fmt: skip
    insert(rows)
    return rows


def make_records(count: int, imports: list[Import]) -> list[str]:
    """Store the records, and return a thousand from the middle."""
    dice, middle, numbers = Random(7), [], iter(range(count))
    while chunk := list(islice(numbers, CHUNK)):
        made = list(_made(chunk, dice))
        rows = []
        for number, one in zip(chunk, made, strict=True):
            of = imports[number * len(imports) // count] if number % 2 else None
            rows.append(versions.record_of(one.payload, holder="anf", imported=of))
        versions.store_new(rows, made)
        if chunk[0] <= count // 2 <= chunk[-1]:
            middle = [one.payload.record for one in made if one.payload.type == "person"][:1_000]
    return middle


def _made(chunk: list[int], dice: Random) -> Iterator[Made]:
    for number in chunk:
        kind, at = KINDS[number % len(KINDS)], START + timedelta(minutes=5 * number)
        payload = RecordPayload(
            record=new_id(at), type=kind, number=1, previous=None, originator="PK", authority="anf", created=at,
            reason="First.", salt=number.to_bytes(16, "big"),
            marking=PERSONAL if kind in ("person", "document") else PLAIN, data=SAYS[kind](number, dice),
        )  # fmt: skip
        yield Made(payload, sha256(b"%d" % number).hexdigest())


def named(number: int, dice: Random) -> str:
    """Return a name of three words and a number that nobody else bears."""
    return f"{dice.choice(FIRST)} {dice.choice(MIDDLE)} {dice.choice(LAST)} K{number}"


def person(number: int, dice: Random) -> dict[str, Any]:
    """Return what one person's record says."""
    born = date(1950, 1, 1) + timedelta(days=dice.randrange(20_000))
    return {
        "name": [named(number, dice)], "birth_date": [born.isoformat()], "nationality": [dice.choice(("PK", "BH"))],
        "passport_number": [f"AB{number:07d}"],
    }  # fmt: skip


def seizure(number: int, dice: Random) -> dict[str, Any]:
    """Return what one seizure's record says."""
    day = date(2020, 1, 1) + timedelta(days=dice.randint(0, 2_400))
    return {
        "name": f"Seizure {number}", "date": day.isoformat(), "substance": dice.choice(("Heroin", "Captagon")),
        "country": dice.choice(("PK", "BH", "OM", "SA")), "transport": dice.choice(("sea", "air", "land")),
        "amount": str(dice.randint(1, 9_000)), "unit": dice.choice(("kg", "litre")),
        "latitude": f"{dice.uniform(22, 30):.4f}", "longitude": f"{dice.uniform(48, 68):.4f}",
    }  # fmt: skip


def organisation(number: int, dice: Random) -> dict[str, Any]:
    """Return what one organisation's record says."""
    return {"name": [f"{dice.choice(LAST)} Trading {number}"], "country": ["BH"]}


def vessel(number: int, dice: Random) -> dict[str, Any]:
    """Return what one vessel's record says."""
    kind = dice.choice(("dhow", "fishing", "cargo"))
    return {"name": [f"Al {dice.choice(FIRST)} {number}"], "flag": [dice.choice(("PK", "BH"))], "vessel_type": kind}


def document(number: int, dice: Random) -> dict[str, Any]:
    """Return what one document's record says."""
    return {"number": f"CD{number:07d}", "document_type": "passport", "country": dice.choice(("PK", "BH"))}


SAYS = {
    "person": person, "seizure": seizure, "organisation": organisation, "vessel": vessel, "document": document,
}  # fmt: skip


def _analyse() -> None:
    """Let the database count what it holds, as its own service does by night."""
    connection.cursor().execute("ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]))
