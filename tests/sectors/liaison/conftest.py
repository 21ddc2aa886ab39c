# SPDX-License-Identifier: Apache-2.0
"""The officers of an authority, paired with Bahrain in memory, with a second liaison officer to hand over to."""

import pytest

from taawun.apps.people import services as people
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Authority
from tests.apps.cases.conftest import courier, desk, founded, keys, officers, partner, peer
from tests.apps.conftest import _quick_secrets, world

__all__ = ["_quick_secrets", "courier", "desk", "founded", "keys", "officers", "partner", "peer", "world"]


@pytest.fixture
def successor(officers):
    """The officer who takes the desk over."""
    room = Authority.objects.get(code="central")
    people.grant_role(actor_of(officers["asma"]), officers["rabia"], "liaison_officer", room)
    return officers["rabia"]
