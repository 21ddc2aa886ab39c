# SPDX-License-Identifier: Apache-2.0
"""A founded node with an operator at its pages, and a partner that is not paired yet."""

import pytest
from django.test import Client

from taawun.apps.node import ceremony
from tests.apps.exchange.conftest import NOW, founded, keys, officers, partner
from tests.apps.exchange.partner import Carrier

__all__ = ["founded", "keys", "officers", "partner"]


@pytest.fixture(autouse=True)
def _that_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def operator(officers):
    """A browser in which an operator is signed in."""
    client = Client()
    client.force_login(officers["asma"])
    return client


@pytest.fixture
def desk_officer(officers):
    """A browser in which somebody is signed in who is no operator."""
    client = Client()
    client.force_login(officers["bilal"])
    return client


@pytest.fixture
def line(partner, monkeypatch):
    """The way to the partner's node."""
    carrier = Carrier(partner)
    partner.post_from_us = lambda path, _body: b'{"state": "offered"}' if path == "/exchange/pair" else b""
    carrier.close = lambda: None
    monkeypatch.setattr(ceremony, "HttpTransport", lambda: carrier)
    return carrier
