# SPDX-License-Identifier: Apache-2.0
"""What follows from records that are alike: pairs for an officer to judge, and alerts where one is listed.

Each changed record is searched for among all that we hold. Whatever changed, a list or what we hold, the same
search finds both: what was looked for is that one of two is listed and the other is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from taawun.apps.identity import engine
from taawun.apps.identity.hits import WHOLE_INDEX
from taawun.apps.identity.models import Pair, Verdict
from taawun.apps.identity.watching import membership, raising
from taawun.apps.ids import new_id
from taawun.apps.registers import queries as registers
from taawun.apps.registers.models import RecordVersion
from taawun.kernel import marking as marks
from taawun.kernel.marking import may_link

if TYPE_CHECKING:
    from taawun.engines.matching import Record

PAIR_SCORE: Final = 0.55
"""Score from which two records are put before an officer."""
FEW: Final = 8
"""Names of one record that are compared where no index does it."""
NEIGHBOURS: Final = 25
"""Records that one record is compared with."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two of our records, by identifier, and how alike they are."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a search: pairs to judge, alerts raised."""

    pairs: int
    alerts: int


def follow(records: "Sequence[Record]", now: datetime) -> Found:
    """Search for each record among all, and keep what follows; in the caller's transaction."""
    return keep(_likenesses(records), now)


def keep(likenesses: Iterable[Likeness], now: datetime) -> Found:
    """Keep pairs and raise alerts for records that are alike."""
    found = list(likenesses)
    identifiers = {one for each in found for one in (each.left, each.right)}
    versions = {row.record_id: row for row in registers.current_versions_of(sorted(identifiers))}
    known = [one for one in found if one.left in versions and one.right in versions]
    judged = _pairs_of(known)
    pairs = _keep_pairs(known, versions, judged, now)
    different = {key for key, pair in judged.items() if pair.verdict == Verdict.DIFFERENT}
    meetings = [
        raising.Meeting(versions[a], versions[b], one.score)
        for one in known
        if _key(one) not in different
        for a, b in ((one.left, one.right), (one.right, one.left))
    ]
    return Found(pairs, raising.raise_for_records(meetings, now))


def _likenesses(records: "Sequence[Record]") -> list[Likeness]:
    best: dict[tuple[str, str], Likeness] = {}
    for record, matches in engine.screen(records, NEIGHBOURS, membership.least(PAIR_SCORE)):
        for match in matches:
            if match.record.id != record.id and match.record.kind == record.kind:
                left, right = sorted((record.id, match.record.id))
                told = tuple(str(one.code) for one in match.reasons if one.code not in WHOLE_INDEX)
                one = Likeness(left, right, match.score, told)
                best[_key(one)] = max(best.get(_key(one), one), one, key=_score)
    return list(best.values())


def _score(one: Likeness) -> float:
    return one.score


def _key(one: Likeness) -> tuple[str, str]:
    return one.left, one.right


def _pairs_of(likenesses: Sequence[Likeness]) -> dict[tuple[str, str], Pair]:
    rows = Pair.objects.filter(left__in={one.left for one in likenesses}, right__in={one.right for one in likenesses})
    return {(row.left, row.right): row for row in rows}


def _keep_pairs(
    likenesses: Sequence[Likeness],
    versions: Mapping[str, RecordVersion],
    known: Mapping[tuple[str, str], Pair],
    now: datetime,
) -> int:
    """Add pairs that nobody has judged; one that was judged "unsure" comes back with a new version."""
    fresh = []
    for one in likenesses:
        left, right, pair = versions[one.left], versions[one.right], known.get(_key(one))
        if pair is not None:
            _renew(pair, left, right, one)
        elif one.score >= PAIR_SCORE and _may_pair(left, right):
            fresh.append(new_pair(left, right, one.score, now, one.reasons))
    Pair.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def new_pair(
    left: RecordVersion, right: RecordVersion, score: float, now: datetime, reasons: Sequence[str] = ()
) -> Pair:
    """Return the row of a pair, not yet stored; the smaller identifier goes to the left."""
    from taawun.apps.identity.statements import kind_of

    first, second = sorted((left, right), key=lambda version: version.record_id)
    return Pair(
        id=new_id(now),
        left=first.record_id,
        right=second.record_id,
        left_version=first.number,
        right_version=second.number,
        kind=kind_of(first.record.type),
        score=score,
        reasons=list(reasons),
        found=now,
    )


def _renew(pair: Pair, left: RecordVersion, right: RecordVersion, one: Likeness) -> None:
    if (pair.left_version, pair.right_version) == (left.number, right.number):
        return
    pair.left_version, pair.right_version = left.number, right.number
    pair.score, pair.reasons = one.score, list(one.reasons)
    pair.waiting = pair.waiting or pair.verdict == Verdict.UNSURE
    pair.save(update_fields=["left_version", "right_version", "score", "reasons", "waiting"])


def _may_pair(left: RecordVersion, right: RecordVersion) -> bool:
    """Tell whether the node may propose a pair: victims and witnesses stay out (spec §80.9)."""
    return all(may_link(marks.from_wire(version.marking)).allowed for version in (left, right))


def score_of(left: RecordVersion, right: RecordVersion) -> float:
    """Return how alike two records are by their names, for a pair that an officer puts together."""
    from taawun.apps.identity.indexing import statement_of

    one, other = statement_of(left), statement_of(right)
    if one is None or other is None:
        return 0.0
    names = [(a, b) for a in one.names[:FEW] for b in other.names[:FEW]]
    return max(engine.compare(a, b, one.kind).score for a, b in names)
