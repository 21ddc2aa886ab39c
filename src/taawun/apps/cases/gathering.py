# SPDX-License-Identifier: Apache-2.0
"""Cases of one kind counted and paged by what their elements say, in the database: true at any number of cases.

For pages whose figures are of all cases, of which they list some. Nothing secret is asked for, and what a kind reserves
for those who direct a case (spec §60.9i) is neither counted nor shown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value, When

from taawun.apps.audit import services as audit
from taawun.apps.cases import library, seeing
from taawun.apps.cases.acting import OBJECT, moment
from taawun.apps.cases.models import Case, ElementValue, MoveStatus, SharedMove
from taawun.apps.cases.tabling import Told, listed
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.kernel.cases.contents import reserved

_SAID: Final = "said_"
"""How the name of a column begins that holds the text of an element."""


class _Text(Func):
    """A JSON value as text: a text without its quotes, nothing for null."""

    output_field = TextField()
    template = "JSON_EXTRACT(%(expressions)s, '$')"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Return the same for PostgreSQL."""
        return super().as_sql(compiler, connection, template="((%(expressions)s) #>> '{}')", **more)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases of a kind: in some of its states, and with elements that say exactly this; empty for all."""

    kind: str
    pack: str
    states: frozenset[str] = frozenset()
    saying: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """How many cases are alike: in what some elements say ("" where they say nothing), state, parties, first move."""

    case: Case
    """One that is stored nowhere, with the pack, the parties and the state of them all."""
    values: Mapping[str, str]
    first: str
    many: int


def groups(
    officer: Officer, purpose: str, wanted: Wanted, elements: Collection[str], *, at: datetime | None = None
) -> list[Group]:
    """Return how many of the cases that an officer may see are alike; the record says that they were counted.

    Raises:
        NoPurpose.
    """
    slugs = _open(wanted, elements)
    like = ("pack_id", "requesting", "requested", "state")
    first = SharedMove.objects.filter(case=OuterRef("pk"), status=MoveStatus.APPLIED).order_by("place")
    rows = _rows(officer, purpose, wanted, slugs).annotate(first=Subquery(first.values("move")[:1])).order_by()
    counted = rows.values(*like, "first", *(_SAID + one for one in slugs)).annotate(many=Count("id"))
    audit.record(actor_of(officer), "case.listed", OBJECT, "none", purpose, at=moment(at))
    return [
        Group(
            Case(kind=wanted.kind, **{name: row[name] for name in like}),
            {one: row[_SAID + one] or "" for one in slugs}, row["first"] or "", row["many"],
        )
        for row in counted
    ]  # fmt: skip


def page(
    officer: Officer,
    purpose: str,
    wanted: Wanted,
    elements: Collection[str],
    *,
    ahead: Collection[str],
    by: str,
    number: int,
    most: int,
    at: datetime | None = None,
) -> tuple[list[Told], bool]:
    """Return one page of the cases that an officer may see, and whether there are more; each shown one is recorded.

    Those in the states `ahead` come first; among both, by what the element `by` says, those where it says nothing last.

    Raises:
        NoPurpose.
    """
    rows = _rows(officer, purpose, wanted, _open(wanted, [by]))
    turn = Choice(When(state__in=list(ahead), then=Value(0)), default=Value(1))
    ordered = rows.order_by(turn, F(_SAID + by).asc(nulls_last=True), "id")
    found = list(ordered[(number - 1) * most : number * most + 1])
    return listed(officer, purpose, found[:most], elements, at=at), len(found) > most


def named(
    officer: Officer, purpose: str, ids: Collection[str], elements: Collection[str], *, at: datetime | None = None
) -> list[Told]:
    """Return those of some cases that an officer may see; each is recorded.

    Raises:
        NoPurpose.
    """
    seen = seeing.open_to(officer, purpose)
    return listed(officer, purpose, Case.objects.filter(seen, id__in=list(ids)), elements, at=at)


def says(officer: Officer, purpose: str, wanted: Wanted, element: str, text: str) -> bool:
    """Tell whether an element of some case that an officer may see has a text in it; no case is shown.

    Raises:
        NoPurpose.
    """
    named = _open(wanted, [element])
    return (
        bool(named) and _rows(officer, purpose, wanted, named).filter(**{f"{_SAID}{element}__contains": text}).exists()
    )


def moments(officer: Officer, purpose: str, wanted: Wanted, move: str) -> list[datetime]:
    """Return when a move was first made in each of the cases that an officer may see, the earliest first.

    Raises:
        NoPurpose.
    """
    made = SharedMove.objects.filter(case=OuterRef("pk"), status=MoveStatus.APPLIED, move=move).order_by("place")
    rows = _rows(officer, purpose, wanted, ()).annotate(made=Subquery(made.values("at")[:1])).exclude(made=None)
    return list(rows.order_by("made").values_list("made", flat=True))


def _open(wanted: Wanted, elements: Collection[str]) -> tuple[str, ...]:
    """Return those of some elements, and of those that narrow, that no kind reserves."""
    kept = reserved(library.kind_named(library.pack_named(wanted.pack), wanted.kind).elements)
    return tuple(sorted({*elements, *wanted.saying} - kept))


def _rows(officer: Officer, purpose: str, wanted: Wanted, slugs: Collection[str]) -> QuerySet[Case]:
    seen = seeing.open_to(officer, purpose)
    rows = Case.objects.filter(seen, kind=wanted.kind, pack_slug=wanted.pack)
    if wanted.states:
        rows = rows.filter(state__in=sorted(wanted.states))
    rows = rows.annotate(**{_SAID + one: Subquery(_said(one)) for one in slugs})
    return rows.filter(**{_SAID + one: text for one, text in wanted.saying.items() if one in slugs})


def _said(slug: str) -> QuerySet[ElementValue, Any]:
    """Return the text of the filling of an element that counts in a case, as `tabling.add_values` takes it."""
    counts = SharedMove.objects.filter(digest=OuterRef("move"), case=OuterRef("case"), status=MoveStatus.APPLIED)
    rows = ElementValue.objects.filter(Q(move="") | Exists(counts), case=OuterRef("pk"), slug=slug)
    return rows.order_by("-number").annotate(text=_Text("value")).values("text")[:1]
