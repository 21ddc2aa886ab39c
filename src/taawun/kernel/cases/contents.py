# SPDX-License-Identifier: Apache-2.0
"""What a request must contain, and whether a person found it there (spec §60.9).

An element is complete when a person found it in a document, or said why it does not apply: never because a
file is attached.
"""

from dataclasses import dataclass

from taawun.kernel.cases.words import PersonStatus, Source, Words


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that the contents of a kind of case may have to hold.

    Attributes:
        slug: its name.
        title, help: in three languages; help may be empty.
        kind: "text", "long", "date", "number", "choice", "person", "offences", "documents" or "form" (a typed
            sub-form, whose fields are `fields`).
        required: whether it must be filled.
        for_forms: sub-forms (search and seizure, video link ...) that require it; empty for all.
        for_status: statuses of the person that require it; empty for all.
        excusable: whether "not applicable because ..." may stand in for it.
        core: whether the law allows no excuse and no signature without it (UNTOC 18(15) a-f).
        sources: where the requirement comes from.
        choices: for "choice".
        fields: for "form": its own elements.
    """

    slug: str
    title: Words
    kind: str
    required: bool
    sources: tuple[Source, ...]
    help: Words | None = None
    for_forms: frozenset[str] = frozenset()
    for_status: frozenset[PersonStatus] = frozenset()
    excusable: bool = True
    core: bool = False
    choices: tuple[tuple[str, Words], ...] = ()
    fields: tuple["Element", ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where a person found an element: in which document, on which page, who, ticked when it was filled."""

    document: str
    page: str
    officer: str


@dataclass(frozen=True, slots=True)
class Filled:
    """One element as the officers filled it.

    `value` is JSON (text, number, object or list) or None; `excuse` says why it does not apply. Exactly one of the
    two is there. `found` says where a person found it; a value without it is not complete.
    """

    value: object
    excuse: str = ""
    found: Found | None = None
