# SPDX-License-Identifier: Apache-2.0
"""What was read at the counter, as the follow-up of a hit puts it to its issuer (spec §80.41)."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from taawun.apps.cases.hits import Compared
from taawun.formats.mrz import read
from taawun.formats.mrz.codes import country_of
from taawun.kernel.errors import NoSuchRecord


def compared(zone: str, at: datetime | None = None) -> Compared:
    """Return the holder of a document as a hit on it is followed up.

    Raises:
        NoSuchRecord: this is no zone, so nothing was hit by it.
    """
    mrz = read(zone, (at or timezone.now()).date()).mrz
    if mrz is None:
        raise NoSuchRecord
    said = _("The document that was read: number %(number)s, issued by %(issuer)s, %(kind)s.") % {
        "number": mrz.number, "issuer": mrz.issuer, "kind": mrz.form,
    }  # fmt: skip
    country = country_of(mrz.nationality)
    return Compared(
        _("Hit at the counter"), said, _("Travel document at the counter"), "MRZ", f"{mrz.given} {mrz.surname}".strip(),
        mrz.birth, (country,) if country else (), (f"{mrz.code} {mrz.issuer} {mrz.number}",),
    )  # fmt: skip
