# SPDX-License-Identifier: Apache-2.0
"""The node on which journeys are made: founded once for a module, and put back before each journey.

Bahrain is a stand-in that lives in memory; what it writes and answers goes through the real exchange.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from taawun.apps.cases import library
from taawun.apps.exchange import delivery, pairing
from taawun.apps.exchange.models import InEnvelope, Peer
from taawun.apps.exchange.receiving import receive
from taawun.apps.identity import working
from taawun.apps.identity.watching import services as watching
from taawun.apps.identity.watching.services import Terms
from taawun.apps.ids import new_id
from taawun.apps.jobs import runner
from taawun.apps.ledger import services as ledger
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.people.signers import node_signers, signers_for
from taawun.apps.registers import services as registers
from taawun.simulator.party import Party
from taawun.site.founding import NewAuthority, NewOfficer, found
from tests.apps.cases.making import OFFENCE, PACK, Desk
from tests.apps.cases.making import PURPOSE as EXTRADITION
from tests.apps.exchange.conftest import half_of
from tests.apps.exchange.partner import THEM, Carrier, Partner
from tests.apps.registers.making import PURPOSE, personal
from tests.house import FakeClock

SECRET: Final = "کلید کی جگہ کوئی نہیں جانتا"
STAFF: Final = {
    "asma": ("آسمہ بی بی", ("desk_officer", "analyst")),
    "bilal": ("Bilal Ahmad", ("releasing_officer",)),
    "huda": ("هدى الأنصاري", ("releasing_officer",)),
    "imran": ("عمران خان", ("legal_reviewer",)),
    "omar": ("Omar Farooq", ("liaison_officer",)),
}
TITLES: Final = {"title_en": "Central authority", "title_ar": "السلطة المركزية", "title_ur": "مرکزی ادارہ"}
LISTED: Final = {
    "name": ["Ahmad Khalid Mansoor", "أحمد خالد منصور"],
    "birth_date": ["1971-03-02"],
    "nationality": ["PK"],
}
REQUEST: Final = "السلام عليكم. هل وصلت السفينة «النور» إلى كراتشي؟"
WANTED: Final = {
    "status": "accused", "born": "1984-02-11", "nationalities": ["BH"], "consents": False, "name": "أحمد منصور",
}  # fmt: skip
WEIGHED: Final = OFFENCE | {"counterpart": "الاحتيال", "counterpart_maximum_months": 36}
OPEN_GATE: Final = "torture_or_unfair_trial"
"""The ground that nobody has assessed yet in the case that came from Bahrain."""


@dataclass
class Node:
    """What journeys are made on, and what happens at it while nobody looks."""

    officers: dict[str, Officer]
    desk: Desk
    request: str
    case: str

    def now(self) -> datetime:
        """Return the real time, which the stand-in follows."""
        self.desk.now = self.desk.partner.now = datetime.now(UTC)
        return self.desk.now

    def work(self) -> None:
        """Do what the worker does: carry what is queued, run jobs, seal the ledger."""
        now = self.now()
        delivery.deliver(self.desk.courier, Peer.objects.get(), now)
        runner.run_due(FakeClock(now), "test")
        ledger.seal(now, node_signers("ledger"))

    def hears(self, text: str) -> str:
        """Let a message of Bahrain come, and return the envelope it came in."""
        before = set(InEnvelope.objects.values_list("id", flat=True))
        envelope = self.desk.partner.envelope(text)
        receive(Peer.objects.get(), self.desk.partner.seal(envelope), self.desk.now)
        (came,) = set(InEnvelope.objects.values_list("id", flat=True)) - before
        return str(came)


def found_node() -> Node:
    """Found Pakistan's node, pair it, and let some work lie on its desks."""
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    staff = [
        NewOfficer(username=user, name=name, authority="central", roles=roles, password=SECRET, passphrase=SECRET)
        for user, (name, roles) in STAFF.items()
    ]
    officers = found("PK", [NewAuthority(code="central", **TITLES)], staff, began)
    keys = {user: signers_for(officers[user], SECRET) for user in ("bilal", "huda")}
    partner = Partner(Party(THEM, now=began), began)
    carrier = Carrier(partner)
    card = pairing.fetch_card(carrier, "http://127.0.0.1:9", began)
    pairing.confirm(actor_of(officers["omar"]), card, card.words, list(keys.values()), began)
    peer = pairing.take_half(half_of(partner), began)
    desk = Desk(officers, keys, peer, partner, delivery.Courier(carrier, "test"), began)
    _watched(officers["asma"], began)
    node = Node(officers, desk, "", _asked_to_extradite(desk))
    node.request = node.hears(REQUEST)
    node.work()
    return node


def _watched(analyst: Officer, at: datetime) -> None:
    """Put a person on a watch list, and build the index that names are looked up in."""
    actor, review = actor_of(analyst), date(at.year + 1, 1, 1)
    record = registers.draft_record(actor, "person", LISTED, personal(tlp="amber"), PURPOSE, at=at)
    terms = Terms(title="قائمة / فہرست / List", threshold=0.5, review=review)
    watching.put_on(actor, watching.create_list(actor, terms, PURPOSE, at=at).id, [record.id], "مطلوب", PURPOSE, at=at)
    for _ in range(3):
        working.notice(at)
        runner.run_due(FakeClock(at), "test")


def _asked_to_extradite(desk: Desk) -> str:
    """Let Bahrain ask for a person, and examine the request here up to one ground."""
    kind = library.pack_named(PACK).kinds["extradition"]
    content = dict(desk.drafts(new_id(desk.now), kind, "transmit").content)
    for slug, value in (("person", WANTED), ("offences", [WEIGHED])):
        content[slug] = content[slug] | {"value": value}
    case = desk.opens(content=content)
    desk.cross("omar", case, "acknowledge")
    desk.fill(case, "identity_check")
    desk.assess(case, *(slug for slug, gate in kind.gates.items() if not gate.rule and slug != OPEN_GATE))
    assert case.purpose == EXTRADITION
    return str(case.id)
