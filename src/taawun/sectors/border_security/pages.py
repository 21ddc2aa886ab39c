# SPDX-License-Identifier: Apache-2.0
"""Pages of border security: the counter, and the button that asks the issuer of a hit."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from taawun.apps.cases import hits
from taawun.apps.cases.views.hits import opened
from taawun.apps.people.access import actor_of
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import may, officer_of
from taawun.sectors.border_security import counter as counters
from taawun.sectors.border_security import following, list_pages, showing, words
from taawun.sectors.border_security.counter import Seen
from taawun.sectors.border_security.sector import SECTOR

ZONE_CHARACTERS: Final = 20_000
"""Longest text of the field; what is longer than a zone is read as far as saying so."""


class ZoneForm(forms.Form):
    """What the reader types."""

    zone = forms.CharField(
        label=gettext_lazy("Machine-readable zone"), max_length=ZONE_CHARACTERS, strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 3, "cols": 44, "dir": "ltr", "autofocus": True, "autocomplete": "off", "spellcheck": "false",
                "autocapitalize": "characters", "class": "zone", "aria-describedby": "zone-hint",
            }
        ),
    )  # fmt: skip


class HitForm(forms.Form):
    """A hit at the counter whose issuer is asked."""

    zone = forms.CharField(max_length=ZONE_CHARACTERS, strip=False)
    record = forms.UUIDField()


@for_purpose_of(SECTOR.purpose)
def counter(request: HttpRequest) -> HttpResponse:
    """Take a zone, and answer everything about its traveller on one page; the field is ready for the next one.

    What could not be read stays in the field to be mended; the script marks it, so that a reader types over it.
    """
    form = ZoneForm(_without_nul(request) if request.method == "POST" else None)
    context: dict[str, Any] = {"form": ZoneForm(), "party": settings.TAAWUN_PARTY}
    status = 200
    if form.is_bound and form.is_valid():
        seen = counters.look(officer_of(request), form.cleaned_data["zone"], SECTOR.purpose)
        context |= _shown(request, seen)
        status = 200 if seen.reading.mrz else 400
    elif form.is_bound:
        context["wrong"], status = form, 400
    if status == 400:
        context["form"] = ZoneForm(initial={"zone": form.data["zone"][:ZONE_CHARACTERS]})
    return render(request, "border_security/counter.html", context, status=status)


@require_POST
@for_purpose_of(SECTOR.purpose)
def follow_up(request: HttpRequest) -> HttpResponse:
    """Open the case that asks the issuer, and go on to what only the officer can fill."""
    form = HitForm(request.POST)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("border_security:counter"))
    said = form.cleaned_data
    compared = following.compared(said["zone"])
    case = hits.follow_up(actor_of(officer_of(request)), compared, str(said["record"]), SECTOR.purpose)
    return opened(request, case)


def _shown(request: HttpRequest, seen: Seen) -> dict[str, Any]:
    mrz = seen.reading.mrz
    said: dict[str, Any] = {
        "seen": seen,
        "problems": [(one.level, showing.problem(one)) for one in seen.reading.problems],
        "steps": [words.STEPS[one] for one in seen.steps],
    }
    if mrz is None or seen.register is None:
        return said
    return said | {
        "mrz": mrz,
        "kind": showing.kind(mrz),
        "issuer": showing.state(mrz.issuer),
        "nationality": showing.state(mrz.nationality),
        "sex": words.SEXES.get(mrz.sex, ""),
        "lines": showing.lines(mrz),
        "digits": showing.digits(mrz),
        "proposed": [showing.proposed(mrz, one) for one in seen.proposals],
        "answer": showing.answer(seen.register.answer),
        "found": [(one.shown, showing.fields(one.shown), showing.reasons(one)) for one in seen.register.found],
        "why": [words.WHY[one] for one in seen.register.why],
        "may_ask": may(request, "border_security:follow-up"),
        "zone": "\n".join(mrz.lines),
    }


def _without_nul(request: HttpRequest) -> dict[str, str]:
    """Return what was posted without NUL bytes, which a broken reader sends and Django's field refuses."""
    return {"zone": request.POST.get("zone", "").replace("\x00", "")}


urlpatterns = [
    path("counter/", counter, name="counter"),
    path("follow-up/", follow_up, name="follow-up"),
    path("travellers/", list_pages.files, name="travellers"),
    path("travellers/<uuid:screening_id>/follow-up/", list_pages.follow_up, name="traveller-follow-up"),
    path("travellers/<uuid:screening_id>/", list_pages.file, name="traveller-file"),
    path("travellers/<uuid:screening_id>/export/", list_pages.export, name="travellers-export"),
]
