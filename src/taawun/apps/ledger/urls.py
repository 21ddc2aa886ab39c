# SPDX-License-Identifier: Apache-2.0
"""Addresses of the ledger's pages."""

from django.urls import path

from taawun.apps.ledger import views

app_name = "ledger"

urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("settle/", views.settle, name="settle"),
    path("checkpoints/<int:size>/note", views.note, name="note"),
    path("entries/<uuid:entry_id>/", views.entry, name="entry"),
    path("entries/<uuid:entry_id>/proof.json", views.proof, name="proof"),
]
