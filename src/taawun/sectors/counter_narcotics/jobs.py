# SPDX-License-Identifier: Apache-2.0
"""The jobs of counter-narcotics."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from taawun.apps.jobs.context import Context
from taawun.apps.jobs.registry import job
from taawun.sectors.counter_narcotics import loading
from taawun.sectors.counter_narcotics.services import KIND
from taawun.sectors.counter_narcotics.words import FLAWS


@job(
    KIND, title_en="Import of seizure statistics", ar="استيراد إحصاءات الضبطيات", ur="ضبطیوں کے اعداد و شمار کی درآمد",
    page="counter_narcotics:statistics", words={"rows": _("Rows taken in"), **FLAWS},
)  # fmt: skip
def import_statistics(context: Context) -> dict[str, Any]:
    """Run or go on with the import of one file of statistics."""
    return loading.run(context)
