# SPDX-License-Identifier: Apache-2.0
"""The form of a record: state something new, or state it anew; a form that comes twice acts once.

What was typed is kept whenever it cannot be stated at once: a problem, another officer's version, a lost session.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, drafts, queries, services
from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.drafts import Token
from taawun.apps.registers.merging import Merged, merge
from taawun.apps.registers.record_forms import PREFIX, RecordForm, initial_of, typed_again
from taawun.apps.ui import errors, purposes
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.templatetags.desk import UUID
from taawun.kernel.errors import CallerError, NotOurRecord, Superseded

PROPOSED: Final = 300
"""Characters of a proposed value whose field sets no limit."""
SAID_ALREADY = ("csrfmiddlewaretoken", "token", "follows", "keep")


@dataclass(slots=True)
class Page:
    """What the page of a form shows."""

    request: HttpRequest
    declared: RecordType
    token: Token
    shown: Shown | None = None
    merged: Merged | None = None

    def form(self, data: Any = None, initial: dict[str, Any] | None = None) -> RecordForm:
        """Return the form, empty or with what was typed or stated before."""
        withheld = sorted(self.shown.withheld) if self.shown else []
        allowed = purposes.allowed(self.request)
        start = {"purposes": [chosen(self.request)]} | (initial or {})
        return RecordForm(
            data, declared=self.declared, purposes=allowed, withheld=withheld, again=bool(self.shown), initial=start
        )

    def answer(self, form: RecordForm, status: int = 200) -> HttpResponse:
        """Return the page."""
        record = self.shown.record if self.shown else None
        others = drafts.others_on(officer_of(self.request), record.id) if record else []
        context = {
            "form": form, "declared": self.declared, "token": self.token.sealed(), "record": record,
            "withheld": [self.declared.fields[name] for name in self.shown.withheld] if self.shown else [],
            "merged": [(self.declared.fields[one.field], one) for one in self.merged.changes] if self.merged else [],
            "superseded": self.merged is not None, "others": others,
            "names": people.labels(one.officer_id for one in others),
        }  # fmt: skip
        return render(self.request, "registers/edit.html", context, status=status)


@for_purpose
def new(request: HttpRequest, type_slug: str) -> HttpResponse:
    """State something: a new record of a type."""
    page = Page(request, type_named(type_slug), _token(request, type_slug))
    if request.method != "POST":
        return page.answer(page.form(initial=_draft(request) or _proposed(request, page.declared)))
    officer = officer_of(request)
    if queries.wrote(officer.id, page.token.id, 1):
        return _done(page, page.token.id)
    if "keep" in request.POST:
        return _kept(page)
    form = page.form(request.POST)
    if not form.is_valid():
        return _refused(page, form)
    try:
        services.draft_record(
            actor_of(officer), type_slug, form.record_data, form.marking(), chosen(request), identifier=page.token.id
        )
    except CallerError as error:
        form.add_error(None, errors.said(error))
        return _refused(page, form)
    return _done(page, page.token.id)


@for_purpose
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """State it anew: the next version of our own record."""
    shown = access.get(officer_of(request), str(record_id), chosen(request))
    if shown.record.originator != officer_of(request).authority.party:
        raise NotOurRecord
    token = _token(request, shown.record.type, shown.record.id)
    page = Page(request, type_named(shown.record.type), token, shown)
    if request.method != "POST":
        return page.answer(page.form(initial=_draft(request) or initial_of(shown.data, shown.marking)))
    if "keep" in request.POST:
        return _kept(page)
    form = page.form(request.POST)
    return _restate(page, form) if form.is_valid() else _refused(page, form)


@require_POST
@for_purpose
def forget(request: HttpRequest) -> HttpResponse:
    """Throw a draft away."""
    drafts.drop(officer_of(request), request.POST.get("draft", ""))
    return HttpResponseRedirect(reverse("registers:list"))


def _restate(page: Page, form: RecordForm) -> HttpResponse:
    request, shown = page.request, page.shown
    assert shown is not None  # noqa: S101 - for the type checker: `edit` has set it
    follows = _follows(request, shown)
    try:
        services.new_version(
            actor_of(officer_of(request)), shown.record.id, form.record_data, form.marking(shown.marking),
            chosen(request), form.cleaned_data["reason"], follows=follows, keeping=shown.withheld,
        )  # fmt: skip
    except Superseded:
        return _superseded(page, form, shown, follows)
    except CallerError as error:
        form.add_error(None, errors.said(error))
        return _refused(page, form)
    return _done(page, shown.record.id)


def _stated(page: Page, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what people stated; what is computed follows it, and nobody typed it."""
    return {name: value for name, value in data.items() if name in page.declared.stated}


def _superseded(page: Page, form: RecordForm, shown: Shown, follows: int) -> HttpResponse:
    """Show what the other officer wrote and put both changes together; the same form sent twice is done."""
    officer, mine = officer_of(page.request), _stated(page, form.record_data)
    current = {name: value for name, value in _stated(page, shown.data).items() if name not in shown.withheld}
    if queries.wrote(officer.id, shown.record.id, shown.record.version) and mine == current:
        return _done(page, shown.record.id)
    base = access.get(officer, shown.record.id, chosen(page.request), number=follows)
    page.merged = merge(_stated(page, base.data), current, mine)
    typed = typed_again(dict(page.request.POST.lists()))
    drafts.keep(officer, page.token, _typed(page.request), chosen(page.request))
    again = {name: value for name, value in typed.items() if not name.startswith("d-")}
    return page.answer(page.form(initial=again | initial_of(page.merged.data, None)), status=409)


def _refused(page: Page, form: RecordForm) -> HttpResponse:
    """Show what is wrong, and keep what was typed."""
    drafts.keep(officer_of(page.request), page.token, _typed(page.request), chosen(page.request))
    return page.answer(form, status=400)


def _kept(page: Page) -> HttpResponse:
    drafts.keep(officer_of(page.request), page.token, _typed(page.request), chosen(page.request))
    messages.success(page.request, _("The draft is kept. Nobody else sees it."), "good")
    return HttpResponseRedirect(f"{page.request.path}?draft={page.token.id}")


def _done(page: Page, record_id: str) -> HttpResponse:
    drafts.drop(officer_of(page.request), page.token.id)
    messages.success(page.request, _("The record is stated."), "good")
    return HttpResponseRedirect(reverse("registers:record", args=[record_id]))


def _token(request: HttpRequest, type_slug: str, record: str = "") -> Token:
    """Return the token of this form: the one it carries, that of the draft it goes on with, or a new one."""
    officer = officer_of(request)
    found = drafts.opened(request.POST.get("token", ""))
    if found and (found.officer, found.type, found.record) == (officer.id, type_slug, record):
        return found
    asked = request.GET.get("draft", "")
    return (
        Token(asked, officer.id, type_slug, record) if _known(request, asked) else Token.new(officer, type_slug, record)
    )


def _known(request: HttpRequest, asked: str) -> bool:
    return bool(UUID.fullmatch(asked)) and drafts.one(officer_of(request), asked) is not None


def _draft(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("draft", "")
    found = drafts.one(officer_of(request), asked) if UUID.fullmatch(asked) else None
    return typed_again(found.said) if found else {}


def _proposed(request: HttpRequest, declared: RecordType) -> dict[str, Any]:
    """Return what the page that led here proposes for the fields, to be looked at before it is stated."""
    named = {f"{PREFIX}{name}": field for name, field in declared.stated.items()}
    return {key: request.GET[key][: named[key].limit or PROPOSED] for key in request.GET if key in named}


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    return {name: values for name, values in request.POST.lists() if name not in SAID_ALREADY}


def _follows(request: HttpRequest, shown: Shown) -> int:
    asked = request.POST.get("follows", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    return number if 0 < number <= shown.record.version else shown.record.version
