# SPDX-License-Identifier: Apache-2.0
"""The message: a short written answer or question about an earlier envelope (spec §30.8)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from taawun.apps.exchange.about import content_of
from taawun.apps.exchange.kinds import Incoming, Kind, may_read
from taawun.apps.exchange.kinds import register as register_kind
from taawun.apps.people.models import Officer
from taawun.kernel.errors import BadShape, SenderError
from taawun.kernel.wire import shapes
from taawun.kernel.wire.ids import check_id

KIND: Final = "message"
TYPE: Final = "message/1"
LANGUAGES: Final = frozenset({"en", "ar", "ur"})
TEXT_CHARACTERS: Final = 20_000
THREAD_LONGEST: Final = 100
"""Messages about messages that are followed to what the first was about; a longer thread is shown to nobody."""
APPROVERS: Final = frozenset({"releasing_officer", "legal_reviewer"})
_FIELDS = frozenset({"type", "about", "language", "text"})


def write_message(text: str, language: str, about: str | None = None) -> dict[str, Any]:
    """Return the body of a message, about an earlier envelope or about nothing before it."""
    body = {"type": TYPE, "about": about, "language": language, "text": text}
    _check_body(body)
    return body


def register() -> None:
    """Declare the kind; a message is kept in its envelope and needs no other room."""
    register_kind(Kind(KIND, _take, may_read=_may_read))


def _may_read(officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether an officer may be shown a message: where it is about an envelope, whoever may be shown that one.

    Of an envelope that is not here nobody can tell; then only those who approve what leaves see the message.
    """
    for _ in range(THREAD_LONGEST):
        if body["about"] is None:
            return True
        about = content_of(body["about"])
        if about is None:
            return not officer.role_slugs().isdisjoint(APPROVERS)
        if about.kind != KIND:
            return may_read(about.kind, officer, about.body, purpose)
        body = about.body
    return False


def _check_body(body: Mapping[str, Any]) -> None:
    raw = shapes.fields(dict(body), "message", _FIELDS)
    if raw["type"] != TYPE:
        raise BadShape("The type is not message/1.")
    if raw["about"] is not None:
        check_id(raw["about"])
    shapes.one_of(raw["language"], LANGUAGES, "language")
    shapes.text(raw["text"], "text", TEXT_CHARACTERS)


def _take(messages: Sequence[Incoming], _now: datetime) -> list[SenderError | None]:
    """Judge messages; one that is good is kept by its inbox row."""
    return [_refusal(message.body) for message in messages]


def _refusal(body: Mapping[str, Any]) -> SenderError | None:
    try:
        _check_body(body)
    except SenderError as refusal:
        return refusal
    return None
