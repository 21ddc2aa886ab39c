# SPDX-License-Identifier: Apache-2.0
"""What the desk of one node can be asked to do with badges. Everything goes through the acts that the pages use."""

from datetime import UTC, datetime
from pathlib import Path

from taawun.apps.people.access import actor_of
from taawun.sectors.police_training import keys, paper, services
from taawun.site.demo.acts import act, officer


@act
def badge_key(username: str, authority: str) -> None:
    """Make the key with which an authority signs badges, as its operator, unless it has one."""
    if not keys.has_key(authority):
        keys.make_key(actor_of(officer(username)), authority, at=datetime.now(UTC))


@act
def badge_issue(username: str, case: str, purpose: str, file: str) -> dict[str, str]:
    """Issue the badge of a nomination into a file, and return what it is."""
    made = services.issue(actor_of(officer(username)), case, purpose)
    Path(file).write_bytes(bytes(made.document))
    return {"badge": made.id, "issuer": made.issuer}


@act
def badge_certificate(username: str, badge: str, language: str, purpose: str, file: str) -> int:
    """Print the certificate of a badge into a file, and return its size."""
    return Path(file).write_bytes(paper.certificate(officer(username), badge, language, purpose))


@act
def badge_revoke(username: str, badge: str, reason: str, purpose: str) -> None:
    """Revoke a badge."""
    services.revoke(actor_of(officer(username)), badge, reason, purpose)


@act
def badge_list(username: str, authority: str, purpose: str, file: str) -> int:
    """Sign the status list of an authority into a file, and return its size."""
    return Path(file).write_bytes(services.status_list(actor_of(officer(username)), authority, purpose))
