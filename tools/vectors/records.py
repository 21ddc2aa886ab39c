# SPDX-License-Identifier: Apache-2.0
"""Write spec/vectors/80-records.json: markings, payloads and decisions that any language can run.

    python -m tools.vectors.records [--check]

The expected answers are written here by hand; tests/kernel/marking/test_vectors.py asks the kernel and the
schemas for theirs. Only digests are computed, from the canonical bytes of the input.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from taawun.kernel.wire.digests import digest_of
from tools.vectors.consents import consents

FILE = Path(__file__).resolve().parents[2] / "spec" / "vectors" / "80-records.json"
Vector = dict[str, Any]
DROP: Any = object()

MARKING: Vector = {
    "originators": ["BH"],
    "source": "B",
    "information": 2,
    "handling": ["H0", "H2"],
    "tlp": "amber",
    "purposes": ["counter-narcotics"],
    "personal": True,
    "persons": ["suspect"],
    "review": "2029-01-31",
}
RECORD: Vector = {
    "record": "01a200f7-908b-7000-8000-000000000001",
    "type": "person",
    "number": 1,
    "originator": "BH",
    "authority": "anti-drug",
    "created": "2026-11-22T01:55:54.123Z",
    "reason": "إفادة أولى",
    "salt": "AAECAwQFBgcICQoLDA0ODw",
    "marking": MARKING,
    "data": {"name": ["أحمد خالد منصور", "احمد خالد منصور", "Ahmad Khalid Mansoor"], "birth_date": ["1971~"]},
}
READER: Vector = {
    "party": "PK",
    "officer": "bilal",
    "authorities": ["anf"],
    "purposes": ["counter-narcotics", "court-evidence", "review"],
    "holder": "",
    "consents": [],
}
BASIS: Vector = {"sender": "BH", "instrument": "pk-bh-model", "article": "5", "on": "2026-11-22", "consents": []}
FOR_COURT = {"purposes": ["counter-narcotics", "court-evidence"]}


def but(whole: Vector, **changes: Any) -> Vector:
    """Return an object with some fields changed; `DROP` takes one away."""
    merged = whole | changes
    return {name: value for name, value in merged.items() if value is not DROP}


def vectors() -> list[Vector]:
    """Return all vectors, in the order of the paragraphs."""
    made: list[Vector] = []
    for part in (_payloads, _sets, _markings, _shows, _sends, _others, _derivations, consents):
        made += part()
    names = [vector["name"] for vector in made]
    if len(set(names)) != len(names):
        raise ValueError("two vectors of one name")
    return made


def _good(name: str, section: str, check: str, given: Any, expect: Any) -> Vector:
    return {"name": name, "section": section, "check": check, "valid": True, "input": given, "expect": expect}


def _bad(name: str, section: str, check: str, given: Any, code: str) -> Vector:
    return {"name": name, "section": section, "check": check, "valid": False, "code": code, "input": given}


def _payloads() -> list[Vector]:
    second = but(RECORD, number=2, previous=digest_of(RECORD), reason="نام کی درستی")
    good = {"a first version": RECORD, "a second version": second}
    bad: list[tuple[str, str, Vector, str]] = [
        ("a first version with a previous", "80.3", but(second, number=1), "record.bad-version"),
        ("a second version without a previous", "80.3", but(RECORD, number=2), "record.bad-version"),
        ("a version zero", "80.3", but(RECORD, number=0), "wire.bad-shape"),
        ("a version beyond counting", "80.3", but(second, number=1_000_001), "record.bad-version"),
        ("a salt of fifteen bytes", "80.3", but(RECORD, salt="AAECAwQFBgcICQoLDA0O"), "record.bad-version"),
        ("a record without data", "80.3", but(RECORD, data={}), "record.bad-version"),
        ("a number among the data", "80.3", but(RECORD, data={"name": 7}), "wire.bad-shape"),
        ("an empty text among the data", "80.3", but(RECORD, data={"name": ""}), "wire.bad-shape"),
        ("an empty list among the data", "80.3", but(RECORD, data={"name": []}), "wire.bad-shape"),
        ("a field in capitals", "80.3", but(RECORD, data={"Name": "سارہ"}), "wire.bad-shape"),
        ("a field in Arabic", "80.3", but(RECORD, data={"اسم": "سارة"}), "wire.bad-shape"),
        ("a zero byte in a text", "80.3", but(RECORD, reason="a\u0000b"), "wire.bad-shape"),
        ("a record without a reason", "80.3", but(RECORD, reason=DROP), "wire.bad-shape"),
        ("a record with a field more", "80.3", but(RECORD, subject="x"), "wire.bad-shape"),
        ("a marked field that is not there", "80.3",
         but(RECORD, marking=but(MARKING, fields={"alias": {"care": ["minor"]}})), "record.bad-version"),
        ("a marking of another originator", "80.4",
         but(RECORD, marking=but(MARKING, originators=["PK"])), "record.not-the-originator"),
    ]  # fmt: skip
    rows = [_good(name, "80.2", "record", value, {"digest": digest_of(value)}) for name, value in good.items()]
    return rows + [_bad(name, section, "record", value, code) for name, section, value, code in bad]


def _sets() -> list[Vector]:
    second = but(RECORD, number=2, previous=digest_of(RECORD), reason="نام کی درستی")
    vessel = but(
        RECORD, record="01a200f7-908b-7000-8000-000000000002", type="vessel", data={"name": ["الريان"]},
        marking=but(MARKING, handling=["H0"], tlp="green", personal=False, persons=DROP),
    )  # fmt: skip
    fields = {"name": {"handling": ["H1"], "tlp": "red"}}
    red = but(vessel, marking=but(vessel["marking"], named=["PK:anf"], fields=fields))
    good: list[tuple[str, list[Vector], Vector]] = [
        ("a set of one", [vessel], {"handling": ["H0"], "personal": False, "sensitivity": "low"}),
        ("a set of a person and a vessel", [vessel, RECORD],
         {"handling": ["H0", "H2"], "personal": True, "sensitivity": "medium"}),
        ("a set with two versions of a record", [second, RECORD],
         {"handling": ["H0", "H2"], "personal": True, "sensitivity": "medium"}),
        ("a set in which one field is red", [RECORD, red],
         {"handling": ["H0", "H1", "H2"], "personal": True, "sensitivity": "high"}),
    ]  # fmt: skip
    bad: list[tuple[str, Vector, str]] = [
        ("a set of nothing", {"records": []}, "wire.bad-shape"),
        ("a set that is no list", {"records": RECORD}, "wire.bad-shape"),
        ("a set with a word more", {"records": [RECORD], "about": "x"}, "wire.bad-shape"),
        ("a record where a set should be", RECORD, "wire.bad-shape"),
        ("a version twice in a set", {"records": [RECORD, vessel, RECORD]}, "record.bad-version"),
        ("two versions of one number in a set", {"records": [RECORD, but(RECORD, reason="x")]}, "record.bad-version"),
        ("a set in which the second version has no data", {"records": [RECORD, but(vessel, data={})]},
         "record.bad-version"),
        ("a set of a thousand and one", {"records": [{}] * 1_001}, "wire.bad-shape"),
    ]  # fmt: skip
    rows = [
        _good(name, "80.26", "record-set", {"records": listed}, said | {"digests": [digest_of(one) for one in listed]})
        for name, listed, said in good
    ]
    return rows + [_bad(name, "80.26", "record-set", value, code) for name, value, code in bad]


def _markings() -> list[Vector]:
    field = {"handling": ["H1"], "tlp": "red", "care": ["source-identity"]}
    rows = [
        _good("a marking", "80.4", "marking", MARKING, {}),
        _good("a marking in words", "80.6", "marking",
              but(MARKING, handling=["H0", "H3"], restrictions=["صرف معلومات کے لیے", "للاطلاع فقط"]), {}),
        _good("a red marking", "80.7", "marking", but(MARKING, tlp="red", named=["PK:anf"]), {}),
        _good("a marking without persons", "80.9", "marking", but(MARKING, personal=False, persons=DROP), {}),
        _good("a field marked more strictly", "80.12", "marking",
              but(MARKING, named=["PK:anf"], fields={"alias": field}), {}),
    ]  # fmt: skip
    bad: list[tuple[str, str, Vector, str]] = [
        ("no originator", "80.4", {"originators": []}, "marking.no-originator"),
        ("originators out of order", "80.4", {"originators": ["PK", "BH"]}, "wire.bad-shape"),
        ("an originator named twice", "80.4", {"originators": ["BH", "BH"]}, "wire.bad-shape"),
        ("no source grade", "80.5", {"source": DROP}, "wire.bad-shape"),
        ("a source graded D", "80.5", {"source": "D"}, "wire.bad-shape"),
        ("information graded 5", "80.5", {"information": 5}, "wire.bad-shape"),
        ("information graded true", "80.5", {"information": True}, "wire.bad-shape"),
        ("information graded in text", "80.5", {"information": "2"}, "wire.bad-shape"),
        ("no handling", "80.6", {"handling": []}, "marking.no-handling"),
        ("handling without its floor", "80.6", {"handling": ["H2"]}, "marking.no-handling"),
        ("handling H4", "80.6", {"handling": ["H0", "H4"]}, "wire.bad-shape"),
        ("H3 without words", "80.6", {"handling": ["H0", "H3"]}, "marking.bad-restriction"),
        ("words without H3", "80.6", {"restrictions": ["للاطلاع فقط"]}, "marking.bad-restriction"),
        ("a colour of TLP 1", "80.7", {"tlp": "white"}, "wire.bad-shape"),
        ("red for nobody", "80.7", {"tlp": "red"}, "marking.nobody-named"),
        ("no purpose", "80.8", {"purposes": []}, "marking.no-purpose"),
        ("a purpose in capitals", "80.8", {"purposes": ["Counter-Narcotics"]}, "wire.bad-shape"),
        ("personal without a category", "80.9", {"persons": DROP}, "marking.no-person-category"),
        ("a category without personal", "80.9", {"personal": False}, "marking.no-person-category"),
        ("a person of no known category", "80.9", {"persons": ["terrorist"]}, "wire.bad-shape"),
        ("no review", "80.10", {"review": DROP}, "wire.bad-shape"),
        ("a review on no day", "80.10", {"review": "2029-02-30"}, "wire.bad-shape"),
        ("a review in Eastern digits", "80.10", {"review": "٢٠٢٩-٠١-٣١"}, "wire.bad-shape"),
        ("an empty list that should be left out", "80.4", {"care": []}, "wire.bad-shape"),
        ("a field marking that says nothing", "80.12", {"fields": {"alias": {}}}, "wire.bad-shape"),
        ("a field for another purpose", "80.12", {"fields": {"alias": {"purposes": ["sanctions"]}}},
         "marking.looser-field"),
        ("a field with a wider colour", "80.12", {"fields": {"alias": {"tlp": "green"}}}, "marking.looser-field"),
        ("a red field for nobody", "80.7", {"fields": {"alias": {"tlp": "red"}}}, "marking.nobody-named"),
        ("a field under H3 without words", "80.6", {"fields": {"alias": {"handling": ["H3"]}}},
         "marking.bad-restriction"),
        ("fields that leave no purpose in common", "80.12",
         {"purposes": ["a", "b"], "fields": {"alias": {"purposes": ["a"]}, "name": {"purposes": ["b"]}}},
         "marking.looser-field"),
    ]  # fmt: skip
    return rows + [_bad(n, section, "marking", but(MARKING, **change), code) for n, section, change, code in bad]


def _decision(name: str, section: str, check: str, given: Vector, *codes: str) -> Vector:
    """Return a vector of a decision: without codes the answer is yes."""
    return _good(name, section, check, given, {"allowed": not codes, "against": list(codes)})


def _show(name: str, section: str, *codes: str, purpose: str = "counter-narcotics", **given: Vector) -> Vector:
    value = {
        "marking": but(MARKING, **given.get("marking", {})),
        "reader": but(READER, **given.get("reader", {})),
        "purpose": purpose,
        "on": "2026-11-22",
    }
    return _decision(name, section, "may-show", value, *codes)


def _shows() -> list[Vector]:
    red = {"tlp": "red", "named": ["PK:anf", "PK:ثنا"]}
    h1 = [{"originator": "BH", "code": "H1"}]
    court: Vector = {"purpose": "court-evidence"}
    return [
        _show("shown to a reader who acts for the purpose", "80.13"),
        _show("not shown for no purpose", "80.13", "marking.no-purpose-stated", "marking.not-the-readers-purpose",
              purpose=""),
        _show("not shown for another purpose", "80.8", "marking.purpose-not-covered", purpose="court-evidence",
              marking={"tlp": "green"}),
        _show("not shown to a reader of no authority", "80.13", "marking.no-authority", reader={"authorities": []}),
        _show("not shown to an authority of another purpose", "80.13", "marking.not-the-readers-purpose",
              reader={"purposes": []}),
        _show("red, shown to an authority it names", "80.7", marking=red),
        _show("red, shown to an officer it names", "80.7", marking=red,
              reader={"authorities": ["fia"], "officer": "ثنا"}),
        _show("red, not shown to others", "80.7", "marking.not-named", marking=red, reader={"authorities": ["fia"]}),
        _show("strict, shown where it is held", "80.7", marking={"tlp": "amber+strict"}, reader={"holder": "anf"}),
        _show("strict, not shown elsewhere", "80.7", "marking.other-authority", marking={"tlp": "amber+strict"},
              reader={"holder": "fia"}),
        _show("not shown after its review day", "80.10", "marking.review-due", marking={"review": "2026-11-21"}),
        _show("shown on its review day", "80.10", marking={"review": "2026-11-22"}),
        _show("shown after its review day for review", "80.10", marking={"review": "2026-11-21"}, purpose="review"),
        _show("not evidence under H1", "80.6", "marking.h1",
              marking=FOR_COURT | {"handling": ["H0", "H1"], "tlp": "green"}, **court),
        _show("not evidence under amber", "80.7", "marking.h1", marking=FOR_COURT, **court),
        _show("evidence with consent", "80.6", marking=FOR_COURT, reader={"consents": h1}, **court),
        _show("tainted is no evidence with consent", "80.11", "marking.tainted",
              marking=FOR_COURT | {"care": ["tainted"]}, reader={"consents": h1}, **court),
    ]  # fmt: skip


def _send(
    name: str, section: str, *codes: str, to: str = "PK", purpose: str = "counter-narcotics", **given: Vector
) -> Vector:
    value = {
        "marking": but(MARKING, **given.get("marking", {})),
        "recipient": to,
        "purpose": purpose,
        "basis": but(BASIS, **given.get("basis", {})),
    }
    return _decision(name, section, "may-send", value, *codes)


def _sends() -> list[Vector]:
    h2 = [{"originator": "BH", "code": "H2"}]
    return [
        _send("the originator's own is sent", "80.14"),
        _send("not sent to nobody", "80.14", "marking.no-recipient", to=""),
        _send("not sent to oneself", "80.14", "marking.no-recipient", to="BH"),
        _send("not sent without an instrument", "80.14", "marking.no-basis", basis={"instrument": ""}),
        _send("not sent for another purpose", "80.8", "marking.purpose-not-covered", purpose="sanctions"),
        _send("not sent after its review day", "80.10", "marking.review-due", marking={"review": "2026-11-21"}),
        _send("returned to its originator", "80.6", to="BH", basis={"sender": "PK"}),
        _send("not sent onward under H2", "80.6", "marking.h2", to="SA", basis={"sender": "PK"}),
        _send("sent onward with consent", "80.6", to="SA", basis={"sender": "PK", "consents": h2}),
        _send("not sent onward under amber", "80.7", "marking.h2", to="SA", basis={"sender": "PK"},
              marking={"handling": ["H0"]}),
        _send("sent onward under green", "80.7", to="SA", basis={"sender": "PK"},
              marking={"handling": ["H0"], "tlp": "green"}),
        _send("not sent onward under H3", "80.6", "marking.h3", to="SA", basis={"sender": "PK"},
              marking={"handling": ["H0", "H3"], "restrictions": ["للاطلاع فقط"], "tlp": "green"}),
        _send("not sent if one of two originators is silent", "80.6", "marking.h2", to="SA",
              basis={"sender": "PK", "consents": h2}, marking={"originators": ["BH", "OM"]}),
        _send("red, not sent to a party without a named reader", "80.7", "marking.not-named",
              marking={"tlp": "red", "named": ["BH:anti-drug"]}),
        _send("a source's identity is not sent", "80.11", "marking.never-sent", marking={"care": ["source-identity"]}),
        _send("a claim for asylum in one field is not sent", "80.14", "marking.never-sent",
              marking={"fields": {"summary": {"care": ["asylum"]}}}),
    ]  # fmt: skip


def _others() -> list[Vector]:
    rows = [
        _decision(f"{source}{grade} and alerts", "80.16", "may-alert",
                  {"marking": but(MARKING, source=source, information=grade)}, *codes)
        for source, grade, codes in (("X", 3, ()), ("C", 4, ()), ("X", 4, ("marking.x4",)))
    ]  # fmt: skip
    return rows + [
        _decision(
            f"a {person} and link analysis", "80.9", "may-link", {"marking": but(MARKING, persons=[person])}, *codes
        )
        for person, codes in (
            ("suspect", ()),
            ("victim", ("marking.protected-person",)),
            ("witness", ("marking.protected-person",)),
        )
    ]


def _derivations() -> list[Vector]:
    ours = but(
        MARKING, originators=["PK"], source="X", information=1, handling=["H0", "H1"], tlp="green",
        purposes=["counter-narcotics", "sanctions"], persons=["victim"], review="2028-01-01",
    )  # fmt: skip
    child = but(
        MARKING, originators=["BH", "PK"], source="X", handling=["H0", "H1", "H2"], persons=["suspect", "victim"],
        review="2028-01-01",
    )  # fmt: skip
    marked = but(MARKING, fields={"alias": {"care": ["source-identity"], "tlp": "amber+strict"}})
    red = [but(MARKING, tlp="red", named=[name]) for name in ("PK:anf", "PK:fia")]
    other = but(MARKING, purposes=["immigration"])
    return [
        _good("derived from two", "80.15", "derive", [MARKING, ours], {"marking": child}),
        _good("derived from one whose field is stricter", "80.15", "derive", [marked],
              {"marking": but(MARKING, care=["source-identity"], tlp="amber+strict")}),
        _bad("derived from nothing", "80.15", "derive", [], "marking.no-parents"),
        _bad("derived without a common purpose", "80.15", "derive", [MARKING, other], "marking.nothing-in-common"),
        _bad("derived without a common reader", "80.15", "derive", red, "marking.nothing-in-common"),
    ]  # fmt: skip


def render(make: Callable[[], list[Vector]] = vectors) -> str:
    """Return the file's text, one vector a line."""
    rows = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in make())
    return f"[\n{rows}\n]\n"


def main() -> int:
    """Write the file, or with --check tell whether it is current."""
    if "--check" in sys.argv:
        same = FILE.exists() and FILE.read_text(encoding="utf-8") == render()
        if not same:
            print("spec/vectors/80-records.json is not what `python -m tools.vectors.records` makes")
        return 0 if same else 1
    FILE.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
