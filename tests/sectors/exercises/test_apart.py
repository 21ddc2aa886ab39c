# SPDX-License-Identifier: Apache-2.0
"""A practice seizure stands in no total: every page and answer with a figure is read without one, with one, compared.

It walks over all pages of the desk that tell of records and cases (spec §88.3): a new figure is in the walk too. With
the seizure those are read again that asked a table into which it was written, or that ask no table.
"""

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.urls import reverse

from taawun.apps.identity import indexing
from taawun.apps.maps import drawing
from taawun.apps.people.access import actor_of
from taawun.apps.registers import queries, services
from taawun.apps.sector import sectors
from tests.apps.registers.making import PERSON, PURPOSE, SEIZURE, marking
from tests.apps.ui.conftest import sign_in, story, told, urls
from tests.apps.ui.test_languages import NOT_PAGES, POST_ONLY, reader_of

__all__ = ["sign_in", "story", "told"]
ASIDE = frozenset({"account", "audit", "exchange", "exercises", "jobs", "ledger", "mfa", "node", "people", "sign_in"})
"""Apps whose pages tell of acts, messages and the machine: reading a page is an act that they show."""
ANSWERS = frozenset({"maps:places", "registers:export", "cases:api-dashboard", "cases:api-list"})
"""Answers for programs and files with figures or rows."""
SEEN = frozenset({"registers:list", "registers:charts", "registers:export", "maps:places", "ui:sector"})
"""Where a live seizure is seen, so that the walk would find one that is counted."""
_MOVING = re.compile(r'(name="csrfmiddlewaretoken" value|nonce|name="token" value|name="identifier" value)="[^"]*"')
_SEALED = re.compile(r"Waiting to be sealed</dt><dd>\d+")
"""Entries of the ledger, which has one for every act, in an exercise too."""
_TAKEN = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*(Z|[+]00:00)|\b\d\d:\d\d\b")
BESIDE = frozenset({"coast_guard", "identity", "maps", "network"})
"""Apps whose pages look into files and indexes too, and not into tables alone."""
ACTS = ("audit_", "ledger_", "django_")
"""Tables in which every reading leaves something."""
_ASKED = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', re.I)
_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b", re.I)
PLACED = {"latitude": "26.2", "longitude": "50.6", "transport": "sea", "country": "BH", "status": "seized"}


@contextmanager
def tables(*, written=False):
    """Give the set of tables that are asked, or written to, in a block."""
    found = set()

    def noted(execute, sql, params, many, context):
        if not written or _WRITES.match(sql):
            found.update(one for one in _ASKED.findall(sql) if not one.startswith(ACTS))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        yield found


def read(sign_in, addresses, asked=None):
    """Return what each page says, without what changes from one reading to the next; and note what tables it asks."""
    found = {}
    for name, url in addresses:
        client = sign_in(reader_of(f"{name.partition('?')[2]}:" if "?" in name else name))
        with tables() as seen:
            answer = client.get(url)
        if asked is not None:
            asked[name] = seen
        body = answer.content.decode("utf-8", "replace")
        found[name] = (answer.status_code, _TAKEN.sub("", _SEALED.sub("", _MOVING.sub("", body))))
    return found


def differing(before, after):
    """Yield each page that changed, with its first line that did."""
    for name in after:
        if after[name] != before[name]:
            lines = zip(before[name][1].splitlines(), after[name][1].splitlines(), strict=False)
            yield name, next(((one, other) for one, other in lines if one != other), "more lines")


def walk(story):
    every = [(name, url) for name, url in urls(story).items() if name.partition(":")[0] not in ASIDE]
    shown = [(name, url) for name, url in every if name not in POST_ONLY and (name not in NOT_PAGES or name in ANSWERS)]
    own = [(f"ui:sector?{slug}", reverse("ui:sector", args=[slug])) for slug in sectors() if slug != "exercises"]
    return [one for one in shown if one[0] != "ui:sign-in"] + own


def state(story, purpose: str) -> str:
    """State a seizure with all that is charted and mapped, for a purpose."""
    fields = set(services.type_named("seizure").fields)
    data = SEIZURE | {name: value for name, value in PLACED.items() if name in fields}
    officer = story.officers["asma"]
    return services.draft_record(actor_of(officer), "seizure", data, marking(purposes={purpose}), purpose).id


@pytest.fixture
def _ground(monkeypatch):
    """Maps without land, which takes longest to draw and holds no figure."""
    monkeypatch.setattr(drawing, "_land", lambda *_: "")
    monkeypatch.setattr(drawing, "_boundaries", lambda *_: "")


@pytest.mark.usefixtures("_ground")
def test_no_page_and_no_answer_with_a_figure_changes_with_a_practice_seizure(story, sign_in):
    """Spec §88.3."""
    addresses, asked = walk(story), {}
    before = read(sign_in, addresses, asked)
    with tables(written=True) as written:
        practice = state(story, "exercise")
    concerned = [one for one in addresses if one[0].partition(":")[0] in BESIDE or asked[one[0]] & written]
    after = read(sign_in, concerned)
    assert {name for name, _url in concerned} >= SEEN
    assert sorted(differing(before, after)) == []
    assert not any(practice in body for _status, body in after.values())
    state(story, PURPOSE)
    wanted = [one for one in addresses if one[0] in SEEN or one[0] == "ui:sector?counter_narcotics"]
    live = read(sign_in, wanted)
    changed = {name for name in live if live[name] != after[name]}
    assert {"registers:list", "registers:charts", "registers:export"} <= changed


@pytest.mark.parametrize("purpose", [PURPOSE, "exercise"], ids=["live", "practice"])
def test_a_practice_person_is_in_no_index_and_so_raises_no_alert_and_meets_no_pair(story, purpose):
    """Spec §88.3: what is not in the index is compared with nobody."""
    words = marking(purposes={purpose}, persons={"suspect"})
    made = services.draft_record(actor_of(story.officers["asma"]), "person", PERSON, words, purpose)
    (version,) = queries.current_versions_of([made.id])
    assert (indexing.indexed(version) is None) is (purpose == "exercise")
