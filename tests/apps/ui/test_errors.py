# SPDX-License-Identifier: Apache-2.0
"""Errors as pages: what happened, by which §, what to do; never a traceback, never an empty hand."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from taawun.apps.ui import errors, languages
from taawun.kernel.errors import BadSpan, CallerError, DrafterApproved, NodeError, NoSuchRecord, TaawunError, Unreleased

pytestmark = pytest.mark.once

BRANCHES = {
    "the sender's fault": (Unreleased, 400, "Ask the sender"),
    "the caller's fault": (CallerError, 409, "Go back"),
    "something that is not there": (NoSuchRecord, 404, "Go back"),
    "our fault": (NodeError, 503, "tell your operator"),
    "an error of no branch": (TaawunError, 503, "tell your operator"),
}


@pytest.fixture
def failing(story, sign_in, monkeypatch):
    """Open a page whose view raises an error, and return the answer."""

    def open_page(error: Exception, code: str = "en"):
        def fail(*_args, **_kwargs):
            raise error

        monkeypatch.setattr("taawun.apps.ui.views.todo", fail)
        client = sign_in("asma", code)
        client.raise_request_exception = False
        return client.get("/")

    return open_page


@pytest.mark.parametrize(("error", "status", "advice"), BRANCHES.values(), ids=BRANCHES)
def test_an_error_says_what_happened_and_what_to_do(failing, error, status, advice) -> None:
    answer = failing(error("Field 'purpose'."))
    page = answer.content.decode()
    assert answer.status_code == status
    assert error.sentence.replace("'", "&#x27;") in page
    assert error.code in page
    assert not error.section or f"§{error.section}" in page
    assert advice in page
    assert "Traceback" not in page


@pytest.mark.parametrize("code", ["ar", "ur"])
def test_an_error_speaks_the_readers_language(failing, code) -> None:
    page = failing(DrafterApproved(), code).content.decode()
    with translation.override(code):
        sentence = translation.gettext(DrafterApproved.sentence)
    assert sentence != DrafterApproved.sentence
    assert sentence in page
    assert languages.BY_CODE[code].direction in page


@pytest.mark.parametrize(("detail", "said"), [("It ends first.", "(It ends first, §"), ("یہ ختم ہے۔", "(یہ ختم ہے, §")])
def test_a_line_of_a_form_has_no_stop_before_the_paragraph_of_its_rule(detail, said) -> None:
    assert said in errors.said(BadSpan(detail))


@pytest.mark.parametrize("code", ["en", "ar", "ur"])
def test_a_fault_nobody_foresaw_is_a_page_without_a_traceback(failing, code) -> None:
    answer = failing(ZeroDivisionError("the secret of the cellar"), code)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "cellar" not in page
    assert 'lang="' in page


@pytest.mark.parametrize(
    ("handler", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.csrf, 403), (errors.not_found, 404)],
)
@pytest.mark.parametrize("code", ["en", "ar", "ur"])
def test_every_error_page_has_a_way_on(db, handler, status, code) -> None:
    request = RequestFactory().get("/")
    from django.contrib.auth.models import AnonymousUser

    request.user, request.session, request.resolver_match = AnonymousUser(), {}, None
    with translation.override(code):
        answer = handler(request)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'dir="{languages.BY_CODE[code].direction}"' in page
    assert 'class="button second" href="/"' in page


def test_an_address_that_is_not_there_is_a_page(story, sign_in) -> None:
    answer = sign_in("asma").get("/nothing/")
    assert answer.status_code == 404
    assert b"There is no such page" in answer.content


def test_a_form_from_elsewhere_is_refused_with_a_page(story) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(story.officers["asma"])
    answer = client.post(reverse("ui:sign-out"))
    assert answer.status_code == 403
    assert b"The form is too old" in answer.content
