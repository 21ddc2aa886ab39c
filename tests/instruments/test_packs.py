# SPDX-License-Identifier: Apache-2.0
"""What every shipped pack must hold, whichever it is (spec §65.1, §65.3, §65.6, §65.8)."""

import json
import re

import jsonschema
import pytest

from taawun.kernel.cases.lawful import attestable
from taawun.kernel.instruments import Pack, Status
from taawun.kernel.instruments.describe import SENTENCES, as_diagram, as_tables
from taawun.kernel.wire.canonical import encode
from tests.architecture.source import ROOT
from tests.instruments.shipped import ASSISTANCE, EXTRADITION, kinds, packs
from tools import instrument_schema

SLUGS = """european-extradition india-bahrain-2004 model-transfer pk-bh-assistance pk-bh-battalion-training
    pk-bh-extradition pk-bh-working-group un-1988 un-model-assistance un-model-extradition uncac untoc""".split()
IN_FORCE = {"untoc", "uncac", "un-1988", "india-bahrain-2004"}
EACH = pytest.mark.parametrize("slug", SLUGS)
EVERY_KIND = pytest.mark.parametrize("kind", [kind for _, kind in kinds()], ids=[name for name, _ in kinds()])
MANDATORY = frozenset(
    """political_offence discriminatory_purpose military_offence final_judgment lapse_or_amnesty
    torture_or_unfair_trial in_absentia below_age""".split()
)
OPTIONAL = frozenset(
    """own_national not_prosecuted case_pending death_penalty extraterritorial committed_here ad_hoc_court
    humanitarian""".split()
)


def test_the_twelve_packs_are_there():
    assert set(packs()) == set(SLUGS)


@EACH
def test_a_pack_is_read_back_from_its_frozen_form_and_fits_the_schema(slug):
    pack = packs()[slug]
    frozen = json.loads(encode(pack.to_wire()))
    assert Pack.from_wire(frozen) == pack
    schema = json.loads((ROOT / "spec/schemas/instrument-1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(frozen)


def test_the_schema_is_what_the_types_say():
    assert instrument_schema.main(["--check"]) == 0, "python -m tools.instrument_schema"


@EACH
def test_force_is_stated_as_it_is(slug):
    pack = packs()[slug]
    assert (pack.status is Status.IN_FORCE) == (slug in IN_FORCE)
    assert pack.status is Status.IN_FORCE or pack.dates.keys() == {"drafted"}


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug.startswith("pk-bh")])
def test_the_models_of_the_pair_say_that_the_memoranda_are_not_public(slug):
    assert "memoranda of 2025 are not public" in packs()[slug].notes[0]["en"]


@EACH
def test_a_source_that_was_not_compared_with_its_text_is_told(slug):
    pack = packs()[slug]
    unchecked = [source for source in pack.sources.values() if not source.checked and source.slug != "practice"]
    assert all(source.title for source in pack.sources.values())
    assert not unchecked or any("compared" in note["en"] for note in pack.notes) or slug.startswith("pk-bh")


@EACH
def test_no_two_languages_say_a_title_with_the_same_letters(slug):
    for kind in packs()[slug].kinds.values():
        for one in (*kind.workflow.states.values(), *kind.workflow.moves.values(), *kind.elements.values()):
            assert len(set(one.title.values())) == 3, one.title["en"]


@EACH
@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_pack_is_told_in_plain_words_and_as_a_drawing(slug, language):
    pack = packs()[slug]
    tables = {(table.name, table.kind): table.rows for table in as_tables(pack, language)}
    for kind in pack.kinds.values():
        assert len(tables["gates", kind.slug]) == len(kind.gates)
        assert len(tables["moves", kind.slug]) == len(kind.workflow.moves)
        drawn = as_diagram(kind.workflow, language)
        assert set(drawn.nodes) == set(kind.workflow.states)
        assert drawn.mermaid().count("\n") > len(drawn.nodes)
    said = [
        part for rows in tables.values() for row in rows for cell in row if not isinstance(cell, str) for part in cell
    ]
    assert all(one.code in SENTENCES and "{" not in str(one) for one in said)


@EVERY_KIND
def test_whoever_asks_waits_for_nothing_the_other_does_in_private(kind):
    """A shared move of the side that does not hold the case starts from every state of the phase."""
    states = kind.workflow.states
    for move in kind.workflow.moves.values():
        for phase in {states[source].phase for source in move.sources}:
            inside = {slug for slug, state in states.items() if state.phase == phase}
            if move.shared and any(states[slug].holder is not move.by for slug in inside):
                assert inside <= move.sources, f"{move.slug} does not start from {inside - move.sources}"


@EVERY_KIND
def test_every_task_is_raised_and_every_flag_matters(kind):
    flow = kind.workflow
    raised = {task for move in flow.moves.values() for task in move.tasks}
    raised |= {clock.at_end for clock in kind.clocks.values()}
    assert set(flow.tasks) <= raised, set(flow.tasks) - raised


@EVERY_KIND
def test_no_task_that_a_move_does_is_raised_where_no_move_follows(kind):
    flow = kind.workflow
    ending = [one for one in flow.moves.values() if one.target and flow.states[one.target].final]
    assert not {task for one in ending for task in one.tasks if flow.tasks[task].done_by}


@EVERY_KIND
def test_a_grant_attests_every_gate(kind):
    deciding = [move for move in kind.workflow.moves.values() if move.shared and move.gates == "all"]
    assert deciding
    for move in deciding:
        assert attestable(kind, move).keys() == kind.gates.keys()


SIGNED = [(name, kind) for name, kind in kinds() if "sign" in kind.workflow.moves]


@pytest.mark.parametrize("kind", [kind for _, kind in SIGNED], ids=[name for name, _ in SIGNED])
def test_drafter_reviewer_and_signer_are_three_people(kind):
    moves = kind.workflow.moves
    assert moves["review_legally"].apart_from == {"check_completeness"}
    assert moves["sign"].apart_from == {"check_completeness", "review_legally"}
    assert moves["sign"].needs == moves["review_legally"].needs == moves["transmit"].needs == {"*"}


@EVERY_KIND
def test_no_reviewer_confirms_what_they_wrote_themselves(kind):
    """A review is apart from some move, and so from whoever filled what it confirms (spec §60.3g)."""
    for move in kind.workflow.moves.values():
        if not move.shared and "*" in move.needs and move.role == "legal_reviewer":
            assert move.apart_from, move.slug


@EVERY_KIND
def test_from_each_step_of_a_review_a_way_leads_back_to_the_drafter(kind):
    flow = kind.workflow
    reviewing = {one.target for one in flow.moves.values() if not one.shared and one.by == "requesting"
                 and "*" in one.needs and one.target}  # fmt: skip
    back = [one for one in flow.moves.values() if not one.shared and one.reasoned and one.target not in reviewing]
    for state in reviewing:
        ways = [one for one in back if state in one.sources and not flow.states[one.target].final]
        assert ways, f"nothing leads back from {state}"
        assert {one.role for one in ways} == {"legal_reviewer"}


@pytest.mark.parametrize("kind", [kind for _, kind in kinds(EXTRADITION)], ids=[name for name, _ in kinds(EXTRADITION)])
def test_extradition_has_the_grounds_that_the_law_names(kind):
    mandatory = {slug for slug, gate in kind.gates.items() if gate.mandatory}
    assert mandatory >= MANDATORY
    assert kind.gates.keys() >= MANDATORY | OPTIONAL
    assert (OPTIONAL - {"own_national"}).isdisjoint(mandatory)
    assert kind.gates["asylum_pending"].secret
    assert {slug for slug, gate in kind.gates.items() if gate.secret} == {"asylum_pending"}
    assert {slug for slug, gate in kind.gates.items() if gate.curable and gate.mandatory} == {
        "torture_or_unfair_trial",
        "in_absentia",
    }


REFUSING = [(name, kind) for name, kind in [*kinds(EXTRADITION), *kinds(ASSISTANCE)]]


@pytest.mark.parametrize("kind", [kind for _, kind in REFUSING], ids=[name for name, _ in REFUSING])
def test_a_refusal_needs_a_ground_reasons_and_consultation(kind):
    refuse = kind.workflow.moves["refuse"]
    assert (refuse.gates, refuse.reasoned, refuse.when) == ("ground", True, {"consulted"})


def test_conflicts_are_shown_with_their_dates_and_none_is_settled():
    told = packs()["pk-bh-extradition"].conflicts["provisional_arrest_length"].statements
    assert [(one.source.slug, one.dated.year) for one in told] == [("unme", 1990), ("ece", 1957)]


@EACH
@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_every_number_of_a_pack_is_told(slug, language):
    pack = packs()[slug]
    tables = {(table.name, table.kind): table.rows for table in as_tables(pack, language)}
    for kind in pack.kinds.values():
        for gate, row in zip(kind.gates.values(), tables["gates", kind.slug], strict=True):
            assert numbers({**gate.given, "table": ()}) <= figures(row), (kind.slug, gate.slug)
        lines = [line for gate in kind.gates.values() for line in gate.given.get("table", ())]
        for line, row in zip(lines, tables["law", kind.slug], strict=True):
            days = {str(line[one]) for one in ("from", "until") if line[one]}
            assert days <= {cell for cell in row if isinstance(cell, str)}
        for clock, row in zip(kind.clocks.values(), tables["clocks", kind.slug], strict=True):
            assert {clock.length, *clock.warn_on} <= figures(row)
        for task, row in zip(kind.workflow.tasks.values(), tables["tasks", kind.slug], strict=True):
            assert {task.owed_days} - {None} <= figures(row)


def numbers(given):
    """Return the numbers that a pack gives a rule."""
    return {value for value in given.values() if type(value) is int}


def figures(row):
    """Return the numbers in a row."""
    text = " ".join(cell if isinstance(cell, str) else " ".join(map(str, cell)) for cell in row)
    return {int(one) for one in re.findall(r"[0-9]+", text)}


def test_the_convention_of_1988_says_where_its_article_on_the_sea_is():
    pack = packs()["un-1988"]
    cited = {source.article for kind in pack.kinds.values() for move in kind.workflow.moves.values()
             for source in move.basis if source.slug == "un88"}  # fmt: skip
    assert not any(str(article).startswith("17") for article in cited)
    assert any("flag-state-authorisation" in note["en"] for note in pack.notes)


def test_one_kind_is_told_alone():
    tables = list(as_tables(packs()["pk-bh-assistance"], "ur", "hit_follow_up"))
    assert {table.kind for table in tables} == {"", "hit_follow_up"}


def test_the_sets_of_the_pair_cover_training_and_the_working_group():
    assert packs()["pk-bh-battalion-training"].quotas["seats"].number > 0
    assert packs()["pk-bh-working-group"].quotas["meetings"].number == 2
