# SPDX-License-Identifier: Apache-2.0
"""The node as it is being described, before anything is made: answers, secrets, and the way back.

It lives in the memory of one process and nowhere else, because it holds passphrases: it is never written to a disk
and never shown. Every change can be undone until the node is founded.
"""

import copy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from taawun.formats.countries import NAMES

MOST_UNDONE: Final = 50  # changes that can be taken back

STEPS: Final = ("party", "authorities", "officers", "keys", "pairing", "records", "summary")
"""The steps in the order in which they are taken; the last one acts."""

FEWEST_OFFICERS: Final = 2
"""Two officers sign a pairing (spec §10.7)."""


@dataclass(slots=True)
class Officer:
    """One of the first officers; the secrets are typed by themselves and never shown again."""

    username: str
    name: str
    authority: str
    roles: list[str]
    language: str
    password: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)

    @property
    def ready(self) -> bool:
        """Tell whether both secrets were typed."""
        return bool(self.password and self.passphrase)


@dataclass(slots=True)
class Draft:
    """Everything that was answered so far."""

    node: dict[str, str] = field(default_factory=dict)
    authorities: list[dict[str, str]] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)
    keys_understood: bool = False
    pairing: str = ""
    partner: str = ""
    records: str = ""

    def complete(self, step: str) -> bool:
        """Tell whether a step has all it needs."""
        match step:
            case "party":
                return bool(self.node)
            case "authorities":
                return bool(self.authorities)
            case "officers":
                return not self.missing_officers()
            case "keys":
                return self.keys_understood
            case "pairing" | "records":
                return bool(getattr(self, step))
        return False

    def missing_officers(self) -> list[str]:
        """Return what the first officers still lack: "few", "operator", "secrets"."""
        codes = {one["code"] for one in self.authorities}
        wrong = ["few"] if len(self.officers) < FEWEST_OFFICERS else []
        wrong += [] if any("operator" in one.roles for one in self.officers) else ["operator"]
        wrong += [] if all(one.authority in codes for one in self.officers) else ["authority"]
        return wrong + ([] if all(one.ready for one in self.officers) else ["secrets"])

    def approvers(self) -> int:
        """Return how many officers may approve a release."""
        return sum("releasing_officer" in one.roles for one in self.officers)

    def first_open(self) -> str:
        """Return the first step that lacks something; the summary when none does."""
        return next((step for step in STEPS if not self.complete(step)), STEPS[-1])

    def sitting_in(self, code: str) -> list[str]:
        """Return the sign-in names of the officers of an authority."""
        return [one.username for one in self.officers if one.authority == code]

    def plan(self) -> dict[str, Any]:
        """Return the plan of the node as `taawun init --from` reads it, without a secret."""
        officers = [
            {name: getattr(one, name) for name in ("username", "name", "authority", "roles", "language")}
            for one in self.officers
        ]
        return {"node": dict(self.node), "authority": copy.deepcopy(self.authorities), "officer": officers}

    def secrets(self) -> dict[str, dict[str, str]]:
        """Return passwords and passphrases by sign-in name, for the founding alone."""
        return {
            "password": {one.username: one.password for one in self.officers},
            "passphrase": {one.username: one.passphrase for one in self.officers},
        }

    def party_name(self, language: str) -> str:
        """Return what the party's state is called in a language."""
        names = NAMES.get(self.node.get("party", ""))
        return names[language] if names else ""


class Desk:
    """The one draft of this process, the changes that can be taken back, and whether the node is founded."""

    def __init__(self) -> None:
        self.draft = Draft()
        self.founded = False
        self.lock = threading.RLock()
        self._before: list[Draft] = []

    @contextmanager
    def change(self) -> Iterator[Draft]:
        """Give the draft to be changed; what it was before can be had again."""
        with self.lock:
            before = copy.deepcopy(self.draft)
            yield self.draft
            if self.draft != before:
                self._before = [*self._before[1 - MOST_UNDONE :], before]

    def undo(self) -> bool:
        """Take the last change back; False if there is none."""
        with self.lock:
            if not self._before:
                return False
            self.draft = self._before.pop()
            return True

    def start_over(self) -> None:
        """Forget all answers; this too can be undone."""
        with self.lock:
            self._before.append(self.draft)
            self.draft = Draft()

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a change to take back."""
        return bool(self._before)

    def forget(self) -> None:
        """Forget every answer and secret for good: the node is founded."""
        with self.lock:
            self.founded, self.draft, self._before = True, Draft(), []


DESK: Final = Desk()
