# SPDX-License-Identifier: Apache-2.0
"""The form of a record: made from its declaration, stated once, lost to nobody, shared by two officers."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import drafts, releasing, services
from taawun.apps.registers.merging import merge
from taawun.apps.registers.models import Record, RecordDraft, RecordVersion
from taawun.kernel import errors
from taawun.kernel.marking import FieldMarking, Tlp
from tests.apps.making import T0, officer
from tests.apps.registers.making import BASIS, PERSON, PURPOSE, SEIZURE, marking, personal

pytestmark = pytest.mark.django_db

MARKED = {
    "source": "B", "information": "2", "purposes": [PURPOSE], "tlp": "green", "review": "2029-01-01", "named": "",
    "restrictions": "",
}  # fmt: skip
SAID = MARKED | {
    "d-name": "ضبط هيروين قبالة جوادر", "d-date": "۲۰۲۶-۱۱-۰۲", "d-substance": "Heroin", "d-amount": "1,036.432",
    "d-unit": "kg", "d-country": "پاکستان", "d-seal": "SL-1\nSL-2\n",
}  # fmt: skip
PEOPLE = MARKED | {"d-name": "أحمد خالد\nاحمد خالد\nAhmad Khalid", "persons": ["suspect"]}


def at_desk(name: str) -> Client:
    client = Client()
    client.force_login(officer(name, "desk_officer", name=f"افسر {name}"))
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


@pytest.fixture
def client() -> Client:
    return at_desk("bilal")


@pytest.fixture
def colleague() -> Client:
    return at_desk("asma")


def new(slug: str = "seizure") -> str:
    return reverse("registers:new", args=[slug])


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def opened(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(client: Client, url: str, said: dict, **more) -> dict:
    return said | {"token": hidden(opened(client, url), "token")} | more


def state(client: Client, url: str, said: dict, **more):
    return client.post(url, typed(client, url, said, **more))


def test_a_record_is_stated_from_the_form_of_its_type(client):
    answer = state(client, new(), SAID)
    record = Record.objects.get()
    assert answer["Location"] == reverse("registers:record", args=[record.id])
    assert RecordVersion.objects.get().data == {
        "name": "ضبط هيروين قبالة جوادر", "date": "2026-11-02", "substance": "Heroin", "amount": "1036.432",
        "unit": "kg", "country": "PK", "seal": ["SL-1", "SL-2"], "kilograms": "1036.432", "factor": "kg",
        "drug": "heroin", "schedule": "1961 I, IV",
    }  # fmt: skip
    shown = client.get(answer["Location"]).content.decode()
    assert '<bdi dir="ltr">1,036.432</bdi> <bdi>kg</bdi>' in shown


@pytest.fixture
def theirs(client) -> Record:
    """A record of ours in which Bahrain's statement stands: not to others without Bahrain's consent."""
    both = replace(marking(handling={"H2"}, tlp="amber"), originators=frozenset({"BH", "PK"}))
    actor = actor_of(Officer.objects.get(username="bilal"))
    return services.draft_record(actor, "seizure", SEIZURE, both, PURPOSE, at=T0)


def form_of(client: Client, record: Record) -> dict:
    """Return what a browser sends of the form of a record as it stands, with a reason."""
    page = client.get(reverse("registers:edit", args=[record.id])).context["form"]
    said = {name: value for name, value in page.initial.items() if value not in ("", [], None)}
    return said | {"reason": "وزن دوبارہ کیا", "handling": [one for one in said["handling"] if one != "H0"]}


def test_whoever_states_it_anew_the_other_originator_stays(client, theirs):
    url = reverse("registers:edit", args=[theirs.id])
    answer = state(client, url, form_of(client, theirs) | {"d-amount": "40"})
    assert answer.status_code == 302, answer.context["form"].errors
    latest = RecordVersion.objects.get(record=theirs, number=2)
    assert latest.marking["originators"] == ["BH", "PK"]
    with pytest.raises(errors.MarkingForbids, match=r"marking\.h2"):
        releasing.wish_for(theirs.id, ["SA"], PURPOSE, BASIS, at=T0)
    assert releasing.wish_for(theirs.id, ["BH"], PURPOSE, BASIS, at=T0)


LOOSER = {
    "no code": {"handling": []},
    "another colour": {"tlp": "green"},
    "another purpose too": {"purposes": [PURPOSE, "sanctions"]},
    "kept for longer": {"review": "2030-01-01"},
}


@pytest.mark.parametrize("change", LOOSER.values(), ids=LOOSER)
def test_what_another_originator_marked_is_marked_no_looser(client, theirs, change):
    answer = state(client, reverse("registers:edit", args=[theirs.id]), form_of(client, theirs) | change)
    assert answer.status_code == 400
    assert "Another party&#x27;s statement stands in this record" in answer.content.decode()
    assert not RecordVersion.objects.filter(record=theirs, number=2).exists()
    assert Line.objects.filter(act="record.version", outcome="refused", section="80.15").count() == 1


def test_it_may_be_marked_more_strictly_and_graded_anew(client, theirs):
    said = form_of(client, theirs) | {"handling": ["H1", "H2"], "tlp": "amber+strict", "source": "A"}
    assert state(client, reverse("registers:edit", args=[theirs.id]), said).status_code == 302


def test_what_the_other_originator_states_anew_is_marked_as_it_says(client, theirs):
    actor = actor_of(Officer.objects.get(username="bilal"))
    said = replace(marking(tlp="green"), originators=frozenset({"BH", "PK"}))
    services.new_version(actor, theirs.id, SEIZURE, said, PURPOSE, "Heard.", heard=True, at=T0)
    with pytest.raises(errors.LooserVersion):
        services.new_version(actor, theirs.id, SEIZURE, marking(tlp="green"), PURPOSE, "Ours alone.", at=T0)


def test_a_person_has_names_in_three_scripts_and_a_category(client):
    state(client, new("person"), PEOPLE)
    version = RecordVersion.objects.get()
    assert version.data["name"] == ["أحمد خالد", "احمد خالد", "Ahmad Khalid"]
    assert version.marking["persons"] == ["suspect"]


WRONG = {
    "a field that is missing": ({"d-name": ""}, "d-name", "This field is required."),
    "a date that is none": ({"d-date": "yesterday"}, "d-date", "is not a date such as"),
    "a number in words": ({"d-amount": "viele"}, "d-amount", "is not a decimal number"),
    "a number out of range": ({"d-purity": "101"}, "d-purity", "is not between 0 and 100"),
    "a country that is none": ({"d-country": "Atlantis"}, "d-country", "is not an ISO 3166"),
    "a choice that is none": ({"d-transport": "mule"}, "d-transport", "Select a valid choice"),
    "too many values": ({"d-seal": "\n".join(f"S{n}" for n in range(51))}, "d-seal", "is not a list of 1 to 50"),
    "no purpose": ({"purposes": []}, "purposes", "This field is required."),
}


@pytest.mark.parametrize(("change", "field", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_stands_at_its_field_and_the_draft_is_kept(client, change, field, said):
    answer = state(client, new(), SAID | change)
    assert answer.status_code == 400
    assert any(said in problem for problem in answer.context["form"].errors[field])
    assert not Record.objects.exists()
    kept = RecordDraft.objects.get()
    assert kept.said["d-substance"] == ["Heroin"]
    again = opened(client, f"{new()}?draft={kept.id}")
    assert 'value="Heroin"' in again


def test_a_marking_whose_parts_disagree_is_refused(client):
    answer = state(client, new(), SAID | {"tlp": "red"})
    assert answer.status_code == 400
    assert answer.context["form"].non_field_errors()


def test_hidden_direction_signs_are_taken_out_of_a_name(client):
    state(client, new("person"), PEOPLE | {"d-name": "\u202eAhmad\u2066 Khalid"})
    assert RecordVersion.objects.get().data["name"] == ["Ahmad Khalid"]


def test_a_form_that_is_sent_twice_acts_once(client):
    said = typed(client, new(), SAID)
    first, second = client.post(new(), said), client.post(new(), said)
    assert first["Location"] == second["Location"]
    assert Record.objects.count() == 1


@pytest.fixture
def record(client) -> Record:
    state(client, new(), SAID)
    return Record.objects.get()


def again(record: Record) -> str:
    return reverse("registers:edit", args=[record.id])


def test_a_new_version_that_is_sent_twice_acts_once(client, record):
    said = typed(client, again(record), SAID, follows="1", reason="وزن ثانية", **{"d-amount": "37"})
    first, second = client.post(again(record), said), client.post(again(record), said)
    assert first["Location"] == second["Location"]
    assert RecordVersion.objects.count() == 2


def test_a_new_version_needs_a_reason(client, record):
    assert "reason" in state(client, again(record), SAID, follows="1").context["form"].errors


def test_two_officers_see_each_others_change_and_lose_nothing(client, colleague, record):
    mine = typed(client, again(record), SAID, follows="1", reason="Weighed", **{"d-amount": "37", "d-place": "Pasni"})
    theirs = SAID | {"d-amount": "38", "d-concealment": "مچھلی کے نیچے"}
    assert state(colleague, again(record), theirs, follows="1", reason="دوبارہ تولا گیا").status_code == 302
    answer = client.post(again(record), mine)
    assert answer.status_code == 409
    changes = {
        one.field: (one.theirs, one.mine, one.clash)
        for one in answer.context["form"] and [change for _field, change in answer.context["merged"]]
    }
    assert changes == {"amount": ("38", "37", True), "concealment": ("مچھلی کے نیچے", None, False)}
    page = answer.content.decode()
    assert "You both changed it" in page
    assert "مچھلی کے نیچے" in page
    shown = {name: one.value() for name in ("d-amount", "d-place", "d-concealment", "reason")
             for one in [answer.context["form"][name]]}  # fmt: skip
    assert shown == {"d-amount": "37", "d-place": "Pasni", "d-concealment": "مچھلی کے نیچے", "reason": "Weighed"}
    final = mine | {"follows": hidden(page, "follows"), "token": hidden(page, "token"),
                    "d-concealment": "مچھلی کے نیچے"}  # fmt: skip
    assert client.post(again(record), final).status_code == 302
    last = RecordVersion.objects.get(number=3)
    assert (last.data["amount"], last.data["place"], last.data["concealment"]) == ("37", "Pasni", "مچھلی کے نیچے")


def test_an_officer_is_told_that_another_writes_too(client, colleague, record):
    state(colleague, again(record), SAID, keep="1")
    assert "افسر asma" in opened(client, again(record))


def test_a_session_that_is_lost_keeps_the_draft(client):
    said = typed(client, new(), SAID)
    writer = client.session["_auth_user_id"]
    client.logout()
    answer = client.post(new(), said)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")
    kept = RecordDraft.objects.get()
    assert (str(kept.officer_id), f"draft%3D{kept.id}" in answer["Location"]) == (str(writer), True)
    assert not Record.objects.exists()


FORGED = {"no token": "", "a forged token": "WyJ4Il0:abc:def"}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_nobody_keeps_a_draft_without_the_form_of_an_officer(client, token):
    client.logout()
    assert client.post(new(), SAID | {"token": token})["Location"].startswith("/sign-in/")
    assert not RecordDraft.objects.exists()


def test_a_draft_is_its_officers_alone(client, colleague):
    state(client, new(), SAID, keep="1")
    kept = RecordDraft.objects.get()
    assert "ضبط" not in opened(colleague, f"{new()}?draft={kept.id}")
    colleague.post(reverse("registers:forget"), {"draft": kept.id})
    assert RecordDraft.objects.exists()
    client.post(reverse("registers:forget"), {"draft": kept.id})
    assert not RecordDraft.objects.exists()


def test_an_officer_keeps_so_many_drafts_and_no_more(client, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    for _ in range(3):
        state(client, new(), SAID, keep="1")
    assert RecordDraft.objects.count() == 2


def test_a_field_that_is_withheld_stays_as_it_is(client):
    desk = officer("zain", "desk_officer", code="coast-guard")
    made = marking(fields={"concealment": FieldMarking(tlp=Tlp.RED)}, named={"PK:coast-guard"})
    data = SEIZURE | {"concealment": "تحت مخزن الأسماك"}
    record = services.draft_record(actor_of(desk), "seizure", data, made, PURPOSE, at=T0)
    page = opened(client, again(record))
    assert "تحت مخزن" not in page
    said = SAID | {"named": "PK:coast-guard"}
    assert state(client, again(record), said, follows="1", reason="x").status_code == 302
    last = RecordVersion.objects.get(number=2)
    assert last.data["concealment"] == "تحت مخزن الأسماك"
    assert last.marking["fields"]["concealment"]["tlp"] == "red"


def test_who_may_not_state_anything_gets_no_form(record):
    reader = Client()
    reader.force_login(officer("sana", "releasing_officer"))
    reader.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    assert reader.get(new()).status_code == 403
    assert "New record" not in reader.get(reverse("registers:list") + "?type=seizure").content.decode()


MERGES = {
    "only theirs": ({"a": "1"}, {"a": "2"}, {"a": "1"}, {"a": "2"}, []),
    "only mine": ({"a": "1"}, {"a": "1"}, {"a": "3"}, {"a": "3"}, None),
    "both, alike": ({"a": "1"}, {"a": "2"}, {"a": "2"}, {"a": "2"}, []),
    "both, differently": ({"a": "1"}, {"a": "2"}, {"a": "3"}, {"a": "3"}, ["a"]),
    "theirs emptied": ({"a": "1"}, {}, {"a": "1"}, {}, []),
    "mine emptied": ({"a": "1"}, {"a": "1"}, {}, {}, None),
    "each another": ({}, {"a": "1"}, {"b": "2"}, {"a": "1", "b": "2"}, []),
}


@pytest.mark.parametrize(("base", "theirs", "mine", "data", "clashes"), MERGES.values(), ids=MERGES)
def test_two_changes_are_put_together(base, theirs, mine, data, clashes):
    merged = merge(base, theirs, mine)
    assert merged.data == data
    assert [one.field for one in merged.changes if one.clash] == (clashes or [])
    assert bool(merged.changes) is (clashes is not None)


def test_people_stay_marked_as_people(client):
    record = services.draft_record(actor_of(officer("h", "analyst")), "person", PERSON, personal(), PURPOSE, at=T0)
    page = opened(client, again(record))
    assert 'value="suspect" id="id_persons_0" checked' in page.replace('aria-describedby=""', "")


def test_several_choices_are_ticked_in_words_and_kept(client):
    """Their codes are shown to nobody; a draft and a later version tick them again."""
    url = new("training-course")
    said = MARKED | {
        "d-name": "الاحتجاز", "d-code": "PT-7", "d-audience": "police", "d-level": "basic", "d-capacity": "12",
        "d-languages": ["ar", "ur"], "d-summary": "—", "purposes": ["police-training"], "d-prerequisites": "",
        "d-modules": ["use_of_force", "custody", "istanbul_protocol", "trafficking_victims"], "d-exercise": "",
    }  # fmt: skip
    client.post(reverse("ui:purpose"), {"purpose": "police-training"})
    shown = opened(client, url)
    assert '<input type="checkbox" name="d-languages" value="ar"' in shown
    assert "use_of_force, custody" not in shown
    made = state(client, url, said)
    assert made.status_code == 302, made.content.decode()
    version = RecordVersion.objects.get()
    assert (version.data["languages"], len(version.data["modules"])) == (["ar", "ur"], 4)
    again = opened(client, reverse("registers:edit", args=[version.record_id]))
    assert again.count(" checked") >= 7


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_what_a_field_is_like_keeps_its_order_between_arabic_words(client, language):
    Officer.objects.filter(username="bilal").update(language=language)
    page = opened(client, new())
    assert "\u20662026-11-02\u2069" in page  # isolated: 02-11-2026 is what else is seen between Arabic letters
    assert len(re.findall("\u2066[A-Z]{2}\u2069", page)) >= 3  # of countries too, written as a name or a code


@pytest.mark.parametrize(("language", "begun"), {"en": "", "ar": "\u200f", "ur": "\u200f"}.items())
def test_a_label_that_begins_with_a_code_runs_in_the_direction_of_its_words(client, language, begun):
    Officer.objects.filter(username="bilal").update(language=language)
    assert f"<bdi>{begun}H1 – " in opened(client, new())
