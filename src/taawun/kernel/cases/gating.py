# SPDX-License-Identifier: Apache-2.0
"""What became of each gate: computed, assessed, cured, waived (spec §60.6 to §60.8).

A gate that nobody assessed is never passed. What is met stays met: a rule's finding changes with the facts alone,
and an assessor's on a mandatory gate only when two from different authorities find otherwise. What an assessor found
passes a gate only for what the assessor looked at: an offence, or the person, that was stated later or otherwise is
not assessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from taawun.kernel.cases.facts import Facts
from taawun.kernel.cases.gates import Assessment, Assurance, Gate
from taawun.kernel.cases.rules import RULES, Computed, worst
from taawun.kernel.cases.words import Outcome
from taawun.kernel.errors import BadAssessment
from taawun.kernel.wire.digests import digest_of

POINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "authority": "Who gives the assurance, and may that office bind the state?",
        "binding": "Whom does it bind, centrally and locally?",
        "specific": "What exactly is promised, for this person and these acts?",
        "lawful": "Is the treatment it is about lawful or unlawful in that state?",
        "record": "How has that state kept such assurances before?",
        "monitoring": "Who watches that it is kept, how often, and with private access?",
        "counsel": "Has the person access to counsel and to the consulate?",
        "protection": "Is there effective protection against ill-treatment, and is it looked into?",
        "examined": "Has a court of the requested side examined it, or could it?",
    }
)
"""The assurance assessment form: each question needs an answer before an assurance can be found sufficient."""


TAINTED: Final = "tainted_evidence"
"""The gate that one assessor does not find not met while evidence of the case is tainted."""


MARK_CHARACTERS: Final = 32


@dataclass(frozen=True, slots=True)
class GateStanding:
    """What became of one gate.

    Attributes:
        gate: as the pack declares it.
        outcome: what counts now.
        computed: what its rule found, if it has one.
        assessment: the assessment that stands, if somebody made one.
        cure: the assurance that cures it, if one does.
        waived: of an optional gate that is met: True if waived, False if exercised, None if neither.
        exceptional: whether it was met and two assessors found otherwise; oversight must be told.
        beyond: what a finding, a waiver or an assurance that would pass it did not look at: numbers of offences,
            sorted, and "person"; empty where nothing is left.
        mark: of what an assessor looks at now (`mark_of`).
        tainted: whether only two can find it not met, for evidence of the case is tainted.
        blocks: slugs of the moves that it keeps closed now.
    """

    gate: Gate
    outcome: Outcome
    computed: Computed | None
    assessment: Assessment | None
    cure: Assurance | None
    waived: bool | None
    exceptional: bool
    beyond: tuple[str, ...] = ()
    mark: str = ""
    tainted: bool = False
    blocks: tuple[str, ...] = ()

    @property
    def cured(self) -> bool:
        """Tell whether a sufficient assurance lets the case go on though the gate is met."""
        return self.cure is not None

    @property
    def by_two(self) -> bool:
        """Tell whether only two assessors from different authorities can find it not met."""
        if self.computed is not None and self.computed.outcome is Outcome.MET:
            return False
        met = self.gate.mandatory and self.outcome is Outcome.MET
        return met or self.tainted or (self.exceptional and bool(self.beyond))

    @property
    def passed(self) -> bool:
        """Tell whether the gate keeps nothing closed."""
        if self.outcome is Outcome.MET:
            return self.cured or (not self.gate.mandatory and self.waived is True)
        return self.outcome is Outcome.NOT_MET

    @property
    def is_ground(self) -> bool:
        """Tell whether it gives a ground to refuse: met and not cured, and exercised where it is optional."""
        met = self.outcome is Outcome.MET and not self.cured
        return met and (self.gate.mandatory or self.waived is False)


def stand(gate: Gate, facts: Facts, assessments: Sequence[Assessment], assurances: Sequence[Assurance]) -> GateStanding:
    """Return what became of a gate. Assessments are oldest first; those that do not count are passed over."""
    computed = _computed(gate, facts) if gate.rule else None
    mine = [one for one in assessments if one.gate == gate.slug]
    assessment, exceptional = _standing(gate, mine)
    missed = _missed(facts, assessment)
    outcome = _outcome(computed, assessment, lapsed=bool(missed))
    if outcome is Outcome.NOT_MET and assessment and _taints(gate, facts, assessment):
        outcome = Outcome.NOT_ASSESSED
    met, tainted = outcome is Outcome.MET, gate.slug == TAINTED and facts.tainted is not None
    cure = _cure(gate, mine, assessment, assurances) if met else None
    uncured = _missed(facts, cure)
    waived = assessment.waived if met and assessment and assessment.outcome is Outcome.MET else None
    unwaived = missed if waived else ()
    return GateStanding(
        gate=gate,
        outcome=outcome,
        computed=computed,
        assessment=assessment,
        cure=None if uncured else cure,
        waived=None if unwaived else waived,
        exceptional=exceptional and not met,
        beyond=missed if outcome is Outcome.NOT_ASSESSED else uncured or unwaived,
        mark=mark_of(facts),
        tainted=tainted and outcome is Outcome.NOT_ASSESSED,
    )


def subjects_of(facts: Facts) -> Mapping[str, str]:
    """Return what an assessor has to look at: digest -> number of the offence, or "person".

    Of what both sides stated, both.
    """
    return facts.subjects if facts.crossed is None else {**facts.subjects, **facts.crossed.subjects}


def mark_of(facts: Facts) -> str:
    """Return what names all that an assessor looks at now: who assesses names what they saw."""
    return digest_of(sorted(subjects_of(facts)))[:MARK_CHARACTERS]


def _missed(facts: Facts, one: Assessment | Assurance | None) -> tuple[str, ...]:
    """Return what somebody did not look at, by its label; nothing where nobody looked."""
    if one is None:
        return ()
    return tuple(sorted({label for digest, label in subjects_of(facts).items() if digest not in one.covers}))


def _computed(gate: Gate, facts: Facts) -> Computed:
    """Return the worse of what a rule finds in the facts as they are here, and as the other side stated them."""
    both = (facts,) if facts.crossed is None else (facts, facts.crossed)
    return worst(RULES[gate.rule](one, gate.given) for one in both)


def _outcome(computed: Computed | None, assessment: Assessment | None, *, lapsed: bool) -> Outcome:
    """Return what counts: a rule that finds a gate met, then an assessor who does, then a rule that does not.

    An assessment that did not look at all that stands now has `lapsed`: it finds nothing not met any more. That a gate
    is met stays so, for who found a ground in one offence found it in the case.
    """
    assessed = assessment.outcome if assessment else Outcome.NOT_ASSESSED
    if lapsed and assessed is Outcome.NOT_MET:
        assessed = Outcome.NOT_ASSESSED
    if computed is None or Outcome.MET in (computed.outcome, assessed):
        return Outcome.MET if computed and computed.outcome is Outcome.MET else assessed
    if computed.outcome is Outcome.NOT_ASSESSED and computed.person:
        return assessed
    return computed.outcome


def _standing(gate: Gate, assessments: Iterable[Assessment]) -> tuple[Assessment | None, bool]:
    """Return the assessment that stands, and whether it overturned one by the exceptional path."""
    standing: Assessment | None = None
    exceptional = False
    for one in assessments:
        if not one.reason.strip():
            continue
        overturns = _overturns(gate, standing, one, exceptional)
        if overturns and not _by_two(one):
            continue
        exceptional = overturns or (exceptional and one.outcome is not Outcome.MET)
        standing = one
    return standing, exceptional


def _overturns(gate: Gate, before: Assessment | None, now: Assessment, exceptional: bool) -> bool:
    """Tell whether an assessment finds otherwise than that the gate is met.

    What two found otherwise for some offences, one does not find for more of them.
    """
    if before is None or not gate.mandatory or now.outcome is Outcome.MET:
        return False
    return before.outcome is Outcome.MET or (exceptional and not now.covers <= before.covers)


def _by_two(one: Assessment) -> bool:
    """Tell whether two people from different authorities found it not met; nobody can un-assess what is met."""
    both = bool(one.officer and one.second and one.authority and one.second_authority)
    different = one.officer != one.second and one.authority != one.second_authority
    return one.outcome is Outcome.NOT_MET and both and different


def _taints(gate: Gate, facts: Facts, one: Assessment) -> bool:
    """Tell whether an assessment of untainted evidence does not count: some is tainted, and no two knew and agreed."""
    if gate.slug != TAINTED or facts.tainted is None or one.outcome is not Outcome.NOT_MET:
        return False
    return not _by_two(one) or one.at < facts.tainted


def _cure(
    gate: Gate, mine: Sequence[Assessment], standing: Assessment | None, assurances: Iterable[Assurance]
) -> Assurance | None:
    """Return the assurance that cures a gate which is met: the one assessed last, if it was found sufficient."""
    if not gate.curable:
        return None
    assessors = {officer for one in mine for officer in (one.officer, one.second)}
    counted = [
        (one.assessed_at, one.sufficient is not True, number, one)
        for number, one in enumerate(assurances)
        if one.gate == gate.slug and one.assessed_at and (not one.sufficient or _counts(one, assessors, standing))
    ]
    last = max(counted, default=None)
    return last[3] if last and last[3].sufficient else None


def _counts(one: Assurance, assessors: set[str], standing: Assessment | None) -> bool:
    """Tell whether a finding of sufficient counts: complete, by somebody apart, and not older than the finding."""
    whole = one.text.strip() and one.given_by.strip() and not lacking_points(one)
    apart = bool(one.assessor) and one.assessor not in assessors
    late = one.assessed_at is not None and (standing is None or one.assessed_at >= standing.at)
    return bool(whole) and apart and late


def lacking_points(assurance: Assurance) -> tuple[str, ...]:
    """Return the questions of the assessment form that have no answer."""
    return tuple(point for point in POINTS if not assurance.points.get(point, "").strip())


# --- what an assessor is told ------------------------------------------------------------------------------


def check_assessment(gate: Gate, facts: Facts, before: Sequence[Assessment], new: Assessment) -> None:
    """Refuse an assessment that would not count (spec §60.7).

    Raises:
        BadAssessment: saying why.
    """
    if new.gate != gate.slug:
        raise BadAssessment("It is about another gate.")
    if not new.reason.strip() or not new.source.strip():
        raise BadAssessment("It needs a reason and a source.")
    if new.waived is not None and (gate.mandatory or new.outcome is not Outcome.MET):
        raise BadAssessment("Only an optional gate that is met is exercised or waived.")
    _check_against_rule(gate, facts, new)
    _check_covers(facts, new)
    if _taints(gate, facts, new):
        raise BadAssessment("Evidence is tainted; two assessors from different authorities must find otherwise.")
    standing, exceptional = _standing(gate, [one for one in before if one.gate == gate.slug])
    if _overturns(gate, standing, new, exceptional) and not _by_two(new):
        raise BadAssessment("It was met; two assessors from different authorities must find otherwise.")


def _check_covers(facts: Facts, new: Assessment | Assurance) -> None:
    if _missed(facts, new):
        raise BadAssessment("An offence or the person was stated otherwise since; what stands now is to be looked at.")


def _check_against_rule(gate: Gate, facts: Facts, new: Assessment) -> None:
    if not gate.rule or new.outcome is Outcome.MET:
        return
    computed = _computed(gate, facts)
    if computed.outcome is Outcome.MET or not computed.person:
        raise BadAssessment("The facts decide it; change the facts.")


def check_assurance(gate: Gate, facts: Facts, assessments: Sequence[Assessment], new: Assurance) -> None:
    """Refuse an assurance, or the assessment of one, that would not count (spec §60.8).

    Raises:
        BadAssessment: saying why.
    """
    if new.gate != gate.slug or not gate.curable:
        raise BadAssessment("No assurance cures this gate.")
    if not new.text.strip() or not new.given_by.strip():
        raise BadAssessment("An assurance needs its words and who gave it.")
    if new.sufficient is None:
        return
    if not new.assessor or new.assessed_at is None:
        raise BadAssessment("It needs an assessor and a time.")
    _check_covers(facts, new)
    mine = [one for one in assessments if one.gate == gate.slug]
    if any(new.assessor in (one.officer, one.second) for one in mine):
        raise BadAssessment("Who assessed the gate does not assess the assurance.")
    if new.sufficient and lacking_points(new):
        raise BadAssessment(f"The form is not complete: {', '.join(lacking_points(new))}.")
