# SPDX-License-Identifier: Apache-2.0
"""The door to links: one step around one record or case, as an officer, for a purpose, on the record (spec §80.31).

A step looks up indexed keys only, and each of its limits is a constant, so that it costs the same among a thousand
records and a million. What the officer may not see is as good as not there; protected persons are left out and
counted, unless a reason was stated and recorded.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.cases import access as cases
from taawun.apps.network.linking import (
    Key,
    Kind,
    Why,
    day_of,
    family_of,
    linking_keys,
    never,
    protected,
    reference_key,
    references,
)
from taawun.apps.network.models import Inclusion
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers import queries as registers
from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import type_named, types
from taawun.apps.registers.declarations import FieldType
from taawun.apps.registers.keys import fold
from taawun.kernel.errors import LinksProtected, NoPurpose, NoSuchRecord
from taawun.kernel.marking import Marking
from taawun.kernel.wire.times import cut

READERS: Final = ("analyst", "desk_officer", "liaison_officer")
"""Roles that look at links, as far as their purpose allows."""
NEIGHBOURS: Final = 25
"""Neighbours that one step shows; the rest are counted."""
LOOKED_AT: Final = 400
"""Records that one step looks at; of a number that more records state, only the first are."""
OPENED: Final = 12
"""Nodes around which one page looks."""
WORDS: Final = 200
"""Words of a case's contents that are compared with numbers of records."""
CASE_NUMBER: Final = 6
"""Shortest word of a case's contents that may be such a number."""


@dataclass(frozen=True, slots=True)
class Node:
    """A record or a case in a network."""

    id: str
    type: str
    caption: str
    day: str
    marking: Marking | None
    is_case: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Two nodes and every ground on which they are linked."""

    a: str
    b: str
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """What several steps found. `rest` says of each opened node how many more neighbours it has."""

    start: str
    nodes: Mapping[str, Node]
    links: tuple[Link, ...]
    opened: tuple[str, ...]
    rest: Mapping[str, int]
    left_out: int
    included: Inclusion | None = None


@dataclass(slots=True)
class _Found:
    """Neighbours of one node, with the grounds of each."""

    whys: dict[str, list[Why]] = field(default_factory=dict)

    def add(self, record_id: str, why: Why) -> None:
        """Add a ground, once."""
        grounds = self.whys.setdefault(record_id, [])
        if why not in grounds:
            grounds.append(why)


def around(
    officer: Officer, start: str, opened: Sequence[str], purpose: str, *, included: str = "", at: datetime | None = None
) -> Network:
    """Return what stands around a record, and around those of its neighbours that were opened.

    Args:
        officer: who looks.
        start: the record from which it starts.
        opened: other nodes to look around, each reached by an earlier step; the rest are ignored.
        purpose: what for.
        included: the stated reason for which protected persons are included, by its identifier.
        at: the moment, now if not given.

    Raises:
        NoSuchRecord: also where it may not be shown.
        LinksProtected: a protected person stands in the start, and no reason was stated.
        NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "links.read", "record", start, purpose, at=at):
        _allowed(officer, purpose)
        reason = _inclusion(officer, start, purpose, included)
        seen = records.visible(officer, [start], purpose, at=at)
        if start not in seen or never(seen[start].marking):
            raise NoSuchRecord
        if protected(seen[start].marking) and reason is None:
            raise LinksProtected
        nodes = {start: _node(seen[start])}
        return _grow(officer, start, [start, *opened], nodes, [], dict(seen), purpose, reason, at)


def around_case(
    officer: Officer, case_id: str, opened: Sequence[str], purpose: str, *, at: datetime | None = None
) -> Network:
    """Return the records whose numbers the contents of a case name, and what stands around those opened.

    Raises:
        NoSuchCase, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "links.read", "case", case_id, purpose, at=at):
        _allowed(officer, purpose)
        shown = cases.case(officer, case_id, purpose, at=at)
        found = _named_in(shown.filled)
        seen, neighbours, rest, hidden = _may_stand(officer, found, None, purpose, at)
        nodes = {
            case_id: Node(case_id, shown.kind.slug, shown.case.title, shown.case.opened.date().isoformat(), None, True)
        }
        nodes |= {one: _node(seen[one]) for one in neighbours}
        links = [Link(case_id, one, tuple(found.whys[one])) for one in neighbours]
        _record(officer, [seen[one] for one in neighbours], purpose, at)
        made = _grow(officer, case_id, opened, nodes, links, seen, purpose, None, at)
        counts = {case_id: rest, **made.rest}
        return Network(case_id, made.nodes, made.links, (case_id, *made.opened), counts, made.left_out + hidden)


def _allowed(officer: Officer, purpose: str) -> None:
    require_any(officer, *READERS)
    if not purpose.strip():
        raise NoPurpose


def _grow(
    officer: Officer, start: str, wanted: Sequence[str], nodes: dict[str, Node], links: list[Link],
    known: dict[str, Shown], purpose: str, reason: Inclusion | None, at: datetime,
) -> Network:  # fmt: skip
    """Take one step around each wanted node that was reached, in their order."""
    opened: list[str] = []
    rest: dict[str, int] = {}
    left_out = 0
    for centre in list(dict.fromkeys(wanted))[:OPENED]:
        if centre not in known:
            continue
        found = _neighbours(known[centre])
        seen, shown, more, hidden = _may_stand(officer, found, reason, purpose, at)
        known |= {one: seen[one] for one in shown}
        nodes |= {one: _node(seen[one]) for one in shown if one not in nodes}
        links += [Link(centre, one, tuple(found.whys[one])) for one in shown]
        opened.append(centre)
        rest[centre] = more
        left_out += hidden
        _record(officer, [seen[one] for one in shown], purpose, at)
    return Network(start, nodes, _merged(links), tuple(opened), rest, left_out, reason)


def _neighbours(centre: Shown) -> _Found:
    """Return what is linked to a record, by keys that its reader may see."""
    found = _Found()
    _by_keys(centre, found)
    for name, record_id in references(type_named(centre.record.type), centre.data)[:LOOKED_AT]:
        found.add(record_id, Why(Kind.NAMED, (name, "")))
    if centre.record.subject:
        for record_id in registers.records_of_subject(centre.record.subject)[:LOOKED_AT]:
            found.add(record_id, Why(Kind.SAME, ("", "")))
    found.whys.pop(centre.record.id, None)
    return found


def _by_keys(centre: Shown, found: _Found) -> None:
    """Add the records that state a number of this one, and those that name it."""
    own = linking_keys(type_named(centre.record.type), registers.keys_of_record(centre.record.id))
    by_key: dict[str, list[Key]] = {}
    for key in own:
        by_key.setdefault(key.key, []).append(key)
    named = reference_key(centre.record.id)
    for record_id, type_slug, name, text in registers.bearers_of([*by_key, named], LOOKED_AT):
        there = _field(type_slug, name)
        if there is not None and there.kind == "reference" and text == named:
            found.add(record_id, Why(Kind.NAMED, ("", name)))
        for key in by_key.get(text, []):
            if there is not None and family_of(there) == key.family:
                found.add(record_id, Why(Kind.SHARED, (key.field, name), text))


def _field(type_slug: str, name: str) -> FieldType | None:
    declared = types().get(type_slug)
    return declared.fields.get(name) if declared else None


def _named_in(filled: Mapping[str, Any]) -> _Found:
    """Return the records of which a number stands among the contents of a case."""
    found = _Found()
    by_key: dict[str, list[str]] = {}
    for slug, one in filled.items():
        for word in _texts(one.value):
            key = fold(word).replace(" ", "")
            if len(key) >= CASE_NUMBER and any(letter.isdigit() for letter in key) and len(by_key) < WORDS:
                by_key.setdefault(key, []).append(slug)
    for record_id, type_slug, name, text in registers.bearers_of(list(by_key), LOOKED_AT):
        there = _field(type_slug, name)
        if there is not None and family_of(there):
            for slug in dict.fromkeys(by_key[text]):
                found.add(record_id, Why(Kind.CONTENTS, (slug, name), text))
    return found


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield from value.replace("،", " ").replace(",", " ").split()
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _may_stand(
    officer: Officer, found: _Found, reason: Inclusion | None, purpose: str, at: datetime
) -> tuple[dict[str, Shown], list[str], int, int]:
    """Return what may be seen, the neighbours that are shown, how many more there are, and how many are protected."""
    candidates = sorted(found.whys, key=lambda one: (-len(found.whys[one]), one))[:LOOKED_AT]
    seen = records.visible(officer, candidates, purpose, at=at)
    plain = [one for one in candidates if one in seen and not never(seen[one].marking)]
    left = [one for one in plain if reason is None and protected(seen[one].marking)]
    standing = [one for one in plain if one not in set(left)]
    return seen, standing[:NEIGHBOURS], max(0, len(standing) - NEIGHBOURS), len(left)


def _inclusion(officer: Officer, start: str, purpose: str, included: str) -> Inclusion | None:
    """Return the reason that this officer stated for this start and purpose, or None."""
    if not included:
        return None
    return Inclusion.objects.filter(id=included, officer_id=officer.id, start=start, purpose=purpose).first()


def _merged(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return each pair once, as it was found first: two opened nodes find their link twice, once from each end."""
    found: dict[frozenset[str], Link] = {}
    for link in links:
        found.setdefault(frozenset((link.a, link.b)), link)
    return tuple(found.values())


def _node(shown: Shown) -> Node:
    declared = type_named(shown.record.type)
    caption = declared.caption_of(shown.data)
    day = day_of(declared, shown.data, shown.record.created)
    return Node(shown.record.id, shown.record.type, caption, day, shown.marking)


def _record(officer: Officer, shown: Collection[Shown], purpose: str, at: datetime) -> None:
    actor = actor_of(officer)
    audit.record_many([Entry(actor, "record.listed", "record", one.record.id, purpose) for one in shown], at=at)
