# SPDX-License-Identifier: Apache-2.0
"""Addresses of the registers' pages."""

from django.urls import path

from taawun.apps.registers import views

app_name = "registers"

urlpatterns = [
    path("", views.records, name="list"),
    path("imports/", views.imports, name="imports"),
    path("records/<uuid:record_id>/", views.record, name="record"),
    path("records/<uuid:record_id>/release/", views.release, name="release"),
    path("records/<uuid:record_id>/versions/<int:number>/", views.record, name="version"),
]
