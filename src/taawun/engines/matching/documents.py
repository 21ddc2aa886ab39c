# SPDX-License-Identifier: Apache-2.0
"""Numbers of documents in one form, so that two ways to write one number meet.

A number keeps its letters and digits only: spaces, dashes, bidi marks and case go, Arabic and Urdu digits become
Western ones. A Pakistani CNIC is 13 digits, a Bahraini personal number (CPR) 9; leading zeros that Excel took
away are put back. What a kind is called is folded to a few words, and unknown kinds stay as they are.
"""

import unicodedata
from typing import Final

from taawun.engines.matching.records import Document

MAX_NUMBER: Final = 64
"""Letters of one number; the rest is cut."""

MIN_NUMBER: Final = 4
"""Letters and digits below which a number identifies nobody and is not compared."""

_KINDS: Final = {
    "passport": "passport",
    "passport number": "passport",
    "جواز سفر": "passport",
    "پاسپورٹ": "passport",
    "national identification number": "national id",
    "national id": "national id",
    "id": "national id",
    "identity card": "national id",
    "cnic": "national id",
    "nicop": "national id",
    "شناختی کارڈ": "national id",
    "cpr": "national id",
    "الرقم الشخصي": "national id",
    "بطاقة هوية": "national id",
    "imo": "imo",
    "imo number": "imo",
    "mmsi": "mmsi",
    "call sign": "call sign",
    "callsign": "call sign",
}
_LENGTHS: Final = {("national id", "PK"): 13, ("national id", "BH"): 9, ("imo", ""): 7, ("mmsi", ""): 9}
_NATIONAL: Final = {"cnic": "PK", "nicop": "PK", "شناختی کارڈ": "PK", "cpr": "BH", "الرقم الشخصي": "BH"}
_DECIMAL_TAIL: Final = ".0"


def normal_number(number: str) -> str:
    """Return the letters and digits of a number, upper case, with Western digits."""
    text = number.strip()[: 4 * MAX_NUMBER]
    if text.endswith(_DECIMAL_TAIL) and text[:-2].isdigit():  # a number that Excel kept as 3520112345671.0
        text = text[:-2]
    kept = (_letter(one) for one in unicodedata.normalize("NFKC", text))
    return "".join(kept)[:MAX_NUMBER]


def _letter(one: str) -> str:
    if one.isdecimal():
        return str(unicodedata.decimal(one))
    return one.upper() if one.isalpha() else ""


def normal(document: Document) -> Document:
    """Return the document in the one form that is compared."""
    called = " ".join(document.kind.replace("_", " ").replace("-", " ").casefold().split())
    kind = _KINDS.get(called, called)
    country = document.country.strip().upper() or _NATIONAL.get(called, "")
    number = normal_number(document.number)
    if kind == "imo":
        number = number.removeprefix("IMO")
    return Document(kind, _padded(kind, country, number), country)


def _padded(kind: str, country: str, number: str) -> str:
    length = _LENGTHS.get((kind, country), 0)
    return number.zfill(length) if number.isdigit() and length - 2 <= len(number) < length else number


def keys(documents: tuple[Document, ...]) -> tuple[str, ...]:
    """Return the keys by which two records may share a document: the number, without kind and country.

    Lists disagree on kinds ("ID", "national identification"), so a key is the number alone; whether kind and
    country agree is the comparison's question.
    """
    found = dict.fromkeys(normal(one).number for one in documents)
    return tuple(number for number in found if len(number) >= MIN_NUMBER)
