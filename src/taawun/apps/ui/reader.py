# SPDX-License-Identifier: Apache-2.0
"""The officer who reads a page, and which pages they may open. The gate of the site has let nobody else through."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.module_loading import import_string

from taawun.apps.people.models import Officer


def officer_of(request: HttpRequest) -> Officer:
    """Return the signed-in officer, or refuse."""
    if not isinstance(request.user, Officer):
        raise PermissionDenied
    return request.user


def may(request: HttpRequest, page: str) -> bool:
    """Return whether the reader may open a page, as the role table of the site says; buttons and menus ask this."""
    ask: Callable[[object, str], bool] = import_string(settings.TAAWUN_MAY)
    return ask(request.user, page)
