# SPDX-License-Identifier: Apache-2.0
"""The choice of language and of purpose, my day, and the page of components."""

from calendar import SUNDAY, Calendar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from taawun.apps.exchange import queries as exchange
from taawun.apps.ledger import access as ledger
from taawun.apps.ui import languages, purposes, samples
from taawun.apps.ui.reader import held, may, officer_of
from taawun.apps.ui.todo import beginnings, todo

A_YEAR = 365 * 24 * 3600  # seconds


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language: on the officer when signed in, and in a cookie for the page before that."""
    chosen = languages.find(request.POST.get("language")).code
    if request.user.is_authenticated:
        _remember(request, chosen)
    response = HttpResponseRedirect(_next(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _remember(request: HttpRequest, chosen: str) -> None:
    from taawun.apps.people import services

    services.set_language(officer_of(request), chosen)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url("ui:home")


def month(request: HttpRequest) -> HttpResponse:
    """Show this month to anybody, and nothing of where it stands: what a way out leads to."""
    today = timezone.localdate()
    weeks = Calendar(SUNDAY).monthdatescalendar(today.year, today.month)
    return render(request, "ui/month.html", {"today": today, "weeks": weeks, "days": weeks[0]})


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Let this browser keep how pages look."""
    from taawun.apps.ui import looks

    response = HttpResponseRedirect(_next(request))
    looks.keep(response, request.POST.get("look", ""))
    return response


def components(request: HttpRequest) -> HttpResponse:
    """Show every component in each of its states, for whoever builds or translates pages."""
    return render(request, "ui/components.html", samples.context(request))


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this officer, how the partners stand and how the node is."""
    context = {
        "todo": todo(request),
        "asks_purpose": not purposes.chosen(request) and bool(purposes.allowed(request)),
        "reads": may(request, "registers:list"),
        "may_partners": may(request, "exchange:partners"),
        "peers": exchange.peer_statuses(),
        "ledger": ledger.status(),
        "broken": ledger.broken(),
        "now": timezone.now(),
        "today": timezone.localdate(),
        "begin": list(beginnings(request)),
        "roles": sorted(held(request)),
    }
    return render(request, "ui/home.html", context)


def purpose(request: HttpRequest) -> HttpResponse:
    """Ask for what purpose the officer works, and keep it for the session."""
    if request.method == "POST" and purposes.choose(request, request.POST.get("purpose", "")):
        return HttpResponseRedirect(_next(request))
    context = {
        "purposes": purposes.allowed(request),
        "current": request.GET.get("for") or purposes.chosen(request),
        "other": "for" in request.GET,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "ui/purpose.html", context)
