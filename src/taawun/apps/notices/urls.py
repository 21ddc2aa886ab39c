# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of notices."""

from django.urls import path

from taawun.apps.notices import views

app_name = "notices"

urlpatterns = [path("", views.wish, name="wish")]
