# SPDX-License-Identifier: Apache-2.0
"""A page that loads itself again while work is under way; needs no script, and is no sign that somebody sits here.

What a page asks for by itself bears `renewed` in its address. It opens like any page and does not put off the end of an
idle session (spec §10.12d).
"""

from typing import Final

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

RENEWED: Final = "renewed"
SECONDS: Final = 3
"""Between two looks."""


def renew(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Let the browser load this page again after a moment, and return the answer."""
    query = request.GET.copy()
    query[RENEWED] = "1"
    answer["Refresh"] = f"{SECONDS};url={request.path}?{query.urlencode()}"
    return answer


class Sessions(SessionMiddleware):
    """Sessions that go on with every page that somebody opens, and with no page that loads itself."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Store the session and its new end, unless the page came by itself and changed nothing."""
        if RENEWED in request.GET and not request.session.modified:
            return response
        return super().process_response(request, response)
