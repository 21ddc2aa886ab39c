# SPDX-License-Identifier: Apache-2.0
"""The peer's one application, by the name under which Django's admin lists it. Its model stands in peer_site.py."""

from pathlib import Path

from django.apps import AppConfig


class PeerApp(AppConfig):
    """The application of the peer's table."""

    name = "tests.bench.desk.peer_app"
    label = "desk_peer"
    path = str(Path(__file__).parent)
