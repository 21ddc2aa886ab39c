# SPDX-License-Identifier: Apache-2.0
"""Analysts, an operator, and a client that sends."""

import pytest

from taawun.apps.taxii import endpoint
from tests.apps.conftest import _quick_secrets  # noqa: F401  # keys and passwords that cost nothing
from tests.apps.making import officer
from tests.apps.taxii.asking import client, collection, operator


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    monkeypatch.setattr(endpoint, "close_old_connections", lambda: None)  # the test's transaction is on it


@pytest.fixture
def analyst(db):
    return officer("amina", "analyst", "desk_officer", name="آمنہ خان")


@pytest.fixture
def runner(db):
    return operator()


@pytest.fixture
def misp(runner):
    return client(runner, collection(runner))
