# SPDX-License-Identifier: Apache-2.0
"""Subjects follow from judgements: records that "same" joins, directly or through others, are about one.

After each judgement the records around it are gathered again. A subject that falls apart keeps its identifier
where most of its records are; one that grows keeps the older identifier, and the other says into which it went.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from taawun.apps.identity.models import Pair, Subject, Verdict
from taawun.apps.ids import new_id
from taawun.apps.registers import queries as registers
from taawun.apps.registers import services as records
from taawun.kernel.errors import Contradiction


def gather(pair: Pair, now: datetime) -> None:
    """Make subjects fit the judgements that stand around a pair, which was just judged.

    Raises:
        Contradiction: records that are joined as one subject were also judged to be different.
    """
    groups = [_joined(pair.left)]
    if pair.right not in groups[0]:
        groups.append(_joined(pair.right))
    for group in groups:
        _check(group)
    held = registers.subjects_of(sorted(set().union(*groups)))
    _place(groups, held, pair.kind, now)


def _joined(start: str) -> set[str]:
    """Return all records that "same" joins with one, itself included."""
    found, edge = {start}, {start}
    while edge:
        rows = Pair.objects.filter(Q(left__in=edge) | Q(right__in=edge), verdict=Verdict.SAME)
        edge = {one for row in rows.values_list("left", "right") for one in row} - found
        found |= edge
    return found


def _check(group: set[str]) -> None:
    against = Pair.objects.filter(left__in=group, right__in=group, verdict=Verdict.DIFFERENT)
    if len(group) > 1 and against.exists():
        raise Contradiction


def _place(groups: list[set[str]], held: Mapping[str, str], kind: str, now: datetime) -> None:
    before = sorted(set(held.values()))
    after: dict[str, str] = {}
    taken: set[str] = set()
    for group in sorted(groups, key=lambda one: (-len(one), min(one))):
        subject = _subject_of(group, held, taken, kind, now) if len(group) > 1 else ""
        taken.add(subject)
        after |= dict.fromkeys(group, subject)
    records.place_subjects(after)
    _end([one for one in before if one not in taken], max(taken), now)


def _subject_of(group: Iterable[str], held: Mapping[str, str], taken: set[str], kind: str, now: datetime) -> str:
    """Return the identifier for a group: the one that most of it bore, the oldest of equals, or a new one."""
    borne = [held[one] for one in group if held.get(one) and held[one] not in taken]
    if borne:
        return min(set(borne), key=lambda one: (-borne.count(one), one))
    made = Subject(id=new_id(now), kind=kind, created=now)
    made.save(force_insert=True)
    return made.id


def _end(subjects: list[str], into: str, now: datetime) -> None:
    """End subjects that no record bears any more; they say which one took their records, if one did."""
    Subject.objects.filter(id__in=subjects, ended=None).update(ended=now, into=into)
