# SPDX-License-Identifier: Apache-2.0
"""The gate before every page: reads the table in roles.py and opens, asks to sign in, or refuses."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from taawun.apps.ui.reader import held
from taawun.kernel.errors import CallerError, NoRole, NotSignedIn
from taawun.site.roles import ANYONE, PAGES, may_open

if TYPE_CHECKING:
    from taawun.apps.people.models import Officer

API: Final = "/api/"
"""Where programs ask; they are answered in JSON, refusals too."""
UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403

View = Callable[[HttpRequest], HttpResponseBase]


def may(officer: "Officer | AnonymousUser", page: str, held: frozenset[str]) -> bool:
    """Return whether an officer with these roles may open the page of this URL name; menus ask the same question."""
    if PAGES.get(page) == ANYONE or isinstance(officer, AnonymousUser) or not officer.is_authenticated:
        return may_open(page, signed_in=False, roles=())
    return may_open(page, signed_in=True, roles=held)


class RoleGate:
    """Middleware that lets a request through to a view only where the role table says so."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the decision is made once its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Open the page, send the reader to sign in, or refuse."""
        del view, args, kwargs
        page = request.resolver_match.view_name if request.resolver_match else ""
        if may(request.user, page, held(request)):
            return None
        signed_in = request.user.is_authenticated
        if request.path.startswith(API):
            return _problem(NoRole, FORBIDDEN) if signed_in else _problem(NotSignedIn, UNAUTHORIZED)
        if not signed_in:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied


def _problem(refused: type[CallerError], status: int) -> HttpResponse:
    """Refuse a program in the form in which every refusal of the API is given."""
    said = {
        "type": f"urn:taawun:error:{refused.code}", "title": _(refused.sentence), "status": status,
        "code": refused.code, "section": refused.section, "detail": "",
    }  # fmt: skip
    return JsonResponse(said, status=status, content_type="application/problem+json")
