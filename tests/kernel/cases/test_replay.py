# SPDX-License-Identifier: Apache-2.0
"""One telling of a case: lawful by its ancestors, one order, void without effect, never twice (spec §60.4, §60.5)."""

from dataclasses import replace
from itertools import permutations

import pytest

from taawun.kernel import errors
from taawun.kernel.cases import Filled, PackRef, check_incoming, sentences, standing
from taawun.kernel.cases.graph import Graph
from tests.kernel.cases.making import DIGEST, KIND, NOW, chain, found, kind, made, officer, stayed, uuid7


def told(moves, private=()):
    return standing(KIND, moves, private)


def slugs(moves):
    return [one.move for one in moves]


# --- what moves come to --------------------------------------------------------------------------------------


def test_before_the_first_shared_move_a_case_is_at_home():
    empty = told([])
    assert (empty.state, empty.phase, empty.heads, empty.steps) == ("draft", "", (), ())
    written = told([], [stayed("write", by=1), stayed("review", by=2), stayed("sign", by=3)])
    assert (written.state, written.phase) == ("signed", "")
    assert [(s.move, s.before, s.after, s.shared) for s in written.steps] == [
        ("write", "draft", "written", False),
        ("review", "written", "reviewed", False),
        ("sign", "reviewed", "signed", False),
    ]


def test_a_private_move_that_does_not_fit_has_no_effect():
    rows = [stayed("review"), stayed("song"), stayed("send"), stayed("write"), stayed("write")]
    assert [step.move for step in told([], rows).steps] == ["write"]


def test_a_story_from_send_to_close_is_the_same_at_both_nodes():
    story = chain("send", "ask", "tell", "arrest", "grant", "surrender", "report", "close")
    there = told(story)
    here = told(reversed(story), [stayed("verify", story[2]), stayed("hear", story[2])])
    assert (here.phase, here.state, there.state) == ("closed", "closed", "closed")
    assert slugs(here.applied) == slugs(there.applied) == slugs(story)
    assert here.shared_flags == there.shared_flags == {"in_custody"}
    assert (here.flags, there.flags) == ({"in_custody", "in_court"}, {"in_custody"})
    assert here.heads == (story[-1].digest(),)


def test_a_shared_move_that_stays_keeps_the_private_state():
    sent = made("send")
    private = [stayed("verify", sent)]
    held = made("arrest", [sent])
    assert told([sent, held], private).state == "verified"
    assert told([sent, held], [*private, stayed("hear", held)]).state == "heard"


def test_private_moves_of_a_phase_that_is_over_are_history():
    sent = made("send")
    asked = made("ask", [sent])
    private = [stayed("verify", sent), stayed("hear", asked)]
    here = told([sent, asked], private)
    assert (here.state, [s.move for s in here.steps]) == ("asked", ["send", "verify", "ask"])
    back = told([sent, asked, made("tell", [asked])], private)
    assert back.state == "received"


def test_a_copy_has_no_effect():
    sent = made("send")
    assert told([sent, sent, sent]) == told([sent])


# --- moves made in ignorance of each other --------------------------------------------------------------------


def test_the_higher_precedence_counts_whatever_came_first():
    sent = made("send")
    withdrawn, asked = made("withdraw", [sent]), made("ask", [sent])
    for order in permutations([sent, withdrawn, asked]):
        both = told(order)
        assert (both.phase, slugs(both.applied)) == ("withdrawn", ["send", "withdraw"])
        ((void, why),) = both.void
        assert (void, why.code, why.opens) == (asked, "overtaken", "make_again")
        assert sentences(why)[0] == "Another move came first: the case was at “withdrawn”."
        assert both.heads == tuple(sorted((withdrawn.digest(), asked.digest())))


def test_of_equal_precedence_the_requested_side_comes_first():
    story = chain("send", "arrest", "ask")
    answered, freed = made("tell", story[2:]), made("free", story[2:])
    for order in permutations([answered, freed]):
        assert slugs(told([*order, *story]).applied) == ["send", "arrest", "ask", "free", "tell"]


def test_a_flag_that_another_move_changed_makes_a_move_void():
    held = chain("send", "arrest")
    freed = made("free", held[1:])
    again = made("free", held[1:], officer=officer(6))
    both = told([*held, freed, again])
    assert slugs(both.applied) == ["send", "arrest", "free"]
    assert [(why.code, why.given["flag"]) for _, why in both.void] == [("overtaken_flag", "in_custody")]


def test_what_is_made_in_knowledge_of_both_goes_on_from_there():
    sent = made("send")
    withdrawn, asked = made("withdraw", [sent]), made("ask", [sent])
    late = made("tell", [withdrawn, asked])
    assert [why.given["error"] for _, why in told([sent, withdrawn, asked, late]).void if why.code == "unlawful"] == [
        "case.unlawful-move"
    ]
    held = made("arrest", [sent])
    after = made("free", [held])
    whole = [sent, asked, held, after, made("tell", [asked])]
    merged = made("ask", [whole[-1], after], officer=officer(7))
    final = told([*whole, merged])
    assert (final.phase, final.heads) == ("asked", (merged.digest(),))
    assert final == told([merged, *reversed(whole)])


def test_a_move_whose_ancestors_have_not_come_waits():
    sent, asked, back = chain("send", "ask", "tell")
    half = told([sent, back])
    assert (half.phase, half.waiting, half.heads) == ("examining", (back,), (sent.digest(),))
    assert told([sent, back, asked]).phase == "examining"
    assert told([sent, back, asked]).waiting == ()


def test_private_moves_that_hang_on_a_void_move_are_not_told():
    sent = made("send")
    withdrawn, asked = made("withdraw", [sent]), made("ask", [sent])
    assert [s.move for s in told([sent, withdrawn, asked], [stayed("verify", asked)]).steps] == ["send", "withdraw"]


# --- what comes in ---------------------------------------------------------------------------------------------


def incoming(move, known=(), sender=None, **changes):
    check_incoming(KIND if not changes else kind(**changes), known, move, sender or move.party)


def test_a_lawful_move_is_taken():
    story = chain("send", "arrest", "ask", "tell", "grant", "surrender", "report", "close")
    for place, one in enumerate(story):
        incoming(one, story[:place])
    incoming(story[0], story[:1])
    incoming(story[2], [story[0]])


SENT = made("send")
SURRENDERED = chain("send", "arrest", "grant", "surrender", officer=officer(8))
CONTENT = dict(SENT.content)
GRANT_GATES = dict(made("grant").gates)


def without(given, slug):
    return {name: value for name, value in given.items() if name != slug}


UNLAWFUL = {
    "sent by the other side": (made("send"), (), "BH", errors.NotTheMover),
    "of another case": (made("ask", [SENT], case=uuid7(NOW, b"x" * 10)), [SENT], None, errors.OtherCase),
    "between other parties": (made("ask", [SENT], requesting="SA"), [SENT], None, errors.OtherCase),
    "of another kind": (made("send", kind="song"), (), None, errors.OtherCase),
    "under another version of the pack": (made("send", pack=PackRef("model", 2, DIGEST)), (), None, errors.OtherPack),
    "under another pack's words": (made("send", pack=PackRef("model", 1, "0" * 64)), (), None, errors.OtherPack),
    "that nobody declared": (made("song"), (), None, errors.UnlawfulMove),
    "that should stay at home": (made("verify", [SENT]), [SENT], None, errors.UnlawfulMove),
    "of the other side": (made("ask", [SENT], party="PK"), [SENT], None, errors.UnlawfulMove),
    "where the case is not": (made("close", [SENT]), [SENT], None, errors.UnlawfulMove),
    "before the case is opened": (made("ask"), (), None, errors.UnlawfulMove),
    "that opens it twice": (made("send", [SENT]), [SENT], None, errors.UnlawfulMove),
    "against a flag": (made("free", [SENT]), [SENT], None, errors.UnlawfulMove),
    "without reasons": (made("ask", [SENT], reasons=""), [SENT], None, errors.IncompleteMove),
    "that lacks an element": (
        made("send", content=without(CONTENT, "summary")),
        (),
        None,
        errors.IncompleteMove,
    ),
    "with an element nobody found": (
        made("send", content=CONTENT | {"summary": Filled("sold").to_wire()}),
        (),
        None,
        errors.IncompleteMove,
    ),
    "with an element of a wrong form": (
        made("send", content=CONTENT | {"person": found("سلمان").to_wire()}),
        (),
        None,
        errors.IncompleteMove,
    ),
    "with facts of a wrong form": (
        made("send", content=CONTENT | {"offences": found([{"id": "1"}]).to_wire()}),
        (),
        None,
        errors.IncompleteMove,
    ),
    "with an excuse that is none": (
        made("send", content=CONTENT | {"offences": {"excuse": "obvious"}}),
        (),
        None,
        errors.IncompleteMove,
    ),
    "with an element it may not carry": (
        made("send", content=CONTENT | {"remarks": found("x").to_wire()}),
        (),
        None,
        errors.IncompleteMove,
    ),
    "with an element nobody declared": (
        made("tell", content={"summary": CONTENT["summary"], "song": found("la").to_wire()}),
        (),
        None,
        errors.IncompleteMove,
    ),
    "a grant without a gate": (
        made("grant", [SENT], gates=without(GRANT_GATES, "political")),
        [SENT],
        None,
        errors.NotAttested,
    ),
    "a grant without any gate": (made("grant", [SENT], gates={}), [SENT], None, errors.NotAttested),
    "a grant that waives a mandatory gate": (
        made("grant", [SENT], gates=GRANT_GATES | {"political": "waived"}),
        [SENT],
        None,
        errors.NotAttested,
    ),
    "a grant that tells of a secret gate": (
        made("grant", [SENT], gates=GRANT_GATES | {"hidden": "waived"}),
        [SENT],
        None,
        errors.NotAttested,
    ),
    "a grant with a gate nobody declared": (
        made("grant", [SENT], gates=GRANT_GATES | {"song": "passed"}),
        [SENT],
        None,
        errors.NotAttested,
    ),
    "gates where none are asked": (
        made("ask", [SENT], gates={"political": "passed"}),
        [SENT],
        None,
        errors.NotAttested,
    ),
    "a report by who sent the request": (
        made("report", SURRENDERED[-1:], officer=officer(8)),
        SURRENDERED,
        None,
        errors.SameOfficer,
    ),
}


@pytest.mark.parametrize(("move", "known", "sender", "error"), UNLAWFUL.values(), ids=UNLAWFUL)
def test_an_unlawful_move_is_refused_and_changes_nothing(move, known, sender, error):
    with pytest.raises(error) as refusal:
        incoming(move, known, sender)
    assert isinstance(refusal.value, errors.SenderError)
    if sender is None and error is not errors.OtherCase:
        after = standing(KIND, [*known, move])
        assert (after.phase, after.shared_flags) == (told(known).phase, told(known).shared_flags)
        assert [(void, why.code) for void, why in after.void] == [(move, "unlawful")]


def test_a_waived_optional_gate_may_be_told():
    incoming(made("grant", [SENT], gates=GRANT_GATES | {"health": "waived"}), [SENT])


def test_an_excused_element_is_complete_on_receipt():
    incoming(made("send", content=CONTENT | {"person": {"excuse": "the search is for objects"}}))


def test_an_element_that_crossed_before_need_not_cross_again():
    story = chain("send", "ask")
    incoming(made("tell", story[1:], content={}), story)


def test_an_element_that_does_not_travel_is_not_asked_for_on_receipt():
    more = {one.slug: one for one in KIND.elements.values()} | {
        "own": replace(KIND.elements["remarks"], slug="own", required=True)
    }
    incoming(made("send"), elements=more)


def test_a_party_that_tells_two_stories_is_refused():
    asked, other = made("ask", [SENT]), made("ask", [SENT], reasons="سوال")
    incoming(asked, [SENT])
    with pytest.raises(errors.ForkedMove):
        incoming(other, [SENT, asked])
    theirs = made("withdraw", [SENT])
    incoming(theirs, [SENT, asked])


def test_a_move_that_waits_is_judged_for_what_it_says_alone():
    sent, asked, _ = chain("send", "ask", "tell")
    incoming(made("close", [asked]), [sent])
    with pytest.raises(errors.NotAttested):
        incoming(made("grant", [asked], gates={}), [sent])


def test_nothing_of_a_refusal_repeats_what_was_written():
    for move, known, sender, error in UNLAWFUL.values():
        with pytest.raises(errors.SenderError) as refusal:
            incoming(move, known, sender)
        said = str(refusal.value)
        assert "سلمان" not in said
        assert officer(8) not in said
        assert error.section in said


def test_parents_that_others_knew_change_nothing_and_cost_nothing(monkeypatch):
    """A partner that names eight parents in each of many moves would have everything told again for each of them."""
    story = chain("send", "arrest", "grant", "surrender", "report")
    for _ in range(20):
        story.append(made("report", story[-8:]))
    asked = []
    monkeypatch.setattr(Graph, "ancestors", lambda self, digest: asked.append(digest) or ())
    assert slugs(told(story).applied) == slugs(story)
    assert len(asked) == 1  # of the first move, which has none
