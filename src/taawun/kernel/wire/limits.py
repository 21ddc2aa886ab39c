# SPDX-License-Identifier: Apache-2.0
"""Limits on everything that comes from outside, each with its unit (spec §20.3)."""

from datetime import timedelta
from typing import Final

BODY_BYTES: Final = 1 << 20
"""Largest body of one envelope, in bytes of canonical JSON."""

ENVELOPE_BYTES: Final = BODY_BYTES + (256 << 10)
"""Largest opened envelope, in bytes: the body with header, release statement and signatures."""

BATCH_BYTES: Final = 8 << 20
"""Largest POST of sealed envelopes, in bytes."""

BATCH_ITEMS: Final = 1_000
"""Most envelopes in one batch."""

JSON_DEPTH: Final = 32
"""Deepest nesting of JSON, in levels."""

SIGNATURES: Final = 32
"""Most signatures on one object."""

RECIPIENTS: Final = 64
"""Most recipients of one release."""

ATTACHMENTS: Final = 256
"""Most attachments of one envelope."""

ATTACHMENT_CHUNK_BYTES: Final = 4 << 20
"""Largest chunk of an attachment, in bytes."""

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far ahead of our clock a sender's time may be."""

HELD_PER_PEER: Final = 10_000
"""Most envelopes held for one peer while a gap before them is open."""

RESEND_ITEMS: Final = 200
"""Most envelopes asked for, or sent again, in one gap repair."""
