# SPDX-License-Identifier: Apache-2.0
"""The door to plans: what an officer of the sector reads of them, on the record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoSuchPlan
from taawun.kernel.wire.times import cut
from taawun.sectors.plans import annexes, services
from taawun.sectors.plans.contents import EMPTY, Content, Form, read_content
from taawun.sectors.plans.models import Annex, AnnexRevision, Plan, Revision, Section, Version
from taawun.sectors.plans.sector import ROLES, SECTOR

MOST_PLANS: Final = 50
"""Plans on one page of the list."""
MOST_REVISIONS: Final = 100
"""Savings, and versions that crossed, on one page."""
Row = TypeVar("Row", Revision, Version, AnnexRevision)


@dataclass(frozen=True, slots=True)
class Listed:
    """A plan in a list, with what its overview says of it."""

    plan: Plan
    title: str
    head: Content
    sections: int


@dataclass(frozen=True, slots=True)
class Part:
    """A section with what it says, and the last versions of it that crossed, ours and theirs."""

    section: Section
    form: Form
    content: Content
    ours: Version | None
    theirs: Version | None

    @property
    def is_released(self) -> bool:
        """Tell whether it stands as we last released it, or as the other side did."""
        said = self.content.to_json()
        return any(one is not None and one.content == said for one in (self.ours, self.theirs))

    @property
    def last(self) -> Content:
        """Return what it said when we last released it; nothing if we never did."""
        return read_content(self.ours.content) if self.ours else EMPTY


@dataclass(frozen=True, slots=True)
class Shown:
    """A whole plan: its sections in their order, and the titles of its annexes with when they changed."""

    plan: Plan
    parts: tuple[Part, ...]
    annexes: tuple[Annex, ...]

    @property
    def said(self) -> list[tuple[str, Form, Content]]:
        """Return what its sections say, as conflicts are computed from it."""
        return [(one.section.id, one.form, one.content) for one in self.parts]

    @property
    def title(self) -> str:
        """Return what its overview calls it; empty where the overview did not come yet."""
        return _title([(one.form, one.content) for one in self.parts])


@dataclass(frozen=True, slots=True)
class Written:
    """One section with its plan, and a page of its savings and of the versions of it that crossed, the newest last."""

    part: Part
    whole: Shown
    revisions: tuple[Revision, ...]
    versions: tuple[Version, ...]
    older: bool = False
    """Whether there are earlier ones."""

    @property
    def content(self) -> Content:
        """Return what it says."""
        return self.part.content


@dataclass(frozen=True, slots=True)
class AnnexShown:
    """One annex with what it says and a page of its savings, the newest last."""

    annex: Annex
    content: Content
    revisions: tuple[AnnexRevision, ...]
    older: bool = False
    """Whether there are earlier ones."""


def plans(officer: Officer, page: int = 1, *, at: datetime | None = None) -> tuple[list[Listed], bool]:
    """Return one page of the plans of this node, the newest first, and whether there are older ones.

    Raises:
        NoRole.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "plan.listed", "plan", "*", SECTOR.purpose, at=at):
        require_any(officer, *ROLES)
        rows = Plan.objects.prefetch_related("sections")
        found = list(rows[(page - 1) * MOST_PLANS : page * MOST_PLANS + 1])
    listed = []
    for plan in found[:MOST_PLANS]:
        overview = [one for one in plan.sections.all() if one.form == Form.OVERVIEW.value][:1]
        head = services.content_of(overview[0]) if overview else EMPTY
        listed.append(Listed(plan, head.head.get("title", ""), head, len(plan.sections.all())))
    return listed, len(found) > MOST_PLANS


def plan(officer: Officer, plan_id: str, *, at: datetime | None = None) -> Shown:
    """Return a plan with all its sections, and of its annexes the titles.

    Raises:
        NoSuchPlan, NoRole.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "plan.read", "plan", plan_id, SECTOR.purpose, at=at):
        require_any(officer, *ROLES)
        return _shown(plan_id)


def section(officer: Officer, section_id: str, page: int = 1, *, at: datetime | None = None) -> Written:
    """Return a section with its plan, and one page of what became of it; the first page has the newest.

    Raises:
        NoSuchPlan, NoRole.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "plan.read", services.SECTION, section_id, SECTOR.purpose, at=at):
        require_any(officer, *ROLES)
        row = Section.objects.filter(id=section_id).first()
        if row is None:
            raise NoSuchPlan
        whole = _shown(row.plan_id)
        part = next(one for one in whole.parts if one.section.id == section_id)
        saved, more = _page(Revision.objects.filter(section=row).defer("added").order_by("-number"), page)
        crossed, others = _page(Version.objects.filter(section=row).defer("content").order_by("-at", "-id"), page)
        return Written(part, whole, saved, crossed, more or others)


def annex(officer: Officer, annex_id: str, page: int = 1, *, at: datetime | None = None) -> AnnexShown:
    """Return a national annex, and one page of its savings; the first page has the newest.

    Raises:
        NoSuchPlan, NoRole.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "plan.annex-read", annexes.OBJECT, annex_id, SECTOR.purpose, at=at):
        require_any(officer, *ROLES)
        row = Annex.objects.select_related("plan").filter(id=annex_id).first()
        if row is None:
            raise NoSuchPlan
        saved, more = _page(AnnexRevision.objects.filter(annex=row).defer("added").order_by("-number"), page)
        return AnnexShown(row, annexes.content_of(row), saved, more)


def _page(rows: QuerySet[Row], page: int) -> tuple[tuple[Row, ...], bool]:
    """Return one page of rows whose newest come first, turned round, and whether there are earlier ones."""
    found = list(rows[(page - 1) * MOST_REVISIONS : page * MOST_REVISIONS + 1])
    return tuple(reversed(found[:MOST_REVISIONS])), len(found) > MOST_REVISIONS


def _shown(plan_id: str) -> Shown:
    found = Plan.objects.filter(id=plan_id).first()
    if found is None:
        raise NoSuchPlan
    parts = tuple(_part(row) for row in found.sections.all())
    return Shown(found, parts, tuple(found.annexes.defer("state")))


def _part(row: Section) -> Part:
    crossed, ours = Version.objects.filter(section=row).order_by("-number"), settings.TAAWUN_PARTY
    return Part(
        row, Form(row.form), services.content_of(row), crossed.filter(party=ours).first(),
        crossed.exclude(party=ours).first(),
    )  # fmt: skip


def _title(said: list[tuple[Form, Content]]) -> str:
    return next((content.head.get("title", "") for form, content in said if form is Form.OVERVIEW), "")
