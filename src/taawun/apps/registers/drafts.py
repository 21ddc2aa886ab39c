# SPDX-License-Identifier: Apache-2.0
"""Drafts: what an officer has typed, kept on the node, so that a lost session loses nothing.

The form carries a signed token with the officer and the record. With it alone a form that arrives after the session
has ended is kept as a draft of that officer, who finds it after signing in again; nothing else can be done with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.ids import new_id
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers.models import RecordDraft
from taawun.kernel.wire.times import cut

SALT: Final = "taawun.registers.draft"
VALID: Final = timedelta(days=7)
"""How long a form that was opened may still be kept or stated."""
MOST_DRAFTS: Final = 50
"""Drafts of one officer; the oldest makes room."""
Said = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Token:
    """Whose form it is, of which type and record, and under which identifier it is kept or stated."""

    id: str
    officer: str
    type: str
    record: str = ""

    @classmethod
    def new(cls, officer: Officer, type: str, record: str = "") -> "Token":  # noqa: A002 - the word of the spec
        """Return the token of a form that is opened now."""
        return cls(new_id(timezone.now()), officer.id, type, record)

    def sealed(self) -> str:
        """Return it as the form carries it."""
        return signing.dumps([self.id, self.officer, self.type, self.record], salt=SALT)


def opened(sealed: str) -> Token | None:
    """Return the token of a form, or None where it is not ours or too old."""
    try:
        return Token(*signing.loads(sealed, salt=SALT, max_age=VALID))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def keep(officer: Officer, token: Token, said: Said, purpose: str, *, at: datetime | None = None) -> None:
    """Keep what was typed in place of what was kept before."""
    at = cut(at or timezone.now())
    held = {name: list(values) for name, values in said.items()}
    with transaction.atomic():
        values = {"officer_id": officer.id, "type": token.type, "record": token.record, "said": held, "kept": at}
        RecordDraft.objects.update_or_create(id=token.id, defaults=values)
        mine = RecordDraft.objects.filter(officer_id=officer.id).order_by("-kept", "-id")
        RecordDraft.objects.filter(id__in=list(mine.values_list("id", flat=True)[MOST_DRAFTS:])).delete()
        audit.record(actor_of(officer), "draft.kept", "record", token.record or token.id, purpose, at=at)


def drop(officer: Officer, draft_id: str) -> None:
    """Forget a draft of this officer."""
    RecordDraft.objects.filter(id=draft_id, officer_id=officer.id).delete()


def of(officer: Officer) -> list[RecordDraft]:
    """Return the drafts of an officer without what they say, the last kept first."""
    return list(RecordDraft.objects.filter(officer_id=officer.id).defer("said").order_by("-kept", "-id"))


def one(officer: Officer, draft_id: str) -> RecordDraft | None:
    """Return one draft of this officer."""
    return RecordDraft.objects.filter(id=draft_id, officer_id=officer.id).first()


def others_on(officer: Officer, record_id: str) -> list[RecordDraft]:
    """Return who else keeps a draft of a version of a record, without what they say."""
    return list(RecordDraft.objects.filter(record=record_id).exclude(officer_id=officer.id).defer("said"))
