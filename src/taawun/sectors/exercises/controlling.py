# SPDX-License-Identifier: Apache-2.0
"""Who controls an exercise at this node, and who plays whom (spec §88.10): decided for every page of it.

Whoever opened it here controls it. Where nobody who still works here does, as at the node that was invited, the first
who takes the control has it. Controllers add others and seat players; nobody makes themselves one beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.cases.models import Case
from taawun.apps.exchange.queries import releases_of_record
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import services as registers
from taawun.kernel.errors import BadPlan, NoSuchOfficer, NotController
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.wire.times import cut
from taawun.sectors.exercises.models import Armed, Controller, Seat
from taawun.sectors.exercises.rules import SENTENCES, Plan
from taawun.sectors.exercises.sector import OFFICERS, PLAYERS, SECTOR

OBJECT: Final = "exercise"
APPROVER: Final = "releasing_officer"


@dataclass(frozen=True, slots=True)
class Person:
    """An officer with a part in an exercise: a controller, or the code of a player; whoever opened it stays."""

    officer: str
    name: str
    code: str = ""
    opened: bool = False


def controls(officer: Officer, case: Case) -> bool:
    """Tell whether an officer controls an exercise."""
    return case.opened_by == officer.id or Controller.objects.filter(case=case.id, officer_id=officer.id).exists()


def withholds(officer: Officer, record_id: str) -> bool:
    """Tell whether a record is that of an inject which is to come, and is not this officer's to read (spec §88.7d).

    Controllers read it, and who may have to approve its release, as long as they play nobody.
    """
    releases = releases_of_record(record_id)
    row = Armed.objects.filter(release__in=releases, firing=None).first() if releases else None
    if row is None:
        return False
    case = Case.objects.get(id=row.case)
    approves = APPROVER in officer.role_slugs()
    plays = Seat.objects.filter(case=case.id, officer_id=officer.id).exists()
    return not controls(officer, case) and (plays or not approves)


def is_controlled(case: Case) -> bool:
    """Tell whether anybody who still works here controls an exercise."""
    known = {case.opened_by, *Controller.objects.filter(case=case.id).values_list("officer_id", flat=True)}
    return any(people.at_work(one) is not None for one in known if one)


def people_of(case: Case) -> list[Person]:
    """Return who has a part in an exercise, for a page of its controllers: they first, then players."""
    rows = list(Controller.objects.filter(case=case.id))
    seats = list(Seat.objects.filter(case=case.id))
    ids = {one.officer_id for one in rows} - {case.opened_by}
    names = people.labels({case.opened_by, *ids, *(one.officer_id for one in seats)} - {""})
    opened = [Person(case.opened_by, names[case.opened_by], opened=True)] if case.opened_by in names else []
    return [
        *opened,
        *(Person(one.officer_id, names[one.officer_id]) for one in rows if one.officer_id in ids),
        *(Person(one.officer_id, names[one.officer_id], one.code) for one in seats),
    ]


def candidates(officer: Officer, *, player: bool) -> Mapping[str, str]:
    """Return the officers of an officer's authority who may control or play, with their names."""
    found: dict[str, str] = {}
    for role in sorted(PLAYERS if player else OFFICERS):
        found |= people.holders_of(role, officer.authority.code)
    return found


def require(officer: Officer, case: Case) -> None:
    """Refuse whoever does not control an exercise.

    Raises:
        NotController.
    """
    if not controls(officer, case):
        raise NotController


def take(officer: Officer, case: Case, *, at: datetime | None = None) -> None:
    """Take the control of an exercise that nobody here controls; whoever controls it already keeps it.

    Raises:
        NotController: somebody else controls it.
        NoRole.
    """
    if controls(officer, case):
        return
    at = cut(at or timezone.now())
    actor = actor_of(officer)
    with audit.acting(actor, "exercise.controlled", OBJECT, case.id, SECTOR.purpose, ledger=Kind.RECORD, at=at):
        registers.require_drafter(actor)
        if is_controlled(case):
            raise NotController
        Controller.objects.create(case=case.id, officer_id=officer.id, added_by=officer.id, at=at)


def add(officer: Officer, case: Case, other: str, *, at: datetime | None = None) -> None:
    """Let another officer of the authority control an exercise too.

    Raises:
        NotController, NoSuchOfficer.
    """
    at = cut(at or timezone.now())
    actor = actor_of(officer)
    with audit.acting(actor, "exercise.controlled", OBJECT, case.id, SECTOR.purpose, ledger=Kind.RECORD, at=at):
        require(officer, case)
        if other not in candidates(officer, player=False):
            raise NoSuchOfficer
        if other != case.opened_by:
            Controller.objects.get_or_create(
                case=case.id, officer_id=other, defaults={"added_by": officer.id, "at": at}
            )


def seat(officer: Officer, case: Case, plan: Plan, code: str, other: str, *, at: datetime | None = None) -> None:
    """Let an officer of the authority play one of this node's players.

    Raises:
        NotController, NoSuchOfficer.
        BadPlan: no player of ours has this code.
    """
    at = cut(at or timezone.now())
    actor = actor_of(officer)
    with audit.acting(actor, "exercise.seated", OBJECT, case.id, SECTOR.purpose, ledger=Kind.RECORD, at=at):
        require(officer, case)
        player = next((one for one in plan.players if one.code == code and one.party == settings.TAAWUN_PARTY), None)
        if player is None:
            raise BadPlan(SENTENCES["addressee"])
        if other not in candidates(officer, player=True):
            raise NoSuchOfficer
        Seat.objects.get_or_create(
            case=case.id, code=code, officer_id=other,
            defaults={"addressee": player.name, "added_by": officer.id, "at": at},
        )  # fmt: skip


def drop(officer: Officer, case: Case, code: str, other: str, *, at: datetime | None = None) -> None:
    """Take a part in an exercise back: that of a controller, or of the player with a code. Whoever opened it stays.

    Raises:
        NotController.
    """
    at = cut(at or timezone.now())
    actor = actor_of(officer)
    with audit.acting(actor, "exercise.left", OBJECT, case.id, SECTOR.purpose, ledger=Kind.RECORD, at=at):
        require(officer, case)
        if code:
            Seat.objects.filter(case=case.id, code=code, officer_id=other).delete()
        else:
            Controller.objects.filter(case=case.id, officer_id=other).delete()


@dataclass(frozen=True, slots=True)
class Seats:
    """Which players have somebody: of all officers, and of one; each player as (exercise, name)."""

    taken: frozenset[tuple[str, str]]
    mine: frozenset[tuple[str, str]]

    def sees(self, case: str, addressee: str) -> bool:
        """Tell whether the officer sees what is for a player: their own, or one whom nobody plays."""
        if any(one == case for one, _name in self.mine):
            return (case, addressee) in self.mine
        return (case, addressee) not in self.taken


def seats_of(officer: Officer) -> Seats:
    """Return which players have somebody, as an officer's inbox asks it."""
    rows = list(Seat.objects.values_list("case", "addressee", "officer_id"))
    return Seats(
        frozenset((case, name) for case, name, _one in rows),
        frozenset((case, name) for case, name, one in rows if one == officer.id),
    )
