# SPDX-License-Identifier: Apache-2.0
"""Addresses of maps. That of a type stands beside its list in the registers."""

from django.urls import path

from taawun.apps.maps import views

app_name = "maps"

urlpatterns = [
    path("registers/<slug:slug>/map/", views.records, name="records"),
    path("registers/<slug:slug>/map/places.json", views.places, name="places"),
    path("maps/names.json", views.boundaries, name="names"),
]
