# SPDX-License-Identifier: Apache-2.0
"""The vectors of consents (spec §80.25): requests, answers, and what an answer opens. They stand in 80-records.json."""

from typing import Any

Vector = dict[str, Any]

ASKED: Vector = {
    "type": "consent-asked/1",
    "id": "01a200f7-908b-7000-8000-000000000070",
    "record": "01a200f7-908b-7000-8000-000000000001",
    "code": "H2",
    "purpose": "counter-narcotics",
    "recipient": "SA",
    "reason": "سماعت کے لیے — للجلسة",
    "by": "2026-12-22",
}
ANSWERED: Vector = {
    "type": "consent-answered/1",
    "asked": ASKED["id"],
    "record": ASKED["record"],
    "code": "H2",
    "purpose": "counter-narcotics",
    "recipient": "SA",
    "given": True,
    "reason": "أوافق",
    "until": "2026-12-01",
}
COURT: Vector = {"code": "H1", "purpose": "court-evidence", "recipient": None}
OTHER = "01a200f7-908b-7000-8000-000000000002"


def consents() -> list[Vector]:
    """Return the vectors in the order of the paragraphs."""
    return [*_requests(), *_answers(), *_openings(), *_lapses()]


def _row(name: str, section: str, check: str, given: Any, expect: Any) -> Vector:
    """Return a vector; what is expected is an answer, or the code of a refusal."""
    row = {"name": name, "section": section, "check": check, "valid": not isinstance(expect, str), "input": given}
    return row | ({"code": expect} if isinstance(expect, str) else {"expect": expect})


def _requests() -> list[Vector]:
    changed = {
        "asked to send onward": ("80.25", {}, {}),
        "asked to send onward what is restricted": ("80.25", {"code": "H3"}, {}),
        "asked for a court": ("80.25", COURT, {}),
        "asked for a court of another party": ("80.25", COURT | {"recipient": "SA"}, {}),
        "asked without a last day": ("80.25", {"by": None}, "wire.bad-shape"),
        "asked until no day": ("80.25", {"by": "2026-02-30"}, "wire.bad-shape"),
        "asked about H0": ("80.25", {"code": "H0"}, "wire.bad-shape"),
        "asked about a code that is none": ("80.25", {"code": "H9"}, "wire.bad-shape"),
        "asked for a court's code by a desk": ("80.25", {"code": "H1"}, "wire.bad-shape"),
        "asked to send onward to nobody": ("80.25", {"recipient": None}, "wire.bad-shape"),
        "asked to send onward to a word": ("80.25", {"recipient": "sa"}, "wire.bad-shape"),
        "asked about every record": ("80.25", {"record": "all"}, "wire.bad-shape"),
        "asked without a reason": ("80.25", {"reason": ""}, "wire.bad-shape"),
        "asked with a field that nobody knows": ("80.25", {"for": "all"}, "wire.bad-shape"),
        "asked by an answer": ("80.25", {"type": "consent-answered/1"}, "wire.bad-shape"),
    }
    return [_row(name, at, "consent-asked", ASKED | more, expect) for name, (at, more, expect) in changed.items()]


def _answers() -> list[Vector]:
    changed: dict[str, tuple[Vector, Any]] = {
        "answered yes, until a day": ({}, {}),
        "answered yes, until it is taken back": ({"until": None}, {}),
        "answered no": ({"given": False, "until": None}, {}),
        "answered neither yes nor no": ({"given": 1}, "wire.bad-shape"),
        "answered until no day": ({"until": "2026-02-30"}, "wire.bad-shape"),
        "answered until a day in another form": ({"until": "20261201"}, "wire.bad-shape"),
        "answered without a reason": ({"reason": ""}, "wire.bad-shape"),
        "answered to nothing": ({"asked": "all"}, "wire.bad-shape"),
        "answered onward to nobody": ({"recipient": None}, "wire.bad-shape"),
        "answered with a field that nobody knows": ({"by": "2026-12-22"}, "wire.bad-shape"),
    }
    return [
        _row(name, "80.25", "consent-answered", ANSWERED | more, expect) for name, (more, expect) in changed.items()
    ]


def _openings() -> list[Vector]:
    use = {name: ANSWERED[name] for name in ("record", "code", "purpose", "recipient")}
    on = "2026-11-30"
    rows: dict[str, tuple[Vector, Vector, str, bool]] = {
        "consent opens the use that was asked": ({}, {}, on, True),
        "consent opens on its last day": ({}, {}, "2026-12-01", True),
        "consent opens no day later": ({}, {}, "2026-12-02", False),
        "consent without a last day opens later": ({"until": None}, {}, "2029-01-31", True),
        "consent opens nothing to another party": ({}, {"recipient": "QA"}, on, False),
        "consent opens nothing for another purpose": ({}, {"purpose": "extradition"}, on, False),
        "consent opens no other code": ({}, {"code": "H3"}, on, False),
        "consent opens no other record": ({}, {"record": OTHER}, on, False),
        "a refusal opens nothing": ({"given": False}, {}, on, False),
    }
    return [
        _row(name, "80.25", "consent-opens",
             {"originator": "BH", "answer": ANSWERED | answer, "use": use | other, "on": day}, {"opens": opens})
        for name, (answer, other, day, opens) in rows.items()
    ]  # fmt: skip


def _lapses() -> list[Vector]:
    rows = {"a request on its last day": ("2026-12-22", False), "a request a day later": ("2026-12-23", True)}
    return [
        _row(name, "80.25", "consent-lapsed", {"asked": ASKED, "on": on}, {"lapsed": lapsed})
        for name, (on, lapsed) in rows.items()
    ]
