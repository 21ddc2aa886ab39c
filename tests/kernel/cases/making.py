# SPDX-License-Identifier: Apache-2.0
"""One kind of case for tests, small but whole, and the moves, facts and files that stories are made of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from taawun.kernel.cases import (
    Actor,
    Assessment,
    Assurance,
    CaseFile,
    CaseKind,
    Element,
    Filled,
    Found,
    Gate,
    Move,
    MoveMade,
    Outcome,
    PackRef,
    PrivateMove,
    Side,
    Source,
    State,
    Task,
    check_kind,
    facts_of,
    make_workflow,
    standing,
)
from taawun.kernel.cases.clocks import ClockRule, Unit
from taawun.kernel.cases.gating import POINTS, subjects_of
from taawun.kernel.wire.ids import uuid7

ASK, ANSWER = Side.REQUESTING, Side.REQUESTED
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SOURCE = (Source("model", "Model treaty", "1"),)
NUMBER = count(1)
TODAY = NOW.date()
DIGEST = "ab" * 32


def words(text="Extradition"):
    return {"en": text, "ar": "تسليم المطلوبين", "ur": "حوالگی"}


def state(slug, phase, holder, final=False):
    return State(slug, words(slug), phase, holder, final)


def move(slug, by, sources, target, role="desk_officer", **more):
    names = ("when", "unless", "sets", "clears", "needs", "carries", "apart_from")
    more = {name: frozenset(value.split()) if name in names else value for name, value in more.items()}
    return Move(slug, words(slug), by, role, frozenset(sources.split()), target, SOURCE, **more)


EXAMINING = "received verified heard"

STATES = (
    state("draft", "", ASK),
    state("written", "", ASK),
    state("reviewed", "", ASK),
    state("signed", "", ASK),
    state("dropped", "", ASK, final=True),
    state("received", "examining", ANSWER),
    state("verified", "examining", ANSWER),
    state("heard", "examining", ANSWER),
    state("asked", "asked", ASK),
    state("granted", "granted", ANSWER),
    state("refused", "refused", ANSWER, final=True),
    state("surrendered", "monitoring", ASK),
    state("closed", "closed", ASK, final=True),
    state("withdrawn", "withdrawn", ASK, final=True),
)

MOVES = (
    move("write", ASK, "draft", "written"),
    move("review", ASK, "written", "reviewed", "legal_reviewer", apart_from="write"),
    move("sign", ASK, "reviewed", "signed", "releasing_officer", needs="*", apart_from="write review"),
    move("drop", ASK, "draft written reviewed signed", "dropped"),
    move(
        "send",
        ASK,
        "signed",
        "received",
        "liaison_officer",
        shared=True,
        needs="*",
        carries="summary person offences",
        apart_from="write",
    ),
    move("verify", ANSWER, "received", "verified"),
    move("hear", ANSWER, "verified", "heard", "legal_reviewer", sets="in_court"),
    move("ask", ANSWER, EXAMINING, "asked", shared=True, reasoned=True),
    move("tell", ASK, "asked", "received", shared=True, needs="summary", carries="*"),
    move("arrest", ANSWER, EXAMINING, "", shared=True, unless="in_custody", sets="in_custody", tasks=("watch",)),
    move("free", ANSWER, f"{EXAMINING} asked granted", "", shared=True, when="in_custody", clears="in_custody"),
    move("withdraw", ASK, f"{EXAMINING} asked granted", "withdrawn", shared=True, precedence=10),
    move(
        "grant",
        ANSWER,
        "heard",
        "granted",
        "releasing_officer",
        shared=True,
        gates="all",
        when="in_court",
        needs="granted_offences",
        carries="granted_offences",
        apart_from="verify hear",
        precedence=5,
    ),
    move("refuse", ANSWER, EXAMINING, "refused", "releasing_officer", shared=True, gates="ground", reasoned=True),
    move("surrender", ANSWER, "granted", "surrendered", shared=True, gates="mandatory", when="in_custody"),
    move("report", ASK, "surrendered", "", shared=True, carries="summary", apart_from="send"),
    move("close", ASK, "surrendered", "closed", shared=True),
)

FLAGS = {"in_custody": words("in custody"), "in_court": words("in court")}
TASKS = (
    Task("watch", words("watch"), ANSWER, "desk_officer", 3, frozenset({"free"})),
    Task("release", words("release"), ANSWER, "desk_officer", 0, frozenset({"free"})),
)


def workflow(**changes):
    parts = {"states": STATES, "moves": MOVES, "flags": FLAGS, "tasks": TASKS, "initial": "draft"}
    return make_workflow("extradition", 1, words(), **(parts | changes))


def element(slug, kind="text", **more):
    return Element(slug, words(slug), kind, **({"required": True, "sources": SOURCE} | more))


ELEMENTS = (
    element("summary", "long", core=True, excusable=False),
    element("person", "person"),
    element("offences", "offences", excusable=False),
    element("granted_offences", "documents", required=False),
    element("remarks", required=False),
)

LAW = [
    {"party": "PK", "category": "narcotics", "from": "1997-07-07", "until": "2023-07-01", "death": True},
    {"party": "PK", "category": "narcotics", "from": date(2023, 7, 1), "death": False},
    {"party": "PK", "category": "homicide", "death": True},
    {"party": "PK", "category": "fraud", "death": False},
]


def gate(slug, mandatory=True, **more):
    return Gate(slug, words(slug), mandatory, SOURCE, **more)


GATES = (
    gate("political"),
    gate("torture", curable=True),
    gate("asylum", secret=True),
    gate("too_young", rule="minimum_age", given={"years": 14}),
    gate("too_light", rule="minimum_penalty", given={"months": 12, "months_when_sentenced": 6}),
    gate("own_national", mandatory=False, rule="own_national"),
    gate("health", mandatory=False),
    gate("hidden", mandatory=False, secret=True),
    gate("death", mandatory=False, curable=True, rule="death_penalty", given={"table": LAW}),
)

CLOCKS = (
    ClockRule(
        "provisional_arrest", words(), True, 40, Unit.DAYS, ANSWER, SOURCE, frozenset({"arrest"}), frozenset({"free"}),
        (18,), "release",
    ),
)  # fmt: skip


def by_slug(items):
    return {item.slug: item for item in items}


def kind(**changes):
    made = CaseKind(
        **(
            {
                "slug": "extradition",
                "title": words(),
                "pack": "model",
                "pack_version": 1,
                "pack_digest": DIGEST,
                "workflow": workflow(),
                "elements": by_slug(ELEMENTS),
                "gates": by_slug(GATES),
                "clocks": by_slug(CLOCKS),
            }
            | changes
        )
    )
    check_kind(made)
    return made


KIND = kind()


# --- people ---------------------------------------------------------------------------------------------


def officer(number):
    return uuid7(NOW, number.to_bytes(10, "big"))


ROLES = frozenset({"desk_officer", "legal_reviewer", "releasing_officer", "liaison_officer"})


def actor(number=1, side=ASK, roles=ROLES, authority="justice"):
    return Actor(officer(number), authority, frozenset(roles), side)


# --- contents ---------------------------------------------------------------------------------------------

FOUND = Found("Letter of request.pdf", "2", officer(9))
PERSON = {"name": "سلمان", "status": "accused", "born": "1980-02-29", "nationalities": ["PK"], "consents": None}
OFFENCE = {
    "id": "1",
    "title": "Trafficking in narcotics",
    "category": "narcotics",
    "law": "PK",
    "article": "9(1)",
    "law_date": "2024-03-01",
    "conduct": "sold 3 kg of heroin",
    "committed": "2024-03-01",
    "maximum_months": 240,
}


def found(value):
    return Filled(value, "", FOUND)


def filled(**changes):
    given = {"summary": found("sold 3 kg of heroin"), "person": found(PERSON), "offences": found([OFFENCE])}
    given |= {"granted_offences": found(["1"])}
    return {slug: one for slug, one in (given | changes).items() if one is not None}


def facts(person=None, offences=None, requested="BH", on=TODAY):
    person = PERSON | (person or {})
    listed = [OFFENCE | one for one in (offences if offences is not None else [{}])]
    given = {"person": found(person)} | ({"offences": found(listed)} if listed else {})
    return facts_of(given, "PK", requested, on)


# --- moves ------------------------------------------------------------------------------------------------

CASE = uuid7(NOW, bytes(10))
CARRIED = {
    "send": ("summary", "person", "offences"),
    "tell": ("summary",),
    "grant": ("granted_offences",),
}
PASSED = {
    "grant": {one.slug: "passed" for one in GATES},
    "surrender": {one.slug: "passed" for one in GATES if one.mandatory},
}
REASONED = {"ask": "Which vessel?", "refuse": "لا يوجد أساس"}


def made(slug, after=(), **changes):
    """Return a lawful-looking shared move; `after` are moves or digests."""
    by = KIND.workflow.moves[slug].by if slug in KIND.workflow.moves else ASK
    number = next(NUMBER)
    content = {name: filled()[name].to_wire() for name in CARRIED.get(slug, ())}
    fields = {
        "case": CASE,
        "kind": "extradition",
        "pack": PackRef("model", 1, DIGEST),
        "requesting": "PK",
        "requested": "BH",
        "move": slug,
        "party": "PK" if by is ASK else "BH",
        "officer": officer(6 if slug == "report" else 5),
        "authority": "justice",
        "at": NOW + timedelta(minutes=number),
        "after": tuple(sorted(one if isinstance(one, str) else one.digest() for one in after)),
        "content": content,
        "salt": number.to_bytes(16, "big"),
        "reasons": REASONED.get(slug, ""),
        "gates": PASSED.get(slug, {}),
    }
    return MoveMade(**(fields | changes))


def chain(*slugs, **changes):
    """Return moves, each after the one before it."""
    moves = []
    for slug in slugs:
        moves.append(made(slug, moves[-1:], **changes))
    return moves


def stayed(slug, base="", by=1):
    return PrivateMove(slug, officer(by), "justice", NOW, base if isinstance(base, str) else base.digest())


# --- gates ------------------------------------------------------------------------------------------------


def assessed(gate, outcome=Outcome.NOT_MET, by=21, minutes=0, of=None, **more):
    """Return an assessment of these facts, or of those of the case that it is heard in."""
    fields = {"reason": "none seen", "source": "annex 3", "authority": "justice", "covers": looked_at(of)} | more
    return Assessment(gate, outcome, officer=officer(by), at=NOW + timedelta(minutes=minutes), **fields)


def looked_at(of=None):
    """Return what an assessor of these facts looked at; of no facts, those of the case that he is heard in."""
    return frozenset(subjects_of(of or facts())) | (frozenset() if of else AS_HEARD)


def assurance(gate, by=31, sufficient=True, minutes=5, of=None, **more):
    fields = {
        "covers": looked_at(of),
        "text": "The penalty will not be carried out.",
        "given_by": "Ministry of Justice",
        "given_at": NOW,
        "assessor": officer(by),
        "assessed_at": NOW + timedelta(minutes=minutes),
        "points": dict.fromkeys(POINTS, "answered"),
    } | more
    return Assurance(gate, sufficient=sufficient, **fields)


AS_HEARD = frozenset({"as heard"})
ALL_FINE = tuple(assessed(one) for one in ("political", "torture", "asylum", "health", "hidden"))


def heard(**changes):
    """Return the requested side's file of a case that was heard, with all gates fine."""
    sent = made("send")
    shared = [sent]
    if changes.pop("granted", False):
        shared += [made("arrest", [sent])]
        shared += [made("grant", [shared[-1]])]
    private = [stayed("verify", sent, 11), stayed("hear", sent, 12)]
    fields = {
        "standing": standing(KIND, shared, private),
        "filled": filled(),
        "facts": facts(),
        "assessments": ALL_FINE,
    }
    fields |= changes
    for name in ("assessments", "assurances"):
        fields[name] = tuple(_of(one, fields["facts"]) for one in fields.get(name, ()))
    return CaseFile(**fields)


def _of(one, known):
    return replace(one, covers=frozenset(subjects_of(known))) if one.covers >= AS_HEARD else one


LATER = NOW + timedelta(hours=1)
