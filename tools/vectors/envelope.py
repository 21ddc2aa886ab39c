# SPDX-License-Identifier: Apache-2.0
"""Vectors of spec 20: canonical bytes, forms, limits, signatures, seals, envelopes."""

from copy import deepcopy
from typing import Any

from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import b64, unb64
from tools.vectors import crypto, kit
from tools.vectors.kit import Letter
from tools.vectors.parts import text
from tools.vectors.rows import bad, good

CANONICAL = {
    "empty": "{}",
    "sorted-by-utf-16": '{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"😀":6,"\ufb33":7}',
    "three-scripts": '{"ar":"تعاون","en":"cooperation","ur":"تعاون۔ نستعلیق"}',
    "not-normalised": '["é","é"]',
    "numbers": "[0,-1,9007199254740991,0.1,1e-7,1e+21,333333333.3333333]",
    "escapes": '["\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u001f/"]',
    "deepest": "[" * 32 + "]" * 32,
}
NOT_CANONICAL = {
    "white-space": '{"a": 1}',
    "keys-not-sorted": '{"b":1,"a":2}',
    "key-twice": '{"a":1,"a":1}',
    "needless-escape": '["\\u0061"]',
    "needless-slash-escape": '["\\/"]',
    "minus-zero": "[-0]",
    "needless-fraction": "[1.0]",
    "big-exponent": "[1E3]",
    "integer-not-exact": "[9007199254740992]",
    "infinity": "[1e400]",
    "half-a-surrogate-pair": '["\\ud800"]',
    "line-feed-at-the-end": "{}\n",
}
NOT_JSON = {
    "truncated": '{"a":[1,2',
    "nothing": "",
    "comma-too-many": "[1,]",
    "two-values": "{}{}",
    "byte-order-mark": "\ufeff{}",
    "single-quotes": "{'a':1}",
    "unfinished-string": '["abc\\',
}
FORMS: dict[str, tuple[list[Any], list[Any]]] = {
    "party": (["PK", "BH"], ["pk", "PAK", "P", "", "P1", "ＰＫ", None, 5]),
    "name": (
        ["a", "record.report", "desk_officer", "0-9", "a" * 80],
        ["", "A", ".a", "a b", "a" * 81, "café", "أ", None, 1],
    ),
    "identifier": (
        ["019aa8e2-5b00-7abc-8def-0123456789ab"],
        [
            "019AA8E2-5B00-7ABC-8DEF-0123456789AB",
            "019aa8e2-5b00-4abc-8def-0123456789ab",
            "019aa8e2-5b00-7abc-cdef-0123456789ab",
            "019aa8e25b007abc8def0123456789ab",
            " 019aa8e2-5b00-7abc-8def-0123456789ab",
            7,
        ],
    ),
    "digest": (["0" * 64, "0123456789abcdef" * 4], ["0" * 63, "0" * 65, "A" * 64, "0x" + "0" * 62, None]),
    "bytes": (["", "AA", "AAA", "AAAA", "-_-_"], ["A", "AB", "AAB", "AA==", "+/+/", "AA\n", "AA A", "ÄA", None]),
    "time": (
        ["2026-11-22T01:55:54.123Z", "2028-02-29T00:00:00.000Z", "9999-12-31T23:59:59.999Z"],
        [
            "2026-11-22T01:55:54Z",
            "2026-11-22T01:55:54.123456Z",
            "2026-11-22T01:55:54.123+00:00",
            "2026-11-22 01:55:54.123Z",
            "2026-11-22t01:55:54.123z",
            "2026-02-29T00:00:00.000Z",
            "2026-11-22T24:00:00.000Z",
            "2026-12-31T23:59:60.000Z",
            "0999-01-01T00:00:00.000Z",
            "٢٠٢٦-11-22T01:55:54.123Z",
            1795312554,
        ],
    ),
}
_FORM_SECTION = {"party": "20.4", "name": "20.4", "time": "20.6"}


def vectors() -> list[Any]:
    """Return all rows."""
    return [*_canonical(), *_limits(), *_forms(), *_signatures(), *_seals(), *_envelopes()]


def _read(data: str) -> dict[str, Any]:
    return {"data": text(data), "limit": 1 << 20}


def _canonical() -> list[Any]:
    rows = [
        good("20.1", "canonical", f"canonical-{name}", _read(data), {"canonical": data})
        for name, data in CANONICAL.items()
    ]
    for code, table in (("wire.not-canonical", NOT_CANONICAL), ("wire.not-json", NOT_JSON)):
        rows += [bad("20.1", "canonical", f"json-{n}", code, _read(data)) for n, data in table.items()]
    return rows


def _limits() -> list[Any]:
    def padded(size: int) -> Any:
        return {"data": [{"text": '["'}, {"repeat": "a", "times": size - 4}, {"text": '"]'}], "limit": 1 << 20}

    deep = {"data": [{"repeat": "[", "times": 33}, {"repeat": "]", "times": 33}], "limit": 1 << 20}
    hidden = {"data": [{"text": '["'}, {"repeat": "[{", "times": 40}, {"text": '\\""]'}], "limit": 1 << 20}
    unfinished = {
        "data": [{"text": '["'}, {"repeat": '\\"', "times": 100_000}, {"repeat": "[", "times": 40}],
        "limit": 1 << 20,
    }
    return [
        good("20.3", "canonical", "as-large-as-allowed", padded(1 << 20)),
        bad("20.3", "canonical", "one-byte-too-large", "wire.too-large", padded((1 << 20) + 1)),
        bad("20.3", "canonical", "one-level-too-deep", "wire.too-deep", deep),
        bad(
            "20.3",
            "canonical",
            "much-too-deep-and-unfinished",
            "wire.too-deep",
            {"data": [{"repeat": "[", "times": 100_000}], "limit": 1 << 20},
        ),
        good("20.3", "canonical", "brackets-in-a-text-are-no-levels", hidden),
        bad("20.1", "canonical", "a-text-of-quotes-without-end", "wire.not-json", unfinished),
    ]


def _forms() -> list[Any]:
    rows = []
    for form, (fit, unfit) in FORMS.items():
        section = _FORM_SECTION.get(form, "20.5")
        rows += [good(section, "form", f"{form}-good-{n}", {"form": form, "value": v}) for n, v in enumerate(fit)]
        rows += [
            bad(section, "form", f"{form}-bad-{n}", "wire.bad-shape", {"form": form, "value": v})
            for n, v in enumerate(unfit)
        ]
    return rows


def _batch(count: int, index: int, algorithm: str = "ed25519", context: str = "envelope") -> dict[str, Any]:
    """Return one message of a batch with its signature, made from the text of §20.7 alone."""
    messages = [f"message {n}".encode() for n in range(count)]
    leaves = [crypto.leaf(message) for message in messages]
    signer = crypto.signer(algorithm, "PK/node")
    value = signer.sign(crypto.batch_statement(context, crypto.root(leaves)))
    signature: dict[str, Any] = {"key": signer.key_id, "algorithm": algorithm, "value": b64(value)}
    if count > 1:
        steps = b"".join(crypto.path(leaves, index))
        signature |= {"index": index, "size": count, "path": b64(steps)}
    return {
        "context": context,
        "message_b64": b64(messages[index]),
        "public_b64": b64(signer.public),
        "signature": signature,
    }


def _signatures() -> list[Any]:
    def spoil(given: dict[str, Any], **fields: Any) -> dict[str, Any]:
        return given | {"signature": given["signature"] | fields}

    seven = _batch(7, 5)
    path = unb64(seven["signature"]["path"])
    rows = [good("20.7", "signature", f"signed-alone-{a}", _batch(1, 0, a)) for a in ("ed25519", "ml-dsa-65")]
    rows += [good("20.7", "signature", f"signed-{i}-of-7", _batch(7, i)) for i in (0, 3, 5, 6)]
    rows.append(good("20.7", "signature", "signed-2-of-3-ml-dsa-65", _batch(3, 1, "ml-dsa-65")))
    refused: list[tuple[str, str, Any]] = [
        ("signature-of-another-message", "signature.bad", seven | {"message_b64": b64(b"message 4")}),
        ("signature-of-another-context", "signature.bad", seven | {"context": "receipt"}),
        ("signature-in-another-place", "signature.bad", spoil(seven, index=4)),
        ("signature-outside-its-batch", "signature.bad", spoil(seven, index=7)),
        ("signature-of-another-size", "signature.bad", spoil(seven, size=16)),
        ("signature-path-too-short", "signature.bad", spoil(seven, path=b64(path[:-32]))),
        ("signature-path-too-long", "signature.bad", spoil(seven, path=b64(path + path[:32]))),
        ("signature-path-of-half-hashes", "wire.bad-shape", spoil(seven, path=b64(path[:-16]))),
        ("signature-path-empty", "wire.bad-shape", spoil(seven, path="")),
        ("signature-batch-of-one", "wire.bad-shape", spoil(seven, size=1, index=0)),
        ("signature-algorithm-unknown", "wire.bad-shape", spoil(seven, algorithm="rsa")),
        ("signature-algorithm-of-another-key", "signature.bad", spoil(seven, algorithm="ml-dsa-65")),
        ("signature-cut", "signature.bad", spoil(seven, value=seven["signature"]["value"][:-2])),
        ("signature-empty", "signature.bad", spoil(seven, value="")),
    ]
    without = deepcopy(seven)
    del without["signature"]["index"]
    refused.append(("signature-batch-without-index", "wire.bad-shape", without))
    return rows + [bad("20.7", "signature", name, code, given) for name, code, given in refused]


def _seals() -> list[Any]:
    group = kit.Group("seal vector")
    plain = "a sealed message · رسالة · پیغام".encode()

    def given(group: kit.Group, index: int = 0, **other: Any) -> dict[str, Any]:
        item = {"wrap_b64": b64(group.wrap()), "index": index, "sealed_b64": b64(group.seal(index, plain))}
        usual = {"from": "PK", "to": "BH", "secret_b64": b64(kit.seal_secret("BH")), "item": item}
        return usual | {"item": item | other} if other.keys() & item.keys() else usual | other

    base = given(group)
    flipped = bytearray(group.wrap())
    flipped[0] ^= 1
    last = bytearray(group.wrap())
    last[-1] ^= 1
    refused = {
        "seal-to-another-key": given(kit.Group("another key", sealed_to="PK")),
        "seal-of-another-direction": given(kit.Group("direction", sender="BH", recipient="PK")),
        "seal-wrap-altered": given(group, wrap_b64=b64(bytes(flipped))),
        "seal-wrap-tag-altered": given(group, wrap_b64=b64(bytes(last))),
        "seal-index-of-another": given(group, index=0) | {"item": base["item"] | {"index": 1}},
        "seal-item-cut": given(group, sealed_b64=b64(group.seal(0, plain)[:-1])),
        "seal-item-of-nothing": given(group, sealed_b64=""),
    }
    rows = [
        good("20.9", "unseal", f"sealed-{n}", given(group, n), {"plain_b64": b64(plain)}) for n in (0, 1, 2**32 - 1)
    ]
    return rows + [bad("20.9", "unseal", n, "seal.not-openable", g) for n, g in refused.items()]


def _envelopes() -> list[Any]:
    """Rows of one opened envelope; signatures are not checked here (§30.12 step 7)."""
    letter = Letter("vector")
    whole = kit.envelopes([letter])[0]

    def bytes_of(value: Any) -> dict[str, Any]:
        return {"data": text(encode(value))}

    def with_header(**fields: Any) -> dict[str, Any]:
        return bytes_of(whole | {"header": whole["header"] | fields})

    written = encode(whole).decode()
    unknown, missing = deepcopy(whole), deepcopy(whole)
    unknown["header"]["priority"] = "urgent"
    del missing["header"]["purpose"]
    long_text = "a" * 1_048_576
    fat = kit.envelopes([Letter("fat", body=kit.BODY | {"text": "a"})])[0]
    head, tail = encode(fat).decode().split('"text":"a"')
    refused: list[tuple[str, str, str, Any]] = [
        ("20.1", "truncated", "wire.not-json", {"data": text(written[: len(written) // 2])}),
        ("20.3", "oversized", "wire.too-large", {"data": [{"text": written}, {"repeat": " ", "times": 1_310_721}]}),
        (
            "20.3",
            "oversized-body",
            "wire.too-large",
            {"data": [*text(head + '"text":"'), {"repeat": "a", "times": len(long_text)}, *text('"' + tail)]},
        ),
        (
            "20.3",
            "deep",
            "wire.too-deep",
            {"data": text(written.replace('"about":null', '"about":' + "[" * 31 + "]" * 31))},
        ),
        ("20.1", "non-canonical", "wire.not-canonical", {"data": text(written.replace('"body":', '"body": '))}),
        ("20.2", "unknown-version", "wire.unknown-version", with_header(protocol="taawun/2")),
        ("20.2", "no-version", "wire.bad-shape", bytes_of(whole | {"header": {}})),
        ("20.4", "unknown-header-field", "wire.bad-shape", bytes_of(unknown)),
        ("20.4", "missing-header-field", "wire.bad-shape", bytes_of(missing)),
        ("20.4", "unknown-part", "wire.bad-shape", bytes_of(whole | {"extra": 1})),
        ("20.11", "place-zero", "wire.bad-shape", with_header(seq=0)),
        ("20.11", "flag-as-number", "wire.bad-shape", with_header(personal=0)),
        ("20.11", "security-of-no-list", "wire.bad-shape", with_header(security="cosmic")),
        ("20.11", "body-is-a-list", "wire.bad-shape", bytes_of(whole | {"body": []})),
        ("20.8", "no-signatures", "wire.bad-shape", bytes_of(whole | {"signatures": []})),
        ("20.8", "too-many-signatures", "wire.bad-shape", bytes_of(whole | {"signatures": whole["signatures"] * 33})),
        ("20.10", "other-body", "wire.wrong-content", bytes_of(whole | {"body": kit.BODY | {"text": "At dusk."}})),
        (
            "20.12",
            "attachment-without-digest",
            "wire.bad-shape",
            bytes_of(whole | {"attachments": [{"name": "a.pdf"}]}),
        ),
    ]
    rows = [good("20.11", "envelope", "envelope", bytes_of(whole), {"digest": letter.digest})]
    return rows + [bad(s, "envelope", f"envelope-{n}", code, given) for s, n, code, given in refused]
