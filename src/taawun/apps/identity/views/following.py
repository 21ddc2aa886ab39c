# SPDX-License-Identifier: Apache-2.0
"""The button beside a hit on an entry of a list: it asks the issuer, for the pages of any sector."""

from django import forms
from django.http import HttpRequest, HttpResponse

from taawun.apps.cases.views.hits import opened
from taawun.apps.identity.screening import following
from taawun.apps.people.access import actor_of
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import NoSuchRecord


class EntryForm(forms.Form):
    """An entry of a screening, by its number, and a record that it hit."""

    entry = forms.IntegerField(min_value=1, max_value=(1 << 31) - 1)
    record = forms.UUIDField()


def asked_of_issuer(request: HttpRequest, screening_id: str, purpose: str) -> HttpResponse:
    """Open the case that asks the issuer of a hit, and go on to what only the officer can fill.

    Raises:
        NoSuchRecord: what was posted names no hit.
    """
    form = EntryForm(request.POST)
    if not form.is_valid():
        raise NoSuchRecord
    said, actor = form.cleaned_data, actor_of(officer_of(request))
    return opened(request, following.follow_up(actor, screening_id, said["entry"], str(said["record"]), purpose))
