# SPDX-License-Identifier: Apache-2.0
"""The report after an exercise, as a paper in one of three languages; its figures are those of ratings and injects.

Nothing is typed into it: what was planned, fired, observed and rated stands in it as it was (spec §88.8).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from taawun.apps.audit import services as audit
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers.purposes import EXERCISE_BANNER, PURPOSES
from taawun.formats.papers.letter import Authority, Kind, Language, Letter, Marking, Row, Section, Signatory, Status
from taawun.kernel.errors import NotEvaluable
from taawun.kernel.wire.times import cut
from taawun.sectors.exercises import access
from taawun.sectors.exercises.access import Event, Exercise, Observation, Rated
from taawun.sectors.exercises.models import Improvement
from taawun.sectors.exercises.running import Shape
from taawun.sectors.exercises.sector import SECTOR
from taawun.sectors.exercises.words import CHANNELS, PARTIES, RATINGS, SHAPES, SORTS

REPORTED: Final = frozenset({"ended", "closed"})


def figures(ratings: Sequence[Rated]) -> dict[str, int]:
    """Return how many capabilities have each rating; those that nobody rated stand under the empty text."""
    counted = Counter(one.rating for one in ratings)
    return {one: counted[one] for one in (*RATINGS, "")}


def report(officer: Officer, case: str, language: str, *, at: datetime | None = None) -> bytes:
    """Return the report of an exercise as PDF.

    Raises:
        NotEvaluable: the exercise has not ended.
        NoSuchCase, NoPurpose, BadLetter, PaperNotMade.
    """
    from taawun.formats.papers import printing  # typesetting is loaded by who prints

    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "exercise.reported", "exercise", case, SECTOR.purpose, at=at):
        found = access.exercise(officer, case, at=at)
        if found.shown.standing.state not in REPORTED:
            raise NotEvaluable
        with translation.override(language):
            letter = _letter(officer, found, Language(language), at)
        return printing.render(letter, None, created=at)


def _letter(officer: Officer, found: Exercise, language: Language, at: datetime) -> Letter:
    case, pack = found.case, found.shown.pack
    other = next(one for one in (case.requesting, case.requested) if one != settings.TAAWUN_PARTY)
    sides = [pack.parties[one] for one in (settings.TAAWUN_PARTY, other)]
    sender, recipient = (Authority(one.authority[language], one.title[language]) for one in sides)
    return Letter(
        kind=Kind.AFTER_ACTION, language=language, status=Status.DRAFT, case_id=case.id,
        our_reference=f"{settings.TAAWUN_PARTY}/{case.authority}/{case.id[-12:]}", sender=sender, recipient=recipient,
        place=sender.state, day=at.date(), subject=f"{EXERCISE_BANNER}: {found.values.get('name', '')}"[:500],
        legal_basis=(pack.title[language],), sections=tuple(_sections(officer, found, at)),
        signatory=Signatory(officer.name, officer.authority.code),
        marking=Marking(EXERCISE_BANNER, PURPOSES[SECTOR.purpose].title(language)),
    )  # fmt: skip


def _sections(officer: Officer, found: Exercise, at: datetime) -> list[Section]:
    events = access.every_event(officer, found, at=at)  # the exercise has ended: what was expected is told
    both = access.both_ratings(officer, found, at=at)
    ratings = both[settings.TAAWUN_PARTY]
    observed = access.observations(officer, found.case.id, at=at)
    made = [
        Section(_("Scenario"), (str(found.values.get("scenario", "")),)),
        Section(_("Figures"), rows=tuple(_figures(events, ratings))),
        Section(_("Objectives and ratings"), rows=tuple(_rated(found, both))),
        Section(_("Injects"), rows=tuple(_event(one) for one in events)),
        Section(_("Observations"), rows=tuple(_observed(one) for one in observed)),
        Section(_("Improvement plan"), rows=tuple(_planned(one) for one in access.improvements(found.case.id))),
    ]
    return [one for one in made if one.paragraphs or one.rows]


def _figures(events: Sequence[Event], ratings: Sequence[Rated]) -> list[Row]:
    shapes = Counter(one.shape for one in events)
    rows = [(SHAPES[shape], shapes[shape]) for shape in (Shape.FIRED, Shape.LATE, Shape.PLANNED, Shape.HELD)]
    rated = figures(ratings)
    rows += [(f"{code}: {words}", rated[code]) for code, words in RATINGS.items()]
    rows += [(_("Not rated"), rated[""])] if rated[""] else []
    return [Row(str(label), str(count)) for label, count in rows]


def _rated(found: Exercise, both: Mapping[str, Sequence[Rated]]) -> list[Row]:
    """Return each objective with the rating of its capability by each side; one that was not released is not here."""
    by = [(party, {one.capability: one for one in told}) for party, told in both.items()]
    return [
        Row(
            f"{one.number}. {one.text}",
            "\n".join([one.capability, *(_rating(party, told[one.capability]) for party, told in by)]),
        )
        for one in (found.plan.objectives if found.plan else ())
    ]


def _rating(party: str, rated: Rated) -> str:
    said = f"{rated.rating}: {RATINGS[rated.rating]}. {rated.text}" if rated.rating else _("Not rated")
    return f"{PARTIES.get(party, party)}: {said}"


def _event(one: Event) -> Row:
    told = one.inject
    moments = [f"{_('Fired')} {one.fired:%H:%M:%S} UTC"] if one.fired else []
    moments += [f"{_('Arrived')} {one.arrived:%H:%M:%S} UTC"] if one.arrived and one.shape is Shape.LATE else []
    label = _("Inject %(number)s, minute %(minute)s") % {"number": told.number, "minute": told.minute}
    parts = [str(SHAPES[one.shape]), str(CHANNELS[told.channel]), told.text, told.expected, *moments]
    return Row(label, " · ".join(parts))


def _observed(one: Observation) -> Row:
    inject = " · " + _("Inject %(number)s") % {"number": one.inject} if one.inject else ""
    return Row(f"{one.capability}{inject}", f"{PARTIES.get(one.party, one.party)}: {SORTS[one.sort]}: {one.text}")


def _planned(one: Improvement) -> Row:
    party: Any = PARTIES.get(one.owner, one.owner)
    return Row(one.capability, f"{one.text} · {party}, {one.authority} · {one.due:%Y-%m-%d} · {one.result}")
