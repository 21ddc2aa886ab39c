# SPDX-License-Identifier: Apache-2.0
"""A practice seizure stands in no total: every page and answer with a figure is read without one, with one, compared.

It walks over all pages of the desk that tell of records and cases (spec §88.3): a new figure is in the walk too.
"""

import re

import pytest
from django.urls import reverse

from taawun.apps.identity import indexing
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
PLACED = {"latitude": "26.2", "longitude": "50.6", "transport": "sea", "country": "BH", "status": "seized"}


def read(sign_in, addresses):
    """Return what each page says, without what changes from one reading to the next."""
    found = {}
    for name, url in addresses:
        answer = sign_in(reader_of(f"{name.partition('?')[2]}:" if "?" in name else name)).get(url)
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


def test_no_page_and_no_answer_with_a_figure_changes_with_a_practice_seizure(story, sign_in):
    """Spec §88.3."""
    addresses = walk(story)
    before = read(sign_in, addresses)
    practice = state(story, "exercise")
    after = read(sign_in, addresses)
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
