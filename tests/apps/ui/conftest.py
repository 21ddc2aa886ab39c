# SPDX-License-Identifier: Apache-2.0
"""The story on which pages are tested, and browsers that are signed in as its officers."""

import copy
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from taawun.apps.sector import sectors
from tests.apps.cases.making import EXTRADITION, PACK
from tests.apps.cases.making import PURPOSE as CASES
from tests.apps.kept import once
from tests.apps.registers.making import PURPOSE
from tests.apps.ui.casework import ELEMENT, GATE, MOVE, WORKER
from tests.apps.ui.story import Story, tell

PURPOSES = {
    "parveen": "watch-desk",
    WORKER: CASES, "yasmin": "border-security", "iqra": "immigration", "nargis": "worker-protection",
    "tariq": "police-training", "hira": "coordination", "kamran": "counter-terrorism",
    "sohail": "exercise",
}  # fmt: skip
"""What officers work for in the story, where it is not counter-narcotics."""
Open = Callable[[str], Client]


@pytest.fixture(scope="module")
def told(world: DjangoDbBlocker) -> Story:
    """The story, told once a process, for the tests of a module."""
    with world.unblock():
        return once(tell)


@pytest.fixture
def story(told: Story, db: None) -> Story:
    """A node with something on every page; what a test does to it is undone after the test."""
    return copy.deepcopy(told)


@pytest.fixture
def sign_in(story: Story) -> Open:
    """Return a client in which an officer is signed in, at work for the story's purpose."""
    clients: dict[tuple[str, str], Client] = {}

    def signed_in(name: str, language: str = "") -> Client:
        officer = story.officers[name]
        if (name, language) in clients:
            return clients[name, language]
        if language:
            officer.language = language
            officer.save(update_fields=["language"])
        client = Client()
        client.force_login(officer)
        client.post(reverse("ui:purpose"), {"purpose": PURPOSES.get(name, PURPOSE)})
        clients[name, language] = client
        return client

    return signed_in


CASE_PAGES = ("case", "assign", "stop", "charge", "withdraw", "papers", "bundle", "letter", *(
    f"api-{one}" for one in (
        "case", "verdicts", "timeline", "withdraw", "assign", "stop", "charge", "contents", "papers", "translations",
        "evidence", "letter", "bundle",
    )
))  # fmt: skip

GATES = ("gate", "assess", "reassess", "confirm", "assurance", "finding")


def _sectors() -> list[ModuleType]:
    """Return what the tests of each sector say of its pages, in their `addresses.py`."""
    modules = [f"tests.sectors.{slug}.addresses" for slug in sectors() if find_spec(f"tests.sectors.{slug}.addresses")]
    return [import_module(one) for one in modules]


def of_sectors(story: Story) -> dict[str, list[object]]:
    """Return what the pages of the sectors are opened with."""
    return {name: given for one in _sectors() for name, given in one.addresses(story).items()}


def excepted(word: str) -> set[str]:
    """Return the pages of the sectors that walks over all pages leave out: their NOT_PAGES, or their POST_ONLY."""
    return {name for one in _sectors() for name in getattr(one, word, ())}


def urls(story: Story) -> dict[str, str]:
    """Return the address of every page, by its name in the role table."""
    given: dict[str, list[object]] = {
        "exchange:envelope": [story.outgoing],
        "exchange:proof": [story.outgoing],
        "exchange:release": [story.draft],
        "exchange:approve": [story.draft],
        "exchange:send": [story.draft],
        "exchange:withdraw": [story.draft],
        "registers:record": [story.record],
        "registers:version": [story.record, 1],
        "registers:release": [story.record],
        "registers:consents": [story.record],
        "registers:export": ["csv"],
        "registers:record-export": [story.record, "csv"],
        "registers:charts": ["seizure"],
        "registers:new": ["seizure"],
        "registers:import-table": ["seizure"],
        "registers:edit": [story.record],
        "registers:import": [story.imported],
        "registers:import-undo": [story.imported],
        **{f"network:{page}": [story.record] for page in ("record", "include")},
        "network:case": [story.case],
        "network:export": ["record", story.record],
        **{f"maps:{page}": ["seizure"] for page in ("records", "places")},
        "identity:subject": [story.subject],
        **{f"identity:{page}": [story.pair] for page in ("pair", "claim", "give-back", "judge", "undo")},
        **{f"identity:{page}": [story.screening] for page in ("screening", "screening-export")},
        **{f"identity:{page}": [story.watch_list] for page in ("list", "list-add", "list-review", "list-close")},
        "identity:list-remove": [story.watch_list, story.listed],
        "identity:put-on": [story.listed],
        **{f"identity:{page}": [story.alert] for page in ("alert", "alert-acknowledge", "alert-close")},
        **{f"cases:{page}": [story.case] for page in CASE_PAGES},
        "cases:contents": [story.case_draft],
        "cases:new-kind": [PACK, EXTRADITION],
        "cases:move": [story.case, MOVE],
        "cases:api-move": [story.case, MOVE],
        "cases:api-element": [story.case_draft, ELEMENT],
        **{f"cases:api-{page}": [story.case, GATE] for page in GATES},
        "cases:api-clock": [story.case, story.clock],
        "cases:api-paper": [story.case, story.paper],
        **{
            f"cases:api-{act}": [story.case, story.paper]
            for act in ("custody", "bytes", "again", "provenance", "taint")
        },
        "cases:api-instrument": [PACK],
        "cases:element": [story.case_draft, ELEMENT],
        "cases:gate": [story.case, GATE],
        "cases:clock": [story.case, story.clock],
        "cases:task": [story.case, 1],
        "cases:api-task": [story.case, 1],
        "cases:paper": [story.case, story.paper],
        "cases:instrument": [PACK],
        "cases:instrument-kind": [PACK, EXTRADITION],
        "node:backup-file": [1],
        "node:half": ["BH"],
        "jobs:job": [story.job],
        "jobs:cancel": [story.job],
        "jobs:retry": [story.job],
        "people:officer": [story.officers["zaid"].id],
        **{f"sign_in:{page}": [1] for page in ("remove", "end")},
        "openid_connect_callback": ["ministry"],
        "ui:sector": ["coast_guard"],
        "registers:import-source": [next((one.slug for found in sectors().values() for one in found.sources), "none")],
        **of_sectors(story),
        "ledger:note": [story.checkpoint],
        "ledger:entry": [story.entry],
        "ledger:proof": [story.entry],
    }
    from taawun.site.roles import PAGES

    return {name: reverse(name, args=given.get(name)) for name in PAGES}
