# SPDX-License-Identifier: Apache-2.0
"""Evidence in a case: taken in with where it comes from, and every hand it goes through after (spec §60.9).

The chain is that of formats.papers.evidence: this module keeps its links as rows and reads them back, so that a
row which somebody changed breaks the chain before anything is added to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from taawun.apps.audit.services import Actor
from taawun.apps.cases.acting import acting, moment, written
from taawun.apps.cases.models import Custody, Evidence, EvidenceTaint, Paper, PaperKind
from taawun.apps.cases.papers import fetching, folder
from taawun.apps.cases.papers.keeping import NAME_CHARACTERS, paper, store
from taawun.formats.papers import evidence
from taawun.formats.papers.evidence import LINE_CHARACTERS, Act, Link
from taawun.kernel.errors import NoSuchPaper, NotReasoned, WrongPaper
from taawun.kernel.ledger.entry import Kind


def take_evidence(
    actor: Actor,
    case_id: str,
    name: str,
    data: bytes,
    media_type: str,
    language: str,
    purpose: str,
    *,
    what: str,
    provenance: str,
    held_by: str,
    tainted: bool = False,
    at: datetime | None = None,
) -> Evidence:
    """Take evidence in: its digest is measured, and the first link of its custody is made.

    `what` says what it is, `provenance` where it comes from and how it was got (never empty), `held_by` who holds
    the original. `tainted`: it may have been got by torture; then no court use, whoever asks (CAT 15).

    Raises:
        NotReasoned: without what it is, where it comes from, or who holds it.
        WrongPaper, BadContents, and what `acting` raises.
    """
    at = moment(at)
    with acting(actor, "case.evidence-taken", case_id, purpose, at, ledger=Kind.RECORD) as case:
        said = _Said.of(what, provenance, held_by, tainted)
        kept = store(case, actor, PaperKind.EVIDENCE, name, data, media_type, language, at)
        return _begin(actor, kept, data, said, at)


def adopt(
    actor: Actor,
    paper_id: str,
    purpose: str,
    *,
    what: str,
    provenance: str,
    held_by: str,
    tainted: bool = False,
    at: datetime | None = None,
) -> Evidence:
    """Say of a paper of the other side where it comes from, and begin its custody here; no court reads it before.

    Raises:
        NoSuchPaper: there is none, or its bytes have not come.
        WrongPaper: it is not the other side's, or this was said of it already.
        NotReasoned, PaperDamaged, and what `acting` raises.
    """
    at = moment(at)
    row = paper(paper_id)
    with acting(actor, "case.paper-adopted", row.case_id, purpose, at, ledger=Kind.RECORD):
        said = _Said.of(what, provenance, held_by, tainted)
        if row.kind != PaperKind.REFERENCE or Evidence.objects.filter(paper=row).exists():
            raise WrongPaper("Where it comes from is said once, of a paper of the other side.")
        return _begin(actor, row, fetching.bytes_of(row), said, at)


def taint(actor: Actor, evidence_id: str, reason: str, purpose: str, *, at: datetime | None = None) -> EvidenceTaint:
    """Say that evidence may have been got by torture, whenever that becomes known. Nothing takes it back (CAT 15).

    Raises:
        NoSuchPaper, NotReasoned, and what `acting` raises.
    """
    at = moment(at)
    row = _found(evidence_id)
    with acting(actor, "case.tainted", row.paper.case_id, purpose, at, ledger=Kind.RECORD):
        why = written(reason)
        if not why:
            raise NotReasoned
        return EvidenceTaint.objects.create(
            evidence=row, reason=why, officer_id=actor.officer_id, authority=actor.authority, at=at
        )


def hand_on(
    actor: Actor,
    evidence_id: str,
    act: str,
    held_by: str,
    reason: str,
    purpose: str,
    *,
    at: datetime | None = None,
) -> Custody:
    """Add a link to the custody of evidence: its bytes are measured again, and the link commits to the one before.

    Raises:
        NoSuchPaper, NotReasoned, PaperDamaged.
        BrokenCustody: a link was changed since, the time goes back, or the item had been destroyed.
    """
    at = moment(at)
    row = _found(evidence_id)
    with acting(actor, "case.custody", row.paper.case_id, purpose, at, ledger=Kind.RECORD):
        held_by, said = held_by.strip()[:NAME_CHARACTERS], written(reason, LINE_CHARACTERS)
        if act not in set(Act) or not held_by or not said:
            raise NotReasoned("What was done, who holds it, and why.")
        folder.read(row.paper.sha256)
        known = chain(Custody.objects.filter(evidence=row).order_by("number"))
        giver = known[-1].holder if known and known[-1].holder != held_by else ""
        longer = evidence.add(
            known, Act(act), at=at, holder=held_by, condition=said, giver=giver, officer=actor.officer_id
        )
        return _keep(row, longer[-1], actor)


def chain(rows: Iterable[Custody]) -> tuple[Link, ...]:
    """Return the chain that rows keep, oldest first; whether it holds is `evidence.check_custody`'s to say."""
    return tuple(
        Link(
            number=row.number, act=Act(row.act), at=row.at, item=row.sha256, holder=row.held_by, giver=row.giver,
            seal=row.seal, condition=row.reason, officer=row.officer_id, before=row.previous,
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of evidence when its custody begins; never empty."""

    what: str
    provenance: str
    held_by: str
    tainted: bool

    @classmethod
    def of(cls, what: str, provenance: str, held_by: str, tainted: bool) -> "_Said":
        """Return it as it is kept.

        Raises:
            NotReasoned: without what it is, where it comes from, or who holds it.
        """
        held_by, from_where = held_by.strip()[:NAME_CHARACTERS], written(provenance, LINE_CHARACTERS)
        if not from_where or not what.strip() or not held_by:
            raise NotReasoned("What it is, where it comes from, and who holds it.")
        return cls(what.strip()[:NAME_CHARACTERS], from_where, held_by, tainted)


def _begin(actor: Actor, kept: Paper, data: bytes, said: _Said, at: datetime) -> Evidence:
    row = Evidence.objects.create(paper=kept, what=said.what, provenance=said.provenance, tainted=said.tainted, at=at)
    (first,) = evidence.take_in(
        evidence.measure(BytesIO(data)), at=at, holder=said.held_by, giver=said.provenance,
        condition=said.provenance, officer=actor.officer_id,
    )  # fmt: skip
    _keep(row, first, actor)
    return row


def _found(evidence_id: str) -> Evidence:
    row = Evidence.objects.select_related("paper").filter(id=evidence_id).first()
    if row is None:
        raise NoSuchPaper
    return row


def _keep(row: Evidence, link: Link, actor: Actor) -> Custody:
    return Custody.objects.create(
        evidence=row, number=link.number, act=link.act.value, held_by=link.holder, giver=link.giver, seal=link.seal,
        reason=link.condition, sha256=link.item, officer_id=link.officer, authority=actor.authority, at=link.at,
        previous=link.before, digest=link.digest,
    )  # fmt: skip
