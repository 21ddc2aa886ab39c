# SPDX-License-Identifier: Apache-2.0
"""An academy of Pakistan that hosts, its officers, and Bahrain which sends, in memory."""

import copy

import pytest
from pytest_django import DjangoDbBlocker

from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.sectors.police_training import keys as badge_keys
from taawun.site.founding import NewAuthority, NewOfficer, found
from tests.apps.conftest import _quick_secrets, world
from tests.apps.exchange.conftest import NOW, SECRET, courier, keys, partner, peer
from tests.sectors.police_training.story import HOST, Academy

__all__ = ["_quick_secrets", "courier", "keys", "partner", "peer", "world"]

STAFF = {
    "asma": ("آسمہ بی بی", HOST, ("desk_officer", "operator")),
    "tariq": ("طارق محمود", HOST, ("training_coordinator", "desk_officer")),
    "bilal": ("Bilal Ahmad", HOST, ("releasing_officer",)),
    "huda": ("هدى الأنصاري", HOST, ("releasing_officer",)),
    "imran": ("عمران خان", HOST, ("legal_reviewer",)),
    "omar": ("Omar Farooq", HOST, ("liaison_officer",)),
    "nadia": ("نادیہ شاہ", "other", ("training_coordinator", "desk_officer")),
}


def founding() -> dict[str, Officer]:
    """Found the node, with a key for the badges of the academy."""
    rooms = [
        NewAuthority(code=code, title_en=f"Authority {code}", title_ar="هيئة", title_ur="ادارہ")
        for code in (HOST, "other")
    ]
    staff = [
        NewOfficer(username=user, name=name, authority=room, roles=roles, password=SECRET, passphrase=SECRET)
        for user, (name, room, roles) in STAFF.items()
    ]
    made = found("PK", rooms, staff, NOW)
    if not badge_keys.has_key(HOST):
        badge_keys.make_key(actor_of(made["asma"]), HOST, at=NOW)
    return made


@pytest.fixture(scope="module")
def founded(world: DjangoDbBlocker) -> dict[str, Officer]:
    """The node, founded once for the tests of a module."""
    with world.unblock():
        return founding()


@pytest.fixture
def officers(founded: dict[str, Officer], db: None) -> dict[str, Officer]:
    """The node's officers, after its founding."""
    return copy.deepcopy(founded)


@pytest.fixture
def desk(officers, keys, peer, partner, courier) -> Academy:
    """Everything that a story of a course needs, with a clock of its own."""
    return Academy(officers, keys, peer, partner, courier, NOW)
