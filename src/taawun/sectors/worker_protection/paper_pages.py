# SPDX-License-Identifier: Apache-2.0
"""Pages of contracts and charges: four versions side by side, a reading copy in three languages, the ledger."""

import uuid
from datetime import datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Row
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.speaking import said, spoken
from taawun.apps.registers.taking_away import as_file
from taawun.apps.ui import languages
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.formats.sheets import Sheet
from taawun.sectors.worker_protection import copying, papers
from taawun.sectors.worker_protection.contracts import VERSIONS, Compared, Word
from taawun.sectors.worker_protection.wages.services import PURPOSE

WORDS: Final = {
    Word.SAME: gettext_lazy("The same"),
    Word.DIFFERS: gettext_lazy("Differs"),
    Word.WORSE: gettext_lazy("Worse for the worker"),
    Word.NOT_ASSESSABLE: gettext_lazy("Not assessable"),
}


@for_purpose_of(PURPOSE)
def contracts(request: HttpRequest) -> HttpResponse:
    """Show the versions of each worker's contract side by side, or those of one worker."""
    found, walked = papers.contracts(officer_of(request), PURPOSE)
    worker = request.GET.get("worker", "")
    fields = type_named(papers.CONTRACT).fields
    chosen = [one for one in found if worker in ("", one.worker)]
    context = {
        "workers": [one.worker for one in found],
        "worker": worker,
        "walked": walked,
        "heads": [said(fields["which"].choices[version]) for version in VERSIONS],
        "contracts": [
            (one, [(said(fields[row.field].label), row, _spoken(row), WORDS[row.word]) for row in one.fields])
            for one in chosen
        ],
    }
    return render(request, "worker_protection/contracts.html", context)


@for_purpose_of(PURPOSE)
def reading_copy(request: HttpRequest, record_id: uuid.UUID, language: str) -> HttpResponse:
    """Show one version of a contract for reading, in the worker's language."""
    copy, sheet = _copy(request, record_id, language)
    context = {
        "copy": copy, "sheet": sheet, "record": record_id,
        "spoken": languages.find(language), "languages": languages.ALL,
    }  # fmt: skip
    return render(request, "worker_protection/reading_copy.html", context)


@for_purpose_of(PURPOSE)
def reading_paper(request: HttpRequest, record_id: uuid.UUID, language: str) -> HttpResponse:
    """Give the reading copy as a PDF."""
    return as_file(_copy(request, record_id, language)[1], "pdf", f"contract-{language}", timezone.now())


@for_purpose_of(PURPOSE)
def charges(request: HttpRequest) -> HttpResponse:
    """Show the charges with their three columns, and the sums by currency."""
    worker = request.GET.get("worker", "")
    found = papers.ledger(officer_of(request), PURPOSE, worker)
    context = {
        "ledger": found,
        "walked": found.walked,
        "worker": worker,
        "rows": [(row, _choice(row, "kind"), _choice(row, "payer")) for row in found.rows],
    }  # fmt: skip
    return render(request, "worker_protection/charges.html", context)


def _choice(row: Row, name: str) -> str:
    return spoken(type_named(papers.CHARGE).fields[name], str(row.data.get(name, "")))


def _copy(request: HttpRequest, record_id: uuid.UUID, language: str) -> tuple[copying.Copy, Sheet]:
    if language not in {one.code for one in languages.ALL}:
        raise Http404
    at = timezone.now()
    shown = registers.export_one(officer_of(request), str(record_id), PURPOSE, at=at)
    if shown.record.type != papers.CONTRACT:
        raise Http404
    with translation.override(language):
        copy = copying.copy_of(shown.data)
        return copy, _sheet(copy, language, at)


def _sheet(copy: copying.Copy, language: str, at: datetime) -> Sheet:
    """Return a copy as it goes on paper."""
    written = [(one.label, f"{one.text} · {one.letters}" if one.letters else one.text) for one in copy.written]
    return Sheet(
        title=_("Contract of work: copy for reading"),
        banner=_("Copy for reading. The signed text decides."),
        columns=(_("What"), _("What the contract says")),
        rows=(
            *((one.label, one.text) for one in copy.said),
            *(((_("As it was written"), copy.note), *written) if written else ()),
        ),
        footer=(
            _("Ask for advice in your language before you sign. You owe nobody money for the job."),
            f"{formats.date_format(at, 'DATETIME_FORMAT')} UTC",
        ),
        language=language,
    )


def _spoken(row: Compared) -> list[str]:
    field = type_named(papers.CONTRACT).fields[row.field]
    return [spoken(field, value) if value else "" for value in row.values]


urlpatterns = [
    path("contracts/", contracts, name="contracts"),
    path("contracts/<uuid:record_id>/<slug:language>/", reading_copy, name="reading-copy"),
    path("contracts/<uuid:record_id>/<slug:language>/pdf/", reading_paper, name="reading-paper"),
    path("charges/", charges, name="charges"),
]
