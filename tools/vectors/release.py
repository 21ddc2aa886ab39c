# SPDX-License-Identifier: Apache-2.0
"""Vectors of spec 50: what a release covers, how long, and who must have approved it."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.times import to_wire
from tools.vectors import kit
from tools.vectors.kit import MINUTE, NOW, Letter
from tools.vectors.rows import bad, good

SEEN = to_wire(NOW)


def vectors() -> list[Any]:
    """Return all rows."""
    return [*_covers(), *_times(), *_signed(), *_approvals()]


def _given(letter: Letter, **header: Any) -> dict[str, Any]:
    return {
        "world": "manama",
        "party": "PK",
        "seen": SEEN,
        "header": letter.header_object() | header,
        "release": letter.release_object(),
    }


def _covers() -> list[Any]:
    usual = Letter("release")
    others: dict[str, dict[str, Any]] = {
        "content": {"content": "0" * 64},
        "kind": {"kind": "record.report"},
        "purpose": {"purpose": "immigration"},
        "basis": {"basis": {"instrument": "pk-bh-2025", "article": "5"}},
        "personal": {"personal": True},
        "sensitivity": {"sensitivity": "public"},
        "sender": {"from": "BH"},
        "recipient": {"to": "QZ"},
    }
    none = Letter("release", release="none")
    rows = [
        good("50.3", "release", "released", _given(usual)),
        good("50.2", "release", "released-to-two", _given(Letter("two", statement=(("to", ["BH", "QZ"]),)))),
        bad("50.3", "release", "release-missing", "release.not-covered", _given(none)),
        bad("50.3", "release", "release-not-named", "release.not-covered", _given(usual, release="0" * 64)),
        bad(
            "50.2", "release", "release-to-nobody", "wire.bad-shape", _given(Letter("nobody", statement=(("to", []),)))
        ),
        bad(
            "50.8",
            "release",
            "release-to-one-twice",
            "wire.bad-shape",
            _given(Letter("twice", statement=(("to", ["BH", "BH"]),))),
        ),
        bad(
            "50.8",
            "release",
            "release-without-handling",
            "wire.bad-shape",
            _given(Letter("bare", statement=(("handling", []),))),
        ),
    ]
    return rows + [
        bad("50.3", "release", f"release-of-another-{name}", "release.not-covered", _given(usual, **header))
        for name, header in others.items()
    ]


def _times() -> list[Any]:
    def given(created: Any, expires: Any) -> dict[str, Any]:
        fields = (("created", to_wire(created)), ("expires", to_wire(expires)))
        return _given(Letter("times", statement=fields))

    second = timedelta(seconds=1)
    year = timedelta(days=366)
    return [
        good("50.4", "release", "release-in-its-last-second", given(NOW - MINUTE, NOW + second)),
        bad("50.4", "release", "release-at-its-end", "release.expired", given(NOW - MINUTE, NOW)),
        good("50.4", "release", "release-of-a-year", given(NOW - MINUTE, NOW - MINUTE + year)),
        bad(
            "50.4",
            "release",
            "release-of-more-than-a-year",
            "release.expired",
            given(NOW - MINUTE, NOW - MINUTE + year + second),
        ),
        good("50.4", "release", "release-within-the-skew", given(NOW + 5 * MINUTE, NOW + 9 * MINUTE)),
        bad(
            "50.4",
            "release",
            "release-from-the-future",
            "exchange.future-dated",
            given(NOW + 6 * MINUTE, NOW + 9 * MINUTE),
        ),
    ]


def _signed() -> list[Any]:
    personal = (("personal", True),)
    unruled = (("kind", "test.unruled"),)
    altered = _given(Letter("altered"))
    altered["release"] = deepcopy(altered["release"])
    altered["release"]["statement"]["purpose"] = "immigration"
    altered["header"] |= {"purpose": "immigration", "release": sha256_hex(encode(altered["release"]["statement"]))}
    drafted = (("drafter", kit.officer("PK", "chief")),)
    both = ("chief", "lawyer")
    refused: list[tuple[str, str, str, Letter]] = [
        ("50.5", "release-by-the-wrong-role", "release.not-approved", Letter("role", approvers=("lawyer",))),
        ("50.5", "release-of-persons-by-one", "release.not-approved", Letter("one", statement=personal)),
        ("50.6", "release-by-its-drafter", "release.drafter-approved", Letter("drafter", statement=drafted)),
        (
            "50.6",
            "release-by-its-drafter-among-enough",
            "release.drafter-approved",
            Letter("among", statement=drafted + personal, approvers=both),
        ),
        ("50.7", "release-without-a-rule", "release.not-approved", Letter("unruled", statement=unruled)),
        ("50.5", "release-signed-ed25519-only", "signature.not-enough", Letter("weak", release="ed25519")),
        ("50.5", "release-by-a-stranger", "trust.unknown-key", Letter("stranger", approvers=("chief", "stranger"))),
        ("50.5", "release-by-the-node", "trust.unknown-key", Letter("node", approvers=("node",))),
    ]
    rows = [
        good(
            "50.5", "release", "release-of-persons-by-both", _given(Letter("both", statement=personal, approvers=both))
        )
    ]
    rows.append(bad("20.7", "release", "release-altered", "signature.bad", altered))
    return rows + [bad(s, "release", name, code, _given(letter)) for s, name, code, letter in refused]


def _approvals() -> list[Any]:
    """Rows about places alone: no signatures, only who approved with which roles."""
    one, two, three = (kit.identifier(f"officer-{n}") for n in (1, 2, 3))
    drafter = kit.identifier("drafter")
    pair = {"id": "pair", "kinds": ["*"], "approvals": [{"role": "a", "count": 1}, {"role": "b", "count": 1}]}
    double = {"id": "double", "kinds": ["message"], "approvals": [{"role": "a", "count": 2}]}
    with_persons = {"id": "p", "kinds": ["*"], "personal": True, "approvals": [{"role": "c", "count": 1}]}

    def given(rules: list[Any], approvers: dict[str, list[str]], personal: bool = False) -> dict[str, Any]:
        return {"rules": rules, "kind": "message", "personal": personal, "drafter": drafter, "approvers": approvers}

    refused: list[tuple[str, str, str, Any]] = [
        ("50.5", "one-officer-two-places", "release.not-approved", given([pair], {one: ["a", "b"]})),
        ("50.5", "one-officer-twice", "release.not-approved", given([double], {one: ["a"]})),
        ("50.5", "nobody-approved", "release.not-approved", given([pair], {})),
        ("50.5", "every-rule", "release.not-approved", given([pair, double], {one: ["a"], two: ["b"]})),
        (
            "50.5",
            "rule-for-persons",
            "release.not-approved",
            given([pair, with_persons], {one: ["a"], two: ["b"]}, True),
        ),
        (
            "50.6",
            "drafter-beside-enough",
            "release.drafter-approved",
            given([pair], {one: ["a"], two: ["b"], drafter: ["a"]}),
        ),
        ("50.7", "no-rule", "release.no-rule", given([with_persons], {one: ["c"]})),
    ]
    rows = [
        good("50.5", "approvals", "approved-by-two", given([pair], {one: ["a"], two: ["b"]})),
        good("50.5", "approvals", "approved-by-who-can-sit-elsewhere", given([pair], {one: ["a", "b"], two: ["a"]})),
        good(
            "50.5",
            "approvals",
            "one-officer-in-two-rules",
            given([pair, double], {one: ["a"], two: ["a"], three: ["b"]}),
        ),
        good("50.9", "approvals", "rule-not-about-this", given([pair, with_persons], {one: ["a"], two: ["b"]})),
    ]
    return rows + [bad(s, "approvals", f"approvals-{n}", code, g) for s, n, code, g in refused]
