# SPDX-License-Identifier: Apache-2.0
"""What the watch desk of one node can be asked to do, through the acts that its pages use."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from taawun.apps.exchange import services as exchange
from taawun.apps.people.access import actor_of
from taawun.sectors.deconfliction import access, crossing
from taawun.site.demo.acts import act, keys_of, officer


@act
def watch_release(username: str, approvers: Sequence[str]) -> list[str]:
    """Release every entry that leads asked for: proposed, approved by two others of the watch desk, sent."""
    asked = access.board(officer(username)).asked
    return [_send(username, crossing.release(actor_of(officer(username)), one.id).release, approvers) for one in asked]


@act
def watch_point(username: str, approvers: Sequence[str]) -> list[str]:
    """Point out every conflict with an entry that came from the other node."""
    found = [one for one in access.board(officer(username)).conflicts if one.crossed]
    actor = actor_of(officer(username))
    return [_send(username, crossing.point(actor, one.row.id).release, approvers) for one in found]


@act
def watch_board(username: str) -> list[dict[str, Any]]:
    """Return the open conflicts as the watch desk sees them."""
    return [
        {"near": one.row.near, "apart": one.row.apart, "state": one.row.state, "crossed": one.crossed}
        for one in access.board(officer(username)).conflicts
    ]


@act
def watch_came(username: str) -> int:
    """Return how many entries that came from the other node are compared here."""
    return access.came(officer(username))


def _send(username: str, release: str, approvers: Sequence[str]) -> str:
    for name in approvers:
        exchange.approve(actor_of(officer(name)), [release], keys_of(name), datetime.now(UTC))
    (envelope,) = exchange.send(actor_of(officer(username)), [release], datetime.now(UTC))
    return str(envelope.id)
