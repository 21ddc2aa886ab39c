# SPDX-License-Identifier: Apache-2.0
"""The acts of notices: an officer says how to be told, and the worker tells whoever is due."""

from datetime import datetime, timedelta
from typing import Final

from taawun.apps.audit import services as audit
from taawun.apps.notices import counting, sending
from taawun.apps.notices.models import Every, Wish
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoticeNotSent
from taawun.kernel.wire.digests import digest_of

PURPOSE: Final = "administration"
PERIODS: Final = {Every.HOUR.value: timedelta(hours=1), Every.DAY.value: timedelta(days=1)}


def wish_of(officer: Officer) -> Wish:
    """Return how an officer wants to be told; a new wish tells nothing."""
    return Wish.objects.filter(officer_id=officer.id).first() or Wish(officer_id=officer.id)


def wish(officer: Officer, every: str, mail: str, *, webhook: bool, at: datetime) -> Wish:
    """Keep how an officer wants to be told."""
    with audit.acting(actor_of(officer), "notices.chosen", "officer", officer.id, PURPOSE, at=at):
        said = {"every": every, "mail": mail, "webhook": webhook, "failed": "", "digest": ""}
        row, _made = Wish.objects.update_or_create(officer_id=officer.id, defaults=said)
    return row


def tell(now: datetime) -> int:
    """Tell everybody who is due and for whom something new waits; return how many were told."""
    due = [row for row in Wish.objects.exclude(every=Every.NEVER) if row.told is None or now - row.told >= _period(row)]
    return sum(_tell(row, now) for row in due)


def _period(row: Wish) -> timedelta:
    return PERIODS[row.every]


def _tell(row: Wish, now: datetime) -> bool:
    officer = people.at_work(row.officer_id)
    found = counting.waiting(officer) if officer else counting.Waiting()
    digest = digest_of([f"{name} {count}" for name, count in found.said().items()])
    if officer is None or not found.all or digest == row.digest:
        return False
    try:
        if row.mail and sending.may_mail():
            sending.mail(row.mail, found, officer.language)
        if row.webhook and sending.may_call():
            sending.call(officer.id, found, now)
    except NoticeNotSent as error:
        Wish.objects.filter(pk=row.pk).update(failed=error.detail[:80])
        return False
    Wish.objects.filter(pk=row.pk).update(told=now, digest=digest, failed="")
    return True
