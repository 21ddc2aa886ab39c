# SPDX-License-Identifier: Apache-2.0
"""The purpose for which an officer is working: chosen once, kept for the session, written on every reading.

No purpose is guessed for a content: a page that shows one first asks what it is opened for (spec §80.8).
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from taawun.apps.registers.purposes import PURPOSES, Purpose, purposes_of
from taawun.apps.ui.reader import held
from taawun.kernel.errors import OtherPurpose

KEY: Final = "purpose"
EXCHANGE: Final = "exchange"
"""Why lists of envelopes and releases are read: to carry out the exchange. They show no content."""
OVERSIGHT: Final = "oversight"
"""Why an auditor reads audit lines."""

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


def allowed(request: HttpRequest) -> tuple[Purpose, ...]:
    """Return the purposes that the officer's roles act for."""
    slugs = purposes_of(held(request))
    return tuple(purpose for slug, purpose in PURPOSES.items() if slug in slugs)


def chosen(request: HttpRequest) -> str:
    """Return the purpose of this session; empty if none was chosen, or if a role that covered it is gone."""
    slug = str(request.session.get(KEY, ""))
    return slug if any(purpose.slug == slug for purpose in allowed(request)) else ""


def choose(request: HttpRequest, slug: str) -> bool:
    """Keep a purpose for this session; False if the officer may not act for it."""
    if not any(purpose.slug == slug for purpose in allowed(request)):
        return False
    request.session[KEY] = slug
    return True


def for_purpose(
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R | HttpResponse]:
    """Ask for the purpose before a page that shows content, and again where the content is for another one."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if not chosen(request):
            return _ask(request)
        try:
            return view(request, *args, **kwargs)
        except OtherPurpose as error:
            return _ask(request, error.purpose)

    return asked


def for_purpose_of(
    slug: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], Callable[Concatenate[HttpRequest, P], R | HttpResponse]]:
    """Ask for one purpose before a page that is opened for no other, as the pages of some sectors are."""

    def decorated(
        view: Callable[Concatenate[HttpRequest, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], R | HttpResponse]:
        @for_purpose
        @wraps(view)
        def only(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if chosen(request) != slug:
                raise OtherPurpose(slug)
            return view(request, *args, **kwargs)

        return only

    return decorated


def _ask(request: HttpRequest, proposed: str = "") -> HttpResponse:
    """Send the officer to choose a purpose, with one proposed where only another than theirs opens the page."""
    back = {"next": request.get_full_path() if request.method == "GET" else "/"} | (
        {"for": proposed} if proposed else {}
    )
    return HttpResponseRedirect(f"{reverse('ui:purpose')}?{urlencode(back)}")
