# SPDX-License-Identifier: Apache-2.0
"""The officers of the sending node in the measurement of the exchange: one process, some clients.

    python -m tests.bench.exchange_app single|batch|releases TO CLIENTS     TAAWUN_HOME names the node

A batch is a set: so many records under one release, in one envelope. The mode "releases" gives each record of a batch a
release, an approval and an envelope of its own.

Prints "ready" when the officers' keys are unlocked, reads the moments (monotonic clock) at which to begin and
to end measuring, and prints one JSON object.
"""

import gc
import json
import os
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "taawun.site.settings"

import django

django.setup()

from django.db import connection  # noqa: E402

from taawun.apps.exchange import services  # noqa: E402
from taawun.apps.exchange.models import OutEnvelope, OutState  # noqa: E402
from taawun.apps.people.access import actor_of  # noqa: E402
from taawun.apps.people.models import Officer  # noqa: E402
from taawun.apps.people.signers import signers_for  # noqa: E402
from taawun.apps.registers import releasing  # noqa: E402
from taawun.apps.registers import services as registers  # noqa: E402
from taawun.kernel.marking import make_marking  # noqa: E402
from taawun.kernel.wire.canonical import encode  # noqa: E402
from tests.federation.kill.parts import BASIS, PURPOSE, SECRET  # noqa: E402

BATCH = int(os.environ.get("TAAWUN_BENCH_BATCH", "250"))
BACKLOG = 1_200  # records on their way before a batch client waits
LOOK = 0.03  # seconds between two looks at the queue, which cost time of the same two processors
TEXT = (
    "Weighed twice before a witness; samples went to the laboratory under seal. "
    "گواہ کے سامنے دو بار تولا گیا اور نمونے مہر لگا کر لیبارٹری بھیجے گئے۔ "
)
SEIZURE = {"name": "Heroin on a dhow", "date": "2026-11-02", "substance": "Heroin", "amount": "36.432", "unit": "kg"}
BODY_BYTES = 4_096


@dataclass(slots=True)
class Sender:
    """What all clients of this process share."""

    to: str
    begin: float = 0.0
    end: float = 0.0
    actors: list[Any] = field(default_factory=list)
    keys: Any = None
    data: dict[str, Any] = field(default_factory=dict)
    answered: int = 0  # all envelopes up to this place of the chain have their final receipt
    news: threading.Condition = field(default_factory=threading.Condition)  # told when `answered` grows
    waits: list[float] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def open(self) -> None:
        desk, officer = (Officer.objects.get(username=name) for name in ("desk", "first"))
        self.actors, self.keys = [actor_of(desk), actor_of(officer)], signers_for(officer, SECRET)
        self.data = SEIZURE | {"summary": TEXT}
        record = self.records(1)[0]
        size = len(encode(self.wishes([record])[0].body))
        self.data["summary"] = (TEXT * 60).encode()[: len(TEXT.encode()) + BODY_BYTES - size].decode(errors="ignore")
        self.data["summary"] = self.data["summary"].strip() + "."

    def records(self, count: int) -> list[str]:
        """Draft records; drafting one is its own act."""
        marking = make_marking("PK", "A", 1, purposes={PURPOSE}, review=date(2029, 1, 1), tlp="green")
        if count == 1:
            return [registers.draft_record(self.actors[0], "seizure", self.data, marking, PURPOSE).id]
        drafts = [registers.Draft(self.data, marking)] * count
        return [record.id for record in registers.draft_many(self.actors[0], "seizure", drafts, PURPOSE)]

    def wishes(self, records: list[str]) -> list[services.Wish]:
        if len(records) > 1:
            return releasing.wishes_for(records, (self.to,), PURPOSE, BASIS)
        return [releasing.wish_for(record, (self.to,), PURPOSE, BASIS) for record in records]

    def send(self, count: int, *, together: bool = False) -> int:
        """Take records from draft to outbox, and return the place of the last one in the chain."""
        desk, officer = self.actors
        records = self.records(count)
        wishes = [releasing.wish_for_set(records, (self.to,), PURPOSE, BASIS)] if together else self.wishes(records)
        ids = [row.id for row in services.draft_releases(desk, wishes, now())]
        services.approve(officer, ids, self.keys, now())
        rows = services.send(desk, ids, now())
        self.sent += [row.id for row in rows]
        return max(row.seq for row in rows)


def now() -> datetime:
    return datetime.now(UTC)


_LOOK = """
    SELECT coalesce((SELECT min(seq) - 1 FROM exchange_outenvelope WHERE peer_id = %s AND state = 'queued'), out_seq)
    FROM exchange_peer WHERE party = %s"""


def look(sender: Sender) -> int:
    """Return how far the chain is answered: receipts are stored in its order. One statement, for it is asked often."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [sender.to, sender.to])
        return int(cursor.fetchone()[0])


def watch(sender: Sender) -> None:
    while time.monotonic() < sender.end + 30:
        if (answered := look(sender)) != sender.answered:
            with sender.news:
                sender.answered = answered
                sender.news.notify_all()
        time.sleep(LOOK)


def wait_until(sender: Sender, place: int) -> None:
    """Wait until all envelopes up to a place are answered."""
    with sender.news:
        sender.news.wait_for(lambda: sender.answered >= place, timeout=60)


def single(sender: Sender) -> None:
    """One client: a record, its approval, its sending, its receipt, and then the next."""
    while (start := time.monotonic()) < sender.end:
        place = sender.send(1)
        wait_until(sender, place)
        if sender.begin <= time.monotonic() < sender.end:
            sender.waits.append(time.monotonic() - start)
    connection.close()


def batch(sender: Sender) -> None:
    """One client that keeps sets on their way."""
    while time.monotonic() < sender.end:
        wait_until(sender, sender.send(BATCH, together=True) - BACKLOG // BATCH)
    connection.close()


def releases(sender: Sender) -> None:
    """One client that keeps batches of single releases on their way."""
    while time.monotonic() < sender.end:
        wait_until(sender, sender.send(BATCH) - BACKLOG)
    connection.close()


MODES = {"single": single, "batch": batch, "releases": releases}


def main() -> None:
    mode, to, clients = sys.argv[1], sys.argv[2], int(sys.argv[3])
    sender = Sender(to)
    sender.open()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    print("ready", flush=True)
    sender.begin, sender.end = map(float, sys.stdin.readline().split())
    threading.Thread(target=watch, args=(sender,), daemon=True).start()
    threads = [threading.Thread(target=MODES[mode], args=(sender,)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    places = [wait_for(sender, moment) for moment in (sender.begin, sender.end)]
    for thread in threads:
        thread.join()
    drained = drain(sender)
    states = Counter(OutEnvelope.objects.filter(id__in=sender.sent[-20_000:]).values_list("state", flat=True))
    size = len(bytes(OutEnvelope.objects.only("data").latest("seq").data))
    print(json.dumps({"places": places, "waits": sender.waits, "sent": len(sender.sent), "states": states,
                      "drained": drained, "body_bytes": len(encode(sender.wishes(sender.records(1))[0].body)),
                      "envelope_bytes": size}))  # fmt: skip


def wait_for(sender: Sender, moment: float) -> int:
    time.sleep(max(0.0, moment - time.monotonic()))
    return look(sender)


def drain(sender: Sender) -> float:
    """Return the seconds until everything sent has its receipt."""
    start = time.monotonic()
    while OutEnvelope.objects.filter(state=OutState.QUEUED).exists() and time.monotonic() < start + 60:
        time.sleep(0.05)
    return round(time.monotonic() - start, 2)


if __name__ == "__main__":
    main()
