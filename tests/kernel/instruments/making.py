# SPDX-License-Identifier: Apache-2.0
"""A small pack as a lawyer would write it, with its shared parts, for tests to spoil one thing in."""

import copy
from typing import Any

from taawun.kernel.errors import BadPack
from taawun.kernel.instruments import Pack, load_pack

ROLES = frozenset({"desk_officer", "releasing_officer"})


def words(english: str = "Word") -> dict[str, str]:
    return {"en": english, "ar": "كلمة عربية", "ur": "اردو کا لفظ ہے"}


def state(holder: str, phase: str = "", **more: Any) -> dict[str, Any]:
    return {"title": words(), "phase": phase, "holder": holder, **more}


def move(by: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    return {
        "title": words(),
        "by": by,
        "role": "desk_officer",
        "from": [source],
        "to": target,
        "basis": ["un 1"],
        **more,
    }


def element(**more: Any) -> dict[str, Any]:
    return {"title": words(), "kind": "text", "required": True, "sources": ["un 5"], **more}


def gate(**more: Any) -> dict[str, Any]:
    return {"title": words(), "sources": ["un 3"], **more}


CLOCK = {
    "title": words(),
    "statutory": True,
    "length": 40,
    "unit": "days",
    "side": "requested",
    "sources": ["un 9"],
    "starts": ["send"],
    "stops": ["grant", "refuse"],
    "warn_on": [18],
    "at_end": "decide",
}

PARTY = {
    "title": words(),
    "authority": words(),
    "languages": ["en"],
    "zone": "Asia/Karachi",
    "weekend": [6, 7],
    "channel": words(),
}

LIBRARY: dict[str, Any] = {
    "law/sources.yaml": {"un": {"title": "A model treaty", "dated": "1990-12-14"}, "law": {"title": "A law"}},
    "law/death.yaml": {
        "rows": [
            {"party": "PK", "category": "narcotics", "from": None, "until": None, "death": True, "source": "law 9"}
        ]
    },
    "parts/elements.yaml": {"request": {"facts": element(core=True, excusable=False)}, "answer": {}},
    "workflows/small.yaml": {
        "workflow": "small",
        "version": 1,
        "title": words(),
        "initial": "draft",
        "flags": {"urgent": words()},
        "states": {
            "draft": state("requesting"),
            "sent": state("requested", "sent"),
            "granted": state("requested", "granted", final=True),
            "refused": state("requested", "refused", final=True),
        },
        "moves": {
            "send": move("requesting", "draft", "sent", shared=True, sets=["urgent"], needs=["*"], carries=["*"]),
            "grant": move("requested", "sent", "granted", shared=True, gates="all", role="releasing_officer"),
            "refuse": move("requested", "sent", "refused", shared=True, gates="ground", tasks=["decide"]),
        },
        "tasks": {
            "decide": {"title": words(), "side": "requested", "role": "desk_officer", "done_by": ["grant", "refuse"]}
        },
    },
}

PACK: dict[str, Any] = {
    "pack": "small-pack",
    "version": 1,
    "status": "model",
    "dates": {"drafted": "2026-01-31"},
    "title": words(),
    "parties": {"PK": PARTY, "BH": {**PARTY, "zone": "Asia/Bahrain", "weekend": [5, 6]}},
    "sectors": ["counter_narcotics"],
    "purposes": ["prosecution"],
    "exchanges": {"request": words()},
    "kinds": {
        "extradition": {
            "workflow": "workflows/small.yaml",
            "elements": {"request": {"from": "parts/elements.yaml"}},
            "gates": {
                "add": {"torture": gate(), "too_light": gate(rule="minimum_penalty", given={"months": 12})},
                "mandatory": ["torture"],
                "optional": ["too_light"],
            },
            "clocks": {"arrest": CLOCK},
        }
    },
    "conflicts": {
        "length": {
            "title": words(),
            "statements": [
                {"text": words(), "source": "un 9", "dated": "1990-12-14"},
                {"text": words(), "source": "law 1", "dated": "1957-12-13"},
            ],
        }
    },
    "quotas": {"seats": {"title": words(), "number": 30, "per": words(), "sources": ["law 2"]}},
    "notes": [words()],
}


def whole() -> dict[str, Any]:
    """Return the pack and its shared parts in one tree, to be spoiled by path."""
    return copy.deepcopy({"pack": PACK, "library": LIBRARY})


def put(tree: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Set one part of a tree; `path` has its names separated by `>`. A value of `...` removes it."""
    *way, last = path.split(">")
    at = tree
    for name in way:
        at = at[name]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return tree


def load(tree: dict[str, Any]) -> Pack:
    return load_pack(tree["pack"], "small.yaml", tree["library"], ROLES)


def problems(tree: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the rule and the place of everything that is wrong with a pack."""
    try:
        load(tree)
    except BadPack as wrong:
        return {(problem.rule, problem.place) for problem in wrong.problems}
    return set()
