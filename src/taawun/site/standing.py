# SPDX-License-Identifier: Apache-2.0
"""After the gate: is the session still good, has the officer the second factor that the node asks for, and did they
prove themselves recently enough for this act (spec §10.12)?
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from taawun.apps.people.models import Officer
from taawun.apps.sign_in import access, proof
from taawun.apps.ui import errors
from taawun.kernel.errors import NeedsFactor, NeedsProof, NotSignedIn, TaawunError
from taawun.site.roles import STEP_UP, STEP_UP_TO_READ, WITHOUT_FACTOR

View = Callable[[HttpRequest], HttpResponseBase]


class Standing:
    """Middleware that stands between the gate and a view."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the decision is made once its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Open the page, or ask for what is missing."""
        del view, args, kwargs
        if not isinstance(request.user, Officer):
            return None
        page = request.resolver_match.view_name if request.resolver_match else ""
        if proof.is_over(request.session):
            logout(request)
            return _refused(request, NotSignedIn, lambda: redirect_to_login(request.get_full_path()))
        if page not in WITHOUT_FACTOR and _lacks_factor(request, request.user):
            return _refused(request, NeedsFactor, lambda: redirect("sign_in:factors"))
        if _needs_proof(request, page) and not proof.is_recent(request):
            again = f"{reverse('sign_in:again')}?{urlencode({'next': _back(request)})}"
            return _refused(request, NeedsProof, lambda: HttpResponseRedirect(again))
        return None


def _refused(request: HttpRequest, error: type[TaawunError], lead: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Lead somebody at a page to where it can be mended; tell a program what is missing."""
    return errors.problem(error) if errors.for_program(request) else lead()


def _lacks_factor(request: HttpRequest, officer: Officer) -> bool:
    """Tell whether the node asks for a second factor that the officer lacks; who has one is asked once a session."""
    if settings.NODE.second_factor != "required" or request.session.get(proof.HAS_FACTOR):
        return False
    if access.has_factor(officer):
        request.session[proof.HAS_FACTOR] = True
        return False
    return True


def _needs_proof(request: HttpRequest, page: str) -> bool:
    return page in STEP_UP_TO_READ or (page in STEP_UP and request.method == "POST")


def _back(request: HttpRequest) -> str:
    """Return where to go on: the page itself, or for a form the page it stood on; what was typed is not kept."""
    if request.method == "GET":
        return request.get_full_path()
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    ours = came.netloc == request.get_host() and came.path.startswith("/")
    return came.path if ours else reverse("ui:home")
