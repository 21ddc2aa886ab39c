# SPDX-License-Identifier: Apache-2.0
"""What the stories of cases share: an office on each side, moves that cross, and waiting until they arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from taawun.site.demo.nodes import Node, NotSeen, finished, until, verifying

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Office:
    """A central authority at its node: who drafts, reviews, signs and carries, and who approves what leaves."""

    node: Node
    authority: str
    desk: str
    reviewer: str
    second: str
    signer: str
    liaison: str
    approvers: tuple[str, str]

    def act(self, name: str, username: str, case: str, purpose: str, **arguments: Any) -> Any:
        """Let an officer do something with a case."""
        return self.node.act(name, username=username, case=case, purpose=purpose, **arguments)


def islamabad(node: Node) -> Office:
    """Return the office of Islamabad."""
    return Office(node, "moi", "nadia", "farooq", "zara", "shazia", "hamid", ("imtiaz", "lubna"))


def manama(node: Node) -> Office:
    """Return the office of Manama."""
    return Office(node, "moj", "reem", "jassim", "dana", "hessa", "salman", ("nawaf", "amal"))


@dataclass(frozen=True, slots=True)
class Casework:
    """One case between two offices."""

    case: str
    purpose: str
    data: dict[str, Any]

    def seen(self, office: Office) -> dict[str, Any]:
        """Return the case as the office's reviewer sees it."""
        found: dict[str, Any] = office.act("case_seen", office.reviewer, self.case, self.purpose)
        return found

    def fill(self, office: Office, username: str, part: str, elements: Sequence[str] = ()) -> None:
        """Fill elements of a part of the data: those named, or all that are elements."""
        said = self.data[part]
        values = {slug: said[slug] for slug in elements or said if slug in elements or part == "request"}
        document = said.get("document", self.data["document"])
        office.act("case_fill", username, self.case, self.purpose, values=values, document=document)

    def make(self, office: Office, username: str, *moves: str) -> str:
        """Make private moves, and return the state."""
        return str(office.act("case_make", username, self.case, self.purpose, moves=moves))

    def cross(self, ours: Office, theirs: Office, username: str, move: str, **more: Any) -> dict[str, Any]:
        """Make a shared move: proposed, approved by two others, sent, and taken by the other side."""
        approvers = [name for name in ours.approvers if name != username]
        ours.act("case_cross", username, self.case, self.purpose, move=move, approvers=approvers, **more)
        phase = self.seen(ours)["phase"]
        return until(
            lambda: self.theirs(theirs), lambda seen: seen.get("phase") == phase, f"{move} at {theirs.node.side.name}"
        )

    def theirs(self, office: Office) -> dict[str, Any]:
        """Return the case at an office that may not have it yet."""
        listed = office.node.act("cases_listed", username=office.liaison, purpose=self.purpose)
        if self.case not in listed:
            return {}
        return self.seen(office)

    def letters(self, office: Office, form: str, folder: Path) -> list[dict[str, str]]:
        """Write a letter in three languages, signed with the authority's key, and return path, paper and digest."""
        folder = folder / "papers"
        folder.mkdir(exist_ok=True)
        self._key(office)
        found: list[dict[str, str]] = office.act(
            "case_letters", office.signer, self.case, self.purpose, form=form, folder=str(folder)
        )
        return found

    def opened(self, office: Office, wanted: Sequence[str], folder: Path) -> dict[str, str]:
        """Wait until an office can open the papers of these digests, and return where each lies, or its name."""
        found: dict[str, str] = until(
            lambda: office.act("case_opened", office.desk, self.case, self.purpose, folder=str(folder / "papers")),
            lambda seen: set(wanted) <= seen.keys(),
            f"{len(wanted)} papers at {office.node.side.name}",
        )
        return {digest: found[digest] for digest in wanted}

    def _key(self, office: Office) -> None:
        operator = next(one["username"] for one in office.node.side.officers if "operator" in one["roles"])
        office.node.act("case_key", username=operator, authority=office.authority, title=self.data["title"])

    def bundled(self, office: Office, words: str, folder: Path) -> str:
        """Put the case on file, and verify it in a process that has no node; a copy with a byte changed must fail."""
        path, changed = folder / f"{self.case}.case", folder / f"{self.case}.changed"
        now = office.node.act("witnessed")  # what other cases add to the ledger meanwhile is not waited for
        until(
            lambda: office.node.act("witnessed"),
            lambda seen: seen["cosigned"] >= now["size"] + now["waiting"],
            "a cosigned checkpoint",
        )
        who = ("--as", office.reviewer, "--purpose", self.purpose, "--secrets", str(office.node.secrets))
        office.node.run("bundle", self.case, *who, "--out", str(path))
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        changed.write_bytes(data)
        good, bad = (verifying(one, words) for one in (path, changed))
        checks = finished(good).count("✓")
        return f"{path.name}: {len(data)} bytes, {checks} checks hold; changed: {finished(bad, code=1).strip()[-160:]}"

    def closed(self, office: Office, username: str, move: str, code: str = "case.move-closed") -> str:
        """Try a move that must be closed, and return why it is."""
        refused = office.node.refusal(
            "case_make", username=username, case=self.case, purpose=self.purpose, moves=[move]
        )
        if refused.code != code:
            raise NotSeen(f"{move}: {refused.said}")
        return refused.said


def told(name: str) -> dict[str, Any]:
    """Return what a story's people write, from its file."""
    found: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
