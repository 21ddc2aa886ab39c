# SPDX-License-Identifier: Apache-2.0
"""Two middlewares of the desk: the officer's own language and zone, and a page for every error that has a code.

Django's own LocaleMiddleware has already chosen by cookie and browser; a signed-in officer's choice wins.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from taawun.apps.ui import errors, languages
from taawun.kernel.errors import TaawunError

Answer = Callable[[HttpRequest], HttpResponse]


class OfficerLanguage:
    """Show pages in the language that the officer chose, on whatever machine they sign in."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the officer's language, with times in the officer's zone."""
        if not request.user.is_authenticated:
            return self.answer(request)
        code = languages.find(request.user.language).code
        translation.activate(code)
        request.LANGUAGE_CODE = code
        with timezone.override(request.user.time_zone):
            return self.answer(request)


class Refusals:
    """Turn an error with a code into a page that says what happened, by which §, and what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; errors come through `process_exception`."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer our own errors with a page; leave all others to Django's handlers."""
        return errors.refusal(request, error) if isinstance(error, TaawunError) else None
