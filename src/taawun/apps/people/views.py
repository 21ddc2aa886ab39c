# SPDX-License-Identifier: Apache-2.0
"""Pages about officers and authorities, for operators and auditors, and for officers about themselves."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taawun.apps.people import access, queries
from taawun.apps.people.access import ADMINISTRATION
from taawun.apps.ui.parts import page_of
from taawun.apps.ui.reader import officer_of


def officers(request: HttpRequest) -> HttpResponse:
    """Show all officers with their roles, and the authorities they sit in."""
    context = {
        "page": page_of(request, access.officers(officer_of(request), ADMINISTRATION)),
        "authorities": queries.authorities(settings.NODE.party),
    }
    return render(request, "people/officers.html", context)


def officer(request: HttpRequest, officer_id: uuid.UUID) -> HttpResponse:
    """Show one officer: roles held and given up, and signing keys."""
    found = access.get(officer_of(request), str(officer_id), ADMINISTRATION)
    context = {
        "officer": found,
        "roles": found.roles.select_related("authority").order_by("granted_at"),
        "keys": found.keys.order_by("-created"),
    }
    return render(request, "people/officer.html", context)
