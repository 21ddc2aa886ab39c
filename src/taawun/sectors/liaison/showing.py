# SPDX-License-Identifier: Apache-2.0
"""Rows of the liaison desk as pages and papers show them: titles in the reader's language, bars, the chart of tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from taawun.apps.cases import access as cases
from taawun.apps.registers.catalogue import type_named
from taawun.apps.ui import languages
from taawun.apps.ui.charts import Drawing, draw
from taawun.formats.papers.words import day_in
from taawun.formats.sheets import Sheet
from taawun.kernel.errors import NoSuchPack
from taawun.sectors.liaison import access, rules, testing
from taawun.sectors.liaison.access import Duty, Posting, Tasking
from taawun.sectors.liaison.reporting import Line
from taawun.sectors.liaison.testing import Standing
from taawun.sectors.liaison.words import PARTS, SIGNS, STANDINGS, STATES

WIDTH: Final = 200
"""Width of a bar, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a time that has passed, as a bar with its tone."""

    filled: int
    percent: int
    tone: str


def said(words: Mapping[str, str]) -> str:
    """Return words in the reader's language."""
    return words[languages.find(get_language()).code]


def bar(share: float, *, late: bool = False) -> Bar:
    """Return the bar of a share of a time."""
    tone = "bad" if late or share >= 0.9 else "wait" if share >= access.SOON else "good"
    return Bar(min(WIDTH, round(WIDTH * share)), round(100 * share), tone)


def posting(one: Posting) -> dict[str, Any]:
    """Return a posting with its state, its sectors in words and the bar of its time."""
    title, tone = STATES[one.state]
    choices = type_named("liaison-posting").fields["sectors"].choices
    sectors = [said(choices[slug]) for slug in one.row.data.get("sectors", ()) if slug in choices]
    return {
        "one": one, "data": one.row.data, "state": title, "tone": tone, "sectors": sectors, "bar": bar(one.share),
        "ours": one.row.record.originator == settings.TAAWUN_PARTY,
        "instruments": [(slug, _instrument(slug)) for slug in one.row.data.get("instruments", ())],
    }  # fmt: skip


def _instrument(slug: str) -> str:
    """Return what an instrument is called in the reader's language; nothing of one that is not on this node."""
    try:
        return said(cases.pack_named(slug).title)
    except NoSuchPack:
        return ""


def tasking(one: Tasking) -> dict[str, Any]:
    """Return a tasking with the titles of its kind, sector and state, and the bar of its clock."""
    kind = cases.pack_named(access.PACK).kinds[one.case.kind]
    state = kind.workflow.states.get(one.case.state)
    sectors = dict(kind.elements["field"].choices)
    found = sectors.get(str(one.values.get("field", "")))
    return {
        "one": one, "kind": said(kind.workflow.title), "state": said(state.title) if state else one.case.state,
        "sector": said(found) if found else "", "bar": bar(one.share, late=one.late) if one.clock else None,
    }  # fmt: skip


def task_title(one: Any) -> str:
    """Return the title of a task of our kinds."""
    tasks = cases.kind_of(one.case).workflow.tasks
    return said(tasks[one.slug].title) if one.slug in tasks else one.slug


def duty(one: Duty) -> dict[str, Any]:
    """Return a contact with how it stands, its last result in words, and the signs of twelve months."""
    title, tone = STANDINGS[one.standing]
    results = type_named(access.TEST).fields["result"].choices
    stood = [(month, month.standing) for month in one.months]
    months = [(month, SIGNS[how], STANDINGS[how]) for month, how in stood if how is not None]
    last = said(results[one.last.result]) if one.last and one.last.result in results else ""
    phones = [_number(str(one.row.data[name])) for name in ("phone", "second") if one.row.data.get(name)]
    found = {"one": one, "data": one.row.data, "title": title, "tone": tone}
    return found | {"last": last, "months": months, "phones": phones}


def _number(shown: str) -> dict[str, str]:
    """Return a telephone number as it is read and as a telephone dials it."""
    return {"shown": shown, "dialled": "".join(one for one in shown if one.isdigit() or one == "+")}


def results() -> list[tuple[str, str]]:
    """Return the results that a test can have, with their titles."""
    return [(slug, said(words)) for slug, words in type_named(access.TEST).fields["result"].choices.items()]


def chart(found: Sequence[Duty], at: datetime) -> Drawing:
    """Return the chart of the tests of twelve months: how many contacts answered, did not, and were not tested."""
    months = testing.months_before(at.date())
    kinds = {
        _("Not tested"): Standing.UNTESTED,
        _("Did not answer"): Standing.FAILED,
        dict(results())[rules.ANSWERED]: Standing.GOOD,  # the third tone is green
    }
    series = {
        title: [Decimal(sum(one.months[place].standing is kind for one in found)) for place in range(len(months))]
        for title, kind in kinds.items()
    }
    rtl = languages.find(get_language()).direction == "rtl"
    return draw(_("Tests of the last twelve months"), "tests", "stacked", _labels(months), series, rtl=rtl)


def _labels(months: Sequence[str]) -> list[str]:
    """Return the months as the chart labels them: by number, January with its year, for they stand close."""
    return [month if month.endswith("-01") else month[5:] for month in months]


def parts(lines: Sequence[Line]) -> list[tuple[Any, list[tuple[Line, str]]]]:
    """Return the lines of a report by part, each with its state in words; parts without lines are left out."""
    made = []
    for part, title in PARTS.items():
        rows = [(one, state_of(one)) for one in lines if one.part == part]
        if rows:
            made.append((title, rows))
    return made


def state_of(line: Line) -> str:
    """Return the state in which a case was handed over, in words; empty for a record."""
    if not line.state:
        return ""
    kinds = cases.pack_named(access.PACK).kinds.values()
    states = [kind.workflow.states[line.state] for kind in kinds if line.state in kind.workflow.states]
    return said(states[0].title) if states else line.state


def sheet(lines: Sequence[Line], title: str, signatures: Sequence[str], foot: tuple[str, ...]) -> Sheet:
    """Return a handover report as a table to print, with the signatures in it."""
    told = [_cells(str(part), one, state) for part, rows in parts(lines) for one, state in rows]
    told += [(_("Signatures"), one, "", "", "") for one in signatures]
    return Sheet(
        title=title,
        banner=_("Handover report"),
        columns=(_("Part"), _("What"), _("Who or where"), _("Due"), _("State")),
        rows=tuple(told),
        footer=foot,
        language=languages.find(get_language()).code,
    )


def rest(count: int) -> str:
    """Return how many lines a part has beside those that are named."""
    return ngettext("And %(count)s more, not named here.", "And %(count)s more, not named here.", count) % {
        "count": count
    }


def _cells(part: str, one: Line, state: str) -> tuple[str, ...]:
    due = day_in(one.due, languages.find(get_language()).code)
    if one.more:
        return (part, rest(one.more), "", "", "")
    if one.gone:
        return (part, _("Erased, or not for this reader"), "", due, state)
    said = [state, _("Changed since")] if one.changed else [state]
    return (part, one.what, one.who, due, " · ".join(text for text in said if text))
