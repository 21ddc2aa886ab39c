# SPDX-License-Identifier: Apache-2.0
"""Officers at the counter, with an index of names of each test's own."""

import shutil
from collections.abc import Iterator

import pytest

from taawun.apps.identity import engine
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from tests.apps.conftest import _quick_secrets  # noqa: F401  # keys and passwords that cost nothing
from tests.apps.making import officer


@pytest.fixture(autouse=True)
def _index() -> Iterator[None]:
    """Take the index and the files of a test away with its rows."""
    yield
    shutil.rmtree(engine.folder())


@pytest.fixture
def desk(db: None) -> Officer:
    return officer("aisha", "desk_officer", "analyst", name="عائشة العلي")


@pytest.fixture
def actor(desk: Officer):
    return actor_of(desk)
