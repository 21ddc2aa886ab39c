# SPDX-License-Identifier: Apache-2.0
"""The facts of a case that rules compute on: person, offences, screening and vettings, typed (spec §60.10).

What is not there stays unknown. What is there in a wrong form is refused by its name, never guessed, and other
fields (names, addresses, document numbers) are not looked at: no rule may depend on them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Protocol

from taawun.kernel.cases.words import PersonStatus
from taawun.kernel.errors import BadContents
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex

PERSON: Final = "person"
"""The element that holds the person."""
OFFENCES: Final = "offences"
"""The element that holds the offences."""
FURTHER: Final = "further_charges"
"""The element that holds what the person is to be tried for beside what was granted."""
ACTS: Final = (OFFENCES, FURTHER)
"""The elements whose offences are looked at, each and all."""
SCREENING: Final = "screening"
"""The element that holds what a screening for trafficking came to: a form with the choice `outcome`."""
SCREENED: Final = frozenset({"indicators", "none_seen", "not_possible"})
"""What a screening can come to. There is no word for "not a victim"."""
VETTING: Final = "_vetting"
"""How the name of an element ends that holds what a vetting came to."""
VETTING_FIELDS: Final = frozenset({"outcome", "reviewed_on", "reviewer"})
"""All that is ever said of a vetting: its file stays with whoever vetted."""
VETTED: Final = frozenset({"cleared", "not_cleared"})
"""What a vetting can come to."""
REVIEWER_CHARACTERS: Final = 120
"""Longest name of a reviewer: there is no room for a file in it."""

COUNTERPART: Final = ("counterpart", "counterpart_maximum_months", "counterpart_lifelong")
"""Parts of an offence that the requested side finds in its own law, whatever crossed."""

OFFENCES_MOST: Final = 200
"""Most offences of one case."""
MONTHS_MOST: Final = 12_000
"""Longest penalty that is stated in months."""
TEXT_CHARACTERS: Final = 20_000
_PARTY: Final = re.compile(r"[A-Z]{2}")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Person:
    """The person of a case, as far as rules need to know. `born` may be unknown (None): then age is not assessed."""

    status: PersonStatus
    born: date | None = None
    nationalities: frozenset[str] = frozenset()
    consents: bool | None = None


@dataclass(frozen=True, slots=True)
class Offence:
    """One offence of a case, as the law of the requesting side has it and as the conduct reads in the other's.

    Attributes:
        id: its number within the case; the speciality list is made of these.
        title: as the law names it.
        category: slug of the kind of offence (narcotics, terrorism, homicide, trafficking_persons, fraud ...), by
            which the tables of law are asked.
        law, article: whose law (party) and where in it.
        law_date: the day whose law applies.
        committed, places: when and where (parties).
        conduct: the acts, in words: dual criminality is by conduct, never by name.
        maximum_months: the highest penalty; None for life or death.
        death: whether the law threatens it, as the requesting side states.
        sentence_months, remaining_months: for a convicted person; None where not convicted, or unknown.
        counterpart: the requested side's offence that the conduct would be, in words; empty until found.
        counterpart_maximum_months: its highest penalty; None until known, or for life or death.
    """

    id: str
    title: str
    category: str
    law: str
    article: str
    law_date: date
    conduct: str
    committed: date | None = None
    places: frozenset[str] = frozenset()
    maximum_months: int | None = None
    lifelong: bool = False
    death: bool = False
    sentence_months: int | None = None
    remaining_months: int | None = None
    counterpart: str = ""
    counterpart_maximum_months: int | None = None
    counterpart_lifelong: bool = False


@dataclass(frozen=True, slots=True)
class Vetting:
    """What a vetting of a person or a unit came to, a word of VETTED, and when."""

    outcome: str
    reviewed: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a rule is asked. `on` is the legal day of the question in the requested side's zone."""

    requesting: str
    requested: str
    on: date
    person: Person | None
    offences: tuple[Offence, ...]
    screening: str = ""
    """A word of SCREENED; empty where nobody was screened."""
    safeguarded: bool = False
    """Whether a safeguard of this node holds the person; no content says it, the node does (spec §80.74)."""
    tainted: datetime | None = None
    """When evidence of the case was last found tainted; no content says it, the node does (spec §60.7)."""
    vettings: Mapping[str, Vetting] = field(default_factory=lambda: MappingProxyType({}))
    """By the element that holds each."""
    subjects: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What an assessor looks at: digest of each offence, and of the person, as stated -> number of the offence, or
    "person". No rule looks at it (spec §60.7)."""
    crossed: "Facts | None" = None
    """The facts as the other side stated them, where an officer here filled something else; a rule is asked of both."""


class HasValue(Protocol):
    """What holds a value in its JSON form, or None (contents.Filled)."""

    @property
    def value(self) -> object:
        """Return the JSON."""
        ...


def facts_of(filled: Mapping[str, HasValue], requesting: str, requested: str, on: date) -> Facts:
    """Return the facts that the elements of the person, of offences, of the screening and of vettings state.

    Args:
        filled: the contents of the case.
        requesting: one party.
        requested: the other.
        on: the legal day of the question in the requested side's zone.

    Raises:
        BadContents: naming the field that is not of its form.
    """
    person, screening = (filled[slug].value if slug in filled else None for slug in (PERSON, SCREENING))
    acts = [filled[slug].value for slug in ACTS if slug in filled and filled[slug].value is not None]
    offences = tuple(offence for listed in acts for offence in offences_of(listed))
    return Facts(
        requesting=requesting,
        requested=requested,
        on=on,
        person=None if person is None else person_of(person),
        offences=offences,
        screening="" if screening is None else screening_of(screening),
        vettings=MappingProxyType(
            {slug: vetting_of(one.value, slug) for slug, one in filled.items() if _is_vetting(slug, one.value)}
        ),
        subjects=MappingProxyType(_subjects(person, offences)),
    )


def _subjects(person: object, offences: Iterable[Offence]) -> dict[str, str]:
    """Return what an assessor looks at (Facts.subjects)."""
    found = {_digest(_said(one)): one.id for one in offences}
    if isinstance(person, dict):  # consent is computed, and given late: it changes nothing of who the person is
        found[_digest({name: said for name, said in person.items() if name != "consents"})] = PERSON
    return found


def _said(offence: Offence) -> list[Any]:
    """Return an offence as the requesting side states it, however it was typed: what we find to it here is left out."""
    stated = replace(offence, counterpart="", counterpart_maximum_months=None, counterpart_lifelong=False)
    return [_plain(one) for one in astuple(stated)]


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _digest(value: object) -> str:
    return sha256_hex(encode(value))


def person_of(value: object) -> Person:
    """Return the person of an element's value."""
    raw = _object(value, PERSON)
    return Person(
        status=_status(raw.get("status")),
        born=_maybe(raw, "born", date_of),
        nationalities=_parties(raw, "nationalities"),
        consents=_maybe(raw, "consents", _flag),
    )


def offences_of(value: object) -> tuple[Offence, ...]:
    """Return the offences of an element's value; at least one, each with its own number."""
    if not isinstance(value, list) or not 0 < len(value) <= OFFENCES_MOST:
        raise BadContents(f"offences: not a list of 1 to {OFFENCES_MOST}.")
    offences = tuple(_offence(item) for item in value)
    if len({offence.id for offence in offences}) != len(offences):
        raise BadContents("offences: two have one id.")
    return offences


def with_counterparts(crossed: object, here: object) -> object:
    """Return offences as they crossed, each with the counterpart that was found here to the same acts."""
    if not isinstance(crossed, list) or not isinstance(here, list):
        return crossed
    found = {acts_of(one): one for one in here if acts_of(one) is not None}
    return [_with_counterpart(one, found.get(acts_of(one))) for one in crossed]


def acts_of(offence: object) -> tuple[str, str] | None:
    """Return what makes an offence the same one wherever it stands: its number and its acts; None if it has none."""
    raw = offence if isinstance(offence, dict) else {}
    number, conduct = raw.get("id"), raw.get("conduct")
    if not isinstance(number, str) or not isinstance(conduct, str):
        return None
    return number.strip(), conduct.strip()


def _with_counterpart(crossed: Any, here: dict[str, Any] | None) -> Any:
    return crossed if here is None else crossed | {name: here[name] for name in COUNTERPART if name in here}


def screening_of(value: object) -> str:
    """Return what a screening came to, a word of SCREENED; what says two things says nothing, unless indicators."""
    said = value.get("outcome") if isinstance(value, dict) else None
    words = [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str) and one in SCREENED]
    if "indicators" in words:
        return "indicators"
    return words[0] if len(words) == 1 else ""


def vetting_of(value: object, what: str) -> Vetting:
    """Return what a vetting came to; anything said beside outcome, day and reviewer is refused."""
    raw = _object(value, what)
    reviewer = _text(raw.get("reviewer"), "reviewer")
    if raw.keys() != VETTING_FIELDS or raw["outcome"] not in sorted(VETTED):
        raise BadContents(f"{what}: an outcome, a day and a reviewer are stated, and nothing else.")
    if len(reviewer) > REVIEWER_CHARACTERS or not reviewer.isprintable():
        raise BadContents(f"{what}: the reviewer is named in one line of {REVIEWER_CHARACTERS} characters.")
    return Vetting(raw["outcome"], date_of(raw["reviewed_on"], "reviewed_on"))


def _is_vetting(slug: str, value: object) -> bool:
    return slug.endswith(VETTING) and value is not None


def _offence(value: object) -> Offence:
    raw = _object(value, "offence")
    return Offence(
        id=_text(raw.get("id"), "id"),
        title=_text(raw.get("title"), "title"),
        category=_text(raw.get("category"), "category"),
        law=_party(raw.get("law"), "law"),
        article=_text(raw.get("article"), "article"),
        law_date=date_of(raw.get("law_date"), "law_date"),
        conduct=_text(raw.get("conduct"), "conduct"),
        committed=_maybe(raw, "committed", date_of),
        places=_parties(raw, "places"),
        maximum_months=_maybe(raw, "maximum_months", _months),
        lifelong=_maybe(raw, "lifelong", _flag) or False,
        death=_maybe(raw, "death", _flag) or False,
        sentence_months=_maybe(raw, "sentence_months", _months),
        remaining_months=_maybe(raw, "remaining_months", _months),
        counterpart=_maybe(raw, "counterpart", _text_or_none) or "",
        counterpart_maximum_months=_maybe(raw, "counterpart_maximum_months", _months),
        counterpart_lifelong=_maybe(raw, "counterpart_lifelong", _flag) or False,
    )


def date_of(value: object, what: str = "date") -> date:
    """Return a day written as 2026-01-31."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise BadContents(f"{what}: not a day in the form 2026-01-31.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadContents(f"{what}: a day that does not exist.") from None


def _maybe(raw: Mapping[str, Any], name: str, read: Callable[[object, str], Any]) -> Any:
    """Return a field that may be unknown: absent or null."""
    return None if raw.get(name) is None else read(raw[name], name)


def _object(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadContents(f"{what}: not an object.")
    return value


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_CHARACTERS:
        raise BadContents(f"{what}: not a text of 1 to {TEXT_CHARACTERS} characters.")
    return value


def _text_or_none(value: object, what: str) -> str:
    return "" if value == "" else _text(value, what)


def _flag(value: object, what: str) -> bool:
    if type(value) is not bool:
        raise BadContents(f"{what}: neither true nor false.")
    return value


def _months(value: object, what: str) -> int:
    if type(value) is not int or not 0 <= value <= MONTHS_MOST:
        raise BadContents(f"{what}: not a whole number of months up to {MONTHS_MOST}.")
    return value


def _party(value: object, what: str) -> str:
    if not isinstance(value, str) or not _PARTY.fullmatch(value):
        raise BadContents(f"{what}: not an ISO 3166 alpha-2 code.")
    return value


def _parties(raw: Mapping[str, Any], name: str) -> frozenset[str]:
    found = raw.get(name) or []
    if not isinstance(found, list):
        raise BadContents(f"{name}: not a list.")
    return frozenset(_party(item, name) for item in found)


def _status(value: object) -> PersonStatus:
    if not isinstance(value, str) or value not in set(PersonStatus):
        raise BadContents("status: not one of the allowed words.")
    return PersonStatus(value)
