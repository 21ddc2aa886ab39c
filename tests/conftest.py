# SPDX-License-Identifier: Apache-2.0
"""Fixtures that every test may use. The same tests run on SQLite and, with
TAAWUN_TEST_DATABASE=postgresql, on a real PostgreSQL server.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import django
import hypothesis
import pytest

from tests import house

house.load_quickly()
SCRATCH = house.prepare()  # before Django reads its settings
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]  # or an xdist worker would read this process's home before its own conftest
house.let_tests_empty_the_node()

hypothesis.settings.register_profile("house", deadline=None, max_examples=50, print_blob=True)
hypothesis.settings.load_profile("house")


def pytest_unconfigure() -> None:
    SCRATCH.cleanup()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest; leave out what `make check` said already, and of the PostgreSQL half more."""
    items.sort(key=house.turn)
    chosen = house.chosen(items)
    kept, left = [], []
    for item in items:
        (kept if item.nodeid in chosen else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def pytest_collection_finish() -> None:
    house.collect_seldom()


@pytest.fixture
def clock() -> house.FakeClock:
    """A clock that stands still at a known moment until the test moves it."""
    return house.FakeClock(datetime(2026, 11, 22, 1, 55, 54, 123_000, tzinfo=UTC))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a fresh node, with settings and session secret, apart from the one Django uses."""
    folder = tmp_path / "node"
    house.make_home(folder, **house.NODE)
    return folder
