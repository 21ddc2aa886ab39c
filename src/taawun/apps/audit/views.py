# SPDX-License-Identifier: Apache-2.0
"""Pages of the audit, for auditors alone: who did or read what, why, and whether the lines still fit."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from taawun.apps.audit import access
from taawun.apps.audit.forms import FilterForm
from taawun.apps.people import queries as people
from taawun.apps.ui.parts import whole_number
from taawun.apps.ui.purposes import OVERSIGHT
from taawun.apps.ui.reader import officer_of


def lines(request: HttpRequest) -> HttpResponse:
    """Show the lines, newest first. Looking at them leaves a line too."""
    form = FilterForm(request.GET or None)
    page = access.lines(officer_of(request), OVERSIGHT, form.filter(), before=whole_number(request, "before"))
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "form": form,
        "page": page,
        "names": people.labels(line.officer_id for line in page.lines if line.officer_id),
        "query": query.urlencode(),
    }
    return render(request, "audit/lines.html", context)


def export(request: HttpRequest) -> StreamingHttpResponse:
    """Give the lines as CSV, a few at a time."""
    rows = access.export_csv(officer_of(request), OVERSIGHT, FilterForm(request.GET or None).filter())
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute every line and root, and say whether they still fit the ledger."""
    return render(request, "audit/verdict.html", {"verdict": access.check(officer_of(request), OVERSIGHT)})
