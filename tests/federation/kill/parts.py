# SPDX-License-Identifier: Apache-2.0
"""What runs inside a node of a test: its web server, its worker, its officers' story, and what it can be asked."""

import json
import random
import signal
import threading
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from taawun.apps.audit import services as audit
from taawun.apps.exchange import pairing, services
from taawun.apps.exchange.messages import write_message
from taawun.apps.exchange.models import Fork, InEnvelope, OutEnvelope, Peer, Receipt, Refusal
from taawun.apps.ledger import services as ledger
from taawun.apps.ledger.models import Alert, Cosignature, Entry
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.people.signers import signers_for
from taawun.apps.registers import services as registers
from taawun.apps.registers.models import RecordVersion
from taawun.apps.registers.releasing import wish_for
from taawun.kernel.marking import RecordPayload, make_marking
from taawun.kernel.wire.envelope import Basis
from taawun.site.config import find_home, read_config
from taawun.site.founding import NewAuthority, NewOfficer, found
from tests.federation.taxii_parts import (  # noqa: F401 - asked by their names
    taxii_client,
    taxii_go,
    taxii_held,
    taxii_publish,
    taxii_release,
    taxii_server,
)

PURPOSE, BASIS, SECRET = "counter-narcotics", Basis("pk-bh-narcotics-model", "5"), "correct horse battery staple"
ROLES = {"desk": ("desk_officer", "operator"), "first": ("releasing_officer",), "second": ("releasing_officer",)}
PERSON = {"name": ["احمد خالد منصور", "Ahmad Khalid Mansoor"], "birth_date": ["1971~"]}
SEIZURE = {"name": "منشیات کی کھیپ", "date": "2026-11-02", "substance": "Heroin", "amount": "36.432", "unit": "kg"}
FINAL = ("accepted", "rejected")


def now() -> datetime:
    return datetime.now(UTC)


# --- the parts that stay ---------------------------------------------------------------------------


def web() -> None:
    from taawun.site.cli.web import Web

    Web(read_config(find_home()), 1).run()


def worker() -> None:
    from taawun.site.worker import run_worker

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run_worker(stop)


def story(to: str, log: str, seed: int, pause: float) -> None:
    """Draft, approve, send and read until killed; each envelope whose `send` returned goes on the log at once."""
    choice, desk = random.Random(seed), Desk(to)
    with Path(log).open("a", buffering=1) as lines:
        while True:
            sent = desk.send(choice)
            lines.write("".join(f"{identifier}\n" for identifier in sent))
            desk.read_some()
            time.sleep(choice.uniform(0, pause))


_KEYS: list[Any] = []


def unlock() -> None:
    """Unlock the officers' keys in this process, for the officers that are forked from it."""
    _KEYS[:] = [signers_for(officer, SECRET) for officer in _officers()[1:]]
    connection.close()


def _officers() -> list[Officer]:
    return [Officer.objects.get(username=name) for name in ROLES]


class Desk:
    """The officers of a node, their keys unlocked."""

    def __init__(self, to: str) -> None:
        self.to, self.party = to, str(read_config(find_home()).party)
        self.actors = [actor_of(officer) for officer in _officers()]
        self.keys = _KEYS
        self.known: list[str] = []

    def send(self, choice: random.Random) -> list[str]:
        """Take a few things through drafting, approvals and sending, and return the envelopes."""
        wishes = [self._wish(choice) for _ in range(choice.choice((1, 1, 2, 5)))]
        releases = [row.id for row in services.draft_releases(self.actors[0], wishes, now())]
        plain = [row for row, wish in zip(releases, wishes, strict=True) if not wish.personal]
        services.approve(self.actors[1], releases, self.keys[0], now())
        personal = [row for row in releases if row not in plain]
        if personal:
            services.approve(self.actors[2], personal, self.keys[1], now())
        return [row.id for row in services.send(self.actors[0], releases, now())]

    def read_some(self) -> None:
        for row in InEnvelope.objects.filter(state="accepted", ask_read=True, read_at__isnull=True)[:3]:
            services.mark_read(row, now())

    def _wish(self, choice: random.Random) -> services.Wish:
        what = choice.choice(("message", "seizure", "person", "version"))
        if what == "message":
            return self._message(choice)
        if what == "version" and self.known:
            record = choice.choice(self.known)
            registers.new_version(self.actors[0], record, SEIZURE, self._marking(), PURPOSE, "Weighed again.")
        else:
            personal = what == "person"
            data, persons = (PERSON, {"suspect"}) if personal else (SEIZURE, set())
            kind = "person" if personal else "seizure"
            record = registers.draft_record(self.actors[0], kind, data, self._marking(persons), PURPOSE).id
            self.known += [] if personal else [record]
        return wish_for(record, (self.to,), PURPOSE, BASIS)

    def _message(self, choice: random.Random) -> services.Wish:
        text = "وضاحت درکار ہے۔ " * choice.randint(1, 60)
        return services.Wish(
            kind="message", body=write_message(text, "ur"), recipients=(self.to,), purpose=PURPOSE, basis=BASIS,
            object_type="message", object_id="", personal=False, ask_read=choice.random() < 0.3,
        )  # fmt: skip

    def _marking(self, persons: Any = ()) -> Any:
        return make_marking(
            self.party, "A", 1, purposes={PURPOSE}, review=date(2029, 1, 1), persons=set(persons), tlp="green"
        )


# --- what it can be asked --------------------------------------------------------------------------


def begin(party: str) -> dict[str, Any]:
    """Found the node, and return its card."""
    call_command("migrate", verbosity=0)
    titles = {"title_en": "Narcotics", "title_ar": "المخدرات", "title_ur": "منشیات"}
    officers = [
        NewOfficer(username=name, name=name, authority="drugs", roles=roles, password=SECRET, passphrase=SECRET)
        for name, roles in ROLES.items()
    ]
    found(party, [NewAuthority(code="drugs", **titles)], officers, now())
    return pairing.own_card()


def confirm(card: dict[str, Any]) -> dict[str, Any]:
    """Confirm another node's card as two officers, and return our half of the pairing."""
    read = pairing.read_card(card, now())
    peer = services.confirm(actor_of(_officers()[0]), read, read.words, _KEYS, now())
    return {"card": pairing.own_card(), "signatures": json.loads(bytes(peer.pairing.our_half))}


def take_half(half: dict[str, Any]) -> str:
    return str(services.take_half(half, now()).state)


def waiting() -> dict[str, int]:
    """Return what is still on its way."""
    return {
        "envelopes": OutEnvelope.objects.exclude(state__in=FINAL).count(),
        "receipts": Receipt.objects.filter(by="ours", told=False).count(),
        "entries": Entry.objects.filter(leaf_index__isnull=True).count(),
    }


def witnessed() -> bool:
    """Return whether all is sealed and a peer has cosigned the newest checkpoint."""
    latest = ledger.latest()
    sealed = not Entry.objects.filter(leaf_index__isnull=True).exists()
    return sealed and latest is not None and Cosignature.objects.filter(checkpoint=latest).exists()


def facts(other: str) -> dict[str, Any]:
    """Return all that the two sides must agree on, and what this side finds when it checks itself."""
    peer = Peer.objects.get(party=other)
    latest = ledger.verify_self()
    verdict = audit.verify()
    return {
        "sent": _by_id(OutEnvelope.objects.filter(peer=peer)),
        "received": _by_id(InEnvelope.objects.filter(peer=peer)),
        "out": [peer.out_seq, peer.out_digest],
        "in": [peer.in_seq, peer.in_digest],
        "doubled": _doubled(InEnvelope.objects.values_list("id", flat=True)),
        "receipts": {by: _receipts(by) for by in ("ours", "theirs")},
        "reports": _versions(OutEnvelope.objects.filter(kind="record.report")),
        "taken": list(RecordVersion.objects.exclude(record__originator=_party()).values_list("digest", flat=True)),
        "entries": dict(Counter(Entry.objects.values_list("kind", flat=True))),
        "size": latest.size,
        "audit": [verdict.whole, verdict.lines, str(verdict.broken)],
        "alerts": Alert.objects.count(),
        "forks": Fork.objects.count(),
        "refused": dict(Counter(Refusal.objects.values_list("code", flat=True))),
    }  # fmt: skip


def _party() -> str:
    return str(read_config(find_home()).party)


def _by_id(rows: Any) -> dict[str, list[Any]]:
    return {row[0]: list(row[1:]) for row in rows.order_by("seq").values_list("id", "seq", "digest", "state", "code")}


def _doubled(values: Any) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _receipts(by: str) -> dict[str, dict[str, int]]:
    """Return for each envelope how many receipts of each kind there are."""
    found: dict[str, dict[str, int]] = {}
    for envelope, kind in Receipt.objects.filter(by=by).values_list("envelope_id", "kind"):
        kinds = found.setdefault(envelope, {})
        kinds[kind] = kinds.get(kind, 0) + 1
    return found


def _versions(rows: Any) -> list[str]:
    """Return the digests of the record versions that were sent."""
    bodies = [json.loads(bytes(data))["body"] for data in rows.values_list("data", flat=True)]
    return [RecordPayload.from_wire(body).digest() for body in bodies]
