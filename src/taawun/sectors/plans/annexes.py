# SPDX-License-Identifier: Apache-2.0
"""National annexes: written and read here, and nowhere sent. What they say is also kept out of sections (spec §86.4).

A section that repeats part of a line of an annex is refused when it is to be released, and again when it is to be sent.
"""

import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.ids import new_id
from taawun.apps.people import access as people
from taawun.kernel.errors import AnnexWouldLeave, BadPlanValue, NoSuchPlan
from taawun.kernel.wire.times import cut
from taawun.sectors.plans import documents
from taawun.sectors.plans.contents import EMPTY, Content, Form, problem_of, read_content
from taawun.sectors.plans.documents import Edit
from taawun.sectors.plans.models import TITLE_CHARACTERS, Annex, AnnexRevision, Plan, Version
from taawun.sectors.plans.sector import SECTOR, WRITERS

OBJECT: Final = "plan-annex"
ANNEXES: Final = 40
"""Most annexes of one plan."""
REPEATED_CHARACTERS: Final = 24
"""From how many characters on part of a line of an annex is recognised in a section; fewer are common words."""
_BLANK: Final = re.compile(r"\s+")


def add(actor: Actor, plan_id: str, title: str, *, at: datetime | None = None) -> Annex:
    """Open an annex of a plan.

    Raises:
        NoSuchPlan, BadPlanValue, NoRole.
    """
    at = cut(at or timezone.now())
    identifier = new_id(at)
    with audit.acting(actor, "plan.annex-opened", OBJECT, identifier, SECTOR.purpose, at=at):
        people.require_any_held(actor.officer_id, *WRITERS)
        plan = Plan.objects.select_for_update().filter(id=plan_id).first()
        if plan is None:
            raise NoSuchPlan
        wrong = problem_of(Form.NARRATIVE, Content({"title": title}, "", {}))
        if not title or len(title) > TITLE_CHARACTERS or wrong or plan.annexes.count() >= ANNEXES:
            raise BadPlanValue(wrong or f"An annex has a title, and a plan at most {ANNEXES} annexes.")
        return Annex.objects.create(id=identifier, plan=plan, title=title, changed=at)


def save(actor: Actor, annex_id: str, edit: Edit, base: int, *, at: datetime | None = None) -> Annex:
    """Save an annex; what another officer saved since `base` stays in it.

    Raises:
        NoSuchPlan, BadPlanValue, NoRole.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "plan.annex-saved", OBJECT, annex_id, SECTOR.purpose, at=at):
        people.require_any_held(actor.officer_id, *WRITERS)
        row = Annex.objects.select_for_update().filter(id=annex_id).first()
        if row is None:
            raise NoSuchPlan
        held = bytes(row.state)
        before = held if base == row.revision else _as_of(row, base)
        added = documents.edited(before, row.id, edit, settings.TAAWUN_PARTY, secrets.randbits)
        if not added:
            return row
        row.state, row.revision, row.changed = documents.merged(held, added), row.revision + 1, at
        wrong = problem_of(Form.NARRATIVE, content_of(row))
        if wrong:
            raise BadPlanValue(wrong)
        row.save(update_fields=["state", "revision", "changed"])
        AnnexRevision.objects.create(
            annex=row, number=row.revision, added=added, officer_id=actor.officer_id, at=at
        )  # fmt: skip
    return row


def content_of(annex: Annex) -> Content:
    """Return what an annex says."""
    state = bytes(annex.state)
    return documents.content_of(documents.loaded(state), annex.id) if state else EMPTY


def refuse_repeated(plan_id: str, content: Content) -> None:
    """Refuse what repeats part of a line of an annex of the plan, as it stands or as it was ever saved.

    What the newest versions that crossed say is known to both sides: an annex may quote it, and it may cross again.

    Raises:
        AnnexWouldLeave: it does not say which line, so that the refusal repeats nothing either.
    """
    said = _texts(content)
    # Hashes of the section's windows, so that what is held is bounded by a section, however long annexes were written.
    known = {hash(window) for one in said for window in _windows(one)}
    held = Annex.objects.filter(plan_id=plan_id).defer("state") if known else ()
    found = {window for annex in held for window in _fresh(annex) if hash(window) in known and _speaks(window)}
    if any(any(window in one for one in said) for window in found - _crossed(plan_id, found)):
        raise AnnexWouldLeave


def _texts(content: Content) -> list[str]:
    """Return what a section says, each value by itself and each row as a whole, between blanks.

    Whoever copies a part of a line up to a blank has copied the blank too.
    """
    rows = [" ".join(row.values()) for row in content.rows.values()]
    rows += [value for row in content.rows.values() for value in row.values()]
    return [f" {_plain(one)} " for one in (content.text, *content.head.values(), *rows)]


def _crossed(plan_id: str, windows: set[str]) -> set[str]:
    """Return those of some windows that stand in the newest version of a section that either side sent."""
    if not windows:
        return set()
    rows = Version.objects.filter(section__plan=plan_id).order_by("number").values_list("section", "party", "content")
    newest = {(section, party): content for section, party, content in rows.iterator()}
    texts = (one for content in newest.values() for one in _texts(read_content(content)))
    return {window for one in texts for window in _windows(one) if window in windows}


def _fresh(annex: Annex) -> Iterator[str]:
    """Yield each window of the lines of an annex; of a later saving those alone which touch what it changed."""
    before = ""
    for text in chain((annex.title,), _savings(annex)):
        now = "\n".join(_plain(line) for line in text.split("\n"))
        head = _alike(before, now)
        tail = _alike(before[head:][::-1], now[head:][::-1])
        around = REPEATED_CHARACTERS - 1
        for line in now[max(0, head - around) : len(now) - tail + around].split("\n"):
            yield from _windows(line)
        before = now


def _windows(line: str) -> Iterator[str]:
    for start in range(len(line) - REPEATED_CHARACTERS + 1):
        yield line[start : start + REPEATED_CHARACTERS]


def _alike(one: str, other: str) -> int:
    """Return with how many characters two texts begin alike."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _speaks(window: str) -> bool:
    """Tell whether there is a letter or digit in it: a drawn line says nothing."""
    return any(map(str.isalnum, window))


def _savings(annex: Annex) -> Iterator[str]:
    """Yield what an annex said after each saving: what was changed in it since may not leave either."""
    doc = documents.loaded(b"")
    rows = AnnexRevision.objects.filter(annex=annex).order_by("number")
    for added in rows.values_list("added", flat=True).iterator():
        doc.apply_update(bytes(added))
        yield documents.content_of(doc, annex.id).text


def _plain(text: str) -> str:
    return _BLANK.sub(" ", text).strip().casefold()


def _as_of(annex: Annex, revision: int) -> bytes:
    rows = AnnexRevision.objects.filter(annex=annex, number__lte=revision)
    return documents.merged(b"", *(bytes(row.added) for row in rows)) if revision else b""
