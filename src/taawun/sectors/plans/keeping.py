# SPDX-License-Identifier: Apache-2.0
"""Versions of sections as they cross: one that we send is stored as it leaves, one that comes is merged (spec §86.7).

Taking runs in the transaction that stores the envelope. All that can be wrong with a version is asked before the first
row is written, so that a refusal leaves the plan as it was.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.exchange.kinds import Incoming, Kind, Leaving
from taawun.apps.people.models import Officer
from taawun.kernel.errors import BadPlanSection, BadPlanValue, OtherPlanSection, SenderError
from taawun.kernel.wire.canonical import decode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.limits import BODY_BYTES
from taawun.sectors.plans import annexes, documents
from taawun.sectors.plans.contents import SECTIONS
from taawun.sectors.plans.documents import Merged
from taawun.sectors.plans.models import Annex, Plan, Revision, Section, Version
from taawun.sectors.plans.sector import ROLES, SECTOR
from taawun.sectors.plans.wire import KIND, SectionVersion

INBOX: Final = Actor.system("inbox")
OBJECT: Final = "plan-section"
MOST_PLANS: Final = 1_000
"""Plans that one partner may open here."""


def _take(items: Sequence[Incoming], at: datetime) -> list[SenderError | None]:
    return [_one(item, at) for item in items]


def _one(item: Incoming, at: datetime) -> SenderError | None:
    try:
        version = SectionVersion.from_wire(item.body)
        if item.header.purpose != SECTOR.purpose:
            raise BadPlanSection("Plans cross for coordination alone.")
        _take_version(version, item.header.sender, item.header.id, sha256_hex(item.data), at)
    except SenderError as refusal:
        return refusal
    audit.record_many([Entry(INBOX, "plan.received", OBJECT, version.section, item.header.purpose)], at=at)
    return None


def _take_version(version: SectionVersion, sender: str, envelope: str, digest: str, at: datetime) -> None:
    plan = Plan.objects.select_for_update().filter(id=version.plan).first()
    section = Section.objects.select_for_update().filter(id=version.section).first()
    _check_place(version, plan, section, sender)
    same = section and Version.objects.filter(section=section, party=sender, number=version.version).first()
    if same:
        if same.digest != digest:
            raise BadPlanSection("Another version had this number.")
        return
    held = bytes(section.state) if section else b""
    merged = documents.take(held, version.section, version.form, version.update, version.content, sender)
    section = section or _opened(version, plan, sender, at)
    _store(section, merged, sender, envelope, at)
    Version.objects.create(
        section=section, party=sender, number=version.version, digest=digest, content=version.content.to_json(),
        envelope=envelope, at=at,
    )  # fmt: skip


def _check_place(version: SectionVersion, plan: Plan | None, section: Section | None, sender: str) -> None:
    """Refuse a version that is of another plan, another partner, another form, or names an annex."""
    if plan is not None and plan.other != sender:
        raise OtherPlanSection
    if section is not None and (section.plan_id != version.plan or section.form != version.form):
        raise OtherPlanSection
    # Whether an annex has this identifier is never told: it is answered as a section of another plan is.
    if Annex.objects.filter(id__in=[version.section, version.plan]).exists():
        raise OtherPlanSection
    if section is None and plan is not None and plan.sections.count() >= SECTIONS:
        raise BadPlanSection(f"A plan has at most {SECTIONS} sections.")
    if plan is None and Plan.objects.filter(opened_by=sender).count() >= MOST_PLANS:
        raise BadPlanSection(f"More than {MOST_PLANS} plans.")


def _opened(version: SectionVersion, plan: Plan | None, sender: str, at: datetime) -> Section:
    plan = plan or Plan.objects.create(id=version.plan, opened_by=sender, other=sender, opened=at)
    return Section.objects.create(
        id=version.section, plan=plan, form=version.form.value, number=version.place, opened_by=sender, changed=at
    )


def _store(section: Section, merged: Merged, sender: str, envelope: str, at: datetime) -> None:
    if not merged.added:
        return
    section.state, section.revision, section.changed = merged.state, section.revision + 1, at
    section.save(update_fields=["state", "revision", "changed"])
    Revision.objects.create(
        section=section, number=section.revision, added=merged.added, party=sender, envelope=envelope, at=at
    )


def _leave(leaving: Leaving, now: datetime) -> None:
    """Store our version as it leaves; one that repeats an annex, or that a newer one overtook, does not leave."""
    version = SectionVersion.from_wire(decode(leaving.body, limit=BODY_BYTES))
    section = Section.objects.select_for_update().get(id=version.section, plan=version.plan)
    annexes.refuse_repeated(version.plan, version.content)
    if set(leaving.envelopes) != {section.plan.other}:
        raise BadPlanValue("A plan goes to the party with which it is made, and to no other.")
    ours = Version.objects.filter(section=section, party=settings.TAAWUN_PARTY)
    if ours.filter(number__gte=version.version).exists():
        raise BadPlanValue("A version was sent meanwhile. Release the section again.")
    Version.objects.create(
        section=section, party=settings.TAAWUN_PARTY, number=version.version, digest=sha256_hex(leaving.body),
        content=version.content.to_json(), envelope=leaving.envelopes[section.plan.other], at=now,
    )  # fmt: skip


def _may_read(officer: Officer, _body: Mapping[str, Any], purpose: str) -> bool:
    return purpose == SECTOR.purpose and not officer.role_slugs().isdisjoint(ROLES)


SECTION: Final = Kind(KIND, _take, _may_read, _leave)
