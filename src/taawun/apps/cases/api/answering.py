# SPDX-License-Identifier: Apache-2.0
"""How a program is answered: JSON or a file, a refusal as `application/problem+json`, a body read by its declaration.

A refusal (RFC 9457) has the code and the § of the rule that refused, and every reason why a move is closed. Whether a
value is right is for the services to say; here it is only of the type that was declared (spec §60.17).
"""

import json
import math
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse

from taawun.apps.cases.api.shapes import reason as reason_told
from taawun.apps.ui.errors import problem
from taawun.apps.ui.purposes import allowed, chosen
from taawun.kernel.cases.reasons import Reason
from taawun.kernel.errors import BadShape, MoveClosed, NoPurpose, TaawunError, TooLarge, WrongMethod

BODY_BYTES: Final = 64 << 10
"""Largest body of an act, in bytes; contents may be as large as the body of a move."""
JSON: Final = "application/json"
WHOLE_MOST: Final = 1 << 53
"""Whole numbers are smaller than this on either side of 0: others are not the same in every program (RFC 8785)."""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], Any]
Check = Callable[[Any], bool]


def answers(**views: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Return one address of the interface: a view for each of its methods, whose answers become JSON."""
    first = next(iter(views.values()))

    @wraps(first)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        view = views.get(str(request.method))
        if view is None:
            refused = problem(WrongMethod(f"It is: {', '.join(views)}."))
            refused["Allow"] = ", ".join(views)
            return refused
        try:
            found = view(request, *args, **kwargs)
        except MoveClosed as closed:
            return problem(closed, reasons=[reason_told(one) for one in closed.reasons if isinstance(one, Reason)])
        except TaawunError as error:
            return problem(error)
        return found if isinstance(found, HttpResponse) else said(found)

    return answered


def said(answer: Mapping[str, Any]) -> JsonResponse:
    """Return an answer as JSON, in the scripts in which it was written."""
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def purpose_of(request: HttpRequest) -> str:
    """Return the purpose of the request: as it says, else that of the session; one the officer may act for."""
    asked = request.GET.get("purpose") or chosen(request)
    if not any(one.slug == asked for one in allowed(request)):
        raise NoPurpose
    return asked


# --- bodies --------------------------------------------------------------------------------------------


def is_text(value: Any) -> bool:
    """Tell whether a value is a text."""
    return isinstance(value, str)


def is_flag(value: Any) -> bool:
    """Tell whether a value is true or false."""
    return isinstance(value, bool)


def is_texts(value: Any) -> bool:
    """Tell whether a value is a list of texts."""
    return isinstance(value, list) and all(map(is_text, value))


def is_answers(value: Any) -> bool:
    """Tell whether a value is an object of texts."""
    return isinstance(value, dict) and all(map(is_text, value.values()))


def is_anything(_value: Any) -> bool:
    """Tell nothing: what the value may be is declared in the instrument."""
    return True


def is_one_of(*words: str) -> Check:
    """Return a check for one of these words."""
    return lambda value: isinstance(value, str) and value in words


def is_whole(value: Any) -> bool:
    """Tell whether a value is a whole number above 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def body(request: HttpRequest, fields: Mapping[str, Check], *needed: str, most: int = BODY_BYTES) -> dict[str, Any]:
    """Return the object that a request carries: only declared fields, each of its type, and those that are needed.

    Raises:
        TooLarge, BadShape.
    """
    found = _read(request, most)
    if not isinstance(found, dict) or not found.keys() <= fields.keys() or not found.keys() >= set(needed):
        raise BadShape(f"An object of {', '.join(sorted(fields))}; needed: {', '.join(needed) or 'none'}.")
    wrong = sorted(name for name, value in found.items() if not fields[name](value))
    if wrong:
        raise BadShape(f"Of another type: {', '.join(wrong)}.")
    return found


def _read(request: HttpRequest, most: int) -> Any:
    """Return the JSON of a body, read only if it says that it is no larger than the limit."""
    if request.content_type != JSON:
        raise BadShape(f"A body is sent as {JSON}.")
    sized = request.META.get("CONTENT_LENGTH") or "0"
    if not sized.isdigit() or int(sized) > most or len(request.body) > most:
        raise TooLarge(f"At most {most} bytes.")
    try:
        found = json.loads(request.body or b"{}", parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadShape("The body is not JSON.") from None
    _check(found)
    return found


def _no_number(_word: str) -> Any:
    raise ValueError


def _check(found: Any) -> None:
    """Refuse what a database or another program could not hold: half characters, NUL, numbers beyond counting."""
    todo = [found]
    while todo:
        value = todo.pop()
        if isinstance(value, str) and any(one == "\x00" or "\ud800" <= one <= "\udfff" for one in value):
            raise BadShape("A text holds NUL or half a character.")
        if isinstance(value, float) and not math.isfinite(value):
            raise BadShape("A number is too large.")
        if isinstance(value, int) and not -WHOLE_MOST < value < WHOLE_MOST:
            raise BadShape("A whole number is too large.")
        todo += value if isinstance(value, list) else [*value, *value.values()] if isinstance(value, dict) else []


def sent(form: Form) -> dict[str, Any]:
    """Return what a form of the pages took from a request with a file, or refuse it by the names of its fields.

    Raises:
        BadShape.
    """
    if not form.is_valid():
        raise BadShape(f"Missing or wrong: {', '.join(sorted(form.errors))}.")
    return form.cleaned_data
