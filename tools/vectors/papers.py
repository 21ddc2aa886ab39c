# SPDX-License-Identifier: Apache-2.0
"""Vectors of §30.19: requests for pieces of papers, pieces, and the whole that they come to."""

from typing import Any, Final

from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import b64, sha256_hex
from tools.vectors import kit
from tools.vectors.rows import bad, good

ORDER: Final = "أمر القبض — وارنٹ".encode()
ENVELOPE: Final = kit.identifier("papers/envelope")
PAPER: Final = {
    "name": "أمر القبض.pdf", "media": "application/pdf", "sha256": sha256_hex(ORDER), "size": len(ORDER),
    "language": "ar",
}  # fmt: skip
ASK: Final = {"envelope": ENVELOPE, "paper": 0, "first": 8, "most": 16}
HEAD: Final = {
    "type": "paper-piece/1", "envelope": ENVELOPE, "paper": 0, "sha256": PAPER["sha256"], "size": len(ORDER),
    "first": 8,
}  # fmt: skip
MEBIBYTE: Final = 1 << 20
LARGE: Final = PAPER | {"size": 64 * MEBIBYTE + 1}


def vectors() -> list[Any]:
    """Return all rows."""
    return [*_asks(), *_pieces()]


def _asks() -> list[Any]:
    def given(*papers: dict[str, Any], **changes: Any) -> dict[str, Any]:
        return {"data_b64": b64(encode(ASK | changes)), "papers": list(papers or (PAPER,))}

    rows = [
        ("beyond-the-papers", "exchange.no-such-piece", given(paper=1)),
        ("beyond-the-end", "exchange.no-such-piece", given(first=len(ORDER))),
        ("of-a-large-paper", "wire.too-large", given(LARGE)),
        ("of-an-empty-paper", "wire.too-large", given(PAPER | {"size": 0}, first=0)),
        ("for-nothing", "wire.bad-shape", given(most=0)),
        ("for-too-much", "wire.bad-shape", given(most=4 * MEBIBYTE + 1)),
        ("beyond-the-limit", "wire.bad-shape", given(first=64 * MEBIBYTE)),
        ("for-paper-256", "wire.bad-shape", given(paper=256)),
        ("with-a-digest", "wire.bad-shape", given(sha256=PAPER["sha256"])),
    ]
    told = {"sha256": PAPER["sha256"]}
    return [
        good("30.19", "paper-ask", "paper-ask", given(), told),
        good("30.19", "paper-ask", "paper-ask-for-the-last-byte", given(first=len(ORDER) - 1), told),
        *(bad("30.19", "paper-ask", f"paper-ask-{name}", code, asked) for name, code, asked in rows),
    ]


def piece(data: bytes, **changes: Any) -> bytes:
    """Return the bytes of a piece, as they are sealed."""
    head = encode(HEAD | changes)
    return len(head).to_bytes(4, "big") + head + data


def _pieces() -> list[Any]:
    def given(data: bytes, held: bytes | None = None, **changes: Any) -> dict[str, Any]:
        asked = {"piece_b64": b64(piece(data, **changes)), "ask": ASK, "paper": PAPER}
        return asked | ({"held_b64": b64(held)} if held is not None else {})

    some, rest = ORDER[8:20], ORDER[8:24]
    other = kit.identifier("papers/other")
    rows = [
        ("of-another-envelope", "exchange.bad-piece", given(some, envelope=other)),
        ("of-another-paper", "exchange.bad-piece", given(some, paper=1)),
        ("of-another-digest", "exchange.bad-piece", given(some, sha256="0" * 64)),
        ("of-another-size", "exchange.bad-piece", given(some, size=len(ORDER) + 1)),
        ("from-another-place", "exchange.bad-piece", given(some, first=9)),
        ("without-a-byte", "exchange.bad-piece", given(b"")),
        ("with-too-many-bytes", "exchange.bad-piece", given(ORDER[8:25])),
        ("of-another-type", "wire.bad-shape", given(some, type="paper-piece/2")),
        ("of-nothing", "wire.bad-shape", given(some, size=0)),
        ("with-a-name", "wire.bad-shape", given(some, name="warrant.pdf")),
    ]
    end = {"first": len(ORDER) - 4}
    last = {"ask": ASK | end, "paper": PAPER}
    beyond = last | {"piece_b64": b64(piece(b"12345", **end))}
    whole = last | {"piece_b64": b64(piece(ORDER[-4:], **end)), "held_b64": b64(ORDER[:-4])}
    altered = whole | {"held_b64": b64(b"!" + ORDER[1:-4])}
    short = {"piece_b64": b64(piece(some)[:40]), "ask": ASK, "paper": PAPER}
    return [
        good("30.19", "paper-piece", "paper-piece", given(some), {"data_b64": b64(some)}),
        good("30.19", "paper-piece", "paper-piece-full", given(rest), {"data_b64": b64(rest)}),
        good("30.19", "paper-piece", "paper-piece-last", whole, {"data_b64": b64(ORDER[-4:])}),
        *(bad("30.19", "paper-piece", f"paper-piece-{name}", code, asked) for name, code, asked in rows),
        bad("30.19", "paper-piece", "paper-piece-beyond-the-end", "exchange.bad-piece", beyond),
        bad("30.19", "paper-piece", "paper-piece-of-an-altered-whole", "exchange.bad-piece", altered),
        bad("30.19", "paper-piece", "paper-piece-cut-off", "wire.bad-shape", short),
    ]
