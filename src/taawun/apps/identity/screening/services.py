# SPDX-License-Identifier: Apache-2.0
"""The acts of screening: hold one entry, or a file of entries, against what this node has.

One entry is answered at once; a file is a job that can be stopped and goes on where it was.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.identity import statements
from taawun.apps.identity.models import TITLE_CHARACTERS, Screening
from taawun.apps.identity.screening import reading, running
from taawun.apps.identity.screening.running import FORGOTTEN
from taawun.apps.identity.services import JUDGES
from taawun.apps.ids import new_id
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.queries import has_ended
from taawun.apps.people import access as people
from taawun.apps.registers.importing import files
from taawun.kernel.errors import NoName
from taawun.kernel.wire.times import cut, to_wire

if TYPE_CHECKING:
    from taawun.apps.jobs.context import Context
    from taawun.engines.matching import Record

KIND: Final = "identity.screen-file"
NAME_CHARACTERS: Final = 500
LEAST: Final = 0.4
"""Score below which a hit is not kept, unless an officer asks for more or for fewer."""
FORGET_SCREENINGS: Final = 100
"""Screenings whose entries are deleted at once; the rest has its turn the next time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, body or ship that is asked about, as an officer wrote it."""

    name: str
    kind: str = "person"
    father: str = ""
    birth: str = ""
    country: str = ""
    document: str = ""

    def record(self) -> "Record":
        """Return the entry as the engines read it; several names stand on lines or between semicolons.

        Raises:
            NoName: nothing is written that could be a name.
        """
        from taawun.engines.matching import Record

        names = _parts(self.name)
        if not names:
            raise NoName
        return Record(
            id="1",
            names=names,
            kind=self.kind,
            fathers=_parts(self.father),
            births=statements.dates_of(_parts(self.birth)),
            countries=_parts(self.country.upper()),
            documents=tuple(statements.document("", number) for number in _parts(self.document)),
        )


def screen_entry(
    actor: Actor, entry: Entry, purpose: str, *, least: float = LEAST, at: datetime | None = None
) -> Screening:
    """Hold one entry against what this node has, keep its hits and raise the alerts.

    Raises:
        NoName, NoIndexYet, NoRole.
    """
    at = cut(at or timezone.now())
    made = _new(actor, "entry", purpose, {"least": least}, at)
    with audit.acting(actor, "screening.made", "screening", made.id, purpose, at=at):
        _require(actor)
        record = entry.record()
        made.finished = at
        made.save(force_insert=True)
        running.keep(made, [reading.Row(1, record)], people.find(actor.officer_id), at)
    return made


def screen_file(
    actor: Actor,
    file: IO[bytes],
    name: str,
    purpose: str,
    *,
    least: float = LEAST,
    settings: dict[str, Any] | None = None,
    kind: str = KIND,
    at: datetime | None = None,
) -> Screening:
    """Start the screening of a file: CSV, Excel, FollowTheMoney or the United Nations list.

    `kind` is that of the job: a sector may declare one of its own for `run_file`, with its name and its page.

    Raises:
        BadList, BadColumns: what cannot be read is refused before anything is stored.
    """
    at = cut(at or timezone.now())
    made = _new(actor, "file", purpose, {"least": least, **(settings or {})}, at)
    with audit.acting(actor, "screening.made", "screening", made.id, purpose, at=at):
        _require(actor)
        made.file_name = reading.plain(name)[:TITLE_CHARACTERS]
        made.file_digest = files.keep(file, reading.folder())
        reading.check(made.file_digest)
        made.job = jobs.submit(kind, {"screening": made.id}, actor, at=at).id
        made.save(force_insert=True)
    return made


def run_file(context: "Context") -> dict[str, int]:
    """Run or go on with the screening of a file: the work of `KIND`, and of a kind of job that a sector declares.

    Raises:
        NoSuchScreening: it was forgotten before it came to its end.
    """
    return running.run(context)


def forget_due(by: str, *, at: datetime | None = None) -> int:
    """Delete the entries without a hit of screenings that said from when on they are not needed; return how many.

    A screening says it in its setting `forget_after` (a time as on the wire). One whose job was stopped, or failed, and
    that nobody took up again is forgotten as well, with its file. Entries that raised an alert stay with it. One line
    for each screening stands on the record, by the part of the node that asks.
    """
    at = cut(at or timezone.now())
    due = Screening.objects.filter(settings__forget_after__lte=to_wire(at)).exclude(settings__has_key=FORGOTTEN)
    over = (one for one in due if one.finished or has_ended(one.job))
    return sum(_forget(one.id, by, at) for one in islice(over, FORGET_SCREENINGS))


def _forget(screening_id: str, by: str, at: datetime) -> int:
    with transaction.atomic():
        made = Screening.objects.select_for_update().get(id=screening_id)
        count = made.rows.filter(best=0, alerts=None).delete()[0]
        Screening.objects.filter(id=made.id).update(settings=made.settings | {FORGOTTEN: count})
        running.forget_file(made.file_digest)
        audit.record(Actor.system(by), "screening.minimised", "screening", made.id, made.purpose, at=at)
    return count


def _new(actor: Actor, source: str, purpose: str, settings: dict[str, Any], at: datetime) -> Screening:
    return Screening(
        id=new_id(at), source=source, settings=settings, officer_id=actor.officer_id, authority=actor.authority,
        purpose=purpose, created=at,
    )  # fmt: skip


def _parts(text: str) -> tuple[str, ...]:
    lines = text[:NAME_CHARACTERS].replace("؛", ";").replace("\n", ";").split(";")
    return tuple(dict.fromkeys(part.strip() for part in lines if part.strip()))


def _require(actor: Actor) -> None:
    people.require_any(people.find(actor.officer_id), *JUDGES)
