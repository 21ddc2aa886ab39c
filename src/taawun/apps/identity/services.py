# SPDX-License-Identifier: Apache-2.0
"""The acts of identity: claim a pair, judge it, take the judgement back.

One function is one act: one transaction, one audit line, and for a judgement one ledger entry. Nothing judged is
lost: each judgement is a row of its own, and the one that came last counts.
"""

import os
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.identity import finding, subjects
from taawun.apps.identity.models import Judgement, Pair, Verdict
from taawun.apps.identity.statements import kind_of
from taawun.apps.ids import new_id
from taawun.apps.ledger import services as ledger
from taawun.apps.people import access as people
from taawun.apps.registers import access as records
from taawun.apps.registers import queries as registers
from taawun.kernel.errors import NoReasonGiven, NoSuchPair, NotAPair, NothingToUndo, PairClaimed
from taawun.kernel.wire.digests import b64, digest_of
from taawun.kernel.wire.times import cut, to_wire

JUDGES: Final = ("analyst", "desk_officer")
"""Roles that screen names and judge who is who."""
CLAIM: Final = timedelta(hours=8)
"""How long a pair is kept for the officer who claimed it."""
LEDGER_KIND: Final = "judgement"
SALT_BYTES: Final = 16
UNDONE: Final = "Taken back."


def claim(actor: Actor, pair_id: str, purpose: str, *, at: datetime | None = None) -> None:
    """Keep a pair for one officer; only they may judge it until they have, give it back, or the time is over.

    Raises:
        PairClaimed: another officer has it.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "pair.claimed", "pair", pair_id, purpose, at=at):
        pair = _locked(actor, pair_id, purpose, at)
        pair.claimed_by, pair.claimed_at = actor.officer_id, at
        pair.save(update_fields=["claimed_by", "claimed_at"])


def give_back(actor: Actor, pair_id: str, purpose: str, *, at: datetime | None = None) -> None:
    """Give a claimed pair back to the queue."""
    at = cut(at or timezone.now())
    with audit.acting(actor, "pair.given-back", "pair", pair_id, purpose, at=at):
        pair = _locked(actor, pair_id, purpose, at)
        pair.claimed_by, pair.claimed_at = "", None
        pair.save(update_fields=["claimed_by", "claimed_at"])


def open_pair(actor: Actor, left: str, right: str, purpose: str, *, at: datetime | None = None) -> Pair:
    """Return the pair of two records, which an officer wants to judge; a new one where there was none.

    Raises:
        NotAPair: a record with itself, or records of different kinds.
        MarkingForbids, NoSuchRecord: if the officer may not see one of them.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "pair.opened", "record", left, purpose, at=at):
        _require(actor)
        for identifier in (left, right):
            records.get(people.find(actor.officer_id), identifier, purpose, at=at)
        versions = registers.current_versions_of([left, right])
        if len({one.record_id for one in versions}) < 2 or len({kind_of(one.record.type) for one in versions}) > 1:
            raise NotAPair
        if not kind_of(versions[0].record.type):
            raise NotAPair
        known = Pair.objects.filter(left=min(left, right), right=max(left, right)).first()
        if known is None:
            known = finding.new_pair(versions[0], versions[1], finding.score_of(*versions), at)
            known.save(force_insert=True)
    return known


def judge(
    actor: Actor, pair_id: str, verdict: str, reason: str, purpose: str, *, at: datetime | None = None
) -> Judgement:
    """Say whether two records are about one subject; a later judgement supersedes this one.

    Raises:
        NoReasonGiven: without a reason.
        PairClaimed: another officer has claimed the pair.
        Contradiction: other judgements stand against it.
        MarkingForbids: one of the records may not be shown to this officer for this purpose.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, f"pair.judged-{Verdict(verdict)}", "pair", pair_id, purpose, at=at):
        return _judge(_locked(actor, pair_id, purpose, at), actor, Verdict(verdict), reason, purpose, at)


def undo(actor: Actor, pair_id: str, purpose: str, *, reason: str = UNDONE, at: datetime | None = None) -> Judgement:
    """Take the judgement on a pair back: the pair is open again, and what was judged stays in its history.

    Raises:
        NothingToUndo: nothing stands.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "pair.judgement-undone", "pair", pair_id, purpose, at=at):
        pair = _locked(actor, pair_id, purpose, at)
        if pair.verdict == Verdict.OPEN:
            raise NothingToUndo
        return _judge(pair, actor, Verdict.OPEN, reason, purpose, at)


def _judge(pair: Pair, actor: Actor, verdict: Verdict, reason: str, purpose: str, at: datetime) -> Judgement:
    if not reason.strip():
        raise NoReasonGiven
    made = Judgement(
        id=new_id(at), pair=pair, number=pair.judgements.count() + 1, verdict=verdict, reason=reason.strip(),
        left_version=pair.left_version, right_version=pair.right_version, officer_id=actor.officer_id,
        authority=actor.authority, purpose=purpose, created=at, salt=b64(os.urandom(SALT_BYTES)),
    )  # fmt: skip
    made.digest = digest(made)
    made.save(force_insert=True)
    pair.verdict, pair.waiting = verdict, verdict == Verdict.OPEN
    pair.claimed_by, pair.claimed_at = "", None
    pair.save(update_fields=["verdict", "waiting", "claimed_by", "claimed_at"])
    subjects.gather(pair, at)
    ledger.accept(LEDGER_KIND, made.digest, at=at)
    return made


def digest(made: Judgement) -> str:
    """Return what the ledger commits to: everything a judgement says, under a salt."""
    said = [
        made.pair.left, made.left_version, made.pair.right, made.right_version, made.number, str(made.verdict),
        made.reason, made.officer_id, made.authority, made.purpose, to_wire(made.created), made.salt,
    ]  # fmt: skip
    return digest_of(["judgement/1", *said])


def _locked(actor: Actor, pair_id: str, purpose: str, at: datetime) -> Pair:
    """Return a pair for an act of an officer who may judge it, held until the end of the transaction."""
    _require(actor)
    pair = Pair.objects.select_for_update().filter(id=pair_id).first()
    if pair is None:
        raise NoSuchPair
    officer = people.find(actor.officer_id)
    shown = records.visible(officer, [pair.left, pair.right], purpose, at=at)
    if len(shown) < 2:  # as good as none: that a record is there at all may not be told
        raise NoSuchPair
    if pair.claimed_by not in ("", actor.officer_id) and is_kept(pair, at):
        raise PairClaimed
    return pair


def is_kept(pair: Pair, at: datetime) -> bool:
    """Tell whether the claim on a pair still holds."""
    return pair.claimed_at is not None and at - pair.claimed_at < CLAIM


def _require(actor: Actor) -> None:
    people.require_any(people.find(actor.officer_id), *JUDGES)
