# SPDX-License-Identifier: Apache-2.0
"""Pages of bodies and of decisions: on what each rests, which sub-groups it has, and what waits to be ratified."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.services import may_draft
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import held, officer_of
from taawun.sectors.committee import bodies, showing
from taawun.sectors.committee.access import PACK
from taawun.sectors.committee.memoranda_pages import OPENERS
from taawun.sectors.committee.sector import SECTOR


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


@for_purpose_of(SECTOR.purpose)
def decisions(request: HttpRequest) -> HttpResponse:
    """Show what was decided, at meetings and between them, and what waits to be ratified."""
    found, more = bodies.decisions(officer_of(request))
    context = {
        "rows": [(one, showing.state(one.case)) for one in found],
        "more": more, "owed": sum(one.owed for one in found), "pack": PACK,
        "may_open": not held(request).isdisjoint(OPENERS),
    }  # fmt: skip
    return render(request, "committee/decisions.html", context)
