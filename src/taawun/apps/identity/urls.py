# SPDX-License-Identifier: Apache-2.0
"""Addresses of identity's pages."""

from django.urls import path

from taawun.apps.identity.views import alerts, listing, lists, pairs, screening, search

app_name = "identity"

urlpatterns = [
    path("", search.search, name="search"),
    path("subjects/<uuid:subject_id>/", pairs.subject, name="subject"),
    path("pairs/", pairs.queue, name="pairs"),
    path("pairs/open/", pairs.open_pair, name="pair-open"),
    path("pairs/<uuid:pair_id>/", pairs.pair, name="pair"),
    path("pairs/<uuid:pair_id>/claim/", pairs.claim, name="claim"),
    path("pairs/<uuid:pair_id>/give-back/", pairs.give_back, name="give-back"),
    path("pairs/<uuid:pair_id>/judge/", pairs.judge, name="judge"),
    path("pairs/<uuid:pair_id>/undo/", pairs.undo, name="undo"),
    path("screenings/", screening.screenings, name="screenings"),
    path("screenings/entry/", screening.entry, name="screen-entry"),
    path("screenings/file/", screening.file, name="screen-file"),
    path("screenings/<uuid:screening_id>/", screening.results, name="screening"),
    path("screenings/<uuid:screening_id>/export.csv", screening.export, name="screening-export"),
    path("lists/", lists.lists, name="lists"),
    path("lists/new/", lists.create, name="list-new"),
    path("lists/<uuid:list_id>/", lists.watch_list, name="list"),
    path("lists/<uuid:list_id>/records/", lists.put_on, name="list-add"),
    path("lists/<uuid:list_id>/records/<uuid:record_id>/take-off/", lists.take_off, name="list-remove"),
    path("lists/<uuid:list_id>/review/", lists.review, name="list-review"),
    path("lists/<uuid:list_id>/close/", lists.close, name="list-close"),
    path("records/<uuid:record_id>/put-on/", listing.put_record_on, name="put-on"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<uuid:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<uuid:alert_id>/acknowledge/", alerts.acknowledge, name="alert-acknowledge"),
    path("alerts/<uuid:alert_id>/close/", alerts.close, name="alert-close"),
]
