# SPDX-License-Identifier: Apache-2.0
"""Cases as JSON under /api/, for a ministry's own programs: the same door, the same services, the same refusals.

An answer of refusal is `application/problem+json` (RFC 9457) with the code and the § of the rule that refused, and
with every reason why a move is closed. Nothing is shown or done here that no page shows or does.
"""

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taawun.apps.cases import access, services
from taawun.apps.cases.access import Shown
from taawun.apps.cases.showing import speaking
from taawun.apps.people.access import actor_of
from taawun.apps.ui.errors import status_of
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import OVERSIGHT, allowed, chosen
from taawun.apps.ui.reader import officer_of
from taawun.kernel.cases.deciding import Verdict
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.reasons import Reason
from taawun.kernel.errors import BadShape, MoveClosed, NoPurpose, TaawunError, TooLarge

BODY_BYTES: Final = 64 << 10
"""Largest body of a request, in bytes."""
FILTERS: Final = ("kind", "pack", "state", "phase", "side", "other", "authority", "title")
FIELDS: Final = frozenset({"token", "reasons", "papers"})

P = ParamSpec("P")


def speaks_json(
    view: Callable[Concatenate[HttpRequest, P], Any],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer with what a view returns as JSON, and with its refusal as a problem."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return JsonResponse(view(request, *args, **kwargs), json_dumps_params={"ensure_ascii": False})
        except TaawunError as error:
            return problem(error)

    return answered


def problem(error: TaawunError) -> HttpResponse:
    """Return a refusal as application/problem+json."""
    said: dict[str, Any] = {
        "type": f"urn:taawun:error:{error.code}", "title": _(error.sentence), "status": int(status_of(error)),
        "code": error.code, "section": error.section, "detail": error.detail,
    }  # fmt: skip
    if isinstance(error, MoveClosed):
        said["reasons"] = [_reason(one) for one in error.reasons if isinstance(one, Reason)]
    return JsonResponse(said, status=said["status"], content_type="application/problem+json")


@require_GET
@speaks_json
def cases(request: HttpRequest) -> dict[str, Any]:
    """Return one page of the cases that the officer may see."""
    given: dict[str, Any] = {name: request.GET.get(name, "").replace("\x00", "") for name in FILTERS}
    closed = {"closed": True, "all": None}.get(request.GET.get("closed", ""), False)
    page = access.board(
        officer_of(request), _purpose(request), access.Filters(**given, closed=closed), page_number(request)
    )
    return {"page": page.number, "more": page.more, "cases": [_row(row) for row in page.rows]}


@require_GET
@speaks_json
def case(request: HttpRequest, case_id: uuid.UUID) -> dict[str, Any]:
    """Return one case: where it stands, what it holds, what is missing, its clocks and tasks."""
    shown = access.case(officer_of(request), str(case_id), _purpose(request))
    return {
        **_head(shown),
        "flags": sorted(shown.standing.flags),
        "pack": {"slug": shown.case.pack_slug, "version": shown.case.pack_version, "digest": shown.pack.digest},
        "content": {slug: one.to_wire() for slug, one in shown.filled.items()},
        "missing": [one.slug for one in shown.missing],
        "gates": {one.gate.slug: {"outcome": one.outcome.value, "passed": one.passed} for one in shown.gates},
        "clocks": [
            {"rule": one.row.rule, "due": one.row.due, "share": round(one.share, 4), "late": one.late,
             "stopped": one.row.stopped}
            for one in shown.clocks
        ],
        "tasks": [{"task": one.slug, "role": one.role, "due": one.due} for one in shown.tasks if one.done is None],
        "moves": [{"move": one.move, "party": one.party, "at": one.at, "status": one.status, "digest": one.digest}
                  for one in shown.shared],
    }  # fmt: skip


@require_GET
@speaks_json
def verdicts(request: HttpRequest, case_id: uuid.UUID) -> dict[str, Any]:
    """Return which moves of our side are open to the officer, and every reason why the others are not."""
    shown = access.case(officer_of(request), str(case_id), _purpose(request))
    return {**_head(shown), "moves": [_verdict(shown.kind, one) for one in shown.moves]}


@require_POST
@speaks_json
def move(request: HttpRequest, case_id: uuid.UUID, slug: str) -> dict[str, Any]:
    """Make a move at home, or propose a shared one; the token is that of the standing that was read."""
    said, actor, purpose = _body(request), actor_of(officer_of(request)), _purpose(request)
    shown = access.case(officer_of(request), str(case_id), purpose)
    declared = shown.kind.workflow.moves.get(slug)
    if declared is None:
        raise MoveClosed
    given = {"token": said.get("token", ""), "reasons": said.get("reasons", "")}
    if declared.shared:
        row = services.propose(actor, str(case_id), slug, purpose, papers=said.get("papers", []), **given)
        return {"proposed": slug, "release": row.release, "digest": row.digest}
    services.make(actor, str(case_id), slug, purpose, **given)
    return {"made": slug}


@require_GET
@speaks_json
def dashboard(request: HttpRequest) -> dict[str, Any]:
    """Return how requests are answered, and how old those are that wait."""
    roles = officer_of(request).role_slugs()
    rates = access.dashboard(officer_of(request), OVERSIGHT if "auditor" in roles else _purpose(request))
    return {
        "rates": [
            {"kind": one.kind, "authority": one.authority, "channel": one.channel, "side": one.side,
             "asked": one.asked, "answered": one.answered, "share": one.share,
             "oldest_open_days": one.oldest_open_days, "median_answer_days": one.median_answer_days}
            for one in rates
        ]
    }  # fmt: skip


def _purpose(request: HttpRequest) -> str:
    """Return the purpose of the request: as it says, else that of the session; one the officer may act for."""
    asked = request.GET.get("purpose") or chosen(request)
    if not any(one.slug == asked for one in allowed(request)):
        raise NoPurpose
    return asked


def _body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > BODY_BYTES:
        raise TooLarge(f"At most {BODY_BYTES} bytes.")
    try:
        said = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise BadShape("The body is not JSON.") from None
    if not isinstance(said, dict) or not set(said) <= FIELDS:
        raise BadShape(f"An object with at most: {', '.join(sorted(FIELDS))}.")
    texts = [said.get("token", ""), said.get("reasons", ""), *_listed(said.get("papers", []))]
    if not all(isinstance(text, str) for text in texts):
        raise BadShape("token and reasons are texts, papers a list of texts.")
    if any("\ud800" <= letter <= "\udfff" for text in texts for letter in text):
        raise BadShape("A text holds half a character.")
    return said


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [None]


def _head(shown: Shown) -> dict[str, Any]:
    return _case(shown.case) | {"token": shown.token}


def _case(row: Any) -> dict[str, Any]:
    names = (
        "id",
        "kind",
        "state",
        "phase",
        "requesting",
        "requested",
        "side",
        "authority",
        "title",
        "changed",
        "closed",
    )
    return {name: getattr(row, name) for name in names}


def _row(row: access.Row) -> dict[str, Any]:
    clock = None if row.clock is None else {"rule": row.clock.rule, "due": row.clock.due}
    return {**_case(row.case), "clock": clock, "tasks": row.tasks}


def _verdict(kind: CaseKind, one: Verdict) -> dict[str, Any]:
    reasons = [_reason(reason) | dict(zip(("why", "what_opens_it"), speaking.why(kind, reason), strict=True))
               for reason in one.reasons]  # fmt: skip
    return {"move": one.move.slug, "shared": one.move.shared, "open": one.open, "reasons": reasons}


def _reason(one: Reason) -> dict[str, Any]:
    return {"code": one.code, "given": dict(one.given), "opens": one.opens}
