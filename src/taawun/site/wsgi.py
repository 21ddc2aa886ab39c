# SPDX-License-Identifier: Apache-2.0
"""What the web server calls: the other party's envelopes and TAXII go to lean endpoints, all else to Django.

The endpoint runs without sessions, cookies, templates or Django's middleware (docs/decisions/0004), so that
what a foreign node can reach is small and fast.
"""

import os
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

EXCHANGE_PREFIX = "/exchange/"
TAXII_PREFIX = "/taxii2/"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taawun.site.settings")
django_application = get_wsgi_application()


@cache
def exchange_application() -> WSGIApplication:
    """Return the lean endpoint; imported after Django has set up its models."""
    endpoint: WSGIApplication = import_module("taawun.apps.exchange.endpoint").application
    return endpoint


@cache
def taxii_application() -> WSGIApplication:
    """Return the door of TAXII, which is as lean; what its clients may do is decided there (spec §85.2)."""
    endpoint: WSGIApplication = import_module("taawun.apps.taxii.endpoint").application
    return endpoint


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request."""
    if environ.get("PATH_INFO", "").startswith(EXCHANGE_PREFIX):
        return exchange_application()(environ, start_response)
    if environ.get("PATH_INFO", "").startswith(TAXII_PREFIX):
        return taxii_application()(environ, start_response)
    return django_application(environ, start_response)
