# SPDX-License-Identifier: Apache-2.0
"""The page to try it: a name in any script, and who it may be, with the names drawn side by side.

What is looked for comes by POST, so that no name stands in an address, a history or a log.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taawun.apps.identity import access, comparing
from taawun.apps.identity.forms import EntryForm
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import CallerError, NoIndexYet


@for_purpose
def search(request: HttpRequest) -> HttpResponse:
    """Show who may be meant by a name, the likeliest first, as far as this officer may see them."""
    form = EntryForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            asked = form.entry().record()
            found = access.search(officer_of(request), asked, chosen(request))
            context |= {"asked": asked, "candidates": [comparing.candidate(asked, one) for one in found]}
        except (CallerError, NoIndexYet) as error:
            form.add_error(None, errors.said(error))
    return render(request, "identity/search.html", context, status=400 if form.errors else 200)
