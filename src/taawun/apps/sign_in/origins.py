# SPDX-License-Identifier: Apache-2.0
"""Where a request comes from: the address of the browser, and the program in a few words.

Behind TLS the node is reached through a reverse proxy on its own machine, whose last word in X-Forwarded-For counts;
what stands before it was written by strangers.
"""

import ipaddress
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

UNKNOWN: Final = "::"
BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def address_of(request: HttpRequest) -> str:
    """Return the address of the browser, or `UNKNOWN`."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    """Return the address that a request came from as the web server tells it, or `UNKNOWN`."""
    told = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.NODE.secure else ""
    for said in (told.rpartition(",")[2].strip(), environ.get("REMOTE_ADDR") or ""):
        try:
            return str(ipaddress.ip_address(said))
        except ValueError:
            continue
    return UNKNOWN


def device_of(user_agent: str) -> str:
    """Return browser and system by their names, or nothing where neither is known."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system)))
