# SPDX-License-Identifier: Apache-2.0
"""A file of travellers: names are screened, and each document is checked, a chunk at a time (spec §80.41).

The screening of a file is that of every list of names; this adds what the register says of the documents. The answer
of an entry is a hit, no hit, or that it cannot be checked. It is never that somebody may pass.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import IO, Final

from django.utils import timezone

from taawun.apps.audit.services import Actor
from taawun.apps.identity.hits import PARTS, RankedHit
from taawun.apps.identity.models import Screening
from taawun.apps.identity.screening import services as screening
from taawun.apps.identity.screening.access import RowShown
from taawun.apps.identity.screening.further import TOLD, Further
from taawun.apps.identity.screening.reading import Row
from taawun.apps.people.models import Officer
from taawun.kernel.wire.times import cut, to_wire
from taawun.sectors.border_security import checking
from taawun.sectors.border_security.checking import Answer, Asked, Checked, Why

KIND: Final = "border_security.travellers"
FURTHER: Final = "border_security.documents"
KEPT: Final = timedelta(days=7)
"""How long entries without a hit are kept after the file came."""
SCORES: Final = {True: 1.0, False: 0.75}
"""Where a hit on a document stands among hits on names: one on the very number first, one on an alike number after."""
PASSPORT: Final = "passport"


def take(actor: Actor, file: IO[bytes], name: str, purpose: str, *, at: datetime | None = None) -> Screening:
    """Start the screening of everybody in a file, and the check of their documents.

    Raises:
        BadList, BadColumns: what cannot be read is refused before anything is stored.
        NoRole.
    """
    at = cut(at or timezone.now())
    chosen = {"further": FURTHER, "forget_after": to_wire(at + KEPT)}
    return screening.screen_file(actor, file, name, purpose, settings=chosen, kind=KIND, at=at)


def check(officer: Officer, chunk: Sequence[Row], purpose: str, at: datetime) -> list[Further]:
    """Check the documents of a chunk of entries against what is stated of lost, stolen and revoked ones."""
    asked = [_asked(row) for row in chunk]
    flat = [one for several in asked for one in several]
    answers = iter(checking.check_many(officer, flat, purpose, at=at))
    return [_further([next(answers) for _one in several]) for several in asked]


def answer(row: RowShown) -> Answer:
    """Return the answer of one entry, from its hits that may be shown and from what was kept of the check."""
    if row.hits:
        return Answer.HIT
    kept = [word for word in told(row) if word in set(Answer)]
    return Answer(kept[0]) if kept and kept[0] == Answer.NO_HIT else Answer.CANNOT


def why(row: RowShown) -> tuple[Why, ...]:
    """Return why nothing can be said of an entry without a hit."""
    return () if row.hits else tuple(Why(word) for word in told(row) if word in set(Why))


def told(row: RowShown) -> tuple[str, ...]:
    """Return the codes that the check of documents left with an entry."""
    return tuple(map(str, row.row.asked.get(TOLD, ())))


def _asked(row: Row) -> list[Asked]:
    """Return the documents of an entry, at least one: who has none cannot be checked, and that is an answer too.

    A document without a country is taken to be of the only country of its holder.
    """
    if row.record is None:
        return [Asked("", "")]
    only = row.record.countries[0] if len(row.record.countries) == 1 else ""
    papers = [one for one in row.record.documents if one.kind in (PASSPORT, "")] or row.record.documents
    return [Asked(one.number, one.country or only) for one in papers] or [Asked("", only)]


def _further(answers: Sequence[Checked]) -> Further:
    hits = [_hit(found) for one in answers for found in one.found]
    by_record = {one.shown.record.id: one for one in reversed(hits)}
    reasons = tuple(dict.fromkeys(str(one) for each in answers for one in each.why))
    kept = [one.answer for one in answers]
    worst = next(word for word in (Answer.HIT, Answer.POSSIBLE, Answer.CANNOT, Answer.NO_HIT) if word in kept)
    return Further(tuple(reversed(by_record.values())), (str(worst), *reasons))


def _hit(found: checking.Found) -> RankedHit:
    score = SCORES[found.exact]
    parts = tuple((name, score if name == "documents" else None) for name in PARTS)
    reasons = ((("document-same", ()),) if found.exact else ()) + tuple((str(one), ()) for one in found.why)
    return RankedHit(found.shown, score, parts, reasons, 0)
