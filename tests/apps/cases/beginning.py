# SPDX-License-Identifier: Apache-2.0
"""How stories of cases begin: what many tests tell alike is told once a process, and put back for the others."""

import copy
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.db import connection

from taawun.apps.audit.models import Line
from tests.apps.cases.making import Desk
from tests.apps.kept import Kept

_PARTNER: Final = ("head", "counter", "taken", "seq", "answers")
_TOLD: Final[dict[tuple[Any, ...], Kept]] = {}


def begun(tell: Callable[..., Any]) -> Callable[..., Any]:
    """Tell the beginning of a story once for each of its forms, and put it back wherever else it begins.

    It is told anew where anything happened before it: each act leaves a line on the record.
    """

    @wraps(tell)
    def telling(desk: Desk, *given: Any, **more: Any) -> Any:
        if not connection.in_atomic_block:
            return tell(desk, *given, **more)
        form = (tell, repr(given), repr(more), *_marks(desk))
        if form not in _TOLD:
            _TOLD[form] = Kept(lambda: (tell(desk, *given, **more), _after(desk)))
            return copy.deepcopy(_TOLD[form].known[0])
        found, after = _TOLD[form].put_back()
        desk.now, desk.known, desk.salt, *rest = after
        for name, value in zip(_PARTNER, rest, strict=True):
            setattr(desk.partner, name, value)
        desk.peer.refresh_from_db()
        return found

    return telling


def _marks(desk: Desk) -> tuple[Any, ...]:
    """Return what tells of which node it is, and whether something happened there already."""
    newest = Line.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (desk.officers["asma"].pk, desk.now, newest, len(desk.known), desk.salt, desk.partner.counter)


def _after(desk: Desk) -> list[Any]:
    return copy.deepcopy([desk.now, desk.known, desk.salt, *(getattr(desk.partner, name) for name in _PARTNER)])
