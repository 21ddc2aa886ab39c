# SPDX-License-Identifier: Apache-2.0
"""The mergeable document of one section: edits, what it says, and merging (spec §86.6, §86.8; docs/decisions/0038).

A section is one document: a text and two maps of texts, named after the section, so that an update of one section says
nothing to another. Each saving is a new writer, and the number of a writer tells its party. Whoever merges the same
updates has the same section, in whatever order they came and however often.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pycrdt import Doc, Map, Text

from taawun.formats import differences
from taawun.formats.merging import Update, read_update
from taawun.kernel.errors import BadPlanSection, BadPlanUpdate, NotThePlanWriter, OtherPlanSection, PlanDiverges
from taawun.sectors.plans.contents import Content, Form, problem_of

RANDOM_BITS: Final = 39
"""Bits of a writer's number below those of its party."""
TOKENS: Final = 4_000
"""Words that are compared one by one; of a longer change the whole middle is replaced."""
HEAD: Final = ""
NOTHING: Final = b"\x00\x00"
"""The state of a section in which nobody wrote anything yet, as an update."""
_WORDS: Final = re.compile(r"\S+\s*|\s+")
Draw = Callable[[int], int]
"""Returns a random number of so many bits."""
Document = Doc[Any]
Values = Map[str]


@dataclass(frozen=True, slots=True)
class Edit:
    """What one saving changes.

    Attributes:
        text: the whole narrative as it should be; None where it was not asked.
        values: of (row, field) the new text; the row "" is the section itself; an empty text takes the value away.
        gone: rows that are taken away.
    """

    text: str | None = None
    values: Mapping[tuple[str, str], str] | None = None
    gone: frozenset[str] = frozenset()


def writer_of(party: str, draw: Draw) -> int:
    """Return the number of a new writer of a party."""
    return (_number(party) << RANDOM_BITS) | draw(RANDOM_BITS)


def is_of(writer: int, party: str) -> bool:
    """Tell whether a writer is of a party."""
    return writer >> RANDOM_BITS == _number(party)


def roots_of(section: str) -> frozenset[str]:
    """Return the names of the parts of a section's document."""
    return frozenset({f"{section}/text", f"{section}/values"})


def loaded(state: bytes, writer: int | None = None) -> Document:
    """Return the document of a state, for a writer who will change it."""
    doc: Document = Doc(client_id=writer)
    if state:
        doc.apply_update(state)
    return doc


def content_of(doc: Document, section: str) -> Content:
    """Return what a section says; keys that are of no form are rows of their own, and so found out."""
    text, values = _parts(doc, section)
    head: dict[str, str] = {}
    rows: dict[str, dict[str, str]] = {}
    for key, value in sorted((values.to_py() or {}).items()):
        row, _, name = key.partition("/")
        if row == HEAD:
            head[name] = value
        else:
            rows.setdefault(row, {})[name] = value
    return Content(head, str(text), rows)


def edited(state: bytes, section: str, edit: Edit, party: str, draw: Draw) -> bytes:
    """Return the update by which one saving changes a section; empty where it changes nothing.

    It holds this saving alone; `merged` puts it on top of what others saved meanwhile.
    """
    plain = loaded(state)
    taken = ends_of(plain)
    writer = writer_of(party, draw)
    while writer in taken:
        writer = writer_of(party, draw)
    doc = loaded(state, writer)
    before = doc.get_state()
    text, values = _parts(doc, section)
    with doc.transaction():
        changed = _change_values(values, edit)
        changed |= edit.text is not None and _change_text(text, edit.text)
    return doc.get_update(before) if changed else b""


def merged(state: bytes, *updates: bytes) -> bytes:
    """Return the state of a document with updates of our own node on top of it."""
    doc = loaded(state)
    for update in updates:
        doc.apply_update(update)
    return doc.get_update()


@dataclass(frozen=True, slots=True)
class Merged:
    """A section with another side's version in it: its state, what that added (empty: nothing), what it says."""

    state: bytes
    added: bytes
    content: Content


def take(state: bytes, section: str, form: Form, sent: bytes, said: Content, sender: str) -> Merged:
    """Return our section with the version that another side sent, or refuse it; nothing is changed here.

    Args:
        state: our section as it stands; empty where we have none.
        section: its identifier.
        form: its form.
        sent: the update, as it came.
        said: what the version says of itself that it reads.
        sender: the party that sent it.

    Raises:
        BadPlanUpdate, OtherPlanSection, NotThePlanWriter, BadPlanSection, PlanDiverges.
    """
    update = read_update(sent)
    if not update.roots <= roots_of(section):
        raise OtherPlanSection
    ours = loaded(state)
    _check_writers(update, ends_of(ours), sender)
    theirs = _applied(sent, update)
    if content_of(theirs, section) != said:
        raise BadPlanSection("What it says is not what its update makes.")
    _check_shown(update, said)
    before, held = ours.get_state(), (content_of(ours, section), ends_of(ours))
    ours.apply_update(sent)
    if state:
        theirs.apply_update(state)
    whole = ours.get_update()
    found = content_of(ours, section)
    # One that rewrote our words would be one plan here and another one there.
    if found != content_of(theirs, section) or ends_of(ours) != ends_of(theirs):
        raise PlanDiverges
    wrong = problem_of(form, found)
    if wrong:
        raise BadPlanSection(wrong)
    read_update(whole)  # what we could not send back is not taken
    is_new = not state or held != (found, ends_of(ours))
    return Merged(whole, ours.get_update(before) if is_new else b"", found)


def ends_of(doc: Document) -> dict[int, int]:
    """Return of each writer how much of it a document has."""
    numbers = iter(_numbers(doc.get_state()))
    return {next(numbers): next(numbers) for _ in range(next(numbers))}


def _applied(sent: bytes, update: Update) -> Document:
    doc: Document = Doc()
    try:
        doc.apply_update(sent)
    except ValueError as error:
        raise BadPlanUpdate("The library refuses it.") from error
    if ends_of(doc) != dict(update.ends):
        raise BadPlanUpdate("It builds on itself in a circle.")
    return doc


def _check_writers(update: Update, known: Mapping[int, int], sender: str) -> None:
    """Every writer is of the sender, or is one that we have, no longer than we have it."""
    for writer, end in update.ends.items():
        if end > known.get(writer, 0) and not is_of(writer, sender):
            raise NotThePlanWriter


def _check_shown(update: Update, said: Content) -> None:
    """Refuse words that stand in an update and are shown nowhere: in a part where no reader looks."""
    standing = sum(block.length for block in update.blocks if block.words is not None)
    shown = sum(1 + (one > "\uffff") for one in said.text) + len(said.head) + sum(map(len, said.rows.values()))
    if standing != shown:
        raise BadPlanSection("It holds words that are shown nowhere.")


def _parts(doc: Document, section: str) -> tuple[Text, Values]:
    return doc.get(f"{section}/text", type=Text), doc.get(f"{section}/values", type=Map)


def _change_values(values: Values, edit: Edit) -> bool:
    held = values.to_py() or {}
    wanted = {f"{row}/{name}": value for (row, name), value in (edit.values or {}).items()}
    gone = {key for key in held if key.partition("/")[0] in edit.gone and not key.startswith("/")}
    gone |= {key for key, value in wanted.items() if not value and key in held}
    fresh = {key: value for key, value in wanted.items() if value and held.get(key) != value and key not in gone}
    for key in sorted(gone):
        del values[key]
    for key in sorted(fresh):
        values[key] = fresh[key]
    return bool(gone or fresh)


def _change_text(text: Text, wanted: str) -> bool:
    """Change a text by the words that differ, so that another's words beside them stay."""
    held = str(text)
    if held == wanted:
        return False
    for first, last, words in reversed(list(_changes(held, wanted))):
        start = len(held[:first].encode())  # the library counts bytes
        if last > first:
            del text[start : start + len(held[first:last].encode())]
        if words:
            text.insert(start, words)
    return True


def _changes(held: str, wanted: str) -> list[tuple[int, int, str]]:
    """Return (from, until, instead) of each stretch that differs, in characters of the held text."""
    old, new = _WORDS.findall(held), _WORDS.findall(wanted)
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    middle, fresh = old[head : len(old) - tail], new[head : len(new) - tail]
    start = sum(map(len, old[:head]))
    found = differences.steps(middle, fresh) if len(middle) + len(fresh) <= TOKENS else None
    if found is None:
        return [(start, start + sum(map(len, middle)), "".join(fresh))]
    places = [start]
    for word in middle:
        places.append(places[-1] + len(word))
    return [(places[a], places[b], "".join(fresh[c:d])) for kind, a, b, c, d in found if kind != "equal"]


def _same(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _number(party: str) -> int:
    return (ord(party[0]) - 65) * 26 + ord(party[1]) - 65


def _numbers(data: bytes) -> list[int]:
    found, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            found.append(value)
            value = shift = 0
    return found
