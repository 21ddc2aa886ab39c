# SPDX-License-Identifier: Apache-2.0
"""The small kind of case that the vectors of spec 60 are about, in the frozen form of §65.5.

Titles are short: what they say decides nothing. It has what the rules need: a private path, phases of both
sides, flags, a gated move, moves that can cross each other, and one gate of every sort.
"""

from typing import Any

ASK, ANSWER = "requesting", "requested"
SOURCES = [{"slug": "model", "title": "Model treaty", "article": "1"}]
DIGEST = "5e" * 32
NAME = "extradition"
"""Under which the vectors name it, in kinds.json."""


def words(text: str) -> dict[str, str]:
    """Return a title in three languages."""
    return {"en": text, "ar": "عنوان", "ur": "عنوان"}


def _state(slug: str, phase: str, holder: str, final: bool = False) -> dict[str, Any]:
    return {"slug": slug, "title": words(slug), "phase": phase, "holder": holder, "final": final}


def _move(slug: str, by: str, sources: list[str], target: str, **more: Any) -> dict[str, Any]:
    base = {"slug": slug, "title": words(slug), "by": by, "role": "desk_officer", "sources": sources, "target": target}
    return base | {"basis": SOURCES} | more


def _element(slug: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"slug": slug, "title": words(slug), "kind": kind, "required": True, "sources": SOURCES} | more


def _gate(slug: str, mandatory: bool = True, **more: Any) -> dict[str, Any]:
    return {"slug": slug, "title": words(slug), "mandatory": mandatory, "sources": SOURCES} | more


TABLE = [
    {"party": "PK", "category": "narcotics", "until": "2023-07-01", "death": True},
    {"party": "PK", "category": "narcotics", "from": "2023-07-01", "death": False},
]
EXAMINING = ["received", "heard"]


def kind() -> dict[str, Any]:
    """Return the kind."""
    return {
        "slug": "extradition",
        "title": words("Extradition"),
        "pack": "model",
        "pack_version": 1,
        "pack_digest": DIGEST,
        "workflow": {
            "slug": "extradition",
            "version": 1,
            "title": words("Extradition"),
            "initial": "draft",
            "states": [
                _state("draft", "", ASK),
                _state("reviewed", "", ASK),
                _state("received", "examining", ANSWER),
                _state("heard", "examining", ANSWER),
                _state("asked", "asked", ASK),
                _state("granted", "granted", ASK),
                _state("refused", "refused", ANSWER, final=True),
                _state("withdrawn", "withdrawn", ASK, final=True),
                _state("closed", "closed", ASK, final=True),
            ],
            "moves": [
                _move("review", ASK, ["draft"], "reviewed", needs=["*"]),
                _move(
                    "send",
                    ASK,
                    ["reviewed"],
                    "received",
                    shared=True,
                    needs=["*"],
                    carries=["summary", "person", "offences"],
                    apart_from=["review"],
                ),
                _move("hear", ANSWER, ["received"], "heard", sets=["in_court"]),
                _move("ask", ANSWER, EXAMINING, "asked", shared=True, reasoned=True),
                _move("tell", ASK, ["asked"], "received", shared=True, carries=["summary"]),
                _move("arrest", ANSWER, EXAMINING, "", shared=True, sets=["in_custody"], unless=["in_custody"]),
                _move(
                    "free", ANSWER, [*EXAMINING, "asked"], "", shared=True, when=["in_custody"], clears=["in_custody"]
                ),
                _move("withdraw", ASK, [*EXAMINING, "asked"], "withdrawn", shared=True, precedence=10),
                _move(
                    "grant",
                    ANSWER,
                    ["heard"],
                    "granted",
                    shared=True,
                    gates="all",
                    when=["in_court"],
                    needs=["granted_offences"],
                    carries=["granted_offences"],
                    among={"granted_offences": ["offences"]},
                    apart_from=["ask"],
                ),
                _move("refuse", ANSWER, EXAMINING, "refused", shared=True, gates="ground", reasoned=True),
                _move(
                    "close",
                    ASK,
                    ["granted"],
                    "closed",
                    shared=True,
                    needs=["result"],
                    carries=["result"],
                    answers={"result": "surrendered"},
                ),
            ],
            "flags": {"in_custody": words("in custody"), "in_court": words("in court")},
            "tasks": [
                {"slug": "release", "title": words("release"), "side": ANSWER, "role": "desk_officer", "owed_days": 0}
            ],
        },
        "elements": [
            _element("summary", "long", core=True, excusable=False),
            _element("person", "person"),
            _element("offences", "offences", excusable=False),
            _element("granted_offences", "offences", required=False),
            _element("remarks", "text", required=False),
            _element(
                "result",
                "choice",
                required=False,
                choices=[["surrendered", words("surrendered")], ["not_found", words("not found")]],
            ),
        ],
        "gates": [
            _gate("political"),
            _gate("torture", curable=True),
            _gate("asylum", secret=True),
            _gate("too_young", rule="minimum_age", given={"years": 14}),
            _gate("health", mandatory=False),
            _gate("hidden", mandatory=False, secret=True),
            _gate("death", mandatory=False, curable=True, rule="death_penalty", given={"table": TABLE}),
        ],
        "clocks": [
            {
                "slug": "provisional_arrest",
                "title": words("Provisional arrest"),
                "statutory": True,
                "length": 40,
                "unit": "days",
                "side": ANSWER,
                "sources": SOURCES,
                "starts": ["arrest"],
                "stops": ["free"],
                "warn_on": [18],
                "at_end": "release",
            }
        ],
    }
