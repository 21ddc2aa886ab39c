# SPDX-License-Identifier: Apache-2.0
"""Record types are declared as data; a wrong declaration does not load and says where."""

import copy
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from taawun.apps.registers import catalogue, kinds
from taawun.apps.registers.checks import clean_data, data_problems
from taawun.apps.registers.declarations import load_type, read_type
from taawun.kernel import errors

GOOD: dict[str, Any] = {
    "type": "boat",
    "version": 1,
    "personal": False,
    "ftm": "Vessel",
    "title": {"en": "Boat", "ar": "قارب", "ur": "کشتی"},
    "caption": "name",
    "fields": {
        "name": {
            "kind": "name",
            "ftm": "name",
            "label": {"en": "Name", "ar": "الاسم", "ur": "نام"},
            "required": True,
            "examples": ["Noor", "النور", "سمندری پری"],
        },
    },
}
NUMBER = {
    "kind": "number",
    "ftm": None,
    "label": {"en": "Length", "ar": "الطول", "ur": "لمبائی"},
    "examples": ["3.5"],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(GOOD)
    *way, last = path.split(".")
    part = made
    for step in way:
        part = part[step]
    part[last] = value
    return made


WRONG = {
    "a part more": (changed("colour", "blue"), "expected exactly"),
    "a type in capitals": (changed("type", "Boat"), "type"),
    "a version in text": (changed("version", "1"), "version"),
    "two titles": (changed("title", {"en": "Boat", "ar": "قارب"}), "title in en, ar, ur"),
    "an empty label": (changed("fields.name.label", {"en": "x", "ar": "", "ur": "x"}), "label in en, ar, ur"),
    "no fields": (changed("fields", {}), "fields"),
    "a caption that may be missing": (changed("fields.name.required", False), "caption"),
    "a kind that is not": (changed("fields.name.kind", "money"), "name: kind"),
    "a part of a field more": (changed("fields.name.colour", 1), "an unknown part"),
    "no choices": (changed("fields.name.kind", "choice"), "choices"),
    "examples in two scripts": (changed("fields.name.examples", ["Noor", "النور"]), "Latin, Arabic and Urdu"),
    "no examples": (changed("fields.name.examples", []), "examples"),
    "an example of another kind": (changed("fields.length", NUMBER | {"examples": ["three"]}), "not a decimal"),
    "an example that YAML took for a number": (changed("fields.length", NUMBER | {"examples": [3.5]}), "quote"),
    "an example out of range": (changed("fields.length", NUMBER | {"most": "3"}), "more than 3"),
    "a range on a name": (changed("fields.name.most", "3"), "a range on what is no number"),
    "a limit of zero": (changed("fields.name.limit", 0), "limit"),
    "a help in one language": (changed("fields.name.help", "As written."), "help in en, ar, ur"),
    "a unit of a name": (changed("fields.name.unit", "name"), "a unit of what is no number"),
    "a unit that is no field": (changed("fields.length", NUMBER | {"unit": "metres"}), "unit of length"),
    "religion": (changed("fields.religion", GOOD["fields"]["name"]), "no record may have"),
    "a score of a person": (changed("fields.risk_score", NUMBER), "no record may have"),
}


COUNTRY = {
    "kind": "country",
    "ftm": None,
    "label": {"en": "Flag", "ar": "العلم", "ur": "پرچم"},
    "examples": ["BH"],
}
BUILT = COUNTRY | {"kind": "date", "label": {"en": "Built", "ar": "البناء", "ur": "تعمیر"}, "examples": ["1999"]}
UNIT = COUNTRY | {"kind": "unit", "label": {"en": "Unit", "ar": "الوحدة", "ur": "اکائی"}, "examples": ["m", "م"]}
PLACE = COUNTRY | {"kind": "point", "label": {"en": "Place", "ar": "المكان", "ur": "مقام"}, "examples": ["25.1,62.3"]}
CHART: dict[str, Any] = {
    "name": "by-year",
    "title": {"en": "By year", "ar": "بحسب السنة", "ur": "بلحاظ سال"},
    "form": "bar",
    "measure": "count",
    "by": "built",
    "period": "year",
}
FIELDS = GOOD["fields"] | {
    "flag": COUNTRY, "built": BUILT, "length": NUMBER | {"unit": "unit"}, "unit": UNIT, "place": PLACE,
    "tags": COUNTRY | {"many": 5},
}  # fmt: skip
LAID_OUT = GOOD | {
    "fields": FIELDS,
    "list": {"columns": ["flag"], "filters": ["flag", "built"], "sorts": ["length"]},
    "map": "place",
    "charts": [CHART],
}


def laid(path: str, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(LAID_OUT)
    if path.startswith("chart."):
        made["charts"] = [CHART | {path.removeprefix("chart."): value}]
        return made
    *way, last = path.split(".")
    part: Any = made
    for step in way:
        part = part[step]
    part[last] = value
    return made


WRONGLY_LAID = {
    "a column that is no field": (laid("list.columns", ["colour"]), "columns: 'colour' is not a field"),
    "a column twice": (laid("list.columns", ["flag", "flag"]), "a field twice"),
    "a part of the list more": (laid("list.colours", []), "list"),
    "a filter by a place": (laid("list.filters", ["place"]), "'place' is a point"),
    "a sort by many values": (laid("list.sorts", ["tags"]), "many values"),
    "a map of a country": (laid("map", "flag"), "a point"),
    "a map of two numbers without ranges": (laid("map", ["length", "length"]), "a field twice"),
    "a chart without a name": (laid("chart.name", ""), "name"),
    "a pie": (laid("chart.form", "pie"), "form (bar, line, stacked)"),
    "a chart titled in one language": (laid("chart.title", {"en": "x"}), "title in en, ar, ur"),
    "the sum of a country": (laid("chart.measure", "flag"), "measure"),
    "a sum over units": (laid("chart.measure", "length"), "different units are not added"),
    "a chart by weeks": (laid("chart.period", "week"), "period (month, year)"),
    "a chart by a country with a period": (laid("chart.by", "flag"), "period"),
    "a series of many values": (laid("chart.series", "tags"), "series"),
    "two charts of one name": (laid("charts", [CHART, CHART]), "one name twice"),
}


@pytest.mark.parametrize(("raw", "said"), WRONGLY_LAID.values(), ids=WRONGLY_LAID)
def test_a_wrong_layout_does_not_load_and_says_where(raw, said):
    layout = read_type(copy.deepcopy(LAID_OUT), "boat.yaml").layout
    assert layout.extracted == ("flag", "built", "length")
    with pytest.raises(errors.BadDeclaration, match=r"boat\.yaml") as refusal:
        read_type(raw, "boat.yaml")
    assert said in refusal.value.detail


def test_a_sum_with_its_unit_as_series_loads():
    raw = laid("charts", [CHART | {"measure": "length", "series": "unit"}])
    assert read_type(raw, "boat.yaml").layout.charts[0].series == "unit"


POINTS = {
    "off Gwadar": ("25.1126,62.3254", ""),
    "in the south and west": ("-0.5,-179.999", ""),
    "beyond the pole": ("90.1,10", "is not latitude"),
    "beyond the date line": ("10,180.5", "is not latitude"),
    "one number": ("25.1", "is not latitude"),
    "with a blank": ("25.1, 62.3", "is not latitude"),
}


@pytest.mark.parametrize(("value", "said"), POINTS.values(), ids=POINTS)
def test_a_place_is_two_degrees(value, said):
    assert kinds.problem("point", value).startswith(said)
    assert bool(kinds.problem("point", value)) == bool(said)


def test_a_place_written_with_arabic_digits_is_cleaned():
    assert kinds.clean("point", " ٢٥٫١١٢٦، ٦٢٫٣٢٥٤ ") == "25.1126,62.3254"


@pytest.mark.parametrize(("raw", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_declaration_does_not_load_and_says_where(raw, said):
    read_type(copy.deepcopy(GOOD), "boat.yaml")
    with pytest.raises(errors.BadDeclaration, match=r"boat\.yaml") as refusal:
        read_type(raw, "boat.yaml")
    assert said in refusal.value.detail


def test_a_file_that_is_no_yaml_does_not_load(tmp_path):
    file = tmp_path / "boat.yaml"
    file.write_text("a: [", encoding="utf-8")
    with pytest.raises(errors.BadDeclaration, match=r"boat\.yaml"):
        load_type(file)


def test_a_type_is_declared_once():
    with pytest.raises(errors.BadDeclaration, match="twice"):
        catalogue.add_type(catalogue.type_named("person"))


@pytest.mark.parametrize("slug", sorted(catalogue.types()))
def test_the_examples_of_a_type_make_a_record(slug):
    record_type = catalogue.type_named(slug)
    data = {
        field.name: list(field.examples) if field.many > 1 else field.examples[0]
        for field in record_type.fields.values()
    }
    assert data_problems(record_type, data) == ()
    assert clean_data(record_type, data) == data


def test_there_are_six_general_types():
    assert set(catalogue.types()) >= {"person", "organisation", "vessel", "document", "seizure", "event"}


@pytest.mark.skipif(find_spec("followthemoney") is None, reason="followthemoney is not installed (it needs ICU)")
@pytest.mark.parametrize("slug", sorted(catalogue.types()))
def test_every_schema_and_property_underneath_exists_in_follow_the_money(slug):
    spec = find_spec("followthemoney")
    assert spec is not None
    assert spec.origin is not None
    schemata: dict[str, Any] = {}
    for file in (Path(spec.origin).parent / "schema").glob("*.y*ml"):
        schemata |= yaml.safe_load(file.read_text(encoding="utf-8"))

    def properties(name: str) -> set[str]:
        own = set(schemata[name].get("properties", {}))
        return own.union(*[properties(parent) for parent in schemata[name].get("extends", [])])

    record_type = catalogue.type_named(slug)
    used = {field.ftm for field in record_type.fields.values() if field.ftm}
    assert used <= properties(record_type.ftm)


HIDDEN = {
    "controls before the tab": (0x00, 0x08),
    "controls after the line feed": (0x0B, 0x1F),
    "delete and the other controls": (0x7F, 0x9F),
    "embeddings and overrides of direction": (0x202A, 0x202E),
    "isolates of direction": (0x2066, 0x2069),
    "the mark of byte order": (0xFEFF, 0xFEFF),
}


@pytest.mark.parametrize(("first", "last"), HIDDEN.values(), ids=HIDDEN)
def test_every_hidden_character_is_refused_and_cleaned_away(first, last):
    for code in range(first, last + 1):
        value = f"اسلام{chr(code)}آباد\nIslamabad"
        assert kinds.problem("text", value)
        assert kinds.clean("text", value) == "اسلامآباد\nIslamabad"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d", "\t", "\n"], ids=["ZWNJ", "ZWJ", "tab", "line feed"])
def test_what_a_text_needs_stays(joiner):
    value = f"می{joiner}خواہم"
    assert kinds.clean("text", value) == value
    assert not kinds.problem("text", value)
