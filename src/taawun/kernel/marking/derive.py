# SPDX-License-Identifier: Apache-2.0
"""The marking of what is made from other records: never looser than any of them (spec §80.15)."""

from collections.abc import Collection, Iterable

from taawun.kernel.errors import NoParents, NothingInCommon
from taawun.kernel.marking.codes import InformationGrade, Tlp, strictest, worst_source
from taawun.kernel.marking.marking import Marking


def derive(parents: Iterable[Marking]) -> Marking:
    """Return the strictest codes of all parents, their field markings included.

    A derived text may hold anything its parents held, so a condition on one field becomes a condition on the
    whole. Only a person may loosen it again, with the originators' consent.

    Raises:
        NoParents: nothing can be derived from nothing.
        NothingInCommon: the parents share no purpose, or no named reader, or one stays in the authority that holds it
            while another names its readers; then they may not be put together.
    """
    given = list(parents)
    if not given:
        raise NoParents
    _check_audience(given)
    wholes = [parent.whole() for parent in given]
    return Marking(
        originators=frozenset().union(*[whole.originators for whole in wholes]),
        source=worst_source([whole.source for whole in wholes]),
        information=InformationGrade(max(whole.information for whole in wholes)),
        purposes=_shared([whole.purposes for whole in wholes], "purpose"),
        review=min(whole.review for whole in wholes),
        handling=frozenset().union(*[whole.handling for whole in wholes]),
        restrictions=frozenset().union(*[whole.restrictions for whole in wholes]),
        tlp=strictest([whole.tlp for whole in wholes]),
        named=_named(wholes),
        personal=any(whole.personal for whole in wholes),
        persons=frozenset().union(*[whole.persons for whole in wholes]),
        care=frozenset().union(*[whole.care for whole in wholes]),
    )


def keeps(before: Marking, after: Marking, fields: Collection[str]) -> bool:
    """Tell whether a marking keeps every condition of an earlier one, as a whole and for the fields that still stand.

    Grades say how good a statement is, not how it may be used: they may change either way.
    """
    kept = [name for name, _ in before.fields if name in fields]
    pairs = [(before, after), *((before.of_field(name), after.of_field(name)) for name in kept)]
    return all(_as_strict(*pair) for pair in pairs)


def _as_strict(before: Marking, after: Marking) -> bool:
    return (
        before.originators <= after.originators
        and before.handling <= after.handling
        and before.restrictions <= after.restrictions
        and before.purposes >= after.purposes
        and strictest([before.tlp, after.tlp]) is after.tlp
        and (before.tlp is not Tlp.RED or before.named >= after.named)
        and before.review >= after.review
        and before.persons <= after.persons
        and before.care <= after.care
    )


def _check_audience(parents: list[Marking]) -> None:
    """Refuse amber+strict beside red: red names readers of any authority, and cannot say that only the holder's may.

    Raises:
        NothingInCommon.
    """
    colours = {colour for parent in parents for colour in (parent.tlp, *(extra.tlp for _, extra in parent.fields))}
    if {Tlp.RED, Tlp.AMBER_STRICT} <= colours:
        raise NothingInCommon("One stays in the authority that holds it, and another names its readers.")


def _named(wholes: list[Marking]) -> frozenset[str]:
    """Return the readers whom every red parent names; the other parents name nobody and so exclude nobody."""
    red = [whole.named for whole in wholes if whole.tlp is Tlp.RED]
    return _shared(red, "named reader") if red else frozenset()


def _shared(sets: list[frozenset[str]], what: str) -> frozenset[str]:
    common = frozenset.intersection(*sets)
    if not common:
        raise NothingInCommon(f"No {what} is left.")
    return common
