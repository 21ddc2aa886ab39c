# SPDX-License-Identifier: Apache-2.0
"""Addresses of the interface for programs."""

from collections.abc import Mapping
from typing import Any

from django.urls import path

from taawun.apps.cases.api import acting, filing, reading

PAGES: Mapping[str, Any] = {**reading.PAGES, **acting.PAGES, **filing.PAGES}
CASE = "cases/<uuid:case_id>/"
GATE = f"{CASE}gates/<slug:slug>/"

ADDRESSES = {
    "list": "cases/",
    "open": "cases/new/",
    "dashboard": "cases/dashboard/",
    "case": CASE,
    "verdicts": f"{CASE}verdicts/",
    "timeline": f"{CASE}timeline/",
    "move": f"{CASE}moves/<slug:slug>/",
    "withdraw": f"{CASE}withdraw/",
    "assign": f"{CASE}assign/",
    "stop": f"{CASE}stop/",
    "task": f"{CASE}tasks/<int:number>/",
    "charge": f"{CASE}charges/",
    "contents": f"{CASE}contents/",
    "element": f"{CASE}contents/<slug:slug>/",
    "gate": GATE,
    "assess": f"{GATE}assess/",
    "reassess": f"{GATE}reassess/",
    "confirm": f"{GATE}confirm/",
    "assurance": f"{GATE}assurances/",
    "finding": f"{GATE}findings/",
    "clock": f"{CASE}clocks/<int:number>/",
    "papers": f"{CASE}papers/",
    "translations": f"{CASE}translations/",
    "evidence": f"{CASE}evidence/",
    "custody": f"{CASE}evidence/<uuid:evidence_id>/custody/",
    "bytes": f"{CASE}papers/<uuid:paper_id>/bytes/",
    "again": f"{CASE}papers/<uuid:paper_id>/again/",
    "provenance": f"{CASE}papers/<uuid:paper_id>/provenance/",
    "taint": f"{CASE}evidence/<uuid:evidence_id>/taint/",
    "letter": f"{CASE}letters/",
    "paper": f"{CASE}papers/<uuid:paper_id>/",
    "bundle": f"{CASE}bundle/",
    "instruments": "instruments/",
    "instrument": "instruments/<slug:slug>/",
}

urlpatterns = [path(f"api/{address}", PAGES[name], name=f"api-{name}") for name, address in ADDRESSES.items()]
