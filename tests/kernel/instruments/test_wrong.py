# SPDX-License-Identifier: Apache-2.0
"""Every load-time rule refuses a pack that breaks it, and says where (spec §65.3, §65.4, §65.6)."""

import json

import pytest

from taawun.kernel.errors import BadPack
from taawun.kernel.instruments import SENTENCES
from tests.kernel.instruments.making import PARTY, element, gate, load, move, problems, put, state, whole, words

KIND, FLOW = "pack>kinds>extradition", "library>workflows/small.yaml"
GATES, REQUEST = f"{KIND}>gates", "library>parts/elements.yaml>request"
IN = "/kinds/extradition"
MANY = 5_000
DEEP = json.loads("[" * 40 + "]" * 40)
TABLE = {"rule": "death_penalty", "given": {"table": "law/death.yaml"}}

WRONG = {
    # --- shape
    "an unknown part": ("pack>religion", "x", "unknown-part", ""),
    "no version": ("pack>version", ..., "missing-part", ""),
    "a version that is text": ("pack>version", "1", "shape", "/version"),
    "a version that is true": ("pack>version", True, "shape", "/version"),
    "version nought": ("pack>version", 0, "shape", "/version"),
    "a slug with blanks": ("pack>pack", "Two Words", "shape", "/pack"),
    "an unknown status": ("pack>status", "draft", "shape", "/status"),
    "a day that does not exist": ("pack>dates>drafted", "2026-02-30", "shape", "/dates/drafted"),
    "a title that is a text": ("pack>title", "Title", "shape", "/title"),
    "sectors that are a text": ("pack>sectors", "counter_narcotics", "shape", "/sectors"),
    "a text of five thousand characters": ("pack>title>en", "x" * MANY, "too-large", "/title/en"),
    "a list of five thousand items": ("pack>sectors", ["x"] * MANY, "too-large", "/sectors"),
    "a kind that is a text": (KIND, "x", "shape", IN),
    "an unknown part of a kind": (f"{KIND}>grounds", {}, "shape", IN),
    "kinds that are a list": ("pack>kinds", ["extradition"], "shape", "/kinds"),
    "parties that are a list": ("pack>parties", ["PK"], "shape", "/parties"),
    "sources of its own that are a list": ("pack>sources", ["un"], "shape", "/sources"),
    "a party that is a text": ("pack>parties>PK", "PK", "shape", "/parties/PK"),
    "a party of three letters": ("pack>parties>PAK", PARTY, "shape", "/parties/PAK"),
    "a party without a language": ("pack>parties>PK>languages", [], "missing-part", "/parties/PK/languages"),
    "a role twice": (f"{FLOW}>moves>send>from", ["draft", "draft"], "twice", f"{IN}/workflow/moves/send/sources"),
    "forty lists in each other": ("pack>notes", DEEP, "too-deep", "/notes" + "/0" * 31),
    "a name that is a number": ("pack>title", {1: "x"}, "shape", "/title"),
    "a fraction": ("pack>version", 1.5, "shape", "/version"),
    "quotas that are a list": ("pack>quotas", ["seats"], "shape", "/quotas"),
    "a quota that is a text": ("pack>quotas", {"seats": "30"}, "shape", "/quotas/seats"),
    "a part that names itself": ("pack>quotas>seats>slug", "seats", "unknown-part", "/quotas/seats"),
    "added parts that are a list": (f"{GATES}>add", ["torture"], "shape", f"{IN}/gates/add"),
    "a choice by number": (f"{KIND}>elements>request>only", 7, "shape", f"{IN}/elements/request/only"),
    "elements that are a list": (f"{KIND}>elements", ["facts"], "shape", f"{IN}/elements/request"),
    "grounds that are a list": (GATES, ["torture"], "shape", f"{IN}/gates"),
    "choices that are a list": (
        f"{REQUEST}>facts", element(kind="choice", choices=["a"]), "shape", f"{IN}/elements/request/facts"),
    "an unknown word among the grounds": (f"{GATES}>secret", [], "unknown-part", f"{IN}/gates"),
    # --- composition
    "a shared file that is not there": (f"{KIND}>workflow", "workflows/lost.yaml", "no-file", f"{IN}/workflow"),
    "a change of a part that is not there": (f"{GATES}>set", {"lost": {}}, "no-part", f"{IN}/gates/set"),
    "a ground listed that is not declared": (f"{GATES}>mandatory", ["lost"], "no-part", f"{IN}/gates"),
    "a choice of what is not there": (
        f"{KIND}>elements>request>only", ["lost"], "no-part", f"{IN}/elements/request/only"),
    "an element added that is there": (
        f"{KIND}>elements>request>add", {"facts": element()}, "twice", f"{IN}/elements/request/add"),
    "an unknown word in a section": (
        f"{KIND}>elements>request>without", [], "unknown-part", f"{IN}/elements/request"),
    "an answer that is required": (
        f"{KIND}>elements>answer", {"late": element()}, "shape", f"{IN}/elements/answer/late"),
    "a ground in both lists": (f"{GATES}>optional", ["torture"], "both-lists", f"{IN}/gates"),
    # --- sources
    "a ground without a source": (f"{GATES}>add>torture", gate(sources=[]), "no-source", f"{IN}/gates/torture/sources"),
    "an element without a source": (
        f"{REQUEST}>facts>sources", [], "no-source", f"{IN}/elements/facts/sources"),
    "a clock without a source": (f"{KIND}>clocks>arrest>sources", [], "no-source", f"{IN}/clocks/arrest/sources"),
    "a move without a basis": (f"{FLOW}>moves>send>basis", [], "no-source", f"{IN}/workflow/moves/send/basis"),
    "a quota without a source": ("pack>quotas>seats>sources", [], "no-source", "/quotas/seats/sources"),
    "an empty source": ("pack>quotas>seats>sources", [" "], "no-source", "/quotas/seats/sources"),
    "a source that nobody declared": (
        "pack>quotas>seats>sources", ["mine 1"], "unknown-source", "/quotas/seats/sources"),
    "sources that are a text": ("pack>quotas>seats>sources", "un 1", "shape", "/quotas/seats/sources"),
    "a conflict with one statement": (
        "pack>conflicts>length>statements", [{"text": words(), "source": "un 9", "dated": "1990-12-14"}],
        "conflict", "/conflicts/length"),
    "a statement without a date": (
        "pack>conflicts>length>statements", [{"text": words(), "source": "un 9"}] * 2,
        "missing-part", "/conflicts/length/statements/0"),
    # --- three languages
    "no Urdu": ("pack>title", {"en": "Title", "ar": "عنوان"}, "title-script", "/title"),
    "Arabic in Latin letters": ("pack>title>ar", "Unwan", "title-script", "/title"),
    "Urdu in the place of Arabic": ("pack>title>ar", "گرفتاری", "title-script", "/title"),
    "Arabic in the place of Urdu": ("pack>title>ur", "كلمة عربية", "title-script", "/title"),
    "English in Arabic letters": ("pack>title>en", "كلمة", "title-script", "/title"),
    "an empty text": ("pack>title>ur", "", "title-script", "/title"),
    "a fourth language": ("pack>title>fr", "Titre", "title-script", "/title"),
    "a flag without Arabic": (
        f"{FLOW}>flags>urgent", {"en": "Urgent", "ur": "فوری"}, "title-script", f"{IN}/workflow/flags/urgent"),
    "an exchange in one language": (
        "pack>exchanges>request", {"en": "Request"}, "title-script", "/exchanges/request"),
    "a note in one language": ("pack>notes", [{"en": "Note"}], "title-script", "/notes/0"),
    "a choice in one language": (
        f"{REQUEST}>facts", element(kind="choice", choices={"a": {"en": "A"}}), "title-script",
        f"{IN}/elements/facts/choices/a"),
    # --- the workflow
    "a state that nothing leads to": (
        f"{FLOW}>states>island", state("requested", "sent", final=True), "workflow", f"{IN}/workflow/states/island"),
    "a state that traps a case": (
        f"{FLOW}>states>trap", state("requested", "trap"), "workflow", f"{IN}/workflow/states/trap"),
    "a move to nowhere": (f"{FLOW}>moves>send>to", "lost", "workflow", f"{IN}/workflow"),
    "a flag that is not declared": (f"{FLOW}>moves>send>sets", ["lost"], "workflow", f"{IN}/workflow/moves/send"),
    "a private move across the phase": (f"{FLOW}>moves>send>shared", False, "workflow", IN),
    "a role that does not exist": (f"{FLOW}>moves>send>role", "king", "unknown-role", f"{IN}/workflow/moves/send/role"),
    "a task of an unknown role": (
        f"{FLOW}>tasks>decide>role", "king", "unknown-role", f"{IN}/workflow/tasks/decide/role"),
    "an officer apart from no move": (
        f"{FLOW}>moves>send>apart_from", ["lost"], "unknown-move", f"{IN}/workflow/moves/send/apart_from"),
    "a task done by no move": (
        f"{FLOW}>tasks>decide>done_by", ["lost"], "unknown-move", f"{IN}/workflow/tasks/decide/done_by"),
    "a task that is not declared": (
        f"{FLOW}>moves>send>tasks", ["lost"], "unknown-task", f"{IN}/workflow/moves/send/tasks"),
    "a need that is no element": (
        f"{FLOW}>moves>send>needs", ["lost"], "unknown-element", f"{IN}/workflow/moves/send/needs"),
    "a load that is no element": (
        f"{FLOW}>moves>send>carries", ["lost"], "unknown-element", f"{IN}/workflow/moves/send/carries"),
    "an answer of what is no element": (
        f"{FLOW}>moves>send>answers", {"lost": "yes"}, "unknown-element", f"{IN}/workflow/moves/send/answers"),
    "offences among what is no element": (
        f"{FLOW}>moves>send>among", {"lost": ["offences"]}, "unknown-element", f"{IN}/workflow/moves/send/among"),
    "gates by another word": (f"{FLOW}>moves>grant>gates", "some", "shape", f"{IN}/workflow/moves/grant/gates"),
    "a grant without one mandatory ground": (
        f"{GATES}>mandatory", [], "nothing-mandatory", f"{IN}/workflow/moves/grant/gates"),
    # --- elements
    "an element of an unknown kind": (f"{REQUEST}>facts>kind", "photo", "shape", f"{IN}/elements/facts/kind"),
    "a choice without choices": (f"{REQUEST}>facts>kind", "choice", "shape", f"{IN}/elements/facts"),
    "a form without fields": (f"{REQUEST}>facts>kind", "form", "shape", f"{IN}/elements/facts"),
    "a core element with an excuse": (f"{REQUEST}>facts>excusable", True, "core-excuse", f"{IN}/elements/facts"),
    "a score": (f"{REQUEST}>risk_score", element(), "discrimination", f"{IN}/elements/risk_score"),
    "a question for the sect": (
        f"{REQUEST}>origin", element(title=words("Sect of the person")), "discrimination", f"{IN}/elements/origin"),
    "religion inside a form": (
        f"{REQUEST}>facts", element(kind="form", fields={"religion": {"title": words(), "kind": "text"}}),
        "discrimination", f"{IN}/elements/facts/fields/religion"),
    # --- grounds
    "nationality as a ground": (
        f"{GATES}>add>torture", gate(title=words("Nationality of the person")), "discrimination",
        f"{IN}/gates/torture"),
    "own national under another name": (
        f"{GATES}>add>torture", gate(rule="own_national"), "discrimination", f"{IN}/gates/torture/rule"),
    "a rule that does not exist": (
        f"{GATES}>add>torture", gate(rule="dice"), "unknown-rule", f"{IN}/gates/torture/rule"),
    "a rule without its fact": (
        f"{GATES}>add>too_light", gate(rule="minimum_penalty"), "bad-given", f"{IN}/gates/too_light/given"),
    "a fact that the rule does not know": (
        f"{GATES}>add>too_light", gate(rule="minimum_age", given={"years": 14, "months": 1}), "bad-given",
        f"{IN}/gates/too_light/given"),
    "facts without a rule": (
        f"{GATES}>add>torture", gate(given={"months": 12}), "bad-given", f"{IN}/gates/torture/given"),
    "a threshold of nought": (
        f"{GATES}>add>too_light>given", {"months": 0}, "bad-threshold", f"{IN}/gates/too_light/given/months"),
    "vettings that are a text": (
        f"{GATES}>add>too_light", gate(rule="current_vetting", given={"months": 12, "of": "facts"}), "shape",
        f"{IN}/gates/too_light/given/of"),
    "a vetting of an element that is not there": (
        f"{GATES}>add>too_light", gate(rule="current_vetting", given={"months": 12, "of": ["lost"]}), "unknown-element",
        f"{IN}/gates/too_light/given/of"),
    "a threshold of a century": (
        f"{GATES}>add>too_light>given", {"months": 1200}, "bad-threshold", f"{IN}/gates/too_light/given/months"),
    "a threshold in words": (
        f"{GATES}>add>too_light>given", {"months": "a year"}, "bad-threshold", f"{IN}/gates/too_light/given/months"),
    "responsible at three": (
        f"{GATES}>add>too_light", gate(rule="minimum_age", given={"years": 3}), "bad-threshold",
        f"{IN}/gates/too_light/given/years"),
    "accessory in words": (
        f"{GATES}>add>too_light>given", {"months": 12, "accessory": "yes"}, "shape",
        f"{IN}/gates/too_light/given/accessory"),
    "a table that is not there": (
        f"{GATES}>add>torture", gate(rule="death_penalty", given={"table": "law/lost.yaml"}), "no-file",
        f"{IN}/gates/torture/given/table"),
    # --- clocks
    "a clock without length": (f"{KIND}>clocks>arrest>length", 0, "bad-clock", f"{IN}/clocks/arrest"),
    "a clock of ten years": (f"{KIND}>clocks>arrest>length", 3660, "bad-clock", f"{IN}/clocks/arrest"),
    "a warning after the end": (f"{KIND}>clocks>arrest>warn_on", [41], "bad-clock", f"{IN}/clocks/arrest"),
    "a clock in moons": (f"{KIND}>clocks>arrest>unit", "moons", "shape", f"{IN}/clocks/arrest/unit"),
    "a clock that a move that is not there starts": (
        f"{KIND}>clocks>arrest>starts", ["lost"], "unknown-move", f"{IN}/clocks/arrest/starts"),
    "a clock that a move that is not there stops": (
        f"{KIND}>clocks>arrest>stops", ["lost"], "unknown-move", f"{IN}/clocks/arrest/stops"),
    "a clock that nothing stops": (f"{KIND}>clocks>arrest>stops", [], "missing-part", f"{IN}/clocks/arrest/stops"),
    "a clock that ends in no task": (
        f"{KIND}>clocks>arrest>at_end", "lost", "unknown-task", f"{IN}/clocks/arrest/at_end"),
    # --- parties and status
    "a zone on the moon": ("pack>parties>PK>zone", "Moon/Sea", "unknown-zone", "/parties/PK/zone"),
    "a weekend of an eighth day": ("pack>parties>PK>weekend", [8], "weekend", "/parties/PK/weekend"),
    "no weekend": ("pack>parties>PK>weekend", [], "weekend", "/parties/PK/weekend"),
    "in force without a day": ("pack>status", "in_force", "status-date", "/dates"),
    "a model that is signed": ("pack>dates>signed", "2026-01-31", "status-date", "/dates"),
    "a date of nothing": ("pack>dates>lost", "2026-01-31", "unknown-part", "/dates"),
}  # fmt: skip


def test_the_pack_that_the_rows_spoil_is_good():
    assert problems(whole()) == set()


@pytest.mark.parametrize(("path", "value", "rule", "place"), WRONG.values(), ids=WRONG)
def test_a_wrong_pack_does_not_load_and_says_where(path, value, rule, place):
    assert (rule, place) in problems(put(whole(), path, value))


def test_every_rule_of_the_loader_is_tried():
    elsewhere = {"not-yaml"}  # tests/formats/test_packs.py
    assert {row[2] for row in WRONG.values()} == set(SENTENCES) - elsewhere


def test_a_ground_named_own_national_is_allowed_where_it_is_computed():
    tree = put(whole(), f"{GATES}>add>own_national", gate(rule="own_national", title=words("Own national")))
    assert problems(put(tree, f"{GATES}>optional", ["own_national", "too_light"])) == set()


def test_all_problems_are_told_at_once_and_in_words():
    tree = put(put(whole(), "pack>title>ar", "Unwan"), f"{FLOW}>moves>send>role", "king")
    with pytest.raises(BadPack) as refused:
        load(put(tree, f"{KIND}>clocks>arrest>length", 0))
    said = str(refused.value)
    assert {"title-script", "unknown-role", "bad-clock"} == {one.rule for one in refused.value.problems}
    assert "small.yaml: /kinds/extradition/clocks/arrest: A clock is between 1 and 1098 days long" in said
    assert "§65.6" in said


def test_a_table_of_law_stands_in_the_pack_with_its_sources():
    pack = load(put(whole(), f"{GATES}>add>torture", gate(**TABLE)))
    row = pack.kinds["extradition"].gates["torture"].given["table"][0]
    assert (row["party"], row["death"], row["source"]) == ("PK", True, "A law, 9")


BAD_ROWS = {
    "no rows": {},
    "an empty table": {"rows": []},
    "rows that are texts": {"rows": ["PK"]},
    "a row without a day": {"rows": [{"party": "PK", "category": "x", "death": True, "source": "law"}]},
}


@pytest.mark.parametrize("table", BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_broken_table_of_law_does_not_load(table):
    tree = put(whole(), f"{GATES}>add>torture", gate(**TABLE))
    found = problems(put(tree, "library>law/death.yaml", table))
    assert {place for _, place in found} == {f"{IN}/gates/torture/given/table"}


def test_a_move_that_carries_everything_carries_the_request_alone():
    tree = put(whole(), f"{KIND}>elements>answer", {"reply": element(required=False)})
    assert load(tree).kinds["extradition"].workflow.moves["send"].carries == {"facts"}


def test_a_private_move_may_be_kept_back_by_a_gate():
    tree = put(whole(), f"{FLOW}>states>checked", state("requested", "sent"))
    tree = put(tree, f"{FLOW}>moves>pass", move("requested", "sent", "checked", gates="mandatory"))
    assert problems(put(tree, f"{FLOW}>moves>grant>from", ["sent", "checked"])) == set()


def test_accessory_offences_are_a_choice_of_the_pack():
    tree = put(whole(), f"{GATES}>add>too_light>given", {"months": 12, "accessory": True})
    assert load(tree).kinds["extradition"].gates["too_light"].given["accessory"] is True


def test_what_is_no_pack_at_all_is_refused():
    tree = whole() | {"pack": "small"}
    assert problems(tree) == {("shape", "")}
