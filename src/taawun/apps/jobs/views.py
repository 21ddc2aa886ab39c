# SPDX-License-Identifier: Apache-2.0
"""Pages of long work: what runs, how far it is, stop and try again."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.jobs import access, services
from taawun.apps.jobs.models import Job
from taawun.apps.jobs.registry import Kind, kinds
from taawun.apps.jobs.runner import GIVEN, TOLD
from taawun.apps.jobs.states import FINAL, State
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_of
from taawun.apps.ui.reader import may, officer_of
from taawun.apps.ui.renewing import renew


def jobs(request: HttpRequest) -> HttpResponse:
    """Show the jobs this officer may see, newest first."""
    page = page_of(request, access.visible(officer_of(request)))
    answer = render(request, "jobs/list.html", {"page": page})
    return renew(request, answer) if any(_open(job) for job in page) else answer


def job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Show one job with its progress."""
    found = access.get(officer_of(request), str(job_id))
    declared = next((one for one in kinds() if one.slug == found.kind), None)
    words = declared.words if declared else {}
    context = {
        "job": found,
        "open": _open(found),
        "results": [(words.get(name, ""), name, _told(value)) for name, value in _results(found).items()],
        "why": _why(found),
        "seen_at": _seen_at(request, found, declared),
    }
    answer = render(request, "jobs/job.html", context)
    return renew(request, answer) if _open(found) else answer


@require_POST
def cancel(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Stop a job; what it has done stays done."""
    found = access.get(officer_of(request), str(job_id))
    services.cancel(found.id, actor_of(officer_of(request)))
    messages.success(request, _("The job stops at its next step. What it has done stays done."), "calm")
    return HttpResponseRedirect(reverse("jobs:job", args=[job_id]))


@require_POST
def retry(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Put a failed or cancelled job back in the queue."""
    found = access.get(officer_of(request), str(job_id))
    services.retry(found.id, actor_of(officer_of(request)))
    messages.success(request, _("The job is queued again and goes on from where it stopped."), "good")
    return HttpResponseRedirect(reverse("jobs:job", args=[job_id]))


def _seen_at(request: HttpRequest, found: Job, declared: Kind | None) -> str:
    """Return the address of the page that shows what came of a job; empty where there is none for this reader.

    The page of what the job was given is there from the beginning; one that shows the newest of its kind is not.
    """
    if declared is None or not declared.page or not may(request, declared.page):
        return ""
    if found.state != State.DONE and not declared.given:
        return ""
    return reverse(declared.page, args=[found.params[declared.given]] if declared.given else [])


def _results(found: Job) -> dict[str, Any]:
    """Return the figures of a job that ended well."""
    return found.result or {} if found.state == State.DONE else {}


def _told(value: Any) -> Any:
    """Return a figure as it is shown: whether something is so, in words."""
    return (_("Yes") if value else _("No")) if isinstance(value, bool) else value


def _why(found: Job) -> str:
    """Return what the error of a job that failed adds to its sentence, e.g. which row of a file it was."""
    kept = found.result or {} if found.state == State.FAILED else {}
    return errors.told_as(kept.get(TOLD, ()), kept.get(GIVEN, {}))


def _open(found: Job) -> bool:
    return found.state not in FINAL
