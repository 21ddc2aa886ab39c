# SPDX-License-Identifier: Apache-2.0
"""Which papers of a case no court may use: tainted ones, and those that nobody answered for (spec §60.9, CAT 15).

Either lies on bytes, not on a row: the same bytes under another name share it, and so do translations of them.
"""

from datetime import datetime

from taawun.apps.cases.models import Evidence, EvidenceTaint, Paper, PaperKind


def tainted(case_id: str) -> frozenset[str]:
    """Return the digests of the papers of a case that may have been got by torture."""
    rows = Evidence.objects.filter(paper__case_id=case_id)
    noted = rows.filter(tainted=True) | rows.filter(id__in=EvidenceTaint.objects.values("evidence_id"))
    return _with_translations(case_id, frozenset(noted.values_list("paper__sha256", flat=True)))


def unanswered(case_id: str) -> frozenset[str]:
    """Return the digests of what came from the other side and of which nobody has said where it comes from."""
    rows = Paper.objects.filter(case_id=case_id)
    came = rows.filter(kind=PaperKind.REFERENCE, evidence=None).values_list("sha256", flat=True)
    ours = rows.exclude(kind__in=(PaperKind.REFERENCE, PaperKind.TRANSLATION)).values_list("sha256", flat=True)
    answered = rows.filter(evidence__isnull=False).values_list("sha256", flat=True)
    return _with_translations(case_id, frozenset(came) - frozenset(ours) - frozenset(answered))


def barred(case_id: str) -> frozenset[str]:
    """Return the digests of the papers of a case that go to no court."""
    return tainted(case_id) | unanswered(case_id)


def tainted_at(case_id: str) -> datetime | None:
    """Return when evidence of a case was last found tainted; None where none is."""
    said = EvidenceTaint.objects.filter(evidence__paper__case_id=case_id).values_list("at", flat=True)
    begun = Evidence.objects.filter(paper__case_id=case_id, tainted=True).values_list("at", flat=True)
    return max([*said, *begun], default=None)


def _with_translations(case_id: str, found: frozenset[str]) -> frozenset[str]:
    """Return these digests with those of every translation of them, and of translations of those."""
    more = found
    while more:
        rows = Paper.objects.filter(case_id=case_id, translates__sha256__in=more).values_list("sha256", flat=True)
        more = frozenset(rows) - found
        found |= more
    return found
