# SPDX-License-Identifier: Apache-2.0
"""Addresses of the registers' pages."""

from django.urls import path

from taawun.apps.registers.views import (
    charts,
    consents,
    editing,
    exporting,
    importing,
    lists,
    records,
    searches,
    sets,
    sources,
    tables,
)

app_name = "registers"

urlpatterns = [
    path("", lists.records, name="list"),
    path("charts/<slug:type_slug>/", charts.charts, name="charts"),
    path("export/<slug:form>/", exporting.records, name="export"),
    path("records/<uuid:record_id>/export/<slug:form>/", exporting.record, name="record-export"),
    path("release/", sets.release, name="release-set"),
    path("searches/", searches.keep, name="search-keep"),
    path("drafts/forget/", editing.forget, name="forget"),
    path("new/<slug:type_slug>/", editing.new, name="new"),
    path("records/<uuid:record_id>/edit/", editing.edit, name="edit"),
    path("imports/", importing.imports, name="imports"),
    path("imports/table/<slug:type_slug>/", tables.table, name="import-table"),
    path("imports/source/<slug:slug>/", sources.source, name="import-source"),
    path("imports/start/", importing.start, name="import-start"),
    path("imports/<uuid:import_id>/", importing.one, name="import"),
    path("imports/<uuid:import_id>/undo/", importing.undo, name="import-undo"),
    path("records/<uuid:record_id>/", records.record, name="record"),
    path("records/<uuid:record_id>/consents/", consents.consents, name="consents"),
    path("records/<uuid:record_id>/release/", records.release, name="release"),
    path("records/<uuid:record_id>/versions/<int:number>/", records.record, name="version"),
]
