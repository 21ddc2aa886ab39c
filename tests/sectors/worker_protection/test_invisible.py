# SPDX-License-Identifier: Apache-2.0
"""No page, search or file shows a protected worker to whoever is no protection officer (spec §80.73)."""

import io
import re
from itertools import cycle

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.cases import services as cases
from taawun.apps.jobs import runner
from taawun.apps.people.access import actor_of
from taawun.apps.people.roles import CATALOGUE
from taawun.apps.people.services import grant_role, revoke_role
from taawun.apps.registers.importing import services as importing
from taawun.apps.registers.models import Record
from taawun.apps.registers.purposes import purposes_of
from taawun.site.roles import PAGES, may_open
from tests.apps.making import INIT
from tests.apps.ui.conftest import sign_in, story, told, urls
from tests.apps.ui.test_languages import POST_ONLY
from tests.house import FakeClock
from tests.sectors.worker_protection.making import KIND, NAMES, PACK, PERSON, PURPOSE, protected, screened

__all__ = ["sign_in", "story", "told"]
OTHERS = [role for role in CATALOGUE if role != "protection_officer"]
LEFT = {"ui:sign-out", "sign_in:end-others", "sign_in:again", "node:backup-file", "sign_in:codes-file"}
"""Pages that end what the walk goes on with, or have nothing of a record."""
ASKED = {
    "ui:find": ["q"], "ui:suggest": ["q"], "identity:search": ["name", "q"], "registers:list": ["text", "type"],
    "cases:list": ["title", "q"], "cases:board": ["title"], "jobs:list": ["q"], "audit:lines": ["object_id"],
    "exchange:inbox": ["q"], "exchange:outbox": ["q"], "cases:api-list": ["title"], "network:start": ["q", "record"],
}  # fmt: skip
"""Boxes in which somebody could ask for the worker."""

SEEN = {
    "ui:home", "ui:find", "ui:suggest", "registers:list", "registers:export", "registers:charts", "registers:imports",
    "maps:records", "maps:places", "maps:names", "network:start", "identity:search", "identity:pairs",
    "identity:screenings", "identity:lists", "identity:alerts", "exchange:inbox", "exchange:outbox",
    "exchange:releases", "exchange:write", "cases:list", "cases:board", "cases:dashboard", "cases:dashboard-export",
    "cases:api-list", "cases:api-dashboard", "audit:lines", "audit:export", "jobs:list", "people:officers",
}  # fmt: skip
"""Where records, cases, messages and what was done with them come up by themselves, or can be asked for."""


@pytest.fixture
def worker(story):
    """A protected worker in the registers and in a case of the authority of everybody in the story."""
    officer = story.officers["nargis"]
    record = screened(officer)
    actor = actor_of(officer)
    case = cases.open_case(actor, PACK, KIND, "BH", PURPOSE, title=NAMES[0])
    cases.fill(actor, case.id, "person", PURPOSE, value=PERSON, document="Interview")
    cases.make(actor, case.id, "begin_recovery", PURPOSE)
    return record, case


def secrets(worker) -> list[bytes]:
    """Return what must appear in no answer."""
    record, case = worker
    return [text.encode() for text in (*NAMES, record.id, case.id, "SC-77")]


def body(answer) -> bytes:
    """Return an answer whole, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def read(client: Client, name: str, url: str, given: dict[str, str]) -> bytes:
    answer = client.post(url, given) if name in POST_ONLY else client.get(url, given)
    assert answer.status_code < 500, (name, answer.status_code)
    return body(answer)


EVERYWHERE = ("review",)
"""Purposes of the walk: the one that opens what was kept for another. Each role's own are asked below."""


@pytest.mark.once
@pytest.mark.parametrize("purpose", EVERYWHERE)
def test_no_url_shows_a_protected_worker_to_somebody_with_every_other_role(story, worker, purpose) -> None:
    client = _signed_in(story, OTHERS)
    record, case = worker
    pages = urls(story)
    records = ("registers:record", "network:record", "identity:subject", "registers:release")
    pages |= {f"{name}/worker": reverse(name, args=[record.id]) for name in records}
    pages |= {
        f"{name}/worker": reverse(name, args=[case.id]) for name in ("cases:case", "cases:api-case", "network:case")
    }
    pages["registers:charts/worker"] = reverse("registers:charts", args=["worker-screening"])
    client.post(reverse("ui:purpose"), {"purpose": purpose})
    for name, url in pages.items():
        if name in LEFT or not may_open(name.partition("/")[0], signed_in=True, roles=OTHERS):
            continue
        _look(client, name.partition("/")[0], url, worker)


@pytest.mark.once
def test_no_role_alone_is_shown_a_protected_worker(story, worker) -> None:
    """Every other role by itself, at every place where something comes up or can be asked for, purposes in turn."""
    pages = {name: url for name, url in urls(story).items() if name in SEEN}
    assert pages.keys() == SEEN, SEEN - pages.keys()
    looked = 0
    for role in OTHERS:
        client = _signed_in(story, [role])
        purposes = cycle(sorted(purposes_of(frozenset({role}))) or [PURPOSE])
        for name, url in pages.items():
            if may_open(name, signed_in=True, roles=[role]):
                client.post(reverse("ui:purpose"), {"purpose": next(purposes)})
                looked += _glance(client, role, name, url, worker)
        revoke_role(INIT, story.officers["zaid"], role)
    assert looked > len(OTHERS) * len(SEEN) // 2


WORKER, NOBODY = "Mirbahar", "Mirbahaq"


@pytest.mark.parametrize("purpose", ["counter-narcotics", "review"])
def test_who_searches_for_the_worker_is_answered_as_who_searches_for_nobody(story, worker, purpose) -> None:
    """Neither a count of what is withheld, nor a register with its figure, says that there is somebody."""
    client = _signed_in(story, OTHERS)
    client.post(reverse("ui:purpose"), {"purpose": purpose})
    for more in ({}, {"type": "worker-screening"}, {"type": "person"}):
        pages = [
            read(client, "registers:list", reverse("registers:list"), {"text": NAMES[0].replace(WORKER, one)} | more)
            for one in (WORKER, NOBODY)
        ]
        first, second = (re.sub(rb'value="[A-Za-z0-9]{64}"', b"", one) for one in pages)
        assert first.replace(WORKER.encode(), NOBODY.encode()) == second
    assert b"worker-screening" not in read(client, "registers:list", reverse("registers:list"), {})


SHEET = f"name,note\n{NAMES[0]},seen on a ship\n"
IMPORTS = ("registers:imports", "identity:lists")


def test_what_was_imported_for_the_desk_of_protection_is_in_no_list_of_imports(story) -> None:
    """Each role reads the same page, to the byte, as before: no row, no figure, no reason of a row left out."""
    roles = [role for role in OTHERS if any(may_open(name, signed_in=True, roles=[role]) for name in IMPORTS)]
    before = {role: _imports(story, role) for role in roles}
    keeper = actor_of(story.officers["nargis"])
    made = [
        importing.import_table(keeper, io.BytesIO(SHEET.encode()), "person", protected(), purpose)
        for purpose in (PURPOSE, "review")
    ]
    runner.run_due(FakeClock(timezone.now()), "test")
    for role in roles:
        assert _imports(story, role) == before[role], role
    client = _signed_in(story, OTHERS)
    client.post(reverse("ui:purpose"), {"purpose": "review"})
    for one in made:
        assert client.get(reverse("registers:import", args=[one.id])).status_code == 404
        assert client.post(reverse("registers:import-undo", args=[one.id])).status_code == 404
    assert Record.objects.filter(imported__in=made).count() == 2


def _imports(story, role: str) -> list[bytes]:
    client = _signed_in(story, [role])
    client.post(reverse("ui:purpose"), {"purpose": "review"})
    pages = [read(client, name, reverse(name), {}) for name in IMPORTS if may_open(name, signed_in=True, roles=[role])]
    revoke_role(INIT, story.officers["zaid"], role)
    return [re.sub(rb'value="[A-Za-z0-9]{64}"', b"", page) for page in pages]


@pytest.mark.parametrize("role", OTHERS)
def test_the_record_and_the_case_are_not_there_for(story, worker, role) -> None:
    client = _signed_in(story, [role])
    for purpose in sorted(purposes_of(frozenset({role}))) or [PURPOSE]:
        client.post(reverse("ui:purpose"), {"purpose": purpose})
        for name, one in (("registers:record", worker[0]), ("cases:case", worker[1]), ("cases:api-case", worker[1])):
            answer = client.get(reverse(name, args=[one.id]), {"purpose": purpose})
            assert answer.status_code != 200, (name, purpose)
            assert not [text for text in NAMES if text.encode() in body(answer)]


def _signed_in(story, roles) -> Client:
    for role in roles:
        grant_role(INIT, story.officers["zaid"], role)
    client = Client(raise_request_exception=False)
    client.force_login(story.officers["zaid"])
    return client


def _glance(client: Client, role: str, name: str, url: str, worker) -> int:
    """Open a page, and ask in its first box for the worker by name; return how many answers were looked at."""
    answers = [read(client, name, url, {})]
    answers += [read(client, name, url, {box: NAMES[2]}) for box in ASKED.get(name, [])[:1]]
    for found in answers:
        assert not [one.decode() for one in secrets(worker) if one in found and one.decode() != NAMES[2]], (role, name)
    assert NAMES[2].encode() not in answers[0], (role, name)
    return len(answers)


def _look(client: Client, name: str, url: str, worker) -> None:
    record, _case = worker
    if "_auth_user_id" not in client.session:
        raise AssertionError(f"{name} signs out; it belongs to LEFT")
    found = read(client, name, url, {})
    # The address that was asked for may stand in the answer (a way back, a form's target): what is not in it may not.
    hidden = [one for one in secrets(worker) if one.decode() not in url]
    assert not [one.decode() for one in hidden if one in found], name
    for box in ASKED.get(name, []):
        for text in (NAMES[2], record.id):
            said = read(client, name, url, {box: text})
            assert not [one.decode() for one in secrets(worker) if one in said and one.decode() != text], (name, box)


def test_the_protection_officer_sees_both(story, worker) -> None:
    client = Client()
    client.force_login(story.officers["nargis"])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    for name, one in (("registers:record", worker[0]), ("cases:case", worker[1])):
        assert NAMES[0].encode() in body(client.get(reverse(name, args=[one.id])))


def test_the_auditor_sees_that_something_was_done_and_not_to_whom(story, worker) -> None:
    client = Client()
    client.force_login(story.officers["sara"])
    page = body(client.get(reverse("audit:lines"), {"purpose": PURPOSE}))
    table = body(client.get(reverse("audit:export"), {"purpose": PURPOSE}))
    assert page.count(b"<tr>") > 3
    assert table.count(b"record.drafted") >= 1
    assert not [one for one in secrets(worker) if one in page + table]
    assert audit.verify().whole


def test_every_page_of_the_sector_opens_for_protection_officers_alone() -> None:
    ours = {name: roles for name, roles in PAGES.items() if name.startswith("worker_protection:")}
    assert ours
    assert set(ours.values()) == {frozenset({"protection_officer"})}
