# SPDX-License-Identifier: Apache-2.0
"""Files to take away: a list or a record as CSV, Excel or PDF, with its marking, recorded for each record."""

import uuid
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from taawun.apps.registers import access, taking_away
from taawun.apps.registers.list_forms import ListForm
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.templatetags.desk import UUID
from taawun.formats.sheets import FORMS, PDF_ROWS

MOST_ROWS: Final = 2_000
"""Records of one file; a longer list says that it goes on."""


@for_purpose
def records(request: HttpRequest, form: str) -> HttpResponse:
    """Give the list that a page shows, from its beginning."""
    _known(form)
    known = access.types_for(officer_of(request))
    at, declared = timezone.now(), known.get(request.GET.get("type", ""))
    imported = request.GET.get("imported", "")
    filters = ListForm(request.GET or None, declared=declared, known=known).filters(
        imported if UUID.fullmatch(imported) else ""
    )
    most = PDF_ROWS if form == "pdf" else MOST_ROWS
    officer, purpose = officer_of(request), chosen(request)
    rows, more = access.export(officer, filters, purpose, most, at=at)
    return taking_away.as_file(
        taking_away.list_sheet(rows, declared, officer, purpose, at, more=more), form, "records", at
    )


@for_purpose
def record(request: HttpRequest, record_id: uuid.UUID, form: str) -> HttpResponse:
    """Give one record."""
    _known(form)
    at, officer, purpose = timezone.now(), officer_of(request), chosen(request)
    shown = access.export_one(officer, str(record_id), purpose, at=at)
    return taking_away.as_file(taking_away.record_sheet(shown, officer, purpose, at), form, f"record-{record_id}", at)


def _known(form: str) -> None:
    if form not in FORMS:
        raise Http404
