# SPDX-License-Identifier: Apache-2.0
"""What a message is about: the content of an earlier envelope, whichever side wrote it (spec §30.8)."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from taawun.apps.exchange.models import InEnvelope, InState, OutEnvelope


class Content(NamedTuple):
    """The kind and body of an envelope."""

    kind: str
    body: Mapping[str, Any]


def content_of(identifier: str) -> Content | None:
    """Return the content of an envelope that was sent, or accepted, here; None where there is none."""
    row = OutEnvelope.objects.filter(id=identifier).first() or InEnvelope.objects.filter(id=identifier).first()
    if row is None or (isinstance(row, InEnvelope) and row.state != InState.ACCEPTED):
        return None
    return Content(row.kind, json.loads(bytes(row.data))["body"])
