# SPDX-License-Identifier: Apache-2.0
"""Founding a node: its keys, authorities, first officers, and the first version of its roster.

Used by `taawun init`, by the demo and by tests; nothing here is special to any party.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from taawun.apps.audit.services import Actor
from taawun.apps.exchange.services import own_roster, publish_roster
from taawun.apps.people.models import Authority, Officer
from taawun.apps.people.queries import node_holders, roster_officers
from taawun.apps.people.services import (
    create_authority,
    create_node_keys,
    create_officer,
    grant_role,
    rotate_node_key,
)
from taawun.apps.people.signers import node_signers
from taawun.kernel.trust.keys import Holder
from taawun.kernel.trust.roster import Roster
from taawun.kernel.trust.rule import Approval, Rule

FOUNDER: Final = Actor.system("init")

DEFAULT_RULES: Final = (
    Rule("personal-data", frozenset({"*"}), (Approval("releasing_officer", 2),), personal=True),
    Rule("other-data", frozenset({"*"}), (Approval("releasing_officer", 1),), personal=False),
)
"""Two releasing officers for personal data, one for anything else; a ministry states its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAuthority:
    """An authority to begin with."""

    code: str
    title_en: str
    title_ar: str
    title_ur: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOfficer:
    """An officer to begin with; the secrets come from the terminal or a file, never from a command line."""

    username: str
    name: str
    authority: str
    roles: tuple[str, ...]
    password: str
    passphrase: str
    language: str = "en"
    time_zone: str = "UTC"


def found(
    party: str, authorities: Iterable[NewAuthority], officers: Iterable[NewOfficer], now: datetime
) -> dict[str, Officer]:
    """Make keys, authorities and officers of a new node, and publish its first roster.

    Returns:
        the officers by sign-in name.
    """
    create_node_keys(FOUNDER, at=now)
    rooms = {new.code: _authority(party, new, now) for new in authorities}
    made = {new.username: _officer(new, rooms[new.authority], now) for new in officers}
    publish(FOUNDER, now)
    return made


def publish(actor: Actor, now: datetime, rules: Sequence[Rule] = DEFAULT_RULES) -> Roster:
    """Publish the next version of the roster from the node's keys and officers as they are now."""
    holders = [Holder.from_wire(holder) for holder in (*node_holders(), *roster_officers())]
    return publish_roster(actor, holders, rules, node_signers("roster"), now)


def rotate_root(actor: Actor, now: datetime) -> Roster:
    """Make a new root of the roster, and publish the version that the old and the new one sign (spec §10.5b).

    From then on the old root counts for nothing.
    """
    with transaction.atomic():
        old = node_signers("roster", at=now)
        rotate_node_key(actor, "roster", at=now)
        new = node_signers("roster", at=now)
        rules = own_roster().rules
        holders = [Holder.from_wire(holder) for holder in (*node_holders(), *roster_officers())]
        return publish_roster(actor, holders, rules, (*old, *new), now)


def _authority(party: str, new: NewAuthority, now: datetime) -> Authority:
    titles = {"title_en": new.title_en, "title_ar": new.title_ar, "title_ur": new.title_ur}
    return create_authority(FOUNDER, party=party, code=new.code, at=now, **titles)


def _officer(new: NewOfficer, authority: Authority, now: datetime) -> Officer:
    officer = create_officer(
        FOUNDER,
        username=new.username,
        name=new.name,
        authority=authority,
        password=new.password,
        passphrase=new.passphrase,
        language=new.language,
        time_zone=new.time_zone,
        at=now,
    )
    for role in new.roles:
        grant_role(FOUNDER, officer, role, at=now)
    return officer
