# SPDX-License-Identifier: Apache-2.0
"""The part of the story that is about cases: one that came from Bahrain, with everything on its pages, and a draft."""

from datetime import datetime, timedelta

from taawun.apps.cases import library, services
from taawun.apps.cases.models import Case, Clock, Paper
from taawun.apps.exchange import services as exchange
from taawun.apps.people.access import actor_of
from taawun.kernel.cases.words import Outcome
from taawun.kernel.wire.ids import uuid7
from tests.apps.cases.making import EXTRADITION, OFFENCE, PACK, PERSON, PURPOSE, Desk
from tests.apps.exchange.partner import THEM

WORKER = "omar"
PDF = b"%PDF-1.7 \xd8\xa3\xd8\xad\xd9\x85\xd8\xaf"
GATE, MOVE, ELEMENT = "political_offence", "ask_information", "offences"


def case_story(officers: dict, keys: dict, partner, courier, peer, now: datetime) -> dict[str, str]:
    """Let Bahrain ask for a person; acknowledge, assess, take papers in; propose a move; begin a draft of our own."""
    desk = Desk(officers, keys, peer, partner, courier, now + timedelta(minutes=10))
    case = _arrived(desk)
    _crossed(desk, case, "acknowledge")
    desk.act(WORKER, "assess", case.id, GATE, Outcome.NOT_MET, "لا صلة بالسياسة", "Report 7 / رپورٹ ۷", PURPOSE)
    desk.act(WORKER, "assess", case.id, "torture_or_unfair_trial", Outcome.MET, "خطر قائم", "CAT report", PURPOSE)
    desk.act(WORKER, "record_assurance", case.id, "torture_or_unfair_trial", "نتعهد", "وزارة العدل", PURPOSE)
    paper = desk.act(WORKER, "add_paper", case.id, "حکم نامہ.pdf", PDF, "application/pdf", "ur", PURPOSE)
    desk.act(WORKER, "add_translation", paper.id, "Order.pdf", PDF, "application/pdf", "en", "مترجم: علي", PURPOSE)
    evidence = desk.act(
        WORKER, "take_evidence", case.id, "phone.bin", b"bytes", "application/octet-stream", "zxx", PURPOSE,
        what="هاتف", provenance="ضُبط في كراچی", held_by="Store 4",
    )  # fmt: skip
    desk.act(WORKER, "hand_on", evidence.id, "handed_over", "مختبر", "Examination", PURPOSE)
    desk.act(WORKER, "fill", case.id, "information_sought", PURPOSE, value="کیا وہی شخص ہے؟", document="Annex 1")
    desk.act(WORKER, "propose", case.id, MOVE, PURPOSE, reasons="نحتاج إلى مزيد من المعلومات")
    draft = desk.act(WORKER, "open_case", PACK, EXTRADITION, THEM, PURPOSE, title="مسودہ / مسودة / Draft of ours")
    desk.act(WORKER, "fill", draft.id, "person", PURPOSE, value=PERSON, document="پاسپورٹ", page="2")
    desk.act(WORKER, "fill", draft.id, "offences", PURPOSE, value=[OFFENCE])
    return {
        "case": case.id, "case_draft": draft.id, "paper": Paper.objects.get(id=paper.id).id,
        "clock": str(Clock.objects.get(case=case).pk),
    }  # fmt: skip


def _arrived(desk: Desk) -> Case:
    desk.salt += 1
    identifier = uuid7(desk.tick(), desk.salt.to_bytes(10, "big"))
    made = desk.drafts(identifier, library.pack_named(PACK).kinds[EXTRADITION], "transmit")
    desk.known.append(made)
    receipt = desk.receives(made)
    assert receipt["kind"] == "accepted", receipt
    return services.assign(actor_of(desk.officers[WORKER]), identifier, "anf", PURPOSE, at=desk.tick())


def _crossed(desk: Desk, case: Case, move: str) -> None:
    proposal = desk.act(WORKER, "propose", case.id, move, PURPOSE)
    for name in ("bilal", "huda"):
        exchange.approve(desk.actor(name), [proposal.release], desk.keys[name], desk.tick())
    exchange.send(desk.actor(WORKER), [proposal.release], desk.tick())
