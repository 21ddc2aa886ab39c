# SPDX-License-Identifier: Apache-2.0
"""The page of a sector: its registers, case kinds, files and pages, all from its declaration (spec §80.40)."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from taawun.apps.cases import queries as cases
from taawun.apps.registers import access as registers
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.services import may_draft
from taawun.apps.sector import Sector, sectors
from taawun.apps.ui.purposes import chosen
from taawun.apps.ui.reader import may, officer_of


def sector(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what officers of a sector work with."""
    found = sectors().get(slug)
    if found is None:
        raise Http404
    if found.roles.isdisjoint(officer_of(request).role_slugs()):
        raise PermissionDenied
    reads = may(request, "registers:list")
    context = {
        "sector": found,
        "registers": list(_registers(request, found)) if reads else [],
        "may_state": reads and may_draft(officer_of(request)),
        "kinds": _kinds(found) if may(request, "cases:new-kind") else [],
        "instruments": [one for slug in found.instruments if (one := cases.packs().get(slug))],
        "pages": list(_pages(request, found)),
        "may_import": may(request, "registers:import-source"),
    }
    return render(request, "ui/sector.html", context)


def _registers(request: HttpRequest, found: Sector) -> Iterator[dict[str, Any]]:
    counts = registers.counts(officer_of(request), list(found.records), chosen(request) or found.purpose)
    for slug in found.records:
        yield {"declared": type_named(slug), "count": counts[slug]}


def _kinds(found: Sector) -> list[dict[str, Any]]:
    named = [(cases.packs()[pack], kind) for pack, kind in found.case_kinds if pack in cases.packs()]
    return [{"pack": pack, "kind": pack.kinds[kind]} for pack, kind in named if kind in pack.kinds]


def _pages(request: HttpRequest, found: Sector) -> Iterator[dict[str, str]]:
    for page in found.pages:
        name = f"{found.slug}:{page.name}"
        if page.label and may(request, name):
            yield {"url": reverse(name), "label": str(page.label)}
