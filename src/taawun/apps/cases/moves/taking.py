# SPDX-License-Identifier: Apache-2.0
"""Taking a partner's moves: envelope kind "case.move" (spec §60.4, §60.5).

`take` runs in the transaction that stores the envelope. A move that is taken twice has its effect once; one whose
ancestors have not come waits; one that another overtook is kept as void, with the reason. A case that we do not
know begins here, under an instrument that both nodes hold in the same text.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Length

from taawun.apps.audit import services as audit
from taawun.apps.audit.lines import ALLOWED, REFUSED
from taawun.apps.audit.services import Actor
from taawun.apps.cases import library, reserving, seeing
from taawun.apps.cases.acting import OBJECT
from taawun.apps.cases.filling import CHANNEL, CHANNELS, store_case, store_filling
from taawun.apps.cases.models import Case, MoveStatus, Paper, PaperKind, SharedMove
from taawun.apps.cases.moves import filing, moving, turning
from taawun.apps.cases.moves.following import follow
from taawun.apps.cases.papers import fetching, giving
from taawun.apps.exchange.kinds import Incoming, Kind
from taawun.apps.ledger import services as ledger
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.kernel.cases.contents import Filled
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.moves import KIND, MoveMade
from taawun.kernel.cases.replay import check_incoming, check_purpose
from taawun.kernel.cases.words import Side
from taawun.kernel.errors import (
    CallerError,
    NotTheMover,
    OtherCase,
    SenderError,
    TooManyMoves,
    TooManyWaiting,
    UnknownPack,
    UnlawfulMove,
)
from taawun.kernel.ledger.entry import Kind as LedgerKind
from taawun.kernel.release.statement import LONGEST
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.envelope import Header
from taawun.kernel.wire.limits import CLOCK_SKEW
from taawun.kernel.wire.times import cut

INBOX: Final = Actor.system("inbox")
MOST_WAITING: Final = 100
"""Moves of one case that may wait for others, so that a hostile partner cannot fill the disk."""
MOST_MOVES: Final = 1_000
"""Moves that a case may hold: all of them are told anew with each act on it."""
MOST_BYTES: Final = 64 << 20
"""Bytes of all of them together."""
MOST_PAPERS: Final = 2_000
"""Papers that the other side's moves may name in one case; its page lists them all."""


def take(items: Sequence[Incoming], at: datetime) -> list[SenderError | None]:
    """Take moves, and return for each why it is refused, or None."""
    return [_take(item, cut(at)) for item in items]


def may_read(officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether an officer may be shown a move: whoever may read its case, for the same purpose (spec §30.20)."""
    try:
        seeing.readable(officer, str(body.get("case", "")), purpose)
    except CallerError:
        return False
    return True


def readable(officer: Officer, bodies: Sequence[Mapping[str, Any]], purpose: str) -> list[bool]:
    """Tell the same of many moves, in one question."""
    named = [str(body.get("case", "")) for body in bodies]
    try:
        wanted = seeing.open_to(officer, purpose)
    except CallerError:
        return [False] * len(named)
    found = set(Case.objects.filter(wanted, id__in=named).values_list("id", flat=True))
    return [one in found for one in named]


def may_take_away(officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether an officer may have all bytes of a move: not of one with what others alone may read (§60.9i)."""
    case = seeing.readable(officer, str(body.get("case", "")), purpose)
    return reserving.hidden(officer, case, library.kind_of(case)).isdisjoint(body.get("content", {}))


def may_act(officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether an officer may approve, send or withdraw a move: whoever works on its case (spec §60.5g)."""
    try:
        case = seeing.readable(officer, str(body.get("case", "")), purpose)
        seeing.require_worker(actor_of(officer), case, purpose)
    except CallerError:
        return False
    return True


MOVE: Final = Kind(
    KIND,
    take,
    may_read,
    moving.leave,
    turning.turned_back,
    giving.give,
    may_act,
    may_take_away=may_take_away,
    readable=readable,
)


def _take(item: Incoming, at: datetime) -> SenderError | None:
    try:
        made = MoveMade.from_wire(dict(item.body))
        _check_header(made, item.header)
        _check_dated(made, item.header)
        with transaction.atomic():
            _keep(made, item.header, at)
    except SenderError as refusal:
        _line(item, REFUSED, refusal.section, at)
        return refusal
    return None


def _keep(made: MoveMade, header: Header, at: datetime) -> None:
    digest = made.digest()
    case = Case.objects.select_for_update(no_key=True).filter(id=made.case).first()
    if case is not None and SharedMove.objects.filter(digest=digest).exists():
        return
    if case is None and made.after:  # it would open a case that nobody asked for, with nothing in it
        raise OtherCase("It stands behind moves of a case that is not known here.")
    kind = library.kind_of(case) if case else _kind_sent(made)
    known = filing.moves_of(case) if case else []
    if case is not None and (made.requesting, made.requested) != (case.requesting, case.requested):
        raise OtherCase
    if case is not None:
        check_purpose(header.purpose, case.purpose)
    check_incoming(kind, known, made, header.sender)
    _check_room(case, len(made.papers))
    case = case or _new_case(made, header, at)
    SharedMove.objects.create(
        digest=digest, case=case, wire=encode(made.to_wire()), move=made.move, party=made.party,
        officer_id=made.officer, authority=made.authority, at=made.at, known=at, envelope=header.id,
    )  # fmt: skip
    _keep_contents(case, made, digest, header.id, at)
    follow(filing.hold(case, at), at)
    audit.record(INBOX, "case.move", OBJECT, case.id, case.purpose, ALLOWED, at=at)
    ledger.accept(LedgerKind.MOVE, digest, at=at)


def _check_header(made: MoveMade, header: Header) -> None:
    """Refuse a move whose envelope says something else than the move."""
    if made.party != header.sender:
        raise NotTheMover
    if {made.requesting, made.requested} != {header.sender, settings.TAAWUN_PARTY}:
        raise OtherCase("It is between other parties.")
    if header.case != made.case:
        raise OtherCase("The envelope names another case.")
    if not header.personal:
        raise OtherCase("The header says that there is no personal data.")


def _check_dated(made: MoveMade, header: Header) -> None:
    """Refuse a move dated after its envelope, or longer before it than a release lasts: clocks start with it."""
    if not header.created - LONGEST <= made.at <= header.created + CLOCK_SKEW:
        raise UnlawfulMove("Its time is not that of its envelope.")


def _check_room(case: Case | None, papers: int) -> None:
    rows = SharedMove.objects.filter(case=case) if case else SharedMove.objects.none()
    held = rows.aggregate(
        moves=Count("id"), waiting=Count("id", filter=Q(status=MoveStatus.WAITING)), size=Sum(Length("wire"))
    )
    if held["waiting"] >= MOST_WAITING:
        raise TooManyWaiting
    if held["moves"] >= MOST_MOVES or (held["size"] or 0) >= MOST_BYTES:
        raise TooManyMoves
    if papers and case and Paper.objects.filter(case=case, kind=PaperKind.REFERENCE).count() + papers > MOST_PAPERS:
        raise TooManyMoves("Papers.")


def _kind_sent(made: MoveMade) -> CaseKind:
    pack = library.pack_sent(made.pack.slug, made.pack.digest)
    if made.kind not in pack.kinds:
        raise UnknownPack(f"It has no kind {made.kind}.")
    return pack.kinds[made.kind]


def _new_case(made: MoveMade, header: Header, at: datetime) -> Case:
    """Store the case that a first move opens here. It waits for whoever gives it to an authority."""
    pack = library.pack_sent(made.pack.slug, made.pack.digest)
    if header.purpose not in pack.purposes:
        raise OtherCase("The instrument does not cover the purpose of the envelope.")
    ours = Side.REQUESTING if made.requesting == settings.TAAWUN_PARTY else Side.REQUESTED
    case = Case(
        id=made.case, side=ours, purpose=header.purpose, handling=["H1"], security=header.security,
        sensitivity=header.sensitivity, channel=CHANNELS.get(made.kind, CHANNEL),
    )  # fmt: skip
    return store_case(case, pack, made.kind, (made.requesting, made.requested), at)


def _keep_contents(case: Case, made: MoveMade, digest: str, envelope: str, at: datetime) -> None:
    """Keep what a move carried: its contents, which count as long as it does, and the papers it names."""
    for slug, one in made.content.items():
        store_filling(case, slug, Filled.from_wire(one), made.officer, made.authority, at, move=digest)
    for place, paper in enumerate(made.papers):
        row = Paper.objects.create(
            case=case, kind=PaperKind.REFERENCE, name=paper.name, language=paper.language, media_type=paper.media[:80],
            sha256=paper.sha256, size=paper.size, party=made.party, officer_id=made.officer,
            authority=made.authority, at=at,
        )  # fmt: skip
        fetching.expect(row, envelope, place, at)


def _line(item: Incoming, outcome: str, section: str, at: datetime) -> None:
    case = item.body.get("case")
    named = case if isinstance(case, str) and len(case) <= 36 else "unknown"
    audit.record(INBOX, "case.move", OBJECT, named or "unknown", item.header.purpose, outcome, section, at=at)
