# SPDX-License-Identifier: Apache-2.0
"""Gathering a case on file: what crossed, with everything that proves it (spec §40.15, §60.5).

It holds what both sides know, and nothing of our own moves, gates or notes. It is checked here before it leaves:
one that would not hold elsewhere is not given out.
"""

from datetime import datetime
from typing import Final

from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.cases import library, reserving, seeing
from taawun.apps.cases.acting import OBJECT, moment
from taawun.apps.cases.models import Case, MoveStatus, SharedMove
from taawun.apps.cases.moves.filing import move_of
from taawun.apps.cases.papers import fetching, folder, keys, tainting
from taawun.apps.cases.papers.letters import SIGNERS
from taawun.apps.exchange.queries import parts_of
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoSuchEnvelope
from taawun.kernel.exchange.case_bundle import (
    BUNDLE_NAME,
    PAPERS_FOLDER,
    check_case_bundle,
    read_case_bundle,
    write_case_bundle,
)
from taawun.kernel.exchange.pieces import travels
from taawun.kernel.marking import COURT
from taawun.kernel.trust.fingerprint import words
from taawun.kernel.trust.roster import roster_from_wire

ENDINGS: Final = {
    "application/pdf": ".pdf", "application/json": ".json", "text/plain": ".txt", "text/csv": ".csv",
    "text/xml": ".xml", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif",
}  # fmt: skip
"""How the name of a paper ends in a container, by its media type."""
HOW: Final = """\
case.json is the whole case: what crossed, with releases, receipts, proofs and papers. Verify it, and this container,
without any node: taawun verify THIS-FILE --words "FINGERPRINT" --certificate CERTIFICATE.pem

case.json هي القضية كاملة: ما جرى تبادله مع الإفراجات والإيصالات والأدلة والأوراق.
يمكن التحقق منها ومن هذا الملف دون أي عقدة:
taawun verify

case.json پورا مقدمہ ہے: جو کچھ بھیجا گیا، اس کی اجازتوں، رسیدوں، ثبوتوں اور کاغذات سمیت۔
اس کی اور اس فائل کی تصدیق کسی نوڈ کے بغیر:
taawun verify
"""


def bundle(officer: Officer, case_id: str, purpose: str, *, at: datetime | None = None) -> bytes:
    """Return a case on file for somebody outside; recorded like a reading. For a court, see `court_bundle`.

    Raises:
        NoSuchCase, NoPurpose.
        NoSuchEnvelope: nothing of it has crossed yet.
        ElementReserved: a move carried what is shown to those alone who direct the case.
        NotSealedYet, NotCosigned: the newest move is not proven yet; try again in a moment.
    """
    at = moment(at)
    with audit.acting(actor_of(officer), "case.exported", OBJECT, case_id, purpose, at=at):
        case = seeing.readable(officer, case_id, purpose)
        reserving.require(officer, case, _carried(case))
        return _gather(case, at, court=purpose == COURT)


def court_bundle(officer: Officer, case_id: str, purpose: str, *, at: datetime | None = None) -> bytes:
    """Return a case on file as an ASiC-E container for a court, signed with the key of its authority (spec §60.16).

    It holds the case bundle, each paper as a file of its own, and how to verify both. Papers that no court may use are
    named in it as the moves name them, and their bytes are left out.

    Raises:
        NoRole: by anybody but a releasing officer of the authority that has the case.
        KeyFileMissing, KeyFileOpen: the authority has no key for papers.
        ContainerTooLarge, and what `bundle` raises.
    """
    from taawun.formats.asic.container import File, pack

    at = moment(at)
    with audit.acting(actor_of(officer), "case.exported", OBJECT, case_id, purpose, at=at):
        case = seeing.readable(officer, case_id, purpose)
        seeing.require_worker(actor_of(officer), case, purpose, SIGNERS)
        reserving.require(officer, case, _carried(case))
        data = _gather(case, at, court=True)
        named = {one.sha256: one for row in SharedMove.objects.filter(case=case) for one in move_of(row).papers}
        papers = [
            File(f"{PAPERS_FOLDER}{digest}{ENDINGS.get(named[digest].media, '')}", named[digest].media, content)
            for digest, content in read_case_bundle(data).papers.items()
        ]
        how = File("READ-ME.txt", "text/plain", HOW.encode())
        return pack(
            [File(BUNDLE_NAME, "application/json", data), *papers, how], keys.signer_of(case.authority), when=at
        )


def _carried(case: Case) -> set[str]:
    """Return the elements that stand in the file of a case: those that a move of it carried."""
    rows = SharedMove.objects.filter(case=case).exclude(status=MoveStatus.REFUSED)
    return {slug for row in rows for slug in move_of(row).content}


def _gather(case: Case, at: datetime, *, court: bool) -> bytes:
    rows = list(SharedMove.objects.filter(case=case).exclude(status=MoveStatus.REFUSED).order_by("known", "id"))
    if not rows:
        raise NoSuchEnvelope("Nothing of this case has crossed yet.")
    parties, parts = parts_of([row.envelope for row in rows])
    # What is too large to travel was brought beside the case, and stays beside it.
    named = {paper.sha256 for row in rows for paper in move_of(row).papers if travels(paper)}
    given = named - tainting.barred(case.id) if court else named
    papers = [folder.read(digest) for digest in sorted(fetching.here(case.id, given))]
    pack = library.frozen_pack(case.pack_id).to_wire()
    data = write_case_bundle(settings.TAAWUN_PARTY, case.id, case.kind, pack, parts, papers, parties)
    first = parties["rosters"][settings.TAAWUN_PARTY][0]["body"]
    for _check in check_case_bundle(read_case_bundle(data), [words(roster_from_wire(first).digest)], at):
        pass
    return data
