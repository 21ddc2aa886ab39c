# SPDX-License-Identifier: Apache-2.0
"""Screenings and referrals for tests: a worker whose name is distinctive in three scripts."""

from datetime import date

from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.kernel.marking import Marking, make_marking

PROTECTOR = "nadia"
PURPOSE, PACK, KIND = "worker-protection", "model-referral", "worker_referral"
NAMES = ("Zulnoor Khaskheli Mirbahar", "ذو النور خاصخيلي ميربحر", "ذوالنور خاصخیلی میربحر")
DOCUMENT = "QX7719034"
TELLING = ["held-documents=yes", "held-wages=yes", "held-debt=yes", "deceived-contract=yes", "recruited-debt=yes"]


def protected(**changes) -> Marking:
    """Return the marking of a worker's record."""
    words = {"purposes": {PURPOSE}, "review": date(2029, 1, 1), "tlp": "amber", "persons": {"victim"}} | changes
    return make_marking("PK", words.pop("source", "A"), words.pop("information", 2), **words)


def screened(officer, determination: str = "open", **changes):
    """State a screening of the worker."""
    data = {
        "reference": "SC-77", "name": list(NAMES), "birth_date": "1984-02-11", "document_number": DOCUMENT,
        "screened_on": "2026-11-02", "age_group": "adult", "determination": determination, "answers": TELLING,
    } | changes  # fmt: skip
    return registers.draft_record(actor_of(officer), "worker-screening", data, protected(), PURPOSE)


PERSON = {
    "status": "victim", "born": "1984-02-11", "nationalities": ["PK"], "consents": True, "name": NAMES[0],
    "other_names": list(NAMES[1:]),
}  # fmt: skip
