# SPDX-License-Identifier: Apache-2.0
"""Save and forget searches."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.registers import searches
from taawun.apps.ui.reader import may, officer_of


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Save the search of a list, or forget one, and go back to the list."""
    page, query = request.POST.get("page", ""), request.POST.get("query", "")
    if page not in searches.PAGES or not may(request, page):
        raise Http404
    officer = officer_of(request)
    if "drop" in request.POST:
        searches.drop(officer, request.POST["drop"])
    elif searches.save(officer, page, request.POST.get("title", ""), query):
        messages.success(request, _("The search is saved."), "good")
    else:
        messages.error(request, _("The search is not saved: it needs a name, and there is room for fifty."), "bad")
    return HttpResponseRedirect(f"{reverse(page)}?{query}" if query else reverse(page))
