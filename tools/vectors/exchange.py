# SPDX-License-Identifier: Apache-2.0
"""Vectors of spec 30: places in the chain, receipts, and whole requests with every kind of bad input."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import b64, sha256_hex
from taawun.kernel.wire.envelope import GENESIS
from taawun.kernel.wire.times import to_wire
from tools.vectors import crypto, kit, papers
from tools.vectors.kit import MINUTE, NOW, Group, Letter
from tools.vectors.parts import Part, expand
from tools.vectors.rows import bad, good


def vectors() -> list[Any]:
    """Return all rows."""
    whole = [*_whole_good(), *_whole_refused(), *_items_refused(), *_place_used()]
    return [*_places(), *_receipts(), *whole, *papers.vectors()]


# --- the chain ---------------------------------------------------------------------------------------


def _places() -> list[Any]:
    def given(seq: int, prev: str, head: int, held: int = 0, **known: str) -> dict[str, Any]:
        letter = Letter(f"place-{seq}", seq, prev)
        digest = sha256_hex(b"head") if head else GENESIS
        return {"head": {"seq": head, "digest": digest, "held": held}, "header": letter.header_object()} | known

    after = sha256_hex(b"head")
    same = Letter("place-3", 3, after).digest
    return [
        good("30.5", "place", "place-first", given(1, GENESIS, 0), {"place": "next"}),
        good("30.5", "place", "place-next", given(4, after, 3), {"place": "next"}),
        good("30.5", "place", "place-behind-a-gap", given(6, "1" * 64, 3), {"place": "held"}),
        good("30.4", "place", "place-copy", given(3, after, 3, same_id=same), {"place": "copy"}),
        good(
            "30.4",
            "place",
            "place-copy-of-a-held-one",
            given(3, after, 1, same_id=same, same_seq=same),
            {"place": "copy"},
        ),
        bad("30.4", "place", "place-replayed", "exchange.replayed", given(4, after, 3, same_id="2" * 64)),
        bad("30.5", "place", "place-taken", "exchange.forked", given(3, after, 3)),
        bad("30.5", "place", "place-taken-by-a-held-one", "exchange.forked", given(6, after, 3, same_seq="2" * 64)),
        bad("30.5", "place", "place-not-following", "exchange.forked", given(4, "2" * 64, 3)),
        bad("30.5", "place", "place-first-not-following", "exchange.forked", given(1, "2" * 64, 0)),
        bad("30.5", "place", "place-too-many-held", "wire.too-large", given(10_005, after, 3, held=10_000)),
    ]


# --- receipts ----------------------------------------------------------------------------------------


def _receipt(**other: Any) -> dict[str, Any]:
    usual = {
        "type": "receipt/1",
        "id": kit.identifier("receipt"),
        "kind": "accepted",
        "from": "PK",
        "to": "BH",
        "item": "1" * 64,
        "envelope": kit.identifier("answered"),
        "digest": "2" * 64,
        "at": to_wire(NOW),
        "code": "",
        "section": "",
        "leaf": "3" * 64,
        "sealed_by": to_wire(NOW + timedelta(seconds=1)),
    }
    return usual | other


def _receipts() -> list[Any]:
    def given(by: Any = None, **other: Any) -> dict[str, Any]:
        receipt = _receipt(**other)
        signed = {"receipt": receipt, "signatures": kit.signed("receipt", receipt, by or kit.node())}
        return {"world": "manama", "party": "PK", "document": signed, "seen": to_wire(NOW)}

    nothing: dict[str, Any] = {"leaf": None, "sealed_by": None}
    unopened = {"kind": "rejected", "code": "seal.not-openable", "section": "20.9", "envelope": None, "digest": None}
    altered = given()
    altered["document"]["receipt"] = altered["document"]["receipt"] | {"kind": "read"}
    refused: list[tuple[str, str, Any]] = [
        ("rejected-without-code", "wire.bad-shape", given(kind="rejected")),
        ("rejected-without-section", "wire.bad-shape", given(kind="rejected", code="wire.bad-shape")),
        ("accepted-with-code", "wire.bad-shape", given(code="wire.bad-shape", section="20.4")),
        ("accepted-without-envelope", "wire.bad-shape", given(envelope=None, digest=None)),
        ("envelope-without-digest", "wire.bad-shape", given(digest=None)),
        ("leaf-without-time", "wire.bad-shape", given(sealed_by=None)),
        ("of-no-kind", "wire.bad-shape", given(kind="seen")),
        ("to-another", "exchange.bad-receipt", given(to="QZ")),
        ("from-another", "exchange.bad-receipt", given(**{"from": "BH"})),
        ("from-the-future", "exchange.future-dated", given(at=to_wire(NOW + 6 * MINUTE))),
        ("by-an-officer", "trust.unknown-key", given(by=crypto.signers("PK/chief"))),
        ("by-a-stolen-key", "trust.revoked-key", given(by=kit.node("PK", "node-stolen"))),
        ("altered", "signature.bad", altered),
    ]
    rows = [
        good("30.6", "receipt", "receipt-accepted", given()),
        good("30.6", "receipt", "receipt-delivered", given(kind="delivered")),
        good("30.6", "receipt", "receipt-read", given(kind="read", **nothing)),
        good("30.6", "receipt", "receipt-rejected-unopened", given(**unopened, **nothing)),
    ]
    return rows + [bad("30.6", "receipt", f"receipt-{name}", code, g) for name, code, g in refused]


# --- whole requests ------------------------------------------------------------------------------------


def _request(body: Sequence[Part], header: str | None = None, **more: Any) -> dict[str, Any]:
    """Return the input of a `post` vector; the request is signed as it is sent unless a header is given."""
    signature = kit.request_header(expand(body)) if header is None else header
    usual = {
        "world": "manama",
        "now": to_wire(NOW),
        "path": "/exchange/envelopes",
        "signature": signature,
        "body": list(body),
        "head": {"seq": 0, "digest": GENESIS},
        "known": {"ids": {}, "seqs": {}},
    }
    return usual | more


def _sealed(name: str, plains: Sequence[bytes], **more: Any) -> dict[str, Any]:
    return _request(kit.post(Group(name), plains), **more)


def _letter(name: str, letter: Letter, by: Any = None, **more: Any) -> dict[str, Any]:
    return _sealed(name, [encode(envelope) for envelope in kit.envelopes([letter], by)], **more)


def _verdict(kind: str, code: str = "", place: bool = True) -> dict[str, Any]:
    return {"kind": kind, "code": code, "place": place}


def _head(letter: Letter) -> dict[str, Any]:
    return {"seq": letter.seq, "digest": letter.digest}


def _whole_good() -> list[Any]:
    first = Letter("post-first")
    second = Letter("post-second", 2, first.digest)
    third = Letter("post-third", 3, second.digest)
    known = {"ids": {first.header_object()["id"]: first.digest}, "seqs": {"1": first.digest}}
    both = [encode(envelope) for envelope in kit.envelopes([first, second])]
    taken = _verdict("accepted")
    return [
        good("30.9", "post", "post-one", _letter("post-one", first), {"verdicts": [taken], "head": _head(first)}),
        good(
            "30.9",
            "post",
            "post-two-in-a-batch",
            _sealed("post-two", both),
            {"verdicts": [taken, taken], "head": _head(second)},
        ),
        good(
            "30.4",
            "post",
            "post-copy",
            _letter("post-copy", first, head=_head(first), known=known),
            {"verdicts": [_verdict("copy", place=False)], "head": _head(first)},
        ),
        good(
            "30.5",
            "post",
            "post-behind-a-gap",
            _letter("post-held", third, head=_head(first), known=known),
            {"verdicts": [_verdict("delivered", place=False)], "head": _head(first)},
        ),
        good(
            "30.3",
            "post",
            "post-within-the-skew",
            _letter("post-skew", Letter("skew", header=(("created", to_wire(NOW + 5 * MINUTE)),))),
            {"verdicts": [taken]},
        ),
        good(
            "30.4",
            "post",
            "post-the-same-envelope-twice",
            _sealed("post-same", [both[0], both[0]]),
            {"verdicts": [taken, _verdict("copy", place=False)], "head": _head(first)},
        ),
    ]


def _whole_refused() -> list[Any]:
    """Rows that are refused before any item is looked at (§30.12, steps 1 to 5)."""
    group, plain = Group("refused"), encode(kit.envelopes([Letter("refused")])[0])
    sealed: Part = {"b64": b64(group.wrap() + group.seal(0, plain))}
    usual = kit.head([len(plain) + 16])
    written = encode(usual).decode()
    body = kit.frame(usual, sealed)

    def with_head(**fields: Any) -> dict[str, Any]:
        return _request(kit.frame(usual | fields, sealed))

    def claimed(by: Any = None, **claim: Any) -> str:
        return kit.request_header(expand(body), by, **claim)

    def at(moment: datetime) -> str:
        return claimed(at=to_wire(moment))

    def item(**fields: Any) -> list[Any]:
        return [usual["items"][0] | fields]

    huge = [{"repeat": " ", "times": (8 << 20) + 1}]
    deep = kit.frame('{"items":' + "[" * 32 + "]" * 32 + "}")
    spaced, cut = kit.frame(written.replace(":", ": ", 1), sealed), kit.frame(written[:-9], sealed)
    half: list[Part] = [{"b64": b64(expand(body)[:400])}]
    long_head = kit.frame(encode(usual | {"created": "a" * (128 << 10)}).decode(), sealed)
    stranger = {"from": "QZ"}
    later = kit.frame(usual | {"created": to_wire(NOW + MINUTE)}, sealed)
    refused: list[tuple[str, str, int, str, Any]] = [
        ("30.1", "truncated", 400, "wire.bad-shape", _request(half)),
        ("30.1", "of-nothing", 400, "wire.bad-shape", _request([])),
        ("20.1", "truncated-head", 400, "wire.not-json", _request(cut)),
        ("20.3", "oversized", 413, "wire.too-large", _request(huge)),
        ("20.3", "oversized-head", 413, "wire.too-large", _request(long_head)),
        ("20.3", "deep", 400, "wire.too-deep", _request(deep)),
        ("20.1", "non-canonical", 400, "wire.not-canonical", _request(spaced)),
        ("20.2", "unknown-version", 400, "wire.unknown-version", with_head(protocol="taawun/2")),
        ("30.1", "item-without-wrap", 400, "wire.bad-shape", with_head(items=item(wrap=1))),
        ("30.1", "item-of-no-bytes", 400, "wire.bad-shape", with_head(items=item(size=0))),
        ("30.1", "item-longer-than-it-is", 400, "wire.bad-shape", with_head(items=item(size=len(plain) + 17))),
        ("30.1", "bytes-behind-the-end", 400, "wire.bad-shape", _request([*body, {"text": "\n"}])),
        ("30.1", "wrap-that-is-not-there", 400, "wire.bad-shape", with_head(wraps=2)),
        ("30.1", "parties-of-another-request", 401, "exchange.wrong-recipient", with_head(**stranger)),
        (
            "10.8",
            "unknown-sender",
            401,
            "trust.unknown-sender",
            _request(body, claimed(kit.node("QZ"), **stranger)),
        ),
        ("10.8", "unsigned-request", 401, "trust.unknown-sender", _request(body, "")),
        ("20.3", "oversized-signature-header", 413, "wire.too-large", _request(body, "A" * 16_388)),
        ("20.4", "signature-header-of-noise", 400, "wire.not-json", _request(body, b64(b"{noise"))),
        ("20.7", "wrongly-signed-request", 401, "signature.bad", _request(later, claimed())),
        ("10.4", "request-signed-by-another", 401, "trust.unknown-key", _request(body, claimed(kit.node("BH")))),
        (
            "10.4",
            "request-signed-by-an-officer",
            401,
            "trust.unknown-key",
            _request(body, claimed(kit.node("PK", "chief"))),
        ),
        (
            "10.6",
            "revoked-key-request",
            401,
            "trust.revoked-key",
            _request(body, claimed(kit.node("PK", "node-stolen"))),
        ),
        (
            "10.4",
            "expired-key-request",
            401,
            "trust.expired-key",
            _request(body, claimed(kit.node("PK", "node-ended"))),
        ),
        ("30.1", "wrong-recipient-request", 401, "exchange.wrong-recipient", _request(body, claimed(to="QZ"))),
        (
            "30.1",
            "request-for-another-path",
            401,
            "exchange.wrong-recipient",
            _request(body, claimed(path="/exchange/resend")),
        ),
        ("30.1", "future-dated-request", 401, "exchange.future-dated", _request(body, at(NOW + 6 * MINUTE))),
        ("30.1", "old-request", 401, "exchange.future-dated", _request(body, at(NOW - 6 * MINUTE))),
    ]
    same = {"head": {"seq": 0, "digest": GENESIS}}
    return [bad(s, "post", f"post-{name}", code, g, status=status, **same) for s, name, status, code, g in refused]


def _items_refused() -> list[Any]:
    """Rows whose item is refused and leaves no trace in the chain (§30.13a)."""
    rows: list[tuple[str, str, str, Any]] = []

    def add(section: str, name: str, code: str, given: Any) -> None:
        rows.append((section, name, code, given))

    def plain(name: str, change: Any) -> Any:
        return _sealed(name, [change(encode(kit.envelopes([Letter(name)])[0]).decode()).encode()])

    add("20.1", "truncated-envelope", "wire.not-json", plain("truncated", lambda t: t[: len(t) // 2]))
    add(
        "20.1",
        "non-canonical-envelope",
        "wire.not-canonical",
        plain("spaces", lambda t: t.replace('"body":', '"body": ')),
    )
    nested = '"about":' + "[" * 31 + "]" * 31
    add("20.3", "deep-envelope", "wire.too-deep", plain("deep", lambda t: t.replace('"about":null', nested)))
    add("20.3", "oversized-envelope", "wire.too-large", _huge())
    add(
        "20.2",
        "unknown-version-envelope",
        "wire.unknown-version",
        _letter("version", Letter("version", header=(("protocol", "taawun/2"),))),
    )
    add("20.10", "other-content", "wire.wrong-content", plain("content", lambda t: t.replace("at dawn", "at dusk")))
    add(
        "20.7",
        "wrongly-signed",
        "signature.bad",
        plain("signed", lambda t: t.replace('"security":"restricted"', '"security":"secret"')),
    )
    add("10.4", "signed-by-another-node", "trust.unknown-key", _letter("another", Letter("another"), kit.node("BH")))
    add(
        "10.4",
        "signed-by-an-officer",
        "trust.unknown-key",
        _letter("by-officer", Letter("by-officer"), kit.node("PK", "chief")),
    )
    add(
        "10.6", "revoked-key", "trust.revoked-key", _letter("revoked", Letter("revoked"), kit.node("PK", "node-stolen"))
    )
    backdated = Letter("backdated", header=(("created", to_wire(kit.THEFT - MINUTE)),))
    add(
        "10.6",
        "revoked-key-backdated",
        "trust.revoked-key",
        _letter("backdated", backdated, kit.node("PK", "node-stolen")),
    )
    sealed = encode(kit.envelopes([Letter("sealed")])[0])
    for name, group in {
        "wrongly-sealed-to-another-key": Group("wrong key", sealed_to="PK"),
        "wrongly-sealed-in-another-direction": Group("wrong way", sender="BH", recipient="PK"),
    }.items():
        add("20.9", name, "seal.not-openable", _request(kit.post(group, [sealed])))
    add("20.9", "wrongly-sealed", "seal.not-openable", _altered(sealed))
    known = Letter("known")
    used = {"ids": {Letter("replayed").header_object()["id"]: known.digest}, "seqs": {"1": known.digest}}
    add(
        "30.4",
        "replayed",
        "exchange.replayed",
        _letter("replayed", Letter("replayed", 2, known.digest), head=_head(known), known=used),
    )
    add("30.5", "forked", "exchange.forked", _letter("forked", Letter("forked"), head=_head(known), known=used))
    add(
        "30.5",
        "forked-not-following",
        "exchange.forked",
        _letter("not-following", Letter("not-following", 2), head=_head(known), known=used),
    )
    future = Letter("future", header=(("created", to_wire(NOW + 6 * MINUTE)),))
    add("30.3", "future-dated", "exchange.future-dated", _letter("future", future))
    add(
        "30.2",
        "wrong-recipient",
        "exchange.wrong-recipient",
        _letter("elsewhere", Letter("elsewhere", header=(("to", "QZ"),))),
    )
    add(
        "30.2",
        "wrong-sender",
        "exchange.wrong-recipient",
        _letter("other-sender", Letter("other-sender", header=(("from", "QZ"),))),
    )
    return [
        bad(s, "post", f"post-{n}", code, g, verdicts=[_verdict("rejected", code, place=False)], head=g["head"])
        for s, n, code, g in rows
    ]


def _huge() -> dict[str, Any]:
    """Return a request with one envelope that is too large, as a rule."""
    group = Group("huge")
    plain: list[Part] = [{"text": '{"body":{"text":"'}, {"repeat": "a", "times": 1_310_720}, {"text": '"}}'}]
    sealed = {"content_key": group.key.hex(), "from": "PK", "to": "BH", "index": 0, "plain": plain}
    size = len(expand(plain)) + 16
    return _request(kit.frame(kit.head([size]), {"b64": b64(group.wrap())}, {"sealed": sealed}))


def _altered(plain: bytes) -> dict[str, Any]:
    group = Group("altered")
    data = bytearray(group.seal(0, plain))
    data[10] ^= 1
    return _request(kit.frame(kit.head([len(data)]), {"b64": b64(group.wrap() + bytes(data))}))


def _place_used() -> list[Any]:
    """Rows whose envelope is authentic but may not come in: refused, and its place used up (§30.13b)."""
    expired = (("expires", to_wire(NOW)),)
    letters: list[tuple[str, str, str, Letter]] = [
        ("50.3", "unreleased", "release.not-covered", Letter("unreleased", release="none")),
        ("50.3", "released-by-another-statement", "release.not-covered", Letter("misnamed", release="other")),
        (
            "50.3",
            "released-for-another-purpose",
            "release.not-covered",
            Letter("purpose", header=(("purpose", "immigration"),)),
        ),
        ("50.3", "released-to-another", "release.not-covered", Letter("addressee", statement=(("to", ["QZ"]),))),
        ("50.2", "released-to-nobody", "wire.bad-shape", Letter("nobody", statement=(("to", []),))),
        ("50.4", "expired-release", "release.expired", Letter("expired", statement=expired)),
        ("50.5", "unapproved", "release.not-approved", Letter("unapproved", approvers=("lawyer",))),
        (
            "50.6",
            "approved-by-its-drafter",
            "release.drafter-approved",
            Letter("own", statement=(("drafter", kit.officer("PK", "chief")),)),
        ),
        (
            "50.7",
            "released-without-a-rule",
            "release.not-approved",
            Letter("unruled", statement=(("kind", "test.unruled"),)),
        ),
        ("50.5", "release-signed-ed25519-only", "signature.not-enough", Letter("weak", release="ed25519")),
        ("30.7", "unknown-kind", "exchange.unknown-kind", Letter("kind", statement=(("kind", "test.unknown"),))),
        ("30.8", "bad-message", "wire.bad-shape", Letter("message", body={"type": "message/1", "text": "…"})),
    ]
    rows = [
        bad(
            s,
            "post",
            f"post-{n}",
            code,
            _letter(f"used/{n}", letter),
            verdicts=[_verdict("rejected", code)],
            head=_head(letter),
        )
        for s, n, code, letter in letters
    ]
    bad_one = Letter("mixed-1", release="none")
    next_one = Letter("mixed-2", 2, bad_one.digest)
    plains = [encode(envelope) for envelope in kit.envelopes([bad_one, next_one])]
    verdicts = [_verdict("rejected", "release.not-covered"), _verdict("accepted")]
    rows.append(
        bad(
            "30.13",
            "post",
            "post-unreleased-then-good",
            "release.not-covered",
            _sealed("mixed", plains),
            verdicts=verdicts,
            head=_head(next_one),
        )
    )
    return rows
