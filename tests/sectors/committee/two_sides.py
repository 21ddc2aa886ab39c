# SPDX-License-Identifier: Apache-2.0
"""Two sides of one case with only the rules between them: each knows some moves, and any may come in any order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from taawun import sectors
from taawun.formats.packs import load_bundle
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.moves import MoveMade, PackRef
from taawun.kernel.cases.replay import Standing, check_incoming, standing
from taawun.kernel.cases.words import Side
from taawun.kernel.errors import SenderError
from taawun.kernel.wire.ids import uuid7

PACK = load_bundle(sectors.FOLDER / "committee" / "workflows.yaml")["pk-bh-committee"]
BEGAN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PARTIES = {"PK": Side.REQUESTING, "BH": Side.REQUESTED}
CASE = str(uuid7(BEGAN, b"\x01" * 10))
OFFICERS = {(party, n): str(uuid7(BEGAN, bytes([n, ord(party[0])]) * 5)) for party in PARTIES for n in (1, 2)}
MEETS = {"day": "2025-09-26", "begins": "10:00", "minutes": 90, "zone": "asia_bahrain", "place": "المنامة"}
VALUES: Mapping[str, Any] = {
    "body": "Joint Working Group", "meets": MEETS, "agenda": "* المحضر السابق\nسرحدی سلامتی", "delegation_host": "آسمہ",
    "delegation_guest": "مريم", "attendance": "Both. Apologies: none.", "minutes_en": "Held.", "minutes_ar": "عُقد.",
    "papers": ["ورقة | amber"], "papers_guest": ["رپورٹ | green"],
    "minutes_ur": "منعقد ہوا۔", "decisions": "Six tracks | Terms", "actions": "Name him | PK | ANF | 2025-10-15",
    "what": "منشیات رابطہ افسر نامزد کرنا", "authority": "ANF", "due": "2025-10-15", "result": "A note with the name",
    "track": "counter_narcotics", "progress": "Half done.", "evidence": "Note 17", "verification": "قرأنا المذكرة.",
    "text": "Meet in March", "basis": "Terms", "why_now": "Ramadan", "ratified_at": "Second meeting",
}  # fmt: skip
DOCUMENT = {"document": "File", "page": "1", "officer": OFFICERS["PK", 1]}


def kind(slug: str) -> CaseKind:
    """Return a kind of case of the committee."""
    return PACK.kinds[slug]


@dataclass
class Sides:
    """Both sides of one case and what each of them knows."""

    kind: CaseKind
    known: dict[str, list[MoveMade]] = field(default_factory=lambda: {"PK": [], "BH": []})
    made: int = 0

    def stands(self, party: str) -> Standing:
        return standing(self.kind, self.known[party])

    def make(self, party: str, move: str, officer: int = 1, **content: Any) -> MoveMade:
        """Make a move as a node does: refused at home if it is not lawful.

        Raises:
            SenderError: naming the rule.
        """
        declared, pack = self.kind.workflow.moves[move], self.kind
        self.made += 1
        values = {slug: content.get(slug, VALUES[slug]) for slug in declared.carries if slug in VALUES}
        made = MoveMade(
            case=CASE, kind=pack.slug, pack=PackRef(pack.pack, pack.pack_version, pack.pack_digest),
            requesting="PK", requested="BH", move=move, party=party, officer=OFFICERS[party, officer],
            authority="interior", at=BEGAN + timedelta(minutes=self.made), after=self.stands(party).heads,
            content={slug: {"value": one, "found": DOCUMENT} for slug, one in sorted(values.items())},
            reasons="وجہ" if declared.reasoned else "", salt=self.made.to_bytes(16, "big"),
        )  # fmt: skip
        check_incoming(self.kind, self.known[party], made, party)
        self.known[party].append(made)
        return made

    def tell(self, party: str, moves: Iterable[MoveMade]) -> None:
        """Let moves of the other side arrive at one, each checked like what comes from outside."""
        for one in moves:
            if one not in self.known[party]:
                check_incoming(self.kind, self.known[party], one, one.party)
                self.known[party].append(one)

    def meet(self) -> None:
        """Let everything arrive everywhere."""
        for party, other in (("PK", "BH"), ("BH", "PK")):
            self.tell(party, list(self.known[other]))

    def both(self, *moves: tuple[str, str, int]) -> None:
        """Make moves one after the other, each told at once."""
        for party, move, officer in moves:
            self.make(party, move, officer)
            self.meet()

    def refusal(self, party: str, move: str, officer: int = 1) -> str:
        """Return the code with which a move is refused, empty if it is not."""
        try:
            self.make(party, move, officer)
        except SenderError as refused:
            return str(refused.code)
        return ""


def laid() -> Sides:
    """A meeting whose minutes lie before both sides."""
    sides = Sides(kind("committee_meeting"))
    sides.both(("PK", "convene", 1), ("BH", "agree_agenda", 1), ("PK", "hold", 1), ("PK", "lay_minutes", 1))
    return sides
