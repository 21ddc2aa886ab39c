# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of cases and instruments, and of the interface for programs."""

from django.urls import path

from taawun.apps.cases.api.urls import urlpatterns as for_programs
from taawun.apps.cases.views import acting, case, clocks, contents, gates, instruments, lists, opening, papers

app_name = "cases"

urlpatterns = [
    path("cases/", lists.cases, name="list"),
    path("cases/board/", lists.columns, name="board"),
    path("cases/dashboard/", lists.dashboard, name="dashboard"),
    path("cases/dashboard.csv", lists.export, name="dashboard-export"),
    path("cases/new/", opening.new, name="new"),
    path("cases/new/<slug:pack>/<slug:kind>/", opening.new_kind, name="new-kind"),
    path("cases/<uuid:case_id>/", case.case, name="case"),
    path("cases/<uuid:case_id>/assign/", case.assign, name="assign"),
    path("cases/<uuid:case_id>/stop/", case.stop, name="stop"),
    path("cases/<uuid:case_id>/tasks/<int:number>/", case.task, name="task"),
    path("cases/<uuid:case_id>/charges/", case.charge, name="charge"),
    path("cases/<uuid:case_id>/bundle/", case.bundle, name="bundle"),
    path("cases/<uuid:case_id>/moves/<slug:slug>/", acting.move, name="move"),
    path("cases/<uuid:case_id>/withdraw/", acting.withdraw, name="withdraw"),
    path("cases/<uuid:case_id>/contents/", contents.contents, name="contents"),
    path("cases/<uuid:case_id>/contents/<slug:slug>/", contents.element, name="element"),
    path("cases/<uuid:case_id>/gates/<slug:slug>/", gates.gate, name="gate"),
    path("cases/<uuid:case_id>/clocks/<int:number>/", clocks.clock, name="clock"),
    path("cases/<uuid:case_id>/papers/", papers.papers, name="papers"),
    path("cases/<uuid:case_id>/letters/", papers.letter, name="letter"),
    path("cases/<uuid:case_id>/papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/<slug:slug>/", instruments.instrument, name="instrument"),
    path("instruments/<slug:slug>/<slug:kind>/", instruments.instrument, name="instrument-kind"),
    *for_programs,
]
