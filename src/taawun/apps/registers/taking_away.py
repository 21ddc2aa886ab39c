# SPDX-License-Identifier: Apache-2.0
"""Records as tables to take away: what the officer may see, handling codes beside each row, the strictest on top."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.people.models import Officer
from taawun.apps.registers.access import Row, Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.declarations import FieldType, RecordType
from taawun.apps.registers.purposes import EXERCISE_BANNER, PURPOSES
from taawun.apps.registers.speaking import said, spoken, unit_of, values_of
from taawun.apps.ui import languages
from taawun.formats.sheets import FORMS, Sheet
from taawun.kernel.marking import Marking
from taawun.kernel.marking.codes import strictest


def as_file(sheet: Sheet, form: str, name: str, at: datetime) -> HttpResponse:
    """Return a table as a file to take away, in one of the forms; no cache keeps it."""
    written = FORMS[form]
    answer = HttpResponse(written.write(sheet, at), content_type=written.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{written.suffix}"'
    answer["Cache-Control"] = "no-store"
    return answer


def list_sheet(
    rows: Sequence[Row], declared: RecordType | None, officer: Officer, purpose: str, at: datetime, *, more: bool
) -> Sheet:
    """Return a list as a table: of one type with all its fields, or of several with their captions."""
    fields = list(declared.fields.values()) if declared else []
    heads = [said(field.label) for field in fields] if declared else [_("Record"), _("Register")]
    notes = (_("The list goes on: this is its beginning only."),) if more else ()
    return Sheet(
        title=said(declared.title) if declared else _("Registers"),
        banner=banner([row.marking for row in rows]),
        columns=(*heads, _("Originator"), _("Marking"), _("Version"), _("Identifier")),
        rows=tuple((*_row_cells(row, fields), *_about(row)) for row in rows),
        footer=(*footer(officer, purpose, at), *notes),
        language=_language(),
    )


def record_sheet(shown: Shown, officer: Officer, purpose: str, at: datetime) -> Sheet:
    """Return one record as a table: a row for each of its fields."""
    declared = type_named(shown.record.type)
    rows = [
        (said(field.label), _("Withheld") if field.name in shown.withheld else _values(field, shown.data))
        for field in declared.fields.values()
        if field.name in shown.data or field.name in shown.withheld
    ]
    about = [
        (_("Originator"), f"{shown.record.originator} {shown.record.authority}"),
        (_("Version"), str(shown.version.number)),
        (_("Marking"), marking_text(shown.marking)),
        *((_("Restrictions in words"), text) for text in sorted(shown.marking.restrictions)),
        (_("Identifier"), shown.record.id),
    ]
    return Sheet(
        title=said(declared.title),
        banner=banner([shown.marking]),
        columns=(_("Field"), _("Value")),
        rows=(*rows, *about),
        footer=footer(officer, purpose, at),
        language=_language(),
    )


def banner(markings: Iterable[Marking]) -> str:
    """Return the strictest colour and all handling codes of what a file holds."""
    found = [one.whole() for one in markings]
    if not found:
        return _("No record")
    codes = sorted({code.value for one in found for code in one.handling})
    personal = _("personal data") if any(one.personal for one in found) else ""
    colour = f"TLP:{strictest([one.tlp for one in found])}".upper()
    said = EXERCISE_BANNER if any(one.exercise for one in found) else ""
    return " · ".join(part for part in (said, colour, " ".join(codes), personal) if part)


def footer(officer: Officer, purpose: str, at: datetime) -> tuple[str, ...]:
    """Return who took a file, for what, and when."""
    title = PURPOSES[purpose].title(_language()) if purpose in PURPOSES else purpose
    words = {"officer": officer.name, "party": settings.TAAWUN_PARTY, "authority": officer.authority.code}
    return (
        _("Purpose: %(purpose)s") % {"purpose": title},
        _("Taken by %(officer)s, %(party)s %(authority)s") % words,
        f"{at:%Y-%m-%d %H:%M} UTC",
    )


def marking_text(marking: Marking) -> str:
    """Return a marking in one cell: grades, handling codes, colour."""
    codes = " ".join(sorted(code.value for code in marking.handling))
    return f"{marking.source}{int(marking.information)} {codes} TLP:{marking.tlp}".upper()


def _row_cells(row: Row, fields: Sequence[FieldType]) -> tuple[str, ...]:
    if not fields:
        return (row.caption or _("Withheld"), said(type_named(row.record.type).title))
    return tuple(_("Withheld") if field.name in row.withheld else _values(field, row.data) for field in fields)


def _about(row: Row) -> tuple[str, ...]:
    return (row.record.originator, marking_text(row.marking), str(row.record.version), row.record.id)


def _values(field: FieldType, data: object) -> str:
    record = data if isinstance(data, dict) else {}
    unit = unit_of(field, record) if field.kind == "number" and not isinstance(field.unit, str) else ""
    texts = [value if field.kind == "number" else spoken(field, value) for value in values_of(record.get(field.name))]
    return " ; ".join(f"{text} {unit}".strip() for text in texts)


def _language() -> str:
    return languages.find(get_language()).code
