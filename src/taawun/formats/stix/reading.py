# SPDX-License-Identifier: Apache-2.0
"""Reads a TAXII envelope or a STIX bundle into its objects, each with the very bytes in which it came (spec §85.5).

The JSON reader is the standard one, told to refuse a key that stands twice and a number that is none. What is wrong
with the whole is refused; what is wrong with one object is said of that object.
"""

import re
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder, dumps
from typing import Any, Final, NoReturn

from taawun.formats.stix import ids, times
from taawun.kernel.errors import BadStix, BadTaxiiEnvelope, TooDeep, TooLarge

DEPTH: Final = 32
"""Levels of JSON, the envelope counted."""
OBJECTS: Final = 10_000
"""Objects of one envelope."""
OBJECT_BYTES: Final = 1 << 20
SPECS: Final = ("2.0", "2.1")
SENTENCES: Final = {
    "no objects": "An envelope with 'objects' is expected.",
    "utf-8": "Not UTF-8.",
    "depth": "More than {most} levels.",
    "json": "Not JSON, near character {place}.",
    "number": "A number that is too long.",
    "twice": "A key stands twice.",
    "constant": "NaN and Infinity are no JSON.",
    "objects": "More than {most} objects.",
    "behind": "Something stands behind the envelope.",
    "sign": "{sign} is expected at character {place}.",
    "no object": "Not an object.",
    "id": "The id is not its type, two hyphens and a UUID.",
    "bytes": "More than 1 MiB.",
    "character": "Half a character.",
    "spec": "A spec_version that is not known here.",
}
_BLANK: Final = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """One object of an envelope: its bytes as they came, what it says, and what is wrong with it, if anything is.

    `version` is in microseconds; None where the object has no version of its own and takes the time of arrival.
    """

    raw: bytes
    value: dict[str, Any]
    id: str = ""
    type: str = ""
    version: int | None = None
    spec: str = "2.1"
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """An envelope: its objects, whether there are more, where they begin, and whether it names objects at all."""

    pieces: tuple[Piece, ...]
    more: bool = False
    next: str = ""
    stated: bool = True


def envelope(body: bytes) -> tuple[Piece, ...]:
    """Return the objects of an envelope that is to bring some; see `page`.

    Raises:
        BadTaxiiEnvelope: also without "objects": an object without its envelope would be lost without a word.
        TooDeep, TooLarge.
    """
    read = page(body)
    if not read.stated:
        raise BadTaxiiEnvelope(SENTENCES["no objects"])
    return read.pieces


def page(body: bytes) -> Read:
    """Return an envelope as it came; a page of nothing says nothing.

    Raises:
        BadTaxiiEnvelope: not UTF-8, not JSON, a key twice, or objects that are no list.
        TooDeep, TooLarge.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadTaxiiEnvelope(SENTENCES["utf-8"]) from None
    try:
        members, rest = _members(text)
        pieces = tuple(_piece(raw, value) for raw, value in members or ())
    except RecursionError:
        raise TooDeep(SENTENCES["depth"], most=DEPTH) from None
    except JSONDecodeError as error:
        raise BadTaxiiEnvelope(SENTENCES["json"], place=error.pos) from None
    except ValueError:  # a number of thousands of digits
        raise BadTaxiiEnvelope(SENTENCES["number"]) from None
    following = rest.get("next")
    return Read(pieces, rest.get("more") is True, following if isinstance(following, str) else "", members is not None)


def one(raw: bytes) -> Piece:
    """Return one object that was kept."""
    value = _DECODER.decode(raw.decode("utf-8"))
    return _piece(raw, value)


def deepest(value: Any) -> int:
    """Return how many levels a value has."""
    level, found = 0, [value]
    while found := [one for one in found if isinstance(one, dict | list)]:
        level += 1
        found = [part for one in found for part in (one.values() if isinstance(one, dict) else one)]
    return level


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise BadTaxiiEnvelope(SENTENCES["twice"])
    return made


def _constant(_name: str) -> NoReturn:
    raise BadTaxiiEnvelope(SENTENCES["constant"])


_DECODER: Final = JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def _members(text: str) -> tuple[list[tuple[bytes, Any]] | None, dict[str, Any]]:
    """Return the bytes and the value of each object in "objects", None without it, and what stands around them."""
    found: list[tuple[bytes, Any]] | None = None
    rest: dict[str, Any] = {}
    place = _expect(text, _skip(text, 0), "{")
    seen: set[str] = set()
    while seen or not text.startswith("}", _skip(text, place)):
        place = _skip(text, place)
        _expect(text, place, '"')
        key, place = _DECODER.raw_decode(text, place)
        if key in seen:
            raise BadTaxiiEnvelope(SENTENCES["twice"])
        seen.add(key)
        start = _skip(text, _expect(text, _skip(text, place), ":"))
        if key == "objects":
            found, place = _list(text, start)
        else:
            value, place = _DECODER.raw_decode(text, start)
            _check_depth(text, start, place, value, 1)
            rest[key] = value
        place = _skip(text, place)
        if not text.startswith(",", place):
            break
        place += 1
    if _skip(text, _expect(text, _skip(text, place), "}")) != len(text):
        raise BadTaxiiEnvelope(SENTENCES["behind"])
    return found, rest


def _list(text: str, place: int) -> tuple[list[tuple[bytes, Any]], int]:
    """Return the bytes and the value of each member of a list, and where it ends."""
    found: list[tuple[bytes, Any]] = []
    place = _skip(text, _expect(text, place, "["))
    while found or not text.startswith("]", place):
        if len(found) == OBJECTS:
            raise TooLarge(SENTENCES["objects"], most=OBJECTS)
        value, end = _DECODER.raw_decode(text, place)
        _check_depth(text, place, end, value, 2)
        found.append((text[place:end].encode("utf-8"), value))
        place = _skip(text, end)
        if not text.startswith(",", place):
            break
        place = _skip(text, place + 1)
    return found, _expect(text, place, "]")


def _check_depth(text: str, start: int, end: int, value: Any, above: int) -> None:
    """Refuse what is nested too deep; what opens few brackets is not, and is not walked."""
    if text.count("[", start, end) + text.count("{", start, end) + above > DEPTH and deepest(value) + above > DEPTH:
        raise TooDeep(SENTENCES["depth"], most=DEPTH)


def _skip(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place


def _expect(text: str, place: int, sign: str) -> int:
    if not text.startswith(sign, place):
        raise BadTaxiiEnvelope(SENTENCES["sign"], sign=sign, place=place)
    return place + 1


def _piece(raw: bytes, value: Any) -> Piece:
    """Return an object with what is wrong with it; what is wrong stands in the status, in English."""
    if not isinstance(value, dict):
        return Piece(raw, {}, problem=SENTENCES["no object"])
    identifier, kind = value.get("id"), value.get("type")
    named = identifier if isinstance(identifier, str) and len(identifier) <= ids.MOST else ""
    if not ids.type_in(identifier) or ids.type_in(identifier) != kind:
        return Piece(raw, value, named, problem=SENTENCES["id"])
    if len(raw) > OBJECT_BYTES:
        return Piece(raw, value, named, str(kind), problem=SENTENCES["bytes"])
    try:
        version, spec = _version(value), _spec(value)
        named.encode("utf-8")
        if b"\\ud" in raw.lower():
            dumps(value, ensure_ascii=False).encode("utf-8")
    except BadStix as wrong:
        return Piece(raw, value, named, str(kind), problem=wrong.detail)
    except UnicodeEncodeError:
        return Piece(raw, value, named, str(kind), problem=SENTENCES["character"])
    return Piece(raw, value, named, str(kind), version, spec)


def _version(value: dict[str, Any]) -> int | None:
    """Return the version of an object: when it was changed or made; it is what TAXII compares."""
    stated = value.get("modified", value.get("created"))
    for name in ("modified", "created"):
        if name in value:
            times.parse(value[name])
    return None if stated is None else times.parse(stated)


def _spec(value: dict[str, Any]) -> str:
    spec = value.get("spec_version", "2.0" if "created" in value else "2.1")
    if spec not in SPECS:
        raise BadStix(SENTENCES["spec"])
    return str(spec)
