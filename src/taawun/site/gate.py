# SPDX-License-Identifier: Apache-2.0
"""The gate before every page: reads the table in roles.py and opens, asks to sign in, or refuses."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from taawun.apps.ui import errors
from taawun.apps.ui.reader import held
from taawun.kernel.errors import NoRole, NotSignedIn
from taawun.site.roles import ANYONE, PAGES, may_open

if TYPE_CHECKING:
    from taawun.apps.people.models import Officer

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
        if errors.for_program(request):
            return errors.problem(NoRole if signed_in else NotSignedIn)
        if not signed_in:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
