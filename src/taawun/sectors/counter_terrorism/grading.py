# SPDX-License-Identifier: Apache-2.0
"""An analyst grades what waits in quarantine: it becomes records of ours, or is refused with a reason (spec §85.4).

What came is never looser than it was: the marking of each record is the stricter of what came with it and what the
analyst says. A later version of an object becomes a later version of its record, if it came from the same sender; an
earlier one that comes late changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from taawun.apps.audit.services import Actor
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import queries as registers
from taawun.apps.registers import services as drafting
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import Problem, complete
from taawun.apps.registers.services import Draft
from taawun.apps.taxii import access, services
from taawun.apps.taxii import queries as taxii
from taawun.apps.taxii.access import Waiting
from taawun.apps.taxii.queries import Graded
from taawun.formats.stix import markings
from taawun.formats.stix.markings import Given
from taawun.kernel import marking as marks
from taawun.kernel.errors import BadRecordData, NotForPurpose, NotGradable
from taawun.kernel.marking import Marking
from taawun.kernel.wire.times import cut
from taawun.sectors.counter_terrorism import mapping
from taawun.sectors.counter_terrorism.sector import LATER

CLOSED: Final = gettext_noop(
    "A part of it is not for your purpose: %(fields)s. It waits as it came. Refuse it and ask its sender to send it "
    "without this part, or marked for your purpose too."
)
"""What is said of an object with a field for other purposes alone (§80.12)."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an object would become: its record type, its data and marking, and what is wrong with it."""

    waiting: Waiting
    type: str
    data: Mapping[str, Any]
    marking: Marking | None
    wrong: tuple[Problem, ...] = ()
    follows: str = ""
    late: bool = False
    """A later version of the object was graded already."""
    closed: tuple[Mapping[str, str], ...] = ()
    """What the fields are called that are for other purposes alone; such an object becomes no record."""

    @property
    def gradable(self) -> bool:
        """Tell whether it becomes a record."""
        return bool(self.type) and not self.wrong


def previews(officer: Officer, numbers: Sequence[int], given: Given, purpose: str) -> tuple[Preview, ...]:
    """Return what the chosen objects would become under these grades; nothing is changed."""
    found = access.chosen(officer, numbers, purpose)
    known = taxii.graded([one.row for one in found])
    return tuple(_preview(one, given, known.get(_of(one))) for one in found)


def _of(waiting: Waiting) -> tuple[str, str]:
    return waiting.row.owner, waiting.row.stix


def _preview(waiting: Waiting, given: Given, before: Graded | None) -> Preview:
    try:
        slug, raw = mapping.from_stix(waiting.piece.value)
    except NotGradable:
        return Preview(waiting, "", {}, None)
    data, wrong = complete(type_named(slug), raw)
    stated = markings.stated(waiting.piece.value, waiting.known)
    if closed := markings.closed(stated, given):
        fields = type_named(slug).fields
        return Preview(waiting, "", data, None, closed=tuple(fields[name].label for name in closed if name in fields))
    marking = markings.joined(stated, given)
    if before is None:
        return Preview(waiting, slug, data, marking, wrong)
    return Preview(waiting, slug, data, marking, wrong, before.record, waiting.row.version <= before.version)


def grade(
    officer: Officer, numbers: Sequence[int], given: Given, purpose: str, *, at: datetime | None = None
) -> tuple[Preview, ...]:
    """Make records of the chosen objects, all or none of them, and return what each became.

    Raises:
        NotForPurpose: a field of one is for other purposes alone.
        NotGradable: there is no record type for one of them.
        BadRecordData: the fields of one that are wrong, by name.
        AlreadySettled, NoRole.
    """
    at = cut(at or timezone.now())
    found = previews(officer, numbers, given, purpose)
    if any(one.closed for one in found):
        raise NotForPurpose
    if not all(one.type for one in found):
        raise NotGradable
    if wrong := [str(problem) for one in found for problem in one.wrong]:
        raise BadRecordData("; ".join(wrong[:5]) + ".")
    actor = actor_of(officer)
    with transaction.atomic():
        made: dict[int, str] = {}
        records: dict[tuple[str, str], str] = {}
        for one in sorted(found, key=lambda each: each.waiting.row.version):  # of one object several may wait
            follows = records.get(_of(one.waiting), one.follows)
            records[_of(one.waiting)] = made[one.waiting.row.id] = _state(actor, one, follows, purpose, at)
        services.settle(actor, made, purpose, at)
    return found


def _state(actor: Actor, one: Preview, follows: str, purpose: str, at: datetime) -> str:
    """State one record, or its next version, and return its identifier."""
    assert one.marking is not None  # noqa: S101 - for the type checker: it has a type
    held = registers.version_of(follows) if follows else None
    if held is None:
        (record,) = drafting.draft_many(actor, one.type, [Draft(one.data, one.marking)], purpose, at=at)
        return record.id
    ours = held.record.originator == settings.TAAWUN_PARTY and not one.late
    if ours and (held.data, held.marking) != (dict(one.data), marks.to_wire(one.marking)):
        drafting.new_version(actor, follows, one.data, one.marking, purpose, LATER, heard=True, at=at)
    return follows


def refuse(officer: Officer, numbers: Sequence[int], reason: str, purpose: str, *, at: datetime | None = None) -> None:
    """Refuse the chosen objects, with a reason; their bytes stay.

    Raises:
        AlreadySettled, NoReasonGiven, NoRole.
    """
    access.chosen(officer, numbers, purpose)
    services.refuse(actor_of(officer), numbers, reason, purpose, cut(at or timezone.now()))
