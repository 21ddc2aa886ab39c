# SPDX-License-Identifier: Apache-2.0
"""Fetching the bytes of papers that the other side's moves name, piece by piece (spec §30.19).

What has come is kept at its place, so a broken link costs one piece. A link that fails is asked for smaller pieces,
one that holds for larger ones. Bytes are a paper only once all of them have the digest that the move names.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, Sum

from taawun.apps.audit import services as audit
from taawun.apps.audit.lines import ALLOWED, REFUSED
from taawun.apps.audit.services import Actor
from taawun.apps.cases.acting import OBJECT, acting, moment
from taawun.apps.cases.models import Arrival, Paper, PaperKind
from taawun.apps.cases.papers import folder
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.services import Courier
from taawun.apps.ledger import services as ledger
from taawun.kernel.cases.moves import PaperRef
from taawun.kernel.errors import BadPiece, NoSuchPaper, PeerUnreachable, TaawunError, TooLarge
from taawun.kernel.exchange.pieces import Ask, check_whole, travels
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.limits import ATTACHMENT_CHUNK_BYTES

INBOX: Final = Actor.system("inbox")
CASE_BYTES: Final = 2 << 30
"""Bytes of all papers together that the other side may have us fetch in one case."""
FIRST_MOST: Final = 1 << 20
"""Bytes of the first piece that is asked for."""
LEAST_MOST: Final = 64 << 10
"""Bytes of the smallest piece that is asked for, over the worst link."""
ROUND: Final = 16
"""Papers that are asked for in one look."""
LEASE: Final = timedelta(minutes=5)
"""How long a piece that was asked for is nobody else's to ask for; longer than an answer may take."""
FIRST_PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(hours=1)
MOST_TRIES: Final = 8
"""Wrong answers in a row after which an officer must ask again; a link that is down is tried for ever."""


def expect(row: Paper, envelope: str, place: int, at: datetime) -> None:
    """Note that the bytes of a paper are to come, in the transaction that stores the move which names it.

    A paper that is too large, or one too many for the case, is noted and not asked for.
    """
    held = Paper.objects.filter(case_id=row.case_id, kind=PaperKind.REFERENCE).aggregate(all=Sum("size"))["all"] or 0
    wanted = travels(_named(row)) and held <= CASE_BYTES
    Arrival.objects.create(
        paper=row, envelope=envelope, place=place, most=FIRST_MOST, next_at=at if wanted else None,
        code="" if wanted else TooLarge.code,
    )  # fmt: skip


def look(courier: Courier, now: datetime) -> int:
    """Ask for the next piece of each paper that is due, and return how many pieces came."""
    due = Arrival.objects.filter(next_at__lte=now).select_related("paper__case").order_by("next_at", "paper_id")
    return sum(_step(courier, row, now) for row in due[:ROUND])


def ask_again(actor: Actor, paper_id: str, purpose: str, *, at: datetime | None = None) -> Paper:
    """Ask at once for a paper that has not come, also one that was given up.

    Raises:
        NoSuchPaper: it is none of the other side's, or is here.
        WrongPaper, NoRole, NoPurpose, NoSuchCase.
        TooLarge: its bytes do not travel.
    """
    at = moment(at)
    row = Arrival.objects.select_related("paper").filter(paper_id=paper_id, arrived=None).first()
    if row is None:
        raise NoSuchPaper
    with acting(actor, "case.paper-asked", row.paper.case_id, purpose, at):
        if not travels(_named(row.paper)):
            raise NoSuchPaper("Its bytes do not travel.")
        Arrival.objects.filter(pk=row.pk, arrived=None).update(next_at=at, tries=0, code="")
    return row.paper


def here(case_id: str, digests: Collection[str]) -> frozenset[str]:
    """Return those of some digests whose bytes this case has: of a paper of ours, or of one that came in it.

    That bytes lie in the folder says nothing of a case: whoever knows a digest may name it (spec §30.19h).
    """
    rows = Paper.objects.filter(case_id=case_id, sha256__in=list(digests))
    held = rows.filter(~Q(kind=PaperKind.REFERENCE) | Q(arrival__arrived__isnull=False))
    return frozenset(held.order_by().values_list("sha256", flat=True))


def bytes_of(row: Paper) -> bytes:
    """Return the bytes of a paper that its case has.

    Raises:
        NoSuchPaper: they have not come.
        PaperDamaged.
    """
    if not here(row.case_id, [row.sha256]):
        raise NoSuchPaper("Its bytes have not come.")
    return folder.read(row.sha256)


def arrived(row: Paper, at: datetime) -> None:
    """Note that a paper is here, whichever way its bytes came, in the caller's transaction."""
    Arrival.objects.filter(paper=row, arrived=None).update(
        held=row.size, next_at=None, tries=0, code="", arrived=at,
    )  # fmt: skip
    folder.drop_part(row.pk)


def _step(courier: Courier, row: Arrival, now: datetime) -> int:
    """Ask for one piece; two workers never ask for the same one at once."""
    mine = Arrival.objects.filter(pk=row.pk, held=row.held, next_at=row.next_at).update(next_at=now + LEASE)
    if not mine:
        return 0
    if _came_before(row.paper):
        _keep(row, folder.read(row.paper.sha256), now)
        return 1
    try:
        _take(courier, row, now)
    except TaawunError as error:
        _failed(row, error, now)
        return 0
    return 1


def _came_before(row: Paper) -> bool:
    """Tell whether the same party has given these bytes in this case: whatever else we hold, it is asked for them."""
    same = Arrival.objects.filter(paper__case_id=row.case_id, paper__party=row.party, paper__sha256=row.sha256)
    return same.filter(arrived__isnull=False).exists()


def _take(courier: Courier, row: Arrival, now: datetime) -> None:
    paper = _named(row.paper)
    ask = Ask(row.envelope, row.place, row.held, row.most)
    data = exchange.fetch_piece(courier, row.paper.party, ask, paper, now)
    folder.add_part(row.pk, row.held, data)
    held = row.held + len(data)
    if held < paper.size:
        most = min(2 * row.most, ATTACHMENT_CHUNK_BYTES)
        wrong = row.code == BadPiece.code  # pieces that come prove nothing yet where all of them were wrong before
        tries, code = (row.tries, row.code) if wrong else (0, "")
        Arrival.objects.filter(pk=row.pk).update(held=held, most=most, tries=tries, code=code, next_at=now)
        return
    whole = folder.whole_part(row.pk)
    check_whole(sha256_hex(whole), paper)
    _keep(row, whole, now)


def _keep(row: Arrival, data: bytes, now: datetime) -> None:
    """Keep the bytes of a paper that is here whole, on the record."""
    case = row.paper.case
    with transaction.atomic():
        folder.keep(data)
        arrived(row.paper, now)
        line = audit.record(INBOX, "case.paper-came", OBJECT, case.id, case.purpose, ALLOWED, at=now)
        ledger.accept(Kind.RECORD, line.digest, at=now)


def _failed(row: Arrival, error: TaawunError, now: datetime) -> None:
    """Leave a paper for later; bytes that turned out wrong are asked for anew from the first."""
    tries = row.tries + 1
    wrong = isinstance(error, BadPiece)
    given_up = tries >= MOST_TRIES and not isinstance(error, PeerUnreachable)
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 12), LONGEST_PAUSE)
    if wrong:
        folder.drop_part(row.pk)
        case = row.paper.case
        audit.record(INBOX, "case.paper-came", OBJECT, case.id, case.purpose, REFUSED, error.section, at=now)
    Arrival.objects.filter(pk=row.pk).update(
        held=0 if wrong else row.held, most=max(row.most // 2, LEAST_MOST), tries=tries, code=error.code,
        next_at=None if given_up else now + pause,
    )  # fmt: skip


def _named(row: Paper) -> PaperRef:
    return PaperRef(row.name, row.media_type, row.sha256, row.size, row.language)
