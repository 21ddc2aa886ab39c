# SPDX-License-Identifier: Apache-2.0
"""Fill the node of TAAWUN_HOME: the story of the tests, multiplied. `python -m tests.bench.desk.filling RECORDS`.

The story is told through the real services, so that every page has something true to show. What makes the node
large is written straight into the tables: names, dates and amounts of the first records are drawn with a fixed seed,
the others are theirs under numbers of their own (spreading.py), digests stand for contents that nobody verifies here,
and every second record came with one of twenty imports.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
from django.test import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from taawun.apps.audit.actors import Actor  # noqa: E402
from taawun.apps.identity import indexing  # noqa: E402
from taawun.apps.ids import new_id  # noqa: E402
from taawun.apps.people import services as people  # noqa: E402
from taawun.apps.people import wrapping  # noqa: E402
from taawun.apps.people.models import Officer  # noqa: E402
from taawun.apps.registers import versions  # noqa: E402
from taawun.apps.registers.models import (  # noqa: E402
    Import,
    Record,
    RecordKey,
    RecordValue,
    RecordVersion,
    RecordWord,
)
from taawun.apps.registers.versions import Made  # noqa: E402
from taawun.apps.rows import insert  # noqa: E402
from taawun.kernel.marking import Marking, RecordPayload, make_marking  # noqa: E402
from tests.apps.registers.making import PURPOSE  # noqa: E402
from tests.apps.ui.story import NOW, SECRET, Story, tell  # noqa: E402
from tests.bench.desk import multiplying, spreading  # noqa: E402
from tests.bench.desk.spreading import Copy, renumbered  # noqa: E402

CHUNK, IMPORTS, OFFICERS = 5_000, 20, 50
DRAWN = 20_000  # records that are drawn; a multiple of the number of kinds
INDEXED = int(os.environ.get("TAAWUN_BENCH_INDEXED", "100000"))  # records in the index of names, at most
FIRST_NUMBER = 1_000_000  # so that all numbers are equally long, and none is part of another
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
    with _timed("the story, and fifty officers"), _quick_secrets():
        story = tell()
        officers = [at_desk(number, story.officers["asma"]) for number in range(OFFICERS)]
    with transaction.atomic():
        imports = make_imports()
        with _timed("records"):
            middle = make_records(count, imports)
        with _timed("cases, envelopes, pairs, lines of the audit"):
            ids = multiplying.everything(story, [one.id for one in officers], middle, count)
    with _timed("statistics of the database"):
        connection.cursor().execute("ANALYZE")
    with _timed("the index of names"):
        indexed = _index()
    told = {name: value for name, value in asdict_of(story).items() if isinstance(value, str | int)}
    staff = {name: one.id for name, one in story.officers.items()}
    found = {"story": told, "staff": staff, "officers": [one.id for one in officers], "records": middle}
    found |= {"import": imports[0].id, "indexed": indexed} | ids
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
    ids = [new_id(_when(number)) for number in range(count)]
    tables = (Record, RecordVersion, RecordKey, RecordWord, RecordValue)
    with spreading.without_indexes(tables):
        drawn = min(count, DRAWN)
        for start in range(0, drawn, CHUNK):
            _draw(range(start, min(start + CHUNK, drawn)), ids, imports)
        spreading.plan(_copies(ids, drawn, imports))
        _spread()
    start = count // 2 // CHUNK * CHUNK
    of_persons = (number for number in range(start, min(start + CHUNK, count)) if _kind(number) == "person")
    return [ids[number] for number in of_persons][:1_000]


def _draw(numbers: range, ids: list[str], imports: list[Import]) -> None:
    """Store the first records, as the node itself does."""
    made, rows = [], []
    for number in numbers:
        kind, dice = _kind(number), Random(number)
        payload = RecordPayload(
            record=ids[number], type=kind, number=1, previous=None, originator="PK", authority="anf",
            created=_when(number), reason="First.", salt=number.to_bytes(16, "big"),
            marking=PERSONAL if kind in ("person", "document") else PLAIN, data=SAYS[kind](FIRST_NUMBER + number, dice),
        )  # fmt: skip
        made.append(Made(payload, f"{number:064x}"))
        rows.append(versions.record_of(payload, holder="anf", imported=_import(number, len(ids), imports)))
    versions.store_new(rows, made)


def _copies(ids: list[str], drawn: int, imports: list[Import]) -> Iterator[Copy]:
    """Yield what the database is to make of the records that were drawn."""
    for number in range(drawn, len(ids)):
        of, like = _import(number, len(ids), imports), number % drawn
        old, own = str(FIRST_NUMBER + like), str(FIRST_NUMBER + number)
        yield Copy(ids[number], ids[like], old, own, _when(number), of.id if of else None, f"{number:064x}")


def _spread() -> None:
    """Let the database make the records that are planned, with all that stands beside them."""
    spreading.spread(
        Record, "id",
        {"id": "m.id", "caption": renumbered("caption"), "created": "m.at", "updated": "m.at",
         "imported_id": "m.imported"},
    )  # fmt: skip
    spreading.spread(
        RecordVersion, "record_id",
        {"record_id": "m.id", "data": renumbered("data", "jsonb"), "digest": "m.digest", "created": "m.at"},
    )  # fmt: skip
    spreading.spread(RecordKey, "record_id", {"record_id": "m.id", "key": renumbered("key")})
    spreading.spread(RecordWord, "record_id", {"record_id": "m.id", "word": renumbered("word")})
    changes = {"record_id": "m.id", "value": renumbered("value"), "updated": "m.at"}
    spreading.spread(RecordValue, "record_id", changes)


def _kind(number: int) -> str:
    return KINDS[number % len(KINDS)]


def _when(number: int) -> datetime:
    return START + timedelta(minutes=5 * number)


def _import(number: int, count: int, imports: list[Import]) -> Import | None:
    return imports[number * len(imports) // count] if number % 2 else None


def named(number: int, dice: Random) -> str:
    """Return a name of three words and a number that nobody else bears."""
    return f"{dice.choice(FIRST)} {dice.choice(MIDDLE)} {dice.choice(LAST)} K{number}"


def person(number: int, dice: Random) -> dict[str, Any]:
    """Return what one person's record says."""
    born = date(1950, 1, 1) + timedelta(days=dice.randrange(20_000))
    return {
        "name": [named(number, dice)], "birth_date": [born.isoformat()], "nationality": [dice.choice(("PK", "BH"))],
        "passport_number": [f"AB{number}"],
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
    return {"number": f"CD{number}", "document_type": "passport", "country": dice.choice(("PK", "BH"))}


SAYS = {
    "person": person, "seizure": seizure, "organisation": organisation, "vessel": vessel, "document": document,
}  # fmt: skip


def _index() -> int:
    """Build the index of names of so many records as were asked for, and return how many it holds.

    All of a million take longer than everything else; how the index itself grows is measured by `matching`.
    """
    whole = indexing._everything
    indexing._everything = lambda: islice(whole(), INDEXED)
    return indexing.rebuild(timezone.now())


@contextmanager
def _quick_secrets() -> Iterator[None]:
    """Stretch passwords and passphrases as little as scrypt allows: nobody types them here."""
    whole, wrapping.COST = wrapping.COST, wrapping.LIGHT
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
    wrapping.COST = whole


@contextmanager
def _timed(what: str) -> Iterator[None]:
    """Tell whoever waits how long a part took."""
    started = time.monotonic()
    yield
    sys.stderr.write(f"filling: {what}: {time.monotonic() - started:,.0f} s\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
