# SPDX-License-Identifier: Apache-2.0
"""An academy of Pakistan that hosts, its officers, and Bahrain which sends, in memory."""

import copy
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from taawun.apps.cases.models import Case
from taawun.apps.exchange.delivery import Courier
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.sectors.police_training import keys as badge_keys
from taawun.sectors.police_training import services
from taawun.sectors.police_training.models import Badge
from taawun.simulator.party import Party
from taawun.site.founding import NewAuthority, NewOfficer, found
from tests.apps.cases.conftest import Paired, paired, peer
from tests.apps.conftest import _quick_secrets, world
from tests.apps.exchange.conftest import NOW, SECRET, courier, keys, opened, partner
from tests.apps.exchange.partner import THEM, Carrier, Partner
from tests.sectors.police_training.story import HOST, PURPOSE, Academy

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
def founded(world: DjangoDbBlocker) -> Paired:
    """The node, founded and paired with Bahrain once for the tests of a module."""
    with world.unblock():
        made = Paired(founding())
        made.peer = paired(made)
        return made


@pytest.fixture
def officers(founded: Paired, db: None) -> dict[str, Officer]:
    """The node's officers, after its founding."""
    return copy.deepcopy(founded)


@pytest.fixture
def desk(officers, keys, peer, partner, courier) -> Academy:
    """Everything that a story of a course needs, with a clock of its own."""
    return Academy(officers, keys, peer, partner, courier, NOW)


@dataclass(frozen=True)
class Signed:
    """A nomination that came to its certificate and a badge, once for the tests of a module, and the moment after.

    Such a module tells no other story with the other side: its partner is past this one.
    """

    case: str
    badge: str
    now: datetime


@pytest.fixture(scope="module")
def signed(founded: Paired, world: DjangoDbBlocker) -> Signed:
    """A badge that was signed."""
    with world.unblock():
        officers, partner = copy.deepcopy(founded), Partner(Party(THEM, now=NOW), NOW)
        keys = {user: opened(officer) for user, officer in officers.items()}
        desk = Academy(officers, keys, officers.peer, partner, Courier(Carrier(partner), "test"), NOW)
        case = desk.certified(desk.session())
        badge = services.issue(desk.actor("tariq"), case.id, PURPOSE, at=desk.tick())
        return Signed(case.id, badge.id, desk.now)


@pytest.fixture
def issued(signed: Signed, desk: Academy) -> tuple[Academy, Case, Badge]:
    """The desk after the badge was signed, the case and the badge."""
    desk.now = signed.now
    return desk, Case.objects.get(id=signed.case), Badge.objects.get(id=signed.badge)


@pytest.fixture
def client(desk, monkeypatch) -> Client:
    """A coordinator at work, who has just proved to be there."""
    made = Client()
    made.force_login(desk.officers["tariq"])
    made.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    monkeypatch.setattr("taawun.site.gate.proved_lately", lambda *_: True, raising=False)
    return made
