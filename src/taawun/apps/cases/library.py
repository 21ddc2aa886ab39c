# SPDX-License-Identifier: Apache-2.0
"""The instrument packs of this node, and those that were frozen on cases (spec §60.2).

Packs lie beside the program as YAML and are read once. A case is judged by the pack that was frozen when it was
opened, read back from our own table and checked like a fresh one.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

import yaml

from taawun.apps.cases.models import Case, FrozenPack
from taawun.apps.people.roles import CATALOGUE
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.errors import NoSuchPack, UnknownPack
from taawun.kernel.instruments.load import load_pack, pack_of_wire
from taawun.kernel.instruments.pack import Pack
from taawun.kernel.wire.canonical import decode, encode

FOLDER: Final = resources.files("taawun") / "instruments"
PACK_BYTES: Final = 8 << 20
"""Largest frozen pack, in bytes of canonical JSON."""
_READER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def packs() -> Mapping[str, Pack]:
    """Return the packs of this node by their slugs; a wrong one stops whoever asks first."""
    shared = _shared()
    found = [
        load_pack(_read(path), path.name, shared, CATALOGUE.keys())
        for path in sorted(FOLDER.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".yaml")
    ]
    return MappingProxyType({pack.slug: pack for pack in found})


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
    return pack_of_wire(decode(bytes(FrozenPack.objects.get(digest=digest).document), limit=PACK_BYTES))


def _shared() -> dict[str, Any]:
    """Return the parts that packs share, by file name with their folder."""
    folders = [path for path in FOLDER.iterdir() if path.is_dir()]
    files = [(folder.name, path) for folder in folders for path in folder.iterdir() if path.name.endswith(".yaml")]
    return {f"{folder}/{path.name}": _read(path) for folder, path in files}


def _read(path: Any) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_READER)  # noqa: S506 - a safe loader
