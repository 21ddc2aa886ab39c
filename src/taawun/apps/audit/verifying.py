# SPDX-License-Identifier: Apache-2.0
"""Verifying: recompute every line and every root, and name the first that does not fit (spec §10.11).

Three things can be wrong. A line that no longer fits its own digest is named. A line that was removed,
added or rewritten together with its digest shows in the root of its range, which the ledger holds. A range
that vanished whole shows as a gap between anchors, or as a root in the ledger without an anchor.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from taawun.apps.audit.anchoring import KIND, root_of
from taawun.apps.audit.lines import digest
from taawun.apps.audit.models import Anchor, Line
from taawun.apps.ledger.queries import logged_count, logged_digest


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that does not fit: a range, and the line where it is known."""

    anchor: int | None
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was recomputed, and what was found."""

    lines: int
    anchors: int
    waiting: int
    broken: Broken | None

    @property
    def whole(self) -> bool:
        """Tell whether everything fits."""
        return self.broken is None


def verify() -> Verdict:
    """Recompute all lines and roots; stop at the first that does not fit."""
    lines = anchors = 0
    for expected, anchor in enumerate(Anchor.objects.order_by("id").iterator(), start=1):
        broken = _check_anchor(anchor, expected)
        if broken:
            return Verdict(lines, anchors, 0, broken)
        lines, anchors = lines + anchor.lines, anchors + 1
    waiting, broken = _check_waiting()
    if broken is None and logged_count(KIND) != anchors:
        broken = Broken(anchors + 1, None, "the ledger holds another number of roots")
    return Verdict(lines + waiting, anchors, waiting, broken)


def _check_anchor(anchor: Anchor, expected: int) -> Broken | None:
    if anchor.id != expected:
        return Broken(expected, None, "an anchor is missing")
    digests: list[str] = []
    for line in _lines(anchor):
        if not _fits(line):
            return Broken(anchor.id, line.id, "the line does not fit its digest")
        digests.append(line.digest)
    if len(digests) != anchor.lines:
        return Broken(anchor.id, None, f"{len(digests)} lines in the range, {anchor.lines} when it was anchored")
    if root_of(digests) != anchor.root:
        return Broken(anchor.id, None, "the lines do not fit the root")
    if logged_digest(anchor.entry) != anchor.root:
        return Broken(anchor.id, None, "the root is not the one in the ledger")
    return None


def _check_waiting() -> tuple[int, Broken | None]:
    """Check the lines that wait for an anchor, and those that claim one that is not there."""
    outside = Anchor.objects.filter(id=OuterRef("anchored_in"), first__lte=OuterRef("id"), last__gte=OuterRef("id"))
    stray = Line.objects.filter(~Exists(outside), anchored_in__isnull=False).order_by("id").first()
    if stray is not None:
        return 0, Broken(stray.anchored_in, stray.id, "the line names an anchor that does not cover it")
    waiting = 0
    for line in _lines(None):
        if not _fits(line):
            return waiting, Broken(None, line.id, "the line does not fit its digest")
        waiting += 1
    return waiting, None


def _lines(anchor: Anchor | None) -> Iterator[Line]:
    """Return the lines under an anchor, or those that wait for one, in their order."""
    if anchor is None:
        rows = Line.objects.filter(anchored_in__isnull=True)
    else:  # between the first and the last: the primary key finds them, without an index of its own
        rows = Line.objects.filter(anchored_in=anchor.id, id__range=(anchor.first, anchor.last))
    return iter(rows.order_by("id").iterator(chunk_size=2_000))


def _fits(line: Line) -> bool:
    said = (
        line.officer_id, line.authority, line.actor_kind, line.act, line.object_type, line.object_id,
        line.purpose, line.outcome, line.section, line.salt,
    )  # fmt: skip
    return digest(line.at, said) == line.digest
