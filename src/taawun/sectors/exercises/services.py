# SPDX-License-Identifier: Apache-2.0
"""The acts of exercises: arm the agreed injects, observe, rate, plan improvements and hand them to the committee."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.cases import services as cases
from taawun.apps.cases.models import Case
from taawun.apps.exchange import services as exchange
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import services as registers
from taawun.apps.registers.releasing import wish_for
from taawun.kernel.errors import BadContents, BadPlan, NoSuchCase, NotEvaluable
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.marking import Marking, make_marking
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.times import cut
from taawun.sectors.exercises import access, controlling, rules
from taawun.sectors.exercises.access import INJECT, KIND, OBSERVATION, PACK, RATING, Exercise
from taawun.sectors.exercises.models import Armed, Improvement
from taawun.sectors.exercises.rules import Inject, Plan
from taawun.sectors.exercises.sector import SECTOR

OBJECT: Final = "exercise"
REVIEW: Final = timedelta(days=3 * 365)
BASIS: Final = Basis(PACK, "practice")
COMMITTEE: Final = ("pk-bh-committee", "committee_action", "coordination")
"""Where an item of an improvement plan becomes an action: the pack, the kind of case and its purpose."""
ARMABLE: Final = frozenset({"agreed", "running", "paused"})
OBSERVABLE: Final = frozenset({"running", "paused", "ended"})
RATABLE: Final = frozenset({"ended"})


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an improvement plan as a person wrote it."""

    capability: str
    text: str
    owner: str
    authority: str
    due: date
    result: str


def open_exercise(officer: Officer, other: str, name: str, *, at: datetime | None = None) -> Case:
    """Open the case of an exercise.

    Raises:
        NoRole, NoPurpose.
    """
    return cases.open_case(actor_of(officer), PACK, KIND, other, SECTOR.purpose, title=name, at=at)


def design(officer: Officer, case: str, values: Mapping[str, Any], *, at: datetime | None = None) -> None:
    """Write parts of the plan, each checked alone, so that nothing is kept that could not be run.

    Raises:
        NotController.
        BadPlan: naming the part and the line.
        NotEvaluable: the plan was laid before the other side.
    """
    found = access.exercise(officer, case, at=at)
    controlling.require(officer, found.case)
    _require(found, frozenset({"draft", "returned"}))
    said = {slug: one.value for slug, one in found.shown.filled.items()} | dict(values)
    _check(said, found.case)
    with transaction.atomic():
        for slug, value in values.items():
            cases.fill(
                actor_of(officer), case, slug, SECTOR.purpose, value=value, document=_title(found), page="1", at=at
            )


def _check(said: Mapping[str, Any], case: Case) -> None:
    parties = (case.requesting, case.requested)
    players = rules.players_of(str(said["players"]), parties) if said.get("players") else ()
    objectives = rules.objectives_of(str(said["objectives"])) if said.get("objectives") else ()
    if said.get("timing") is not None:
        rules.timing_of(said["timing"])
    if said.get("injects"):
        rules.injects_of(str(said["injects"]), players, objectives, parties)


def arm(officer: Officer, case: str, *, at: datetime | None = None) -> list[Armed]:
    """Arm the injects that this node fires; those for the other node are drafted to be released beforehand.

    Whoever arms where nobody controls the exercise controls it from then on. Arming again changes nothing.

    Raises:
        NotController: others control it.
        NotEvaluable: the plan is not agreed.
        BadPlan, NoRole, NoPurpose, NoRule.
    """
    at, actor = cut(at or timezone.now()), actor_of(officer)
    with audit.acting(actor, "exercise.armed", OBJECT, case, SECTOR.purpose, ledger=Kind.RECORD, at=at):
        registers.require_drafter(actor)
        found = access.exercise(officer, case, at=at)
        controlling.take(officer, found.case, at=at)
        _require(found, ARMABLE)
        if found.plan is None:
            raise found.wrong or BadPlan
        known = access.armed(case)
        if known:
            return known
        own = [one for one in found.plan.injects if one.sender == settings.TAAWUN_PARTY]
        return [_arm(officer, found.case, found.plan, one, at) for one in own]


def _arm(officer: Officer, case: Case, plan: Plan, one: Inject, at: datetime) -> Armed:
    player = plan.player(one.to)
    release = "" if player.party == settings.TAAWUN_PARTY else _released(officer, case, plan, one, at)
    row = Armed(
        case=case.id, name=plan.name, speed=plan.timing.speed, number=one.number, minute=one.minute,
        party=player.party, addressee=player.name, channel=one.channel, text=one.text, release=release, armed=at,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _released(officer: Officer, case: Case, plan: Plan, one: Inject, at: datetime) -> str:
    """Draft the record of an inject for the other node and its release, which is approved before its time comes."""
    player = plan.player(one.to)
    data = {
        "name": plan.name, "exercise": case.id, "number": str(one.number), "minute": str(one.minute),
        "addressee": player.name, "channel": one.channel, "late_after": str(plan.timing.late_after), "text": one.text,
    }  # fmt: skip
    actor = actor_of(officer)
    record = registers.draft_record(actor, INJECT, data, _marking(at), SECTOR.purpose, at=at)
    wish = wish_for(record.id, [player.party], SECTOR.purpose, BASIS, at=at)
    return str(exchange.draft_release(actor, wish, at).id)


def observe(
    officer: Officer, case: str, capability: str, sort: str, text: str, inject: str = "", *, at: datetime | None = None
) -> str:
    """State what was observed, and return the record.

    Raises:
        NotEvaluable: the exercise has not begun.
        BadPlan: the plan has no such capability or inject.
        BadRecordData, NoRole.
    """
    found = _with(officer, case, capability, OBSERVABLE, at)
    if inject and found.plan and inject not in {str(one.number) for one in found.plan.injects}:
        raise BadPlan(rules.SENTENCES["no inject"])
    data = {"name": _title(found), "exercise": case, "capability": capability, "sort": sort, "text": text}
    return _stated(officer, OBSERVATION, data | ({"inject": inject} if inject else {}), at)


def rate(
    officer: Officer, case: str, capability: str, rating: str, text: str, *, at: datetime | None = None
) -> str:  # fmt: skip
    """Rate a capability, or rate it anew as the next version of the record, and return the record.

    Raises:
        NotEvaluable: the exercise has not ended, or is closed.
        BadPlan: the plan has no such capability.
        BadRecordData, NoRole.
    """
    found = _with(officer, case, capability, RATABLE, at)
    data = {"name": _title(found), "exercise": case, "capability": capability, "rating": rating, "text": text}
    known = next(one for one in access.ratings(officer, found, at=at) if one.capability == capability)
    if not known.record:
        return _stated(officer, RATING, data, at)
    if (known.rating, known.text) != (rating, text):
        moment = cut(at or timezone.now())
        asked = (actor_of(officer), known.record, data, _marking(moment), SECTOR.purpose, text)
        registers.new_version(*asked, at=moment)
    return known.record


def improve(officer: Officer, case: str, item: Item, *, at: datetime | None = None) -> Improvement:
    """Add an item to the improvement plan.

    Raises:
        NotEvaluable, BadPlan, NoRole.
        BadContents: a part is missing, or the owner is no party of the exercise.
    """
    at, actor = cut(at or timezone.now()), actor_of(officer)
    with audit.acting(actor, "exercise.improvement", OBJECT, case, SECTOR.purpose, ledger=Kind.RECORD, at=at):
        registers.require_drafter(actor)
        found = _with(officer, case, item.capability, RATABLE, at)
        if item.owner not in (found.case.requesting, found.case.requested) or not all(
            one.strip() for one in (item.text, item.authority, item.result)
        ):
            raise BadContents("An item has an owner, an authority, a day and the result by which it is verified.")
        row = Improvement(
            case=case, capability=item.capability, text=item.text, owner=item.owner, authority=item.authority,
            due=item.due, result=item.result, officer_id=officer.id, at=at,
        )  # fmt: skip
        row.save(force_insert=True)
        return row


def hand_on(officer: Officer, improvement: str, *, at: datetime | None = None) -> Improvement:
    """Make an item of the improvement plan an action of the committee: drafted, and proposed with its owner and day.

    Nothing has crossed: the move waits to be approved like every other. Handing on again changes nothing.

    Raises:
        NoSuchCase: there is no such item, or none for this officer.
        NoRole, NoPurpose, NoRule.
    """
    at, actor = cut(at or timezone.now()), actor_of(officer)
    row = Improvement.objects.filter(id=improvement).first()
    if row is None:
        raise NoSuchCase
    with audit.acting(actor, "exercise.handed-on", OBJECT, row.case, SECTOR.purpose, ledger=Kind.RECORD, at=at):
        found = access.exercise(officer, row.case, at=at)
        row = Improvement.objects.select_for_update().get(id=improvement)
        if row.action:
            return row
        row.action = _action(officer, found, row, at)
        row.save(update_fields=["action"])
        return row


def _action(officer: Officer, found: Exercise, row: Improvement, at: datetime) -> str:
    pack, kind, purpose = COMMITTEE
    other = next(one for one in (found.case.requesting, found.case.requested) if one != settings.TAAWUN_PARTY)
    actor, title = actor_of(officer), _title(found)
    case = cases.open_case(actor, pack, kind, other, purpose, title=row.text[:200], at=at)
    values = {
        "what": row.text, "authority": f"{row.owner}: {row.authority}", "due": row.due.isoformat(),
        "result": row.result, "track": "committee", "origin": f"{title} ({row.case}): {row.capability}",
    }  # fmt: skip
    for slug, value in values.items():
        cases.fill(actor, case.id, slug, purpose, value=value, document=title, page=str(row.capability)[:200], at=at)
    cases.propose(actor, case.id, "assign" if row.owner == other else "undertake", purpose, at=at)
    return str(case.id)


def _with(officer: Officer, case: str, capability: str, states: frozenset[str], at: datetime | None) -> Exercise:
    found = access.exercise(officer, case, at=at)
    _require(found, states)
    if found.plan is None or capability not in found.plan.capabilities:
        raise BadPlan(rules.SENTENCES["no capability"])
    return found


def _require(found: Exercise, states: frozenset[str]) -> None:
    if found.shown.standing.state not in states:
        raise NotEvaluable


def _title(found: Exercise) -> str:
    return (str(found.values.get("name") or "") or found.case.title or "-")[:200]


def _stated(officer: Officer, kind: str, data: dict[str, Any], at: datetime | None) -> str:
    at = cut(at or timezone.now())
    return str(registers.draft_record(actor_of(officer), kind, data, _marking(at), SECTOR.purpose, at=at).id)


def _marking(at: datetime) -> Marking:
    return make_marking(
        settings.TAAWUN_PARTY, "A", 2, purposes={SECTOR.purpose}, review=(at + REVIEW).date(), tlp="green"
    )
