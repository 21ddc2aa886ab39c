# SPDX-License-Identifier: Apache-2.0
"""What tests of cases are told with: a desk of Pakistan's officers and a lawyer in Bahrain, on one clock."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from taawun.apps.cases import access, library, services
from taawun.apps.cases.models import Case, Proposal, SharedMove
from taawun.apps.cases.moves.filing import move_of
from taawun.apps.exchange import delivery
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.identity import own_roster
from taawun.apps.exchange.models import Peer
from taawun.apps.exchange.receiving import receive
from taawun.apps.exchange.witnessing import ledger_keys
from taawun.apps.ledger import services as ledger
from taawun.apps.people.access import actor_of
from taawun.apps.people.signers import node_signers
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.lawful import attestable
from taawun.kernel.cases.moves import KIND, MoveMade, PackRef
from taawun.kernel.cases.replay import standing
from taawun.kernel.cases.words import Outcome
from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.exchange.drafting import Draft, Written, content_of, write_envelopes
from taawun.kernel.ledger.checkpoint import REQUIRED, open_checkpoint, origin_of, witness_of
from taawun.kernel.ledger.witness import cosign
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.ids import uuid7
from taawun.kernel.wire.signing import sign
from tests.apps.exchange.partner import THEM, US, Partner

PACK, EXTRADITION = "pk-bh-extradition", "extradition"
PURPOSE = "extradition"
PERSON = {
    "status": "accused", "born": "1984-02-11", "nationalities": ["PK"], "consents": False,
    "name": "Ahmad Khalid Mansoor", "other_names": ["أحمد خالد منصور", "احمد خالد منصور"],
}  # fmt: skip
OFFENCE = {
    "id": "1", "title": "Fraud", "category": "fraud", "law": "PK", "article": "PPC 420", "law_date": "2024-05-01",
    "conduct": "Took money of forty workers for visas that he never meant to give.", "committed": "2024-05-01",
    "places": ["PK"], "maximum_months": 84,
}  # fmt: skip
WORDS = "في المنامة، 3 آيار — بیان: the facts are told in annex 1."


def value_for(kind: CaseKind, slug: str) -> Any:
    """Return a good value of an element."""
    element = kind.elements[slug]
    special = {"person": PERSON, "offences": [OFFENCE], "granted_offences": [OFFENCE], "further_charges": [OFFENCE]}
    if slug in special:
        return special[slug]
    plain: dict[str, Any] = {
        "text": "Annex 1", "long": WORDS, "date": "2026-11-20", "number": 3, "documents": ["annex-1.pdf"],
        "offences": [OFFENCE], "person": PERSON,
    }  # fmt: skip
    if element.kind == "choice":
        return element.choices[0][0]
    if element.kind == "form":
        return {one.slug: _field(one) for one in element.fields}
    return plain[element.kind]


def _field(element) -> Any:
    if element.kind == "choice":
        return element.choices[0][0]
    return {"text": "Annex", "long": WORDS, "date": "2026-11-20", "number": 1, "documents": ["a.pdf"],
            "person": PERSON, "offences": [OFFENCE]}[element.kind]  # fmt: skip


@dataclass
class Desk:
    """Pakistan's officers at work, and Bahrain's answer."""

    officers: dict
    keys: dict
    peer: Peer
    partner: Partner
    courier: delivery.Courier
    now: datetime
    known: list[MoveMade] = field(default_factory=list)  # what Bahrain knows
    salt: int = 0

    # --- Pakistan --------------------------------------------------------------------------------------

    def tick(self, **passed: float) -> datetime:
        self.now += timedelta(**(passed or {"seconds": 1}))
        return self.now

    def actor(self, name: str):
        return actor_of(self.officers[name])

    def act(self, name: str, service: str, *arguments: Any, **more: Any) -> Any:
        """Do one act of the services, a second after the last one."""
        return getattr(services, service)(self.actor(name), *arguments, **{"at": self.tick()} | more)

    def open(
        self, name: str = "asma", pack: str = PACK, kind: str = EXTRADITION, purpose: str = PURPOSE, **more
    ) -> Case:
        return self.act(name, "open_case", pack, kind, THEM, purpose, **more)

    def fill(self, case: Case, *slugs: str, name: str = "asma", **values: Any) -> None:
        """Fill elements with good values, or with these, each found in a document by a person."""
        kind = library.kind_of(case)
        for slug in (*slugs, *values):
            value = values.get(slug, value_for(kind, slug) if slug not in values else None)
            self.act(name, "fill", case.id, slug, case.purpose, value=value, document="Annex 1", page="2")

    def fill_all(self, case: Case, name: str = "asma", **values: Any) -> None:
        """Fill whatever a complete case still lacks, until nothing does."""
        self.fill(case, name=name, **values)
        while missing := self.show("asma", case).missing:
            self.fill(case, *(one.slug for one in missing), name=name)

    def show(self, name: str, case: Case) -> access.Shown:
        return access.case(self.officers[name], case.id, case.purpose, at=self.tick())

    def make(self, name: str, case: Case, move: str, **more: Any) -> Any:
        return self.act(name, "make", case.id, move, case.purpose, **more)

    def propose(self, name: str, case: Case, move: str, **more: Any) -> Proposal:
        return self.act(name, "propose", case.id, move, case.purpose, **more)

    def approve(self, proposal: Proposal, *by: str) -> None:
        for name in by or ("bilal", "huda"):
            exchange.approve(self.actor(name), [proposal.release], self.keys[name], self.tick())

    def send(self, proposal: Proposal, name: str = "omar") -> None:
        exchange.send(self.actor(name), [proposal.release], self.tick())
        self.hear()

    def cross(self, name: str, case: Case, move: str, by: tuple[str, ...] = (), **more: Any) -> Case:
        """Propose, approve and send a shared move."""
        proposal = self.propose(name, case, move, **more)
        approvers = by or tuple(one for one in ("bilal", "huda", "sana") if one != name)[:2]
        self.approve(proposal, *approvers)
        self.send(proposal)
        case.refresh_from_db()
        return case

    def assess(self, case: Case, *gates: str, name: str = "imran", outcome: Outcome = Outcome.NOT_MET, **more) -> None:
        for gate in gates:
            self.act(name, "assess", case.id, gate, outcome, "Looked at.", "Report of 2026", case.purpose, **more)

    def deliver(self) -> int:
        return delivery.deliver(self.courier, Peer.objects.get(), self.tick())

    def sealed(self) -> None:
        """Seal our ledger, and have Bahrain cosign it."""
        newest = ledger.seal(self.tick(), node_signers("ledger"))
        opened = open_checkpoint(bytes(newest.note), origin_of(US), ledger_keys(own_roster()), REQUIRED)
        lines = cosign(opened, name=witness_of(THEM), now=self.now, signers=self.partner.party.signers("ledger"))
        keys = ledger_keys(self.partner.roster)
        ledger.add_cosignature(THEM, newest.size, "".join(lines).encode(), keys=keys, now=self.now)

    # --- Bahrain ---------------------------------------------------------------------------------------

    def hear(self) -> None:
        """Let Bahrain know the moves that Pakistan has made."""
        known = {one.digest() for one in self.known}
        self.known += [move_of(row) for row in SharedMove.objects.order_by("id") if row.digest not in known]

    def drafts(self, case: str, kind: CaseKind, move: str, *, by: str = THEM, **changes: Any) -> MoveMade:
        """Return the move that Bahrain's lawyer would make on what Bahrain knows."""
        self.salt += 1
        mine = [one for one in self.known if one.case == case]
        first = mine[0] if mine else None
        heads = standing(kind, mine).heads if mine else ()
        declared = kind.workflow.moves[move]
        gates = dict.fromkeys(attestable(kind, declared), "passed")
        carries = kind.elements if "*" in declared.carries else declared.carries
        asked = {
            slug
            for slug in carries
            if slug in declared.needs or ("*" in declared.needs and kind.elements[slug].required)
        }
        found = {"document": "Annex 1", "page": "2", "officer": self.partner.party.members["lawyer"].id}
        content = {slug: {"value": value_for(kind, slug), "found": found} for slug in sorted(asked)}
        words: dict[str, Any] = {
            "case": case, "kind": kind.slug, "pack": PackRef(kind.pack, kind.pack_version, kind.pack_digest),
            "requesting": first.requesting if first else by, "requested": first.requested if first else US,
            "move": move, "party": by, "officer": self.partner.party.members["lawyer"].id, "authority": "justice",
            "at": self.tick(), "after": tuple(sorted(heads)), "content": content,
            "reasons": "Reasons: أسباب — وجوہ." if declared.reasoned else "", "gates": gates,
            "salt": self.salt.to_bytes(16, "big"),
        } | changes  # fmt: skip
        return MoveMade(**words)

    def answers(self, case: Case, move: str, **changes: Any) -> dict[str, Any]:
        """Let Bahrain make a move and send it; return our receipt for it."""
        made = self.drafts(case.id, library.kind_of(case), move, **changes)
        self.known.append(made)
        return self.receives(made, purpose=case.purpose)

    def opens(
        self,
        move: str = "transmit",
        kind: str = EXTRADITION,
        pack: str = PACK,
        purpose: str = "",
        to: str = "central",
        **changes: Any,
    ) -> Case:
        """Let Bahrain open a case with its first shared move, and give it to an authority of ours, or to none yet."""
        self.salt += 1
        identifier = uuid7(self.tick(), self.salt.to_bytes(10, "big"))
        made = self.drafts(identifier, library.pack_named(pack).kinds[kind], move, **changes)
        self.known.append(made)
        receipt = self.receives(made, **({"purpose": purpose} if purpose else {}))
        assert receipt["kind"] == "accepted", receipt
        case = Case.objects.get(id=identifier)
        return self.act("omar", "assign", case.id, to, case.purpose) if to else case

    def receives(self, made: MoveMade, **header: Any) -> dict[str, Any]:
        """Carry a move of Bahrain to our node in an envelope, and return our receipt."""
        return self.receive(self.envelope(made.to_wire(), **{"case": made.case} | header))[-1]

    def receive(self, *written: Written) -> list[dict[str, Any]]:
        self.peer.refresh_from_db()
        answer = receive(self.peer, self.partner.seal(*written), self.tick())
        found = answer if isinstance(answer, dict) else json.loads(answer.to_bytes())
        return [one["receipt"] for one in found["receipts"]]

    def envelope(
        self, body: dict[str, Any], case: str | None, personal: bool = True, purpose: str = PURPOSE
    ) -> Written:
        """Write Bahrain's next envelope, approved by a releasing officer and a lawyer."""
        content, data, attachments = content_of(body)
        statement = self.partner.statement(
            content, drafter=self.partner.party.members["desk"].id, kind=KIND, personal=personal, purpose=purpose,
            sensitivity="high", basis=Basis(PACK, "1"), created=self.now,
        )  # fmt: skip
        message = encode(statement.to_wire())
        approvers = ("chief", "lawyer")
        signed = [s.to_wire() for one in approvers for s in sign("release", message, self.partner.party.signers(one))]
        release = encode({"statement": statement.to_wire(), "signatures": signed})
        draft = Draft(
            self.partner.new_id(),
            statement,
            release,
            sha256_hex(message),
            data,
            attachments,
            case=case,
            security="confidential",
        )
        (written,) = write_envelopes(self.partner.head, US, [draft], self.now, self.partner.party.signers("node")[:1])
        self.partner.head = ChainHead(written.header.seq, written.digest)
        return written


def state(case: Case) -> str:
    """Return where a case stands now."""
    case.refresh_from_db()
    return case.state


def body_of(row: Any) -> dict[str, Any]:
    """Return the JSON that a row keeps as bytes."""
    return json.loads(bytes(row.wire))
