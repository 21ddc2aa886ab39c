# SPDX-License-Identifier: Apache-2.0
"""Why a move is closed, and what opens it: codes, their figures, and the sentences (spec §60.14).

A sentence is an English msgid with {placeholders}; a page puts the titles of states, gates and elements where the
slugs stand. No reason names a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from taawun.kernel.cases.rules import EXPLAINED


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a move is closed, or without effect.

    Attributes:
        code: why (a key of REASONS).
        given: what stands in the placeholders: slugs (several joined by ", ") and numbers.
        opens: code of what opens it (a key of REASONS).
    """

    code: str
    given: Mapping[str, str]
    opens: str


REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # why it is closed
        "other_side": "This move belongs to the {side} side.",
        "wrong_state": "The case is at “{state}”; this move starts from: {sources}.",
        "case_over": "The case has ended at “{state}”.",
        "flag_missing": "“{flag}” is not the case yet.",
        "flag_forbids": "“{flag}” stands in the way.",
        "role_missing": "This move is for the role “{role}”.",
        "same_officer": "The officer who made “{move}” may not make this move.",
        "own_words": "Whoever filled what the request must contain may not make this move.",
        "element_missing": "“{element}” is not filled, or nobody has found it in a document.",
        "core_element_missing": "“{element}” is not filled, or nobody has found it; the law allows no excuse for it.",
        "element_older": "“{element}” was filled before the other side stated an offence or the person otherwise.",
        "other_answer": "“{element}” is not answered with “{answer}”, on which this move stands.",
        "not_asked_for": "“{element}” lists an offence that was not asked for, or other acts under its number.",
        "gate_not_assessed": "The gate “{gate}” is not assessed.",
        "gate_other_offences": "What was found of the gate “{gate}” did not look at these offences, which came or "
        "changed later: {offences}.",
        "gate_other_person": "What was found of the gate “{gate}” did not look at what is stated of the person now.",
        "gate_tainted": "Evidence of the case is tainted: one assessor alone cannot find “{gate}” not met.",
        "gate_facts_missing": "The gate “{gate}” cannot be computed: a fact is missing.",
        "gate_met": "The gate “{gate}” is met, and it is mandatory.",
        "gate_met_by_facts": "The gate “{gate}” is met by the facts of the case.",
        "gate_met_curable": "The gate “{gate}” is met, and no assurance was found sufficient.",
        "gate_undecided": "The gate “{gate}” is met; whether it is exercised is not decided.",
        "gate_exercised": "The gate “{gate}” is met and exercised.",
        "no_ground": "No ground to refuse is met.",
        "ground_apart": "What was found is a ground for this alone: {moves}.",
        "ground_not_met": "This refusal rests on “{gate}”, which was not found met.",
        "no_reasons": "This move needs written reasons.",
        "asylum_pending": "A claim for asylum is pending here. The other side must not learn of it.",
        "blocked": "The case is blocked: {block}.",
        "held_for_review": "A legal reviewer has not cleared this move.",
        # why a shared move is without effect
        "overtaken": "Another move came first: the case was at “{phase}”.",
        "overtaken_flag": "Another move came first: “{flag}” changed.",
        "unlawful": "It was not lawful where it was made ({error}).",
        # what opens it
        "their_move": "The other side makes it.",
        "reach_state": "One of these leads there: {moves}.",
        "no_way": "Nothing leads there from here; open another case.",
        "set_flag": "One of these brings it about: {moves}.",
        "clear_flag": "One of these removes it: {moves}.",
        "other_officer": "Another officer makes it.",
        "officer_with_role": "An officer with the role “{role}” makes it.",
        "fill_element": "Fill it and tick where you found it, or say why it does not apply.",
        "fill_core_element": "Fill it and tick where you found it.",
        "fill_again": "Fill it again, as it is for what is stated now.",
        "give_answer": "It is open where the answer is “{answer}”; another answer leads elsewhere.",
        "list_asked": "List only offences as they were asked for, with their number and their acts.",
        "assess_gate": "An assessor assesses the gate.",
        "look_again": "An assessor assesses the gate again, for all that stands now; the earlier finding is kept.",
        "two_look_again": "Two assessors from different authorities assess the gate again, for all that stands now.",
        "fill_facts": "Fill what is missing: {fact}.",
        "two_assessors": "Only two assessors from different authorities can find otherwise; oversight is told.",
        "other_facts": "Only other facts can change what was found: {fact}.",
        "get_assurance": "A separate assessor finds an assurance sufficient, with a complete form.",
        "decide_gate": "An assessor exercises or waives it, with reasons.",
        "waive_gate": "An assessor waives it, with reasons; or refuse.",
        "find_ground": "An assessor finds a ground met, and exercises it where it is optional.",
        "make_that": "Make that move; what it owes comes with it.",
        "find_that_ground": "An assessor or the facts find “{gate}” met, and it is exercised where it is optional.",
        "give_reasons": "Write the reasons.",
        "counsel_channel": "Wait for the decision on the claim; tell the counsel channel only.",
        "lift_block": "Wait until it is lifted.",
        "ask_reviewer": "Ask a legal reviewer of the authority that has the case.",
        "make_again": "Make it again if it still fits.",
        "nothing": "Nothing: it stays without effect.",
    }
)
"""The sentence of every code."""


FACT: Final = "fact"
"""The placeholder in which a page puts what a rule found: its code is given, with the figures of its sentence."""


def reason(code: str, opens: str, **given: str) -> Reason:
    """Return a reason whose codes are in the table.

    Raises:
        KeyError: for a code without a sentence.
    """
    for one in (code, opens):
        REASONS[one]
    return Reason(code, MappingProxyType(dict(given)), opens)


def sentences(one: Reason) -> tuple[str, str]:
    """Return both English sentences of a reason with its figures in them, for a terminal or a log."""
    given = dict(one.given)
    if FACT in given:
        given[FACT] = EXPLAINED[given[FACT]].format_map(given).rstrip(".")
    return REASONS[one.code].format_map(given), REASONS[one.opens].format_map(given)
