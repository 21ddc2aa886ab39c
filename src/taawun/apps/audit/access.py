# SPDX-License-Identifier: Apache-2.0
"""The door to audit lines: auditors alone, and their reading leaves lines too (spec §10.11)."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from taawun.apps.audit import services
from taawun.apps.audit.models import Line
from taawun.apps.people.access import actor_of, require
from taawun.apps.people.models import Officer
from taawun.apps.registers.purposes import CLOSED
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.times import to_wire

MASK_CHARACTERS: Final = 32
PAGE_LINES: Final = 100
"""Lines on one page; a caller may ask for fewer."""

_CSV: Final = (
    "id", "at", "officer_id", "authority", "actor_kind", "act", "object_type", "object_id", "purpose", "outcome",
    "section", "digest", "anchored_in",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines to show; an empty field filters nothing."""

    officer_id: str = ""
    act: str = ""
    object_type: str = ""
    object_id: str = ""
    purpose: str = ""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, newest first, and the number to go on before; None on the last page."""

    lines: tuple[Line, ...]
    before: int | None


def lines(
    officer: Officer,
    purpose: str,
    which: Filter | None = None,
    *,
    before: int | None = None,
    most: int = PAGE_LINES,
    at: datetime | None = None,
) -> Page:
    """Return one page of lines to an auditor.

    Raises:
        NoRole: for anybody else; the attempt is recorded.
        NoPurpose: if the auditor names none; the attempt is recorded.
    """
    most = max(1, min(most, PAGE_LINES))
    rows = _select(which or Filter())
    rows = rows.filter(id__lt=before) if before else rows
    with services.acting(actor_of(officer), "audit.read", "audit", "lines", purpose, at=at):
        require(officer, "auditor")
        found = tuple(map(_masked, rows.order_by("-id")[: most + 1]))
    return Page(found[:most], found[most - 1].id if len(found) > most else None)


def export_csv(
    officer: Officer, purpose: str, which: Filter | None = None, *, at: datetime | None = None
) -> Iterator[str]:
    """Return lines as rows of CSV text, oldest first, a few at a time; raises as `lines` does, before the first."""
    with services.acting(actor_of(officer), "audit.exported", "audit", "lines", purpose, at=at):
        require(officer, "auditor")
    return _csv_rows(_select(which or Filter()).order_by("id"))


def check(officer: Officer, purpose: str, *, at: datetime | None = None) -> Any:
    """Recompute all lines and roots for an auditor, and return the verdict."""
    with services.acting(actor_of(officer), "audit.verified", "audit", "lines", purpose, at=at):
        require(officer, "auditor")
    return services.verify()


def _select(which: Filter) -> QuerySet[Line]:
    equal = {
        name: getattr(which, name)
        for name in ("officer_id", "act", "object_type", "object_id", "purpose", "outcome")
        if getattr(which, name)
    }
    rows = Line.objects.filter(**equal)
    rows = rows.filter(at__gte=which.since) if which.since else rows
    return rows.filter(at__lt=which.until) if which.until else rows


def _masked(line: Line) -> Line:
    """Return a line as an auditor may see it: of a closed purpose (spec §80.73), with a digest for the identifier.

    Lines about one thing still fall together; nobody finds the thing by it.
    """
    if line.purpose in CLOSED and line.object_id:
        line.object_id = sha256_hex(f"{line.object_type}/{line.object_id}".encode())[:MASK_CHARACTERS]
    return line


def _csv_rows(rows: QuerySet[Line]) -> Iterator[str]:
    yield _csv_line(_CSV)
    for row in map(_masked, rows.iterator(chunk_size=2_000)):
        yield _csv_line([_cell(getattr(row, name)) for name in _CSV])


def _csv_line(cells: Any) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    """Return the text of a cell; one that a spreadsheet would take for a formula is made plain text."""
    text = to_wire(value) if isinstance(value, datetime) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
