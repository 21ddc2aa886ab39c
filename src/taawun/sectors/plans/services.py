# SPDX-License-Identifier: Apache-2.0
"""The acts on plans: open one, save a section, draft the release of a section (spec §86.1 to §86.5)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.models import Release
from taawun.apps.ids import new_id
from taawun.apps.people import access as people
from taawun.formats.merging import read_update
from taawun.kernel.errors import BadPlanUpdate, BadPlanValue, NoSuchPlan
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.times import cut
from taawun.sectors.plans import annexes, documents
from taawun.sectors.plans.contents import EMPTY, SECTIONS, Content, Form, problem_of
from taawun.sectors.plans.documents import Edit
from taawun.sectors.plans.models import Plan, Revision, Section, Version
from taawun.sectors.plans.sector import SECTOR, WRITERS
from taawun.sectors.plans.wire import KIND, SectionVersion

OBJECT: Final = "plan"
SECTION: Final = "plan-section"
HANDLING: Final = frozenset({"H1", "H2"})
"""A plan is no evidence, and is shown to nobody else."""
FIRST: Final = (Form.OVERVIEW, Form.PHASES, Form.RESOURCES, Form.AREAS)
"""Sections with which a plan begins."""


def open_plan(actor: Actor, other: str, head: Mapping[str, str], *, at: datetime | None = None) -> Plan:
    """Open a plan with another party; nothing crosses before a section of it is released.

    Args:
        actor: who opens it.
        other: the party with which it is made.
        head: values of its overview, its title among them.
        at: when, now if not given.

    Raises:
        BadPlanValue, NoRole.
    """
    at = cut(at or timezone.now())
    identifier = new_id(at)
    with audit.acting(actor, "plan.opened", OBJECT, identifier, SECTOR.purpose, at=at):
        people.require_any_held(actor.officer_id, *WRITERS)
        if not head.get("title") or other == settings.TAAWUN_PARTY:
            raise BadPlanValue("A plan has a title, and another party.")
        plan = Plan.objects.create(
            id=identifier, opened_by=settings.TAAWUN_PARTY, other=other, officer_id=actor.officer_id,
            authority=actor.authority, opened=at,
        )  # fmt: skip
        for number, form in enumerate(FIRST, 1):
            values = {("", name): value for name, value in head.items()} if form is Form.OVERVIEW else {}
            _open_section(actor, plan, form, number, Edit(values=values), at)
    return plan


def add_section(actor: Actor, plan_id: str, title: str, *, at: datetime | None = None) -> Section:
    """Add a narrative section to a plan.

    Raises:
        NoSuchPlan, BadPlanValue, NoRole.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "plan.section-opened", OBJECT, plan_id, SECTOR.purpose, at=at):
        people.require_any_held(actor.officer_id, *WRITERS)
        plan = Plan.objects.select_for_update().filter(id=plan_id).first()
        if plan is None:
            raise NoSuchPlan
        last = plan.sections.order_by("-number").first()
        if not title or plan.sections.count() >= SECTIONS:
            raise BadPlanValue(f"A section has a title, and a plan at most {SECTIONS} sections.")
        number = (last.number if last else 0) + 1
        return _open_section(actor, plan, Form.NARRATIVE, number, Edit(values={("", "title"): title}), at)


def save(actor: Actor, section_id: str, edit: Edit, base: int, *, at: datetime | None = None) -> Section:
    """Save a section as a draft of ours; what came or was saved since revision `base` stays in it.

    Raises:
        NoSuchPlan, BadPlanValue, NoRole.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "plan.saved", SECTION, section_id, SECTOR.purpose, at=at):
        people.require_any_held(actor.officer_id, *WRITERS)
        row = Section.objects.select_for_update().filter(id=section_id).first()
        if row is None:
            raise NoSuchPlan
        _save(actor, row, edit, base, at)
    return row


def new_row() -> str:
    """Return the identifier of a new row of a section."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(8))


def release(actor: Actor, section_id: str, basis: Basis, *, at: datetime | None = None) -> Release:
    """Draft the release of a section as it stands now; it is sent when others have approved it.

    Raises:
        AnnexWouldLeave: it repeats words of a national annex.
        NoSuchPlan, BadPlanValue, NoRole, and what the exchange refuses.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "plan.release-drafted", SECTION, section_id, SECTOR.purpose, at=at):
        people.require_any_held(actor.officer_id, *WRITERS)
        row = Section.objects.select_related("plan").filter(id=section_id).first()
        if row is None:
            raise NoSuchPlan
        content = content_of(row)
        annexes.refuse_repeated(row.plan_id, content)
        last = Version.objects.filter(section=row, party=settings.TAAWUN_PARTY).order_by("-number").first()
        number = (last.number if last else 0) + 1
        version = SectionVersion(
            row.plan_id, row.id, Form(row.form), row.number, number, content, bytes(row.state) or documents.NOTHING
        )  # fmt: skip
        wish = exchange.Wish(
            kind=KIND, body=version.to_wire(), recipients=(row.plan.other,), purpose=SECTOR.purpose, basis=basis,
            object_type=SECTION, object_id=row.id, handling=HANDLING, personal=False, sensitivity="medium",
        )  # fmt: skip
        return exchange.draft_release(actor, wish, at)


def content_of(section: Section) -> Content:
    """Return what a section says."""
    state = bytes(section.state)
    return documents.content_of(documents.loaded(state), section.id) if state else EMPTY


def as_of(section: Section, revision: int) -> bytes:
    """Return the state of a section as it was after a revision."""
    if revision == section.revision:
        return bytes(section.state)
    rows = Revision.objects.filter(section=section, number__lte=revision)
    return documents.merged(b"", *(bytes(row.added) for row in rows)) if revision > 0 else b""


def _open_section(actor: Actor, plan: Plan, form: Form, number: int, edit: Edit, at: datetime) -> Section:
    row = Section.objects.create(
        id=new_id(at), plan=plan, form=form.value, number=number, opened_by=settings.TAAWUN_PARTY, changed=at
    )
    _save(actor, row, edit, 0, at)
    return row


def _save(actor: Actor, row: Section, edit: Edit, base: int, at: datetime) -> None:
    held = bytes(row.state)
    added = documents.edited(as_of(row, base), row.id, edit, settings.TAAWUN_PARTY, secrets.randbits)
    if not added:
        return
    row.state, row.revision, row.changed = documents.merged(held, added), row.revision + 1, at
    wrong = problem_of(Form(row.form), content_of(row)) or _too_large(row.state)
    if wrong:
        raise BadPlanValue(wrong)
    row.save(update_fields=["state", "revision", "changed"])
    Revision.objects.create(
        section=row, number=row.revision, added=added, party=settings.TAAWUN_PARTY, officer_id=actor.officer_id, at=at
    )


def _too_large(state: bytes) -> str:
    """Return why a section could not be sent, or nothing: what may not be taken may not be written either."""
    try:
        read_update(state)
    except BadPlanUpdate as error:
        return error.detail or "The section is too large."
    return ""
