# SPDX-License-Identifier: Apache-2.0
"""A page that asks whether something taken in is to be erased, and erases it: said once for all that is taken in."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from taawun.apps.ui import errors
from taawun.kernel.errors import ImportRunning


def ask_to_erase(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    erase: Callable[[], object],
    said: str,
    back: str,
) -> HttpResponse:
    """Show the question; where it is answered, erase, say so and lead back. What still runs is not erased (409).

    Args:
        request: a POST is the answer; anything else only asks.
        template: the page of the question; it gets `problem` beside the context, empty where there is none.
        context: what is to be erased, for the page.
        erase: does it.
        said: what the reader is told when it is done.
        back: the address to which they come then.
    """
    problem = ""
    if request.method == "POST":
        try:
            erase()
        except ImportRunning as error:
            problem = errors.said(error)
        else:
            messages.success(request, said, "good")
            return HttpResponseRedirect(back)
    return render(request, template, {**context, "problem": problem}, status=409 if problem else 200)
