# SPDX-License-Identifier: Apache-2.0
"""The acts of the committee: confirm what a communiqué proposed, enter actions of minutes, keep calendar addresses."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import services as cases
from taawun.apps.cases.models import Case
from taawun.apps.ids import new_id
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of, find, held_by
from taawun.apps.people.models import Officer
from taawun.apps.registers import services as registers
from taawun.apps.registers.purposes import DESK_OFFICER, at_work
from taawun.formats.calendars import write
from taawun.kernel.errors import BadContents, NoSuchFeed, NotConvenor
from taawun.kernel.marking import Marking, make_marking
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.times import cut
from taawun.sectors.committee import access, following
from taawun.sectors.committee.bodies import BODY
from taawun.sectors.committee.models import Feed
from taawun.sectors.committee.proposing import Kind, Proposal
from taawun.sectors.committee.rules import Promise
from taawun.sectors.committee.sector import OFFICERS, SECTOR

SECRET_BYTES: Final = 32
OBJECT: Final = "calendar"
REVIEW: Final = timedelta(days=5 * 365)
TITLE_CHARACTERS: Final = 200
SIGNED: Final = frozenset({"signed", "closed"})
SENTENCES: Final = {
    "nothing": "Confirm at least one, and give each action its owner, authority and day.",
    "not now": "The minutes are not signed by both sides, or their actions were entered already.",
}


@dataclass(frozen=True, slots=True)
class Communique:
    """A communiqué as a person described it; its text is not kept."""

    title: str
    day: date
    language: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A proposal that a person confirmed, with what they wrote; without owner, authority and day it is no action."""

    proposal: Proposal
    what: str
    authority: str = ""
    due: date | None = None
    result: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: identifiers of records, and of the drafted cases of actions."""

    records: tuple[str, ...]
    actions: tuple[str, ...]


def confirm(
    actor: Actor, other: str, communique: Communique, confirmed: Sequence[Confirmed], *, at: datetime | None = None
) -> Stored:
    """Store a communiqué and what a person confirmed of it, in one transaction; nothing else of it is kept.

    Each action is drafted and proposed with the owner that the person named; nothing has crossed.

    Raises:
        BadContents: nobody confirmed anything, or an action has no owner, authority or day.
        BadRecordData, NoRole, NoPurpose.
    """
    at, parties = cut(at or timezone.now()), (settings.TAAWUN_PARTY, other)
    if not confirmed or any(_is_short(one, parties) for one in confirmed):
        raise BadContents(SENTENCES["nothing"])
    marking = _marking(at)
    with transaction.atomic():
        digest = sha256_hex(communique.text.encode())
        said = {
            "name": communique.title, "date": communique.day.isoformat(), "language": communique.language,
            "digest": digest, "source": communique.source,
        }  # fmt: skip
        records = [_record(actor, "communique", said, marking, at)]
        for one in confirmed:
            if one.proposal.kind is not Kind.ACTION:
                kind, data = _said(one, communique)
                records.append(_record(actor, kind, data, marking, at))
        drafts = [_draft(actor, other, one, communique, at) for one in confirmed if one.due is not None]
    return Stored(tuple(records), tuple(drafts))


def enter_actions(actor: Actor, meeting: Case, promises: Sequence[Promise], *, at: datetime | None = None) -> list[str]:
    """Draft an action for each line of the minutes of a meeting, and propose it with its owner; nothing has crossed.

    The side that convened enters them: so each line is entered once, at one node.

    Raises:
        NotConvenor: the other side convened.
        BadContents: the meeting is not signed by both sides, or its actions were entered already.
    """
    at = cut(at or timezone.now())
    if meeting.requesting != settings.TAAWUN_PARTY:
        raise NotConvenor
    if meeting.state not in SIGNED or access.entered_from(find(actor.officer_id), meeting.id):
        raise BadContents(SENTENCES["not now"])
    with transaction.atomic():
        return [_drafted(actor, meeting.requested, one.text, _of_line(one, meeting), meeting.title, str(one.number), at)
                for one in promises]  # fmt: skip


def enter_body(actor: Actor, data: dict[str, Any], *, at: datetime | None = None) -> str:
    """Enter a body with its terms of reference and its sub-groups, and return the identifier of its record.

    Raises:
        BadRecordData, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    return _record(actor, BODY, data, _marking(at), at)


def open_feed(officer: Officer, *, at: datetime | None = None) -> tuple[Feed, str]:
    """Make an address for an officer's calendar, and return it with its secret, which is shown once.

    Raises:
        NoRole, NoPurpose: the officer sees no meetings.
    """
    at = cut(at or timezone.now())
    secret, identifier = secrets.token_urlsafe(SECRET_BYTES), new_id(at)
    actor = actor_of(officer)
    with audit.acting(actor, "calendar.opened", OBJECT, identifier, SECTOR.purpose, at=at):
        access.meetings(officer, at=at)
        feed = Feed(
            id=identifier, digest=sha256_hex(secret.encode()), officer_id=officer.id, authority=actor.authority,
            created=at,
        )  # fmt: skip
        feed.save(force_insert=True)
    return feed, secret


def close_feed(officer: Officer, feed_id: str, *, at: datetime | None = None) -> None:
    """Take an address back: from now on it answers nothing.

    Raises:
        NoSuchFeed: it is none of this officer's.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "calendar.closed", OBJECT, feed_id, SECTOR.purpose, at=at):
        if not Feed.objects.filter(id=feed_id, officer_id=officer.id, revoked=None).update(revoked=at):
            raise NoSuchFeed


def feeds_of(officer: Officer) -> list[Feed]:
    """Return the addresses of an officer that still answer."""
    return list(Feed.objects.filter(officer_id=officer.id, revoked=None))


def read_feed(secret: str, *, at: datetime | None = None) -> bytes:
    """Return the calendar behind a secret, as its officer may see it now; recorded like every reading.

    Raises:
        NoSuchFeed: there is none, it was taken back, or its officer works here no more.
    """
    at = cut(at or timezone.now())
    feed = Feed.objects.filter(digest=sha256_hex(secret.encode()), revoked=None).first()
    officer = people.at_work(feed.officer_id) if feed else None
    if feed is None or officer is None or officer.role_slugs().isdisjoint(OFFICERS):
        raise NoSuchFeed
    with audit.acting(actor_of(officer), "calendar.read", OBJECT, feed.id, SECTOR.purpose, at=at):
        found = access.invitations(officer, at=at)
        Feed.objects.filter(id=feed.id).update(read=at)
    return write(SECTOR.title[officer.language], found, access.ZONES)


def _is_short(one: Confirmed, parties: Collection[str]) -> bool:
    """Tell whether a confirmed proposal lacks what an action needs: all of it, or nothing where it need be none."""
    whole = one.owner in parties and bool(one.authority.strip()) and one.due is not None
    return not whole and (one.proposal.kind is Kind.ACTION or bool(one.authority.strip()) or one.due is not None)


def _marking(at: datetime) -> Marking:
    return make_marking(
        settings.TAAWUN_PARTY, "A", 2, purposes={SECTOR.purpose}, review=(at + REVIEW).date(), tlp="green"
    )


def _record(actor: Actor, kind: str, data: dict[str, Any], marking: Marking, at: datetime) -> str:
    kept = {name: value for name, value in data.items() if value}
    return str(registers.draft_record(actor, kind, kept, marking, SECTOR.purpose, at=at).id)


def _said(one: Confirmed, communique: Communique) -> tuple[str, dict[str, Any]]:
    """Return the record of a confirmed proposal: its type and what it states."""
    proposal = one.proposal
    data: dict[str, Any] = {
        "name": one.what, "date": communique.day.isoformat(), "communique": communique.title,
        "sentence": proposal.sentence,
    }  # fmt: skip
    if proposal.kind is Kind.MEMORANDUM:
        return "committee-memorandum", data | {"field": proposal.subject, "state": "proposed"}
    if proposal.kind is Kind.POSTING:
        return "committee-posting", data | {"party": proposal.parties[0] if proposal.parties else ""}
    track = proposal.subject if proposal.kind is Kind.TRACK else ""
    return "committee-decision", data | {"track": track, "basis": communique.title}


def _draft(actor: Actor, other: str, one: Confirmed, communique: Communique, at: datetime) -> str:
    proposal = one.proposal
    values: dict[str, Any] = {
        "what": one.what, "authority": following.named(one.owner, one.authority),
        "due": one.due.isoformat() if one.due else "", "result": one.result or one.what,
        "track": proposal.subject if proposal.kind is Kind.TRACK else _track_of(proposal),
        "origin": f"{communique.title} ({communique.day.isoformat()}): {proposal.sentence}",
    }  # fmt: skip
    if proposal.kind is Kind.MEMORANDUM:
        values["memorandum"] = proposal.subject
    return _drafted(actor, other, one.what, values, communique.title, str(proposal.number), at)


def _track_of(proposal: Proposal) -> str:
    return {"drug_liaison": "counter_narcotics", "battalion_training": "police_training"}.get(
        proposal.subject, "committee"
    )


def _of_line(one: Promise, meeting: Case) -> dict[str, Any]:
    values = {
        "what": one.text, "authority": following.named(one.owner, one.authority), "due": one.due.isoformat(),
        "result": one.text, "track": one.track, "origin": f"{meeting.title} ({meeting.id}): {one.number}",
    }  # fmt: skip
    return values | ({"memorandum": one.memorandum} if one.memorandum else {})


def _drafted(
    actor: Actor, other: str, title: str, values: dict[str, Any], document: str, page: str, at: datetime
) -> str:
    """Open the case of an action with its contents, which this officer found where they say, and propose its owner.

    Who is not at the desk may draft and not move: such an action waits for somebody who is.
    """
    case = cases.open_case(
        actor, access.PACK, access.ACTION, other, SECTOR.purpose, title=title[:TITLE_CHARACTERS], at=at
    )
    for slug, value in values.items():
        cases.fill(
            actor, case.id, slug, SECTOR.purpose, value=value, document=document[:TITLE_CHARACTERS] or "-", page=page,
            at=at,
        )  # fmt: skip
    if DESK_OFFICER in at_work(held_by(actor.officer_id), SECTOR.purpose):
        owner = following.meant(values["authority"], (other, settings.TAAWUN_PARTY))
        cases.propose(actor, case.id, following.entering(owner, settings.TAAWUN_PARTY), SECTOR.purpose, at=at)
    return case.id
