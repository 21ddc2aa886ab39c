# SPDX-License-Identifier: Apache-2.0
"""Opening a case, filling its contents, giving it to an authority (spec §60.2, §60.9)."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Max

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import library, reserving, seeing
from taawun.apps.cases.acting import OBJECT, acting, moment, written
from taawun.apps.cases.models import Case, ElementValue
from taawun.apps.cases.moves.filing import hold
from taawun.apps.cases.moves.following import follow
from taawun.apps.ids import new_id
from taawun.apps.people import access as people
from taawun.apps.people.queries import authorities
from taawun.apps.registers.purposes import AT_ONE_DESK, desks_of, purposes_of
from taawun.kernel.cases.contents import PLACE_CHARACTERS, VALUE_DEPTH, Filled, Found, check_value
from taawun.kernel.cases.deciding import under_review
from taawun.kernel.cases.words import Side
from taawun.kernel.errors import (
    BadContents,
    BadShape,
    NoPurpose,
    NoRole,
    NoSuchElement,
    NoSuchPack,
    NotCovered,
    NotReasoned,
    UnderReview,
)
from taawun.kernel.instruments.pack import Pack
from taawun.kernel.ledger.entry import Kind

_OPENING: Final = frozenset(
    {"desk_officer", "legal_reviewer", "liaison_officer", "protection_officer", "watch_officer"}
)
OPENERS: Final = _OPENING | AT_ONE_DESK
"""Roles that may open a case; those of one desk, a case of its purpose."""
REVIEW_AFTER: Final = timedelta(days=365)
"""When somebody must look whether a case is still needed, unless another day is given."""
CHANNELS: Final = {"information_request": "police", "spontaneous_information": "police", "hit_follow_up": "police"}
"""The way a kind of case goes where nobody says otherwise; `CHANNEL` for all others."""
CHANNEL: Final = "central_authority"


def open_case(
    actor: Actor,
    pack: str,
    kind: str,
    other: str,
    purpose: str,
    *,
    title: str = "",
    side: Side = Side.REQUESTING,
    channel: str = "",
    handling: frozenset[str] = frozenset({"H1"}),
    at: datetime | None = None,
) -> Case:
    """Open a case with another party under an instrument, which is frozen on it.

    Args:
        actor: an officer with a role of `OPENERS` in their own authority, which then has the case.
        pack: slug of the instrument.
        kind: slug of the kind of case.
        other: the other party.
        purpose: one that the instrument covers and the officer acts for.
        title: for our own lists; never sent.
        side: ours; the requested side opens none but by hand, for a request that came on paper.
        channel: how it goes; see `CHANNELS`.
        handling: codes of the marking.
        at: when.

    Raises:
        NoSuchPack, NotCovered, NoRole, NoPurpose.
    """
    at, identifier = moment(at), new_id(at)
    with audit.acting(actor, "case.opened", OBJECT, identifier, purpose, ledger=Kind.RECORD, at=at):
        _require_opener(actor, purpose)
        found = library.pack_named(pack)
        library.kind_named(found, kind)
        check_covered(found, other, purpose)
        parties = (settings.TAAWUN_PARTY, other) if side is Side.REQUESTING else (other, settings.TAAWUN_PARTY)
        case = Case(
            id=identifier, title=title.strip()[:200], authority=actor.authority, opened_by=actor.officer_id,
            purpose=purpose, handling=sorted(handling), channel=channel or CHANNELS.get(kind, CHANNEL), side=side,
        )  # fmt: skip
        return store_case(case, found, kind, parties, at)


def store_case(case: Case, pack: Pack, kind: str, parties: tuple[str, str], at: datetime) -> Case:
    """Store a new case at the beginning of its workflow, with its pack frozen."""
    workflow = pack.kinds[kind].workflow
    case.kind, case.pack, case.pack_slug, case.pack_version = kind, library.freeze(pack, at), pack.slug, pack.version
    case.requesting, case.requested = parties
    case.state, case.phase = workflow.initial, workflow.states[workflow.initial].phase
    case.opened = case.changed = at
    case.review = (at + REVIEW_AFTER).date()
    case.save(force_insert=True)
    return case


def check_covered(pack: Pack, other: str, purpose: str) -> None:
    """Refuse a purpose or a party that the instrument does not cover; one that names no party covers every one."""
    if purpose not in pack.purposes:
        raise NotCovered(f"Covered: {', '.join(pack.purposes)}.")
    named = set(pack.parties)
    if other == settings.TAAWUN_PARTY or (named and not {other, settings.TAAWUN_PARTY} <= named):
        raise NoSuchPack("It is not between these parties.")


def fill(
    actor: Actor,
    case_id: str,
    element: str,
    purpose: str,
    *,
    value: Any = None,
    excuse: str = "",
    document: str = "",
    page: str = "",
    at: datetime | None = None,
) -> ElementValue:
    """Fill one element anew; earlier fillings are kept.

    It is complete only with `document`: where this officer found it, which is the tick that a person makes.

    Raises:
        NoSuchElement, BadContents, NotReasoned: neither a value nor an excuse.
        UnderReview: the request was checked, reviewed or signed as it is.
        ElementReserved: it is for those alone who direct the case.
    """
    at = moment(at)
    with acting(actor, "case.filled", case_id, purpose, at, ledger=Kind.RECORD) as case:
        declared = library.kind_of(case).elements.get(element)
        if declared is None:
            raise NoSuchElement
        if declared.reserved:
            reserving.require(people.find(actor.officer_id), case, {element})
        excuse, document, page = written(excuse), written(document, PLACE_CHARACTERS), written(page, PLACE_CHARACTERS)
        if (value is None) == (not excuse):
            raise NotReasoned("Either a value, or why it does not apply.")
        if value is not None:
            value = _carried(_lines(value))
            check_value(declared, value)
        held = hold(case, at)
        if element in under_review(held.kind, held.standing):
            raise UnderReview
        found = Found(document, page, actor.officer_id) if document else None
        row = store_filling(
            case, element, Filled(value, excuse, found), actor.officer_id, actor.authority, at, covers=held.stated
        )
        Case.objects.filter(pk=case.pk).update(changed=at)
        return row


def _lines(value: Any, depth: int = VALUE_DEPTH) -> Any:
    """Return a value in which lines end as on the wire, not as browsers send them."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, list) and depth:
        return [_lines(one, depth - 1) for one in value]
    if isinstance(value, dict) and depth:
        return {name: _lines(one, depth - 1) for name, one in value.items()}
    return value


def _carried(value: Any) -> Any:
    """Return a value that a move can carry, or refuse one that is too deep or long or has control characters."""
    try:
        return Filled.from_wire({"value": value}).value
    except BadShape as wrong:
        raise BadContents(wrong.detail) from None


def store_filling(
    case: Case,
    element: str,
    filled: Filled,
    officer: str,
    authority: str,
    at: datetime,
    move: str = "",
    covers: frozenset[str] | None = None,
) -> ElementValue:
    """Store the next filling of an element, in the caller's transaction.

    `move` is the other side's that carried it; of ours, `covers` is what they had stated then (Held.stated).
    """
    last = ElementValue.objects.filter(case=case, slug=element).aggregate(last=Max("number"))["last"] or 0
    found = filled.found or Found("", "", "")
    return ElementValue.objects.create(
        case=case, slug=element, number=last + 1, value=filled.value, excuse=filled.excuse,
        found_document=found.document, found_page=found.page, found_officer=found.officer, move=move,
        officer_id=officer, authority=authority, at=at, covers=None if covers is None else sorted(covers),
    )  # fmt: skip


def assign(actor: Actor, case_id: str, authority: str, purpose: str, *, at: datetime | None = None) -> Case:
    """Give a case to an authority of ours: one that came and that nobody has, or one of the officer's own.

    Raises:
        NoRole: the officer may not; or there is no such authority.
        NoSuchCase.
    """
    at = moment(at)
    with audit.acting(actor, "case.assigned", OBJECT, case_id, purpose, ledger=Kind.RECORD, at=at):
        officer = people.find(actor.officer_id) if actor.is_officer else None
        if officer is None:
            raise NoRole("An officer acts on a case, never a part of the node.")
        case = Case.objects.select_for_update(no_key=True).get(pk=seeing.readable(officer, case_id, purpose).pk)
        held = people.roles_of(officer)
        if not any(role in seeing.ASSIGNERS and case.authority in ("", where) for role, where in held):
            raise NoRole
        if authority not in {row["code"] for row in authorities(settings.TAAWUN_PARTY)}:
            raise NoRole("There is no such authority here.")
        case.authority = authority
        case.changed = at
        case.save(update_fields=["authority", "changed"])
        follow(hold(case, at), at)
        return case


def _require_opener(actor: Actor, purpose: str) -> None:
    if not actor.is_officer:
        raise NoRole("An officer opens a case, never a part of the node.")
    held = people.roles_of(people.find(actor.officer_id))
    here = frozenset(role for role, authority in held if authority == actor.authority)
    if here.isdisjoint(OPENERS):
        raise NoRole
    if purpose not in purposes_of(here & _OPENING) | desks_of(here):
        raise NoPurpose
