# SPDX-License-Identifier: Apache-2.0
"""The rules of border security: what can be seen wrong in a statement about a document (spec §80.40).

They look at what is written, never at the person: nothing here makes anybody more or less suspect.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark
from taawun.formats import mrz
from taawun.formats.mrz.layouts import form_of
from taawun.formats.mrz.reading import Mrz

SHORTEST: Final = 5
"""Characters below which hardly any state numbers its documents."""
_PRINTED: Final = re.compile(r"[A-Z0-9]+", re.ASCII)
_SOME_DAY: Final = date(2000, 1, 1)  # digits hold on every day; only centuries depend on one


def check_notice(data: Data) -> Iterator[Remark]:
    """See what in a notice would keep it from being found, or contradicts itself."""
    number = str(data.get("number", ""))
    if number and not _PRINTED.fullmatch(number.replace(" ", "").upper()):
        yield Remark("document-notice.letters", "number", "The number holds signs that no machine-readable zone has.")
    elif len(number) < SHORTEST or len(set(number)) == 1:
        yield Remark("document-notice.short", "number", "Hardly any document has such a number. Look at it again.")
    if data.get("status") == "stolen_blank" and data.get("holder_name"):
        yield Remark("document-notice.blank-holder", "holder_name", "A blank document has no holder yet.")
    if not data.get("reported"):
        yield Remark("document-notice.no-date", "reported", "It is not said when this was reported.", Level.NOTE)
    if _before(data.get("expires"), data.get("reported")):
        yield Remark("document-notice.expired", "expires", "It had expired when it was reported.", Level.NOTE)


def check_document(data: Data) -> Iterator[Remark]:
    """See what the machine-readable zone of a document says that its fields do not, and which of its digits fail."""
    text = str(data.get("machine_readable", ""))
    if not text:
        return
    found = _zone(text)
    if found is None:
        yield Remark("document.no-zone", "machine_readable", "This is no whole machine-readable zone.")
        return
    if wrong_digits(text):
        yield Remark("document.digits", "machine_readable", "Check digits do not agree. Compare it with the document.")
    if _bare(data.get("number")) not in ("", _bare(found.number)):
        yield Remark("document.number", "number", "The machine-readable zone has another number.")


def wrong_digits(text: str) -> list[str]:
    """Return the names of the check digits of a zone that do not hold; an optional one only warns and is left out."""
    found = _zone(text)
    return [] if found is None else [one.name for one in found.digits if not one.right and one.name != "optional"]


def _zone(text: str) -> Mrz | None:
    body = "".join(text.split())
    body = body.upper() if body.isascii() else body  # capitals of other letters may be longer: ß becomes SS
    form = form_of(len(body), body[:1])
    return mrz.read(body, _SOME_DAY).mrz if form else None


def _before(day: Any, other: Any) -> bool:
    """Tell whether a day surely lies before another; partial dates are compared as far as both go."""
    if not day or not other:
        return False
    size = min(len(str(day)), len(str(other)))
    return str(day)[:size] < str(other)[:size]


def _bare(number: Any) -> str:
    return "".join(letter for letter in str(number or "").upper() if letter.isalnum())
