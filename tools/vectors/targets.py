# SPDX-License-Identifier: Apache-2.0
"""Write spec/vectors/87-deconfliction.json: the key of a ring of two nodes, and keyed targets (spec §87.4).

    python -m tools.vectors.targets [--check]

Folded forms are written here by hand; HKDF and HMAC are done with the standard library alone.
"""

import hmac
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from taawun.kernel.wire.digests import b64
from taawun.kernel.wire.sealing import sealing_public
from tools.vectors import kit
from tools.vectors.rows import bad, good

FILE: Final = Path(__file__).resolve().parents[2] / "spec" / "vectors" / "87-deconfliction.json"
X25519: Final = 32
Json = dict[str, Any]


def ring(secret: bytes, public: bytes, info: str) -> bytes:
    """Return the key of a ring: HKDF-SHA-256 of the agreed secret, with no salt."""
    curve = X25519PrivateKey.from_private_bytes(secret[-X25519:])
    shared = curve.exchange(X25519PublicKey.from_public_bytes(public[-X25519:]))
    extracted = hmac.new(bytes(32), shared, sha256).digest()
    return hmac.new(extracted, info.encode() + b"\1", sha256).digest()


def _rings() -> list[Json]:
    sides = {"PK": "BH", "BH": "PK"}
    made = []
    for ours, theirs in sides.items():
        secret, public = kit.seal_secret(ours), sealing_public(kit.seal_secret(theirs))
        asked = {"secret_b64": b64(secret), "public_b64": b64(public), "parties": [ours, theirs]}
        expect = {"key": ring(secret, public, "taawun targets/1 BH/PK").hex()}
        made.append(good("87.4", "target-ring", f"target-ring-at-{ours.lower()}", asked, expect))
    return [*made, _own_ring()]


def _own_ring() -> Json:
    """Return the ring of one node, of a key pair that is for this alone."""
    secret = kit.seal_secret("PK-targets")
    public = sealing_public(secret)
    asked = {"secret_b64": b64(secret), "public_b64": b64(public), "parties": ["PK", "PK"]}
    expect = {"key": ring(secret, public, "taawun targets/1 PK/PK").hex()}
    made: Json = good("87.4", "target-ring", "target-ring-own", asked, expect)
    return made


SAID: Final = {
    "phone": ("phone", "+92 300 555 4477", "05554477"),
    "phone-in-eastern-digits": ("phone", "٠٣٠٠ ٥٥٥ ٤٤٧٧", "05554477"),
    "phone-of-bahrain": ("phone", "00973 1755 5447", "17555447"),
    "plate": ("plate", "ABC-123", "abc123"),
    "plate-in-eastern-digits": ("plate", "abc ۱۲۳", "abc123"),
    "plate-in-arabic": ("plate", "ا ب ج 123", "ابج123"),
    "document": ("document", "AB 1234567", "ab1234567"),
    "name": ("name", "Muhammad Nawaz", "MHMD NS"),
    "name-in-arabic-letters": ("name", "محمد نواز", "MHMD NS"),
    "name-turned-round": ("name", "Nawaz, Muhammad", "MHMD NS"),
}
"""Of each vector the kind, what was typed, and its folded form."""
REFUSED: Final = {
    "phone-of-seven-digits": ("phone", "1234567"),
    "plate-of-three-signs": ("plate", "A-12"),
    "of-no-kind": ("face", "a long one"),
    "beyond-its-length": ("document", "7" * 201),
}


def vectors() -> list[Json]:
    """Return all vectors."""
    key = ring(kit.seal_secret("PK"), sealing_public(kit.seal_secret("BH")), "taawun targets/1 BH/PK")
    made = []
    for name, (kind, typed, folded) in SAID.items():
        digest = hmac.new(key, f"{kind}\n{folded}".encode(), sha256).hexdigest()
        asked = {"key": key.hex(), "kind": kind, "typed": typed}
        made.append(good("87.4", "target", f"target-{name}", asked, {"digest": digest, "folded": folded}))
    for name, (kind, typed) in REFUSED.items():
        asked = {"key": key.hex(), "kind": kind, "typed": typed}
        made.append(bad("87.4", "target", f"target-{name}", "deconfliction.bad-target", asked))
    return [*_rings(), *made]


def render() -> str:
    """Return the file, one vector a line."""
    rows = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in vectors())
    return f"[\n{rows}\n]\n"


def main(arguments: list[str]) -> int:
    """Write the file or compare it; 1 if it differs."""
    if "--check" in arguments:
        return int(FILE.read_text(encoding="utf-8") != render())
    FILE.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
