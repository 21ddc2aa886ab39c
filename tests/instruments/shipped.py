# SPDX-License-Identifier: Apache-2.0
"""The shipped packs, loaded once, and facts to ask their gates about."""

from datetime import date
from functools import cache

from taawun.apps.people.roles import CATALOGUE
from taawun.formats.packs import load_folder
from taawun.kernel.cases.facts import Facts, offences_of, person_of
from taawun.kernel.cases.rules import RULES

EXTRADITION, ASSISTANCE, TRANSFER = "extradition", "mutual_legal_assistance", "transfer_of_sentenced_person"
OFFENCE = {
    "id": "1",
    "title": "Trafficking in narcotics",
    "category": "narcotics",
    "law": "PK",
    "article": "9(1)",
    "law_date": "2024-03-01",
    "conduct": "Carried 4 kg of heroin from Karachi to Manama.",
    "committed": "2024-03-01",
    "maximum_months": 240,
    "counterpart": "Trafficking, Law 15 of 2007",
    "counterpart_maximum_months": 240,
}
PERSON = {"status": "accused", "born": "1990-05-04", "nationalities": ["PK"]}


@cache
def packs():
    return load_folder(roles=CATALOGUE.keys())


def kinds(slug=""):
    """Return (name, kind) of every kind of every pack, or of those of one slug."""
    return [
        (f"{pack.slug} {kind.slug}", kind)
        for pack in packs().values()
        for kind in pack.kinds.values()
        if slug in ("", kind.slug)
    ]


def kind_of(pack, slug=EXTRADITION):
    return packs()[pack].kinds[slug]


def ask(kind, gate, offence=None, person=None, requested="BH"):
    """Return what the rule of a gate finds on these facts."""
    facts = Facts(
        requesting="PK",
        requested=requested,
        on=date(2026, 11, 22),
        person=person_of(PERSON | (person or {})),
        offences=offences_of([OFFENCE | (offence or {})]),
    )
    declared = kind.gates[gate]
    return RULES[declared.rule](facts, declared.given)
