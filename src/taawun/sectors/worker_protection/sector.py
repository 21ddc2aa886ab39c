# SPDX-License-Identifier: Apache-2.0
"""Worker protection: the declaration from which the node serves this sector."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.worker_protection import charges, contracts, rules

OFFICERS: Final = frozenset({"protection_officer"})
"""Who works here. No role of enforcement ever stands in this set."""

SECTOR: Final = Sector(
    slug="worker_protection",
    title={"en": "Worker protection", "ar": "حماية العمال", "ur": "کارکنوں کا تحفظ"},
    about={
        "en": "Workers screened for forced labour, and referred with their consent; never reported.",
        "ar": "فحص العمال لكشف العمل الجبري وإحالتهم بموافقتهم، دون التبليغ عنهم أبدا.",
        "ur": "جبری مشقت کے لیے کارکنوں کی جانچ اور ان کی رضامندی سے سپردگی؛ کبھی شکایت نہیں۔",
    },
    purpose="worker-protection",
    instruments=("pk-bh-working-group", "model-referral"),
    case_kinds=(("model-referral", "worker_referral"),),
    answers={"worker_referral": frozenset({"accept", "decline"})},
    roles=OFFICERS,
    safeguard="taawun.sectors.worker_protection.safeguarding:holds",
    beside={
        "worker-hotline": "taawun.sectors.worker_protection.beside:interview",
        "worker-referral": "taawun.sectors.worker_protection.beside:consent",
    },
    pages=(
        Page("protection", OFFICERS, _("Protection desk")),
        Page("interview-new", OFFICERS, _("Begin an interview")),
        Page("interview", OFFICERS),
        Page("interview-leave", OFFICERS),
        Page("interview-drop", OFFICERS),
        Page("interview-take-over", OFFICERS),
        Page("screening", OFFICERS),
        Page("wages", OFFICERS, _("Wage files")),
        Page("wage-file", OFFICERS),
        Page("wage-erase", OFFICERS),
        Page("wage-compare", OFFICERS),
        Page("wage-export", OFFICERS),
        Page("wage-record", OFFICERS),
        Page("contracts", OFFICERS, _("Contracts side by side")),
        Page("reading-copy", OFFICERS),
        Page("reading-paper", OFFICERS),
        Page("charges", OFFICERS, _("Charges for a job")),
        Page("statistics", OFFICERS, _("Statistics that leave")),
        Page("statistics-table", OFFICERS),
        Page("statistics-export", OFFICERS),
        Page("statistics-decide", OFFICERS),
    ),
    records={
        "worker-hotline": Kept(months=24, check=rules.check_hotline),
        "worker-documents": Kept(months=60, check=rules.check_documents),
        "worker-hours": Kept(months=60, check=rules.check_hours, fill=rules.fill_hours),
        "worker-housing": Kept(months=60, check=rules.check_housing, fill=rules.fill_housing),
        "worker-screening": Kept(months=60, check=rules.check_screening, fill=rules.fill_screening),
        "worker-referral": Kept(months=60, check=rules.check_referral),
        "worker-recovery": Kept(months=60, check=rules.check_recovery, fill=rules.fill_recovery),
        "worker-wages": Kept(months=60),
        "worker-contract": Kept(months=60, check=contracts.check_contract),
        "worker-charge": Kept(months=60, check=charges.check_charge, fill=charges.fill_charge),
    },
)
