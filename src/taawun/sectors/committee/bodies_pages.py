# SPDX-License-Identifier: Apache-2.0
"""Pages of bodies and of decisions: on what each rests, which sub-groups it has, and what waits to be ratified."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.services import may_draft
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.sectors.committee import bodies, confirmed, showing
from taawun.sectors.committee.access import PACK
from taawun.sectors.committee.memoranda_pages import promised, taken_up
from taawun.sectors.committee.sector import SECTOR
from taawun.sectors.committee.services import SIGNED

IN_SIGNED: Final = _("In signed minutes")
IN_MINUTES: Final = _("In minutes that are not signed yet")


@for_purpose_of(SECTOR.purpose)
def bodies_list(request: HttpRequest) -> HttpResponse:
    """Show each body with its terms of reference, its sub-groups and its meetings."""
    officer = officer_of(request)
    field = type_named(bodies.BODY).fields["tracks"]
    titles = {slug: showing.said(words) for slug, words in field.choices.items()}
    rows = [
        (
            one, showing.said(one.terms.title) if one.terms else "",
            [titles.get(slug, slug) for slug in one.row.data.get("tracks") or []],
            showing.hours(one.next.hours) if one.next else [],
        )
        for one in bodies.bodies(officer)
    ]  # fmt: skip
    return render(
        request, "committee/bodies.html", {"rows": rows, "may_draft": may_draft(officer), "type": bodies.BODY}
    )


def _state(one: bodies.Taken) -> Any:
    """Return how far a decision is: that of a meeting as far as its minutes are."""
    if not one.body:
        return showing.state(one.case)
    return IN_SIGNED if one.case.state in SIGNED else IN_MINUTES


@for_purpose_of(SECTOR.purpose)
def decisions(request: HttpRequest) -> HttpResponse:
    """Show what was decided, at meetings and between them, what waits to be ratified, and what communiqués promised."""
    if request.method == "POST":
        return taken_up(request, "committee:decisions")
    found, more = bodies.decisions(officer_of(request))
    context = {
        "rows": [(one, _state(one)) for one in found],
        "more": more, "owed": sum(one.owed for one in found), "pack": PACK,
    }  # fmt: skip
    context |= promised(request, [confirmed.SAID_DECISION, confirmed.SAID_POSTING])
    return render(request, "committee/decisions.html", context)
