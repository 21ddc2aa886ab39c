# SPDX-License-Identifier: Apache-2.0
"""Immigration: the declaration from which the node serves this sector."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.immigration import rules

SCREENERS: Final = frozenset({"analyst", "desk_officer"})
"""Roles that take passenger lists; the same as those that screen names."""

SECTOR: Final = Sector(
    slug="immigration",
    title={"en": "Immigration", "ar": "الهجرة", "ur": "امیگریشن"},
    about={
        "en": "Advance passenger information, overstay screened before any penalty, readmission without harm.",
        "ar": "المعلومات المسبقة عن الركاب، وفحص تجاوز الإقامة قبل أي عقوبة، وإعادة قبول بلا أذى.",
        "ur": "مسافروں کی پیشگی معلومات، سزا سے پہلے زائد قیام کی جانچ، اور محفوظ واپسی۔",
    },
    purpose="immigration",
    instruments=("pk-bh-working-group", "model-immigration", "model-transfer"),
    roles=frozenset({"analyst", "desk_officer", "legal_reviewer", "liaison_officer", "releasing_officer"}),
    records={
        # A list serves the flight it announces; what is asked of it a month later is a count, and that is kept.
        "passenger-list": Kept(months=1, check=rules.check_passenger_list),
        "overstay": Kept(
            months=24, check=rules.check_overstay, fill=rules.fill_overstay, punishes=rules.punishes_overstay
        ),
        "visa-free-passport": Kept(months=12, check=rules.check_visa_free),
    },
    answers={
        "overstay": frozenset({"give_document", "decline_document"}),
        "removal": frozenset({"confirm_arrival"}),
        "readmission": frozenset({"accept", "refuse"}),
    },
    case_kinds=(
        ("model-immigration", "overstay"),
        ("model-immigration", "removal"),
        ("model-immigration", "readmission"),
        ("model-transfer", "transfer_of_sentenced_person"),
    ),
    beside={
        "passenger-list": "taawun.sectors.immigration.beside:screening",
        "visa-free-passport": "taawun.sectors.immigration.beside:exemption",
    },
    pages=(
        Page("passengers", SCREENERS, label=_("Passenger lists")),
        Page("passenger-list", SCREENERS),
        Page("passenger-list-out", SCREENERS),
        Page("follow-up", frozenset({"desk_officer"})),
    ),
)
