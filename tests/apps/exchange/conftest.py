# SPDX-License-Identifier: Apache-2.0
"""A founded node of Pakistan, paired with a partner in memory."""

import copy
from datetime import UTC, datetime
from functools import cache

import pytest
from pytest_django import DjangoDbBlocker

from taawun.apps.exchange import pairing
from taawun.apps.exchange.delivery import Courier
from taawun.apps.exchange.identity import own_roster
from taawun.apps.exchange.models import Peer
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.people.signers import signers_for
from taawun.kernel.trust.pairing import statement
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.signing import sign
from taawun.simulator.party import Party
from taawun.site.founding import NewAuthority, NewOfficer, found
from tests.apps.exchange.partner import THEM, Carrier, Partner
from tests.apps.kept import once

NOW = datetime(2026, 11, 22, 2, 0, 0, 5_000, tzinfo=UTC)
SECRET = "کلید کی جگہ کوئی نہیں جانتا"
STAFF = {
    "asma": ("آسمہ بی بی", ("desk_officer", "operator")),
    "bilal": ("Bilal Ahmad", ("releasing_officer",)),
    "huda": ("هدى الأنصاري", ("releasing_officer",)),
}


def half_of(partner: Partner) -> dict[str, object]:
    """Return the partner's half of the pairing with the node under test."""
    message = encode(statement(partner.roster, own_roster()))
    names = ("node", "chief", "deputy")
    signatures = [s.to_wire() for name in names for s in sign("pairing", message, partner.party.signers(name))]
    card = {"roster": partner.party.document, "name": "المنامة", "url": "http://127.0.0.1:9"}
    return {"card": card, "signatures": signatures}


def founding() -> dict[str, Officer]:
    """Found the node, and return its officers by sign-in name."""
    rooms = [NewAuthority(code="anf", title_en="Anti-Narcotics Force", title_ar="قوة", title_ur="فورس")]
    staff = [
        NewOfficer(username=user, name=name, authority="anf", roles=roles, password=SECRET, passphrase=SECRET)
        for user, (name, roles) in STAFF.items()
    ]
    return found("PK", rooms, staff, NOW)


@pytest.fixture(scope="module")
def founded(world: DjangoDbBlocker) -> dict[str, Officer]:
    """The node, founded once a process, for the tests of a module."""
    with world.unblock():
        return once(founding)


@pytest.fixture
def officers(founded: dict[str, Officer], db: None) -> dict[str, Officer]:
    """The node's officers, after its founding."""
    return copy.deepcopy(founded)


@pytest.fixture
def partner(officers: dict[str, Officer]) -> Partner:
    """Bahrain, not paired yet."""
    return Partner(Party(THEM, now=NOW), NOW)


@pytest.fixture
def keys(officers: dict[str, Officer]):
    """The unlocked keys of every officer, by sign-in name."""
    return {user: opened(officer) for user, officer in officers.items()}


@cache
def opened(officer: Officer):
    """Return an officer's signers, unlocked once for all tests of their founding: its officers have new identifiers."""
    return signers_for(officer, SECRET)


@pytest.fixture
def peer(partner: Partner, officers, keys) -> Peer:
    """Bahrain, paired."""
    return pair(partner, officers, keys)


def pair(partner: Partner, officers, keys) -> Peer:
    """Pair with a partner: two officers confirm its card, and its half is taken."""
    carrier = Carrier(partner)
    card = pairing.fetch_card(carrier, "http://127.0.0.1:9", NOW)
    pairing.confirm(actor_of(officers["asma"]), card, card.words, [keys["bilal"], keys["huda"]], NOW)
    return pairing.take_half(half_of(partner), NOW)


@pytest.fixture
def courier(partner: Partner) -> Courier:
    """Carries what the node sends to the partner."""
    return Courier(Carrier(partner), "test")
