# SPDX-License-Identifier: Apache-2.0
"""Four middlewares of the desk: the officer's own language and zone, no copies of what was shown, a limit of what is
read at all, and a page for every error that has a code.

Django's own LocaleMiddleware has already chosen by cookie and browser; a signed-in officer's choice wins.
"""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from taawun.apps.ui import errors, languages
from taawun.formats.tables import FILE_BYTES
from taawun.kernel.errors import FileTooLarge, TaawunError

REQUEST_BYTES: Final = FILE_BYTES + (1 << 20)
"""Longest request: one file of the largest kind, and the form around it."""

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


class NoCopies:
    """Let neither browser nor proxy keep what an officer was shown: the next person at the desk presses Back."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say that the answer is not to be stored, unless the page has said more itself."""
        answer = self.answer(request)
        if request.user.is_authenticated:
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer


class Sizes:
    """Refuse a request that says it is too long before any of it is read: nothing of it reaches the disk."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with a page, or as an API does."""
        if not _is_too_long(request.META.get("CONTENT_LENGTH") or "0"):
            return self.answer(request)
        error = FileTooLarge.beyond(FILE_BYTES)
        return errors.problem(error) if errors.for_program(request) else errors.refusal(request, error)


def _is_too_long(stated: str) -> bool:
    return stated.isdecimal() and int(stated[:20]) > REQUEST_BYTES


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
