# SPDX-License-Identifier: Apache-2.0
"""Moves of our own: made at home, or proposed, approved and made when they are sent (spec §60.3 to §60.6).

Every way to a move goes through `deciding.check_move` on a locked case: when it is made at home, when it is
proposed, and once more in the transaction that sends it. There is no other way, whoever asks.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import seeing
from taawun.apps.cases.acting import OBJECT, acting, moment, written
from taawun.apps.cases.gates.masking import checked
from taawun.apps.cases.models import Case, PrivateMove, Proposal, ProposalState, SharedMove
from taawun.apps.cases.moves import conditions, filing
from taawun.apps.cases.moves.filing import Held, hold, other_party
from taawun.apps.cases.moves.following import follow
from taawun.apps.cases.papers.keeping import chosen
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.kinds import Leaving
from taawun.apps.exchange.models import ReleaseState
from taawun.apps.exchange.queries import release_states
from taawun.apps.ledger import services as ledger
from taawun.apps.people import access as people
from taawun.kernel.cases.contents import EVERYTHING
from taawun.kernel.cases.deciding import attestations
from taawun.kernel.cases.moves import KIND, SALT_BYTES, MoveMade, PackRef, PaperRef
from taawun.kernel.cases.replay import check_incoming, standing
from taawun.kernel.cases.words import Side
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import (
    MovedOn,
    NoSuchCase,
    NoSuchProposal,
    ProposalOpen,
    SenderError,
    StaleProposal,
    WrongWay,
)
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.digests import digest_of, sha256_hex
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.limits import BODY_BYTES
from taawun.kernel.wire.times import to_wire

ARTICLE_CHARACTERS: Final = 80
"""Longest article of a legal basis on the wire."""


def make(
    actor: Actor,
    case_id: str,
    move: str,
    purpose: str,
    *,
    token: str = "",
    reasons: str = "",
    at: datetime | None = None,
) -> PrivateMove:
    """Make a private move.

    Args:
        actor: an officer of the authority that has the case.
        case_id: which case.
        move: which move.
        purpose: what for.
        token: of the standing that the officer saw (`access.case(...).token`). Two clicks on one page, or two
            browsers, have one token: the second is told what the first one did, or that the case has moved on.
        reasons: where the move asks for them.
        at: when.

    Raises:
        MoveClosed: with every reason why it is closed.
        MovedOn: the officer saw an earlier standing.
        WrongWay: a shared move; see `propose`.
    """
    at = moment(at)
    with acting(actor, "case.move", case_id, purpose, at) as case:
        reasons = written(reasons)
        held = hold(case, at)
        mark = f"{token or held.token}/{move}"
        earlier = PrivateMove.objects.filter(case=case, token=mark, officer_id=actor.officer_id).first()
        if earlier is not None:
            return earlier
        _check_seen(token, held)
        declared = checked(held, actor.officer_id, move, at, reasons, reviewer=_reviews(actor.officer_id, case))
        if declared.shared:
            raise WrongWay
        conditions.ask(held, declared, at, made=True)
        row = PrivateMove.objects.create(
            case=case, move=move, officer_id=actor.officer_id, authority=case.authority, at=at,
            base=base_of(held), reasons=reasons.strip(), token=mark,
        )  # fmt: skip
        follow(hold(case, at), at)
        ledger.accept(Kind.MOVE, _digest(row), at=at)
        return row


def propose(
    actor: Actor,
    case_id: str,
    move: str,
    purpose: str,
    *,
    token: str = "",
    reasons: str = "",
    papers: Sequence[str] = (),
    at: datetime | None = None,
) -> Proposal:
    """Propose a shared move: it is drafted with its release, and made when that is approved by others and sent.

    Arguments are those of `make`. `reasons` are written for the other side; `papers` are identifiers of papers of the
    case that belong to the move.

    Raises:
        MoveClosed, MovedOn, WrongWay, NoSuchPaper.
        ProposalOpen: another move of the case waits.
        NoRule: no release rule of our roster covers a move.
    """
    at = moment(at)
    with acting(actor, "case.proposed", case_id, purpose, at) as case:
        reasons = written(reasons)
        held = hold(case, at)
        mark = f"{token or held.token}/{move}"
        earlier = Proposal.objects.filter(case=case, token=mark, officer_id=actor.officer_id).first()
        if earlier is not None:
            return earlier
        _check_seen(token, held)
        if settle_proposal(case, at) is not None:
            raise ProposalOpen
        declared = checked(held, actor.officer_id, move, at, reasons, reviewer=_reviews(actor.officer_id, case))
        if not declared.shared:
            raise WrongWay
        conditions.ask(held, declared, at, made=False)
        made = _draft(held, declared, actor, reasons, _papers(case, papers), at)
        release = exchange.draft_release(actor, _wish(held, declared, made), at)
        return Proposal.objects.create(
            case=case, move=move, digest=made.digest(), wire=encode(made.to_wire()), release=release.id,
            officer_id=actor.officer_id, authority=case.authority, at=at, token=mark,
        )  # fmt: skip


def withdraw_proposal(actor: Actor, case_id: str, purpose: str, *, at: datetime | None = None) -> Proposal:
    """Take back the open proposal of a case with its release; nothing has crossed.

    Raises:
        NoSuchProposal: none is open.
        ReleaseClosed: it was sent meanwhile.
    """
    at = moment(at)
    with audit.acting(actor, "case.proposal-withdrawn", OBJECT, case_id, purpose, at=at):
        case = Case.objects.filter(id=case_id).first()
        if case is None:
            raise NoSuchCase
        seeing.require_worker(actor, case, purpose)
        row = Proposal.objects.filter(case=case, state=ProposalState.OPEN).first()
        if row is None:
            raise NoSuchProposal
        if settle_proposal(case, at) is not None:
            # The release is held before the case, as sending does: two who wait for each other would wait for ever.
            exchange.withdraw(actor, row.release, at)
            settle_proposal(filing.locked(case_id), at)
        row.refresh_from_db()
        return row


def open_proposal(case: Case) -> Proposal | None:
    """Return the proposal of a case that waits; one whose release was withdrawn elsewhere waits no more."""
    row = Proposal.objects.filter(case=case, state=ProposalState.OPEN).first()
    if row is None or release_states([row.release]).get(row.release) == ReleaseState.WITHDRAWN:
        return None
    return row


def settle_proposal(case: Case, at: datetime) -> Proposal | None:
    """Return the open proposal of a case; one whose release was withdrawn on the pages of the exchange ends here."""
    row = open_proposal(case)
    if row is None:
        gone = Proposal.objects.filter(case=case, state=ProposalState.OPEN)
        gone.update(state=ProposalState.WITHDRAWN, ended=at)
    return row


def leave(leaving: Leaving, now: datetime) -> None:
    """Make a proposed move, in the transaction that sends its release; or refuse, and nothing is sent.

    Raises:
        NoSuchProposal: nobody proposed it: a release that was drafted past the case never leaves.
        StaleProposal: contents, gates or moves have changed since.
        MoveClosed: it is closed by now.
    """
    at = moment(now)
    row = Proposal.objects.filter(release=leaving.release, state=ProposalState.OPEN).first()
    if row is None or row.digest != sha256_hex(leaving.body):
        raise NoSuchProposal
    case = filing.locked(row.case_id)
    held = hold(case, at)
    made = MoveMade.from_wire(decode(leaving.body, limit=BODY_BYTES))
    declared = checked(
        held, row.officer_id, made.move, at, made.reasons, reviewer=_reviews(leaving.actor.officer_id, case)
    )
    _check_fresh(held, declared, made)
    conditions.ask(held, declared, at, made=True)
    SharedMove.objects.create(
        digest=row.digest, case=case, wire=bytes(row.wire), move=made.move, party=made.party,
        officer_id=made.officer, authority=made.authority, at=made.at, known=at, release=leaving.release,
        envelope=leaving.envelopes[other_party(case)],
    )  # fmt: skip
    row.state, row.ended = ProposalState.MADE, at
    row.save(update_fields=["state", "ended"])
    follow(hold(case, at), at)
    audit.record(leaving.actor, "case.move", OBJECT, case.id, case.purpose, at=at)
    ledger.accept(Kind.MOVE, row.digest, at=at)


def _reviews(officer_id: str, case: Case) -> bool:
    return bool(officer_id) and seeing.reviews(people.find(officer_id), case)


def base_of(held: Held) -> str:
    """Return the digest of the shared move on which a private one made now hangs."""
    applied = held.standing.applied
    return applied[-1].digest() if applied else ""


def carried(held: Held, move: Move) -> dict[str, object]:
    """Return the contents that travel with a move, as the case holds them now."""
    everything = EVERYTHING in move.carries
    filled = held.file.filled
    return {slug: one.to_wire() for slug, one in filled.items() if everything or slug in move.carries}


def _draft(held: Held, move: Move, actor: Actor, reasons: str, papers: tuple[PaperRef, ...], at: datetime) -> MoveMade:
    """Return the move as it would cross, refused here if the other side would have to refuse it."""
    case, kind = held.case, held.kind
    made = MoveMade(
        case=case.id, kind=kind.slug, pack=PackRef(kind.pack, kind.pack_version, kind.pack_digest),
        requesting=case.requesting, requested=case.requested, move=move.slug, party=_our_party(case),
        officer=actor.officer_id, authority=case.authority, at=at, after=tuple(sorted(held.standing.heads)),
        content=carried(held, move), reasons=reasons.strip(), gates=attestations(kind, held.file, move),
        papers=papers, salt=os.urandom(SALT_BYTES),
    )  # fmt: skip
    try:
        check_incoming(kind, held.shared, MoveMade.from_wire(made.to_wire()), made.party)
    except SenderError as refusal:
        raise StaleProposal(f"{refusal.code}: {refusal.detail}") from None
    return made


def _check_seen(token: str, held: Held) -> None:
    if token and token != held.token:
        raise MovedOn


def _check_fresh(held: Held, move: Move, made: MoveMade) -> None:
    """Refuse a move that no longer says what the case holds, or that the moves which came since would make void."""
    if dict(made.content) != carried(held, move) or dict(made.gates) != attestations(held.kind, held.file, move):
        raise StaleProposal("Contents or gates.")
    if set(made.after) != set(held.standing.heads):
        after = standing(held.kind, [*held.shared, made])
        if made.digest() not in {one.digest() for one in after.applied}:
            raise StaleProposal("Another move came first.")


def _wish(held: Held, move: Move, made: MoveMade) -> exchange.Wish:
    case = held.case
    basis = Basis(held.kind.pack, (move.basis[0].article or move.basis[0].title)[:ARTICLE_CHARACTERS])
    return exchange.Wish(
        kind=KIND, body=made.to_wire(), recipients=(other_party(case),), purpose=case.purpose, basis=basis,
        object_type=OBJECT, object_id=case.id, handling=frozenset(case.handling), personal=True,
        sensitivity=case.sensitivity, security=case.security, case=case.id, ask_read=True,
    )  # fmt: skip


def _papers(case: Case, ids: Sequence[str]) -> tuple[PaperRef, ...]:
    return tuple(PaperRef(one.name, one.media_type, one.sha256, one.size, one.language) for one in chosen(case, ids))


def _digest(row: PrivateMove) -> str:
    """Return the digest of a private move, salted by its token, for the ledger."""
    return digest_of(["case.private/1", row.case_id, row.move, row.officer_id, to_wire(row.at), row.base, row.token])


def _our_party(case: Case) -> str:
    return case.requesting if filing.our_side(case) is Side.REQUESTING else case.requested
