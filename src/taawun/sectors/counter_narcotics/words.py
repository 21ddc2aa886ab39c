# SPDX-License-Identifier: Apache-2.0
"""What the codes of this sector are called on its pages."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taawun.formats.unodc import Flaw

FLAWS: Final[Mapping[str, Promise]] = {
    Flaw.DUPLICATE: _("Exact duplicate of an earlier row"),
    Flaw.OUTLIER: _("Outlier: far above the other amounts of this drug"),
    Flaw.NOT_POSITIVE: _("Amount not above zero"),
    Flaw.NO_AMOUNT: _("No amount stated, which is not zero"),
    Flaw.UNIT: _("Unit that is no mass or volume"),
    Flaw.TOO_MUCH: _("Amount beyond what can be weighed"),
    Flaw.DATE: _("Impossible date"),
    Flaw.COLUMNS: _("Line left out: wrong number of columns"),
    Flaw.LENGTH: _("Line left out: a cell without end"),
}
