# SPDX-License-Identifier: Apache-2.0
"""STIX as files: a bundle is taken into quarantine, and a record is taken away as a bundle (spec §85.4, §85.6)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Shown
from taawun.apps.sector import Panel
from taawun.apps.taxii import access
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.formats.stix import ids
from taawun.kernel.errors import NoSuchRecord, TaawunError
from taawun.kernel.wire.canonical import encode
from taawun.sectors.counter_terrorism import mapping, publishing
from taawun.sectors.counter_terrorism.forms import FileForm
from taawun.sectors.counter_terrorism.mapping import Said
from taawun.sectors.counter_terrorism.sector import PURPOSE

TOLD = 100
"""Objects that are named one by one because something is wrong with them."""


@for_purpose_of(PURPOSE)
def take(request: HttpRequest) -> HttpResponse:
    """Take a bundle into quarantine, and say what became of its objects."""
    form, context = FileForm(), dict[str, Any]()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            context = _taken(request, form)
    status = 400 if form.errors else 200
    return render(request, "counter_terrorism/take.html", context | {"form": form}, status=status)


def _taken(request: HttpRequest, form: FileForm) -> dict[str, Any]:
    said = form.cleaned_data
    try:
        added = access.take_file(officer_of(request), said["source"], said["file"].read(), PURPOSE)
    except TaawunError as error:
        form.add_error("file", errors.said(error))
        return {}
    unstored = [(n, one, why) for n, (one, _version, why) in enumerate(added.results, 1) if why is not None]
    bad = [(n, one.id, _(why.why)) for n, one, why in unstored if why.failure]
    return {
        "source": said["source"], "all": len(added.results), "stored": added.stored, "bad": bad[:TOLD],
        "failed": len(bad), "held": len(unstored) - len(bad),
    }  # fmt: skip


@require_GET
@for_purpose_of(PURPOSE)
def stix(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Give a record of this sector as a STIX bundle with its marking; recorded as taken away."""
    shown = registers.export_one(officer_of(request), str(record_id), PURPOSE)
    if shown.record.type not in mapping.OF_TYPE:
        raise NoSuchRecord
    objects = mapping.to_stix(_said(shown), publishing.named(shown.data))
    bundle = {"type": "bundle", "id": ids.for_record("bundle", shown.record.id), "objects": objects}
    answer = HttpResponse(encode(bundle), content_type="application/stix+json;version=2.1")
    answer["Content-Disposition"] = f'attachment; filename="{shown.record.id}.stix.json"'
    return answer


def beside(_request: HttpRequest, shown: Shown) -> Panel:
    """Return the way to a record as STIX."""
    return Panel(gettext_lazy("As STIX"), 1, "counter_terrorism/parts/stix.html", {"record": shown.record.id})


def _said(shown: Shown) -> Said:
    version, record = shown.version, shown.record
    return Said(
        record=record.id, type=record.type, data=shown.data, marking=shown.marking,
        created=publishing.first_stated(record.id) or version.created, modified=version.created,
        party=record.originator, authority=record.authority,
    )  # fmt: skip
