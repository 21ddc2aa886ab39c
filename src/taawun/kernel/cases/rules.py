# SPDX-License-Identifier: Apache-2.0
"""Gates that are computed from the facts (spec §60.10). A rule finds a ground to refuse met, not met, or says
that it cannot know; what is unknown is never a yes.

What a rule must know from the pack comes in `given`. Every answer carries a code and its figures, so that the
officer sees which offence, which number and which limit decided; no personal data.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from taawun.kernel.cases.days import add_months
from taawun.kernel.cases.facts import Facts, Offence, Vetting
from taawun.kernel.cases.words import Outcome, PersonStatus

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Computed:
    """What a rule found.

    Attributes:
        outcome: met means that the ground to refuse is there.
        code: of the sentence that says why (EXPLAINED).
        given: the figures of the sentence; slugs, numbers of offences, months, years.
        person: whether an assessor may decide what the rule cannot: where the law tables are silent, never where
            the facts of the case are, for those are to be filled in.
    """

    outcome: Outcome
    code: str
    given: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    person: bool = False


Rule = Callable[[Facts, Mapping[str, Any]], Computed]

EXPLAINED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fits": "The facts give no such ground.",
        "no_offence": "No offence is stated.",
        "no_person": "No person is stated.",
        "penalty_unknown": "The highest penalty of offence {offence} is not stated.",
        "penalty_below": "Offence {offence} carries at most {months} months; {least} are asked for.",
        "remaining_unknown": "What remains of the sentence is not stated.",
        "sentence_unknown": "What sentence was imposed is not stated.",
        "sentence_below": "{months} months were imposed; {least} are asked for.",
        "remaining_below": "{months} months of the sentence remain; {least} are asked for.",
        "birth_unknown": "The date of birth is not stated.",
        "act_undated": "When offence {offence} was committed is not stated.",
        "under_age": "The person was {age} years old; the age of responsibility is {least}.",
        "nationality_unknown": "No nationality is stated.",
        "own_national": "The person is a national of {party}.",
        "death_stated": "The requesting side states that offence {offence} is threatened with death.",
        "death_in_law": "The law of {party} on {on} threatens {category} with death (offence {offence}).",
        "law_unknown": "No table says what the law of {party} on {on} threatens {category} with (offence {offence}).",
        "counterpart_unknown": "What offence {offence} would be under the law of {party} is not stated.",
        "counterpart_unpunished": "Offence {offence} carries {months} months in {party}; {least} are asked for.",
        "consent_unknown": "Whether the person consents is not stated.",
        "no_consent": "The person does not consent.",
        "safeguard_open": "A safeguard is open: ask the protection officer.",
        "not_screened": "Nobody has screened the person for trafficking.",
        "screening_indicators": "The screening found indicators of trafficking.",
        "screening_not_possible": "The screening was not possible; it is to be done again.",
        "screening_none_seen": "The screening saw no indicators; an assessor decides whether that is enough.",
        "not_vetted": "A vetting that is asked for is not stated.",
        "vetting_refused": "A vetting came to another outcome than cleared.",
        "vetting_dated_ahead": "A vetting is dated {reviewed}, which has not come yet.",
        "vetting_expired": "The vetting of {reviewed} is older than {months} months; it is to be done again.",
    }
)
"""The sentence of each code, to be translated where it is shown."""

FITS: Final = Computed(Outcome.NOT_MET, "fits")


def _met(code: str, **given: object) -> Computed:
    return Computed(Outcome.MET, code, _texts(given))


def _unknown(code: str, **given: object) -> Computed:
    return Computed(Outcome.NOT_ASSESSED, code, _texts(given))


def _texts(given: Mapping[str, object]) -> Mapping[str, str]:
    return MappingProxyType({name: str(value) for name, value in given.items()})


def worst(found: Iterable[Computed]) -> Computed:
    """Return the first that is met, else the first that is unknown, else that all is well.

    Of what is unknown, first what no assessor may decide.
    """
    order = {Outcome.MET: 0, Outcome.NOT_ASSESSED: 1, Outcome.NOT_MET: 2}
    return min(found, key=lambda one: (order[one.outcome], one.person))


def _each(facts: Facts, judge: Callable[[Offence], Computed]) -> Computed:
    """Judge every offence; no offence at all is unknown, never fine."""
    return worst(judge(one) for one in facts.offences) if facts.offences else _unknown("no_offence")


# --- penalties ------------------------------------------------------------------------------------------


def minimum_penalty(facts: Facts, given: Mapping[str, Any]) -> Computed:
    """Find whether the offences weigh enough: met if one carries less than `months`.

    With `accessory`, one offence that reaches it takes the others along. For a convicted person
    `months_when_sentenced`, where given, must also remain to be served, and `months_sentenced` have been imposed.
    """
    least = int(given["months"])
    if given.get("accessory") and any(_penalty(one, least) is FITS for one in facts.offences):
        weight = FITS
    else:
        weight = _each(facts, lambda one: _penalty(one, least))
    left = _sentence(facts, given.get("months_when_sentenced"), _remaining)
    return worst((weight, left, _sentence(facts, given.get("months_sentenced"), _imposed)))


def _penalty(offence: Offence, least: int) -> Computed:
    if offence.lifelong or offence.death:
        return FITS
    if offence.maximum_months is None:
        return _unknown("penalty_unknown", offence=offence.id)
    if offence.maximum_months < least:
        return _met("penalty_below", offence=offence.id, months=offence.maximum_months, least=least)
    return FITS


def _sentence(facts: Facts, least: int | None, judge: Callable[[Facts, int], Computed]) -> Computed:
    if least is None:
        return FITS
    if facts.person is None:
        return _unknown("no_person")
    return judge(facts, least) if facts.person.status is PersonStatus.CONVICTED else FITS


def _imposed(facts: Facts, least: int) -> Computed:
    known = [one.sentence_months for one in facts.offences if one.sentence_months is not None]
    if not known:
        return _unknown("sentence_unknown")
    return FITS if max(known) >= least else _met("sentence_below", months=max(known), least=least)


def _remaining(facts: Facts, least: int) -> Computed:
    known = [one.remaining_months for one in facts.offences if one.remaining_months is not None]
    if not known:
        return _unknown("remaining_unknown")
    return FITS if max(known) >= least else _met("remaining_below", months=max(known), least=least)


def remaining_sentence(facts: Facts, given: Mapping[str, Any]) -> Computed:
    """Find whether too little of the sentence remains: met if less than `months`."""
    return _remaining(facts, int(given["months"]))


# --- the person -----------------------------------------------------------------------------------------


def minimum_age(facts: Facts, given: Mapping[str, Any]) -> Computed:
    """Find whether the person was below the age of responsibility, `years`, when an offence was committed."""
    least = int(given["years"])
    if facts.person is None or facts.person.born is None:
        return _unknown("birth_unknown")
    born = facts.person.born
    if age(born, facts.on) < least:
        return _met("under_age", age=age(born, facts.on), least=least)
    return _each(facts, lambda one: _age_at(one, born, least))


def _age_at(offence: Offence, born: date, least: int) -> Computed:
    if offence.committed is None:
        return _unknown("act_undated", offence=offence.id)
    years = age(born, offence.committed)
    return FITS if years >= least else _met("under_age", age=years, least=least)


def age(born: date, on: date) -> int:
    """Return full years; who was born on 29 February is a year older on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def own_national(facts: Facts, _given: Mapping[str, Any]) -> Computed:
    """Find whether the person is a national of the requested side."""
    if facts.person is None or not facts.person.nationalities:
        return _unknown("nationality_unknown")
    mine = facts.requested in facts.person.nationalities
    return _met("own_national", party=facts.requested) if mine else FITS


def consent(facts: Facts, _given: Mapping[str, Any]) -> Computed:
    """Find whether the person's consent is lacking."""
    if facts.person is None or facts.person.consents is None:
        return _unknown("consent_unknown")
    return FITS if facts.person.consents else _met("no_consent")


def trafficking_screening(facts: Facts, _given: Mapping[str, Any]) -> Computed:
    """Find whether a screening saw indicators of trafficking. That it saw none is no answer: an assessor decides.

    While a safeguard holds the person it is unknown, whatever the case states, and nobody here may decide.
    """
    if facts.screening == "indicators":
        return _met("screening_indicators")
    if facts.safeguarded:
        return _unknown("safeguard_open")
    if facts.screening == "none_seen":
        return Computed(Outcome.NOT_ASSESSED, "screening_none_seen", person=True)
    return _unknown("screening_not_possible" if facts.screening else "not_screened")


def current_vetting(facts: Facts, given: Mapping[str, Any]) -> Computed:
    """Find whether the vettings that are asked for (`of`) are there, cleared, and at most `months` old.

    One that came to another outcome is a ground to refuse. One that is missing or too old is unknown: it is done, and
    nobody may decide without it.
    """
    return worst(_vetted(facts.vettings.get(slug), facts.on, int(given["months"])) for slug in given["of"])


def _vetted(found: Vetting | None, on: date, months: int) -> Computed:
    if found is None:
        return _unknown("not_vetted")
    if found.outcome != "cleared":
        return _met("vetting_refused")
    if found.reviewed > on + _A_DAY:
        return _unknown("vetting_dated_ahead", reviewed=found.reviewed)
    if add_months(found.reviewed, months) < on:
        return _unknown("vetting_expired", reviewed=found.reviewed, months=months)
    return FITS


_A_DAY: Final = timedelta(days=1)  # a day begins at one side before the other


# --- the law --------------------------------------------------------------------------------------------


def death_penalty(facts: Facts, given: Mapping[str, Any]) -> Computed:
    """Find whether an offence is threatened with death, by category, state and date of law.

    `table` is a list of `{party, category, from, until, death}`: `from` (the first day, or absent) and `until`
    (the first day that it no longer is, or absent) as dates or as their ISO text. What the requesting side states
    counts beside it. Where the table is silent an assessor may decide.
    """
    return _each(facts, lambda one: _death(one, given["table"]))


def _death(offence: Offence, table: Iterable[Mapping[str, Any]]) -> Computed:
    if offence.death:
        return _met("death_stated", offence=offence.id)
    rows = [row for row in table if _covers(row, offence)]
    told = {"party": offence.law, "on": offence.law_date, "category": offence.category, "offence": offence.id}
    if not rows:
        return Computed(Outcome.NOT_ASSESSED, "law_unknown", _texts(told), person=True)
    return _met("death_in_law", **told) if any(row["death"] for row in rows) else FITS


def _covers(row: Mapping[str, Any], offence: Offence) -> bool:
    same = row["party"] == offence.law and row["category"] == offence.category
    return same and _day(row.get("from"), date.min) <= offence.law_date < _day(row.get("until"), date.max)


def _day(value: object, otherwise: date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)) if value else otherwise


def dual_criminality(facts: Facts, given: Mapping[str, Any]) -> Computed:
    """Find whether an offence has no counterpart by conduct: each needs one in words, with its penalty.

    `months`, where given, is the least penalty that the counterpart must carry; otherwise any will do.
    """
    return _each(facts, lambda one: _counterpart(one, facts.requested, int(given.get("months") or 1)))


def _counterpart(offence: Offence, party: str, least: int) -> Computed:
    months = offence.counterpart_maximum_months
    if not offence.counterpart.strip() or (months is None and not offence.counterpart_lifelong):
        return _unknown("counterpart_unknown", offence=offence.id, party=party)
    if offence.counterpart_lifelong or months is None or months >= least:
        return FITS
    return _met("counterpart_unpunished", offence=offence.id, months=months, party=party, least=least)


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "minimum_penalty": minimum_penalty,
        "remaining_sentence": remaining_sentence,
        "minimum_age": minimum_age,
        "own_national": own_national,
        "consent": consent,
        "death_penalty": death_penalty,
        "dual_criminality": dual_criminality,
        "trafficking_screening": trafficking_screening,
        "current_vetting": current_vetting,
    }
)
"""The rules that a gate may name."""
CROSSED: Final = frozenset({"current_vetting"})
"""Rules over nothing but what crosses with a move: the receiver computes them too, and believes no attestation."""

PARAMETERS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = MappingProxyType(
    {
        "minimum_penalty": (
            frozenset({"months"}),
            frozenset({"months_when_sentenced", "months_sentenced", "accessory"}),
        ),
        "remaining_sentence": (frozenset({"months"}), frozenset()),
        "minimum_age": (frozenset({"years"}), frozenset()),
        "own_national": (frozenset(), frozenset()),
        "consent": (frozenset(), frozenset()),
        "death_penalty": (frozenset({"table"}), frozenset()),
        "dual_criminality": (frozenset(), frozenset({"months"})),
        "trafficking_screening": (frozenset(), frozenset()),
        "current_vetting": (frozenset({"months", "of"}), frozenset()),
    }
)
"""What a pack must, and may, give each rule."""
