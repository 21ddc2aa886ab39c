# SPDX-License-Identifier: Apache-2.0
"""Gathering a case on file: what crossed, with everything that proves it (spec §40.15, §60.5).

It holds what both sides know, and nothing of our own moves, gates or notes. It is checked here before it leaves:
one that would not hold elsewhere is not given out.
"""

from datetime import datetime

from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.cases import library, seeing
from taawun.apps.cases.acting import OBJECT, moment
from taawun.apps.cases.models import Case, MoveStatus, SharedMove
from taawun.apps.cases.moves.filing import move_of
from taawun.apps.cases.papers import folder
from taawun.apps.exchange.queries import parts_of
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoSuchEnvelope
from taawun.kernel.exchange.case_bundle import check_case_bundle, read_case_bundle, write_case_bundle
from taawun.kernel.trust.fingerprint import words
from taawun.kernel.trust.roster import roster_from_wire


def bundle(officer: Officer, case_id: str, purpose: str, *, at: datetime | None = None) -> bytes:
    """Return a case on file for somebody outside; recorded like a reading.

    Raises:
        NoSuchCase, NoPurpose.
        NoSuchEnvelope: nothing of it has crossed yet.
        NotSealedYet, NotCosigned: the newest move is not proven yet; try again in a moment.
    """
    at = moment(at)
    with audit.acting(actor_of(officer), "case.exported", OBJECT, case_id, purpose, at=at):
        case = seeing.readable(officer, case_id, purpose)
        return _gather(case, at)


def _gather(case: Case, at: datetime) -> bytes:
    rows = list(SharedMove.objects.filter(case=case).exclude(status=MoveStatus.REFUSED).order_by("known", "id"))
    if not rows:
        raise NoSuchEnvelope("Nothing of this case has crossed yet.")
    parties, parts = parts_of([row.envelope for row in rows])
    named = {paper.sha256 for row in rows for paper in move_of(row).papers}
    papers = [folder.read(digest) for digest in sorted(named) if folder.has(digest)]
    pack = library.frozen_pack(case.pack_id).to_wire()
    data = write_case_bundle(settings.TAAWUN_PARTY, case.id, case.kind, pack, parts, papers, parties)
    first = parties["rosters"][settings.TAAWUN_PARTY][0]["body"]
    for _check in check_case_bundle(read_case_bundle(data), [words(roster_from_wire(first).digest)], at):
        pass
    return data
