# SPDX-License-Identifier: Apache-2.0
"""The marking: how a record may be used, as the originator said it (spec §80.4-80.12).

A `Marking` that exists is complete and consistent: both grades, a handling set, at least one purpose, a
person category wherever there are persons, a review date. What may be done under it is in `decisions`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from taawun.kernel.errors import (
    BadRestriction,
    LooserField,
    MixedExercise,
    NamedMissing,
    NoHandling,
    NoOriginator,
    NoPersonCategory,
    NoPurposes,
)
from taawun.kernel.marking.codes import (
    EXERCISE,
    TLP_ORDER,
    Care,
    Handling,
    InformationGrade,
    PersonCategory,
    SourceGrade,
    Tlp,
    strictest,
)


@dataclass(frozen=True, slots=True)
class FieldMarking:
    """What one field is marked with beyond its record; it can only add conditions (§80.12)."""

    handling: frozenset[Handling] = frozenset()
    restrictions: frozenset[str] = frozenset()
    tlp: Tlp = Tlp.CLEAR
    purposes: frozenset[str] | None = None
    care: frozenset[Care] = frozenset()


@dataclass(frozen=True, slots=True)
class Marking:
    """How a record may be used. Sets of conditions, never a level."""

    originators: frozenset[str]
    source: SourceGrade
    information: InformationGrade
    purposes: frozenset[str]
    review: date
    handling: frozenset[Handling] = frozenset({Handling.H0})
    restrictions: frozenset[str] = frozenset()
    tlp: Tlp = Tlp.AMBER
    named: frozenset[str] = frozenset()
    personal: bool = False
    persons: frozenset[PersonCategory] = frozenset()
    care: frozenset[Care] = frozenset()
    fields: tuple[tuple[str, FieldMarking], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a marking that leaves a question open."""
        _check_sets(self)
        _check_persons(self)
        for name, extra in self.fields:
            _check_field(self, name, extra)
        _common([self.purposes, *[e.purposes for _, e in self.fields if e.purposes is not None]])

    @property
    def exercise(self) -> bool:
        """Tell whether this is made up for an exercise (§88.1)."""
        return EXERCISE in self.purposes

    def of_field(self, name: str) -> "Marking":
        """Return the marking of one field: the record's, with the field's own conditions added (§80.12)."""
        extra = dict(self.fields).get(name)
        return self._plain(()) if extra is None else self._plain((extra,))

    def whole(self) -> "Marking":
        """Return one marking that holds for every field together: the strictest of all of them (§80.15)."""
        return self._plain(tuple(extra for _, extra in self.fields)) if self.fields else self

    def _plain(self, extras: Collection[FieldMarking]) -> "Marking":
        return Marking(
            originators=self.originators,
            source=self.source,
            information=self.information,
            purposes=_common([self.purposes, *[e.purposes for e in extras if e.purposes is not None]]),
            review=self.review,
            handling=self.handling.union(*[extra.handling for extra in extras]),
            restrictions=self.restrictions.union(*[extra.restrictions for extra in extras]),
            tlp=strictest([self.tlp, *[extra.tlp for extra in extras]]),
            named=self.named,
            personal=self.personal,
            persons=self.persons,
            care=self.care.union(*[extra.care for extra in extras]),
        )


def make_marking(
    originator: str,
    source: str,
    information: int,
    *,
    purposes: Collection[str],
    review: date,
    handling: Collection[str] = (),
    tlp: str = "amber",
    persons: Collection[str] = (),
    fields: Mapping[str, FieldMarking] | None = None,
    **more: Any,
) -> Marking:
    """Return a new marking from plain words, as a form or a program gives them; H0 need not be named.

    Raises:
        SenderError: the rule of spec 80 that the words break.
        ValueError: for a word that is in no list.
    """
    return Marking(
        originators=frozenset({originator}),
        source=SourceGrade(source),
        information=InformationGrade(information),
        purposes=frozenset(purposes),
        review=review,
        handling=frozenset(map(Handling, handling)) | {Handling.H0},
        restrictions=frozenset(more.get("restrictions", ())),
        tlp=Tlp(tlp),
        named=frozenset(more.get("named", ())),
        personal=bool(more.get("personal", persons)),
        persons=frozenset(map(PersonCategory, persons)),
        care=frozenset(map(Care, more.get("care", ()))),
        fields=tuple(sorted((fields or {}).items())),
    )


def _common(sets: list[frozenset[str]]) -> frozenset[str]:
    common = frozenset.intersection(*sets)
    if not common:
        raise LooserField("The fields leave no purpose in common.")
    return common


def _check_sets(marking: Marking) -> None:
    if not marking.originators:
        raise NoOriginator
    if not marking.purposes:
        raise NoPurposes
    if marking.exercise and len(marking.purposes) > 1:
        raise MixedExercise
    if Handling.H0 not in marking.handling:
        raise NoHandling
    if (Handling.H3 in marking.handling) != bool(marking.restrictions):
        raise BadRestriction
    if marking.tlp is Tlp.RED and not marking.named:
        raise NamedMissing


def _check_persons(marking: Marking) -> None:
    if marking.personal != bool(marking.persons):
        raise NoPersonCategory


def _check_field(marking: Marking, name: str, extra: FieldMarking) -> None:
    """Refuse a field marking that takes away a condition, or adds one that nothing could meet (§80.12)."""
    if extra.purposes is not None and not (extra.purposes and extra.purposes <= marking.purposes):
        raise LooserField(f"Purposes of field '{name}'.")
    if TLP_ORDER.index(extra.tlp) < TLP_ORDER.index(marking.tlp) and extra.tlp is not Tlp.CLEAR:
        raise LooserField(f"TLP of field '{name}'.")
    if extra.tlp is Tlp.RED and not marking.named:
        raise NamedMissing(f"Field '{name}'.")
    if (Handling.H3 in extra.handling) != bool(extra.restrictions):
        raise BadRestriction(f"Field '{name}'.")
