# SPDX-License-Identifier: Apache-2.0
"""The sender's half: from a released content to the envelopes that carry it (spec §20.10, §50.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from taawun.kernel.errors import TooLarge, Unreleased
from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.ports import Signer
from taawun.kernel.release.statement import Statement
from taawun.kernel.wire.canonical import check_depth, encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Header, content_digest, write_envelope
from taawun.kernel.wire.limits import BODY_BYTES, ENVELOPE_BYTES
from taawun.kernel.wire.protocol import TAAWUN_1
from taawun.kernel.wire.signing import Signature, sign_many


@dataclass(frozen=True, slots=True)
class Draft:
    """A content with its approved release, ready to be put into an envelope.

    `release` and `body` are canonical bytes; `released` is the digest of the statement within `release`.
    """

    id: str
    statement: Statement
    release: bytes
    released: str
    body: bytes
    attachments: bytes = b"[]"
    case: str | None = None
    security: str = "restricted"
    ask_read: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One envelope, written: its header, the header's digest and the bytes to seal."""

    header: Header
    digest: str
    data: bytes


def content_of(body: dict[str, Any] | bytes, attachments: Sequence[dict[str, Any]] = ()) -> tuple[str, bytes, bytes]:
    """Return the digest of a content and the canonical bytes of its body and attachments.

    A body that was written canonically already, from parts that were, is given as its bytes.

    Raises:
        TooLarge: if the body is larger than an envelope may carry.
    """
    written, listed = body if isinstance(body, bytes) else encode(body), encode(list(attachments))
    if len(written) > BODY_BYTES:
        raise TooLarge(f"A body of {len(written)} bytes; at most {BODY_BYTES}. Send large files as attachments.")
    return content_digest(written, listed), written, listed


def write_envelopes(
    head: ChainHead, recipient: str, drafts: Sequence[Draft], now: datetime, signers: Sequence[Signer]
) -> list[Written]:
    """Return the envelopes for one recipient, chained in order and signed by one operation.

    Args:
        head: the last envelope we sent to this recipient.
        recipient: party; each draft's release must name it.
        drafts: at least one.
        now: when they leave.
        signers: the node's signers.
    """
    headers: list[tuple[Header, bytes, str]] = []
    seq, prev = head.seq, head.digest
    for draft in drafts:
        seq += 1
        header = _header(draft, recipient, seq, prev, now)
        data = encode(header.to_wire())
        prev = sha256_hex(data)
        headers.append((header, data, prev))
    signed = sign_many("envelope", [data for _, data, _ in headers], signers)
    return [
        Written(header, digest, _write(draft, data, signatures))
        for draft, (header, data, digest), signatures in zip(drafts, headers, signed, strict=True)
    ]


def _write(draft: Draft, header: bytes, signatures: tuple[Signature, ...]) -> bytes:
    data = write_envelope(header, draft.body, draft.attachments, draft.release, signatures)
    if len(data) > ENVELOPE_BYTES:
        raise TooLarge(f"An envelope of {len(data)} bytes; at most {ENVELOPE_BYTES}.")
    check_depth(data)
    return data


def _header(draft: Draft, recipient: str, seq: int, prev: str, now: datetime) -> Header:
    statement = draft.statement
    header = Header(
        protocol=TAAWUN_1.name,
        id=draft.id,
        sender=statement.sender,
        recipient=recipient,
        seq=seq,
        prev=prev,
        case=draft.case,
        kind=statement.kind,
        created=now,
        security=draft.security,
        sensitivity=statement.sensitivity,
        personal=statement.personal,
        purpose=statement.purpose,
        basis=statement.basis,
        content=statement.content,
        release=draft.released,
        ask_read=draft.ask_read,
    )
    # What the other node would have to refuse never leaves ours: its place in the chain would stay empty.
    statement.check_covers(header)
    if content_digest(draft.body, draft.attachments) != statement.content:
        raise Unreleased("The content is not what was released.")
    return header
