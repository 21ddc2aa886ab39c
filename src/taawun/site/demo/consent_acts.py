# SPDX-License-Identifier: Apache-2.0
"""What officers do in the story about a use that a handling code forbids; runs in the node (spec §80.25)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from taawun.apps.registers.consents import services
from taawun.apps.registers.releasing import wish_for
from taawun.kernel.marking.codes import Handling
from taawun.kernel.marking.consents import Use
from taawun.site.demo.acts import BASIS, act, officer
from taawun.site.demo.cast import PURPOSE


@act
def consent_ask(username: str, record: str, originator: str, recipient: str, reason: str) -> str:
    """Draft a request to share a record onward, to be answered today, and return its release."""
    use = Use(record, Handling.H2, PURPOSE, recipient)
    by = datetime.now(UTC).date()
    return services.ask(officer(username), originator, use, reason, PURPOSE, BASIS, by=by).id


@act
def consent_answer(username: str, request: str, given: bool, reason: str) -> str:
    """Draft an answer that counts for a week, and return its release."""
    until = datetime.now(UTC).date() + timedelta(days=7) if given else None
    return services.answer(officer(username), request, given, reason, PURPOSE, BASIS, until=until).id


@act
def consents(username: str, record: str) -> list[dict[str, Any]]:
    """Return what was asked about a record, and the answer that counts."""
    found = services.of_record(officer(username), record, PURPOSE)
    return [
        {"id": one.row.id, "to": one.row.recipient, "given": one.reply.given if one.reply else None} for one in found
    ]


@act
def onward(record: str, recipient: str) -> bool:
    """Tell whether a record may be released to a party, or be refused."""
    return recipient in wish_for(record, [recipient], PURPOSE, BASIS).recipients
