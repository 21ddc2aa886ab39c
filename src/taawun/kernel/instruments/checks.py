# SPDX-License-Identifier: Apache-2.0
"""What must hold of a whole pack before it may be used (spec §65.6); kinds of case are checked in kind_checks."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from taawun.kernel.cases.words import Source
from taawun.kernel.errors import BadShape
from taawun.kernel.instruments.codec import declared
from taawun.kernel.instruments.kind_checks import check_kind
from taawun.kernel.instruments.pack import PackBody, PartyPart, Status
from taawun.kernel.instruments.problems import Collector
from taawun.kernel.instruments.scripts import wrong_languages
from taawun.kernel.wire import shapes

TEXT: Final = frozenset({"title", "text", "help", "authority", "channel", "per"})
"""Fields that hold a text in three languages; the title of a source is in one."""
TEXTS: Final = frozenset({"exchanges", "flags", "notes", "choices"})
"""Fields that hold several of them."""
CITED: Final = frozenset({"basis", "source", "sources"})
"""Fields that hold sources."""
PLAIN: Final = frozenset({"given", "dates"})
"""Fields that hold neither."""
_DATES: Final = {
    Status.MODEL: frozenset({"drafted"}),
    Status.SIGNED: frozenset({"signed"}),
    Status.IN_FORCE: frozenset({"signed", "in_force"}),
}


def check_body(body: PackBody, collector: Collector, roles: Collection[str] | None) -> None:
    """Note every broken rule of a pack."""
    _check_slug(body, collector)
    _check_status(body, collector)
    for name in declared(PackBody) or ():
        if name != "sources":  # of the pack as a whole: what the others cite
            _look_at(name, getattr(body, name), f"/{name}", collector, body.sources)
    for party in body.parties.values():
        _check_party(party, collector)
    for slug, conflict in body.conflicts.items():
        if len({statement.source.slug for statement in conflict.statements}) < 2:
            collector.add(f"/conflicts/{slug}", "conflict")
    for kind in body.kinds.values():
        check_kind(kind, collector, roles)


def _look(value: Any, place: str, collector: Collector, known: Collection[str]) -> None:
    """Check every text and every source inside a declaration."""
    names = declared(type(value))
    if names is not None:
        for name in names:
            _look_at(name, getattr(value, name), f"{place}/{name}", collector, known)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            _look(part, f"{place}/{name}", collector, known)
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            _look(part, f"{place}/{getattr(part, 'slug', number)}", collector, known)


def _look_at(name: str, part: Any, place: str, collector: Collector, known: Collection[str]) -> None:
    """Check one field: a text, several texts, sources, or what holds them deeper inside."""
    if name in TEXT:
        if part is not None:
            _check_text(part, place, collector)
    elif name in TEXTS:
        for slug, words in _pairs(part):
            _check_text(words, f"{place}/{slug}", collector)
    elif name in CITED and not isinstance(part, frozenset):  # the sources of a move are states
        _check_cited((part,) if isinstance(part, Source) else part, place, collector, known)
    elif name not in PLAIN:
        _look(part, place, collector, known)


def _pairs(part: Any) -> Iterable[tuple[Any, Mapping[str, str]]]:
    """Return texts with their names: of a mapping, of a list of pairs, or of a list."""
    if isinstance(part, Mapping):
        return part.items()
    return [one if isinstance(one, tuple) else (number, one) for number, one in enumerate(part)]


def _check_text(words: Mapping[str, str], place: str, collector: Collector) -> None:
    for language in wrong_languages(words):
        collector.add(place, "title-script", language=language)


def _check_cited(sources: tuple[Source, ...], place: str, collector: Collector, known: Collection[str]) -> None:
    if not sources:
        collector.add(place, "no-source")
    for source in sources:
        if source.slug not in known:
            collector.add(place, "unknown-source", name=source.slug)


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
