# SPDX-License-Identifier: Apache-2.0
"""The instrument packs of this node, and those that were frozen on cases (spec §60.2).

Packs lie beside the program, and in the node's home, as YAML and are read once. A case is judged by the pack that
was frozen when it was opened, read back from our own table and checked like a fresh one.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from django.conf import settings

from taawun.apps.cases.models import Case, FrozenPack
from taawun.apps.people.roles import CATALOGUE
from taawun.formats.packs import SHIPPED, load_file, load_folder, pack_files, read_library, shipped_library
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.workflow import leading
from taawun.kernel.errors import BadDeclaration, BadPack, NoSuchPack, UnknownPack
from taawun.kernel.instruments.load import pack_of_wire
from taawun.kernel.instruments.pack import Pack
from taawun.kernel.wire.canonical import decode, encode

OWN: Final = "instruments"
"""Folder in the node's home for the packs that this node has beside the shipped ones."""
PACK_BYTES: Final = 8 << 20
"""Largest frozen pack, in bytes of canonical JSON."""
WATCHED: Final = "monitoring"
"""The phase in which a case is only watched, so that nobody is told of a next step."""
log = logging.getLogger(__name__)
_of_sectors: list[Callable[[], Mapping[str, Pack]]] = []


@cache
def packs() -> Mapping[str, Pack]:
    """Return the packs of this node by slug: those shipped, its sectors' and those of its home, which come first.

    A pack of the home that is wrong is left out and logged by file, place and rule: the others still work.

    Raises:
        BadPack: one that is shipped or a sector's is wrong.
        BadDeclaration: two of those have one name.
    """
    found = load_folder(SHIPPED, CATALOGUE.keys())
    for load in _of_sectors:
        more = load()
        if twice := sorted(found.keys() & more.keys()):
            raise BadDeclaration(f"{', '.join(twice)}: declared twice.")
        found |= more
    return MappingProxyType(found | own_packs(settings.NODE.home / OWN))


@cache
def leaders() -> Mapping[str, frozenset[tuple[str, str, str]]]:
    """Return by role where it leads a case on: (kind, side, state), without what has not begun or is only watched."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    for kind in (kind for pack in packs().values() for kind in pack.kinds.values()):
        for state in kind.workflow.states.values():
            if state.phase == WATCHED or state.slug == kind.workflow.initial:
                continue
            for move in leading(kind.workflow, state.slug):
                found.setdefault(move.role, set()).add((kind.slug, state.holder, state.slug))
    return MappingProxyType({role: frozenset(places) for role, places in found.items()})


def add_packs(load: Callable[[], Mapping[str, Pack]]) -> None:
    """Add the packs of a sector, which are loaded with all others: most commands of a node ask for none."""
    _of_sectors.append(load)
    packs.cache_clear()
    leaders.cache_clear()


def own_packs(folder: Path) -> dict[str, Pack]:
    """Return the packs of a folder that can be used, and log the problems of the others."""
    found = {}
    for path in pack_files(folder):
        try:
            library = {**shipped_library(), **read_library(folder)}
            pack = load_file(path, library, CATALOGUE.keys())
        except BadPack as wrong:
            log.error("%s", wrong)
            continue
        found[pack.slug] = pack
    return found


def pack_named(slug: str) -> Pack:
    """Return the newest version of a pack.

    Raises:
        NoSuchPack: this node has none of this name.
    """
    found = packs().get(slug)
    if found is None:
        raise NoSuchPack
    return found


def kind_named(pack: Pack, slug: str) -> CaseKind:
    """Return a kind of case of a pack."""
    if slug not in pack.kinds:
        raise NoSuchPack
    return pack.kinds[slug]


def freeze(pack: Pack, at: datetime) -> FrozenPack:
    """Return the row of a pack, stored at first use."""
    row, _ = FrozenPack.objects.get_or_create(
        digest=pack.digest,
        defaults={"slug": pack.slug, "version": pack.version, "document": encode(pack.to_wire()), "at": at},
    )
    return row


def pack_sent(slug: str, digest: str) -> Pack:
    """Return the pack that a partner's move names by its digest: one of our library, or one frozen here before.

    Raises:
        UnknownPack: we do not have it; both sides must hold the same text.
    """
    found = packs().get(slug)
    if found is not None and found.digest == digest:
        return found
    if FrozenPack.objects.filter(digest=digest, slug=slug).exists():
        return frozen_pack(digest)
    raise UnknownPack(f"Instrument: {slug}.")


def kind_of(case: Case) -> CaseKind:
    """Return the kind of a case as its frozen pack has it."""
    return frozen_pack(case.pack_id).kinds[case.kind]


@cache
def frozen_pack(digest: str) -> Pack:
    """Return a frozen pack; its bytes never change, so it is parsed once."""
    found = next((pack for pack in packs().values() if pack.digest == digest), None)
    if found is not None:
        return found
    pack = pack_of_wire(decode(bytes(FrozenPack.objects.get(digest=digest).document), limit=PACK_BYTES))
    if pack.digest != digest:
        raise BadPack  # somebody changed the row: whatever rests on it stands still
    return pack
