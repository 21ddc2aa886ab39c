# SPDX-License-Identifier: Apache-2.0
"""Addresses of the exchange's pages. They stand at the root: /exchange/ is the wire (spec §30.1)."""

from django.urls import path

from taawun.apps.exchange import views, writing

app_name = "exchange"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("outbox/", views.outbox, name="outbox"),
    path("envelopes/<uuid:envelope_id>/", views.envelope, name="envelope"),
    path("envelopes/<uuid:envelope_id>/proof.json", views.proof, name="proof"),
    path("messages/write/", writing.write, name="write"),
    path("partners/", views.partners, name="partners"),
    path("releases/", views.releases, name="releases"),
    path("releases/<uuid:release_id>/", views.release, name="release"),
    path("releases/<uuid:release_id>/approve/", views.approve, name="approve"),
    path("releases/<uuid:release_id>/send/", views.send, name="send"),
    path("releases/<uuid:release_id>/withdraw/", views.withdraw, name="withdraw"),
]
