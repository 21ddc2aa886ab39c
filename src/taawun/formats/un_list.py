# SPDX-License-Identifier: Apache-2.0
"""The United Nations Security Council consolidated list: XML in, entries out, one at a time.

Memory does not grow with the file: each entry is dropped from the tree once it is read. Entities, external
references and document types are refused (defusedxml), and so are files beyond the limits below. Comments are
kept out on purpose: what a narrative says is the Council's to say, not ours to copy.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from taawun.formats.countries import code_of
from taawun.kernel.errors import BadImportFile, FileTooLarge, TooDeep, TooLarge

FILE_BYTES: Final = 256 << 20
"""Largest file, in bytes of XML."""
ENTRY_ELEMENTS: Final = 20_000
"""Most XML elements in one entry."""
DEPTH: Final = 16
"""Deepest nesting, in levels. The real list has five."""
TEXT_CHARACTERS: Final = 20_000
"""Longest text of one XML element, in characters."""
CHUNK_BYTES: Final = 64 << 10

_SPACES = re.compile(r"\s+")
_YEAR = re.compile(r"\d{4}", re.ASCII)
_ENTRY = {"INDIVIDUAL": "person", "ENTITY": "organisation"}
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name, with the quality that the list gives it: good, low, aka or fka."""

    name: str
    quality: str


@dataclass(frozen=True, slots=True)
class Document:
    """A travel or identity document that the list names."""

    kind: str
    number: str
    country: str
    issued: str


@dataclass(frozen=True, slots=True)
class UnEntry:
    """One listed person or organisation: facts, no narrative."""

    kind: str
    reference: str
    data_id: str
    list_name: str
    name: str
    original_script: str
    listed_on: str
    aliases: tuple[Alias, ...] = ()
    titles: tuple[str, ...] = ()
    sex: str = ""
    birth_dates: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    updated: tuple[str, ...] = ()


def read(file: IO[bytes]) -> Iterator[UnEntry]:
    """Yield the entries of a list in the order of the file.

    Raises:
        BadImportFile: also for an entry without name or reference; otherwise as `read_what_can_be`.
    """
    for entry in read_what_can_be(file):
        if entry is None:
            raise BadImportFile("An entry without a reference number or a name.")
        yield entry


def read_what_can_be(file: IO[bytes]) -> Iterator[UnEntry | None]:
    """Yield the entries of a list in the order of the file, None for one without name or reference.

    Raises:
        BadImportFile: broken XML, or not this list.
        TooLarge: beyond a limit above.
        TooDeep: nested deeper than the limit above.
    """
    try:
        yield from _entries(_Counted(file))
    except ParseError as error:
        line, column = error.position
        raise BadImportFile("Broken XML at line {line}, column {column}.", line=line, column=column) from None
    except DefusedXmlException:
        raise BadImportFile("XML with a document type, an entity or an external reference.") from None
    except (ValueError, LookupError):  # how the parser says that the stated encoding does not fit, or is not known
        raise BadImportFile("The file's encoding does not fit its bytes.") from None


class _Counted:
    """A file that refuses to be longer than the limit."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._bytes = file, 0

    def read(self, size: int = CHUNK_BYTES) -> bytes:
        data = self._file.read(min(size, CHUNK_BYTES))
        self._bytes += len(data)
        if self._bytes > FILE_BYTES:
            raise FileTooLarge.beyond(FILE_BYTES)
        return data


def _entries(file: _Counted) -> Iterator[UnEntry | None]:
    path: list[Element] = []
    elements = 0
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            elements += 1
            _check_start(path, elements)
            continue
        path.pop()
        if len(element.text or "") > TEXT_CHARACTERS:
            raise TooLarge("A text of more than {most} characters.", most=TEXT_CHARACTERS)
        if len(path) == 2 and element.tag in _ENTRY:
            entry = _entry(element)
            yield entry if entry.reference and entry.name else None
        if len(path) <= 2:
            elements = 0
            _forget(path, element)


def _check_start(path: list[Element], elements: int) -> None:
    if len(path) > DEPTH:
        raise TooDeep(f"More than {DEPTH} levels of XML.")
    if elements > ENTRY_ELEMENTS:
        raise TooLarge("An entry of more than {most} elements.", most=ENTRY_ELEMENTS)
    if path[0].tag != "CONSOLIDATED_LIST":
        raise BadImportFile("The root is not CONSOLIDATED_LIST.")


def _forget(path: list[Element], element: Element) -> None:
    """Drop what was read from the tree, also from its parent, so that memory stays constant."""
    element.clear()
    if path:
        path[-1].remove(element)


def _entry(element: Element) -> UnEntry:
    kind = _ENTRY[element.tag]
    prefix = element.tag
    return UnEntry(
        kind=kind,
        reference=_text(element, "REFERENCE_NUMBER"),
        data_id=_text(element, "DATAID"),
        list_name=_text(element, "UN_LIST_TYPE"),
        name=" ".join(filter(None, (_text(element, part) for part in _NAME_PARTS))),
        original_script=_text(element, "NAME_ORIGINAL_SCRIPT"),
        listed_on=_day(_text(element, "LISTED_ON")),
        aliases=_aliases(element, f"{prefix}_ALIAS"),
        titles=_values(element, "TITLE"),
        sex={"Male": "male", "Female": "female"}.get(_text(element, "GENDER"), ""),
        birth_dates=_unique(_birth_date(item) for item in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH")),
        birth_places=_unique(_place(item) for item in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH")),
        nationalities=_unique(code_of(name) or "" for name in _values(element, "NATIONALITY")),
        countries=_unique(code_of(_text(a, "COUNTRY")) or "" for a in element.iterfind(f"{prefix}_ADDRESS")),
        addresses=_unique(_place(item) for item in element.iterfind(f"{prefix}_ADDRESS")),
        documents=tuple(_documents(element)),
        updated=_unique(_day(value) for value in _values(element, "LAST_DAY_UPDATED")),
    )


def _text(element: Element, tag: str) -> str:
    return _SPACES.sub(" ", element.findtext(tag) or "").strip()


def _values(element: Element, tag: str) -> tuple[str, ...]:
    found = (_SPACES.sub(" ", value.text or "").strip() for value in element.iterfind(f"{tag}/VALUE"))
    return _unique(found)


def _unique(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def _aliases(element: Element, tag: str) -> tuple[Alias, ...]:
    qualities = {"good": "good", "low": "low", "a.k.a.": "aka", "f.k.a.": "fka"}
    found = [(_text(item, "ALIAS_NAME"), _text(item, "QUALITY").lower()) for item in element.iterfind(tag)]
    return tuple(dict.fromkeys(Alias(name, qualities.get(quality, "")) for name, quality in found if name))


def _birth_date(element: Element) -> str:
    """Return a date as spec §80.19 writes it: exact, about (~), or between two years (/)."""
    kind = _text(element, "TYPE_OF_DATE")
    if kind == "BETWEEN":
        return _range(_text(element, "FROM_YEAR"), _text(element, "TO_YEAR"))
    found = _day(_text(element, "DATE")) or _year(_text(element, "YEAR"))
    return f"{found}~" if found and kind == "APPROXIMATELY" else found


def _range(first: str, last: str) -> str:
    first, last = _year(first), _year(last)
    if first and last and first < last:
        return f"{first}/{last}"
    return first or last


def _year(text: str) -> str:
    return text if _YEAR.fullmatch(text) else ""


def _day(text: str) -> str:
    """Return the calendar day at the start of a text, or nothing; some carry an hour or a zone."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def _place(element: Element) -> str:
    parts = (_text(element, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"))
    return ", ".join(filter(None, parts))


def _documents(element: Element) -> Iterator[Document]:
    for item in element.iterfind("INDIVIDUAL_DOCUMENT"):
        number = _text(item, "NUMBER")
        if number:
            named = _text(item, "TYPE_OF_DOCUMENT").lower()
            kind = "passport" if "pas" in named.split(" ")[-1] or "passport" in named else "id"
            country = code_of(_text(item, "ISSUING_COUNTRY")) or code_of(_text(item, "COUNTRY_OF_ISSUE")) or ""
            yield Document(kind, number, country, _day(_text(item, "DATE_OF_ISSUE")))
