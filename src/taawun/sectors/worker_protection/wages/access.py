# SPDX-License-Identifier: Apache-2.0
"""The door to wage files: files, findings by employer and kind, problems; each reading with one audit line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, QuerySet
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoPurpose, NoSuchImport
from taawun.sectors.worker_protection.wages.models import WageFile, WageFinding, WageProblem
from taawun.sectors.worker_protection.wages.services import OBJECT, PURPOSE, ROLE

READ: Final = "wages.read"
LISTED: Final = "wages.listed"
TAKEN: Final = "wages.exported"
MOST_EMPLOYERS: Final = 200
"""Employers of one summary, those with most findings."""
MOST_PROBLEMS: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader narrows the findings to; empty is everything."""

    employer: str = ""
    kind: str = ""

    @property
    def exact(self) -> dict[str, str]:
        """Return the attributes that must have one value."""
        return {name: value for name in ("employer", "kind") if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one file shows."""

    file: WageFile
    asked: Asked
    count: int
    kinds: Mapping[str, int]
    employers: tuple[tuple[str, int], ...]
    problems: tuple[WageProblem, ...]


def files(officer: Officer, purpose: str, *, at: datetime | None = None) -> "QuerySet[WageFile]":
    """Return the files of this node, newest first.

    Raises:
        NoPurpose, NoRole.
    """
    _record(officer, LISTED, "*", purpose, at)
    return WageFile.objects.all()


def see(officer: Officer, file_id: str, asked: Asked, purpose: str, *, at: datetime | None = None) -> Seen:
    """Return what one file shows.

    Raises:
        NoSuchImport, NoPurpose, NoRole.
    """
    _record(officer, READ, file_id, purpose, at)
    file = _file(file_id)
    found = _found(file, asked)
    by_employer = WageFinding.objects.filter(file=file).order_by().values("employer").annotate(count=Count("id"))
    return Seen(
        file=file,
        asked=asked,
        count=found.count(),
        kinds=_kinds(file, asked),
        employers=tuple(
            (one["employer"], one["count"]) for one in by_employer.order_by("-count", "employer")[:MOST_EMPLOYERS]
        ),
        problems=tuple(WageProblem.objects.filter(file=file).order_by("line")[:MOST_PROBLEMS]),
    )


def findings(file: WageFile, asked: Asked) -> "QuerySet[WageFinding]":
    """Return the findings that fit, for the page whose reading `see` has recorded."""
    return _found(file, asked).order_by("line", "kind", "id")


def export(
    officer: Officer, file_id: str, asked: Asked, purpose: str, most: int, *, at: datetime | None = None
) -> tuple[WageFile, list[WageFinding], bool]:
    """Return what may be taken away, and whether there is more than `most`.

    Raises:
        NoSuchImport, NoPurpose, NoRole.
    """
    _record(officer, TAKEN, file_id, purpose, at)
    file = _file(file_id)
    found = list(findings(file, asked)[: most + 1])
    return file, found[:most], len(found) > most


def _file(file_id: str) -> WageFile:
    found = WageFile.objects.filter(id=file_id).first()
    if found is None:
        raise NoSuchImport
    return found


def _kinds(file: WageFile, asked: Asked) -> dict[str, int]:
    found = _found(file, Asked(employer=asked.employer)).order_by().values("kind").annotate(count=Count("id"))
    return {one["kind"]: one["count"] for one in found.order_by("-count", "kind")}


def _found(file: WageFile, asked: Asked) -> "QuerySet[WageFinding]":
    finished = WageFinding.objects.filter(file=file, file__finished__isnull=False)
    return finished.filter(**asked.exact).select_related("file")


def _record(officer: Officer, act: str, file_id: str, purpose: str, at: datetime | None) -> None:
    if purpose != PURPOSE:
        raise NoPurpose
    actor = actor_of(officer)
    with audit.refusing(actor, act, OBJECT, file_id, purpose, at=at):
        require_any(officer, ROLE)
    audit.record(actor, act, OBJECT, file_id, purpose, at=at or timezone.now())
