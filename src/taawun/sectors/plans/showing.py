# SPDX-License-Identifier: Apache-2.0
"""Plans as pages and files show them: rows with their titles, what a release would change, conflicts, the sheet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.maps.shapes import Shape
from taawun.apps.ui import languages
from taawun.formats import differences
from taawun.formats.sheets import Sheet
from taawun.sectors.plans import conflicts
from taawun.sectors.plans.access import AnnexShown, Part, Shown
from taawun.sectors.plans.conflicts import Conflict, Row
from taawun.sectors.plans.contents import HEADS, ROWS_OF, Content, Form, Kind
from taawun.sectors.plans.drawing import Timeline, timeline
from taawun.sectors.plans.words import ADVICE, FIELDS, FORMS, SAID

MONTHS_APART: Final = 91
"""Days between the marks of a scale from which on they are called by their months."""
WORDS_COMPARED: Final = 3_000
"""Words of a narrative that are compared one by one; a longer one is shown before and after."""
_WORDS: Final = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a release would change: what it is, as it was released last, and as it would be."""

    what: str
    field: Any
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a narrative: `kind` is "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A conflict in words: what it is, the rows, the days as 2026-11-01/2026-11-03, and what to do."""

    said: Any
    rows: tuple[Row, ...]
    days: str
    about: str
    advice: Any


def is_rtl() -> bool:
    """Tell whether the reader's language runs from the right."""
    return languages.find(get_language()).direction == "rtl"


def name_of(part: Part) -> str:
    """Return what a section is called."""
    return part.content.head.get("title", "") if part.form is Form.NARRATIVE else str(FORMS[part.form])


def told(found: Conflict, names: dict[str, str]) -> Told:
    """Return a conflict in words."""
    days = "/".join(day.isoformat() for day in found.days) if found.days else ""
    return Told(SAID[found.kind], found.rows, days, names.get(found.about, found.about), ADVICE[found.kind])


def names_in(shown: Shown) -> dict[str, str]:
    """Return what the rows of a plan are called, by their identifiers."""
    rows = [row for form in Form for row in conflicts.rows_of(shown.said, form)]
    return {row.id: row.name for row in rows}


def line_of(shown: Shown, found: Sequence[Conflict]) -> Timeline | None:
    """Return the timeline of a plan, with the phases marked that have a conflict."""
    phases = conflicts.rows_of(shown.said, Form.PHASES)
    wrong = frozenset(row.id for one in found for row in one.rows)
    return timeline(phases, conflicts.plan_span(shown.said), wrong, _day, rtl=is_rtl())


def _day(day: date, apart: int) -> str:
    """Return a day as a picture has room for it: near ones without their year, far ones as months."""
    form = "SHORT_DATE_FORMAT" if not apart else "j M" if apart < MONTHS_APART else "M Y"
    return date_format(day, form)


def areas(shown: Shown) -> list[tuple[Row, Shape]]:
    """Return the areas of a plan that can be drawn."""
    found = [(row, conflicts.shape_of(row)) for row in conflicts.rows_of(shown.said, Form.AREAS)]
    return [(row, shape) for row, shape in found if shape is not None]


def changes(part: Part, names: dict[str, str]) -> list[Change]:
    """Return the values that a release of a section would change; its narrative is compared by `pieces`.

    Args:
        part: the section.
        names: of the rows of the whole plan, by their identifiers.
    """
    before, after = part.last, part.content
    found = list(_compared("", HEADS[part.form], before.head, after.head, names))
    for key in sorted({*before.rows, *after.rows}):
        old, new = before.rows.get(key, {}), after.rows.get(key, {})
        found += _compared(new.get("name") or old.get("name") or key, ROWS_OF[part.form], old, new, names)
    return found


def pieces(before: str, after: str) -> list[Piece]:
    """Return a narrative with what went and what came."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    steps = differences.steps(old, new) if len(old) + len(new) <= WORDS_COMPARED * 2 else None
    if steps is None:
        return [Piece("gone", before), Piece("new", after)]
    found: list[Piece] = []
    for kind, a, b, c, d in steps:
        if kind == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        found += [Piece(name, "".join(text)) for name, text in (("gone", old[a:b]), ("new", new[c:d])) if text]
    return found


def sheet(shown: Shown, annexes: Sequence[AnnexShown], footer: tuple[str, ...]) -> Sheet:
    """Return a plan as a table to take away; annexes only where they were asked for, and then marked."""
    rows = [row for part in shown.parts for row in _lines(part)]
    national = _("National, not for the partner")
    rows += [(f"{national}: {one.annex.title}", "", "", "", one.content.text) for one in annexes]
    banner = f"TLP:AMBER · H1 H2{f' · {national}' if annexes else ''}"
    return Sheet(
        title=shown.title or _("Joint plan"),
        banner=banner.upper(),
        columns=(_("Section"), _("Name"), _("Days"), _("Owner"), _("Text")),
        rows=tuple(rows),
        footer=footer,
        language=languages.find(get_language()).code,
    )


def _lines(part: Part) -> Iterator[tuple[str, str, str, str, str]]:
    name, content = name_of(part), part.content
    if content.head or content.text:
        text = "\n".join(filter(None, [content.head.get("objective", ""), content.text]))
        yield name, content.head.get("title", ""), _days(content.head), content.head.get("owner", ""), text
    for key, row in sorted(content.rows.items(), key=lambda item: (item[1].get("begins", ""), item[0])):
        text = "\n".join(row[field] for field in ("tasks", "notes", "count", "area") if row.get(field))
        yield name, row.get("name", key), _days(row), row.get("owner", ""), text


def _days(said: Any) -> str:
    return " – ".join(said[one] for one in ("begins", "ends") if said.get(one))


def _compared(what: str, declared: Any, before: Any, after: Any, names: dict[str, str]) -> Iterator[Change]:
    for field, one in declared.items():
        old, new = before.get(field, ""), after.get(field, "")
        if old != new and one.kind in (Kind.RESOURCES, Kind.AREAS):
            old, new = (" · ".join(names.get(key, key) for key in said.split()) for said in (old, new))
        if before.get(field, "") != after.get(field, ""):
            yield Change(what, FIELDS[field], old, new)


def empty(content: Content) -> bool:
    """Tell whether a section says nothing."""
    return not (content.head or content.text or content.rows)
