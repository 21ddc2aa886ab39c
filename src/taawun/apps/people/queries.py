# SPDX-License-Identifier: Apache-2.0
"""Reads across people that name nobody: what a roster is built from, and labels for our own pages."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from taawun.apps.people.models import Authority, NodeKey, Officer, OfficerKey, Purpose, Role
from taawun.kernel.trust.keys import OFFICER, Holder, Key


def roster_officers() -> list[dict[str, Any]]:
    """Return officers as holders for the roster: identifier, authority, roles and keys; never a personal name.

    A holder speaks for one authority, so only roles in the officer's own count. An officer without a role or
    without a key is left out, because the roster has no empty yes.
    """
    rows = Officer.objects.filter(active=True).select_related("authority").order_by("id")
    roles, keys = _roles_at_home(), _keys_by_officer()
    return [
        Holder(row.id, OFFICER, keys[row.id], row.authority.code, roles[row.id]).to_wire()
        for row in rows
        if row.id in roles and row.id in keys
    ]


def node_holders() -> list[dict[str, Any]]:
    """Return the node's own holders for the roster, with their keys, retired and revoked ones too.

    A retired root is left out: it signs nothing that must verify later, and whoever finds it must not sign our next
    roster (spec §10.5b).
    """
    held: dict[tuple[str, str], list[Key]] = {}
    rows = NodeKey.objects.exclude(purpose=Purpose.ROSTER, retired_at__isnull=False)
    for row in rows.order_by("purpose", "holder", "created", "id"):
        held.setdefault((row.holder, row.purpose), []).append(_key(row))
    return [Holder(holder, use, tuple(keys)).to_wire() for (holder, use), keys in held.items()]


def authorities(party: str) -> list[dict[str, Any]]:
    """Return the active authorities of a party with their titles."""
    rows = Authority.objects.filter(party=party, active=True)
    return [dict(row) for row in rows.values("code", "party", "title_en", "title_ar", "title_ur")]


def has_node_key(purpose: str) -> bool:
    """Tell whether the node has a key for a purpose; before its founding it has none."""
    return NodeKey.objects.filter(purpose=purpose).exists()


def at_work(officer_id: str) -> Officer | None:
    """Return an officer who may still sign in, or None."""
    return Officer.objects.filter(id=officer_id, active=True).select_related("authority").first()


def labels(officer_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of our own officers, for our own pages."""
    return dict(Officer.objects.filter(id__in=set(officer_ids)).values_list("id", "name"))


def holders_of(role: str, authority: str) -> dict[str, str]:
    """Return the names of our officers at work who hold a role in an authority, by identifier, for our own pages."""
    held = Role.objects.filter(role=role, authority__code=authority, revoked_at__isnull=True, officer__active=True)
    return dict(held.order_by("officer__name").values_list("officer_id", "officer__name"))


def authorities_with(role: str) -> frozenset[str]:
    """Return the codes of the authorities in which an officer of ours at work holds a role."""
    held = Role.objects.filter(role=role, revoked_at__isnull=True, officer__active=True, authority__active=True)
    return frozenset(held.order_by().values_list("authority__code", flat=True).distinct())


def _roles_at_home() -> dict[str, frozenset[str]]:
    rows = Role.objects.filter(revoked_at__isnull=True, authority=F("officer__authority"))
    held: dict[str, set[str]] = {}
    for officer_id, role in rows.values_list("officer_id", "role"):
        held.setdefault(officer_id, set()).add(role)
    return {officer_id: frozenset(roles) for officer_id, roles in held.items()}


def _keys_by_officer() -> dict[str, tuple[Key, ...]]:
    held: dict[str, list[Key]] = {}
    for row in OfficerKey.objects.order_by("created", "id").defer("wrapped"):
        held.setdefault(row.officer_id, []).append(_key(row))
    return {officer_id: tuple(keys) for officer_id, keys in held.items()}


def _key(row: OfficerKey | NodeKey) -> Key:
    return Key(row.key_id, row.algorithm, bytes(row.public), row.created, row.until, row.revoked_at)
