# SPDX-License-Identifier: Apache-2.0
"""Pages of memoranda: those under way, and one with its drafts side by side, by version and by language."""

import uuid
from collections.abc import Collection
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from taawun.apps.cases.words import STATUSES
from taawun.apps.registers.record_forms import PREFIX
from taawun.apps.ui import errors, languages
from taawun.apps.ui.parts import whole_number
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import held, officer_of
from taawun.kernel.errors import TaawunError
from taawun.kernel.instruments.pack import Status
from taawun.sectors.committee import comparing, confirmed, memoranda, showing
from taawun.sectors.committee.access import PACK
from taawun.sectors.committee.memoranda import Draft
from taawun.sectors.committee.sector import SECTOR
from taawun.sectors.committee.words import PARTIES

STAGES: Final = {
    "draft": _("Draft"), "proposed": _("Proposed"), "initialled": _("Initialled"), "signed": _("Signed"),
    "ratified": _("Ratified"), "in_force": pgettext_lazy("memorandum", "In force"), "ended": _("Ended"),
    "given_up": _("Given up"), "abandoned": _("Given up"),
}  # fmt: skip
OPENERS: Final = frozenset({"desk_officer", "liaison_officer", "legal_reviewer", "secretary"})


@for_purpose_of(SECTOR.purpose)
def memoranda_list(request: HttpRequest) -> HttpResponse:
    """Show the memoranda, each with how far it has come, and those that a communiqué promised."""
    officer = officer_of(request)
    if request.method == "POST":
        return taken_up(request, "committee:memoranda")
    found, more = memoranda.listed(officer)
    rows = [(case, name, STAGES.get(stage, stage), _road(stage)) for case, name, stage in found]
    context = {"rows": rows, "more": more, "pack": PACK} | promised(request, [confirmed.SAID_MEMORANDUM])
    return render(request, "committee/memoranda.html", context)


def promised(request: HttpRequest, types: Collection[str]) -> dict[str, Any]:
    """Return what a page shows of what communiqués promised; a posting leads to the form in which it is stated."""
    found, more = confirmed.listed(officer_of(request), types)
    return {
        "confirmed": [(one, _posting(one)) for one in found], "confirmed_more": more,
        "may_open": not held(request).isdisjoint(OPENERS),
    }  # fmt: skip


def _posting(one: confirmed.Confirmed) -> str:
    if one.row.record.type != confirmed.SAID_POSTING:
        return ""
    said = {"name": one.name, "party": one.row.data.get("party", ""), "place": one.row.data.get("place", "")}
    filled = {f"{PREFIX}{name}": str(value) for name, value in said.items() if value}
    return f"{reverse('registers:new', args=[confirmed.POSTED])}?" + urlencode(
        filled | {f"{PREFIX}decided": one.row.record.id}
    )


def taken_up(request: HttpRequest, page: str) -> HttpResponse:
    """Open the case of what was promised, and go to its contents; or say on the page why not."""
    try:
        case = confirmed.take_up(officer_of(request), request.POST.get("record", ""))
    except TaawunError as error:
        messages.error(request, errors.said(error), "bad")
        return HttpResponseRedirect(reverse(page))
    return HttpResponseRedirect(reverse("cases:contents", args=[case]))


@for_purpose_of(SECTOR.purpose)
def memorandum(request: HttpRequest, memorandum: uuid.UUID) -> HttpResponse:
    """Show one memorandum: its road, two drafts compared in one language, three languages beside each other."""
    now = timezone.now()
    found = memoranda.memorandum(officer_of(request), str(memorandum), now.date())
    language = request.GET.get("language", "")
    language = language if language in comparing.LANGUAGES else languages.find(request.LANGUAGE_CODE).code
    tongues = [languages.BY_CODE[code] for code in comparing.LANGUAGES]
    count = len(found.drafts)
    new = _draft(found.drafts, whole_number(request, "new") or count)
    old = _draft(found.drafts, whole_number(request, "old") or max(1, count - 1))
    context: dict[str, Any] = {
        "found": found, "case": found.shown.case, "filled": found.shown.filled, "road": _road(found.stage),
        "stage": STAGES.get(found.stage, found.stage), "drafts": [(one, PARTIES[one.party]) for one in found.drafts],
        "steps": [(showing.move(found.shown.kind, one.move), PARTIES[one.party], one.at) for one in found.steps],
        "milestones": [(one, one.due is not None and one.due < now.date()) for one in found.milestones],
        "shown_in": languages.BY_CODE[language], "tongues": tongues,
        "old": old, "new": new, "today": now.date(),
        "compared": comparing.compare(old.texts[language], new.texts[language]) if old and new else (),
        "beside": [
            (number, list(zip(tongues, texts, strict=True)))
            for number, texts in (comparing.beside(new.texts) if new else ())
        ],
        "kinds": [showing.said(one.workflow.title) for one in found.permitted.pack.kinds.values()]
        if found.permitted else [],
    }  # fmt: skip
    if found.permitted is not None:
        pack = found.permitted.pack
        context |= {"pack_title": showing.said(pack.title)}
        context |= {} if pack.status is Status.IN_FORCE else {"pack_state": STATUSES[pack.status.value]}
    return render(request, "committee/memorandum.html", context)


def _draft(drafts: tuple[Draft, ...], number: int) -> Draft | None:
    return next((one for one in drafts if one.number == number), None)


def _road(stage: str) -> list[tuple[Any, bool]]:
    """Return the stages of the road, each with whether it was reached; none for one that was given up."""
    passed = memoranda.ROAD.index(stage) if stage in memoranda.ROAD else len(memoranda.ROAD) * (stage == "ended") - 1
    return [(STAGES[one], place <= passed) for place, one in enumerate(memoranda.ROAD)]
