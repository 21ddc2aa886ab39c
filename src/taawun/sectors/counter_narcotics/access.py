# SPDX-License-Identifier: Apache-2.0
"""The door to public statistics: narrowed by route, drug and year, each reading with one audit line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, FloatField, OuterRef, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers.charting import months_between
from taawun.kernel.errors import NoPurpose
from taawun.sectors.counter_narcotics.loading import NARROWED
from taawun.sectors.counter_narcotics.models import Dataset, Flawed, Seizure
from taawun.sectors.counter_narcotics.services import OBJECT

READ: Final = "statistics.read"
TAKEN: Final = "statistics.exported"
MOST_GROUPS: Final = 60
"""Lines of one summary, the greatest ones."""
_MONTH: Final = len("2012-01-")
KILOGRAM: Final = 10**9
"""Micrograms of a kilogram."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader narrows the rows to; empty is everything. `flaw` keeps only the rows that have it."""

    country: str = ""
    drug: str = ""
    departure: str = ""
    destination: str = ""
    year: int | None = None
    flaw: str = ""
    without: bool = False
    """Leave exact duplicates and outliers out."""

    @property
    def exact(self) -> dict[str, Any]:
        """Return the attributes that must have one value."""
        return {name: getattr(self, name) for name in NARROWED if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Weighed:
    """How many rows one value has, and the kilograms of those that were weighed or measured."""

    name: str
    rows: int
    weighed: int
    kilograms: Decimal


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted and not weighed: never added across units."""

    region: str
    drug: str
    unit: str
    rows: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Answer:
    """What the statistics say to a question."""

    dataset: Dataset
    asked: Asked
    rows: int
    drugs: tuple[Weighed, ...]
    years: tuple[Weighed, ...]
    months: tuple[Weighed, ...]
    """Every month from the first to the last, `MOST_GROUPS` of them, with what is dated to the day."""
    transports: tuple[Weighed, ...]
    routes: tuple[Weighed, ...]
    counted: tuple[Counted, ...]
    reported: Mapping[str, int]
    """Rows that each Party itself reported, whatever the question is."""


def datasets() -> "QuerySet[Dataset]":
    """Return all files of statistics, newest first. Their names and sizes are no content."""
    return Dataset.objects.all()


def dataset(identifier: str) -> Dataset | None:
    """Return one file of statistics, whole or not, or None."""
    return Dataset.objects.filter(id=identifier).first()


def newest() -> Dataset | None:
    """Return the dataset that is shown: the newest whole one."""
    return Dataset.objects.filter(finished__isnull=False).first()


def ask(
    officer: Officer,
    dataset: Dataset,
    asked: Asked,
    purpose: str,
    parties: Sequence[str],
    *,
    at: datetime | None = None,
) -> Answer:
    """Return what a dataset says to a question; the reading is on the record.

    Raises:
        NoPurpose.
    """
    _record(officer, READ, dataset, purpose, at)
    found = _found(dataset, asked)
    years, months = _dated(found)
    return Answer(
        dataset=dataset,
        asked=asked,
        rows=found.count(),
        drugs=_weighed(found, "drug"),
        years=years,
        months=months,
        transports=_weighed(found, "transport"),
        routes=_routes(found),
        counted=_counted(found),
        reported={party: _found(dataset, Asked(country=party)).count() for party in parties},
    )


def rows(dataset: Dataset, asked: Asked) -> "QuerySet[Seizure]":
    """Return the rows that fit, in the order of the file, for the page whose reading `ask` has recorded."""
    return _found(dataset, asked).order_by("number")


def lines_with(dataset: Dataset, flaw: str) -> list[int]:
    """Return the numbers of the first lines that have a flaw, those that became no row too."""
    found = Flawed.objects.filter(dataset=dataset, kind=flaw).order_by("number")
    return list(found.values_list("number", flat=True)[:MOST_GROUPS])


def export(
    officer: Officer, dataset: Dataset, asked: Asked, purpose: str, most: int, *, at: datetime | None = None
) -> tuple[list[Seizure], bool]:
    """Return what may be taken away, and whether there is more than `most`.

    Raises:
        NoPurpose.
    """
    _record(officer, TAKEN, dataset, purpose, at)
    found = list(rows(dataset, asked)[: most + 1])
    return found[:most], len(found) > most


def _record(officer: Officer, act: str, dataset: Dataset, purpose: str, at: datetime | None) -> None:
    if not purpose.strip():
        raise NoPurpose
    audit.record(actor_of(officer), act, OBJECT, dataset.id, purpose, at=at or timezone.now())


def _found(dataset: Dataset, asked: Asked) -> "QuerySet[Seizure]":
    found = Seizure.objects.filter(dataset=dataset, **asked.exact).order_by()
    flawed = Flawed.objects.filter(dataset=dataset, number=OuterRef("number"))
    if asked.flaw:
        found = found.filter(Exists(flawed.filter(kind=asked.flaw)))
    if asked.without:
        found = found.exclude(Exists(flawed.filter(kind__in=("duplicate", "outlier"))))
    return found


def _sums(found: "QuerySet[Seizure]", *names: str) -> Any:
    """Return figures by some attributes; a sum in floats is exact to a microgram below nine thousand tonnes."""
    summed = Sum(Cast("micrograms", FloatField()))
    return found.values(*names).annotate(rows=Count("id"), weighed=Count("micrograms"), total=summed)


def _weighed(found: "QuerySet[Seizure]", name: str) -> tuple[Weighed, ...]:
    return tuple(
        Weighed(str(one[name] or ""), one["rows"], one["weighed"], _kilograms(one["total"]))
        for one in _sums(found, name).order_by("-rows", name)[:MOST_GROUPS]
    )


def _dated(found: "QuerySet[Seizure]") -> tuple[tuple[Weighed, ...], tuple[Weighed, ...]]:
    """Return the figures of each year and of each month, from one pass over the rows."""
    begins = Case(When(year__isnull=False, then=Substr("day", 1, _MONTH)), default=Value(""))
    groups = list(_sums(found.annotate(begins=begins), "year", "begins"))
    years = _added((str(one["year"] or ""), one) for one in groups)
    dated = [one for one in groups if one["begins"].endswith("-") and len(one["begins"]) == _MONTH]
    months = {one.name: one for one in _added((one["begins"][:-1], one) for one in dated)}
    steps = months_between(min(months), max(months))[-MOST_GROUPS:] if months else []
    return years, tuple(months.get(step, Weighed(step, 0, 0, Decimal(0))) for step in steps)


def _added(groups: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Weighed, ...]:
    sums: dict[str, list[float]] = {}
    for name, one in groups:
        before = sums.get(name, [0, 0, 0.0])
        sums[name] = [before[0] + one["rows"], before[1] + one["weighed"], before[2] + (one["total"] or 0)]
    return tuple(
        Weighed(name, int(sums[name][0]), int(sums[name][1]), _kilograms(sums[name][2])) for name in sorted(sums)
    )


def _routes(found: "QuerySet[Any]") -> tuple[Weighed, ...]:
    known = found.exclude(departure__in=("", "Unknown", "Other")).exclude(destination__in=("", "Unknown", "Other"))
    apart = known.exclude(departure=F("destination"))
    return tuple(
        Weighed(f"{one['departure']}\t{one['destination']}", one["rows"], one["weighed"], _kilograms(one["total"]))
        for one in _sums(apart, "departure", "destination").order_by("-rows", "departure", "destination")[:MOST_GROUPS]
    )


def _counted(found: "QuerySet[Seizure]") -> tuple[Counted, ...]:
    groups = found.filter(factor="").values("region", "drug", "unit").annotate(rows=Count("id"), total=Sum("stated"))
    return tuple(
        Counted(one["region"], one["drug"], one["unit"], one["rows"], Decimal(repr(one["total"] or 0.0)))
        for one in groups.order_by("-rows", "region", "drug", "unit")[:MOST_GROUPS]
    )


def _kilograms(total: float | None) -> Decimal:
    return Decimal(round(total or 0)) / KILOGRAM
