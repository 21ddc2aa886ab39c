# SPDX-License-Identifier: Apache-2.0
"""The cases of one node: shared moves that go out and come in, and private ones that stay (spec §60.4, §60.5).

What a move comes to is the kernel's to say, from the moves on the disk alone; nothing is kept beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from taawun.kernel.cases.contents import Filled
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.moves import KIND, SALT_BYTES, MoveMade, PackRef, PrivateMove
from taawun.kernel.cases.replay import Standing, check_incoming, standing
from taawun.kernel.errors import OtherCase, UnlawfulMove
from taawun.kernel.wire.envelope import Header
from taawun.simulator.disk import Transaction
from taawun.simulator.site import Site

MOVES: Final = "moves"
"""The table of shared moves: (case, digest of the move) -> MoveMade."""
AT_HOME: Final = "private_moves"
"""The table of private moves: (case, number) -> PrivateMove."""
NOTHING: Final[Mapping[str, Filled]] = {}


@dataclass(slots=True)
class Casebook:
    """The cases of one node. `kinds` are the instruments it has installed; they survive a crash."""

    site: Site
    kinds: dict[str, CaseKind]

    def known(self, case: str) -> tuple[MoveMade, ...]:
        """Return the shared moves of a case that are on the disk."""
        return _of_case(self.site.disk[MOVES], case)

    def standing(self, case: str, kind: str) -> Standing:
        """Return what a case has come to here."""
        rows = self.site.disk[AT_HOME]
        private: list[PrivateMove] = [rows[key] for key in sorted(rows) if key[0] == case]
        return standing(self.kinds[kind], self.known(case), private)

    def stay(self, case: str, kind: str, move: str, by: str) -> None:
        """Make a private move as a member of the party; one that does not fit has no effect."""
        site, here = self.site, self.standing(case, kind)
        officer, base = site.party.members[by].id, here.applied[-1].digest() if here.applied else ""
        with site.disk.transaction() as tx:
            number = len(tx[AT_HOME])
            tx[AT_HOME][case, number] = PrivateMove(move, officer, "interior", site.now(), base)

    def propose(
        self,
        case: str,
        kind: str,
        parties: tuple[str, str],
        move: str,
        by: str,
        content: Mapping[str, Filled] = NOTHING,
        **said: Any,
    ) -> dict[str, Any]:
        """Return the body of a shared move that stands behind everything known here.

        Args:
            case: its identifier.
            kind: slug of its kind.
            parties: the requesting and the requested one.
            move: slug of the move.
            by: the member who makes it.
            content: the elements that it carries.
            said: `reasons` and `gates` of the move.
        """
        site, declared = self.site, self.kinds[kind]
        made = MoveMade(
            case=case,
            kind=kind,
            pack=PackRef(declared.pack, declared.pack_version, declared.pack_digest),
            requesting=parties[0],
            requested=parties[1],
            move=move,
            party=site.us,
            officer=site.party.members[by].id,
            authority="interior",
            at=site.now(),
            after=self.standing(case, kind).heads,
            content={slug: one.to_wire() for slug, one in content.items()},
            salt=site.random.randbytes(SALT_BYTES),
            **said,
        )
        return made.to_wire()

    def check(self, tx: Transaction, header: Header, body: Mapping[str, Any]) -> None:
        """Refuse a move that came in, or is about to leave, if it is not lawful.

        Raises:
            SenderError: naming the rule.
        """
        made = MoveMade.from_wire(dict(body))
        if header.case != made.case or {header.sender, header.recipient} != {made.requesting, made.requested}:
            raise OtherCase
        if made.kind not in self.kinds:
            raise UnlawfulMove("No such kind of case is installed here.")
        check_incoming(self.kinds[made.kind], _of_case(tx[MOVES], made.case), made, header.sender)

    def make(self, tx: Transaction, header: Header, body: Mapping[str, Any]) -> None:
        """Make a proposed move in the transaction that sends it: checked again, and standing behind what is here.

        Raises:
            SenderError: it is not lawful any more, or names a move that was taken back since.
        """
        self.check(tx, header, body)
        known = {digest for of, digest in tx[MOVES] if of == header.case}
        if not known.issuperset(body["after"]):
            raise UnlawfulMove("It names a move that is not here any more.")
        self.keep(tx, body)

    def keep(self, tx: Transaction, body: Mapping[str, Any]) -> None:
        """Keep a lawful move."""
        made = MoveMade.from_wire(dict(body))
        tx[MOVES][made.case, made.digest()] = made

    def take_back(self, tx: Transaction, body: Mapping[str, Any]) -> None:
        """Take out a move that the other side refused for good: it must not count here alone (§60.5)."""
        made = MoveMade.from_wire(dict(body))
        tx[MOVES].pop((made.case, made.digest()), None)


def case_of(kind: str, body: Mapping[str, Any]) -> str | None:
    """Return the case that an envelope of this kind and body belongs to, if any."""
    return str(body["case"]) if kind == KIND else None


def _of_case(table: Mapping[Any, Any], case: str) -> tuple[MoveMade, ...]:
    return tuple(made for (of, _), made in table.items() if of == case)
