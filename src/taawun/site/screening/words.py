# SPDX-License-Identifier: Apache-2.0
"""What a match says, in words: why a record of the list may be the one asked about."""

from typing import Final

from taawun.engines.matching import Code, Match, Reason
from taawun.engines.names.compare import compare

WORDS: Final = {
    Code.NAME_SAME: "same name",
    Code.NAME_CLOSE: "close name",
    Code.NAME_PARTLY: "part of the name",
    Code.NAME_DIFFERENT: "another name",
    Code.BIRTH_SAME: "born on the same day ({asked})",
    Code.BIRTH_SWAPPED: "born the same day, day and month swapped ({asked}, list: {found})",
    Code.BIRTH_CALENDAR: "born the same day by the Hijri calendar ({asked}, list: {found})",
    Code.BIRTH_WITHIN: "birth fits ({asked}, list: {found})",
    Code.BIRTH_ONE_OFF: "birth differs in one digit ({asked}, list: {found})",
    Code.BIRTH_NEAR: "birth is near ({asked}, list: {found})",
    Code.BIRTH_SAME_YEAR: "born in the same year ({asked}, list: {found})",
    Code.BIRTH_FAR: "but born at another time ({asked}, list: {found})",
    Code.FATHER_SAME: "same father's name",
    Code.FATHER_PARTLY: "part of the father's name",
    Code.FATHER_DIFFERENT: "but another father's name",
    Code.DOCUMENT_SAME: "same number of a document ({kind})",
    Code.DOCUMENT_DIFFERENT: "but another number of a document ({kind})",
    Code.COUNTRY_SAME: "same country ({country})",
    Code.COUNTRY_DIFFERENT: "but another country",
    Code.SEX_DIFFERENT: "but of the other sex",
    Code.KIND_DIFFERENT: "but of another kind",
    Code.NAMESAKES: "{count} others on the list bear this name",
}
ONE_NAMESAKE: Final = Reason(Code.NAMESAKES, (("count", "1"),))
_CLOSE: Final = 0.995


def names_met(match: Match) -> tuple[str, str]:
    """Return which name asked about met which name of the list."""
    for reason in match.reasons:
        params = dict(reason.params)
        if reason.code.startswith("name-") and params.get("found"):
            return params.get("asked", ""), params["found"]
    return "", next(iter(match.record.names), "")


def alignment(match: Match, kind: str) -> str:
    """Return which part of one name met which of the other, as in "محمد = Muhammad, خان ~ Kahn 0.91"."""
    asked, found = names_met(match)
    if not asked or not found:
        return ""
    told = compare(asked, found, kind).explanation
    met = [f"{one.left} {_sign(one.similarity)} {one.right}{_value(one.similarity)}" for one in told.pairs]
    alone = [f"only asked: {one.text}" for one in told.unexplained_a]
    alone += [f"only listed: {one.text}" for one in told.unexplained_b]
    return ", ".join(met + alone)


def sentence(match: Match) -> str:
    """Return all reasons of a match as one line."""
    return "; ".join(said(reason) for reason in match.reasons)


def said(reason: Reason) -> str:
    """Return one reason in words."""
    if reason == ONE_NAMESAKE:
        return "one other on the list bears this name"
    return WORDS.get(reason.code, reason.code.value).format_map(_Blank(dict(reason.params)))


class _Blank(dict[str, str]):
    """Values of a sentence; one that is not known stays blank."""

    def __missing__(self, key: str) -> str:
        return "?"


def _sign(similarity: float) -> str:
    return "=" if similarity >= _CLOSE else "~"


def _value(similarity: float) -> str:
    return "" if similarity >= _CLOSE else f" {similarity:.2f}"
