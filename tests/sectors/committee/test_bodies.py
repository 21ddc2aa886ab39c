# SPDX-License-Identifier: Apache-2.0
"""Bodies with their terms, decisions until they are ratified, papers with markings, and tables on paper (§80.112)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from taawun.apps.cases import library
from taawun.apps.cases.clocks import clockwork
from taawun.apps.cases.models import Case, Proposal, Task
from taawun.kernel.errors import BadContents, BadMeetingLines, NotConvenor
from taawun.kernel.wire.ids import uuid7
from taawun.sectors.committee import access, bodies, calling, printing, rules, services
from taawun.sectors.committee.minutes import elements_of
from tests.sectors.committee.test_pages import PACK, PURPOSE, client_of, convened, told, values
from tests.sectors.committee.two_sides import MEETS, VALUES
from tools import catalogues

BODY = {
    "name": "Joint Working Group", "instrument": "pk-bh-working-group", "tracks": ["immigration", "coast_guard"],
    "since": "2025-09-26",
}  # fmt: skip


@pytest.mark.django_db
def test_a_body_shows_its_terms_its_sub_groups_and_its_meetings(desk):
    services.enter_body(desk.actor("asma"), BODY, at=desk.tick())
    services.enter_body(desk.actor("asma"), BODY | {"name": "لجنة أخرى", "instrument": "no-such"}, at=desk.tick())
    convened(desk)
    found = {one.row.caption: one for one in bodies.bodies(desk.officers["asma"], at=desk.tick())}
    assert (found[BODY["name"]].held, found[BODY["name"]].terms.slug, found["لجنة أخرى"].terms) == (
        1, "pk-bh-working-group", None,
    )  # fmt: skip
    page = client_of(desk, "asma").get(reverse("committee:bodies")).content.decode()
    assert reverse("cases:instrument", args=["pk-bh-working-group"]) in page
    assert "Coast guard operations" in page
    assert reverse("cases:instrument", args=["no-such"]) not in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_the_terms_of_a_body_are_chosen_and_shown_by_the_title_of_their_instrument(desk, language):
    client = client_of(desk, "asma")
    client.post(reverse("ui:language"), {"language": language})
    title = library.pack_named(BODY["instrument"]).title[language]
    form = client.get(reverse("registers:new", args=["committee-body"])).content.decode()
    offered = form.partition('name="d-instrument"')[2].partition("</select>")[0]
    assert f'<option value="{BODY["instrument"]}">{title}</option>' in offered
    made = services.enter_body(desk.actor("asma"), BODY, at=desk.tick())
    page = client.get(reverse("registers:record", args=[made])).content.decode()
    assert f'<bdi title="{BODY["instrument"]}">{title}</bdi>' in page


@pytest.mark.django_db
def test_an_instrument_that_is_not_on_this_node_stays_as_it_was_stated(desk):
    made = services.enter_body(desk.actor("asma"), BODY | {"instrument": "elsewhere-2020"}, at=desk.tick())
    form = client_of(desk, "asma").get(reverse("registers:edit", args=[made])).content.decode()
    offered = form.partition('name="d-instrument"')[2].partition("</select>")[0]
    assert '<option value="elsewhere-2020" selected>elsewhere-2020</option>' in offered


@pytest.mark.django_db
def test_the_instruments_of_a_mandate_are_ticked_by_their_titles(desk):
    form = client_of(desk, "asma").get(reverse("registers:new", args=["liaison-posting"])).content.decode()
    title = library.pack_named(BODY["instrument"]).title["en"]
    box = form.partition(f'value="{BODY["instrument"]}"')
    assert 'name="d-instruments"' in box[0][-120:]
    assert title in box[2][:300]


@pytest.mark.django_db
def test_a_decision_between_meetings_is_owed_until_the_other_side_says_it_was_ratified(desk):
    convened(desk)
    case = desk.open(pack=PACK, kind="committee_decision", purpose=PURPOSE)
    desk.fill(case, **values("text", "basis", "why_now"))
    desk.cross("bilal", case, "propose", by=("huda", "sana"))
    told(desk, case, "agree")

    def owed():
        found = bodies.decisions(desk.officers["asma"], at=desk.tick())[0]
        return [(one.text, one.owed) for one in found]

    assert owed() == [(VALUES["text"], True), ("Six tracks", False)]
    page = client_of(desk, "asma").get(reverse("committee:decisions")).content.decode()
    assert "1 decision waits to be ratified" in page
    desk.fill(case, **values("ratified_at"))
    desk.cross("asma", case, "lay")
    assert owed()[0] == (VALUES["text"], True)
    told(desk, case, "ratify")
    assert owed()[0] == (VALUES["text"], False)


PAPERS = {
    "marked": ("ورقة العمل | amber", "ورقة العمل", "TLP:AMBER"),
    "marked as papers are": ("سرحدی رپورٹ | TLP:Amber+Strict", "سرحدی رپورٹ", "TLP:AMBER+STRICT"),
    "not marked": ("Draft programme", "Draft programme", ""),
}


@pytest.mark.parametrize(("line", "title", "label"), PAPERS.values(), ids=PAPERS)
def test_a_paper_has_a_title_and_a_marking(line, title, label):
    for value in ([line], [{"name": line}]):
        assert [(one.title, one.label) for one in rules.papers_of(value)] == [(title, label)]


@pytest.mark.parametrize("line", ["Report | secret", "| amber", "Report | amber | red"])
def test_a_paper_with_a_marking_that_is_none_is_refused(line):
    with pytest.raises(BadMeetingLines):
        rules.papers_of([line])


HOURS = {
    "en": ["26 September 2025\n12:00–13:30", "26 September 2025\n10:00–11:30"],
    "ar": ["26 سبتمبر 2025م\n12:00–13:30", "26 سبتمبر 2025م\n10:00–11:30"],
    "ur": ["26 ستمبر 2025ء\n12:00–13:30", "26 ستمبر 2025ء\n10:00–11:30"],
}


@pytest.mark.parametrize("language", HOURS)
def test_minutes_on_paper_say_the_hours_in_both_zones_and_each_line_as_a_table(language):
    tables = {slug: one for slug, one in elements_of(language).items() if one}
    hours = [row.value for row in tables["meets"](MEETS, language)]
    assert hours == [*HOURS[language], "المنامة"]
    said = printing.WORDS
    assert [row.label for row in tables["decisions"]("A | B | C", language)] == [
        printing.word("decision", language, 1), said["basis"][language], said["dissent"][language],
    ]  # fmt: skip
    actions = tables["actions"](VALUES["actions"], language)
    assert [row.label for row in actions][1:] == [said["owner"][language], said["due"][language]]
    assert said["consent"][language] in tables["agenda"](VALUES["agenda"], language)[0].value
    assert tables["decisions"]("no basis", language) == ()


LINES = {
    "of the whole committee": ("", ("committee", "")),
    "of a sub-group": (" | coast_guard", ("coast_guard", "")),
    "of a sub-group and a memorandum": (" | border_security | extradition", ("border_security", "extradition")),
    "of a memorandum alone": (" |  | legal_assistance", ("committee", "legal_assistance")),
}


@pytest.mark.parametrize(("rest", "told"), LINES.values(), ids=LINES)
def test_an_action_of_the_minutes_may_name_its_sub_group_and_its_memorandum(rest, told):
    (one,) = rules.promises_of(VALUES["actions"] + rest, ("PK", "BH"))
    assert (one.track, one.memorandum) == told
    labels = [row.label for row in printing.TABLES["actions"](VALUES["actions"] + rest, "ur")]
    assert ("ذیلی گروپ" in labels, "یادداشت" in labels) == (told[0] != "committee", bool(told[1]))


def test_what_an_action_may_name_is_what_its_case_has():
    elements = access.cases.pack_named(PACK).kinds["committee_action"].elements
    assert [slug for slug, _title in elements["track"].choices] == list(rules.TRACKS)
    assert [slug for slug, _title in elements["memorandum"].choices] == list(rules.MEMORANDA)


WRONG = {
    "a sub-group that there is not": " | navy",
    "a memorandum that there is not": " | coast_guard | fishing",
    "a part too many": " | coast_guard | extradition | more",
}


@pytest.mark.parametrize("rest", WRONG.values(), ids=WRONG)
def test_an_action_that_names_what_there_is_not_is_refused(rest):
    with pytest.raises(BadMeetingLines):
        rules.promises_of(VALUES["actions"] + rest, ("PK", "BH"))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_lines_that_are_not_of_their_form_are_said_in_the_readers_language(desk, language):
    """The sentence, its places and the element: nothing English on an Arabic or Urdu page."""
    case = desk.open(pack=PACK, kind="committee_meeting", purpose=PURPOSE)
    desk.fill(case, decisions="بلا أساس", actions="Name him | SA | ANF | 2025-10-15")
    client = client_of(desk, "asma")
    client.post(reverse("ui:language"), {"language": language})
    page = client.get(reverse("committee:meeting", args=[case.id])).content.decode()
    box = page.partition('id="broken"')[2].partition("</div>")[0]
    with translation.override(language):
        wanted = [gettext(rules.SENTENCES[one]) for one in ("parts", "owner")]
    elements = access.cases.pack_named(PACK).kinds["committee_meeting"].elements
    assert wanted[0].format(line=1, least=2, most=3) in box
    parties = access.cases.pack_named(PACK).parties
    assert wanted[1].format(line=1, parties=" · ".join(parties[one].title[language] for one in ("PK", "BH"))) in box
    assert elements["decisions"].title[language] in box
    assert language == "en" or "Decisions" not in box


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_an_action_names_its_owner_sub_group_and_memorandum_in_words_of_any_language(language):
    pack = access.cases.pack_named(PACK)
    elements = pack.kinds["committee_action"].elements
    track, memorandum = (dict(elements[one].choices) for one in ("track", "memorandum"))
    said = f"{track['coast_guard'][language]} | {memorandum['extradition'][language]}".upper()
    line = f"متن | {pack.parties['BH'].title[language]} | A | 2026-01-31 | {said}"
    (one,) = rules.promises_of(line, ("PK", "BH"), calling.called())
    assert (one.owner, one.track, one.memorandum) == ("BH", "coast_guard", "extradition")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_hours_that_nobody_can_read_are_said_on_the_page_of_a_meeting(desk, language):
    case = desk.open(pack=PACK, kind="committee_meeting", purpose=PURPOSE)
    desk.fill(case, meets=MEETS | {"begins": "25:99"})
    client = client_of(desk, "asma")
    client.post(reverse("ui:language"), {"language": language})
    box = client.get(reverse("committee:meeting", args=[case.id])).content.decode().partition('id="broken"')[2]
    with translation.override(language):
        assert gettext(rules.SENTENCES["hours"]) in box.partition("</div>")[0]


@pytest.mark.django_db
def test_the_page_of_a_meeting_says_that_a_change_took_approvals_away(desk):
    case = convened(desk)
    client, url = client_of(desk, "asma"), reverse("committee:meeting", args=[case.id])
    void = "The approval of Pakistan"

    def page():
        return client.get(url).content.decode()

    desk.cross("bilal", case, "approve_host", by=("huda", "sana"))
    assert void not in page()
    told(desk, case, "change_guest")
    assert void in page()
    desk.cross("asma", case, "take_up_host")
    assert void in page()
    desk.cross("bilal", case, "approve_host", by=("huda", "sana"))
    assert void not in page()


@pytest.mark.django_db
def test_the_papers_of_both_sides_stand_on_the_page_of_a_meeting(desk):
    case = invited(desk)
    page = client_of(desk, "asma").get(reverse("committee:meeting", args=[case.id])).content.decode()
    rows = page.partition('id="papers"')[2].partition("</table>")[0]
    assert ("رپورٹ" in rows, "TLP:GREEN" in rows, "<td>Pakistan</td>" in rows) == (True, True, True)


@pytest.mark.django_db
def test_a_meeting_that_says_nothing_yet_leads_whoever_prepares_it_to_its_contents(desk):
    case = desk.open(pack=PACK, kind="committee_meeting", purpose=PURPOSE)
    page = client_of(desk, "asma").get(reverse("committee:meeting", args=[case.id])).content.decode()
    assert reverse("cases:contents", args=[case.id]) in page
    assert page.count("Not yet said") >= 4  # hours, agenda, both delegations
    assert "No minutes were drafted yet." in page


@pytest.mark.django_db
def test_what_is_refused_of_a_meeting_is_said_in_words_that_catalogues_hold(desk):
    held = {one.text for one in catalogues.collect("committee")}
    case = desk.open(pack=PACK, kind="committee_meeting", purpose=PURPOSE)
    with pytest.raises(BadContents) as refused:
        services.enter_actions(desk.actor("asma"), case, [])
    assert set(refused.value.told) <= held
    with pytest.raises(BadContents) as refused:
        services.confirm(desk.actor("asma"), "BH", services.Communique("x", desk.now.date(), "en", "", "x"), [])
    assert set(refused.value.told) <= held


@pytest.mark.django_db
def test_minutes_that_wait_for_either_side_are_remembered_there(desk):
    """Both sides approve; a side that convened and does not is reminded as the invited one is."""
    case = convened(desk)
    for day in range(1, 30):
        clockwork.run_due(desk.now + timedelta(days=day))
    assert Task.objects.get(case=case, slug="approval_host_late").done is None
    desk.tick(days=30)
    desk.cross("bilal", case, "approve_host", by=("huda", "sana"))
    assert Task.objects.get(case=case, slug="approval_host_late").done is not None


@pytest.mark.django_db
def test_actions_of_the_minutes_are_drafted_once_and_only_when_both_sides_signed(desk):
    case = convened(desk)
    client, url = client_of(desk, "asma"), reverse("committee:meeting", args=[case.id])

    def drafted():
        client.post(url, {"act": "enter"})
        return [(one.what, one.owner, one.authority) for one in access.actions(desk.officers["asma"])[0]]

    assert drafted() == []
    for move in ("approve", "sign"):
        desk.cross("bilal", case, f"{move}_host", by=("huda", "sana"))
        told(desk, case, f"{move}_guest")
    assert 'value="enter"' in client.get(url).content.decode()
    assert drafted() == drafted() == [("Name him", "PK", "PK: ANF")]
    page = client.get(url).content.decode()
    assert 'value="enter"' not in page
    assert f'href="{reverse("committee:follow")}">These actions were drafted' in page
    assert [one.move for one in Proposal.objects.filter(case__kind="committee_action")] == ["undertake"]


@pytest.mark.django_db
def test_the_invited_side_enters_no_actions_of_the_minutes(desk):
    """Spec §80.114: both nodes hold the minutes, and each line is entered at one of them."""
    case = invited(desk)
    client, url = client_of(desk, "asma"), reverse("committee:meeting", args=[case.id])
    page = client.get(url).content.decode()
    assert VALUES["decisions"].partition(" |")[0] in page
    assert 'value="enter"' not in page
    client.post(url, {"act": "enter"})
    assert access.actions(desk.officers["asma"])[0] == []
    with pytest.raises(NotConvenor):
        services.enter_actions(desk.actor("asma"), case, access.meeting(desk.officers["asma"], case.id).actions)


def invited(desk) -> Case:
    """Return a meeting that Bahrain convened, with minutes that both sides signed."""
    found = {"document": "Annex", "page": "1", "officer": desk.partner.party.members["lawyer"].id}

    def said(*slugs):
        return {slug: {"value": VALUES[slug], "found": found} for slug in sorted(slugs)}

    desk.salt += 1
    identifier = uuid7(desk.tick(), desk.salt.to_bytes(10, "big"))
    kind = library.pack_named(PACK).kinds["committee_meeting"]
    made = desk.drafts(identifier, kind, "convene", content=said("body", "meets", "agenda", "delegation_host"))
    desk.known.append(made)
    (receipt,) = desk.receive(desk.envelope(made.to_wire(), made.case, purpose=PURPOSE))
    assert receipt["kind"] == "accepted", receipt
    case = desk.act("omar", "assign", made.case, "central", PURPOSE)
    desk.fill(case, **values("delegation_guest", "papers_guest"))
    desk.cross("asma", case, "agree_agenda")
    told(desk, case, "hold", content=said("attendance"))
    told(desk, case, "lay_minutes", content=said("minutes_en", "minutes_ar", "minutes_ur", "decisions", "actions"))
    other = {"officer": desk.partner.party.members["chief"].id}
    told(desk, case, "approve_host", **other)
    desk.cross("bilal", case, "approve_guest", by=("huda", "sana"))
    told(desk, case, "sign_host", **other)
    return desk.cross("bilal", case, "sign_guest", by=("huda", "sana"))
