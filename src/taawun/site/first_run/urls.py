# SPDX-License-Identifier: Apache-2.0
"""Addresses of the first run. The frame of the desk asks for two of its own, which lead here."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from taawun.site.first_run import views

handler400 = "taawun.apps.ui.errors.bad_request"
handler404 = "taawun.apps.ui.errors.not_found"
handler500 = "taawun.apps.ui.errors.server_error"

frame = [path("", views.begin, name="home"), path("language/", set_language, name="language")]
steps = [
    path("code/", views.code, name="code"),
    path("party/", views.party, name="party"),
    path("authorities/", views.authorities, name="authorities"),
    path("authorities/add/", views.authority, name="authority-add"),
    path("authorities/<int:number>/", views.authority, name="authority"),
    path("authorities/<int:number>/remove/", views.authority_remove, name="authority-remove"),
    path("officers/", views.officers, name="officers"),
    path("officers/add/", views.officer, name="officer-add"),
    path("officers/<int:number>/", views.officer, name="officer"),
    path("officers/<int:number>/secrets/", views.officer_secrets, name="officer-secrets"),
    path("officers/<int:number>/remove/", views.officer_remove, name="officer-remove"),
    path("keys/", views.keys, name="keys"),
    path("pairing/", views.pairing, name="pairing"),
    path("records/", views.records, name="records"),
    path("summary/", views.summary, name="summary"),
    path("undo/", views.undo, name="undo"),
    path("start-over/", views.start_over, name="start-over"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((frame, "ui"))),
    path("set-up/", include((steps, "first_run"))),
]
