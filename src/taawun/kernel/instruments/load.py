# SPDX-License-Identifier: Apache-2.0
"""Instrument packs: read, composed, checked, frozen (spec §65.2).

The kernel reads no file and no YAML: what was read comes in, with the shared parts by file name.
"""

import dataclasses
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

from taawun.kernel.cases.checking import check_kind, make_workflow
from taawun.kernel.cases.kinds import CaseKind, KindPart
from taawun.kernel.errors import BadWorkflow
from taawun.kernel.instruments.checks import check_body
from taawun.kernel.instruments.codec import check_plain, decode
from taawun.kernel.instruments.compose import Composer, Library, named
from taawun.kernel.instruments.kinds import compose_kind
from taawun.kernel.instruments.pack import TYPE, Pack, PackBody, seal
from taawun.kernel.instruments.problems import Collector, Wrong

_ASIS: Final = ("version", "status", "dates", "title", "sectors", "purposes", "exchanges", "notes")
_PARTS: Final = {"pack", "parties", "kinds", "sources", "conflicts", "quotas", *_ASIS}


def load_pack(value: object, name: str, library: Library, roles: Collection[str] | None = None) -> Pack:
    """Return the pack that a lawyer wrote.

    Args:
        value: the file as read.
        name: of the file, for errors.
        library: the shared parts by file name.
        roles: the roles that officers can hold; None where they are not known (then they are not compared).

    Raises:
        BadPack: with every problem: file, place, rule.
    """
    collector = Collector(name)
    try:
        if not isinstance(value, Mapping):
            raise Wrong("", "shape", expected="parts with names")
        check_plain(value)
        body = _body(_composed(value, library, collector), collector)
    except Wrong as wrong:
        raise collector.refusal(wrong) from None
    return _sealed(body, collector, roles)


def pack_of_wire(value: object, name: str = "pack") -> Pack:
    """Return the pack of its wire form, as it was frozen on a case.

    Raises:
        BadPack: with every problem.
    """
    collector = Collector(name)
    try:
        if not isinstance(value, Mapping) or value.get("type") != TYPE:
            raise Wrong("/type", "shape", expected=TYPE)
        check_plain(value)
        body = _body({key: part for key, part in value.items() if key != "type"}, collector)
    except Wrong as wrong:
        raise collector.refusal(wrong) from None
    return _sealed(body, collector, None)


def _sealed(body: PackBody, collector: Collector, roles: Collection[str] | None) -> Pack:
    collector.refuse()
    check_body(body, collector, roles)
    collector.refuse()
    pack = seal(body)
    for kind in pack.kinds.values():
        _check_engine(kind, collector)
    collector.refuse()
    return pack


def _check_engine(kind: CaseKind, collector: Collector) -> None:
    """Ask the engine whether it can run the kind; our own checks named places first, it has the last word."""
    flow = kind.workflow
    try:
        make_workflow(
            flow.slug,
            flow.version,
            flow.title,
            flow.initial,
            flow.states.values(),
            flow.moves.values(),
            flow.flags,
            flow.tasks.values(),
        )
        check_kind(kind)
    except BadWorkflow as wrong:
        collector.add(f"/kinds/{kind.slug}", "workflow", why=wrong.detail)


def _composed(raw: Mapping[str, Any], library: Library, collector: Collector) -> dict[str, Any]:
    if set(raw) - _PARTS:
        raise Wrong("", "unknown-part", names=", ".join(sorted(map(str, set(raw) - _PARTS))))
    composer = Composer(library, _named(raw.get("sources", {}), "/sources"), collector)
    made: dict[str, Any] = {key: raw[key] for key in _ASIS if key in raw}
    made["slug"] = raw.get("pack")
    made["parties"] = _parties(composer, raw.get("parties", {}))
    for key in ("conflicts", "quotas"):
        with collector.part():
            made[key] = named(composer.cite(composer.section(raw.get(key, {}), f"/{key}"), f"/{key}"))
    made["kinds"] = _kinds(composer, raw.get("kinds", {}))
    made["sources"] = [composer.used[slug] for slug in sorted(composer.used)]
    return made


def _kinds(composer: Composer, raw: Any) -> list[dict[str, Any]]:
    made = []
    for slug, part in _named(raw, "/kinds").items():
        with composer.collector.part():
            made.append(compose_kind(composer, slug, part, f"/kinds/{slug}"))
    return made


def _parties(composer: Composer, raw: Any) -> list[dict[str, Any]]:
    """Return the parties; `law` names the file that says what holds of a party in every pack."""
    made = []
    for party, part in _named(raw, "/parties").items():
        with composer.collector.part():
            place = f"/parties/{party}"
            if not isinstance(part, Mapping):
                raise Wrong(place, "shape", expected="parts with names")
            shared = composer.file(part["law"], place) if "law" in part else {}
            whole = {**shared, **{key: value for key, value in part.items() if key != "law"}}
            facts = composer.section(whole.pop("facts", {}), f"{place}/facts")
            made.append({"party": party, **whole, "facts": named(composer.cite(facts, f"{place}/facts"))})
    return made


def _body(made: Mapping[str, Any], collector: Collector) -> PackBody:
    """Return the typed body; kinds are read one by one, so that each shows its own problems."""
    kinds: dict[str, KindPart] = {}
    for part in _listed(made.get("kinds", ()), "/kinds"):
        with collector.part():
            slug = str(part.get("slug")) if isinstance(part, Mapping) else "?"
            if slug in kinds:
                raise Wrong("/kinds", "twice", name=slug)
            kinds[slug] = decode(KindPart, part, f"/kinds/{slug}")
    body: PackBody = decode(PackBody, {**made, "kinds": ()}, "")
    return dataclasses.replace(body, kinds=MappingProxyType(kinds))


def _named(value: object, place: str) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise Wrong(place, "shape", expected="parts with names")
    return value


def _listed(value: object, place: str) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise Wrong(place, "shape", expected="a list")
    return value
