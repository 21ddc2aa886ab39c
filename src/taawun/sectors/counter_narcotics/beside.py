# SPDX-License-Identifier: Apache-2.0
"""What stands beside a seizure on its page: its chain of custody in order, and what does not fit together in it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.apps.registers.access import Row, Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.services import may_draft
from taawun.apps.registers.speaking import said
from taawun.apps.sector import Panel
from taawun.apps.ui.purposes import chosen
from taawun.apps.ui.reader import may, officer_of
from taawun.sectors.counter_narcotics import pairing
from taawun.sectors.counter_narcotics.custody import place_of
from taawun.sectors.counter_narcotics.pairing import STEP, Chain

TITLE = gettext_lazy("Chain of custody")


def custody(request: HttpRequest, shown: Shown) -> Panel:
    """Return the chain of custody of a seizure."""
    found = pairing.chain(officer_of(request), shown.record.id, chosen(request))
    context = chain_context(found)
    if may(request, "registers:new") and may_draft(officer_of(request)):
        context["next"] = next_step(shown, found.steps)
    return Panel(TITLE, len(found.steps), "counter_narcotics/parts/chain.html", context)


def chain_context(found: Chain) -> dict[str, Any]:
    """Return what draws a chain: its steps with what was done in each, what does not fit, and what is not shown."""
    kinds = {code: said(words) for code, words in type_named(STEP).fields["step"].choices.items()}
    return {
        "steps": [(row, kinds.get(str(row.data["step"]), "")) for row in found.steps],
        "remarks": [_(one.sentence) % one.values for one in found.remarks],
        "withheld": found.withheld,
        "more": found.more,
        "next": "",
    }


def next_step(shown: Shown, steps: Sequence[Row]) -> str:
    """Return the address of the form of the next step, with the seizure and the number filled in."""
    number = int(max((place_of(row.data) for row in steps), default=0)) + 1
    name = "" if type_named(shown.record.type).caption in shown.withheld else shown.record.caption
    filled = {"d-seizure": shown.record.id, "d-seizure_name": name, "d-number": str(number)}
    return f"{reverse('registers:new', args=[STEP])}?{urlencode(filled)}"
