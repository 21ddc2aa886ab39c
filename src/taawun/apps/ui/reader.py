# SPDX-License-Identifier: Apache-2.0
"""The officer who reads a page. The gate of the site has let nobody else through; this says so to the types."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from taawun.apps.people.models import Officer


def officer_of(request: HttpRequest) -> Officer:
    """Return the signed-in officer, or refuse."""
    if not isinstance(request.user, Officer):
        raise PermissionDenied
    return request.user
