# SPDX-License-Identifier: Apache-2.0
"""A workflow that could trap a case, tell too much, or rest on nothing does not load (spec §60.2, §60.3)."""

from dataclasses import replace

import pytest

from taawun.kernel.cases import LANGUAGES, Task, check_kind
from taawun.kernel.cases.clocks import ClockRule, Unit
from taawun.kernel.errors import BadWorkflow
from tests.kernel.cases.making import (
    ANSWER,
    ASK,
    CLOCKS,
    ELEMENTS,
    FLAGS,
    GATES,
    KIND,
    MOVES,
    SOURCE,
    STATES,
    TASKS,
    by_slug,
    element,
    gate,
    kind,
    move,
    state,
    words,
    workflow,
)


def also(*moves):
    return {"moves": (*MOVES, *moves)}


def states(*more):
    return {"states": (*STATES, *more)}


def but(slug, **changes):
    return {"moves": tuple(replace(one, **changes) if one.slug == slug else one for one in MOVES)}


def titled(language):
    return {other: "x" for other in LANGUAGES if other != language}


WRONG = {
    "a state that nothing leads to": (states(state("lost", "lost", ASK, final=True)), "state lost: nothing leads"),
    "a state that traps a case": (
        states(state("trap", "trap", ASK)) | also(move("fall", ASK, "asked", "trap", shared=True)),
        "state trap: no path",
    ),
    "a state that traps a case with its flags": (
        states(state("left", "left", ASK))
        | also(
            move("leave", ASK, "asked", "left", shared=True),
            move("end", ASK, "left", "closed", shared=True, unless="in_custody"),
        ),
        "state left: no path",
    ),
    "a move that can never be made": (
        also(move("never", ANSWER, "granted", "", shared=True, unless="in_court")),
        "move never: can never be made",
    ),
    "more places than anybody can look at": (
        also(*(move(f"m{n}", ANSWER, "received", "", shared=True, sets=f"f{n}") for n in range(15)))
        | {"flags": FLAGS | {f"f{n}": words() for n in range(15)}},
        "flags: a case could come to more than 20000 places",
    ),
    "a move to a state that is not there": (
        also(move("fall", ASK, "asked", "void", shared=True)),
        "no such state: void",
    ),
    "a move from a state that is not there": (also(move("fall", ASK, "void", "", shared=True)), "no such state: void"),
    "a move that starts nowhere": (also(move("fall", ASK, "", "draft")), "move fall: starts nowhere"),
    "an initial state that is not there": ({"initial": "void"}, "initial state void"),
    "two states of one name": (states(state("draft", "", ASK)), "state draft: stands twice"),
    "two moves of one name": (also(move("send", ASK, "draft", "draft")), "move send: stands twice"),
    "a private move into another phase": (also(move("slip", ASK, "asked", "surrendered")), "move slip: is private"),
    "a private move by who does not hold the case": (
        also(move("slip", ASK, "received", "verified")),
        "move slip: is private and starts where the other side",
    ),
    "a private move that carries": (also(move("slip", ASK, "draft", "", carries="summary")), "carries contents"),
    "a shared move to a state without a phase": (
        also(move("back", ASK, "signed", "draft", shared=True)),
        "move back: is shared and leads to a state without a phase",
    ),
    "a shared move that stays where there is no phase": (
        also(move("back", ASK, "signed", "", shared=True)),
        "move back: is shared",
    ),
    "a case opened by who does not know of it": (
        also(move("pull", ANSWER, "signed", "received", shared=True)),
        "move pull: opens a case that its side does not know: signed",
    ),
    "a phase that both sides hold": (
        states(state("both", "examining", ASK)) | also(move("go", ANSWER, "received", "both", shared=True)),
        "phase 'examining': held by both",
    ),
    "a final state that is left": (also(move("up", ASK, "closed", "asked", shared=True)), "leads out of a final"),
    "a flag that nobody sets": ({"flags": FLAGS | {"seen": words()}}, "flag seen: set by no move"),
    "a flag that is not declared": (but("arrest", when=frozenset({"seen"})), "no such flag: seen"),
    "a flag that must be and must not be": (
        but("free", unless=frozenset({"in_custody"})),
        "move free: a flag must be and must not be set",
    ),
    "a flag set and cleared at once": (but("free", sets=frozenset({"in_custody"})), "is set and cleared"),
    "a guard on what the other side does in private": (
        but("withdraw", when=frozenset({"in_court"})),
        "waits for what the other side sets in private: in_court",
    ),
    "a task that is not there": (but("arrest", tasks=("run",)), "raises a task that is not there"),
    "a task done by a move that is not there": (
        {"tasks": (*TASKS, Task("run", words(), ASK, "desk_officer", None, frozenset({"fly"})))},
        "task run: done by a move that is not there: fly",
    ),
    "a task owed before it is raised": (
        {"tasks": (*TASKS, Task("run", words(), ASK, "desk_officer", -1))},
        "task run: owed before",
    ),
    "a task for nobody": ({"tasks": (*TASKS, Task("run", words(), ASK, ""))}, "task run: no role"),
    "apart from a move that is not there": (
        but("sign", apart_from=frozenset({"fly"})),
        "apart from a move that is not",
    ),
    "gates of no known word": (but("grant", gates="most"), "gates is none of"),
    "a move for nobody": (but("sign", role=""), "move sign: no role"),
    "a move without a basis": (but("sign", basis=()), "move sign: no source"),
    "a state without an Arabic title": (
        {"states": (replace(STATES[0], title=titled("ar")), *STATES[1:])},
        "state draft: no title in ar",
    ),
    "a move without an Urdu title": (but("sign", title=titled("ur")), "move sign: no title in ur"),
    "a move with a blank title": (but("sign", title=words(" ")), "move sign: no title in en"),
    "a flag without a title": ({"flags": FLAGS | {"in_court": titled("en")}}, "flag in_court: no title in en"),
    "a task without a title": (
        {"tasks": (replace(TASKS[0], title={}), TASKS[1])},
        "task watch: no title in ar, en, ur",
    ),
}


@pytest.mark.parametrize(("changes", "place"), WRONG.values(), ids=WRONG)
def test_a_workflow_that_is_not_sound_does_not_load(changes, place):
    with pytest.raises(BadWorkflow) as refusal:
        workflow(**changes)
    assert place in refusal.value.detail


def test_a_workflow_without_a_title_does_not_load():
    from taawun.kernel.cases import make_workflow

    with pytest.raises(BadWorkflow, match="workflow x: no title"):
        make_workflow("x", 1, {}, "draft", STATES, MOVES, FLAGS, TASKS)


def test_a_sound_workflow_loads_and_cannot_be_changed():
    sound = workflow()
    with pytest.raises(TypeError):
        sound.moves["slip"] = MOVES[0]
    with pytest.raises(AttributeError):
        sound.initial = "closed"


CHOICE = {"choices": (("a", words()),)}


def clock(**changes):
    return {"clocks": {"c": replace(CLOCKS[0], **changes)}}


def granting(more=None, **changes):
    """Return a kind whose grant lists offences, with one more element."""
    moves = [replace(one, **changes) if one.slug == "grant" else one for one in MOVES]
    listed = element("granted_offences", "offences", required=False)
    elements = by_slug(ELEMENTS) | by_slug([listed, *([more] if more else [])])
    return {"workflow": workflow(moves=moves), "elements": elements}


def test_a_grant_may_name_among_what_its_offences_stand():
    assert kind(**granting(among={"granted_offences": frozenset({"offences"})}))


WRONG_KINDS = {
    "a kind without a title": ({"title": {}}, "kind extradition: no title"),
    "a need for an element that is not there": (
        {"elements": by_slug(ELEMENTS[:3])},
        "move grant: no such element: granted_offences",
    ),
    "an answer of an element that is not there": (granting(answers={"song": "yes"}), "no such answer: song yes"),
    "an answer that is no word of its choice": (granting(answers={"offences": "yes"}), "no such answer"),
    "an answer that the move does not need": (
        granting(answers={"remarks": "a"}, more=element("remarks", required=False, kind="choice", **CHOICE)),
        "stands on an answer that it does not need: remarks",
    ),
    "offences among what holds none": (granting(among={"granted_offences": frozenset({"summary"})}), "no elements of"),
    "offences among none": (granting(among={"granted_offences": frozenset()}), "offences among none"),
    "offences that it does not carry": (
        granting(among={"offences": frozenset({"granted_offences"})}),
        "offences that it does not carry",
    ),
    "gates asked of a kind that has none": ({"gates": {}}, "asks for gates, and the kind has none"),
    "an element of no known kind": (
        {"elements": by_slug((*ELEMENTS, element("x", "song")))},
        "element x: no such kind",
    ),
    "an element without a source": (
        {"elements": by_slug((*ELEMENTS, element("x", sources=())))},
        "element x: no source",
    ),
    "a choice without choices": ({"elements": by_slug((*ELEMENTS, element("x", "choice")))}, "choices belong"),
    "a text with choices": ({"elements": by_slug((*ELEMENTS, element("x", **CHOICE)))}, "choices belong"),
    "a choice in one language": (
        {"elements": by_slug((*ELEMENTS, element("x", "choice", choices=(("a", {"en": "a"}),))))},
        "choice of x a: no title in ar, ur",
    ),
    "a form without fields": ({"elements": by_slug((*ELEMENTS, element("x", "form")))}, "fields belong to a form"),
    "a form with two fields of one name": (
        {"elements": by_slug((*ELEMENTS, element("x", "form", fields=(element("a"), element("a")))))},
        "field of x a: stands twice",
    ),
    "a field of no known kind": (
        {"elements": by_slug((*ELEMENTS, element("x", "form", fields=(element("a", "song"),))))},
        "element x.a: no such kind",
    ),
    "an element for a form that is not there": (
        {"elements": by_slug((*ELEMENTS, element("x", for_forms=frozenset({"video"}))))},
        "element x: for a form that is not there: video",
    ),
    "a core element that is not required": (
        {"elements": by_slug((*ELEMENTS, element("x", core=True, required=False)))},
        "element x: is core and not required",
    ),
    "a gate without a source": ({"gates": by_slug((*GATES, replace(gate("x"), sources=())))}, "gate x: no source"),
    "a gate by no known rule": ({"gates": by_slug((*GATES, gate("x", rule="dice")))}, "gate x: no such rule: dice"),
    "a rule without its number": (
        {"gates": by_slug((*GATES, gate("x", rule="minimum_age")))},
        "gate x: its rule needs years",
    ),
    "a rule given too much": (
        {"gates": by_slug((*GATES, gate("x", rule="consent", given={"months": 1})))},
        "gate x: its rule knows no months",
    ),
    "a rule given words for a number": (
        {"gates": by_slug((*GATES, gate("x", rule="minimum_age", given={"years": "many"})))},
        "gate x: its rule cannot use",
    ),
    "a gate given what no rule asks for": (
        {"gates": by_slug((*GATES, gate("x", given={"years": 14})))},
        "gate x: is given what no rule asks for",
    ),
    "a clock without a source": (clock(sources=()), "no source"),
    "a clock without a length": (clock(length=0), "has no length"),
    "a clock that shrinks": (clock(extendable=-1), "has no length"),
    "a clock that nothing starts": (clock(starts=frozenset()), "nothing starts it"),
    "a clock started by no known move": (clock(starts=frozenset({"fly"})), "no such move: fly"),
    "a clock that warns after its end": (clock(warn_on=(41,)), "warns before it starts or after it ends"),
    "a clock that ends with no known task": (clock(at_end="sleep"), "no such task: sleep"),
}


@pytest.mark.parametrize(("changes", "place"), WRONG_KINDS.values(), ids=WRONG_KINDS)
def test_a_kind_whose_parts_do_not_fit_does_not_load(changes, place):
    with pytest.raises(BadWorkflow) as refusal:
        kind(**changes)
    assert place in refusal.value.detail


def test_a_kind_with_forms_choices_and_a_service_clock_loads():
    forms = (
        element("video_link", "form", required=False, fields=(element("place"), element("hour", required=False))),
        element("help", "choice", choices=(("search", words()), ("video_link", words()))),
        element("premises", for_forms=frozenset({"search"})),
        element("hour", for_forms=frozenset({"video_link"})),
    )
    service = ClockRule(
        "answer", words(), False, 30, Unit.SHARED_WORKING_DAYS, ANSWER, SOURCE, frozenset({"send"}), frozenset({"ask"})
    )
    check_kind(replace(KIND, elements=by_slug((*ELEMENTS, *forms)), clocks={"answer": service}))
