# SPDX-License-Identifier: Apache-2.0
"""Addresses of all pages: the desk's own, and under their names those of the apps.

Each has a row in the role table of the site. No page stands under /exchange/, which is the wire.
"""

from django.urls import URLPattern, URLResolver, include, path

from taawun.apps.sign_in.views.entering import SignIn, SignOut
from taawun.apps.ui import find_views, sector_views, views

desk: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", SignOut.as_view(), name="sign-out"),
    path("language/", views.language, name="language"),
    path("look/", views.look, name="look"),
    path("purpose/", views.purpose, name="purpose"),
    path("find/", find_views.page, name="find"),
    path("find/suggest/", find_views.suggest, name="suggest"),
    path("sectors/<slug:slug>/", sector_views.sector, name="sector"),
    path("month/", views.month, name="month"),
    path("components/", views.components, name="components"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((desk, "ui"))),
    path("", include("taawun.apps.exchange.urls")),
    path("", include("taawun.apps.cases.urls")),
    path("", include("taawun.apps.maps.urls")),
    path("network/", include("taawun.apps.network.urls")),
    path("notices/", include("taawun.apps.notices.urls")),
    path("registers/", include("taawun.apps.registers.urls")),
    path("identity/", include("taawun.apps.identity.urls")),
    path("ledger/", include("taawun.apps.ledger.urls")),
    path("audit/", include("taawun.apps.audit.urls")),
    path("jobs/", include("taawun.apps.jobs.urls")),
    path("node/", include("taawun.apps.node.urls")),
    path("officers/", include("taawun.apps.people.urls")),
]
