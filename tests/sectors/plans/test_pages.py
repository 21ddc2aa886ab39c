# SPDX-License-Identifier: Apache-2.0
"""The pages of plans: written without a script, by two officers at once, and taken away; and conflicts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.exchange.models import Release
from taawun.apps.people.access import actor_of
from taawun.kernel.wire.ids import uuid7
from taawun.sectors.plans import access, annexes, conflicts
from taawun.sectors.plans.conflicts import Kind, conflicts_of
from taawun.sectors.plans.contents import Content, Form
from taawun.sectors.plans.documents import Edit
from taawun.sectors.plans.models import Section, Version
from tests.sectors.plans.addresses import filled

CANARY = "گھاٹ نمبر سات"


def client_of(desk, name: str) -> Client:
    client = Client()
    client.force_login(desk.officers[name])
    client.post(reverse("ui:purpose"), {"purpose": "coordination"})
    return client


def base_in(page) -> str:
    return re.search(r'name="base" value="(\d+)"', page.content.decode())[1]


@pytest.mark.django_db
def test_a_plan_is_opened_and_written_in_forms_and_two_officers_lose_nothing(desk):
    asma, omar = client_of(desk, "asma"), client_of(desk, "omar")
    said = {"other": "BH", "title": "بحری گشت", "begins": "2027-03-01", "ends": "2027-03-31"}
    assert asma.post(reverse("plans:list"), said | {"title": ""}).status_code == 400
    answer = asma.post(reverse("plans:list"), said)
    overview = Section.objects.get(form="overview")
    assert answer.url == reverse("plans:plan", args=[overview.plan_id])
    url = reverse("plans:section", args=[overview.id])
    base = base_in(asma.get(url))
    head = {"title": "بحری گشت", "begins": "2027-03-01", "ends": "2027-03-31", "base": base}
    asma.post(url, head | {"text": "North.", "owner": "PK"})
    page = omar.post(url, head | {"text": "South — جنوب.", "objective": "One picture"}, follow=True)
    assert "together with what others wrote" in page.content.decode()
    found = access.section(desk.officers["asma"], overview.id).content
    assert "North." in found.text
    assert "South — جنوب." in found.text
    assert (found.head["owner"], found.head["objective"]) == ("PK", "One picture")


@pytest.mark.django_db
def test_every_saving_and_every_version_of_a_section_is_listed_page_by_page(desk, monkeypatch):
    monkeypatch.setattr(access, "MOST_REVISIONS", 3)
    plan, annex = filled(desk.officers["asma"])
    part = Section.objects.get(plan=plan, form="overview")
    said = access.section(desk.officers["asma"], part.id).content.to_json()
    for number in range(1, 8):
        party = "PK" if number < 5 else "BH"
        Version.objects.create(
            section=part, party=party, number=number, digest=str(number), content=said, at=desk.tick(),
            envelope=uuid7(desk.now, bytes(10)),
        )  # fmt: skip
    client, url = client_of(desk, "asma"), reverse("plans:section", args=[part.id])
    pages = [client.get(f"{url}?page={number}").content.decode() for number in (1, 2, 3)]
    listed = [one.partition('id="versions"')[2].count("<li>") for one in pages]
    assert listed == [3, 3, 1]
    assert ['rel="next" href="?page=' in one for one in pages] == [True, True, False]
    assert ['rel="prev" href="?page=' in one for one in pages] == [False, True, True]
    whole = access.section(desk.officers["asma"], part.id).part
    assert (whole.ours.number, whole.theirs.number) == (4, 7)
    for number in range(4):
        annexes.save(actor_of(desk.officers["asma"]), annex.id, Edit(text=f"{number}"), number + 1)
    url = reverse("plans:annex", args=[annex.id])
    pages = [client.get(f"{url}?page={number}").content.decode() for number in (1, 2)]
    assert ['rel="next"' in one for one in pages] == [True, False]
    assert [one.partition('id="past"')[2].count("<li>") for one in pages] == [3, 2]


@pytest.mark.django_db
def test_days_that_are_turned_round_are_refused_at_their_field_and_nothing_typed_is_lost(desk):
    client = client_of(desk, "asma")
    turned = {"begins": "2027-05-01", "ends": "2027-04-01"}
    refused = client.post(reverse("plans:list"), {"other": "BH", "title": "گشت", **turned})
    assert refused.status_code == 400
    assert refused.context["form"].errors == {"ends": ["It ends before it begins."]}
    assert all(f'value="{one}"' in refused.content.decode() for one in ("گشت", *turned.values()))
    plan, _annex = filled(desk.officers["asma"])
    for form in ("overview", "phases", "resources", "areas"):
        part = Section.objects.get(plan=plan, form=form)
        said = turned | {"base": part.revision, "title": "گشت", "name": "گشت"}
        refused = client.post(reverse("plans:section", args=[part.id]), said)
        assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["ends"]), form


@pytest.mark.django_db
def test_the_timeline_and_the_versions_of_a_plan_say_days_in_the_readers_words(desk):
    plan, _annex = filled(desk.officers["asma"])
    overview = Section.objects.get(plan=plan, form="overview")
    Version.objects.create(
        section=overview, party="PK", number=2, digest="2", content={}, at=desk.now, envelope=uuid7(desk.now, bytes(10))
    )
    client = client_of(desk, "asma")
    for language, words in (
        ("en", ("15 Mar", "1 Mar 2027 – 10 Mar 2027")),
        ("ar", ("15 مارس", "1 مارس 2027 – 10 مارس 2027")),
        ("ur", ("15 مارچ", "1 مارچ 2027 – 10 مارچ 2027")),
    ):
        client.post(reverse("ui:language"), {"language": language, "next": "/"})
        page = client.get(reverse("plans:plan", args=[plan.id])).content.decode()
        picture = page.partition('id="timeline"')[2].partition("</figure>")[0]
        assert all(f">{one}</" in picture or f": {one}</" in picture for one in words), picture
        assert not re.search(r'"middle">\d{4}-', picture)
        assert '<bdi class="nowrap" dir="ltr">2</bdi> · ' in page


@pytest.mark.django_db
def test_every_plan_is_listed_page_by_page(desk, monkeypatch):
    monkeypatch.setattr(access, "MOST_PLANS", 2)
    for _ in range(5):
        filled(desk.officers["asma"])
    client, url = client_of(desk, "asma"), reverse("plans:list")
    pages = [client.get(f"{url}?page={number}").content.decode() for number in (1, 2, 3)]
    listed = [re.findall(r'<th scope="row"><a href="(/plans/[^"]+)"', one) for one in pages]
    assert [len(one) for one in listed] == [2, 2, 1]
    assert len({one for page in listed for one in page}) == 5
    assert ['rel="next" href="?page=' in one for one in pages] == [True, True, False]
    assert ['rel="prev" href="?page=' in one for one in pages] == [False, True, True]


@pytest.mark.django_db
def test_rows_are_written_changed_and_taken_away(desk):
    client = client_of(desk, "asma")
    plan, _annex = filled(desk.officers["asma"])
    phases = Section.objects.get(plan=plan, form="phases")
    url = reverse("plans:section", args=[phases.id])
    page = client.post(
        f"{url}?row=phaseaaa", {"base": phases.revision, "name": "تیاری", "begins": "2027-03-02"}, follow=True
    )
    assert page.status_code == 200
    row = access.section(desk.officers["asma"], phases.id).content.rows["phaseaaa"]
    assert (row["name"], row["begins"], "resources" in row) == ("تیاری", "2027-03-02", False)
    client.post(url, {"away": "phaseaaa"})
    assert set(access.section(desk.officers["asma"], phases.id).content.rows) == {"phasebbb"}
    wrong = client.post(url, {"base": phases.revision, "name": ""})
    assert wrong.status_code == 400
    areas = Section.objects.get(plan=plan, form="areas")
    wrong = client.post(reverse("plans:section", args=[areas.id]), {"base": 1, "name": "x", "area": "somewhere"})
    assert wrong.status_code == 400


@pytest.mark.django_db
def test_what_a_release_would_change_is_shown_before_it_is_drafted(desk):
    client = client_of(desk, "asma")
    plan, _annex = filled(desk.officers["asma"])
    url = reverse("plans:release", args=[Section.objects.get(plan=plan, form="overview").id])
    page = client.get(url).content.decode()
    assert "<ins>" in page
    assert "مشترکہ بحری گشت" in page
    answer = client.post(url, {"instrument": "pk-bh-working-group", "article": "2"})
    row = Release.objects.get()
    assert answer.url == reverse("exchange:release", args=[row.id])
    assert (row.kind, row.purpose, row.object_type) == ("plan.section", "coordination", "plan-section")
    assert client.get(answer.url).status_code == 200


@pytest.mark.django_db
def test_the_paper_holds_an_annex_only_where_it_is_asked_for_and_says_so(desk):
    client = client_of(desk, "asma")
    plan, annex = filled(desk.officers["asma"])
    url = reverse("plans:paper", args=[plan.id, "csv"])
    plain = client.get(url, {"language": "ur"}).content.decode()
    assert CANARY not in plain
    national = client.get(url, {"language": "en", "annexes": "1"}).content.decode()
    assert CANARY in national
    assert "NATIONAL, NOT FOR THE PARTNER" in national.splitlines()[0]
    for language in ("en", "ar", "ur"):
        pdf = client.get(reverse("plans:paper", args=[plan.id, "pdf"]), {"language": language})
        assert pdf.content[:5] == b"%PDF-"
    assert Line.objects.filter(act="plan.annex-read", object_id=annex.id).count() == 1


@pytest.mark.django_db
def test_other_pages_of_the_node_say_nothing_of_an_annex(desk):
    client = client_of(desk, "asma")
    plan, annex = filled(desk.officers["asma"])
    for section in Section.objects.filter(plan=plan):
        for name in ("plans:section", "plans:release"):
            assert CANARY not in client.get(reverse(name, args=[section.id])).content.decode()
    assert CANARY not in client.get(reverse("plans:plan", args=[plan.id])).content.decode()
    assert CANARY in client.get(reverse("plans:annex", args=[annex.id])).content.decode()


# --- conflicts ------------------------------------------------------------------------------------------------


def row(**said: str) -> dict[str, str]:
    return {"name": "زورق", "owner": "BH"} | said


MARCH = {"begins": "2027-03-01", "ends": "2027-03-31"}
EARLY, LATE = {"begins": "2027-03-01", "ends": "2027-03-10"}, {"begins": "2027-03-10", "ends": "2027-03-20"}
HERE, NEAR, FAR = "26.6 51.0 20 nm", "26.6 51.2 20 nm", "24.0 61.0 20 nm"
CASES = {
    "a resource in two phases that overlap by a day": (
        {"a": row(**EARLY, resources="r"), "b": row(**LATE, resources="r")}, {"r": row()}, {}, [Kind.RESOURCE_TWICE],
    ),
    "a resource in two phases apart": (
        {"a": row(begins="2027-03-01", ends="2027-03-09", resources="r"), "b": row(**LATE, resources="r")},
        {"r": row()}, {}, [],
    ),
    "a resource that is away": ({"a": row(**EARLY, resources="r")}, {"r": row(**LATE)}, {}, [Kind.RESOURCE_AWAY]),
    "areas that overlap": ({}, {}, {"a": row(**EARLY, area=HERE), "b": row(**LATE, area=NEAR)}, [Kind.AREAS_OVERLAP]),
    "areas that overlap at other times": (
        {}, {}, {"a": row(**EARLY, area=HERE), "b": row(begins="2027-03-11", ends="2027-03-12", area=NEAR)}, [],
    ),
    "areas far apart": ({}, {}, {"a": row(**EARLY, area=HERE), "b": row(**LATE, area=FAR)}, []),
    "an area inside another": (
        {}, {}, {"a": row(**MARCH, area="26.6 51.0 90 nm"), "b": row(**MARCH, area="26.6 51.0 2 nm")},
        [Kind.AREAS_OVERLAP],
    ),
    "a phase outside the plan": ({"a": row(begins="2027-02-27", ends="2027-03-02")}, {}, {}, [Kind.OUTSIDE_PLAN]),
    "a phase that ends before it begins": (
        {"a": row(begins="2027-03-09", ends="2027-03-02")}, {}, {}, [Kind.ENDS_FIRST],
    ),
    "an owner that is missing": ({"a": row(**EARLY, owner="")}, {}, {}, [Kind.NO_OWNER]),
    "a resource that is not there": ({"a": row(**EARLY, resources="gone")}, {}, {}, [Kind.NOT_THERE]),
    "a row left half": ({"a": {"owner": "PK"}}, {}, {}, [Kind.HALF]),
    "an area that cannot be read": ({}, {}, {"a": row(area="near the port")}, [Kind.NO_AREA]),
}  # fmt: skip


@pytest.mark.parametrize(("phases", "resources", "areas", "wanted"), CASES.values(), ids=CASES)
def test_conflicts_of_time_place_and_resource_are_found(phases, resources, areas, wanted):
    said = [
        ("o", Form.OVERVIEW, Content(MARCH, "", {})), ("p", Form.PHASES, Content({}, "", phases)),
        ("r", Form.RESOURCES, Content({}, "", resources)), ("a", Form.AREAS, Content({}, "", areas)),
    ]  # fmt: skip
    assert [one.kind for one in conflicts_of(said)] == wanted


def test_a_conflict_says_the_days_that_two_phases_have_in_common():
    phases = {"a": row(name="پہلا", **EARLY, resources="r"), "b": row(name="الثاني", **LATE, resources="r")}
    found = conflicts_of(
        [("p", Form.PHASES, Content({}, "", phases)), ("r", Form.RESOURCES, Content({}, "", {"r": row()}))]
    )
    (only,) = found
    assert [one.name for one in only.rows] == ["الثاني", "پہلا"]
    assert [day.isoformat() for day in only.days] == ["2027-03-10", "2027-03-10"]
    assert conflicts.both(None, only.days) is None
