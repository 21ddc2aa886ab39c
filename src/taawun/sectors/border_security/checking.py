# SPDX-License-Identifier: Apache-2.0
"""One document against what is stated of lost, stolen and revoked ones (spec §80.41).

The answer is a hit, a possible hit, no hit, or that it cannot be checked. It is never that a document is in order:
what this node does not hold, it cannot tell. Each check leaves a line with a keyed digest of the document, and nothing
else of it is kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils import timezone
from django.utils.crypto import salted_hmac

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers import queries
from taawun.apps.registers.access import Shown
from taawun.apps.registers.keys import fold, fold_id
from taawun.apps.registers.queries import Filters, Narrow
from taawun.formats.mrz import variants
from taawun.kernel.errors import NoPurpose
from taawun.kernel.wire.times import cut

CHECKERS: Final = ("analyst", "desk_officer")
"""Roles that check documents; the same as those that screen names."""
NOTICE: Final = "document-notice"
TYPES: Final = (NOTICE, "document", "visa-free-passport")
"""Record types that may state a document as lost or stolen."""
STOPPED: Final = frozenset({"lost", "stolen", "stolen_blank", "revoked", "forged"})
"""Statuses that make a statement about a document a hit."""
LOOKALIKES: Final = 64
"""Other spellings of one number that are looked for."""
BEARERS: Final = 200
"""Statements with such a number that are looked at."""
SAMPLE: Final = 20
"""Newest notices of a country that are looked at, to tell whether there is anything to check against."""
_SALT: Final = "taawun.border_security.document"


class Answer(StrEnum):
    """What the register says of a document."""

    HIT = "hit"
    POSSIBLE = "possible"
    NO_HIT = "no-hit"
    CANNOT = "cannot-check"


class Why(StrEnum):
    """Why a hit is only possible, or why nothing can be said."""

    ALIKE = "alike"
    UNSURE = "unsure"
    NO_COUNTRY = "no-country"
    NO_NUMBER = "no-number"
    NO_NOTICES = "no-notices"


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that is checked: its number, its country of two letters, and whether the number was surely read."""

    number: str
    country: str
    sure: bool = True

    @property
    def key(self) -> str:
        """Return the number as it is compared."""
        return fold_id(self.number)


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that may be about the document, and why it is not surely."""

    shown: Shown
    why: tuple[Why, ...]

    @property
    def exact(self) -> bool:
        """Tell whether number and country are the same, and both were surely read."""
        return not self.why


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer, what it rests on, and why nothing more can be said."""

    answer: Answer
    found: tuple[Found, ...] = ()
    why: tuple[Why, ...] = ()


def check(officer: Officer, asked: Asked, purpose: str, *, at: datetime | None = None) -> Checked:
    """Check a document against the statements that the officer may see for a purpose.

    Raises:
        NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    actor = actor_of(officer)
    with audit.acting(actor, "document.checked", "document", digest(asked), purpose, at=at):
        require_any(officer, *CHECKERS)
        if not purpose.strip():
            raise NoPurpose
        found = sorted(
            _found(asked, _bearers(officer, [asked], purpose, at)), key=lambda one: (len(one.why), one.shown.record.id)
        )
        ids = [one.shown.record.id for one in found]
        audit.record_many([Entry(actor, "record.listed", "record", each, purpose) for each in ids], at=at)
    return _answer(asked, tuple(found), lambda country: _sees_any(officer, country, purpose, at))


def digest(asked: Asked) -> str:
    """Return what stands in the audit line of a check: it tells two checks of one document alike, and not which."""
    return salted_hmac(_SALT, f"{asked.country}/{asked.key}", algorithm="sha256").hexdigest()


def check_many(officer: Officer, asked: Sequence[Asked], purpose: str, *, at: datetime | None = None) -> list[Checked]:
    """Check some documents at once, each with its line and its answer, as `check` does one by one.

    What is looked up grows with the documents, never the number of questions to the database.

    Raises:
        NoRole, NoPurpose.
    """
    at, actor = cut(at or timezone.now()), actor_of(officer)
    require_any(officer, *CHECKERS)
    if not purpose.strip():
        raise NoPurpose
    bearers = _bearers(officer, asked, purpose, at)
    sees = {country: _sees_any(officer, country, purpose, at) for country in {one.country for one in asked} - {""}}
    found = [tuple(sorted(_found(one, bearers), key=lambda each: len(each.why))) for one in asked]
    lines = [Entry(actor, "document.checked", "document", digest(one), purpose) for one in asked]
    ids = dict.fromkeys(each.shown.record.id for several in found for each in several)
    audit.record_many([*lines, *(Entry(actor, "record.listed", "record", one, purpose) for one in ids)], at=at)
    return [_answer(one, several, sees.get) for one, several in zip(asked, found, strict=True)]


def _keys(asked: Asked) -> list[str]:
    spellings = (fold(one) for one in variants(asked.key.upper(), LOOKALIKES)) if asked.key else ()
    return [asked.key, *spellings] if asked.key else []


def _bearers(officer: Officer, asked: Sequence[Asked], purpose: str, at: datetime) -> dict[str, list[Shown]]:
    """Return the statements that the officer may see about documents with one of these numbers, by their key."""
    keys = list(dict.fromkeys(key for one in asked for key in _keys(one)))
    rows = [
        (record, key)
        for record, type_slug, field, key in queries.bearers_of(keys, BEARERS * len(asked))
        if type_slug in TYPES and field == "number"
    ]
    seen = records.visible(officer, [record for record, _key in rows], purpose, at=at)
    found: dict[str, list[Shown]] = {}
    for record, key in rows:
        if record in seen:
            found.setdefault(key, []).append(seen[record])
    return found


def _found(asked: Asked, bearers: Mapping[str, Sequence[Shown]]) -> Iterator[Found]:
    several = {shown.record.id: shown for key in _keys(asked) for shown in bearers.get(key, ())}
    for shown in several.values():
        if shown.data.get("status") in STOPPED and asked.country in ("", shown.data.get("country")):
            yield Found(shown, tuple(_doubts(asked, shown)))


def _doubts(asked: Asked, shown: Shown) -> Iterator[Why]:
    if fold_id(str(shown.data.get("number", ""))) != asked.key:
        yield Why.ALIKE
    if not asked.sure:
        yield Why.UNSURE
    if not asked.country:
        yield Why.NO_COUNTRY


def _answer(asked: Asked, found: tuple[Found, ...], sees: Callable[[str], bool | None]) -> Checked:
    if any(one.exact for one in found):
        return Checked(Answer.HIT, found)
    why = tuple(_cannot(asked, sees))
    if found:
        return Checked(Answer.POSSIBLE, found, why)
    return Checked(Answer.CANNOT, why=why) if why else Checked(Answer.NO_HIT)


def _cannot(asked: Asked, sees: Callable[[str], bool | None]) -> Iterator[Why]:
    """Yield why the absence of a hit would say nothing."""
    if not asked.key:
        yield Why.NO_NUMBER
    elif not asked.sure:
        yield Why.UNSURE
    if not asked.country:
        yield Why.NO_COUNTRY
    elif not sees(asked.country):
        yield Why.NO_NOTICES


def _sees_any(officer: Officer, country: str, purpose: str, at: datetime) -> bool:
    """Tell whether the officer may see any notice of a country's documents, among the newest."""
    newest: Sequence[str] = queries.walk(Filters(NOTICE, narrowed=(Narrow("country", country),)), SAMPLE)
    return bool(records.visible(officer, newest, purpose, at=at))
