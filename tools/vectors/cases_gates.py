# SPDX-License-Identifier: Apache-2.0
"""Vectors of spec 60: gates, contents, computed gates, clocks, speciality."""

from typing import Any

from tools.vectors.cases_kind import NAME, TABLE
from tools.vectors.cases_moves import (
    CONTENT,
    FACTS,
    GATES,
    GRANT,
    OFFENCE,
    OFFICER,
    OTHER,
    PERSON,
    SEND,
    TELL,
    Vector,
    found,
)
from tools.vectors.rows import bad, good


def vectors() -> list[Any]:
    """Return the vectors of §60.6 to §60.15."""
    return [*_gates(), *_contents(), *_rules(), *_clocks(), *_speciality()]


def _assessed(gate: str, outcome: str = "not_met", officer: str = OFFICER, **more: Any) -> Vector:
    base = {"gate": gate, "outcome": outcome, "reason": "read", "source": "annex", "authority": "justice"}
    return base | {"officer": officer, "at": "2026-11-22T10:00:00.000Z"} | more


POINTS = dict.fromkeys(
    "authority binding specific lawful record monitoring counsel protection examined".split(), "answered"
)


def _assurance(gate: str, **more: Any) -> Vector:
    base = {"gate": gate, "text": "It will not be done.", "given_by": "the minister", "sufficient": True}
    given = {"given_at": "2026-11-22T10:30:00.000Z", "assessed_at": "2026-11-22T11:00:00.000Z"}
    return base | given | {"assessor": OTHER, "points": POINTS} | more


FINE = [_assessed(gate) for gate in ("political", "torture", "asylum", "health", "hidden")]
WITH_FURTHER = FACTS | {"further_charges": [OFFENCE | {"id": "2", "conduct": "قتل رجلاً"}]}
"""The facts after a further charge. What a person judged with `facts` of its own was judged of those."""
OTHER_ACTS = FACTS | {"offences": [OFFENCE | {"conduct": "قتل رجلاً"}]}
OTHER_PERSON = FACTS | {"person": PERSON | {"name": "خالد"}}
COUNTERPART = FACTS | {"offences": [OFFENCE | {"counterpart": "بيع", "counterpart_maximum_months": 60}]}
BEFORE = [one | {"facts": FACTS} for one in FINE]
FINE_OF_ALL = [one | {"facts": WITH_FURTHER} for one in FINE]
TWO = {"second": OTHER, "second_authority": "ombudsman"}


def _asked(
    assessments: list[Vector], *assurances: Vector, facts: Vector = FACTS, blocks: tuple[str, ...] = ()
) -> Vector:
    return {
        "kind": NAME,
        "move": "grant",
        "facts": facts,
        "assessments": assessments,
        "assurances": list(assurances),
        "blocks": list(blocks),
    }


def _gates() -> list[Any]:
    young = FACTS | {"person": PERSON | {"born": "2012-01-01"}}
    unborn = FACTS | {"person": PERSON | {"born": None}}
    old_law = FACTS | {"offences": [OFFENCE | {"law_date": "2022-03-01"}]}
    met, tortured = [*FINE, _assessed("political", "met")], [*FINE, _assessed("torture", "met")]
    passed = dict.fromkeys(GATES, "passed")
    fine: list[tuple[str, str, Vector, Vector]] = [
        ("all gates passed", "60.6", _asked(FINE), passed),
        (
            "an optional gate that is waived",
            "60.6",
            _asked([*FINE, _assessed("health", "met", waived=True)]),
            passed | {"health": "waived"},
        ),
        ("a secret gate that is waived", "60.6", _asked([*FINE, _assessed("hidden", "met", waived=True)]), passed),
        ("a met gate found otherwise by two", "60.7", _asked([*met, _assessed("political", **TWO)]), passed),
        (
            "a further charge that was looked at",
            "60.7",
            _asked([*FINE, *FINE_OF_ALL], facts=WITH_FURTHER),
            passed,
        ),
        ("a counterpart found after the assessments", "60.7", _asked(BEFORE, facts=COUNTERPART), passed),
        ("a cured gate", "60.8", _asked(tortured, _assurance("torture")), passed),
        ("death under the old law, cured", "60.8", _asked(FINE, _assurance("death"), facts=old_law), passed),
    ]
    blank = POINTS | {"counsel": ""}
    wrong: list[tuple[str, str, Vector]] = [
        ("no gate assessed", "60.6", _asked([])),
        ("one gate not assessed", "60.6", _asked(FINE[1:])),
        ("a mandatory gate met", "60.6", _asked(met)),
        ("an optional gate met and undecided", "60.6", _asked([*FINE, _assessed("health", "met")])),
        ("an optional gate exercised", "60.6", _asked([*FINE, _assessed("health", "met", waived=False)])),
        ("a claim for asylum pending", "60.6", _asked(FINE, blocks=("asylum_pending",))),
        ("an assessment without a reason", "60.7", _asked([*FINE[1:], _assessed("political", reason=" ")])),
        ("a met gate found otherwise by one", "60.7", _asked([*met, _assessed("political")])),
        (
            "a met gate found otherwise by one authority",
            "60.7",
            _asked([*met, _assessed("political", **TWO | {"second_authority": "justice"})]),
        ),
        (
            "a met gate found otherwise by one officer twice",
            "60.7",
            _asked([*met, _assessed("political", **TWO | {"second": OFFICER})]),
        ),
        (
            "a met gate un-assessed first",
            "60.7",
            _asked([*met, _assessed("political", "not_assessed"), _assessed("political")]),
        ),
        (
            "a gate met by its rule and assessed otherwise",
            "60.7",
            _asked([*FINE, _assessed("too_young", **TWO)], facts=young),
        ),
        ("gates assessed before a further charge", "60.7", _asked(BEFORE, facts=WITH_FURTHER)),
        (
            "one gate assessed before a further charge",
            "60.7",
            _asked([*FINE_OF_ALL[1:], _assessed("political", facts=FACTS)], facts=WITH_FURTHER),
        ),
        ("gates assessed before other acts were stated", "60.7", _asked(BEFORE, facts=OTHER_ACTS)),
        ("gates assessed of another person", "60.7", _asked(BEFORE, facts=OTHER_PERSON)),
        (
            "a waiver of before a further charge",
            "60.7",
            _asked([*FINE_OF_ALL, _assessed("health", "met", waived=True, facts=FACTS)], facts=WITH_FURTHER),
        ),
        (
            "a gate that two found otherwise, and one for a further charge",
            "60.7",
            _asked(
                [
                    *FINE_OF_ALL,
                    _assessed("political", "met", facts=FACTS),
                    _assessed("political", facts=FACTS, **TWO),
                    _assessed("political", facts=WITH_FURTHER),
                ],
                facts=WITH_FURTHER,
            ),
        ),
        (
            "an assurance found sufficient before a further charge",
            "60.8",
            _asked([*FINE_OF_ALL, _assessed("torture", "met")], _assurance("torture", facts=FACTS), facts=WITH_FURTHER),
        ),
        ("an assurance not sufficient", "60.8", _asked(tortured, _assurance("torture", sufficient=False))),
        (
            "an assurance found sufficient by the gate's assessor",
            "60.8",
            _asked(tortured, _assurance("torture", assessor=OFFICER)),
        ),
        ("an assurance with a question not answered", "60.8", _asked(tortured, _assurance("torture", points=blank))),
        ("an assurance for a gate that nothing cures", "60.8", _asked(met, _assurance("political"))),
        (
            "an assurance older than the finding",
            "60.8",
            _asked([*FINE, _assessed("torture", "met", at="2026-11-22T12:00:00.000Z")], _assurance("torture")),
        ),
        ("a birthday nobody knows", "60.10", _asked([*FINE, _assessed("too_young")], facts=unborn)),
        ("a subject aged 12", "60.10", _asked(FINE, facts=young)),
        ("death under the old law", "60.10", _asked(FINE, facts=old_law)),
    ]
    rows = [good(section, "case-gates", name, given, {"gates": expect}) for name, section, given, expect in fine]
    return rows + [bad(section, "case-gates", name, "case.move-closed", given) for name, section, given in wrong]


def _contents() -> list[Any]:
    lacking = {slug: value for slug, value in CONTENT.items() if slug != "summary"}
    rows: list[tuple[str, Vector, list[str]]] = [
        ("everything found", CONTENT, []),
        ("nothing there", {}, ["summary", "person", "offences"]),
        ("a core element missing", lacking, ["summary"]),
        ("a core element that is excused", CONTENT | {"summary": {"excuse": "later"}}, ["summary"]),
        ("an element excused", CONTENT | {"person": {"excuse": "objects only"}}, []),
        ("an element that nobody found", CONTENT | {"person": {"value": PERSON}}, ["person"]),
        ("an element of a wrong form", CONTENT | {"person": found("سلیمان")}, ["person"]),
    ]
    return [
        good("60.9", "case-contents", name, {"kind": NAME, "content": given, "needs": ["*"]}, {"missing": missing})
        for name, given, missing in rows
    ]


def _rules() -> list[Any]:
    def light(months: int | None, **more: Any) -> Vector:
        return FACTS | {"offences": [OFFENCE | {"maximum_months": months} | more]}

    convicted = {"person": PERSON | {"status": "convicted"}}
    year = {"months": 12, "months_when_sentenced": 6}
    rows: list[tuple[str, str, Vector, Vector, str]] = [
        ("ten months where a year is asked", "minimum_penalty", year, light(10), "met"),
        ("twelve months where a year is asked", "minimum_penalty", year, light(12), "not_met"),
        ("a penalty nobody states", "minimum_penalty", year, light(None), "not_assessed"),
        ("five months left", "minimum_penalty", year, light(24, remaining_months=5) | convicted, "met"),
        ("six months left", "minimum_penalty", year, light(24, remaining_months=6) | convicted, "not_met"),
        ("a transfer with five months left", "remaining_sentence", {"months": 6}, light(24, remaining_months=5), "met"),
        ("aged 13", "minimum_age", {"years": 14}, FACTS | {"person": PERSON | {"born": "2010-03-02"}}, "met"),
        (
            "aged 14 that day",
            "minimum_age",
            {"years": 14},
            FACTS | {"person": PERSON | {"born": "2010-03-01"}},
            "not_met",
        ),
        (
            "of no known birthday",
            "minimum_age",
            {"years": 14},
            FACTS | {"person": PERSON | {"born": None}},
            "not_assessed",
        ),
        ("an own national", "own_national", {}, FACTS | {"person": PERSON | {"nationalities": ["BH"]}}, "met"),
        (
            "of no known nationality",
            "own_national",
            {},
            FACTS | {"person": PERSON | {"nationalities": []}},
            "not_assessed",
        ),
        ("without consent", "consent", {}, FACTS | {"person": PERSON | {"consents": False}}, "met"),
        ("not asked for consent", "consent", {}, FACTS, "not_assessed"),
        ("narcotics in 2022", "death_penalty", {"table": TABLE}, light(240, law_date="2022-05-01"), "met"),
        ("narcotics in 2024", "death_penalty", {"table": TABLE}, light(240, law_date="2024-05-01"), "not_met"),
        (
            "piracy, where the table is silent",
            "death_penalty",
            {"table": TABLE},
            light(240, category="piracy"),
            "not_assessed",
        ),
        ("no counterpart", "dual_criminality", {}, FACTS, "not_assessed"),
        (
            "a counterpart by conduct",
            "dual_criminality",
            {},
            light(240, counterpart="الاتجار", counterpart_maximum_months=120),
            "not_met",
        ),
        (
            "a further charge without a counterpart",
            "dual_criminality",
            {},
            light(240, counterpart="الاتجار", counterpart_maximum_months=120)
            | {"further_charges": [OFFENCE | {"id": "2"}]},
            "not_assessed",
        ),
        (
            "a further charge that is threatened with death",
            "death_penalty",
            {"table": TABLE},
            FACTS | {"further_charges": [OFFENCE | {"id": "2", "law_date": "2022-05-01"}]},
            "met",
        ),
        ("no offence", "dual_criminality", {}, FACTS | {"offences": None}, "not_assessed"),
    ]
    return [
        good("60.10", "case-rule", name, {"rule": rule, "given": given, "facts": facts}, {"outcome": outcome})
        for name, rule, given, facts, outcome in rows
    ]


SERVICE = {"statutory": False, "length": 30, "unit": "days", "warn_on": [], "extendable": 30}
ARRESTED = {"statutory": True, "length": 40, "unit": "days", "warn_on": [18], "extendable": 0}
BOTH = [{"weekend": [5, 6], "holidays": []}, {"weekend": [4, 5], "holidays": ["2026-12-16", "2026-12-17"]}]


def _clock(rule: Vector, started: str, zone: str = "Asia/Bahrain", **more: Any) -> Vector:
    return {"rule": rule, "started": started, "zone": zone, "calendars": BOTH, "pauses": [], "extended": 0} | more


def _clocks() -> list[Any]:
    working = SERVICE | {"length": 3, "unit": "shared_working_days"}
    months = SERVICE | {"length": 1, "unit": "months"}
    stood = [{"start": "2026-11-25T10:00:00.000Z", "end": "2026-11-28T11:30:00.000Z"}]
    still = [{"start": "2026-11-25T10:00:00.000Z", "end": None}]
    warned = [["2026-12-09T21:00:00.000Z", 18], ["2026-12-12T13:29:59.999Z", "50%"],
              ["2026-12-22T17:14:59.999Z", "75%"], ["2026-12-28T19:29:59.999Z", "90%"]]  # fmt: skip
    rows: list[tuple[str, str, Vector, Vector]] = [
        (
            "forty days in Bahrain",
            "60.12",
            _clock(ARRESTED, "2026-11-22T06:00:00.000Z"),
            {"due": "2027-01-01T20:59:59.999Z"},
        ),
        (
            "the same moment, a day later in Pakistan",
            "60.12",
            _clock(ARRESTED, "2026-11-22T20:30:00.000Z", "Asia/Karachi"),
            {"due": "2027-01-02T18:59:59.999Z"},
        ),
        (
            "that moment in Bahrain",
            "60.12",
            _clock(ARRESTED, "2026-11-22T20:30:00.000Z"),
            {"due": "2027-01-01T20:59:59.999Z"},
        ),
        (
            "a day of 23 hours",
            "60.12",
            _clock(SERVICE | {"length": 1}, "2026-03-28T08:00:00.000Z", "Europe/Paris"),
            {"due": "2026-03-29T21:59:59.999Z"},
        ),
        (
            "a month from the 31st",
            "60.12",
            _clock(months, "2028-01-31T06:00:00.000Z"),
            {"due": "2028-02-29T20:59:59.999Z"},
        ),
        (
            "three shared working days",
            "60.12",
            _clock(working, "2026-12-10T06:00:00.000Z"),
            {"due": "2026-12-21T20:59:59.999Z"},
        ),
        ("warnings", "60.13", _clock(ARRESTED, "2026-11-22T06:00:00.000Z"), {"warnings": warned}),
        (
            "a service clock that stood for three days",
            "60.13",
            _clock(SERVICE, "2026-11-22T06:00:00.000Z", pauses=stood),
            {"due": "2026-12-25T20:59:59.999Z"},
        ),
        (
            "a service clock that stands still",
            "60.13",
            _clock(SERVICE, "2026-11-22T06:00:00.000Z", pauses=still),
            {"due": None, "warnings": []},
        ),
        (
            "a clock that was prolonged",
            "60.13",
            _clock(SERVICE, "2026-11-22T06:00:00.000Z", extended=30),
            {"due": "2027-01-21T20:59:59.999Z"},
        ),
    ]
    wrong = [
        (
            "nobody's working days",
            "60.12",
            "case.no-working-days",
            _clock(working, "2026-12-10T06:00:00.000Z", calendars=[]),
        ),
        (
            "a statutory clock paused",
            "60.13",
            "case.statutory-clock",
            _clock(ARRESTED, "2026-11-22T06:00:00.000Z", pauses=stood),
        ),
        (
            "a clock prolonged beyond its rule",
            "60.13",
            "case.not-extendable",
            _clock(SERVICE, "2026-11-22T06:00:00.000Z", extended=31),
        ),
    ]
    found_rows = [good(section, "case-clock", name, given, expect) for name, section, given, expect in rows]
    return found_rows + [bad(section, "case-clock", name, code, given) for name, section, code, given in wrong]


def _speciality() -> list[Any]:
    charges = [{"id": "c1", "offence": "1"}, {"id": "c2", "offence": "7"}, {"id": "c3", "offence": ""}]
    own = TELL | {"content": {"granted_offences": found(["7"])}}
    rows: list[tuple[str, list[Vector], list[str]]] = [
        ("charges within and outside the grant", [SEND, GRANT], ["c2", "c3"]),
        ("a list of the requesting side", [SEND, GRANT, own], ["c2", "c3"]),
        ("no grant", [SEND], ["c1", "c2", "c3"]),
    ]
    return [
        good("60.15", "case-speciality", name, {"applied": moves, "charges": charges}, {"alarms": alarms})
        for name, moves, alarms in rows
    ]
