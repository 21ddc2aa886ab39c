# SPDX-License-Identifier: Apache-2.0
"""From the button that asks the issuer of a hit to what only the officer can fill."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.apps.cases import hits
from taawun.apps.cases.models import Case
from taawun.apps.ui.purposes import choose


def opened(request: HttpRequest, case: Case) -> HttpResponse:
    """Say that the follow-up of a hit is open, and go on to whether anybody is held."""
    choose(request, hits.PURPOSE)
    done = _("The case is open and filled with the hit. Say whether anybody is held, then ask.")
    messages.success(request, done, "good")
    return HttpResponseRedirect(reverse("cases:element", args=[case.id, "held"]))
