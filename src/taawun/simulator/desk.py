# SPDX-License-Identifier: Apache-2.0
"""What the officers of a node do: draft, approve, send."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from taawun.kernel.cases.moves import KIND as CASE_MOVE
from taawun.kernel.errors import DrafterApproved
from taawun.kernel.exchange.drafting import Draft, Written, content_of, write_envelopes
from taawun.kernel.release.approval import rules_for
from taawun.kernel.release.statement import Statement, check_signed
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.limits import BODY_BYTES
from taawun.kernel.wire.signing import sign
from taawun.simulator.casebook import Casebook, case_of
from taawun.simulator.disk import Transaction
from taawun.simulator.logbook import Logbook
from taawun.simulator.rows import Outgoing, Release
from taawun.simulator.site import Site

BASIS = Basis("model-police-cooperation", "4(1)")


class Desk:
    """The desk of one node."""

    def __init__(self, site: Site, log: Logbook, cases: Casebook) -> None:
        self._site = site
        self._log = log
        self._cases = cases

    def draft(
        self,
        body: Mapping[str, Any],
        to: Sequence[str],
        *,
        by: str = "desk",
        kind: str = "record.report",
        personal: bool = False,
        lasts: timedelta = timedelta(days=30),
    ) -> str:
        """Draft a release and return its identifier."""
        site = self._site
        rules_for(site.roster.rules, kind, personal)
        content, written, _ = content_of(dict(body))
        statement = Statement(
            id=site.new_id(),
            sender=site.us,
            recipients=tuple(to),
            content=content,
            kind=kind,
            drafter=site.party.members[by].id,
            purpose="investigation",
            basis=BASIS,
            handling=frozenset({"H0"}),
            personal=personal,
            sensitivity="medium",
            created=site.now(),
            expires=site.now() + lasts,
        )
        digest = sha256_hex(encode(statement.to_wire()))
        with site.disk.transaction() as tx:
            tx["releases"][statement.id] = Release(statement, written)
            self._log.accept(tx, "release.requested", digest)
        return statement.id

    def approve(self, release: str, by: str) -> None:
        """Sign a release as an officer; the drafter may not."""
        site, row = self._site, self._row(release)
        officer = site.party.members[by].id
        if officer == row.statement.drafter:
            raise DrafterApproved
        message = encode(row.statement.to_wire())
        site.party.approved.setdefault(sha256_hex(message), set()).add(officer)
        signed = tuple(s.to_wire() for s in sign("release", message, site.party.signers(by)))
        with site.disk.transaction() as tx:
            tx["releases"][release] = replace(row, signatures=row.signatures + signed)
            self._log.accept(tx, "approval", sha256_hex(message))

    def send(self, release: str) -> list[str]:
        """Write the envelopes of an approved release into the outbox; return their identifiers."""
        site, row = self._site, self._row(release)
        if row.sent:
            return []
        message, now = encode(row.statement.to_wire()), site.now()
        signatures = list(row.signatures)
        row.statement.check_time(now)
        check_signed(site.verifier, site.roster, row.statement, message, signatures, now)
        document = {"statement": row.statement.to_wire(), "signatures": signatures}
        with site.disk.transaction() as tx:
            tx["releases"][release] = replace(row, sent=True)
            self._log.accept(tx, "release.granted", sha256_hex(message))
            return [self._write(tx, party, row, document) for party in sorted(row.statement.recipients)]

    def _write(self, tx: Transaction, party: str, row: Release, document: dict[str, Any]) -> str:
        site, peer = self._site, self._site.peer(party)
        shown, named = encode(document), sha256_hex(encode(document["statement"]))
        body = decode(row.body, limit=BODY_BYTES)
        case = case_of(row.statement.kind, body)
        draft = Draft(site.new_id(), row.statement, shown, named, row.body, case=case)
        (written,) = write_envelopes(peer.outward, party, [draft], site.now(), site.node_signers())
        if row.statement.kind == CASE_MOVE:  # a move is made when it is sent, or not at all (§60.4)
            self._cases.make(tx, written.header, body)
        tx["outbox"][written.header.id] = _outgoing(written, row, document)
        head = replace(peer.outward, seq=written.header.seq, digest=written.digest)
        site.change_peer(tx, party, outward=head)
        self._log.accept(tx, "envelope.sent", written.digest)
        return written.header.id

    def _row(self, release: str) -> Release:
        row: Release = self._site.disk["releases"][release]
        return row


def _outgoing(written: Written, row: Release, document: dict[str, Any]) -> Outgoing:
    return Outgoing(written.header, written.digest, row.body, encode(document))
