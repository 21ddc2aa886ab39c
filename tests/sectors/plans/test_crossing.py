# SPDX-License-Identifier: Apache-2.0
"""Plans at a node: what is saved, what crosses, what comes; and a national annex that never leaves."""

import json
import random

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.models import OutEnvelope, Release
from taawun.apps.exchange.receiving import receive
from taawun.kernel.errors import AnnexWouldLeave, BadPlanValue, NoRole, NoSuchPlan
from taawun.kernel.wire.digests import b64, unb64
from taawun.kernel.wire.envelope import Basis
from taawun.sectors.plans import access, annexes, documents, services
from taawun.sectors.plans.contents import EMPTY, Content, Form
from taawun.sectors.plans.documents import Edit, content_of, edited, loaded, merged
from taawun.sectors.plans.models import Annex, Plan, Revision, Section, Version
from taawun.sectors.plans.wire import SectionVersion

pytestmark = pytest.mark.django_db
BASIS = Basis("pk-bh-working-group", "2")
PURPOSE = "coordination"
HEAD = {"title": "بحری گشت ۲۰۲۷ — Sea patrol", "begins": "2027-03-01", "ends": "2027-03-31", "owner": "PK"}
BOAT, PHASE = "aaaaaaaa", "bbbbbbbb"


def opened(desk) -> Plan:
    return services.open_plan(desk.actor("asma"), "BH", HEAD, at=desk.tick())


def section(plan: Plan, form: Form = Form.OVERVIEW) -> Section:
    return Section.objects.get(plan=plan, form=form.value)


def save(desk, row: Section, name: str = "asma", base: int | None = None, **edit) -> Section:
    row = Section.objects.get(id=row.id)
    return services.save(desk.actor(name), row.id, Edit(**edit), row.revision if base is None else base, at=desk.tick())


def approved(desk, row: Section) -> Release:
    draft = services.release(desk.actor("asma"), row.id, BASIS, at=desk.tick())
    exchange.approve(desk.actor("bilal"), [draft.id], desk.keys["bilal"], desk.tick())
    return draft


def released(desk, row: Section) -> OutEnvelope:
    """Release a section: drafted by one, approved by another, sent by a third."""
    draft = approved(desk, row)
    (sent,) = exchange.send(desk.actor("omar"), [draft.id], desk.tick())
    return sent


def body_of(envelope: OutEnvelope) -> dict:
    return json.loads(bytes(envelope.data))["body"]


def comes(desk, body: dict, **other) -> tuple[str, str, str]:
    """Let Bahrain send a body, and return the kind, code and paragraph of our receipt."""
    desk.partner.now = desk.tick()
    usual = {"kind": "plan.section", "purpose": PURPOSE, "approvers": ("chief", "deputy")}
    sealed = desk.partner.seal(desk.partner.envelope(body=body, **usual | other))
    (receipt,) = receive(desk.peer, sealed, desk.tick()).receipts
    said = json.loads(receipt)["receipt"]
    return said["kind"], said["code"], said["section"]


def written(state: bytes, row: str, party: str = "BH", seed: int = 1, **edit) -> bytes:
    added = edited(state, row, Edit(**edit), party, random.Random(seed).getrandbits)
    return merged(state, added)


def version(row: Section, state: bytes, number: int = 1, **other) -> dict:
    said = content_of(loaded(state), row.id)
    usual = SectionVersion(row.plan_id, row.id, Form(row.form), row.number, number, said, state).to_wire()
    return usual | other


def test_two_officers_who_save_the_same_section_both_keep_their_words(desk):
    row = section(opened(desk))
    save(desk, row, text="The patrol begins at dawn and ends at dusk.")
    seen = Section.objects.get(id=row.id).revision
    save(desk, row, text="The patrol begins at noon and ends at dusk.", base=seen)
    save(desk, row, name="omar", text="The patrol begins at dawn and ends at night — رات کو.", base=seen)
    found = access.section(desk.officers["asma"], row.id, at=desk.tick())
    assert found.content.text == "The patrol begins at noon and ends at night — رات کو."
    assert [one.officer_id for one in found.revisions][-2:] == [desk.officers[one].id for one in ("asma", "omar")]


def test_a_section_crosses_when_others_approved_it_and_comes_back_merged(desk):
    plan = opened(desk)
    row = section(plan)
    save(desk, row, text="We patrol from the north. ہم شمال سے۔")
    sent = body_of(released(desk, row))
    assert sent["content"]["text"] == "We patrol from the north. ہم شمال سے۔"
    theirs = written(
        bytes(Section.objects.get(id=row.id).state), row.id, text=sent["content"]["text"] + " ونحن من الجنوب."
    )
    save(desk, row, text="Each night: we patrol from the north. ہم شمال سے۔")
    assert comes(desk, version(row, theirs)) == ("accepted", "", "")
    found = access.section(desk.officers["omar"], row.id, at=desk.tick())
    assert found.content.text == "Each night: we patrol from the north. ہم شمال سے۔ ونحن من الجنوب."
    assert [(one.party, one.number) for one in Version.objects.filter(section=row)] == [("PK", 1), ("BH", 1)]
    before = Section.objects.get(id=row.id).revision
    assert comes(desk, version(row, theirs)) == ("accepted", "", "")  # the same once more
    assert Section.objects.get(id=row.id).revision == before


def test_a_plan_of_the_other_side_opens_with_its_first_section(desk):
    plan, row = "0190aaaa-0000-7000-8000-00000000000a", "0190aaaa-0000-7000-8000-00000000000b"
    state = written(b"", row, values={("", "title"): "خطة الدوريات"}, text="ابدأ")
    body = SectionVersion(plan, row, Form.OVERVIEW, 1, 1, content_of(loaded(state), row), state).to_wire()
    assert comes(desk, body)[0] == "accepted"
    (found,), _more = access.plans(desk.officers["asma"], at=desk.tick())
    assert (found.plan.other, found.title) == ("BH", "خطة الدوريات")


HOSTILE = {
    "a section of another plan": ({"plan": "0190aaaa-0000-7000-8000-00000000000a"}, "plan.other-section", "86.7"),
    "a section of another form": ({"form": "areas"}, "plan.bad-section", "86.5"),
    "an update that cannot be read": ({"update": b64(b"\x01\x01")}, "plan.bad-update", "86.6"),
    "words that the update does not make": (
        {"content": {"head": {}, "text": "", "rows": {}}}, "plan.bad-section", "86.5",
    ),
    "a field that nobody knows": ({"more": "x"}, "wire.bad-shape", "20.4"),
    "an endless version number": ({"version": 10**9}, "plan.bad-section", "86.5"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "code", "where"), HOSTILE.values(), ids=HOSTILE)
def test_what_a_partner_may_not_send_is_refused_and_changes_nothing(desk, change, code, where):
    row = section(opened(desk))
    save(desk, row, text="Ours.")
    state = bytes(Section.objects.get(id=row.id).state)
    body = version(row, written(state, row.id, text="Ours. لنا."))
    counts = (Plan.objects.count(), Section.objects.count(), Revision.objects.count(), Version.objects.count())
    assert comes(desk, body | change) == ("rejected", code, where)
    assert bytes(Section.objects.get(id=row.id).state) == state
    assert counts == (Plan.objects.count(), Section.objects.count(), Revision.objects.count(), Version.objects.count())
    assert comes(desk, body)[0] == "accepted"


def test_an_update_for_one_section_or_an_annex_is_not_taken_for_another(desk):
    plan = opened(desk)
    one, other = section(plan), services.add_section(desk.actor("asma"), plan.id, "Second", at=desk.tick())
    annex = annexes.add(desk.actor("asma"), plan.id, "قومی ضمیمہ", at=desk.tick())
    state = written(b"", one.id, text="Not for this one.")
    body = version(one, state) | {"section": other.id, "form": "narrative"}
    assert comes(desk, body)[1] in ("plan.other-section", "plan.bad-section")
    of_annex = written(b"", annex.id, text="Give me the annex.")
    said = content_of(loaded(of_annex), annex.id)
    body = SectionVersion(plan.id, annex.id, Form.NARRATIVE, 1, 1, said, of_annex).to_wire()
    assert comes(desk, body) == ("rejected", "plan.other-section", "86.7")
    assert annexes.content_of(Annex.objects.get(id=annex.id)) == EMPTY


def test_another_version_under_a_number_that_was_used_is_refused(desk):
    row = section(opened(desk))
    state = bytes(Section.objects.get(id=row.id).state)
    assert comes(desk, version(row, written(state, row.id, text="One.")))[0] == "accepted"
    assert comes(desk, version(row, written(state, row.id, seed=2, text="Two.")))[1] == "plan.bad-section"


def test_a_section_that_repeats_an_annex_does_not_leave(desk):
    plan = opened(desk)
    row = section(plan)
    annex = annexes.add(desk.actor("asma"), plan.id, "Annex", at=desk.tick())
    save(desk, row, text="Harmless.")
    waiting = services.release(desk.actor("asma"), row.id, BASIS, at=desk.tick())
    words = "ہمارے ذریعے کا اصل نام کسی کو معلوم نہیں"
    annexes.save(desk.actor("asma"), annex.id, Edit(text=f"1. Harmless. {words}. End"), 0, at=desk.tick())
    save(desk, row, text=f"Harmless.\n{words.replace(' ', '  ')} …")
    with pytest.raises(AnnexWouldLeave):
        services.release(desk.actor("asma"), row.id, BASIS, at=desk.tick())
    assert Release.objects.get(id=waiting.id).state == "draft"


def test_a_section_that_repeats_what_an_annex_said_before_does_not_leave(desk):
    plan = opened(desk)
    row = section(plan)
    annex = annexes.add(desk.actor("asma"), plan.id, "Annex", at=desk.tick())
    for base, words in enumerate(("ہمارے ذریعے کا اصل نام کسی کو معلوم نہیں", "", "Something else altogether")):
        annexes.save(desk.actor("asma"), annex.id, Edit(text=words), base, at=desk.tick())
    save(desk, row, text="الخطة. ہمارے ذریعے کا اصل نام کسی کو معلوم نہیں")
    with pytest.raises(AnnexWouldLeave):
        services.release(desk.actor("asma"), row.id, BASIS, at=desk.tick())


LINE = "انتظار شمالی گھاٹ سے 26.41 50.61; 26.44 50.65 تک، and nobody is told of the second boat"
SAME = {
    "the first words of a line": LINE[:24],
    "the middle of a line, in other case and with other blanks": LINE[48:80].upper().replace(" ", "\n "),
    "the last words of a line": LINE[-24:],
}
OTHER = {
    "one character less": LINE[:23],
    "the end of a line and the beginning of the next": "the second boat\nThe next",
    "words that everybody uses": "The second boat is told of nobody, and 26.41 50.61",
    "a line that was drawn": "_" * 60,
    "an old word and a new one beside each other": "second boat waits at the quay",
}


def annexed(desk) -> Plan:
    """A plan with an annex that was saved twice."""
    plan = opened(desk)
    annex = annexes.add(desk.actor("asma"), plan.id, "Annex", at=desk.tick())
    for base, words in enumerate((f"{LINE}\nThe next line is\n{'_' * 60}", "second boat\nwaits at the quay")):
        annexes.save(desk.actor("asma"), annex.id, Edit(text=words), base, at=desk.tick())
    return plan


@pytest.mark.parametrize("words", SAME.values(), ids=SAME)
def test_a_section_that_repeats_part_of_a_line_of_an_annex_does_not_leave(desk, words):
    row = section(annexed(desk))
    save(desk, row, text=f"Ours: {words} …")
    with pytest.raises(AnnexWouldLeave):
        services.release(desk.actor("asma"), row.id, BASIS, at=desk.tick())


@pytest.mark.parametrize("words", OTHER.values(), ids=OTHER)
def test_words_that_everybody_uses_are_no_part_of_an_annex(desk, words):
    row = section(annexed(desk))
    save(desk, row, text=words)
    assert services.release(desk.actor("asma"), row.id, BASIS, at=desk.tick()).state == "draft"


def test_an_annex_may_quote_what_has_crossed_and_what_has_crossed_may_cross_again(desk):
    row = section(opened(desk))
    words = "Both sides patrol the northern waters — شمالی پانی"
    save(desk, row, text=words)
    released(desk, row)
    annex = annexes.add(desk.actor("asma"), row.plan_id, "Annex", at=desk.tick())
    annexes.save(desk.actor("asma"), annex.id, Edit(text=f"“{words}” means that we wait at pier seven."), 0)
    save(desk, row, text=f"{words}, by day.")
    released(desk, row)
    save(desk, row, text=f"{words}, which means that we wait at pier seven.")
    with pytest.raises(AnnexWouldLeave):
        services.release(desk.actor("asma"), row.id, BASIS, at=desk.tick())
    save(desk, row, text="Nothing of it.")
    released(desk, row)
    save(desk, row, text=words)  # the newest version does not say it any more
    with pytest.raises(AnnexWouldLeave):
        services.release(desk.actor("asma"), row.id, BASIS, at=desk.tick())


def test_an_area_that_repeats_the_places_of_an_annex_does_not_leave(desk):
    row = section(annexed(desk), Form.AREAS)
    save(desk, row, values={("aaaaaaaa", "name"): "A", ("aaaaaaaa", "area"): "26.41 50.61; 26.44 50.65; 26.50 50.60"})
    with pytest.raises(AnnexWouldLeave):
        services.release(desk.actor("asma"), row.id, BASIS, at=desk.tick())


def test_every_part_of_what_an_annex_came_to_say_word_by_word_is_known(desk):
    """Of a later saving only what it changed is looked at: what stands over the edges of that is found too."""
    plan, words = opened(desk), "ایک دو تین one two three four five six seven eight nine".split(" ")
    annex = annexes.add(desk.actor("asma"), plan.id, "Annex", at=desk.tick())
    order = random.Random(7).sample(range(len(words)), len(words))
    for base in range(len(words)):
        text = " ".join(words[place] for place in sorted(order[: base + 1]))
        annexes.save(desk.actor("asma"), annex.id, Edit(text=text), base, at=desk.tick())
        for start in range(len(text) - 23):
            with pytest.raises(AnnexWouldLeave):
                annexes.refuse_repeated(plan.id, Content({}, f"x{text[start : start + 24]}x", {}))


def test_a_waiting_release_that_an_annex_has_come_to_repeat_is_not_sent(desk):
    plan = opened(desk)
    row = section(plan)
    words = "The second boat waits behind the island"
    save(desk, row, text=words)
    draft = approved(desk, row)
    annex = annexes.add(desk.actor("asma"), plan.id, "Annex", at=desk.tick())
    annexes.save(desk.actor("asma"), annex.id, Edit(text=words), 0, at=desk.tick())
    with pytest.raises(AnnexWouldLeave):
        exchange.send(desk.actor("omar"), [draft.id], desk.tick())
    assert not OutEnvelope.objects.exists()


STEP = st.tuples(
    st.sampled_from(["annex", "copy", "part", "take out", "section", "row", "release"]),
    st.integers(0, 2),
    st.integers(0, 99),
)


@settings(
    deadline=None,
    max_examples=40,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=4, max_size=14))
@example(steps=[("annex", 1, 8), ("part", 1, 63), ("release", 1, 94)])  # a part that ends with the blank behind a word
def test_no_byte_of_an_annex_is_in_anything_that_goes_out(desk, steps):
    with transaction.atomic():
        asma = desk.actor("asma")
        plan = opened(desk)
        rows = [section(plan), section(plan, Form.PHASES), services.add_section(asma, plan.id, "Text", at=desk.tick())]
        held = [
            annexes.add(asma, plan.id, f"Title CANARY{n} of the annex that stays", at=desk.tick()) for n in range(2)
        ]
        for act, which, number in steps:
            row, annex = Section.objects.get(id=rows[which].id), Annex.objects.get(id=held[which % 2].id)
            has_text = row.form != Form.PHASES
            secret = f"CANARY{which}{number} کا راز جو کبھی باہر نہیں جاتا"
            if act == "annex":
                annexes.save(asma, annex.id, Edit(text=f"{secret}. And more"), annex.revision, at=desk.tick())
            elif act in ("copy", "part"):
                lines = annexes.content_of(annex).text or annex.title
                if act == "part":
                    lines = lines[: 24 + number % 9]
                edit = Edit(text=lines) if has_text else Edit(values={(PHASE, "name"): lines[:300]})
                services.save(asma, row.id, edit, row.revision, at=desk.tick())
            elif act in ("section", "take out"):
                edit = Edit(text=f"Plain {number}") if has_text else Edit(values={(PHASE, "name"): f"Phase {number}"})
                services.save(asma, row.id, edit, row.revision, at=desk.tick())
            elif act == "row" and row.form == Form.PHASES:
                services.save(asma, row.id, Edit(gone=frozenset({PHASE})), row.revision, at=desk.tick())
            else:
                try:
                    released(desk, row)
                except (AnnexWouldLeave, BadPlanValue):
                    continue
        for envelope in OutEnvelope.objects.all():
            update = unb64(body_of(envelope)["update"])
            assert b"CANARY" not in bytes(envelope.data) + update + documents.loaded(update).get_update()
        transaction.set_rollback(True)


def test_savings_and_versions_are_never_changed(desk):
    row = section(opened(desk))
    released(desk, row)
    for model in (Revision, Version):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(section=row).update(party="QA")


def test_who_may_not_write_a_plan_is_refused(desk):
    plan = opened(desk)
    with pytest.raises(NoRole):
        services.add_section(desk.actor("bilal"), plan.id, "x", at=desk.tick())
    with pytest.raises(NoRole):
        access.plan(desk.officers["nadia"], plan.id, at=desk.tick())
    with pytest.raises(NoSuchPlan):
        access.section(desk.officers["asma"], plan.id, at=desk.tick())
