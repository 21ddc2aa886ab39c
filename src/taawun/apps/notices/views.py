# SPDX-License-Identifier: Apache-2.0
"""The page on which an officer says how to be told that something waits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from taawun.apps.notices import sending, services
from taawun.apps.notices.forms import WishForm
from taawun.apps.ui.reader import officer_of


def wish(request: HttpRequest) -> HttpResponse:
    """Show and keep the wish of the officer who reads."""
    officer = officer_of(request)
    row = services.wish_of(officer)
    form = WishForm(request.POST or None, initial={"every": row.every, "mail": row.mail, "webhook": row.webhook})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        services.wish(officer, said["every"], said["mail"], webhook=said["webhook"], at=timezone.now())
        messages.success(request, _("Your choice is kept."), "good")
        return HttpResponseRedirect(reverse("notices:wish"))
    context = {"form": form, "row": row, "may_mail": sending.may_mail(), "may_call": sending.may_call()}
    return render(request, "notices/wish.html", context, status=400 if form.errors else 200)
