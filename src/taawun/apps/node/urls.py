# SPDX-License-Identifier: Apache-2.0
"""Addresses of the node page."""

from django.urls import path

from taawun.apps.node import views

app_name = "node"

urlpatterns = [
    path("", views.page, name="page"),
    path("backup/", views.backup, name="backup"),
    path("backup/<int:number>/", views.backup_file, name="backup-file"),
    path("statement/", views.card, name="card"),
    path("pairing/", views.pairing, name="pairing"),
    path("pairing/compare/", views.compare, name="compare"),
    path("pairing/<slug:party>/half/", views.half, name="half"),
]
