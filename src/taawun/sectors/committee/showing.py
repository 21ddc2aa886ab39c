# SPDX-License-Identifier: Apache-2.0
"""Actions as pages and files show them: titles in the reader's language, figures and charts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.cases import access as cases
from taawun.apps.cases.models import Case
from taawun.apps.ui import errors, languages
from taawun.apps.ui.charts import Drawing, draw
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.errors import BadMeetingLines
from taawun.sectors.committee import calling, following, rules
from taawun.sectors.committee.access import ACTION, PACK
from taawun.sectors.committee.following import STAGES, Action, Counted, Stage
from taawun.sectors.committee.proposing import Kind, Proposal
from taawun.sectors.committee.words import KINDS, PARTIES, POSTS, ZONES
from taawun.sectors.committee.words import STAGES as WORDS


@dataclass(frozen=True, slots=True)
class Row:
    """An action with its titles."""

    action: Action
    owner: Any
    authority: str
    track: str
    memorandum: str
    stage: Any


def said(words: Mapping[str, str]) -> str:
    """Return words in the reader's language."""
    return words[languages.find(get_language()).code]


def state(case: Case) -> str:
    """Return where a meeting stands, in the reader's language."""
    found = cases.pack_named(PACK).kinds[case.kind].workflow.states.get(case.state)
    return said(found.title) if found else case.state


def move(kind: CaseKind, slug: str) -> str:
    """Return the title of a move in the reader's language."""
    found = kind.workflow.moves.get(slug)
    return said(found.title) if found else slug


def hours(found: tuple[tuple[str, datetime, datetime], ...]) -> list[tuple[Any, date, str]]:
    """Return the hours of a meeting in each zone as they are shown: the zone, the day, and from when to when."""
    return [(ZONES[zone], begins.date(), f"{begins:%H:%M}–{ends:%H:%M}") for zone, begins, ends in found]


def choices(element: str) -> dict[str, str]:
    """Return the titles of the choices of an element of actions."""
    found = cases.pack_named(PACK).kinds[ACTION].elements[element].choices
    return {slug: said(words) for slug, words in found}


def row(action: Action) -> Row:
    """Return an action with its titles."""
    return Row(
        action, PARTIES.get(action.owner, action.owner), following.bare(action.authority, PARTIES),
        choices("track").get(action.track, ""), choices("memorandum").get(action.memorandum, ""), WORDS[action.stage],
    )  # fmt: skip


def cells(action: Action) -> tuple[str, ...]:
    """Return an action as the cells of a table."""
    shown = row(action)
    due = action.due.isoformat() if action.due else ""
    return (
        action.what, str(shown.owner), shown.authority, shown.track, shown.memorandum, due, str(shown.stage),
        str(action.late), str(action.carried), action.case,
    )  # fmt: skip


def figures(counted: list[Counted]) -> list[tuple[str, int]]:
    """Return the figures above the list, which are of all actions."""
    promised = [one for one in counted if one.stage in STAGES]
    return [
        (_("Promised"), _many(promised)),
        (_("Done"), _many(one for one in promised if one.stage in (Stage.DONE, Stage.VERIFIED))),
        (_("Verified by the other side"), _many(one for one in promised if one.stage is Stage.VERIFIED)),
        (_("Late"), _many(one for one in promised if one.late)),
        (_("Not yet assigned"), _many(one for one in counted if one.stage is Stage.DRAFT)),
    ]


def _many(counted: Iterable[Counted]) -> int:
    return sum(one.many for one in counted)


def charts(counted: list[Counted]) -> list[Drawing]:
    """Return the charts by sub-group and by memorandum."""
    return [
        _chart(_("By sub-group"), "by-track", "track", counted),
        _chart(_("By memorandum"), "by-memorandum", "memorandum", counted),
    ]


def _chart(title: str, name: str, by: str, counted: list[Counted]) -> Drawing:
    titles = choices(by)
    found = list(following.tallies(counted, by, list(titles)))
    series = {
        _("Verified"): [Decimal(one.verified) for one in found],
        _("Done, not yet verified"): [Decimal(one.done - one.verified) for one in found],
        _("Open"): [Decimal(one.promised - one.done) for one in found],
        _("Not yet assigned"): [Decimal(one.waiting) for one in found],
    }
    rtl = languages.find(get_language()).direction == "rtl"
    return draw(title, name, "stacked", [titles[one.name] for one in found], series, rtl=rtl)


def wrong(error: BadMeetingLines) -> str:
    """Return what is wrong with lines, in the reader's language, what may stand there in its words."""
    words = calling.words(languages.find(get_language()).code)
    given = {
        name: " · ".join(words.get(one, one) for one in str(value).split(rules.AMONG))
        for name, value in error.given.items()
    }
    return errors.told_as(error.told, given)


def subject(proposal: Proposal) -> str:
    """Return what a proposal is about, as its form proposes to call it; empty where only its sentence says it."""
    if proposal.kind is Kind.POSTING:
        return str(POSTS[proposal.subject])
    if proposal.kind in (Kind.TRACK, Kind.MEMORANDUM):
        return f"{KINDS[proposal.kind]}: {choices(proposal.kind.value)[proposal.subject]}"
    return proposal.sentence
