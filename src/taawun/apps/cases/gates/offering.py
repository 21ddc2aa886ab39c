# SPDX-License-Identifier: Apache-2.0
"""An assurance that came in a move is entered on each gate that it could cure, as offered by the other side (§60.8).

Nothing passes by it: an assessor apart from the gate's own answers the whole form first. It counts only while the
move that carried it does.
"""

from datetime import datetime
from typing import Final

from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import library
from taawun.apps.cases.acting import OBJECT
from taawun.apps.cases.models import Assurance
from taawun.apps.cases.moves.filing import Held
from taawun.apps.ids import new_id
from taawun.apps.ledger import services as ledger
from taawun.kernel.cases.deciding import gate_view
from taawun.kernel.cases.gating import GateStanding
from taawun.kernel.cases.moves import MoveMade
from taawun.kernel.cases.words import Outcome
from taawun.kernel.ledger.entry import Kind

OFFERED: Final = "assurance_text"
"""The element of contents in which an assurance is given."""
INBOX: Final = Actor.system("inbox")
GIVER_CHARACTERS: Final = 200


def enter(held: Held, at: datetime) -> None:
    """Enter the assurances of the other side's moves that count, each once, in the caller's transaction."""
    carrying = [made for made in held.standing.applied if made.party != settings.TAAWUN_PARTY and _text(made)]
    if not carrying:
        return
    known = set(Assurance.objects.filter(case=held.case).exclude(move="").values_list("move", flat=True))
    for made in carrying:
        if made.digest() not in known:
            _enter(held, made, at)


def _enter(held: Held, made: MoveMade, at: datetime) -> None:
    giver = library.frozen_pack(held.case.pack_id).parties.get(made.party)
    given_by = (giver.authority["en"] if giver else made.party)[:GIVER_CHARACTERS]
    for one in filter(_could_be_cured, gate_view(held.kind, held.file)):
        Assurance.objects.create(
            id=new_id(at), case=held.case, gate=one.gate.slug, text=_text(made), given_by=given_by, given_at=made.at,
            officer_id=made.officer, authority=made.authority, at=at, move=made.digest(),
        )  # fmt: skip
        line = audit.record(INBOX, "case.assurance-offered", OBJECT, held.case.id, held.case.purpose, at=at)
        ledger.accept(Kind.GATE, line.digest, at=at)


def _could_be_cured(one: GateStanding) -> bool:
    return one.gate.curable and not one.gate.secret and not one.cured and one.outcome is not Outcome.NOT_MET


def _text(made: MoveMade) -> str:
    said = made.content.get(OFFERED, {}).get("value")
    return said.strip() if isinstance(said, str) else ""
