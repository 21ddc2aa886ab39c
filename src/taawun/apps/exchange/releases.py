# SPDX-License-Identifier: Apache-2.0
"""Releases: draft, approve, withdraw (spec 50). Sending is in sending.py."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from django.db import transaction

from taawun.apps.audit.services import Actor, Entry, record_many
from taawun.apps.exchange.identity import load as load_json
from taawun.apps.exchange.identity import our_party, own_roster
from taawun.apps.exchange.models import Approval, Release, ReleasedObject, ReleaseState
from taawun.apps.ids import new_id
from taawun.apps.ledger import services as ledger
from taawun.apps.people import access as people
from taawun.apps.registers.purposes import closed_to
from taawun.apps.rows import among, find, insert, into, load, new, put
from taawun.apps.together import Together, latest
from taawun.kernel.errors import DrafterApproved, NoRecipients, NoRole, NotInRoster, ReleaseClosed, SelfRecipient
from taawun.kernel.exchange.drafting import content_of
from taawun.kernel.ports import Signer
from taawun.kernel.release.approval import missing, rules_for
from taawun.kernel.release.statement import Statement
from taawun.kernel.trust.keys import Holder
from taawun.kernel.trust.roster import Roster, officers
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.signing import sign_many
from taawun.kernel.wire.times import cut

LASTS: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an officer wants released: the content and the terms.

    `body` is an object, or its canonical bytes. A content about many objects leaves `object_id` empty and names each in
    `parts`, with the digest of what stands in it of that object.
    """

    kind: str
    body: dict[str, Any] | bytes
    recipients: tuple[str, ...]
    purpose: str
    basis: Basis
    object_type: str
    object_id: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    handling: frozenset[str] = frozenset({"H0"})
    personal: bool = True
    sensitivity: str = "medium"
    security: str = "restricted"
    case: str = ""
    ask_read: bool = False
    lasts: timedelta = LASTS


def draft_release(actor: Actor, wish: Wish, now: datetime) -> Release:
    """Draft one release."""
    return draft_releases(actor, [wish], now)[0]


def draft_releases(actor: Actor, wishes: Sequence[Wish], now: datetime) -> list[Release]:
    """Draft releases: nothing leaves yet, and the rules are asked now so that a hopeless draft fails early.

    Raises:
        NoRecipients: for an empty recipient list.
        SelfRecipient: if we are among the recipients.
        NoRule: if no rule of our roster covers the kind.
    """
    roster = own_roster()
    rows = [_draft(actor, wish, roster, now) for wish in wishes]
    parts = [(row.id, *one) for row, wish in zip(rows, wishes, strict=True) for one in wish.parts]
    _DRAFTING.do(_Drafted(actor, rows, parts, now))
    return rows


@dataclass(frozen=True, slots=True)
class _Drafted:
    """Releases as an officer drafted them, not yet stored."""

    actor: Actor
    rows: list[Release]
    parts: list[tuple[str, str, str]]
    now: datetime


def _store_drafts(asked: Sequence[_Drafted]) -> list[bool]:
    with transaction.atomic():  # begun late: there is one writer at a time
        insert(row for one in asked for row in one.rows)
        into(ReleasedObject, "release_id", "object_id", "digest").write([each for one in asked for each in one.parts])
        _told("release.requested", [(one.actor, row) for one in asked for row in one.rows], latest(asked))
    return [True] * len(asked)


_DRAFTING: Final = Together(_store_drafts)


def _draft(actor: Actor, wish: Wish, roster: Roster, now: datetime) -> Release:
    if not wish.recipients:
        raise NoRecipients
    if our_party() in wish.recipients:
        raise SelfRecipient
    rules_for(roster.rules, wish.kind, wish.personal)
    digest, body, attachments = content_of(wish.body)
    statement = Statement(
        id=new_id(),
        sender=our_party(),
        recipients=wish.recipients,
        content=digest,
        kind=wish.kind,
        drafter=actor.officer_id,
        purpose=wish.purpose,
        basis=wish.basis,
        handling=wish.handling,
        personal=wish.personal,
        sensitivity=wish.sensitivity,
        created=cut(now),
        expires=cut(now + wish.lasts),
    )
    written = encode(statement.to_wire())
    read_statement(written)  # what the other side would have to refuse is refused here first
    return new(
        Release,
        id=statement.id,
        kind=wish.kind,
        recipients=list(wish.recipients),
        statement=written,
        content=digest,
        body=body,
        attachments=attachments,
        case=wish.case,
        purpose=wish.purpose,
        security=wish.security,
        ask_read=wish.ask_read,
        object_type=wish.object_type,
        object_id=wish.object_id,
        drafter_id=actor.officer_id,
        created=now,
        expires=now + wish.lasts,
    )


def approve(actor: Actor, release_ids: Iterable[str], signers: Sequence[Signer], now: datetime) -> list[Release]:
    """Sign releases as an officer; a release whose rules are then met becomes approved.

    Args:
        actor: the officer; never the drafter.
        release_ids: at least one release that is still a draft.
        signers: the officer's keys, unlocked.
        now: when.

    Raises:
        ReleaseClosed: if one is missing or no longer waits for approval.
        DrafterApproved: if the officer drafted one of them.
        NotInRoster: if the published roster does not know the officer or the keys.
        NoRole: if the officer holds no role that a rule of theirs asks for.
    """
    return _APPROVING.do(_Approving(actor, tuple(dict.fromkeys(release_ids)), tuple(signers), now))


@dataclass(frozen=True, slots=True)
class _Approving:
    """What an officer asks to approve."""

    actor: Actor
    ids: tuple[str, ...]
    signers: tuple[Signer, ...]
    now: datetime


def _approve_all(asked: Sequence[_Approving]) -> list[list[Release]]:
    """Approve what was asked at once; approvals of one officer share a signature, as those of one act do."""
    roster, now = own_roster(), latest(asked)
    found = iter(_releases([identifier for one in asked for identifier in one.ids], ReleaseState.DRAFT))
    rows = [[next(found) for _ in one.ids] for one in asked]
    if not all(rows):
        raise ReleaseClosed
    by_officer: dict[tuple[Actor, tuple[Signer, ...]], list[Release]] = {}
    for one, listed in zip(asked, rows, strict=True):
        by_officer.setdefault((one.actor, one.signers), []).extend(listed)
    approvals = [
        approval
        for (actor, signers), listed in by_officer.items()
        for approval in _sign(actor, signers, listed, roster, now)
    ]
    every = [row for listed in rows for row in listed]
    with transaction.atomic():  # begun late: there is one writer at a time, and signing is slow
        hold(every, ReleaseState.DRAFT)
        into(Approval, "release_id", "officer_id", "signatures", "at").write(approvals)
        granted = _settle(every, roster)
        _told("approval", [(one.actor, row) for one, listed in zip(asked, rows, strict=True) for row in listed], now)
        ledger.accept_many([("release.granted", sha256_hex(bytes(row.statement))) for row in granted], at=now)
    return rows


_APPROVING: Final = Together(_approve_all)


def _sign(
    actor: Actor, signers: Sequence[Signer], rows: Sequence[Release], roster: Roster, now: datetime
) -> list[tuple[str, str, bytes, datetime]]:
    """Return the rows of one officer's approvals, not yet stored, or refuse them."""
    holder = officers(roster).get(actor.officer_id)
    if holder is None or {signer.key_id for signer in signers} - {key.id for key in holder.keys}:
        raise NotInRoster
    if any(row.drafter_id == actor.officer_id for row in rows):
        raise DrafterApproved
    if any(row.purpose in closed_to(frozenset(holder.roles)) for row in rows):
        raise NoRole  # nobody signs what they may not see (§80.73)
    _check_role(actor, holder, rows, roster)
    signed = sign_many("release", [bytes(row.statement) for row in rows], signers)
    return [
        (row.id, actor.officer_id, encode([signature.to_wire() for signature in signatures]), now)
        for row, signatures in zip(rows, signed, strict=True)
    ]


@transaction.atomic
def withdraw(actor: Actor, release_id: str, now: datetime) -> Release:
    """Take back a release that has not been sent: the undo of a draft or an approval.

    Raises:
        ReleaseClosed: if it was already sent or withdrawn.
    """
    (row,) = _releases([release_id], ReleaseState.DRAFT, ReleaseState.APPROVED)
    hold([row], ReleaseState.DRAFT, ReleaseState.APPROVED)
    row.state = ReleaseState.WITHDRAWN
    row.save(update_fields=["state"])
    _told("release.withdrawn", [(actor, row)], now)
    return row


def _check_role(actor: Actor, holder: Holder, rows: Sequence[Release], roster: Roster) -> None:
    """Refuse an officer who holds no role that the rules ask for: in the roster, and still at this node (§10.9)."""
    held = holder.roles & people.held_by(actor.officer_id)
    for row in rows:
        rules = rules_for(roster.rules, row.kind, statement_of(row).personal)
        if held.isdisjoint(place.role for rule in rules for place in rule.approvals):
            raise NoRole


@lru_cache(maxsize=1_024)
def read_statement(written: bytes) -> Statement:
    """Return the statement of its bytes; an act reads one that the act before has just read."""
    return Statement.from_wire(load_json(written))


def statement_of(row: Release) -> Statement:
    """Return what a release states."""
    return read_statement(bytes(row.statement))


def still_needed(row: Release, roster: Roster | None = None) -> tuple[str, ...]:
    """Return the roles whose approval a release still waits for, one entry for each empty place.

    Whoever asks of many releases reads our roster once and gives it.
    """
    roster = roster or own_roster()
    known = officers(roster)
    approvers = {a.officer_id: known[a.officer_id].roles for a in row.approvals.all() if a.officer_id in known}
    matching = rules_for(roster.rules, row.kind, statement_of(row).personal)
    return tuple(role for rule in matching for role in missing(rule, row.drafter_id, approvers))


def waits_for(row: Release, officer_id: str, roles: frozenset[str], roster: Roster | None = None) -> bool:
    """Tell whether a draft still waits for an officer with these roles, who neither drafted nor approved it."""
    if officer_id == row.drafter_id or any(one.officer_id == officer_id for one in row.approvals.all()):
        return False
    return not roles.isdisjoint(still_needed(row, roster))


def signed_release(row: Release, approvals: Iterable[bytes]) -> bytes:
    """Return the canonical bytes of {signatures, statement}, as they travel in the envelope.

    They are joined from bytes that are canonical already: parsing ten kilobytes to write them again would cost
    more than all the rest of sending.
    """
    signatures = b",".join(approval[1:-1] for approval in approvals)
    return b'{"signatures":[' + signatures + b'],"statement":' + bytes(row.statement) + b"}"


def _releases(ids: Iterable[str], *states: str) -> list[Release]:
    """Return releases in the order asked for, or refuse if one is missing, asked for twice or in another state."""
    wanted = list(ids)
    found = {row.id: row for row in load(Release, among("id"), [wanted]) if row.state in states}
    if not wanted or len(found) < len(wanted):
        raise ReleaseClosed
    return [found[identifier] for identifier in wanted]


def hold(rows: Sequence[Release], *states: str) -> None:
    """Lock releases that were read before the transaction, or refuse if one has left these states meanwhile."""
    found = find("exchange_release", "state", "id", [row.id for row in rows], lock=True)
    if len(found) < len(rows) or not {state for (state,) in found} <= set(states):
        raise ReleaseClosed


def _settle(rows: Sequence[Release], roster: Roster) -> list[Release]:
    """Mark as approved, and return, the releases whose every matching rule is met."""
    known = officers(roster)
    approvers: dict[str, dict[str, frozenset[str]]] = {row.id: {} for row in rows}
    for release_id, officer_id in find("exchange_approval", "release_id, officer_id", "release_id", list(approvers)):
        if officer_id in known:
            approvers[release_id][officer_id] = known[officer_id].roles
    done = []
    for row in rows:
        rules = rules_for(roster.rules, row.kind, statement_of(row).personal)
        if not any(missing(rule, row.drafter_id, approvers[row.id]) for rule in rules):
            row.state = ReleaseState.APPROVED
            done.append(row)
    move(done, ReleaseState.APPROVED)
    return done


def move(rows: Sequence[Release], state: str) -> None:
    """Bring releases to a state."""
    put("exchange_release", "state = %s", [str(state)], "id", [row.id for row in rows])


def _told(act: str, rows: Sequence[tuple[Actor, Release]], now: datetime) -> None:
    """Put an act on releases on the record: an audit line and a ledger entry for each."""
    record_many((Entry(actor, act, "release", row.id, row.purpose) for actor, row in rows), at=now)
    ledger.accept_many([(act, sha256_hex(bytes(row.statement))) for _, row in rows], at=now)
