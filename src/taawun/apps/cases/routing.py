# SPDX-License-Identifier: Apache-2.0
"""Opening a case that goes on from another one, as when an inquiry turns out to need legal assistance (spec §60.2).

What the first case says of the facts and the person is written into the new one, and that it came before. Nobody has
found any of it in a document yet: it is complete only when a person has, like everything else.
"""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import library, seeing
from taawun.apps.cases.acting import OBJECT, moment
from taawun.apps.cases.filling import fill, open_case
from taawun.apps.cases.models import Case, Task
from taawun.apps.cases.moves import filing
from taawun.apps.cases.moves.ending import end_task
from taawun.apps.people import access as people
from taawun.kernel.cases.words import Side
from taawun.kernel.errors import NoRole

TAKEN: Final = ("facts_summary", "person")
"""Elements that are written into the new case, where it has them too."""
PRIOR: Final = "prior_requests"
"""The element that names the case from which it goes on."""
OPENS: Final = "open_assistance"
"""The task that opening such a case ends."""


def open_from(
    actor: Actor,
    origin_id: str,
    pack: str,
    kind: str,
    other: str,
    purpose: str,
    *,
    title: str = "",
    side: Side = Side.REQUESTING,
    at: datetime | None = None,
) -> Case:
    """Open a case that goes on from another one, which the officer may see for the same purpose.

    Raises:
        NoSuchCase, and what `open_case` raises.
    """
    at = moment(at)
    with transaction.atomic():
        origin, said = _read(actor, origin_id, purpose, at)
        case = open_case(actor, pack, kind, other, purpose, title=title, side=side, at=at)
        declared, first = library.kind_of(case).elements, library.kind_of(origin)
        for slug in TAKEN:
            alike = slug in declared and slug in said and declared[slug].kind == first.elements[slug].kind
            if alike:
                fill(actor, case.id, slug, purpose, value=said[slug], at=at)
        if PRIOR in declared:
            fill(actor, case.id, PRIOR, purpose, value=f"{first.title['en']}, {origin.id}", at=at)
        _end(actor, origin, case, purpose, at)
        return case


def _read(actor: Actor, origin_id: str, purpose: str, at: datetime) -> tuple[Case, dict[str, Any]]:
    """Return a case and the values of its elements, read on the record."""
    if not actor.is_officer:
        raise NoRole("An officer opens a case, never a part of the node.")
    with audit.acting(actor, "case.read", OBJECT, origin_id, purpose, at=at):
        origin = seeing.readable(people.find(actor.officer_id), origin_id, purpose)
        filled = filing.hold(origin, at).file.filled
        return origin, {slug: one.value for slug, one in filled.items() if one.value is not None}


def _end(actor: Actor, origin: Case, case: Case, purpose: str, at: datetime) -> None:
    """End the task that asked for the new case, if this officer may."""
    if OPENS not in library.kind_of(origin).workflow.tasks:
        return
    roles = filing.mover(origin, actor.officer_id).roles
    for number in Task.objects.filter(case=origin, slug=OPENS, role__in=roles, done=None).values_list("pk", flat=True):
        end_task(actor, origin.id, number, case.id, purpose, at=at)
