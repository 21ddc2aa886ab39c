# SPDX-License-Identifier: Apache-2.0
"""Verifying a badge offline: each check is told with its answer, and what was not checked is never a yes (spec §80.96).

A badge is valid only if every check was made and passed. Without its issuer's status list, or with an old one, nobody
knows whether it was revoked, and that is the answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from taawun.formats.badges import award, status
from taawun.formats.badges.carried import badge_in
from taawun.formats.badges.proof import is_signed_by_issuer
from taawun.formats.badges.reading import has_type, issuer_of, moment, read, time_of
from taawun.kernel.errors import BadBadge

SKEW: Final = timedelta(minutes=5)
"""How far the clock of an issuer may be ahead."""
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Answer(StrEnum):
    """What a check, or all of them, came to."""

    VALID = "valid"
    NOT_VALID = "not valid"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code (a key of SENTENCES), its answer, and the figures of its sentence."""

    code: str
    answer: Answer
    given: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unreadable": "The file cannot be read as a badge: {why}",
        "signed": "It is signed by the key that it names as its issuer, and nothing in it was changed.",
        "changed": "The signature does not fit: something was changed, or another key signed.",
        "issuer": "The issuer is the one that you named.",
        "other_issuer": "The issuer is not the one that you named.",
        "any_issuer": "Whose key it is, the file alone does not prove: compare {issuer} with what they publish.",
        "begun": "It is valid from {since}.",
        "not_begun": "It is valid only from {since}.",
        "holder": "It was awarded to the holder of this service number.",
        "other_holder": "It was not awarded to the holder of this service number.",
        "no_list": "No status list was given: whether it was revoked is not known.",
        "bad_list": "The status list cannot be relied on: {why}",
        "other_list": "The status list is another one than the badge names.",
        "old_list": "The status list of {since} is too old: whether it was revoked since is not known.",
        "list_before": "The status list of {since} is older than the badge: whether it was revoked is not known.",
        "revoked": "It was revoked, as the status list of {since} says.",
        "not_revoked": "It was not revoked, as the status list of {since} says, {days} days old.",
    }
)
"""The sentence of each check."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of a badge: every check that was made, and what the badge says once it could be read."""

    checks: tuple[Check, ...]
    document: Mapping[str, Any]

    @property
    def answer(self) -> Answer:
        """Return the whole answer: no check at all is no yes."""
        found = {one.answer for one in self.checks}
        if not found or Answer.NOT_VALID in found:
            return Answer.NOT_VALID
        return Answer.NOT_KNOWN if Answer.NOT_KNOWN in found else Answer.VALID


def verify(data: bytes, listed: bytes | None, now: datetime, *, issuer: str = "", holder: str = "") -> Verified:
    """Return what became of a badge.

    Args:
        data: the file of the badge, its certificate, or the text of the square on the certificate.
        listed: the file of its issuer's status list, if there is one.
        now: the moment of the question, aware.
        issuer: the did:key that is expected, if one is.
        holder: the service number that is expected, if one is.
    """
    try:
        document = read(badge_in(data))
        if not has_type(document, "OpenBadgeCredential"):
            raise BadBadge("It is no Open Badge 3.0.")
        checks = tuple(_checks(document, listed, now, issuer, holder))
    except BadBadge as wrong:
        return Verified((Check("unreadable", Answer.NOT_VALID, {"why": wrong.detail}),), _NOTHING)
    return Verified(checks, document)


def _checks(
    document: Mapping[str, Any], listed: bytes | None, now: datetime, issuer: str, holder: str
) -> Iterator[Check]:
    if not is_signed_by_issuer(document):
        yield Check("changed", Answer.NOT_VALID)
        return
    yield Check("signed", Answer.VALID)
    if issuer:
        same = issuer_of(document) == issuer
        yield Check("issuer" if same else "other_issuer", Answer.VALID if same else Answer.NOT_VALID)
    else:
        yield Check("any_issuer", Answer.VALID, {"issuer": issuer_of(document)})
    since = time_of(document.get("validFrom"))
    begun = since <= now + SKEW
    yield Check("begun" if begun else "not_begun", _if(begun), {"since": moment(since)})
    if holder:
        mine = award.is_holder(document, holder)
        yield Check("holder" if mine else "other_holder", _if(mine))
    yield _status(document, listed, now, since)


def _status(document: Mapping[str, Any], listed: bytes | None, now: datetime, since: datetime) -> Check:
    name, place = status.place_of(document)
    if listed is None:
        return Check("no_list", Answer.NOT_KNOWN)
    try:
        return _looked_up(document, read(listed), name, place, now, since)
    except BadBadge as wrong:
        return Check("bad_list", Answer.NOT_KNOWN, {"why": wrong.detail})


def _looked_up(
    document: Mapping[str, Any], found: Mapping[str, Any], name: str, place: int, now: datetime, since: datetime
) -> Check:
    if not has_type(found, status.LIST) or not is_signed_by_issuer(found):
        raise BadBadge("It is no status list that its issuer signed.")
    if found.get("id") != name or issuer_of(found) != issuer_of(document):
        return Check("other_list", Answer.NOT_KNOWN)
    first, last = time_of(found.get("validFrom")), time_of(found.get("validUntil"))
    given = {"since": moment(first), "until": moment(last), "days": str(max(0, (now - first).days))}
    if status.is_set(found, place):
        return Check("revoked", Answer.NOT_VALID, given)  # also by an old list: revoking is for good
    if first > now + SKEW:
        raise BadBadge("It is dated later than now.")
    if now > min(last, first + status.GOOD_FOR):
        return Check("old_list", Answer.NOT_KNOWN, given)
    if first < since:
        return Check("list_before", Answer.NOT_KNOWN, given)
    return Check("not_revoked", Answer.VALID, given)


def _if(holds: bool) -> Answer:
    return Answer.VALID if holds else Answer.NOT_VALID
