# SPDX-License-Identifier: Apache-2.0
"""Pages of the ledger: how it stands, its newest entries, and the proof of one entry, drawn and to take away."""

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.ledger import access, services
from taawun.apps.ledger.picture import draw
from taawun.apps.people.access import actor_of
from taawun.apps.ui.parts import whole_number
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.errors import NotSealedYet
from taawun.kernel.ledger import merkle
from taawun.kernel.ledger.note import parse_note
from taawun.kernel.ledger.verify import ProofPart

CHECKPOINTS = 10  # on the page


def ledger(request: HttpRequest) -> HttpResponse:
    """Show the newest checkpoint, who witnessed it, and the newest entries."""
    entries = access.entries(before=whole_number(request, "before"))
    context = {
        "status": access.status(),
        "checkpoints": access.checkpoints(CHECKPOINTS),
        "broken": access.broken(),
        "may_settle": may(request, "ledger:settle"),
        "entries": entries,
        "before": entries[-1].leaf_index if entries and entries[-1].leaf_index else None,
    }
    return render(request, "ledger/ledger.html", context)


@require_POST
def settle(request: HttpRequest) -> HttpResponseRedirect:
    """Mark as dealt with what was shown of a party's broken ledger."""
    party, last = request.POST.get("party", ""), whole_number(request, "last")
    if party and last is not None:
        services.settle_alerts(actor_of(officer_of(request)), party[:2], last, timezone.now())
        messages.success(request, _("Marked as dealt with. The evidence is kept."), "good")
    return HttpResponseRedirect(reverse("ledger:ledger"))


def note(request: HttpRequest, size: int) -> HttpResponse:
    """Give a checkpoint as the signed note that any C2SP tool reads."""
    body = services.full_note(access.checkpoint(size))
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


def entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Show one entry and, once it is sealed, the path from it to the signed root."""
    found = access.entry(str(entry_id))
    context: dict[str, Any] = {"entry": found, "leaf_hash": bytes(found.leaf_hash).hex(), "part": None}
    with suppress(NotSealedYet):  # the page says so, and that it takes a second
        context |= _shown(services.prove(str(entry_id)))
    return render(request, "ledger/entry.html", context)


def proof(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Give the proof of one entry as the JSON object that `taawun verify` reads."""
    part = services.prove(str(entry_id))
    answer = JsonResponse(part.to_wire(), json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="proof-{entry_id}.json"'
    return answer


def _shown(part: ProofPart) -> dict[str, Any]:
    signed = parse_note(part.note)
    size = int(signed.text.split("\n")[1])
    picture = draw(merkle.leaf_hash(part.entry), part.index, size, part.path)
    return {
        "part": part,
        "size": size,
        "signers": sorted({line.name for line in signed.lines}),
        "picture": picture,
        "root": picture.root,
    }
