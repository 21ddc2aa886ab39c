# SPDX-License-Identifier: Apache-2.0
"""The pages of a node. The signed endpoint of the other party, under /exchange/, is in wsgi.py."""

from django.urls import URLPattern, URLResolver, include, path

from taawun import sectors
from taawun.apps.sign_in.urls import machinery

handler400 = "taawun.apps.ui.errors.bad_request"
handler403 = "taawun.apps.ui.errors.forbidden"
handler404 = "taawun.apps.ui.errors.not_found"
handler500 = "taawun.apps.ui.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("taawun.apps.ui.urls")),
    path("", include("taawun.apps.sign_in.urls")),
    *machinery,
    *(
        path(f"{slug.replace('_', '-')}/", include((f"taawun.sectors.{slug}.pages", slug)))
        for slug in sectors.with_pages()
    ),
]
