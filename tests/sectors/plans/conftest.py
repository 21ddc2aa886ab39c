# SPDX-License-Identifier: Apache-2.0
"""The officers of an interior ministry, paired with Bahrain in memory, at work on a plan."""

from tests.apps.cases.conftest import courier, desk, founded, keys, officers, partner, peer
from tests.apps.conftest import _quick_secrets, world

__all__ = ["_quick_secrets", "courier", "desk", "founded", "keys", "officers", "partner", "peer", "world"]
