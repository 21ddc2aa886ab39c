# SPDX-License-Identifier: Apache-2.0
"""Charts from a declaration: figures over what may be shown, drawn by the server, in both directions."""

import dataclasses
from decimal import Decimal
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, charting, services
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.charting import OTHERS
from taawun.apps.registers.layouts import read_layout
from taawun.apps.ui.charts import WIDTH, draw
from taawun.kernel import errors
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, SEIZURE, marking

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

ROWS = (
    {"date": "2026-01-05", "transport": "sea", "amount": "9.5", "unit": "kg", "country": "PK"},
    {"date": "2026-01-20", "transport": "air", "amount": "100", "unit": "litre", "country": "BH"},
    {"date": "2026-03-02", "transport": "sea", "amount": "20", "unit": "kg", "country": "BH"},
    {"date": "2026", "transport": "land"},
)


@pytest.fixture
def desk():
    return officer("bilal", "desk_officer")


@pytest.fixture
def held(desk):
    for row in ROWS:
        data = {"name": "ضبط", "substance": "Heroin", **row}
        services.draft_record(actor_of(desk), "seizure", data, marking(), PURPOSE, at=T0)
    hidden = SEIZURE | {"date": "2026-03-03", "transport": "sea"}
    services.draft_record(actor_of(desk), "seizure", hidden, marking(purposes={"immigration"}), PURPOSE, at=T0)
    return desk


def figures(desk, name):
    chart = type_named("seizure").layout.chart_named(name)
    assert chart
    return access.chart(desk, "seizure", chart, PURPOSE, at=T0)


def test_records_are_counted_by_month_and_series_with_gaps_shown(held):
    """Spec §80.24b: the record that may not be shown is not counted."""
    found = figures(held, "by-month")
    assert found.steps == ("2026-01", "2026-02", "2026-03")
    assert {name: [int(one) for one in row] for name, row in found.series.items()} == {
        "sea": [1, 0, 1], "air": [1, 0, 0], "land": [0, 0, 0],
    }  # fmt: skip
    assert Line.objects.filter(act="record.charted", object_id="seizure/by-month").count() == 1


def test_amounts_of_different_units_stand_apart(held):
    found = figures(held, "amount-by-year")
    assert found.series == {"litre": (Decimal(100),), "kg": (Decimal("29.5"),)}
    assert found.unknown == 1


def test_small_groups_are_put_together(held, monkeypatch):
    monkeypatch.setattr(charting, "MOST_GROUPS", 2)
    services.draft_record(actor_of(held), "seizure", SEIZURE | {"country": "OM"}, marking(), PURPOSE, at=T0)
    found = figures(held, "by-country")
    assert found.steps == ("BH", OTHERS)
    assert found.series == {"": (Decimal(2), Decimal(2))}
    assert found.unknown == 1


def test_a_chart_needs_a_purpose(held):
    chart = type_named("seizure").layout.charts[0]
    with pytest.raises(errors.NoPurpose):
        access.chart(held, "seizure", chart, " ", at=T0)


SERIES = {"a": [Decimal(1), Decimal(3)], "b": [Decimal(2), Decimal("0.5")]}


@pytest.mark.parametrize("form", ["bar", "stacked", "line"])
def test_a_chart_from_the_right_mirrors_one_from_the_left(form):
    left, right = (draw("t", "n", form, ["x", "y"], SERIES, rtl=rtl) for rtl in (False, True))
    mirrored = sorted((round(WIDTH - bar.x - bar.width, 1), bar.y, bar.height, bar.series) for bar in right.bars)
    assert mirrored == sorted((bar.x, bar.y, bar.height, bar.series) for bar in left.bars)
    assert [round(WIDTH - mark.x, 1) for mark in right.labels] == [mark.x for mark in left.labels]
    assert left.rows == right.rows == (("x", "1", "2"), ("y", "3", "0.5"))


def test_parts_of_a_stack_stand_on_each_other():
    first, second = (bar for bar in draw("t", "n", "stacked", ["x"], {k: v[:1] for k, v in SERIES.items()}).bars)
    assert second.y + second.height == pytest.approx(first.y)


def test_a_chart_of_nothing_is_drawn():
    assert draw("t", "n", "bar", [], {}).rows == ()


@pytest.mark.parametrize(("language", "title"), [("en", "Seizures by month"), ("ar", "الضبطيات بحسب الشهر"),
                                                 ("ur", "ضبطیاں بلحاظ مہینہ")])  # fmt: skip
def test_the_page_shows_each_chart_with_its_table(held, language, title):
    held.language = language
    held.save(update_fields=["language"])
    client = Client()
    client.force_login(held)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    page = client.get(reverse("registers:charts", args=["seizure"])).content.decode()
    assert title in page
    assert page.count('role="img"') == 5
    assert page.count("<table") == 5
    assert "style=" not in page


ONLY = {
    "no choice of the field": {"transport": "camel"},
    "no field": {"carried": "sea"},
    "a field of text": {"name": "x"},
    "two fields": {"transport": "sea", "unit": "kg"},
    "no mapping": ["transport"],
}


@pytest.mark.parametrize("only", ONLY.values(), ids=ONLY)
def test_a_chart_that_counts_only_what_cannot_be_does_not_load(only):
    """Spec §80.24d."""
    declared = type_named("seizure")
    title = {"en": "By month", "ar": "حسب الشهر", "ur": "بلحاظ مہینہ"}
    chart = {"name": "x", "title": title, "form": "bar", "measure": "count", "by": "date", "period": "month"}
    assert read_layout({"charts": [chart | {"only": {"transport": "sea"}}]}, declared.fields, "here").charts
    with pytest.raises(errors.BadDeclaration, match="only"):
        read_layout({"charts": [chart | {"only": only}]}, declared.fields, "here")


def test_a_chart_counts_only_what_has_its_choice(held):
    chart = dataclasses.replace(type_named("seizure").layout.chart_named("by-country"), only=("transport", "sea"))
    found = access.chart(held, "seizure", chart, PURPOSE, at=T0)
    assert sum(int(sum(row)) for row in found.series.values()) + found.unknown == 2


LABELLED = {
    "few have room": (["Commercial air", "Private road"], ["Commercial air", "Private road"]),
    "many are cut": (["Methamphetamine", *"abcdefghijk"], ["Methampheta…", *"abcdefghijk"]),
    "those that begin alike keep their ends": (
        ["Commercial by air", "Commercial by sea", *"abcdefghij"], ["…cial by air", "…cial by sea", *"abcdefghij"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "labels"), LABELLED.values(), ids=LABELLED)
def test_labels_below_a_chart_are_told_apart(steps, labels):
    drawn = draw("x", "x", "bar", steps, {"": [Decimal(1)] * len(steps)})
    said = [one.text for one in drawn.labels]
    assert said == labels


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("most", [999, 4_500_000, 80_000_000_000])
def test_the_scale_has_room_for_its_longest_number(most, rtl):
    drawn = draw("x", "x", "bar", ["Amphetamine", "Heroin"], {"": [Decimal(most), Decimal(1)]}, rtl=rtl)
    for tick in drawn.ticks:
        ends = tick.x + len(tick.text) * 7 if rtl else tick.x - len(tick.text) * 7
        assert 0 <= ends <= WIDTH
    for bar in drawn.bars:
        assert drawn.left <= bar.x <= bar.x + bar.width <= drawn.right


CROWDED = {
    "the months of five years": [f"{2011 + at // 12}-{at % 12 + 1:02}" for at in range(60)],
    "twelve long names": [f"Substance {at}" for at in range(12)],
}


@pytest.mark.parametrize("steps", CROWDED.values(), ids=CROWDED)
def test_labels_that_have_no_room_beside_each_other_stand_in_two_rows(steps):
    labels = draw("x", "x", "bar", steps, {"": [Decimal(1)] * len(steps)}).labels
    rows = [labels[::2], labels[1::2]]
    assert {one.y for one in rows[0]} != {one.y for one in rows[1]}
    for row in rows:
        for one, after in pairwise(row):
            assert one.x + len(one.text) * 4 < after.x - len(after.text) * 4
    assert len({one.y for one in draw("x", "x", "bar", ["a", "b"], {"": [Decimal(1)] * 2}).labels}) == 1


@pytest.mark.parametrize(("language", "name"), {"en": "Pakistan", "ar": "باكستان", "ur": "پاکستان"}.items())
def test_a_country_has_its_name_below_a_chart(language, name):
    clerk = officer("bilal", "desk_officer")
    clerk.language = language
    clerk.save(update_fields=["language"])
    services.draft_record(actor_of(clerk), "seizure", SEIZURE | {"country": "PK"}, marking(), PURPOSE)
    client = Client()
    client.force_login(clerk)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    page = client.get(reverse("registers:charts", args=["seizure"])).content.decode()
    assert f">{name}</text>" in page
    assert ">PK</text>" not in page
