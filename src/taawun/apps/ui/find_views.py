# SPDX-License-Identifier: Apache-2.0
"""The search box of every page: its page, and what stands below the box while somebody types.

What is looked for comes by POST, so that no name stands in an address, a history or a log.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from taawun.apps.ui.finding import FEW, MANY, find
from taawun.apps.ui.purposes import chosen, for_purpose


@for_purpose
def page(request: HttpRequest) -> HttpResponse:
    """Show what was found of each kind, with what speaks for it."""
    found = find(request, request.POST.get("q", ""), MANY)
    return render(request, "ui/find.html", {"found": found, "find_asked": found.asked})


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Show the first of each kind; nothing before a purpose was chosen."""
    found = find(request, request.POST.get("q", ""), FEW) if chosen(request) else None
    return render(request, "ui/parts/found.html", {"found": found})
