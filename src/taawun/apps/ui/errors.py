# SPDX-License-Identifier: Apache-2.0
"""Error pages: each says what happened and what to do next, in the reader's language, never a traceback.

An error of the kernel's tree shows its sentence, its code and its §. Whose fault it is decides the status
and the advice: what was sent (400), what was asked (403, 404, 409) or this node (503).
"""

import logging
import re
from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from taawun.kernel.errors import (
    CallerError,
    ElementReserved,
    FileTooLarge,
    ForgedRequest,
    NoSuchAddress,
    NotForThisOfficer,
    SenderError,
    TaawunError,
    Unreadable,
    WentWrong,
    WrongMethod,
)

log = logging.getLogger(__name__)

API = re.compile(r"/(?:[a-z][a-z_]+/)?api/")
"""How an address begins at which programs ask, of a sector under its own name; refusals too are JSON (spec §60.17)."""
STATUSES: dict[str, HTTPStatus] = {
    WrongMethod.code: HTTPStatus.METHOD_NOT_ALLOWED, WentWrong.code: HTTPStatus.INTERNAL_SERVER_ERROR,
    "people.not-signed-in": HTTPStatus.UNAUTHORIZED, FileTooLarge.code: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}  # fmt: skip
"""Errors whose status does not follow from whose fault they are."""

STOPS = ".۔"
"""How a sentence ends in the three languages."""
ABSENT = ("not-found", "not-here", "no-such-", "unknown-")
"""How the code begins, after its area, of something that is not there or may not be known to be there."""
FORBIDDEN = (
    "people.no-role", "marking.forbids", "people.needs-factor", "people.needs-proof", ForgedRequest.code,
    NotForThisOfficer.code, ElementReserved.code,
)  # fmt: skip


def status_of(error: TaawunError) -> int:
    """Return the HTTP status of an error, by whose fault it is."""
    if error.code in STATUSES:
        return STATUSES[error.code]
    if isinstance(error, SenderError):
        return HTTPStatus.BAD_REQUEST
    if not isinstance(error, CallerError):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if error.code.partition(".")[2].startswith(ABSENT):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.FORBIDDEN if error.code in FORBIDDEN else HTTPStatus.CONFLICT


def advice(error: TaawunError) -> str:
    """Return what the reader can do about an error."""
    if isinstance(error, SenderError):
        return _("Nothing was stored. Ask the sender to correct it and send it again; quote the code below.")
    if isinstance(error, CallerError):
        return _("Nothing was changed. Go back, correct what the sentence above names, and try again.")
    return _("Nothing was changed. Try again in a minute. If it happens again, tell your operator the code below.")


@cache
def _sentences() -> dict[str, str]:
    """Return the sentence of every error by its code."""
    found, todo = {}, [TaawunError]
    while todo:
        error = todo.pop()
        found[error.code] = error.sentence
        todo += error.__subclasses__()
    return found


def sentence_of(code: str) -> str:
    """Return the English sentence of an error's code, which is also its key for translation."""
    return _sentences().get(code, "")


def said(error: TaawunError) -> str:
    """Return an error as one line for a form: sentence, what it adds or its code, and its § where it has one."""
    rule = f", §{error.section}" if error.section else ""
    detail = explained(error).rstrip(STOPS) or error.code
    return f"{_(error.sentence)} ({detail}{rule})"


def explained(error: TaawunError) -> str:
    """Return what an error adds to its sentence, in the reader's language where its places are told apart."""
    return told_as(error.told, error.given)


def told_as(told: Iterable[str], given: Mapping[str, object]) -> str:
    """Return the parts of an error's detail in the reader's language, with what stands in their places."""
    return ": ".join(_(one).format_map(given) if given else _(one) for one in told)


def refusal(request: HttpRequest, error: TaawunError) -> HttpResponse:
    """Show an error of the kernel's tree as a page."""
    status = status_of(error)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        log.error("node error %s", error.code, exc_info=error)
    context = {"error": error, "sentence": _(error.sentence), "advice": advice(error)}
    return render(request, "ui/refusal.html", context, status=status)


def for_program(request: HttpRequest) -> bool:
    """Tell whether a program asks, and not somebody at a page."""
    return API.match(request.path) is not None


def problem(error: TaawunError | type[TaawunError], **more: Any) -> HttpResponse:
    """Refuse a program: an error as application/problem+json (RFC 9457), with its code and §."""
    found = error() if isinstance(error, type) else error
    status = int(status_of(found))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("node error %s", found.code, exc_info=found)
    said = {
        "type": f"urn:taawun:error:{found.code}", "title": _(found.sentence), "status": status, "code": found.code,
        "section": found.section, "detail": found.detail,
    }  # fmt: skip
    return JsonResponse(
        said | more, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 400."""
    if for_program(request):
        return problem(Unreadable)
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 403."""
    if for_program(request):
        return problem(NotForThisOfficer)
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from one of our pages, or came from one that is too old."""
    if for_program(request):
        return problem(ForgedRequest)
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 404."""
    if for_program(request):
        return problem(NoSuchAddress)
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, touching neither session nor database: they may be what failed."""
    if for_program(request):
        return problem(WentWrong)
    return render(request, "500.html", {"bare": True}, status=HTTPStatus.INTERNAL_SERVER_ERROR)
