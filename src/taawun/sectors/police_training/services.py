# SPDX-License-Identifier: Apache-2.0
"""The acts on badges: issue one for a nomination that came to a certificate, revoke it, sign the list (spec §80.94).

One act is one transaction with one audit line and one ledger entry. Nothing here passes a gate: a badge follows from a
case that both nodes have brought to its certificate.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import access as cases
from taawun.apps.cases import services as opening
from taawun.apps.cases.access import Shown
from taawun.apps.cases.models import Case
from taawun.apps.ids import new_id
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.apps.people.queries import authorities
from taawun.apps.registers import services as records
from taawun.apps.registers.models import Record
from taawun.formats.badges import award, proof, status
from taawun.formats.badges.keys import did_of
from taawun.kernel.cases.words import Side
from taawun.kernel.errors import BadContents, BadgeEnded, NoRole, NoSuchBadge, NoSuchCourse, NotCertified
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.marking import make_marking
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.times import cut
from taawun.sectors.police_training import keys, outcomes, seats, sessions
from taawun.sectors.police_training.models import REASON_CHARACTERS, Badge
from taawun.sectors.police_training.sector import WHY_ATTENDED

ROLE: Final = "training_coordinator"
PACK: Final = "model-training"
OBJECT: Final = "badge"
CERTIFIED: Final = frozenset({"certified", "evaluated"})
SHEET_KEPT: Final = timedelta(days=2 * 365)
"""After which time a sheet is looked at again."""
CRITERIA: Final = (
    "Attended every mandatory module (use of force, custody, Istanbul Protocol, interviewing victims of trafficking) "
    "and passed the assessment."
)


def nominate(actor: Actor, session: Record, kind: str, purpose: str, *, at: datetime | None = None) -> Case:
    """Open a nomination to another party's session, which it names; who is nominated is filled in next.

    Raises:
        NoSuchCourse: the session is our own, or the kind is none of a nomination.
        NoRole, NoSuchPack.
    """
    at = cut(at or timezone.now())
    if session.originator == settings.TAAWUN_PARTY or kind not in seats.KINDS:
        raise NoSuchCourse
    with transaction.atomic():
        case = opening.open_case(actor, PACK, kind, session.originator, purpose, title=session.caption, at=at)
        opening.fill(actor, case.id, "course_session", purpose, value=session.id, document=session.caption, at=at)
        return case


def issue(actor: Actor, case_id: str, purpose: str, *, at: datetime | None = None) -> Badge:
    """Sign the badge of a nomination that has come to a certificate, and state that somebody was trained.

    Args:
        actor: a training coordinator of the authority that hosts.
        case_id: the nomination.
        purpose: what for.
        at: when.

    Raises:
        NotCertified: it has not come to a certificate, or is not hosted here.
        BadgeEnded: it has a badge.
        KeyFileMissing: the authority has no key for badges.
        NoRole, NoSuchCase.
    """
    at, identifier = cut(at or timezone.now()), new_id(at)
    with audit.acting(actor, "badge.issued", OBJECT, identifier, purpose, ledger=Kind.RECORD, at=at):
        officer = _coordinator(actor)
        shown = cases.case(officer, case_id, purpose, at=at)
        _check_certified(shown, officer)
        if Badge.objects.filter(case_id=case_id, revoked=None).exists():
            raise BadgeEnded
        made = _signed(shown, identifier, at)
        made.officer_id = officer.id
        made.save(force_insert=True)
        outcomes.note(made, str(_value(shown, "trainee")["service_number"]))
        outcomes.state(shown, purpose, at)
        return made


def revoke(actor: Actor, badge_id: str, reason: str, purpose: str, *, at: datetime | None = None) -> Badge:
    """Revoke a badge for good, with a reason; the next status list says so, and the training no longer counts.

    Raises:
        NoSuchBadge, BadgeEnded, NoRole.
        BadContents: no reason, or one that is too long.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "badge.revoked", OBJECT, badge_id, purpose, ledger=Kind.RECORD, at=at):
        officer = _coordinator(actor)
        badge = Badge.objects.select_for_update().filter(id=badge_id, authority__in=_rooms(officer)).first()
        if badge is None:
            raise NoSuchBadge
        if badge.revoked is not None:
            raise BadgeEnded
        if not 0 < len(reason.strip()) <= REASON_CHARACTERS:
            raise BadContents(f"A reason of 1 to {REASON_CHARACTERS} characters.")
        badge.revoked, badge.revoked_by, badge.reason = at, officer.id, reason.strip()
        badge.save(update_fields=["revoked", "revoked_by", "reason"])
        outcomes.take_back(badge, purpose, at)
        return badge


def status_list(actor: Actor, authority: str, purpose: str, *, at: datetime | None = None) -> bytes:
    """Return the signed status list of an authority of the officer's as it stands now, as a file.

    Raises:
        NoRole: the officer is no training coordinator there.
        KeyFileMissing.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "badge.listed", OBJECT, authority, purpose, ledger=Kind.RECORD, at=at):
        if authority not in _rooms(_coordinator(actor)):
            raise NoRole
        return current_list(authority, at)


def current_list(authority: str, at: datetime) -> bytes:
    """Return the signed status list of an authority as it stands now; who calls this records what for."""
    signer = keys.signer_of(authority)
    did = did_of(signer.public)
    revoked = Badge.objects.filter(issuer=did, revoked__isnull=False).values_list("index", flat=True)
    return encode(proof.signed(status.status_list(did, revoked, at), signer, at))


def keep_sheet(
    actor: Actor,
    session: str,
    day: str,
    module: str,
    present: Collection[str],
    purpose: str,
    *,
    at: datetime | None = None,
) -> str:
    """Keep who attended a module on a day: a sheet, or the next version of the one that there is. Return its record.

    Raises:
        NoRole: the officer is no training coordinator of the authority whose session it is.
        NoSuchCourse.
        BadRecordData: a day or a module that there is not.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "training.attendance", "record", session, purpose, at=at):
        found, node = sessions.session(session), Actor.system("training")
        if found.authority not in _rooms(_coordinator(actor)):
            raise NoRole
        seated = [one for one in seats.taken(session) if one in present]
        data = {
            "name": f"{found.data['name']} · {day}"[:200], "session": session, "date": day, "module": module,
            "present": seated,
        }  # fmt: skip
        marking = make_marking(settings.TAAWUN_PARTY, "A", 1, purposes=[purpose], review=(at + SHEET_KEPT).date())
        before = sessions.sheet_of(session, day, module)
        if before is None:
            return records.draft_record(node, sessions.SHEET, data, marking, purpose, at=at).id
        records.new_version(node, before, data, marking, purpose, WHY_ATTENDED, at=at)
        return before


def _coordinator(actor: Actor) -> Officer:
    if not actor.is_officer:
        raise NoRole("An officer issues and revokes badges, never a part of the node.")
    officer = people.find(actor.officer_id)
    people.require(officer, ROLE)
    return officer


def _rooms(officer: Officer) -> list[str]:
    return sorted(authority for role, authority in people.roles_of(officer) if role == ROLE)


def _check_certified(shown: Shown, officer: Officer) -> None:
    case = shown.case
    hosted = case.kind in seats.KINDS and shown.side is Side.REQUESTED and case.authority in _rooms(officer)
    if not hosted or shown.standing.phase not in CERTIFIED:
        raise NotCertified


def _signed(shown: Shown, identifier: str, at: datetime) -> Badge:
    case, trainee = shown.case, _value(shown, "trainee")
    found = sessions.session(str(_value(shown, "course_session")).strip())
    signer = keys.signer_of(case.authority)
    issuer = did_of(signer.public)
    made = award.Award(
        badge=identifier, issuer=issuer, issuer_name=_name_of(case.authority), course=found.course_id or found.id,
        code=str(found.data["course"]), title=str(found.course.get("name") or found.data["name"]),
        description=str(found.course.get("summary") or found.data["name"]), criteria=CRITERIA,
        holder=str(trainee["service_number"]), salt=secrets.token_hex(award.SALT_BYTES), index=_place(issuer), at=at,
    )  # fmt: skip
    document = encode(proof.signed(award.credential(made), signer, at))
    return Badge(
        id=identifier, case_id=case.id, session=found.id, authority=case.authority, issuer=issuer, index=made.index,
        title=made.title[:300], document=document, at=at,
    )  # fmt: skip


def _place(issuer: str) -> int:
    """Return a free place of the status list, drawn at random so that it says nothing about the badge."""
    used = set(Badge.objects.filter(issuer=issuer).values_list("index", flat=True))
    while (place := secrets.randbelow(status.BITS)) in used:
        if len(used) >= status.BITS:
            raise BadgeEnded("The status list of this key is full.")
    return place


def _value(shown: Shown, slug: str) -> Any:
    return shown.filled[slug].value


def _name_of(authority: str) -> str:
    rows = {row["code"]: row for row in authorities(settings.TAAWUN_PARTY)}
    return str(rows[authority]["title_en"]) if authority in rows else authority
