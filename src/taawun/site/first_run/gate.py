# SPDX-License-Identifier: Apache-2.0
"""The gate of the first run: nothing opens without the set-up code, and nothing at all once the node is founded."""

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from taawun.site.first_run.code import DOOR
from taawun.site.first_run.draft import DESK

COOKIE: Final = "taawun-first-run"
OPEN: Final = frozenset({"first_run:code", "ui:language"})
"""Pages before the code."""


class Gate:
    """Middleware that lets only a browser with the code's token through."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with nothing kept by browsers or proxies."""
        response = self.answer(request)
        response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Open, ask for the code, or answer that there is nothing here (any more)."""
        if DESK.founded:
            raise Http404
        match = request.resolver_match
        if match and match.view_name in OPEN:
            return None
        if DOOR.knows(request.COOKIES.get(COOKIE, "")):
            return None
        return HttpResponseRedirect(reverse("first_run:code"))
