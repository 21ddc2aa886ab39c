# SPDX-License-Identifier: Apache-2.0
"""A form of a record that arrives after its session has ended is kept as a draft before the officer signs in again."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from taawun.apps.people.access import find
from taawun.apps.registers import drafts

Answer = Callable[[HttpRequest], HttpResponse]
FORMS: Final = frozenset({"registers:new", "registers:edit"})
LOST: Final = "kept after the session ended"
_NOT_KEPT: Final = ("csrfmiddlewaretoken", "token", "follows", "keep")


class LostForms:
    """Middleware before the gate, after the check of the form's origin."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; forms come through `process_view`."""
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Keep the form and ask to sign in; leave everything else alone."""
        del view, args, kwargs
        match = request.resolver_match
        if request.method != "POST" or request.user.is_authenticated or not match or match.view_name not in FORMS:
            return None
        token = drafts.opened(request.POST.get("token", ""))
        if token is None:
            return None
        officer = find(token.officer)
        if not officer.active:
            return None
        said = {name: values for name, values in request.POST.lists() if name not in _NOT_KEPT}
        drafts.keep(officer, token, said, LOST)
        return redirect_to_login(f"{request.path}?draft={token.id}")
