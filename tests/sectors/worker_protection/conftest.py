# SPDX-License-Identifier: Apache-2.0
"""The officers of a central authority, paired with Bahrain in memory; one of them protects workers."""

import pytest

from taawun.apps.people.services import grant_role
from tests.apps.cases.conftest import courier, desk, founded, keys, officers, partner, peer
from tests.apps.conftest import _quick_secrets, world
from tests.apps.making import INIT
from tests.sectors.worker_protection.making import PROTECTOR

__all__ = ["_quick_secrets", "courier", "desk", "founded", "keys", "officers", "partner", "peer", "world"]


@pytest.fixture
def protection(desk):
    """The desk, where one officer protects workers and does nothing else."""
    grant_role(INIT, desk.officers[PROTECTOR], "protection_officer")
    return desk
