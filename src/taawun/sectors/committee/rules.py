# SPDX-License-Identifier: Apache-2.0
"""The rules of the committee: checks of its records, and the lines in which agendas, decisions and actions are written.

Lines are text that people of both sides read in the minutes; what a line means is decided here alone (spec §80.112).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark
from taawun.kernel.errors import BadMeetingLines
from taawun.kernel.marking.codes import Tlp

LINES: Final = 200
"""Most lines of an agenda, of decisions or of actions."""
CONSENT: Final = "*"
"""How a line of the agenda begins that is adopted without debate."""
BAR: Final = "|"
AMONG: Final = ", "
"""Between the codes of what may stand at a place, in a sentence on what is wrong there."""
TRACKS: Final = (
    "committee", "counter_narcotics", "counter_terrorism", "coast_guard", "border_security", "immigration",
    "police_training",
)  # fmt: skip
"""Sub-groups that an action may name, as its case has them."""
SENTENCES: Final = {
    "agenda": "An agenda has items with titles.",
    "lines": "{count} lines; at most {most}.",
    "parts": "Line {line}: from {least} to {most} parts, between bars.",
    "owner": "Line {line}: the owner is one of {parties}.",
    "day": "Line {line}: a day as 2026-01-31 is expected.",
    "track": "Line {line}: the sub-group is one of {tracks}.",
    "memorandum": "Line {line}: the memorandum is one of {memoranda}.",
    "hours": "The day, the hour as 10:30 and the length in minutes cannot be read together.",
    "marking": "Line {line}: the marking is one of {markings}.",
}
"""What is wrong with lines, by its code; a page says it in the reader's language."""
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
MEMORANDA: Final = ("extradition", "legal_assistance", "battalion_training")
"""Fields of memoranda that an action may serve, as its case has them."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an agenda; one of `consent` is adopted without debate unless a delegation asks for one."""

    number: int
    title: str
    consent: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a meeting: its text, its basis, and who dissented or reserved, if anybody did."""

    number: int
    text: str
    basis: str
    dissent: str


@dataclass(frozen=True, slots=True)
class Promise:
    """An action of a meeting: what, which party and authority owns it, until when, and of which sub-group it is.

    Without a sub-group it is of the whole committee; `memorandum` is empty where it serves none.
    """

    number: int
    text: str
    owner: str
    authority: str
    due: date
    track: str = TRACKS[0]
    memorandum: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a meeting and its colour of the traffic-light protocol; None where nobody marked it."""

    number: int
    title: str
    marking: Tlp | None

    @property
    def label(self) -> str:
        """Return the marking as it is written on papers."""
        return f"TLP:{self.marking.value.upper()}" if self.marking else ""


def agenda_of(text: str) -> tuple[Item, ...]:
    """Return the items of an agenda.

    Raises:
        BadMeetingLines: none, too many, or one that says nothing.
    """
    lines = _lines(text)
    items = tuple(
        Item(number, line.removeprefix(CONSENT).strip(), line.startswith(CONSENT))
        for number, line in enumerate(lines, 1)
    )
    if not items or any(not one.title for one in items):
        raise _bad("agenda")
    return items


def decisions_of(text: str) -> tuple[Decision, ...]:
    """Return the decisions of the minutes: text, basis and dissent, which may be left out.

    Raises:
        BadMeetingLines: a line without its basis, or with more parts.
    """
    found = []
    for number, line in enumerate(_lines(text), 1):
        parts = _parts(line, number, 2, 3)
        found.append(Decision(number, parts[0], parts[1], parts[2] if len(parts) > 2 else ""))
    return tuple(found)


def promises_of(text: str, parties: Sequence[str], called: Mapping[str, str] = NOTHING) -> tuple[Promise, ...]:
    """Return the actions of the minutes.

    Args:
        text: an action a line.
        parties: the codes of the parties of the case.
        called: codes of parties, sub-groups and memoranda by what people call them, folded; codes are read as well.

    Raises:
        BadMeetingLines: a line without its four parts, or whose owner is none of the parties, or with no day, or with a
            sub-group or memorandum that there is not.
    """
    return tuple(_promise(number, line, parties, called) for number, line in enumerate(_lines(text), 1))


def folded(text: str) -> str:
    """Return what something is called as it is compared: without regard to capitals and to how many blanks."""
    return " ".join(text.casefold().split())


def _promise(number: int, line: str, parties: Sequence[str], called: Mapping[str, str]) -> Promise:
    what, said, authority, due, *rest = _parts(line, number, 4, 6)
    owner, track, memorandum = (called.get(folded(one), one) for one in (said, *rest, "", "")[:3])
    if owner not in parties:
        raise _bad("owner", line=number, parties=AMONG.join(parties))
    if track and track not in TRACKS:
        raise _bad("track", line=number, tracks=AMONG.join(TRACKS))
    if memorandum and memorandum not in MEMORANDA:
        raise _bad("memorandum", line=number, memoranda=AMONG.join(MEMORANDA))
    try:
        return Promise(number, what, owner, authority, date.fromisoformat(due), track or TRACKS[0], memorandum)
    except ValueError:
        raise _bad("day", line=number) from None


def papers_of(value: object) -> tuple[Paper, ...]:
    """Return the papers of a meeting from the list that names them, each as `title | marking` or as its title alone.

    Raises:
        BadMeetingLines: a marking that is no colour of the traffic-light protocol, or too many papers.
    """
    named = value if isinstance(value, list) else []
    lines = _lines("\n".join(str(one.get("name", "") if isinstance(one, dict) else one) for one in named))
    return tuple(_paper(number, line) for number, line in enumerate(lines, 1))


def _paper(number: int, line: str) -> Paper:
    title, *rest = _parts(line, number, 1, 2)
    if not rest:
        return Paper(number, title, None)
    colour = rest[0].casefold().removeprefix("tlp:")
    if colour not in set(Tlp):
        raise _bad("marking", line=number, markings=AMONG.join(Tlp))
    return Paper(number, title, Tlp(colour))


def lines_said(rule: str, text: str) -> Any:
    """Return what lines say, for examples: the rows of the rule that reads them."""
    readers: Mapping[str, Any] = {
        "agenda": lambda: [[one.number, one.title, one.consent] for one in agenda_of(text)],
        "decisions": lambda: [[one.text, one.basis, one.dissent] for one in decisions_of(text)],
        "papers": lambda: [[one.title, one.label] for one in papers_of(text.splitlines())],
        "actions": lambda: [
            [one.text, one.owner, one.authority, one.due.isoformat()] for one in promises_of(text, ("PK", "BH"))
        ],
    }
    return readers[rule]()


def _lines(text: str) -> list[str]:
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > LINES:
        raise _bad("lines", count=len(found), most=LINES)
    return found


def _parts(line: str, number: int, least: int, most: int) -> list[str]:
    parts = [part.strip() for part in line.split(BAR)]
    if not least <= len(parts) <= most or not all(parts[:least]):
        raise _bad("parts", line=number, least=least, most=most)
    return parts


def _bad(why: str, **given: object) -> BadMeetingLines:
    return BadMeetingLines(SENTENCES[why], where="", **given)


def check_body(data: Data) -> Iterator[Remark]:
    """Note a body without sub-groups."""
    if not data.get("tracks"):
        yield Remark("committee-body.no-tracks", "tracks", "No sub-group is named.", Level.NOTE)


def check_decision(data: Data) -> Iterator[Remark]:
    """Warn of a decision that rests on nothing."""
    if not data.get("basis"):
        yield Remark("committee-decision.no-basis", "basis", "No basis of this decision is stated.")


def check_memorandum(data: Data) -> Iterator[Remark]:
    """Note that a memorandum in negotiation permits nothing yet."""
    if data.get("state") in ("proposed", "initialled"):
        yield Remark("committee-memorandum.no-force", "state", "It is not signed, and permits nothing yet.", Level.NOTE)


def check_posting(data: Data) -> Iterator[Remark]:
    """Warn of a post without a side."""
    if not data.get("party"):
        yield Remark("committee-posting.no-side", "party", "It is not said which side posts the officer.")
