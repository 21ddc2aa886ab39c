# SPDX-License-Identifier: Apache-2.0
"""A founded node of Pakistan with the people of a central authority, paired with Bahrain in memory."""

import copy

import pytest
from pytest_django import DjangoDbBlocker

from taawun.apps.exchange.models import Peer
from taawun.apps.people.models import Officer
from taawun.simulator.party import Party
from taawun.site.founding import NewAuthority, NewOfficer, found
from tests.apps.cases import asking
from tests.apps.cases.making import Desk
from tests.apps.exchange.conftest import NOW, SECRET, courier, keys, opened, pair, partner
from tests.apps.exchange.partner import THEM, Partner
from tests.apps.kept import once

__all__ = ["courier", "keys", "partner"]

STAFF = {
    "asma": ("آسمہ بی بی", "central", ("desk_officer", "operator")),
    "bilal": ("Bilal Ahmad", "central", ("releasing_officer",)),
    "huda": ("هدى الأنصاري", "central", ("releasing_officer",)),
    "imran": ("عمران خان", "central", ("legal_reviewer",)),
    "rabia": ("Rabia Malik", "central", ("legal_reviewer",)),
    "sana": ("ثناء مرزا", "central", ("releasing_officer",)),
    "omar": ("Omar Farooq", "central", ("liaison_officer",)),
    "nadia": ("نادیہ شاہ", "ombudsman", ("auditor",)),
    "yusuf": ("يوسف العلي", "interior", ("legal_reviewer",)),
    "zara": ("Zara Iqbal", "interior", ("desk_officer",)),
}
ROOMS = ("central", "interior", "ombudsman")


class Paired(dict[str, Officer]):
    """The officers of a node that was founded and paired once for many tests, by sign-in name."""

    peer: Peer


def founding() -> dict[str, Officer]:
    """Found the node, and return its officers by sign-in name."""
    rooms = [NewAuthority(code=code, title_en=f"Authority {code}", title_ar="هيئة", title_ur="ادارہ") for code in ROOMS]
    staff = [
        NewOfficer(username=user, name=name, authority=room, roles=roles, password=SECRET, passphrase=SECRET)
        for user, (name, room, roles) in STAFF.items()
    ]
    return found("PK", rooms, staff, NOW)


@pytest.fixture(scope="module")
def founded(world: DjangoDbBlocker) -> Paired:
    """The node, founded and paired with Bahrain once a process, for the tests of a module."""
    with world.unblock():
        return once(founding_and_pairing)


def founding_and_pairing() -> Paired:
    """Found the node, pair it with Bahrain, and return its officers."""
    made = Paired(founding())
    made.peer = paired(made)
    return made


@pytest.fixture
def officers(founded: dict[str, Officer], db: None) -> dict[str, Officer]:
    """The node's officers, after its founding."""
    return copy.deepcopy(founded)


def paired(officers: dict[str, Officer]) -> Peer:
    """Pair with Bahrain. Each test has a partner of its own, with the same keys."""
    keys = {user: opened(officer) for user, officer in officers.items()}
    return pair(Partner(Party(THEM, now=NOW), NOW), officers, keys)


@pytest.fixture
def peer(officers: dict[str, Officer]) -> Peer:
    """Bahrain, paired."""
    return officers.peer if isinstance(officers, Paired) else paired(officers)


@pytest.fixture
def desk(officers, keys, peer, partner, courier) -> Desk:
    """Everything a story of two nodes needs, with a clock of its own."""
    return Desk(officers, keys, peer, partner, courier, NOW)


@pytest.fixture
def ask(desk):
    """Return a way to ask the interface for programs by an officer's sign-in name; "" for nobody."""
    return lambda name, *given, **more: asking.ask(desk.officers[name] if name else None, *given, **more)


@pytest.fixture
def told(desk):
    """Return a way to ask it that expects an answer, as described."""
    return lambda name, *given, **more: asking.told(desk.officers[name], *given, **more)
