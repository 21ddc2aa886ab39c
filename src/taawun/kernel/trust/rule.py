# SPDX-License-Identifier: Apache-2.0
"""Release rules as a roster states them: which content, and whose approval (spec §50.5)."""

from dataclasses import dataclass
from typing import Any, Final

from taawun.kernel.errors import BadShape
from taawun.kernel.wire import shapes
from taawun.kernel.wire.limits import SIGNATURES

ANY: Final = "*"
MOST_APPROVALS: Final = SIGNATURES // 2
"""Most officers that one rule may ask for: each signs with two algorithms, and a rule nobody can meet is refused."""
_RULE = frozenset({"id", "kinds", "approvals"})


@dataclass(frozen=True, slots=True)
class Approval:
    """How many officers with one role must approve."""

    role: str
    count: int

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {"role": self.role, "count": self.count}

    @classmethod
    def from_wire(cls, value: object) -> "Approval":
        """Return the requirement of a JSON object."""
        raw = shapes.fields(value, "approval", frozenset({"role", "count"}))
        return cls(shapes.slug(raw["role"], "role"), shapes.whole(raw["count"], "count", 1))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: which content it is about, and the approvals it asks for."""

    id: str
    kinds: frozenset[str]
    approvals: tuple[Approval, ...]
    personal: bool | None = None  # None: with personal data or without

    def matches(self, kind: str, personal: bool) -> bool:
        """Tell whether the rule is about such content."""
        return (ANY in self.kinds or kind in self.kinds) and self.personal in (None, personal)

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        wire: dict[str, Any] = {
            "id": self.id,
            "kinds": sorted(self.kinds),
            "approvals": [approval.to_wire() for approval in self.approvals],
        }
        return wire if self.personal is None else wire | {"personal": self.personal}

    @classmethod
    def from_wire(cls, value: object) -> "Rule":
        """Return the rule of a JSON object; one without kinds or approvals is refused by name."""
        raw = shapes.fields(value, "rule", _RULE, frozenset({"personal"}))
        kinds = [k if k == ANY else shapes.slug(k, "kind") for k in shapes.items(raw["kinds"], "kinds", 256)]
        needed = tuple(Approval.from_wire(item) for item in shapes.items(raw["approvals"], "approvals", 16))
        if sum(approval.count for approval in needed) > MOST_APPROVALS:
            raise BadShape(f"A rule asks for more than {MOST_APPROVALS} approvals.")
        personal = shapes.flag(raw["personal"], "personal") if "personal" in raw else None
        return cls(shapes.slug(raw["id"], "rule"), frozenset(kinds), needed, personal)
