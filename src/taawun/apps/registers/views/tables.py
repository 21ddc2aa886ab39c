# SPDX-License-Identifier: Apache-2.0
"""The import of a table on one page: choose the file, look at what its rows would become, start, watch, undo."""

from dataclasses import dataclass
from typing import IO, Any, Final, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.apps.people.access import actor_of
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.importing import from_table, services, uploads
from taawun.apps.registers.importing.from_table import Preview
from taawun.apps.registers.importing.uploads import Upload
from taawun.apps.registers.record_forms import MarkingForm
from taawun.apps.registers.speaking import said, values_of
from taawun.apps.ui import errors, languages, purposes
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.formats.tables import DELIMITERS, ENCODINGS
from taawun.kernel.errors import CallerError, TooLarge

FORMULA: Final = ("=", "+", "@", "\t", "\r")
NAME_CHARACTERS: Final = 120
_NAMED: Final = {",": ",", ";": ";", "\t": _("Tab"), "|": "|"}


class TableForm(MarkingForm):
    """A file, how it is written, and how its rows are to be marked."""

    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_("CSV or Excel (.xlsx). Formulas give the value they last had; hidden signs are taken out."),
    )  # fmt: skip
    encoding = forms.ChoiceField(
        label=_("Encoding"), required=False, choices=[("", _("Find out")), *((one, one) for one in ENCODINGS)]
    )
    delimiter = forms.ChoiceField(
        label=_("Between columns"), required=False,
        choices=[("", _("Find out")), *((one, _NAMED[one]) for one in DELIMITERS)],
    )  # fmt: skip

    @property
    def of_file(self) -> list[forms.BoundField]:
        """Return the controls of the file."""
        return [self[name] for name in ("file", "encoding", "delimiter")]

    @property
    def of_marking(self) -> list[forms.BoundField]:
        """Return the controls of the marking."""
        return [self[name] for name in self.fields if name not in ("file", "encoding", "delimiter")]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file, and the field that it becomes."""

    name: str
    title: str
    chosen: str


@for_purpose
def table(request: HttpRequest, type_slug: str) -> HttpResponse:
    """Take a table, show what its first rows would become, and start its import."""
    declared = type_named(type_slug)
    form = TableForm(
        request.POST or None, request.FILES or None, declared=declared, purposes=purposes.allowed(request),
        initial={"purposes": [chosen(request)]},
    )  # fmt: skip
    if request.method != "POST":
        return _page(request, declared, form)
    upload = _upload(request, declared, form)
    if upload is None or not form.is_valid():
        return _page(request, declared, form, upload)
    try:
        preview = _preview(request, form, upload)
        if "start" in request.POST and not preview.missing:
            return _start(request, form, upload, preview)
    except (CallerError, TooLarge) as error:
        form.add_error("file", errors.said(error))
        return _page(request, declared, form)
    return _page(request, declared, form, upload, preview)


def _upload(request: HttpRequest, declared: RecordType, form: TableForm) -> Upload | None:
    """Return the table that came now, or the one that waits; a wrong one is said beside its field."""
    officer = officer_of(request)
    file = request.FILES.get("file")
    if file is None:
        found = uploads.opened(request.POST.get("upload", ""))
        if found is None or (found.officer, found.type) != (officer.id, declared.slug):
            form.add_error("file", _("Choose the file."))
            return None
        return found
    content = cast("IO[bytes]", file.file)
    try:
        refusal = uploads.refusal_of(content)
        if not refusal:
            name = "".join(letter for letter in str(file.name) if letter.isprintable())
            return Upload(uploads.take(content), officer.id, declared.slug, name[:NAME_CHARACTERS])
        form.add_error("file", str(refusal))
    except (CallerError, TooLarge) as error:
        form.add_error("file", errors.said(error))
    return None


def _preview(request: HttpRequest, form: TableForm, upload: Upload) -> Preview:
    """Return what the first rows would become, with the columns as the officer set them on the page before."""
    chosen_form = {"encoding": form.cleaned_data["encoding"], "delimiter": form.cleaned_data["delimiter"]}
    with uploads.reading(upload) as file:
        shown = from_table.preview(file, upload.type, form.marking(), **chosen_form)
        if request.FILES or not any(name.startswith("c-") for name in request.POST):  # no columns were shown before
            return shown
        file.seek(0)
        mapping = {
            title: field
            for number, title in enumerate(shown.header)
            if (field := request.POST.get(f"c-{number}", "")) in type_named(upload.type).fields
        }
        return from_table.preview(file, upload.type, form.marking(), mapping=mapping, **chosen_form)


def _start(request: HttpRequest, form: TableForm, upload: Upload, preview: Preview) -> HttpResponse:
    with uploads.reading(upload) as file:
        begun = services.import_table(
            actor_of(officer_of(request)), file, upload.type, form.marking(), chosen(request),
            mapping=preview.mapping, encoding=preview.form.encoding, delimiter=preview.form.delimiter,
        )  # fmt: skip
    return HttpResponseRedirect(reverse("registers:import", args=[begun.id]))


def _page(
    request: HttpRequest,
    declared: RecordType,
    form: TableForm,
    upload: Upload | None = None,
    preview: Preview | None = None,
) -> HttpResponse:
    fields = list(declared.fields.values())
    context: dict[str, Any] = {"declared": declared, "form": form, "upload": upload, "fields": fields}
    if upload:
        context["sealed"] = upload.sealed()  # also where the marking is wrong: nobody chooses the file anew for that
    if preview and upload:
        context |= {
            "preview": preview,
            "columns": [
                Column(f"c-{number}", title, preview.mapping.get(title, ""))
                for number, title in enumerate(preview.header)
            ],
            "shown": [field for field in fields if field.name in preview.mapping.values()],
            "missing": languages.find(get_language()).comma.join(
                said(declared.fields[name].label) for name in preview.missing
            ),
            "formulas": any(_is_formula(item.data) for item in preview.items),
        }
    return render(request, "registers/table.html", context, status=400 if form.errors else 200)


def _is_formula(data: Any) -> bool:
    return any(str(value).startswith(FORMULA) for one in data.values() for value in values_of(one))
