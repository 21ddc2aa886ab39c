# SPDX-License-Identifier: Apache-2.0
"""What must hold of a whole pack before it may be used (spec §65.6); kinds of case are checked in kind_checks."""

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from taawun.kernel.cases.words import Source
from taawun.kernel.errors import BadShape
from taawun.kernel.instruments.kind_checks import check_kind
from taawun.kernel.instruments.pack import PackBody, PartyPart, Status
from taawun.kernel.instruments.problems import Collector
from taawun.kernel.instruments.scripts import wrong_languages
from taawun.kernel.wire import shapes

WORDS: Final = frozenset({"title", "text", "help", "authority", "channel", "per"})
"""Fields that hold a text in three languages."""
_DATES: Final = {
    Status.MODEL: frozenset({"drafted"}),
    Status.SIGNED: frozenset({"signed"}),
    Status.IN_FORCE: frozenset({"signed", "in_force"}),
}


def check_body(body: PackBody, collector: Collector, roles: Collection[str] | None) -> None:
    """Note every broken rule of a pack."""
    _check_slug(body, collector)
    _check_status(body, collector)
    _check_texts(body, collector)
    _check_sources(body, collector)
    for party in body.parties.values():
        _check_party(party, collector)
    for slug, conflict in body.conflicts.items():
        if len({statement.source.slug for statement in conflict.statements}) < 2:
            collector.add(f"/conflicts/{slug}", "conflict")
    for kind in body.kinds.values():
        check_kind(kind, collector, roles)


def _check_texts(body: PackBody, collector: Collector) -> None:
    for place, words in texts(body):
        for language in wrong_languages(words):
            collector.add(place, "title-script", language=language)


def _check_sources(body: PackBody, collector: Collector) -> None:
    for place, sources in citations(body):
        if not sources:
            collector.add(place, "no-source")
        for source in sources:
            if source.slug not in body.sources:
                collector.add(place, "unknown-source", name=source.slug)


def texts(value: Any, place: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield every text in three languages inside a declaration, with its place."""
    for name, part, where in _walk(value, place):
        if isinstance(part, Mapping) and (name in WORDS or _in_words(where)):
            yield where, part
        elif name == "choices":
            yield from ((f"{where}/{slug}", words) for slug, words in part)


def citations(value: Any, place: str = "") -> Iterator[tuple[str, tuple[Source, ...]]]:
    """Yield the sources of everything that needs some, with their place."""
    for name, part, where in _walk(value, place):
        if name == "basis" or (name == "sources" and isinstance(part, tuple)):
            yield where, part
        elif name == "source" and isinstance(part, Source):
            yield where, (part,)


def _in_words(where: str) -> bool:
    above = where.rsplit("/", 2)[-2] if where.count("/") > 1 else ""
    return above in ("exchanges", "flags", "notes")


def _walk(value: Any, place: str) -> Iterator[tuple[str, Any, str]]:
    """Yield every named part of a declaration: its name, itself and its place, the outer before the inner."""
    for name, part in _parts(value):
        where = f"{place}/{name}"
        yield name, part, where
        if name != "choices":
            yield from _walk(part, where)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if dataclasses.is_dataclass(value):
        yield from ((one.name, getattr(value, one.name)) for one in dataclasses.fields(value))
    elif isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from ((getattr(part, "slug", str(number)), part) for number, part in enumerate(value))


def _check_slug(body: PackBody, collector: Collector) -> None:
    try:
        shapes.slug(body.slug, "pack")
    except BadShape:
        collector.add("/pack", "shape", expected="a lower-case name")
    if body.version < 1:
        collector.add("/version", "shape", expected="1 or more")


def _check_status(body: PackBody, collector: Collector) -> None:
    for name in _DATES[body.status] - set(body.dates):
        collector.add("/dates", "status-date", status=body.status.value, name=name)
    if body.status is Status.MODEL and {"signed", "in_force"} & set(body.dates):
        collector.add("/dates", "status-date", status=body.status.value, name="drafted")
    for name in set(body.dates) - {"drafted", "signed", "in_force"}:
        collector.add("/dates", "unknown-part", names=name)


def _check_party(party: PartyPart, collector: Collector) -> None:
    place = f"/parties/{party.party}"
    try:
        shapes.party(party.party)
    except BadShape:
        collector.add(place, "shape", expected="an ISO 3166 alpha-2 code")
    try:
        ZoneInfo(party.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        collector.add(f"{place}/zone", "unknown-zone", name=party.zone)
    if not party.weekend or len(party.weekend) > 3 or not party.weekend <= set(range(1, 8)):
        collector.add(f"{place}/weekend", "weekend")
    if not party.languages:
        collector.add(f"{place}/languages", "missing-part", names="languages")
