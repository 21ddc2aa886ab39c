# SPDX-License-Identifier: Apache-2.0
"""A letter becomes a PDF/A-3b with its own data attached (design 40-law; docs/decisions/0022).

The same letter, data and moment give the same bytes. typst sees the template and data, and no other file, network or
typeface of the machine; what people wrote reaches it as JSON and is never read as markup.
"""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from taawun.formats.papers import fonts, words
from taawun.formats.papers.letter import COUNTERFIELD, FIELD, Authority, Language, Letter, Person, Status, checked
from taawun.formats.papers.text import BREAK, printable, shown
from taawun.kernel.errors import BadLetter, PaperNotMade

DATA_BYTES: Final = 4 << 20
"""Most bytes of attached data."""
PDF_BYTES: Final = 32 << 20
"""Largest letter, in bytes of PDF."""
PNG_DOTS_PER_INCH: Final = 110
"""How finely a page is shown on a screen."""

_TEMPLATE = Path(__file__).with_name("letter.typ")
_STANDARD: Final = "a-3b"


def render(letter: Letter, data: bytes | None, *, created: datetime) -> bytes:
    """Return a letter as PDF/A-3b with `data` attached as `letter.json`; a final one has a field for the signature.

    Args:
        letter: what the letter says.
        data: the machine-readable form, canonical JSON; nothing for a letter that has none.
        created: the moment written into the PDF as that of its making, aware.

    Raises:
        BadLetter: for a letter or data beyond the limits.
        NoTypeface: when the typefaces are not installed.
        PaperNotMade: when typst refuses, which is our fault.
    """
    pdf = _compiled(letter, data or b"{}", created, "pdf")[0]
    if letter.status is Status.FINAL:
        from taawun.formats.papers.pades import with_fields  # a second's import, which drafts need not pay

        pdf = with_fields(pdf)
    if len(pdf) > PDF_BYTES:
        raise BadLetter(f"letter: {len(pdf)} bytes of PDF; at most {PDF_BYTES}.")
    return pdf


def pictures(letter: Letter) -> tuple[bytes, ...]:
    """Return the pages of a letter as PNG, to look at before it is signed. Raises what `render` raises."""
    return tuple(_compiled(letter, b"{}", datetime(1970, 1, 1, tzinfo=UTC), "png"))


def _compiled(letter: Letter, data: bytes, created: datetime, kind: str) -> list[bytes]:
    if len(data) > DATA_BYTES:
        raise BadLetter(f"data: {len(data)} bytes; at most {DATA_BYTES}.")
    try:
        inputs = {"letter": json.dumps(said(checked(letter)), ensure_ascii=False), "data": data.decode("utf-8")}
    except UnicodeDecodeError:
        raise BadLetter("data: UTF-8 is expected.") from None
    compiler = typst.Compiler(_template(), font_paths=fonts.loaded(), root=str(_TEMPLATE.parent), sys_inputs=inputs)
    try:
        if kind == "png":
            made = compiler.compile(format="png", ppi=PNG_DOTS_PER_INCH)
        else:
            made = compiler.compile(format="pdf", pdf_standards=_STANDARD, timestamp=created.replace(microsecond=0))
    except (typst.TypstError, RuntimeError) as error:
        raise PaperNotMade(type(error).__name__) from error
    return made if isinstance(made, list) else [made or b""]


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def said(letter: Letter) -> dict[str, Any]:
    """Return what the template prints: every text printable, every label in the letter's language."""
    language, rtl = letter.language, letter.language is not Language.EN

    def one(text: str) -> str:
        return shown(text, rtl=rtl)

    kind, label = words.kind_words(letter.kind, language), words.labels(language)
    return {
        "language": language.value,
        "rtl": rtl,
        "family": fonts.family(language),
        "draft": letter.status is Status.DRAFT,
        "watermark": words.table()["watermark"][language],
        "status_line": words.table()["status"][letter.status][language],
        "labels": label,
        **kind,
        "plain_reference": printable(letter.our_reference),
        "plain_sender": printable(letter.sender.name),
        "case_id": one(letter.case_id),
        "urgent": letter.urgent,
        "sender": _authority(letter.sender, rtl=rtl),
        "recipient": _authority(letter.recipient, rtl=rtl),
        "head": [(name, _breakable(value, one(letter.case_id))) for name, value in _pairs(_head(letter), rtl=rtl)],
        "subject": one(letter.subject),
        "legal_basis": [one(text) for text in letter.legal_basis],
        "person": _pairs(_person(letter.person, language), rtl=rtl),
        "sections": [
            {
                "heading": one(section.heading),
                "paragraphs": [one(text) for text in section.paragraphs],
                "rows": _pairs([(row.label, row.value) for row in section.rows], rtl=rtl),
            }
            for section in letter.sections
        ],
        "annexes": [
            {"title": one(annex.title), "pages": annex.pages, "sha256": _grouped(annex.sha256)}
            for annex in letter.annexes
        ],
        "signatories": [
            {"name": one(who.name), "office": one(who.office), "label": label[said_by], "field": field}
            for who, said_by, field in (
                (letter.signatory, "signatory", FIELD),
                (letter.countersignatory, "countersignatory", COUNTERFIELD),
            )
            if who is not None
        ],
        "translator": one(letter.translator),
        "handling": one(letter.marking.handling),
        "purpose": one(letter.marking.purpose),
    }


def _breakable(value: str, identifier: str) -> str:
    """Return a value of the head; the identifier of a case may break after a hyphen, also where a figure follows."""
    return value.replace("-", f"-{BREAK}") if value == identifier else value


def _authority(authority: Authority, *, rtl: bool) -> dict[str, Any]:
    return {
        "name": shown(authority.name, rtl=rtl),
        "state": shown(authority.state, rtl=rtl),
        "address": [shown(line, rtl=rtl) for line in authority.address],
    }


def _head(letter: Letter) -> list[tuple[str, str]]:
    """Return the references, the place and the day, each with its label."""
    label, language = words.labels(letter.language), letter.language
    return [
        (label["our_reference"], letter.our_reference),
        (label["their_reference"], letter.their_reference),
        (label["case"], letter.case_id),
        (label["place"], letter.place),
        (label["day"], words.gregorian(letter.day, language)),
        ("", words.hijri(letter.day, language)),
    ]


def _person(person: Person | None, language: Language) -> list[tuple[str, str]]:
    """Return the particulars of the person, each with its label."""
    if person is None:
        return []
    label = words.labels(language)
    return [
        (label["name"], person.name),
        (label["other_names"], "\n".join(person.other_names)),
        (label["father"], person.father),
        (label["sex"], person.sex),
        (label["born"], person.born),
        (label["birth_place"], person.birth_place),
        (label["nationality"], person.nationality),
        (label["documents"], "\n".join(person.documents)),
        (label["address"], person.address),
        (label["standing"], person.standing),
    ]


def _pairs(rows: list[tuple[str, str]], *, rtl: bool) -> list[tuple[str, str]]:
    """Return the rows that say something, each text as it is printed."""
    return [(shown(label, rtl=rtl), shown(value, rtl=rtl)) for label, value in rows if value.strip()]


def _grouped(digest: str) -> str:
    """Return a digest on two lines in groups of eight figures, which an eye can compare."""
    groups = [digest[start : start + 8] for start in range(0, len(digest), 8)]
    return " ".join(groups[:4]) + "\n" + " ".join(groups[4:])
