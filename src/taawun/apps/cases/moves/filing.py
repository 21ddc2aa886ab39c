# SPDX-License-Identifier: Apache-2.0
"""A case with all that rules ask about it, read from the rows in a few queries (spec §60.5, §60.9, §60.10).

Nothing is decided here. Contents that the other side's moves carried count only while those moves count.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings

from taawun.apps import safeguards
from taawun.apps.cases import library
from taawun.apps.cases.clocks import calendars
from taawun.apps.cases.models import Assessment, Assurance, AssuranceFinding, Block, Case, ElementValue, MoveStatus
from taawun.apps.cases.models import PrivateMove as PrivateRow
from taawun.apps.cases.models import SharedMove as SharedRow
from taawun.apps.cases.papers import tainting
from taawun.apps.people import access as people
from taawun.apps.registers.purposes import at_work
from taawun.kernel.cases import gates as kernel
from taawun.kernel.cases.contents import Filled, Found
from taawun.kernel.cases.deciding import Actor, CaseFile
from taawun.kernel.cases.facts import ACTS, PERSON, Facts, facts_of, with_counterparts
from taawun.kernel.cases.gating import TAINTED
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.moves import MoveMade, PrivateMove
from taawun.kernel.cases.replay import Standing, standing
from taawun.kernel.cases.words import Outcome, Side
from taawun.kernel.errors import BadContents, NoSuchCase
from taawun.kernel.wire.canonical import decode
from taawun.kernel.wire.digests import digest_of
from taawun.kernel.wire.limits import BODY_BYTES

TOKEN_CHARACTERS = 32
_UNREADABLE = MappingProxyType({"": PERSON})
"""What an assessor has to look at where the contents cannot be read."""
SCREENING_RULE = "trafficking_screening"
"""The rule of the gates that wait for a safeguard."""


@dataclass(frozen=True, slots=True)
class Held:
    """A case as it stands now.

    Attributes:
        case: the row.
        kind: as its frozen pack has it.
        shared: every shared move that is here, whatever became of it.
        file: what the rules decide on.
        token: of this standing; an act that names an older one is refused, so that two clicks are one move.
        stated: digests of the offences and the person as the other side states them (Facts.subjects).
    """

    case: Case
    kind: CaseKind
    shared: tuple[MoveMade, ...]
    file: CaseFile
    token: str
    stated: frozenset[str] = frozenset()

    @property
    def standing(self) -> Standing:
        """Return what the moves come to."""
        return self.file.standing


def locked(case_id: str) -> Case:
    """Return a case, held until the transaction ends: moves of one case are made one after the other.

    Its key stays free: the worker may write what a clock of it told, and neither waits for the other for ever.
    """
    case = Case.objects.select_for_update(no_key=True).filter(id=case_id).first()
    if case is None:
        raise NoSuchCase
    return case


def hold(case: Case, now: datetime) -> Held:
    """Return a case with all that rules ask about it."""
    kind = library.kind_of(case)
    shared = tuple(moves_of(case))
    private = [_private(row) for row in PrivateRow.objects.filter(case=case).order_by("id")]
    stands = standing(kind, shared, private)
    fillings = counting(case, stands)
    stated = _stated_by_them(case, fillings, now)
    file = CaseFile(
        standing=stands,
        filled=contents(fillings),
        facts=_tainted(kind, case, _stated(kind, case, fillings, now)),
        assessments=tuple(_assessment(row) for row in Assessment.objects.filter(case=case).order_by("id")),
        assurances=assurances(case, stands),
        blocks=blocks(case),
        fillers={row.slug: row.officer_id for row in fillings if not row.move},
        older=_older(fillings, stated),
    )
    return Held(case, kind, shared, file, _token(case, stands, len(private)), stated)


def mover(case: Case, officer_id: str) -> Actor:
    """Return an officer as the rules see them: with the roles held in the authority that has the case, and no other."""
    officer = people.find(officer_id)
    roles = frozenset(role for role, authority in people.roles_of(officer) if authority == case.authority)
    return Actor(officer_id, case.authority, at_work(roles, case.purpose), our_side(case))


def our_side(case: Case) -> Side:
    """Return our side of a case."""
    return Side(case.side)


def other_party(case: Case) -> str:
    """Return the party across the table."""
    return case.requested if case.requesting == settings.TAAWUN_PARTY else case.requesting


def moves_of(case: Case) -> list[MoveMade]:
    """Return the shared moves of a case that are here, but for ours that the other side refused for good (§60.5)."""
    rows = SharedRow.objects.filter(case=case).exclude(status=MoveStatus.REFUSED)
    return [move_of(row) for row in rows.only("wire", "case_id")]


def move_of(row: SharedRow) -> MoveMade:
    """Return a shared move as it crossed."""
    return MoveMade.from_wire(decode(bytes(row.wire), limit=BODY_BYTES))


def counting(case: Case, stands: Standing) -> list[ElementValue]:
    """Return the fillings that count, oldest first; a move that says again what it said before fills nothing anew."""
    applied = {made.digest() for made in stands.applied}
    rows = ElementValue.objects.filter(case=case).order_by("slug", "number")
    kept: list[ElementValue] = []
    said: dict[str, Filled] = {}
    for row in rows:
        if row.move and (row.move not in applied or said.get(row.slug) == filled_of(row)):
            continue
        if row.move:
            said[row.slug] = filled_of(row)
        kept.append(row)
    return kept


def contents(fillings: Iterable[ElementValue]) -> dict[str, Filled]:
    """Return the last filling of each element."""
    return {row.slug: filled_of(row) for row in fillings}


def filled_of(row: ElementValue) -> Filled:
    """Return one filling."""
    found = Found(row.found_document, row.found_page, row.found_officer) if row.found_officer else None
    return Filled(None if row.excuse else row.value, row.excuse, found)


def assurances(case: Case, stands: Standing) -> tuple[kernel.Assurance, ...]:
    """Return the assurances of a case that count, each with the last finding about it, oldest first."""
    applied = {made.digest() for made in stands.applied}
    findings: dict[str, AssuranceFinding] = {
        one.assurance_id: one for one in AssuranceFinding.objects.filter(assurance__case=case).order_by("id")
    }
    rows = Assurance.objects.filter(case=case).order_by("at", "id")
    return tuple(_assurance(row, findings.get(row.id)) for row in rows if not row.move or row.move in applied)


def blocks(case: Case) -> frozenset[str]:
    """Return the secret stops that are set."""
    last = {row.kind: row.lifted for row in Block.objects.filter(case=case).order_by("id")}
    return frozenset(kind for kind, lifted in last.items() if not lifted)


def _token(case: Case, stands: Standing, private: int) -> str:
    """Return what names this standing with its contents: who clicks on what a page showed clicks on these words."""
    proposals, fillings = case.proposals.count(), case.elements.count()
    return digest_of([list(stands.heads), private, proposals, fillings, case.authority])[:TOKEN_CHARACTERS]


def _stated(kind: CaseKind, case: Case, fillings: Iterable[ElementValue], now: datetime) -> Facts:
    """Return the facts as they are filled here and, beside them, as the other side stated them (spec §60.10).

    No filling of an officer here takes the place of what crossed, but for what our law makes of the same acts.
    """
    rows = list(fillings)
    ours = contents(row for row in rows if not row.move)
    theirs = contents(row for row in rows if row.move)
    here, crossed = theirs | ours, ours | theirs
    for slug in set(ACTS) & ours.keys() & theirs.keys():
        value = with_counterparts(theirs[slug].value, ours[slug].value)
        crossed[slug] = replace(theirs[slug], value=value)
    found = _safeguarded(kind, here, _facts(case, here, now))
    if here == crossed:
        return found
    stated = _safeguarded(kind, crossed, _facts(case, crossed, now))
    return replace(found, crossed=stated, safeguarded=found.safeguarded or stated.safeguarded)


def _stated_by_them(case: Case, fillings: Iterable[ElementValue], now: datetime) -> frozenset[str]:
    """Return what the moves of the other side state of acts and person, by digest (Facts.subjects)."""
    found = contents(row for row in fillings if row.move and row.slug in (PERSON, *ACTS))
    return frozenset(_facts(case, found, now).subjects) if found else frozenset()


def _older(fillings: Iterable[ElementValue], stated: frozenset[str]) -> frozenset[str]:
    """Return the elements whose last filling is ours and was made for other acts or another person.

    What was filled before this was written down is left as it was.
    """
    last = {row.slug: row for row in fillings if row.slug not in (PERSON, *ACTS)}
    ours = (row for row in last.values() if not row.move and row.covers is not None)
    return frozenset(row.slug for row in ours if not stated <= set(row.covers or ()))


def _facts(case: Case, filled: dict[str, Filled], now: datetime) -> Facts:
    on = calendars.today(case, Side.REQUESTED, now)
    try:
        return facts_of(filled, case.requesting, case.requested, on)
    except BadContents:  # what is not well filled is unknown, and unknown is never a yes, nor was it ever looked at
        return Facts(case.requesting, case.requested, on, None, (), subjects=_UNREADABLE)


def _safeguarded(kind: CaseKind, filled: dict[str, Filled], facts: Facts) -> Facts:
    """Return the facts with what this node's safeguards say of the person, where a gate of the case asks for it."""
    if PERSON not in filled or not any(gate.rule == SCREENING_RULE for gate in kind.gates.values()):
        return facts
    return replace(facts, safeguarded=safeguards.holds(safeguards.sought_of(filled[PERSON].value)))


def _tainted(kind: CaseKind, case: Case, facts: Facts) -> Facts:
    """Return the facts with when evidence was last found tainted, where a gate of the case asks for it."""
    return replace(facts, tainted=tainting.tainted_at(case.id)) if TAINTED in kind.gates else facts


def _private(row: PrivateRow) -> PrivateMove:
    return PrivateMove(row.move, row.officer_id, row.authority, row.at, row.base)


def _assessment(row: Assessment) -> kernel.Assessment:
    return kernel.Assessment(
        gate=row.gate, outcome=Outcome(row.outcome), reason=row.reason, source=row.source, officer=row.officer_id,
        authority=row.authority, at=row.at, waived=row.waived, second=row.second,
        second_authority=row.second_authority, covers=frozenset(row.covers or ()),
    )  # fmt: skip


def _assurance(row: Assurance, finding: AssuranceFinding | None) -> kernel.Assurance:
    told: dict[str, Any] = {}
    if finding is not None:
        told = {
            "sufficient": finding.sufficient, "assessor": finding.officer_id, "assessed_at": finding.at,
            "points": finding.points, "covers": frozenset(finding.covers or ()),
        }  # fmt: skip
    return kernel.Assurance(gate=row.gate, text=row.text, given_by=row.given_by, given_at=row.given_at, **told)
