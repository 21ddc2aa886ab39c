# SPDX-License-Identifier: Apache-2.0
"""What a request asks for: its media types, its filters, and the place where its next page begins (spec §85.1)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl

from django.core import signing

from taawun.formats.stix import ids, times
from taawun.kernel.errors import BadStix, BadTaxiiRequest, NotTaxiiMedia, WrongTaxiiMedia

MEDIA: Final = "application/taxii+json;version=2.1"
PAGE: Final = 1_000
"""Most objects of one page, and as many as come where no limit is asked for."""
PARAMETERS: Final = 20
"""Most parameters of one request."""
VALUES: Final = 200
"""Most values of one filter."""
PAGES_LAST: Final = 86_400
"""Seconds for which a place in pages is good."""
FILTERS: Final = ("added_after", "match[id]", "match[type]", "match[version]", "match[spec_version]")
_SALT: Final = "taawun.taxii.next"
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_MEDIA: Final = re.compile(r"application/taxii\+json(?:;version=(.+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a collection. `after` is a place, in microseconds; an empty filter narrows nothing."""

    limit: int = PAGE
    after: int | None = None
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("last",)
    specs: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    """The filters as they were spelled, which a next page must not change."""


def check_accept(header: str) -> None:
    """Refuse to answer a client that takes nothing we speak. No header takes anything."""
    for part in header.split(",") if header.strip() else ["*/*"]:
        kind = _bare(part)
        found = _MEDIA.fullmatch(kind)
        if kind in ("*/*", "application/*") or (found and found[1] in (None, "2.1")):
            return
    raise NotTaxiiMedia(f"Ask for {MEDIA}.")


def check_content(header: str) -> None:
    """Refuse a body in another form; a media type without a version is ours."""
    found = _MEDIA.fullmatch(_bare(header))
    if found is None or found[1] not in (None, "2.1"):
        raise WrongTaxiiMedia(f"Send {MEDIA}.")


def _bare(part: str) -> str:
    """Return a media type in one spelling, with its version and without its weight."""
    kind, *parameters = (one.strip().lower() for one in part.split(";"))
    version = [one.replace('"', "").replace(" ", "") for one in parameters if one.startswith("version")]
    return ";".join([kind, *version])


def question(query: str, allowed: tuple[str, ...], client: str, path: str) -> Question:
    """Return what a request asks for.

    Raises:
        BadTaxiiRequest: for a parameter that is malformed, given twice, or a filter that this address does not have.
    """
    given = _parameters(query)
    unknown = [name for name in given if name.startswith("match[") and name not in allowed]
    if unknown or ("added_after" in given and "added_after" not in allowed):
        raise BadTaxiiRequest("A filter that this address does not have.")
    said = tuple(sorted((name, value) for name, value in given.items() if name in FILTERS))
    limit = _limit(given.get("limit"))
    if "next" not in given:
        return _question(said, limit)
    kept, after = _opened(given["next"], client, path)
    if said and said != kept:
        raise BadTaxiiRequest("The filters of a next page are those of the first.")
    return replace(_question(kept, limit), after=after)


def next_of(asked: Question, client: str, path: str, after: int) -> str:
    """Return the opaque place where the next page of a question begins."""
    return signing.dumps([client, path, list(map(list, asked.said)), after], salt=_SALT)


def _opened(text: str, client: str, path: str) -> tuple[tuple[tuple[str, str], ...], int]:
    try:
        whose, where, said, after = signing.loads(text, salt=_SALT, max_age=PAGES_LAST)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadTaxiiRequest("This 'next' is none of ours, or too old.") from None
    if (whose, where) != (client, path):
        raise BadTaxiiRequest("This 'next' was given to another request.")
    return tuple((str(name), str(value)) for name, value in said), int(after)


def _parameters(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=PARAMETERS, errors="strict")
    except ValueError:
        raise BadTaxiiRequest("The parameters cannot be read.") from None
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadTaxiiRequest("A parameter is given twice.")
    return found


def _limit(text: str | None) -> int:
    if text is None:
        return PAGE
    if not _NUMBER.fullmatch(text):
        raise BadTaxiiRequest("A limit is a number above zero.")
    return min(int(text), PAGE)


def _question(said: tuple[tuple[str, str], ...], limit: int) -> Question:
    given = dict(said)
    made = Question(limit=limit, said=said)
    if "added_after" in given:
        made = replace(made, after=_moment(given["added_after"]))
    if "match[id]" in given:
        made = replace(made, ids=_values(given["match[id]"], lambda one: bool(ids.type_in(one))))
    if "match[type]" in given:
        made = replace(made, types=_values(given["match[type]"], lambda one: one.isascii() and len(one) <= 250))
    if "match[version]" in given:
        made = replace(made, versions=_versions(given["match[version]"]))
    if "match[spec_version]" in given:
        made = replace(made, specs=_values(given["match[spec_version]"], lambda one: one in ("2.0", "2.1")))
    return made


def _versions(text: str) -> tuple[str, ...]:
    found = _values(text, lambda one: one in ("first", "last", "all") or _moment(one) is not None)
    return ("all",) if "all" in found else found


def _values(text: str, good: Callable[[str], bool]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(text.split(",")))
    if len(found) > VALUES or not all(one and "\0" not in one and good(one) for one in found):
        raise BadTaxiiRequest("The values of a filter cannot be understood.")
    return found


def _moment(text: str) -> int:
    try:
        return times.parse(text)
    except BadStix:
        raise BadTaxiiRequest("A time in UTC is expected, such as 2026-11-22T10:00:00.000000Z.") from None
