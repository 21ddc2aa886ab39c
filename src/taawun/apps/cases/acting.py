# SPDX-License-Identifier: Apache-2.0
"""One act on a case: an officer who may, one transaction on a locked case, one audit line, one ledger entry.

A refusal leaves a line too, with the paragraph that refused (spec §10.11).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import seeing
from taawun.apps.cases.models import Case
from taawun.apps.cases.models.cases import REASON_CHARACTERS
from taawun.apps.cases.moves import filing
from taawun.kernel.errors import BadContents, BadShape
from taawun.kernel.marking.wire import plain_text
from taawun.kernel.wire.times import cut

OBJECT: Final = "case"
"""What audit lines call a case."""


def moment(at: datetime | None) -> datetime:
    """Return the moment of an act, as it will be read back; the present if none is given."""
    return cut(at or timezone.now())


def written(text: str, most: int = REASON_CHARACTERS) -> str:
    """Return what an officer wrote, without blanks around it.

    Raises:
        BadContents: it is longer than is kept, or holds control characters.
    """
    found = text.strip()
    if not found:
        return ""
    try:
        return plain_text(found.replace("\r\n", "\n"), "A text", most)
    except BadShape as wrong:
        raise BadContents(wrong.detail) from None


@contextmanager
def acting(
    actor: Actor,
    act: str,
    case_id: str,
    purpose: str,
    at: datetime,
    *,
    ledger: str = "",
    roles: Iterable[str] = seeing.READERS,
) -> Iterator[Case]:
    """Make a block one act of an officer on one case, which is locked until its end.

    Args:
        actor: the officer.
        act: its name on the record, e.g. "case.filled".
        case_id: the case.
        purpose: what for.
        at: when.
        ledger: kind of the ledger entry for the line; empty if the block writes its own.
        roles: of which the officer must hold one in the authority that has the case.
    """
    with audit.acting(actor, act, OBJECT, case_id, purpose, ledger=ledger, at=at):
        case = filing.locked(case_id)
        seeing.require_worker(actor, case, purpose, roles)
        yield case
