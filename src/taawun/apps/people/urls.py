# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages about officers and authorities."""

from django.urls import path

from taawun.apps.people import views

app_name = "people"

urlpatterns = [
    path("", views.officers, name="officers"),
    path("<uuid:officer_id>/", views.officer, name="officer"),
]
