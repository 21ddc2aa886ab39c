# SPDX-License-Identifier: Apache-2.0
"""The import of a kind of file that a sector declares: choose the file, say how it is marked, start, watch."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taawun.apps import sector
from taawun.apps.people.access import actor_of
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.importing import services
from taawun.apps.registers.record_forms import MarkingForm
from taawun.apps.registers.speaking import said
from taawun.apps.ui import errors, purposes
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import CallerError, NoSuchSource


class SourceForm(MarkingForm):
    """A file, and how what it says is to be marked."""

    file = forms.FileField(label=_("File"))

    @property
    def of_marking(self) -> list[forms.BoundField]:
        """Return the controls of the marking."""
        return [self[name] for name in self.fields if name != "file"]


@for_purpose
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a file of this kind and start its import; its job shows how far it is."""
    declared = sector.source_named(slug)
    if declared is None:
        raise NoSuchSource
    form = SourceForm(
        request.POST or None, request.FILES or None, declared=type_named(declared.type),
        purposes=purposes.allowed(request), initial={"purposes": [chosen(request)]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        actor, file = actor_of(officer_of(request)), form.cleaned_data["file"]
        try:
            begun = services.import_source(actor, slug, file, form.marking(), chosen(request))
        except CallerError as error:
            form.add_error("file", errors.said(error))
        else:
            return HttpResponseRedirect(reverse("jobs:job", args=[begun.job]))
    context = {"form": form, "title": said(declared.title), "help": said(declared.help)}
    return render(request, "registers/source.html", context, status=400 if form.errors else 200)
