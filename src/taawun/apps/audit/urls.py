# SPDX-License-Identifier: Apache-2.0
"""Addresses of the audit's pages."""

from django.urls import path

from taawun.apps.audit import views

app_name = "audit"

urlpatterns = [
    path("", views.lines, name="lines"),
    path("export.csv", views.export, name="export"),
    path("verify/", views.verify, name="verify"),
]
