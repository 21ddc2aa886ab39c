# SPDX-License-Identifier: Apache-2.0
"""The door to records: as an officer, for a purpose, under the marking, with an audit line (spec §80.13).

What the marking withholds is named but not shown: a field comes back as the decision that withheld it. A
record that may not be shown at all is refused with the reasons, except in a list, where it is only counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.people.access import actor_of, roles_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import charting, counting, queries
from taawun.apps.registers.catalogue import type_named, types
from taawun.apps.registers.charting import Figures
from taawun.apps.registers.consents.heeding import consents_to
from taawun.apps.registers.counting import Counted
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.layouts import Chart
from taawun.apps.registers.models import Import, Record, RecordVersion
from taawun.apps.registers.purposes import closed_to, purposes_of
from taawun.apps.registers.queries import Filters
from taawun.apps.registers.withholding import withheld
from taawun.apps.sector import closed_purpose_of
from taawun.kernel import marking as marks
from taawun.kernel.errors import MarkingForbids, NoPurpose, NoSuchRecord, SenderError
from taawun.kernel.marking import EXERCISE, Consent, Decision, Marking, Reader, may_show, may_show_field
from taawun.kernel.wire.times import cut

LISTED: Final = "record.listed"
EXPORTED: Final = "record.exported"
PAGE_ROWS: Final = 50
"""Records on one page of a list."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as one officer may see it at one version."""

    record: Record
    version: RecordVersion
    marking: Marking
    data: Mapping[str, Any]
    withheld: Mapping[str, Decision]


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a list: its caption, or nothing where the caption is withheld, and the fields that may be shown."""

    record: Record
    caption: str
    marking: Marking
    data: Mapping[str, Any]
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `withheld` counts what is on this page and may not be shown; nothing of a closed purpose.

    `older` and `newer` are the records after and before which the next pages begin; empty where there is none.
    """

    rows: tuple[Row, ...]
    older: str = ""
    newer: str = ""
    withheld: int = 0
    filters: Filters = field(default_factory=Filters)


def get(
    officer: Officer, record_id: str, purpose: str, *, number: int | None = None, at: datetime | None = None
) -> Shown:
    """Return a record at its current version, or at an earlier one.

    Raises:
        MarkingForbids: with the codes of the reasons.
        NoSuchRecord: also for one that is kept for a purpose closed to the officer.
        NoPurpose.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "record.read", "record", record_id, purpose, at=at):
        version = queries.version_of(record_id, number)
        roles = roles_of(officer)
        if version is None or not _not_closed([record_id], closed_to(frozenset(role for role, _ in roles))):
            raise NoSuchRecord
        reader = _reader(officer, roles, version.record.holder, version.record_id, purpose, at.date())
        marking = marks.from_wire(version.marking)
        _require(may_show(marking, reader, purpose, at.date()))
        return _shown(version, marking, reader, purpose, at.date())


def may_read(officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether an officer may be shown a whole report, as it stands in an envelope, for a purpose (spec §30.20)."""
    return readable(officer, [body], purpose)[0]


def readable(officer: Officer, bodies: Sequence[Mapping[str, Any]], purpose: str) -> list[bool]:
    """Tell the same of many reports, in as many questions as of one."""
    return _readable(officer, [[body] for body in bodies], purpose)


def may_read_set(officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether an officer may be shown every whole record of a set (spec §80.26e)."""
    return readable_sets(officer, [body], purpose)[0]


def readable_sets(officer: Officer, bodies: Sequence[Mapping[str, Any]], purpose: str) -> list[bool]:
    """Tell the same of many sets, in as many questions as of one."""
    return _readable(officer, [body.get("records", ()) for body in bodies], purpose)


def _readable(officer: Officer, groups: Sequence[Sequence[Mapping[str, Any]]], purpose: str) -> list[bool]:
    """Tell of each group of payloads whether an officer may be shown all of them; of none, or what is none, not."""
    marked, roles, on = [_marked(group) for group in groups], roles_of(officer), timezone.now().date()
    named = Record.objects.filter(id__in={one.record for group in marked for one in group})
    holders = {(one, of): holder for one, of, holder in named.values_list("id", "originator", "holder")}

    def may(one: _Marked) -> bool:
        holder, marking = holders.get((one.record, one.originator), ""), one.marking
        reader = _reader(officer, roles, holder, one.record, purpose, on)
        fields = (may_show_field(marking, name, reader, purpose, on).allowed for name, _ in marking.fields)
        return may_show(marking, reader, purpose, on).allowed and all(fields)

    return [bool(group) and all(map(may, group)) for group in marked]


class _Marked(NamedTuple):
    """What of a payload decides who may be shown it."""

    record: str
    originator: str
    marking: Marking


def _marked(payloads: Sequence[Mapping[str, Any]]) -> list[_Marked]:
    """Return what decides of each payload, or nothing if one cannot be read. What stands here was judged before."""
    try:
        return [_Marked(one["record"], one["originator"], marks.from_wire(one["marking"])) for one in payloads]
    except (SenderError, LookupError, TypeError):
        return []


def may_read_about(officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether an officer may be shown what was written about a record: whoever may be shown the record."""
    return str(body.get("record", "")) in visible(officer, [str(body.get("record", ""))], purpose)


def history(officer: Officer, record_id: str, purpose: str, *, at: datetime | None = None) -> list[RecordVersion]:
    """Return the versions of a record, newest first, to whoever may see the current one.

    Only number, times, reason, digest and officer are for showing, content through `get`.
    """
    get(officer, record_id, purpose, at=at)
    return list(queries.versions_of(record_id))


def search(
    officer: Officer,
    filters: Filters,
    purpose: str,
    *,
    after: str = "",
    before: str = "",
    act: str = LISTED,
    most: int = 0,
    at: datetime | None = None,
) -> Page:
    """Return one page of the records that fit the filters and may be shown; each shown one is recorded.

    Args:
        officer: who reads.
        filters: what the list is narrowed to, and how it is sorted.
        purpose: what for.
        after: the record after which the page begins.
        before: the record before which it ends; empty, both, for the first page.
        act: what is recorded of each record that is shown.
        most: how many records stand on the page, `PAGE_ROWS` if not given.
        at: the moment, now if not given.
    """
    at = cut(at or timezone.now())
    if not purpose.strip():
        raise NoPurpose
    filters = replace(filters, exercise=purpose == EXERCISE)
    roles = roles_of(officer)
    closed = closed_to(frozenset(role for role, _ in roles))
    page = _page(filters, closed, after, before, most or PAGE_ROWS)
    versions = queries.current_versions_of(page.records)
    on = at.date()
    readers = [_reader(officer, roles, one.record.holder, one.record_id, purpose, on) for one in versions]
    rows = [_row(version, reader, purpose, on) for version, reader in zip(versions, readers, strict=True)]
    shown = tuple(row for row in rows if row is not None)
    actor = actor_of(officer)
    lines = [Entry(actor, act, "record", row.record.id, purpose) for row in shown]
    audit.record_many(lines or [Entry(actor, act, "record", "none", purpose)], at=at)
    return Page(shown, page.older, page.newer, len(versions) - len(shown), filters)


def pages(
    officer: Officer, filters: Filters, purpose: str, *, act: str = LISTED, most: int = 0, at: datetime | None = None
) -> Iterator[Page]:
    """Yield the pages of a list one after the other, each read and recorded when it is asked for; see `search`."""
    after, more = "", True
    while more:
        page = search(officer, filters, purpose, after=after, act=act, most=most, at=at)
        yield page
        after, more = page.older, bool(page.older)


def types_for(officer: Officer) -> dict[str, RecordType]:
    """Return the registers that an officer knows of: not those kept for a purpose that is closed to them (§80.73)."""
    closed = closed_to(officer.role_slugs())
    return {slug: one for slug, one in types().items() if not closed_purpose_of(slug, closed)}


def imports(officer: Officer) -> "QuerySet[Import]":
    """Return the imports that an officer knows of: none of a purpose that is closed to them (§80.73)."""
    return queries.imports(closed_to(officer.role_slugs()))


def export(
    officer: Officer, filters: Filters, purpose: str, most: int, *, at: datetime | None = None
) -> tuple[list[Row], bool]:
    """Return what may be taken away of a list, each record with its line, and whether there is more than `most`."""
    rows: list[Row] = []
    more = False
    for page in pages(officer, filters, purpose, act=EXPORTED, at=at):
        rows += page.rows
        more = bool(page.older)
        if len(rows) >= most:
            break
    return rows[:most], more or len(rows) > most


def chart(officer: Officer, type_slug: str, asked: Chart, purpose: str, *, at: datetime | None = None) -> Figures:
    """Return the figures of a chart over the records that may be shown to an officer for a purpose.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    roles = roles_of(officer)

    def allowed(marking: Marking, holder: str) -> bool:
        return may_show(marking, _reader(officer, roles, holder), purpose, at.date()).allowed

    audit.record(actor_of(officer), "record.charted", "record", f"{type_slug}/{asked.name}", purpose, at=at)
    return charting.figures(type_slug, asked, allowed)


def counts(officer: Officer, slugs: Sequence[str], purpose: str, *, at: datetime | None = None) -> dict[str, Counted]:
    """Return how many live records of each type an officer may see for a purpose, as far as a page counts."""
    closed, on = closed_to(officer.role_slugs()), (at or timezone.now()).date()
    return counting.counts(slugs, _reader(officer, roles_of(officer), ""), purpose, closed, on)


def export_one(officer: Officer, record_id: str, purpose: str, *, at: datetime | None = None) -> Shown:
    """Return a record to be taken away. Raises what `get` raises."""
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), EXPORTED, "record", record_id, purpose, at=at):
        return get(officer, record_id, purpose, at=at)


@dataclass(frozen=True, slots=True)
class _Ids:
    """The records of one page, and where the next ones begin."""

    records: list[str]
    older: str
    newer: str


def _page(filters: Filters, closed: frozenset[str], after: str, before: str, most: int) -> _Ids:
    """Return a page as if there were nothing of a closed purpose: neither a hole nor a cursor tells of it (§80.73)."""
    if not _not_closed([after or before], closed):
        after = before = ""
    found = _known(filters, closed, most + 1, after=after, before=before)
    if before and not after and found:
        rows = found[-most:]
        return _Ids(rows, rows[-1], rows[0] if len(found) > most else "")
    if before and not after:
        found = _known(filters, closed, most + 1)
    rows = found[:most]
    return _Ids(rows, rows[-1] if len(found) > most else "", rows[0] if after and rows else "")


def walk(officer: Officer, filters: Filters, most: int, *, after: str = "") -> list[str]:
    """Return the records that come next in a list, without those of which the officer knows nothing (spec §80.73)."""
    closed = closed_to(officer.role_slugs())
    return _known(filters, closed, most, after=after if _not_closed([after], closed) else "")


def _known(filters: Filters, closed: frozenset[str], most: int, *, after: str = "", before: str = "") -> list[str]:
    """Walk on, past what is of a closed purpose, until there are so many records or no more."""
    if filters.type and closed_purpose_of(filters.type, closed):
        return []
    apart = tuple(slug for slug in types() if closed_purpose_of(slug, closed)) if not filters.type else ()
    asked, found, backwards = replace(filters, apart=apart), list[str](), bool(before) and not after
    while True:
        walked = queries.walk(asked, most, after=after, before=before)
        known = _not_closed(walked, closed)
        found = known + found if backwards else found + known
        if len(walked) < most or len(found) >= most:
            return found[-most:] if backwards else found[:most]
        after, before = ("", walked[0]) if backwards else (walked[-1], "")


def _not_closed(record_ids: Sequence[str], closed: frozenset[str]) -> list[str]:
    """Return those of some records that are not kept for closed purposes alone, in their order."""
    asked = [record_id for record_id in record_ids if record_id]
    if not asked or not closed:
        return asked
    purposes = {one.record_id: one.marking["purposes"] for one in queries.markings_of(asked)}
    return [one for one in asked if one in purposes and not closed.issuperset(purposes[one])]


def visible(
    officer: Officer, record_ids: Sequence[str], purpose: str, *, at: datetime | None = None, recorded: bool = False
) -> dict[str, Shown]:
    """Return those of some records that an officer may see for a purpose, by identifier, with what may be shown.

    What may not be shown is as good as not there: it is left out and not counted. `recorded` writes an audit line
    for each record that is returned; without it, the caller records what it shows of them.
    """
    at = cut(at or timezone.now())
    if not purpose.strip():
        raise NoPurpose
    roles, found = roles_of(officer), {}
    for version in queries.current_versions_of(list(dict.fromkeys(record_ids))):
        marking = marks.from_wire(version.marking)
        reader = _reader(officer, roles, version.record.holder, version.record_id, purpose, at.date())
        if may_show(marking, reader, purpose, at.date()).allowed:
            found[version.record_id] = _shown(version, marking, reader, purpose, at.date())
    if recorded:
        actor = actor_of(officer)
        audit.record_many([Entry(actor, "record.listed", "record", each, purpose) for each in found], at=at)
    return found


def reader_of(officer: Officer, record: Record) -> Reader:
    """Return an officer as the marking of a record sees them."""
    return _reader(officer, roles_of(officer), record.holder)


def _reader(
    officer: Officer,
    roles: frozenset[tuple[str, str]],
    holder: str,
    record_id: str = "",
    purpose: str = "",
    on: date | None = None,
) -> Reader:
    """Return an officer as a marking sees them; for court evidence with the consents to use this record (§80.25d).

    Of a record that is withheld from them, as one who acts for no purpose.
    """
    given = consents_to(record_id, purpose, "", on) if on and purpose == marks.COURT else frozenset[Consent]()
    none = withheld(officer, record_id, purpose)
    return Reader(
        party=settings.TAAWUN_PARTY,
        officer=officer.id,
        authorities=frozenset(authority for _, authority in roles),
        purposes=frozenset() if none else purposes_of(frozenset(role for role, _ in roles)),
        holder=holder,
        consents=given,
    )


def _require(decision: Decision) -> None:
    if not decision.allowed:
        raise MarkingForbids(", ".join(reason.code for reason in decision.reasons) + ".")


def _shown(version: RecordVersion, marking: Marking, reader: Reader, purpose: str, on: date) -> Shown:
    decisions = {name: may_show_field(marking, name, reader, purpose, on) for name, _ in marking.fields}
    withheld = {name: decision for name, decision in decisions.items() if not decision.allowed}
    data = {name: value for name, value in version.data.items() if name not in withheld}
    return Shown(version.record, version, marking, data, withheld)


def _row(version: RecordVersion, reader: Reader, purpose: str, on: date) -> Row | None:
    marking = marks.from_wire(version.marking)
    if not may_show(marking, reader, purpose, on).allowed:
        return None
    shown = _shown(version, marking, reader, purpose, on)
    return Row(version.record, caption(shown), marking, shown.data, frozenset(shown.withheld))


def caption(shown: Shown) -> str:
    """Return by what a record is called in a list; nothing where that is withheld."""
    return "" if type_named(shown.record.type).caption in shown.withheld else shown.record.caption
