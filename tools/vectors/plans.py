# SPDX-License-Identifier: Apache-2.0
"""Write spec/vectors/86-plans.json: versions of sections as they cross, and what merging them comes to (spec §86.5-8).

    python -m tools.vectors.plans [--check]

The updates are written here byte by byte, with no library; tests/sectors/plans/test_vectors.py asks the node and the
schema. The expected answers are written by hand.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from taawun.kernel.wire.digests import b64
from tools.vectors.rows import bad, good

FILE: Final = Path(__file__).resolve().parents[2] / "spec" / "vectors" / "86-plans.json"
PLAN: Final = "0190aaaa-0000-7000-8000-00000000000a"
SECTION: Final = "0190aaaa-0000-7000-8000-00000000000b"
BOAT: Final = "aaaaaaaa"
GONE, TEXT, EMBED, VALUE = 1, 4, 5, 8
STRING: Final = 119
Json = dict[str, Any]


def number(value: int) -> bytes:
    """Return a number in pieces of seven bits, the lowest first."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def text(value: str) -> bytes:
    """Return a text behind its length in bytes."""
    raw = value.encode()
    return number(len(raw)) + raw


def writer(party: str, nth: int = 1) -> int:
    """Return the number of a writer of a party (spec §86.6e)."""
    return ((ord(party[0]) - 65) * 26 + ord(party[1]) - 65 << 39) + nth


def first(words: str, part: str = f"{SECTION}/text") -> bytes:
    """Return a piece of text at the beginning of a part."""
    return bytes([TEXT]) + number(1) + text(part) + text(words)


def after(place: tuple[int, int], words: str) -> bytes:
    """Return a piece of text that was written behind a character."""
    return bytes([TEXT | 0x80]) + number(place[0]) + number(place[1]) + text(words)


def value(key: str, words: str, kind: int = VALUE) -> bytes:
    """Return a value of the section, by its row and field."""
    head = bytes([kind | 0x20]) + number(1) + text(f"{SECTION}/values") + text(key)
    return head + number(1) + bytes([STRING]) + text(words)


def gone(length: int) -> bytes:
    """Return a piece at the beginning of the text that was deleted, without its words."""
    return bytes([GONE]) + number(1) + text(f"{SECTION}/text") + number(length)


def update(
    *writers: tuple[int, Sequence[bytes]], deleted: Sequence[tuple[int, int, int]] = (), clock: int = 0
) -> bytes:
    """Return an update of writers with their pieces, and the spans (writer, from, length) that were deleted."""
    made = number(len(writers))
    for name, pieces in writers:
        made += number(len(pieces)) + number(name) + number(clock) + b"".join(pieces)
    made += number(len(deleted))
    return made + b"".join(number(name) + number(1) + number(at) + number(size) for name, at, size in deleted)


def content(head: Json | None = None, words: str = "", rows: Json | None = None) -> Json:
    """Return what a section says."""
    return {"head": head or {}, "text": words, "rows": rows or {}}


def version(made: bytes, said: Json, form: str = "overview", **other: Any) -> Json:
    """Return the body of one version."""
    usual = {
        "type": "plan-section/1", "plan": PLAN, "section": SECTION, "form": form, "place": 1, "version": 1,
        "content": said, "update": b64(made),
    }  # fmt: skip
    return usual | other


BH, PK = writer("BH"), writer("PK")
OURS: Final = "We patrol from the north. ہم شمال سے۔"
THEIRS: Final = " ونحن من الجنوب."
HELD: Final = update((PK, [first(OURS)]))
BOTH: Final = update((PK, [first(OURS)]), (BH, [after((PK, len(OURS) - 1), THEIRS)]))
TITLE: Final = "خطة الدوريات"
PLAIN: Final = update((BH, [value("/title", TITLE), first("ابدأ")]))
PLAIN_SAID: Final = content({"title": TITLE}, "ابدأ")
ROW: Final = {"name": "زورق ٧", "owner": "BH", "count": "2", "begins": "2027-03-01", "ends": "2027-03-31"}


def given(body: Json, held: bytes = b"", sender: str = "BH") -> Json:
    """Return the input of a vector: the version, who sent it, and the section as the receiver has it."""
    return {"section": body, "sender": sender} | ({"held_b64": b64(held)} if held else {})


def _row_update(row: Json, key: str = BOAT) -> bytes:
    return update((BH, [value(f"{key}/{name}", said) for name, said in row.items()]))


def _good() -> list[Json]:
    boats = content(rows={BOAT: ROW})
    cut = update((BH, [gone(5), after((BH, 4), "ابدأ")]), deleted=[(BH, 0, 5)])
    later = update((PK, [first(OURS)]), (writer("PK", 2), [after((PK, len(OURS) - 1), " رات کو۔")]))
    rows = [
        ("a-first-version", "86.7", given(version(PLAIN, PLAIN_SAID)), PLAIN_SAID),
        ("a-row-of-resources", "86.2", given(version(_row_update(ROW), boats, "resources")), boats),
        ("words-that-were-deleted", "86.4", given(version(cut, content(words="ابدأ"))), content(words="ابدأ")),
        ("both-wrote", "86.8", given(version(BOTH, content(words=OURS + THEIRS)), HELD), content(words=OURS + THEIRS)),
        ("the-same-once-more", "86.8", given(version(PLAIN, PLAIN_SAID), PLAIN), PLAIN_SAID),
    ]
    made = [
        good(section, "plan-section", f"plan-{name}", asked, {"content": said}) for name, section, asked, said in rows
    ]
    # two wrote behind the same character: the writer with the lower number stands first (Yjs)
    apart = content(words=OURS + THEIRS + " رات کو۔")
    asked = given(version(BOTH, content(words=OURS + THEIRS)), later)
    return [*made, good("86.8", "plan-section", "plan-both-wrote-at-one-place", asked, {"content": apart})]


def _bodies() -> list[Json]:
    """Return bodies of a wrong shape."""
    no_update = {name: one for name, one in version(PLAIN, PLAIN_SAID).items() if name != "update"}
    rows: list[tuple[str, str, Json]] = [
        ("of-another-type", "wire.bad-shape", version(PLAIN, PLAIN_SAID, type="plan-section/2")),
        ("of-no-form", "wire.bad-shape", version(PLAIN, PLAIN_SAID, "annex")),
        ("without-an-update", "wire.bad-shape", no_update),
        ("with-a-field-more", "wire.bad-shape", version(PLAIN, PLAIN_SAID, annex="ضمیمہ")),
        ("of-version-zero", "wire.bad-shape", version(PLAIN, PLAIN_SAID, version=0)),
        ("beyond-counting", "plan.bad-section", version(PLAIN, PLAIN_SAID, version=1_000_001)),
        ("with-an-empty-value", "plan.bad-section", version(PLAIN, content({"title": ""}, "ابدأ"))),
        ("with-a-number", "plan.bad-section", version(PLAIN, content({"title": 7}, "ابدأ"))),
        ("with-a-field-of-another-form", "plan.bad-section", version(PLAIN, content({"area": "x"}))),
        ("with-a-narrative-in-phases", "plan.bad-section", version(PLAIN, content(words="ابدأ"), "phases")),
        ("with-a-row-in-a-narrative", "plan.bad-section", version(PLAIN, content(rows={BOAT: ROW}), "narrative")),
        ("with-a-row-of-another-name", "plan.bad-section", version(PLAIN, content(rows={"A": ROW}), "resources")),
        ("with-signs-that-cannot-be-seen", "plan.bad-section", version(PLAIN, content(words="a\u202eb"))),
        ("with-a-line-in-two", "plan.bad-section", version(PLAIN, content({"title": "a\nb"}))),
        ("with-a-day-that-is-none", "plan.bad-section", version(PLAIN, content({"begins": "2026-02-30"}))),
        ("with-too-long-a-title", "plan.bad-section", version(PLAIN, content({"title": "ا" * 301}))),
    ]  # fmt: skip
    return [bad("86.5", "plan-section", f"plan-{name}", code, given(body)) for name, code, body in rows]


def _updates() -> list[Json]:
    """Return updates that a node must not hand to a library, or that another may not have written."""
    said = content(words="ابدأ")
    wrong = {
        "cut-off": update((BH, [first("ابدأ")]))[:-3],
        "with-something-behind-its-end": update((BH, [first("ابدأ")])) + b"\0",
        "not-from-its-beginning": update((BH, [first("ابدأ")]), clock=4),
        "built-on-nothing": update((BH, [after((PK, 3), "ابدأ")])),
        "with-another-kind-of-content": update((BH, [bytes([EMBED]) + first("ابدأ")[1:]])),
        "with-the-words-it-deleted": update((BH, [first("ابدأ")]), deleted=[(BH, 0, 2)]),
        "that-deletes-what-is-not-there": update((BH, [first("ابدأ")]), deleted=[(BH, 2, 9)]),
        "with-a-writer-of-54-bits": update((1 << 53, [first("ابدأ")])),
        "with-nobody-writing-anything": update((BH, [])),
    }
    made = [
        bad("86.6", "plan-section", f"plan-update-{name}", "plan.bad-update", given(version(data, said)))
        for name, data in wrong.items()
    ]
    stolen, elsewhere = update((PK, [first("ابدأ")])), update((BH, [first("ابدأ", "0190aaaa/text")]))
    nowhere = update((BH, [first("ابدأ"), first("سر", f"{SECTION}/values")]))
    rewritten = update((PK, [first("X" * len(OURS))]), (BH, [after((PK, 2), "!")]))
    twice = content(words="XXX!" + "X" * (len(OURS) - 3))
    rows = [
        ("of-another-writer", "86.7", "plan.not-the-writer", given(version(stolen, said))),
        ("to-another-section", "86.7", "plan.other-section", given(version(elsewhere, content()))),
        ("that-says-something-else", "86.7", "plan.bad-section", given(version(PLAIN, said))),
        ("with-words-shown-nowhere", "86.7", "plan.bad-section", given(version(nowhere, said))),
        ("that-rewrites-ours", "86.8", "plan.diverges", given(version(rewritten, twice), HELD)),
    ]
    return made + [
        bad(section, "plan-section", f"plan-update-{name}", code, asked) for name, section, code, asked in rows
    ]


def vectors() -> list[Json]:
    """Return all vectors, in the order of the paragraphs."""
    return [*_good(), *_bodies(), *_updates()]


def render() -> str:
    """Return the file, one vector a line."""
    rows = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in vectors())
    return f"[\n{rows}\n]\n"


def main(arguments: list[str]) -> int:
    """Write the file or compare it; 1 if it differs."""
    if "--check" in arguments:
        return int(FILE.read_text(encoding="utf-8") != render())
    FILE.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
