# SPDX-License-Identifier: Apache-2.0
"""Pages of the network: where to start, what stands around a record or a case, why it is linked, and its export."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from taawun.apps.network import access, services
from taawun.apps.network.access import Network
from taawun.apps.network.showing import exported, marks_of, rows_of
from taawun.apps.registers import access as records
from taawun.apps.registers.queries import Filters
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.templatetags.desk import UUID
from taawun.kernel.errors import LinksProtected

TEXT_CHARACTERS = 200


@for_purpose
def start(request: HttpRequest) -> HttpResponse:
    """Look for the record around which to look."""
    text = request.GET.get("text", "")[:TEXT_CHARACTERS]
    found = records.search(officer_of(request), Filters(text=text), chosen(request)) if text.strip() else None
    return render(request, "network/start.html", {"text": text, "found": found})


@for_purpose
def record(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show what stands around a record; where a protected person stands in it, ask for the reason first."""
    begun = str(record_id)
    try:
        found = _around_record(request, begun)
    except LinksProtected:
        return render(request, "network/protected.html", {"start": begun}, status=403)
    return _page(request, "record", found)


@for_purpose
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show the records whose numbers the contents of a case name, and what stands around them."""
    found = access.around_case(officer_of(request), str(case_id), _opened(request), chosen(request))
    return _page(request, "case", found)


@require_POST
@for_purpose
def include(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Record why protected persons are included, and show them."""
    reason = request.POST.get("reason", "")
    made = services.include_protected(officer_of(request), str(record_id), reason, chosen(request))
    opened = [("open", one) for one in _opened(request)]
    query = urlencode([("included", made.id), *opened])
    return HttpResponseRedirect(f"{reverse('network:record', args=[record_id])}?{query}")


@for_purpose
def export(request: HttpRequest, kind: str, start: uuid.UUID) -> HttpResponse:
    """Give the network that the page shows as JSON, with the marking of each record."""
    if kind == "case":
        found = access.around_case(officer_of(request), str(start), _opened(request), chosen(request))
    elif kind == "record":
        found = _around_record(request, str(start))
    else:
        raise Http404
    answer = JsonResponse(exported(found, chosen(request)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="network-{start}.json"'
    return answer


def _around_record(request: HttpRequest, begun: str) -> Network:
    included = request.GET.get("included", "")
    reason = included if UUID.fullmatch(included) else ""
    return access.around(officer_of(request), begun, _opened(request), chosen(request), included=reason)


def _page(request: HttpRequest, kind: str, found: Network) -> HttpResponse:
    kept: list[tuple[str, Any]] = [("open", one) for one in found.opened if one != found.start]
    if found.included:
        kept.append(("included", found.included.id))
    context = {
        "found": found,
        "kind": kind,
        "legend": ("person", "organisation", "vessel", "document"),
        "begun": found.nodes[found.start],
        "rows": rows_of(found, kept),
        "opened": [one for one in found.opened if one != found.start],
        "query": urlencode(kept),
        "marks": marks_of(found, chosen(request)),
        "full": len(found.opened) >= access.OPENED,
    }
    return render(request, "network/network.html", context)


def _opened(request: HttpRequest) -> list[str]:
    """Return the nodes that were opened before, each once and no more than a page looks around."""
    asked = (request.GET or request.POST).getlist("open") or request.POST.getlist("open")
    return [one for one in dict.fromkeys(asked) if UUID.fullmatch(one)][: access.OPENED]
