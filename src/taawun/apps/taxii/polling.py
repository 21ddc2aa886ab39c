# SPDX-License-Identifier: Apache-2.0
"""The client: servers of others are polled into quarantine, and what was released is pushed to them (spec §85.8).

A page and the place that it leads to are stored in one transaction, so that a crash repeats a page and loses none.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import httpx
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.people import access as people
from taawun.apps.rows import fetch
from taawun.apps.taxii import holding
from taawun.apps.taxii.asking_out import TIMEOUT, Came, Remote, ask, check_address
from taawun.apps.taxii.holding import OBJECT, OPERATOR, PURPOSE
from taawun.apps.taxii.models import Collection, Server, Way
from taawun.formats.stix import reading, statuses
from taawun.kernel.errors import BadServerAddress, NoSuchCollection, SenderError, ServerUnreachable
from taawun.kernel.wire.times import cut

PERIOD: Final = timedelta(minutes=5)
LONGEST_WAIT: Final = timedelta(hours=1)
PAGES: Final = 20
"""Pages of one server in one go; then the others come first."""
PUSHED: Final = 100
"""Objects of one POST."""
PAGE_CHARACTERS: Final = 2_000
AFTER_CHARACTERS: Final = 40
SAID: Final = 200
"""Characters of what is noted of a visit."""
WORKER: Final = Actor.system("worker")
_RELEASED: Final = (
    "SELECT added, content, stix, id FROM taxii_object WHERE collection_id = %s AND owner = %s AND gone IS NULL"
    " AND added > %s ORDER BY added LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an operator says of a server of others."""

    title: str
    way: str
    address: str
    purpose: str
    authority: str
    username: str = ""
    secret: str = ""
    inside: bool = False
    collection: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Went:
    """How a visit went: what is noted, and how many times something was not as it should be."""

    said: str
    failures: int = 0


def add_server(actor: Actor, wish: Wish, *, at: datetime | None = None) -> Server:
    """Note a server; the worker goes there.

    Raises:
        BadServerAddress, NoRole.
        NoSuchCollection: a push without a collection of ours and a party.
    """
    at = cut(at or timezone.now())
    made = Server(
        title=wish.title, way=wish.way, address=wish.address, username=wish.username, inside=wish.inside,
        purpose=wish.purpose, authority=wish.authority, due=at, officer_id=actor.officer_id, created=at,
        party=wish.party.upper(), collection_id=wish.collection or None,
    )  # fmt: skip
    with audit.acting(actor, "taxii.server-noted", "taxii-server", made.id, PURPOSE, at=at):
        people.require_any_held(actor.officer_id, OPERATOR)
        check_address(wish.address, inside=wish.inside)
        if wish.way == Way.PUSH and not (wish.party and Collection.objects.filter(id=wish.collection).exists()):
            raise NoSuchCollection
        made.save(force_insert=True)
        if wish.secret:
            _keep(made.id, wish.secret)
    return made


def end_server(actor: Actor, server_id: str, *, at: datetime | None = None) -> None:
    """Go there no more, and erase the secret."""
    at = cut(at or timezone.now())
    with audit.acting(actor, "taxii.server-ended", "taxii-server", server_id, PURPOSE, at=at):
        people.require_any_held(actor.officer_id, OPERATOR)
        if not Server.objects.filter(id=server_id, ended=None).update(ended=at):
            raise NoSuchCollection
    _file(server_id).unlink(missing_ok=True)


def go(now: datetime, client: httpx.Client | None = None) -> int:
    """Go to every server that is due, and return to how many."""
    due = Server.objects.filter(ended=None, due__lte=now, collection__closed=None).exclude(way=Way.FILE)
    rows = list(due.order_by("due"))
    if not rows:
        return 0
    with client or httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as used:
        return sum(_visit(row, used, now) for row in rows)


def _visit(row: Server, client: httpx.Client, now: datetime) -> bool:
    """Visit one server; of two workers that come at once, one does."""
    if not Server.objects.filter(id=row.id, due=row.due).update(due=now + LONGEST_WAIT):
        return False
    work: Callable[[Server, httpx.Client, datetime], Went] = _poll if row.way == Way.POLL else _push
    try:
        went = work(row, client, now)
        Server.objects.filter(id=row.id).update(failures=went.failures, said=went.said[:SAID], due=now + PERIOD)
    except (ServerUnreachable, BadServerAddress, SenderError) as error:
        wait = min(PERIOD * 2 ** min(row.failures, 10), LONGEST_WAIT)
        Server.objects.filter(id=row.id).update(
            failures=row.failures + 1, said=f"{error.code}: {error.detail}"[:SAID], due=now + wait
        )
    return True


def _poll(row: Server, client: httpx.Client, now: datetime) -> Went:
    remote, stored = _remote(row), 0
    for _ in range(PAGES):
        asked = {"limit": str(reading.OBJECTS // 10)}
        asked |= {"added_after": row.after} if row.after else {}
        asked |= {"next": row.page} if row.page else {}
        came = ask(client, remote, "GET", "objects/", asked)
        if came.status == httpx.codes.BAD_REQUEST and row.page:
            row.page = ""  # its place is too old there: begin again behind what is held, where nothing is held twice
            continue
        read = reading.page(_good(came, httpx.codes.OK))
        last = came.last if len(came.last) <= AFTER_CHARACTERS else ""
        row.page = read.next if read.more and len(read.next) <= PAGE_CHARACTERS else ""
        row.after = row.after if row.page else last or row.after
        with transaction.atomic():
            added = holding.take_polled(row.id, read.pieces, now)
            row.count += added.stored
            stored += added.stored
            row.save(update_fields=["after", "page", "count"])
            audit.record(WORKER, "taxii.polled", "taxii-server", row.id, row.purpose, at=now)
        if not read.more or not (row.page or last):
            break
    return Went(f"+{stored}")


def _push(row: Server, client: httpx.Client, now: datetime) -> Went:
    """Push what is new; what the server does not take is said, and stays said until something new is taken."""
    remote, taken, pending, refused, named = _remote(row), 0, 0, 0, list[str]()
    for _ in range(PAGES):
        after = int(row.after or 0)
        found = fetch(_RELEASED, [row.collection_id, f"p:{row.party}", after, PUSHED])
        if not found:
            break
        body = b'{"objects":[' + b",".join(bytes(one[1]) for one in found) + b"]}"
        came = _good(ask(client, remote, "POST", "objects/", {}, body), httpx.codes.ACCEPTED)
        told = statuses.told(came, len(found))
        row.after, row.count = str(found[-1][0]), row.count + told.taken
        taken, pending, refused = taken + told.taken, pending + told.pending, refused + told.refused
        of_ours = {str(stix): str(number) for _added, _content, stix, number in found}
        here = [one for one in told.named if one in of_ours]
        named += here
        with transaction.atomic():
            row.save(update_fields=["after", "count"])
            audit.record(WORKER, "taxii.pushed", "taxii-server", row.id, row.purpose, at=now)
            lines = [Entry(WORKER, "taxii.not-taken", OBJECT, of_ours[one], row.purpose) for one in here]
            audit.record_many(lines, at=now)
    if not (taken or pending or refused) and row.failures:
        return Went(row.said, row.failures)
    waits = f", {pending} pending" if pending else ""
    lost = f", {refused} refused{': ' if named else ''}{', '.join(named)}" if refused else ""
    return Went(f"+{taken}{waits}{lost}", int(bool(pending or refused)))


def _good(came: Came, status: int) -> bytes:
    if came.status != status:
        raise ServerUnreachable(f"HTTP {came.status}.")
    return came.body


def _remote(row: Server) -> Remote:
    file = _file(row.id)
    secret = file.read_text(encoding="utf-8") if file.exists() else ""
    return Remote(row.address, row.username, secret, row.inside)


def _keep(server_id: str, secret: str) -> None:
    """Write a secret to a file that only the node reads."""
    descriptor = os.open(_file(server_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret)


def _file(server_id: str) -> Path:
    return Path(settings.NODE.keys) / f"taxii-{server_id}.secret"
