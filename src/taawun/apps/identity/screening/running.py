# SPDX-License-Identifier: Apache-2.0
"""Running a screening: entries in chunks, each with its hits, its alerts and the place to go on from.

Only hits that the officer may see for the purpose are kept, so that no list and no count can tell of another.
What they may not see may still be on a watch list: its owner is alerted, and the officer does not learn of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from taawun.apps.identity import engine
from taawun.apps.identity.hits import RankedHit, rank
from taawun.apps.identity.models import Hit, ScreenedRow, Screening
from taawun.apps.identity.screening import reading
from taawun.apps.identity.screening.further import TOLD, Further, offered
from taawun.apps.identity.screening.reading import Row
from taawun.apps.identity.watching import membership, raising
from taawun.apps.jobs.context import Context
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers import queries as registers
from taawun.kernel.errors import NoSuchScreening

if TYPE_CHECKING:
    from taawun.engines.matching import Match

CHUNK_ROWS: Final = 200
"""Entries of one transaction."""
NEIGHBOURS: Final = 50
"""Records that are looked at for one entry; those that may not be shown are among them."""
HITS: Final = 10
"""Hits of one entry that are kept, the likeliest."""
READING: Final = "screening.reading"
FORGOTTEN: Final = "forgotten"
"""The setting of a screening that says how many entries without a hit were deleted; it never goes on."""

Found = tuple[tuple["Match", ...], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many entries had a hit to show, and how many alerts were raised."""

    hits: int
    alerts: int


@dataclass(slots=True)
class Tally:
    """What became of the entries so far. It is the cursor of the job, as JSON."""

    read: int = 0
    hit: int = 0
    left_out: int = 0

    def to_json(self) -> dict[str, int]:
        """Return the counts."""
        return {name: getattr(self, name) for name in ("read", "hit", "left_out")}


def run(context: Context) -> dict[str, int]:
    """Run or go on with the screening of a file, and return what became of its entries.

    Raises:
        NoSuchScreening: it was forgotten before it came to its end.
    """
    screening = Screening.objects.get(id=context.params["screening"])
    if FORGOTTEN in screening.settings:
        raise NoSuchScreening
    officer, tally = people.find(screening.officer_id), Tally(**(context.cursor or {}))
    total = context.total if context.cursor else reading.count(screening.file_digest)
    rows = islice(reading.rows(screening.file_digest, context.clock.now().date()), tally.read, None)
    while chunk := list(islice(rows, CHUNK_ROWS)):
        with transaction.atomic():
            now = context.clock.now()
            tally.hit += keep(screening, chunk, officer, now)
            tally.read += len(chunk)
            tally.left_out += sum(row.record is None for row in chunk)
            context.advance(tally.read, total, tally.to_json(), message=READING)
    Screening.objects.filter(id=screening.id).update(finished=context.clock.now())
    forget_file(screening.file_digest)
    return tally.to_json()


def forget_file(digest: str) -> None:
    """Remove a file, unless somebody handed the same one in again and its screening has still to read it."""
    others = Screening.objects.filter(file_digest=digest, finished=None).exclude(settings__has_key=FORGOTTEN)
    if digest and not others.exists():
        reading.forget(digest)


def keep(screening: Screening, chunk: Sequence[Row], officer: Officer, now: datetime) -> int:
    """Screen some entries, keep them with their hits, raise alerts, and return how many had a hit to show."""
    return keep_found(screening, chunk, _search(chunk, membership.least(_least(screening))), officer, now).hits


def keep_found(screening: Screening, chunk: Sequence[Row], found: Found, officer: Officer, now: datetime) -> Kept:
    """Keep entries that were screened with what was found for each, and raise the alerts."""
    seen = records.visible(
        officer, sorted({match.record.id for matches in found for match in matches}), screening.purpose, at=now
    )
    further = _further(screening, chunk, officer, now)
    named = [rank(matches, seen, _least(screening), HITS) for matches in found]
    ranked = [_joined(more.hits, hits) for more, hits in zip(further, named, strict=True)]
    told = [more.told for more in further]
    rows = ScreenedRow.objects.bulk_create(
        _row(screening, row, hits, codes) for row, hits, codes in zip(chunk, ranked, told, strict=True)
    )
    Hit.objects.bulk_create(_hit(row, hit) for row, hits in zip(rows, ranked, strict=True) for hit in hits)
    return Kept(sum(bool(hits) for hits in ranked), _raise(screening, rows, found, now))


def _search(chunk: Sequence[Row], least: float) -> Found:
    asked = [row.record for row in chunk if row.record is not None]
    answers = (matches for _record, matches in engine.screen(asked, NEIGHBOURS, least)) if asked else iter(())
    return tuple(() if row.record is None else next(answers) for row in chunk)


def _raise(screening: Screening, rows: Sequence[ScreenedRow], found: Found, now: datetime) -> int:
    identifiers = sorted({match.record.id for matches in found for match in matches})
    versions = {one.record_id: one for one in registers.current_versions_of(identifiers)}
    asked = [
        raising.Asked(versions[match.record.id], row, match.score, screening.purpose)
        for row, matches in zip(rows, found, strict=True)
        for match in matches
        if match.record.id in versions
    ]
    return raising.raise_for_rows(asked, now)


def _least(screening: Screening) -> float:
    return float(screening.settings["least"])


def _further(screening: Screening, chunk: Sequence[Row], officer: Officer, now: datetime) -> Sequence[Further]:
    found = offered(screening.settings.get("further", ""))
    return found.check(officer, chunk, screening.purpose, now) if found else [Further()] * len(chunk)


def _joined(first: Sequence[RankedHit], then: Sequence[RankedHit]) -> list[RankedHit]:
    """Return hits of both, each record once, the likeliest first."""
    known = {hit.shown.record.id for hit in first}
    return sorted([*first, *(hit for hit in then if hit.shown.record.id not in known)], key=lambda hit: -hit.score)


def _row(screening: Screening, row: Row, hits: Sequence[RankedHit], told: Sequence[str]) -> ScreenedRow:
    asked = reading.asked(row.record) | ({TOLD: list(told)} if told else {})
    return ScreenedRow(
        of=screening, number=row.number, asked=asked, problems=list(row.problems),
        lost=row.record is None, best=hits[0].score if hits else 0.0,
    )  # fmt: skip


def _hit(row: ScreenedRow, hit: RankedHit) -> Hit:
    parts: dict[str, Any] = dict(hit.parts)
    reasons = [[code, [[name, reading.plain(value)] for name, value in params]] for code, params in hit.reasons]
    return Hit(
        row=row, record=hit.shown.record.id, version=hit.shown.version.number, score=hit.score, parts=parts,
        reasons=reasons, namesakes=hit.namesakes,
    )  # fmt: skip
