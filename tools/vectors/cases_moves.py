# SPDX-License-Identifier: Apache-2.0
"""Vectors of spec 60: kinds of case, moves, what comes in, and what a set of moves comes to."""

import json
from typing import Any

from taawun.kernel.wire.digests import digest_of
from tools.vectors.cases_kind import DIGEST, NAME
from tools.vectors.rows import bad, good

Vector = dict[str, Any]

CASE = "01a200f7-908b-7000-8000-0000000000ca"
OFFICER = "01a200f7-908b-7000-8000-000000000001"
OTHER = "01a200f7-908b-7000-8000-000000000002"
FOUND = {"document": "letter.pdf", "page": "2", "officer": OFFICER}
PERSON = {"name": "سلیمان", "status": "accused", "born": "1980-02-29", "nationalities": ["PK"]}
OFFENCE = {
    "id": "1",
    "title": "Trafficking in narcotics",
    "category": "narcotics",
    "law": "PK",
    "article": "9(1)",
    "law_date": "2024-03-01",
    "conduct": "باع المخدرات",
    "committed": "2024-03-01",
    "maximum_months": 240,
}
FACTS = {"person": PERSON, "offences": [OFFENCE], "requesting": "PK", "requested": "BH", "on": "2026-11-22"}
GATES = ("political", "torture", "asylum", "too_young", "health", "hidden", "death")


def found(value: Any) -> Vector:
    """Return an element as a person found it."""
    return {"value": value, "found": FOUND}


CONTENT = {"summary": found("sold 3 kg"), "person": found(PERSON), "offences": found([OFFENCE])}


def move(slug: str, party: str, after: tuple[Vector, ...] = (), **changes: Any) -> Vector:
    """Return a shared move behind others."""
    return {
        "type": "case-move/1",
        "case": CASE,
        "kind": "extradition",
        "pack": {"slug": "model", "version": 1, "digest": DIGEST},
        "requesting": "PK",
        "requested": "BH",
        "move": slug,
        "party": party,
        "officer": OFFICER,
        "authority": "interior",
        "at": "2026-11-22T09:00:00.000Z",
        "after": sorted(digest_of(one) for one in after),
        "content": {},
        "gates": {},
        "papers": [],
        "salt": "AAECAwQFBgcICQoLDA0ODw",
    } | changes


SEND = move("send", "PK", content=CONTENT)
ASK = move("ask", "BH", (SEND,), reasons="کون سا جہاز؟")
TELL = move("tell", "PK", (ASK,), content={"summary": found("the vessel")})
ARREST = move("arrest", "BH", (SEND,))
WITHDRAW = move("withdraw", "PK", (SEND,))
GRANTED = {"granted_offences": found([OFFENCE])}
GRANT = move("grant", "BH", (SEND,), content=GRANTED, gates=dict.fromkeys(GATES, "passed"))
CLOSE = move("close", "PK", (GRANT,), content={"result": found("surrendered")})


def vectors() -> list[Any]:
    """Return the vectors of §60.2 to §60.6, and of §60.9 where it is the receiver who asks."""
    return [*_kinds(), *_moves(), *_incoming(), *_standings()]


def but(whole: Vector, *path: str | int, to: Any = None) -> Vector:
    """Return a deep copy with the value at a path replaced; without `to` it is taken away."""
    copy = json.loads(json.dumps(whole))
    place = copy
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return dict(copy)


def _kinds() -> list[Any]:
    moves, states = ("workflow", "moves"), ("workflow", "states")
    wrong: list[tuple[str, str, tuple[Any, ...], Vector]] = [
        ("an element that is not there", "60.2", (*moves, 0, "needs"), {"to": ["song"]}),
        ("a gate without a source", "60.2", ("gates", 0, "sources"), {"to": []}),
        ("a gate by no known rule", "60.2", ("gates", 3, "rule"), {"to": "dice"}),
        ("a clock that warns after its end", "60.2", ("clocks", 0, "warn_on"), {"to": [41]}),
        ("a state that nothing leads to", "60.3", (*moves, 10), {}),
        ("a move that can never be made", "60.3", (*moves, 10, "unless"), {"to": ["in_court"]}),
        ("a move out of a final state", "60.3", (*moves, 10, "sources"), {"to": ["granted", "refused"]}),
        ("a private move into another phase", "60.3", (*moves, 2, "target"), {"to": "refused"}),
        ("a private move by who does not hold the case", "60.3", (*moves, 2, "by"), {"to": "requesting"}),
        ("a shared move to a state without a phase", "60.3", (*moves, 4, "target"), {"to": "draft"}),
        ("a case opened by who does not know of it", "60.3", (*moves, 1, "by"), {"to": "requested"}),
        ("a phase that both sides hold", "60.3", (*states, 3, "holder"), {"to": "requesting"}),
        ("a flag that nobody sets", "60.3", (*moves, 2, "sets"), {"to": []}),
        ("a wait for what the other side sets in private", "60.3", (*moves, 4, "when"), {"to": ["in_court"]}),
        ("a move without a basis", "60.3", (*moves, 4, "basis"), {"to": []}),
        ("an answer that nobody can give", "60.2", (*moves, 10, "answers"), {"to": {"result": "lost"}}),
        ("an answer that a move does not need", "60.2", (*moves, 10, "needs"), {"to": []}),
        ("offences among what holds none", "60.2", (*moves, 8, "among"), {"to": {"granted_offences": ["summary"]}}),
        ("offences among none", "60.2", (*moves, 8, "among"), {"to": {"granted_offences": []}}),
        ("offences that a move does not carry", "60.2", (*moves, 9, "among"), {"to": {"offences": ["offences"]}}),
        ("a title in two languages", "60.3", (*states, 0, "title", "ur"), {}),
    ]
    rows = [good("60.3", "case-kind", "a sound kind of case", {"kind": NAME})]
    return rows + [
        bad(section, "case-kind", name, "case.bad-workflow", {"kind": NAME, "change": {"path": list(path)} | to})
        for name, section, path, to in wrong
    ]


def _moves() -> list[Any]:
    paper = {"name": "خط.pdf", "media": "application/pdf", "sha256": DIGEST, "size": 9, "language": "ur"}
    whole = SEND | {"papers": [paper]}
    wrong: list[tuple[str, Vector]] = [
        ("a move without a salt", but(SEND, "salt")),
        ("a move with a field more", SEND | {"private": True}),
        ("a move of another type", SEND | {"type": "case-move/2"}),
        ("a move of a third party", SEND | {"party": "SA"}),
        ("a move between one party", SEND | {"requested": "PK"}),
        ("a move with empty reasons", SEND | {"reasons": ""}),
        ("a move by a name", SEND | {"officer": "salman"}),
        ("a gate that was met", GRANT | {"gates": {"political": "met"}}),
        ("heads out of order", TELL | {"after": ["b" * 64, "a" * 64]}),
        ("nine heads", TELL | {"after": [f"{n:064x}" for n in range(9)]}),
        ("an element with value and excuse", SEND | {"content": {"summary": {"value": "a", "excuse": "b"}}}),
        ("an element with neither", SEND | {"content": {"summary": {}}}),
        ("a value nine levels deep", SEND | {"content": {"summary": {"value": [[[[[[[[["x"]]]]]]]]]}}}),
        ("two papers of one name", SEND | {"papers": [paper, paper]}),
        ("a salt of fifteen bytes", SEND | {"salt": "A" * 20}),
    ]
    rows = [
        good("60.4", "case-move", "a move that opens a case", {"move": SEND}, {"digest": digest_of(SEND)}),
        good("60.4", "case-move", "a move with a paper", {"move": whole}, {"digest": digest_of(whole)}),
        good("60.4", "case-move", "a move with reasons", {"move": ASK}, {"digest": digest_of(ASK)}),
    ]
    return rows + [bad("60.4", "case-move", name, "wire.bad-shape", {"move": one}) for name, one in wrong]


def _judged(one: Vector, *known: Vector, sender: str = "") -> Vector:
    return {"kind": NAME, "known": list(known), "move": one, "sender": sender or one["party"]}


def _for(purpose: str) -> Vector:
    """Return that the envelope of a move states a purpose, and its case is one of extradition."""
    return {"purpose": purpose, "case_purpose": "extradition"}


def _incoming() -> list[Any]:
    waived = dict.fromkeys(GATES, "passed") | {"health": "waived"}
    fine: list[tuple[str, str, Vector]] = [
        ("the opening of a case", "60.5", _judged(SEND)),
        ("a move of the requested side", "60.5", _judged(ASK, SEND)),
        ("a copy", "60.5", _judged(SEND, SEND)),
        ("a move beside one of the other side", "60.5", _judged(WITHDRAW, SEND, ASK)),
        ("a move whose ancestors have not come", "60.5", _judged(TELL, SEND)),
        ("an attested grant, where the flag is private", "60.6", _judged(GRANT, SEND)),
        ("an optional gate waived", "60.6", _judged(GRANT | {"gates": waived}, SEND)),
        (
            "a grant of what was asked for, with a counterpart",
            "60.15",
            _judged(but(GRANT, "content", "granted_offences", "value", 0, "counterpart", to="الاتجار"), SEND),
        ),
        ("a move in an envelope for the purpose of its case", "60.5", _judged(ASK, SEND) | _for("extradition")),
        ("the answer on which a move stands", "60.9", _judged(CLOSE, SEND, GRANT)),
        ("an excused element", "60.9", _judged(SEND | {"content": CONTENT | {"person": {"excuse": "objects only"}}})),
        ("an element that crossed before", "60.9", _judged(TELL | {"content": {}}, SEND, ASK)),
    ]
    wrong: list[tuple[str, str, str, Vector]] = [
        ("a move under another version", "60.2", "case.other-pack", _judged(but(SEND, "pack", "version", to=2))),
        ("a move under other words", "60.2", "case.other-pack", _judged(but(SEND, "pack", "digest", to="0" * 64))),
        ("a move of another case", "60.2", "case.other-case", _judged(ASK | {"case": OTHER}, SEND)),
        ("a move for another purpose than its case", "60.5", "case.other-case", _judged(ASK, SEND) | _for("sanctions")),
        (
            "a move of an exercise in a live case",
            "60.5",
            "case.other-case",
            _judged(ASK, SEND) | _for("exercise"),
        ),
        ("a move of other parties", "60.2", "case.other-case", _judged(ASK | {"requesting": "SA"}, SEND)),
        ("a move of another kind", "60.2", "case.other-case", _judged(SEND | {"kind": "song"})),
        (
            "a grant by who asked",
            "60.3",
            "case.same-officer",
            _judged(
                move("grant", "BH", (TELL,), content=GRANTED, gates=dict.fromkeys(GATES, "passed")), SEND, ASK, TELL
            ),
        ),
        ("a move sent by the other side", "60.4", "case.not-the-mover", _judged(SEND, sender="BH")),
        ("a move nobody declared", "60.5", "case.unlawful-move", _judged(move("song", "BH", (SEND,)), SEND)),
        ("a private move", "60.5", "case.unlawful-move", _judged(move("hear", "BH", (SEND,)), SEND)),
        ("a move of the other side", "60.5", "case.unlawful-move", _judged(ASK | {"party": "PK"}, SEND)),
        ("a move where the case is not", "60.5", "case.unlawful-move", _judged(CLOSE | {"after": ASK["after"]}, SEND)),
        ("a case opened twice", "60.5", "case.unlawful-move", _judged(SEND | {"after": ASK["after"]}, SEND)),
        ("a move against a flag", "60.5", "case.unlawful-move", _judged(move("free", "BH", (SEND,)), SEND)),
        ("two stories of one party", "60.5", "case.forked-move", _judged(ARREST, SEND, ASK)),
        ("a grant that attests nothing", "60.6", "case.not-attested", _judged(GRANT | {"gates": {}}, SEND)),
        (
            "a grant with one gate not attested",
            "60.6",
            "case.not-attested",
            _judged(but(GRANT, "gates", "political"), SEND),
        ),
        (
            "a mandatory gate waived",
            "60.6",
            "case.not-attested",
            _judged(but(GRANT, "gates", "political", to="waived"), SEND),
        ),
        (
            "a secret gate waived",
            "60.6",
            "case.not-attested",
            _judged(but(GRANT, "gates", "hidden", to="waived"), SEND),
        ),
        (
            "gates where none are asked",
            "60.6",
            "case.not-attested",
            _judged(ASK | {"gates": {"political": "passed"}}, SEND),
        ),
        ("a move without its reasons", "60.5", "case.incomplete-move", _judged(but(ASK, "reasons"), SEND)),
        ("a request without a core element", "60.9", "case.incomplete-move", _judged(but(SEND, "content", "summary"))),
        (
            "a request with a core element excused",
            "60.9",
            "case.incomplete-move",
            _judged(but(SEND, "content", "summary", to={"excuse": "later"})),
        ),
        (
            "a request with an element nobody found",
            "60.9",
            "case.incomplete-move",
            _judged(but(SEND, "content", "summary", "found")),
        ),
        (
            "a request with facts of a wrong form",
            "60.9",
            "case.incomplete-move",
            _judged(but(SEND, "content", "offences", to=found([{"id": "1"}]))),
        ),
        (
            "a grant of an offence that was not asked for",
            "60.15",
            "case.incomplete-move",
            _judged(but(GRANT, "content", "granted_offences", "value", 0, "id", to="2"), SEND),
        ),
        (
            "a grant of other acts under the number of an offence",
            "60.15",
            "case.incomplete-move",
            _judged(but(GRANT, "content", "granted_offences", "value", 0, "conduct", to="قتل رجلاً"), SEND),
        ),
        (
            "another answer than the one on which a move stands",
            "60.9",
            "case.incomplete-move",
            _judged(CLOSE | {"content": {"result": found("not_found")}}, SEND, GRANT),
        ),
        (
            "two answers where a move stands on one",
            "60.9",
            "case.incomplete-move",
            _judged(CLOSE | {"content": {"result": found(["surrendered", "not_found"])}}, SEND, GRANT),
        ),
        (
            "an element that may not travel",
            "60.9",
            "case.incomplete-move",
            _judged(but(SEND, "content", "remarks", to=found("x"))),
        ),
    ]
    rows = [good(section, "case-incoming", name, given) for name, section, given in fine]
    return rows + [bad(section, "case-incoming", name, code, given) for name, section, code, given in wrong]


def _standings() -> list[Any]:
    late = move("tell", "PK", (WITHDRAW, ASK))
    rows: list[tuple[str, list[Vector], Vector]] = [
        ("nothing yet", [], {"phase": "", "flags": [], "applied": [], "void": [], "heads": []}),
        ("one after another", [SEND, ASK, TELL], {"phase": "examining", "applied": [SEND, ASK, TELL], "heads": [TELL]}),
        ("the other way round", [TELL, ASK, SEND], {"phase": "examining", "applied": [SEND, ASK, TELL]}),
        ("each twice", [SEND, SEND, ASK, ASK], {"phase": "asked", "applied": [SEND, ASK]}),
        ("a flag that both know", [SEND, ARREST], {"phase": "examining", "flags": ["in_custody"]}),
        ("one that has not come", [SEND, TELL], {"phase": "examining", "waiting": [TELL], "heads": [SEND]}),
        (
            "two that crossed: the higher precedence",
            [ASK, WITHDRAW, SEND],
            {"phase": "withdrawn", "applied": [SEND, WITHDRAW], "void": [[ASK, "overtaken"]], "heads": [ASK, WITHDRAW]},
        ),
        (
            "two that crossed, and both fit",
            [SEND, ASK, TELL, _free()[0], _free()[1]],
            {"phase": "examining", "flags": []},
        ),
        (
            "one that names both and is not lawful",
            [SEND, ASK, WITHDRAW, late],
            {"phase": "withdrawn", "void": [[ASK, "overtaken"], [late, "unlawful"]]},
        ),
    ]
    return [
        good("60.5", "case-standing", name, {"kind": NAME, "moves": moves}, _digests(expect))
        for name, moves, expect in rows
    ]


def _free() -> tuple[Vector, Vector]:
    arrest = ARREST | {"salt": "AAAAAAAAAAAAAAAAAAAAAA"}
    return arrest, ARREST | {"move": "free", "after": [digest_of(arrest)]}


def _digests(expect: Vector) -> Vector:
    """Return the expectation with digests for moves; heads are sorted, void keeps the code."""
    told: Vector = {name: [digest_of(one) for one in expect[name]] for name in ("applied", "waiting") if name in expect}
    if "void" in expect:
        told["void"] = [[digest_of(one), code] for one, code in expect["void"]]
    if "heads" in expect:
        told["heads"] = sorted(digest_of(one) for one in expect["heads"])
    return expect | told
