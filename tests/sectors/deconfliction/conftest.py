# SPDX-License-Identifier: Apache-2.0
"""Officers of two agencies and a watch desk in Pakistan, paired with Bahrain in memory."""

import pytest

from taawun.apps.people.services import grant_role
from tests.apps.cases.conftest import courier, desk, founded, keys, officers, partner, peer
from tests.apps.conftest import _quick_secrets, world
from tests.apps.making import INIT

__all__ = ["_quick_secrets", "courier", "desk", "founded", "keys", "officers", "partner", "peer", "world"]


@pytest.fixture
def watch(desk):
    """The desk, where rabia and both releasing officers are of the watch desk; asma and zara lead operations."""
    for name in ("rabia", "bilal", "huda"):
        grant_role(INIT, desk.officers[name], "watch_officer")
    from taawun.site.founding import FOUNDER, publish

    publish(FOUNDER, desk.tick())
    return desk
