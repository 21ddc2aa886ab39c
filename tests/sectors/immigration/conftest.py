# SPDX-License-Identifier: Apache-2.0
"""The officers of a central authority, paired with Bahrain in memory, at work for immigration."""

import shutil
from collections.abc import Iterator

import pytest

from taawun.apps.identity import engine
from tests.apps.cases.conftest import courier, desk, founded, keys, officers, partner, peer
from tests.apps.conftest import _quick_secrets, world

__all__ = ["_quick_secrets", "courier", "desk", "founded", "keys", "officers", "partner", "peer", "world"]


@pytest.fixture(autouse=True)
def _index() -> Iterator[None]:
    """Take the index and the files of a test away with its rows."""
    yield
    shutil.rmtree(engine.folder(), ignore_errors=True)
