# SPDX-License-Identifier: Apache-2.0
"""Addresses of the network's pages."""

from django.urls import path

from taawun.apps.network import views

app_name = "network"

urlpatterns = [
    path("", views.start, name="start"),
    path("records/<uuid:record_id>/", views.record, name="record"),
    path("records/<uuid:record_id>/include/", views.include, name="include"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("<slug:kind>/<uuid:start>/export.json", views.export, name="export"),
]
