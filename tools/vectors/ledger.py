# SPDX-License-Identifier: Apache-2.0
"""Write spec/vectors/40-ledger.json: examples of every rule of the ledger that any language can run.

Keys are made of fixed seeds and times are fixed. ML-DSA signatures are randomised by nature, so those that
stand in the file already are used again as long as they verify. With --check, nothing is written.
"""

import base64
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from taawun.kernel.errors import BadSignature
from taawun.kernel.ledger import entry as entries
from taawun.kernel.ledger import merkle
from taawun.kernel.ledger import note as notes
from taawun.kernel.ledger.checkpoint import Checkpoint, origin_of, seal_checkpoint, witness_of
from taawun.kernel.ledger.verify import ProofPart
from taawun.kernel.ledger.witness import Offer, cosign
from taawun.kernel.wire.digests import b64
from taawun.kernel.wire.signing import ED25519, ML_DSA_65, key_id, verify_raw

FILE = Path(__file__).resolve().parents[2] / "spec" / "vectors" / "40-ledger.json"
NOW = datetime(2026, 11, 22, 1, 55, 54, 123_000, tzinfo=UTC)
CT_LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
Vector = dict[str, Any]


@dataclass(frozen=True)
class SeedSigner:
    """A signer made of a seed that everybody knows."""

    algorithm: str
    seed: int

    @property
    def _private(self) -> Any:
        seed = bytes([self.seed]) * 32
        if self.algorithm == ED25519:
            return Ed25519PrivateKey.from_private_bytes(seed)
        return MLDSA65PrivateKey.from_seed_bytes(seed)

    @property
    def public(self) -> bytes:
        """Return the raw public key."""
        return bytes(self._private.public_key().public_bytes_raw())

    @property
    def key_id(self) -> str:
        """Return the identifier of the key."""
        return key_id(self.algorithm, self.public)

    def sign(self, message: bytes) -> bytes:
        """Return a signature from the file if one fits, else a new one."""
        for value in KEPT if self.algorithm == ML_DSA_65 else ():
            try:
                verify_raw(self.algorithm, self.public, message, value)
            except BadSignature:
                continue
            return value
        KEPT.append(bytes(self._private.sign(message)))
        return KEPT[-1]


def _kept() -> list[bytes]:
    """Return the long signatures in the file, as plain ones and as cosignatures."""
    text = FILE.read_text("utf-8") if FILE.exists() else ""
    found = {base64.b64decode(value) for value in re.findall(r"— [^ ]+ ([A-Za-z0-9+/]{4000,}=*)\\n", text)}
    return [value[skip:] for value in sorted(found) for skip in (4, 12)]


KEPT = _kept()
PK = (SeedSigner(ED25519, 1), SeedSigner(ML_DSA_65, 2))
BH = (SeedSigner(ED25519, 3), SeedSigner(ML_DSA_65, 4))
STRANGER = (SeedSigner(ED25519, 5), SeedSigner(ML_DSA_65, 6))
# Most vectors require Ed25519 alone, for ML-DSA keys and signatures are long.
PK_SHORT, BH_SHORT, STRANGER_SHORT = PK[:1], BH[:1], STRANGER[:1]
SHORT = {"required": [ED25519]}


def good(check: str, name: str, section: str, given: dict[str, Any], expect: dict[str, Any] | None = None) -> Vector:
    """Return a vector that must be accepted."""
    return {
        "name": name, "section": section, "check": check, "valid": True, "input": given, "expect": expect or {}
    }  # fmt: skip


def bad(check: str, name: str, section: str, code: str, given: dict[str, Any]) -> Vector:
    """Return a vector that must be refused with a code."""
    return {"name": name, "section": section, "check": check, "valid": False, "code": code, "input": given}


def public(signers: tuple[SeedSigner, ...]) -> list[dict[str, str]]:
    """Return public keys as JSON."""
    return [{"algorithm": signer.algorithm, "public": b64(signer.public)} for signer in signers]


def new_leaves(count: int, history: int = 0) -> list[entries.NewEntry]:
    """Return the entries of one history; another number is another history."""
    rows = [("envelope.sent", f"{history:032x}{i:032x}") for i in range(count)]
    random = b"".join(bytes([history, i]) * (entries.RANDOM_BYTES // 2) for i in range(count))
    return entries.new_entries(rows, NOW, random)


ENTRIES = new_leaves(7)
HASHES = [entry.leaf_hash for entry in ENTRIES]


def checkpoint(hashes: list[bytes], signers: tuple[SeedSigner, ...] = PK_SHORT, party: str = "PK") -> Checkpoint:
    """Return a signed checkpoint over leaf hashes."""
    return seal_checkpoint(origin_of(party), len(hashes), merkle.root(hashes), signers)


def hexes(steps: list[bytes]) -> list[str]:
    """Return hashes in hex."""
    return [step.hex() for step in steps]


def flip(data: bytes, at: int = 0) -> bytes:
    """Return bytes with one bit turned over."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def trees() -> list[Vector]:
    """Return known roots and proofs: the leaves are those of the RFC 6962 reference implementation."""
    data = [bytes.fromhex(leaf) for leaf in CT_LEAVES]
    hashes = [merkle.leaf_hash(leaf) for leaf in data]
    found = []
    for size in range(len(data) + 1):
        given = {"leaves": list(CT_LEAVES[:size])}
        found.append(
            good("root", f"the root of {size} leaves", "40.2", given, {"root": merkle.root(hashes[:size]).hex()})
        )
    return found + _inclusions(hashes) + _consistencies(hashes)


def _inclusions(hashes: list[bytes]) -> list[Vector]:
    def given(index: int, size: int) -> dict[str, Any]:
        steps = merkle.path(merkle.levels(hashes[:size]), index)
        tree = merkle.root(hashes[:size]).hex()
        return {"leaf_hash": hashes[index].hex(), "index": index, "size": size, "path": hexes(steps), "root": tree}

    right, code = given(2, 5), "ledger.not-included"
    wrong = {
        "the place of another leaf": right | {"index": 3},
        "a place beyond the tree": right | {"index": 5},
        "a path that is too short": right | {"path": right["path"][:-1]},
        "a path that is too long": right | {"path": [*right["path"], right["root"]]},
        "a path with one bit turned over": right
        | {"path": [flip(bytes.fromhex(right["path"][0])).hex(), *right["path"][1:]]},
        "another root": right | {"root": merkle.root(hashes).hex()},
    }
    places = ((0, 1), (0, 8), (5, 8), (2, 3), (1, 5), (6, 7))
    return [good("inclusion", f"leaf {i} of {n}", "40.11", given(i, n)) for i, n in places] + [
        bad("inclusion", name, "40.11", code, value) for name, value in wrong.items()
    ]


def _consistencies(hashes: list[bytes]) -> list[Vector]:
    def given(old: int, new: int) -> dict[str, Any]:
        steps = merkle.consistency_path(hashes[:new], old)
        old_root, new_root = merkle.root(hashes[:old]).hex(), merkle.root(hashes[:new]).hex()
        return {"old": old, "new": new, "old_root": old_root, "new_root": new_root, "path": hexes(steps)}

    right, code = given(3, 7), "ledger.not-consistent"
    other = merkle.root([merkle.leaf_hash(b"other"), *hashes[1:7]]).hex()
    wrong = {
        "a rewritten first leaf": right | {"new_root": other},
        "a consistency path that is too short": right | {"path": right["path"][:-1]},
        "a consistency path that is too long": right | {"path": [*right["path"], right["new_root"]]},
        "no path between two sizes": right | {"path": []},
        "a path between equal sizes": given(7, 7) | {"path": [right["new_root"]]},
        "equal sizes with two roots": given(7, 7) | {"new_root": other},
        "sizes in the wrong order": right | {"old": 7, "new": 3},
    }
    sizes = ((0, 5), (1, 8), (4, 8), (3, 7), (6, 8), (7, 7))
    return [good("consistency", f"from {a} to {b} leaves", "40.12", given(a, b)) for a, b in sizes] + [
        bad("consistency", name, "40.12", code, value) for name, value in wrong.items()
    ]


def leaves_and_tiles() -> list[Vector]:
    """Return entries, commitments and tile paths."""
    one = ENTRIES[0]
    text = one.leaf.decode()
    wrong = {
        "a field more": text.replace(',"v"', ',"note":"x","v"'),
        "a field less": text.replace(',"v":1', ""),
        "version 2": text.replace('"v":1', '"v":2'),
        "version true": text.replace('"v":1', '"v":true'),
        "a kind nobody declared": text.replace("envelope.sent", "envelope.lost"),
        "a space": text.replace(",", ", ", 1),
        "an identifier in capitals": text.replace(one.id, one.id.upper()),
        "a time without milliseconds": text.replace(".123Z", "Z"),
        "a commitment that is too short": text.replace('"commit":"', '"commit":"', 1).replace(text[44:46], "", 1),
        "more than 512 bytes": text.replace("envelope.sent", "e" * 512),
    }
    read = {"id": one.id, "kind": one.kind, "at": "2026-11-22T01:55:54.123Z", "leaf_hash": one.leaf_hash.hex()}
    opened = {"leaf": text, "salt": b64(one.salt), "digest": one.digest.hex()}
    return [
        good("entry", "an entry", "40.3", {"leaf": text}, read),
        *(bad("entry", name, "40.3", "ledger.bad-entry", {"leaf": value}) for name, value in wrong.items()),
        good("commitment", "salt and digest of an entry", "40.4", opened),
        bad("commitment", "another digest", "40.4", "ledger.bad-commitment", opened | {"digest": "0" * 63 + "9"}),
        bad("commitment", "another salt", "40.4", "ledger.bad-commitment", opened | {"salt": b64(flip(one.salt))}),
        bad("commitment", "a short salt", "40.4", "ledger.bad-commitment", opened | {"salt": b64(one.salt[1:])}),
        *_tile_paths(),
    ]


def _tile_paths() -> list[Vector]:
    right = {
        "tile/0/000": (0, 0, 256),
        "tile/0/x001/234.p/17": (0, 1234, 17),
        "tile/1/x001/x234/067": (1, 1_234_067, 256),
        "tile/6/999.p/255": (6, 999, 255),
    }
    wrong = (
        "tile/0/1", "tile/00/001", "tile/0/x000/001", "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001.p/017",
        "tile/7/000", "tile/0/001/", "/tile/0/001", "tile/0/x001", "tile/0/../001", "tile/0/٠٠١",
    )  # fmt: skip
    return [
        good(
            "tile-path", f"path {path}", "40.7", {"path": path}, dict(zip(("level", "index", "width"), at, strict=True))
        )
        for path, at in right.items()
    ] + [bad("tile-path", f"path {path}", "40.7", "ledger.bad-tile", {"path": path}) for path in wrong]


def checkpoints() -> list[Vector]:
    """Return checkpoints, whole and broken."""
    whole = {"origin": "taawun.pk/ledger", "keys": public(PK), "required": [ED25519, ML_DSA_65]}
    full = checkpoint(HASHES, PK).note.decode()
    first, second = full.rpartition("\n\n")[2].split("\n")[:2]
    base = {"origin": "taawun.pk/ledger", "keys": public(PK_SHORT)} | SHORT
    text = checkpoint(HASHES).note.decode()
    body, _, lines = text.rpartition("\n\n")
    size, tree = body.split("\n")[1:]
    forged = str(notes.Line("taawun.pk/ledger", base64.b64decode(first.split()[2])[:4], b"\x01" * 64)).strip()
    form = {
        "an extension line": text.replace("\n\n", "\nmore\n\n"),
        "a size with a leading zero": text.replace(f"\n{size}\n", f"\n0{size}\n"),
        "a size in other digits": text.replace(f"\n{size}\n", "\n٧\n"),
        "a root that is too short": text.replace(tree, base64.b64encode(b"\x01" * 31).decode()),
        "a root in base64url": text.replace(tree, "_" * 43 + "="),
        "no root": text.replace(f"\n{tree}", ""),
        "no signatures": body + "\n\n",
        "no empty line": body + "\n" + lines,
        "no line feed at the end": text[:-1],
        "a carriage return": text.replace("\n", "\r\n"),
        "a hyphen for the dash": text.replace("—", "-"),
        "more than 32 signature lines": body + "\n\n" + lines * 33,
        "more than 64 KiB": text.replace("taawun.pk", "taawun.pk" + "k" * 65_536),
        "a root for no entries that is not the empty one": text.replace(f"\n{size}\n", "\n0\n"),
    }
    signatures = {
        "a signature of a known key that does not verify": body + f"\n\n{forged}\n",
        "a root with other signatures": text.replace(tree, base64.b64encode(merkle.root(HASHES[:3])).decode()),
        "one key twice": text + first + "\n",
    }
    unsigned = {
        "no ML-DSA signature": body + f"\n\n{first}\n",
        "no Ed25519 signature": body + f"\n\n{second}\n",
        "signed by a stranger": checkpoint(HASHES, STRANGER_SHORT).note.decode(),
    }
    expect = {"size": len(HASHES), "root": merkle.root(HASHES).hex()}
    extra = checkpoint(HASHES, STRANGER_SHORT).note.decode().rpartition("\n\n")[2]
    foreign = checkpoint(HASHES, party="BH").note.decode()
    return [
        good("checkpoint", "a checkpoint", "40.8", whole | {"note": full}, expect),
        good("checkpoint", "lines of unknown keys are ignored", "40.9", base | {"note": text + extra}, expect),
        *(bad("checkpoint", name, "40.8", "ledger.bad-checkpoint", base | {"note": v}) for name, v in form.items()),
        bad("checkpoint", "a checkpoint of another ledger", "40.8", "ledger.wrong-ledger", base | {"note": foreign}),
        *(
            bad("checkpoint", name, "40.9", "ledger.bad-signature", base | {"note": v})
            for name, v in signatures.items()
        ),
        *(bad("checkpoint", name, "40.9", "ledger.not-signed", whole | {"note": v}) for name, v in unsigned.items()),
    ]


def cosigned(of: Checkpoint, signers: tuple[SeedSigner, ...] = BH_SHORT, party: str = "BH") -> str:
    """Return a note with the cosignature lines of a party."""
    return of.note.decode() + "".join(cosign(of, name=witness_of(party), now=NOW, signers=signers))


def cosignatures() -> list[Vector]:
    """Return cosigned checkpoints."""
    base = {
        "origin": "taawun.pk/ledger",
        "keys": public(PK_SHORT),
        "witness": "taawun.bh/witness",
        "witness_keys": public(BH_SHORT),
    } | SHORT
    of, code = checkpoint(HASHES), "ledger.not-cosigned"
    later = str(notes.cosignature("taawun.bh/witness", of.text, int(NOW.timestamp()), BH[0]))
    raw = base64.b64decode(later.split()[2])
    moved = str(notes.Line("taawun.bh/witness", raw[:4], flip(raw[4:], 7)))
    expect = {"time": int(NOW.timestamp())}
    both = base | {"witness_keys": public(BH), "note": cosigned(of, BH)}
    return [
        good("cosigned", "a cosigned checkpoint", "40.10", base | {"note": cosigned(of)}, expect),
        good("cosigned", "cosigned with both algorithms", "40.10", both, expect),
        bad("cosigned", "no cosignature", "40.10", code, base | {"note": of.note.decode()}),
        bad("cosigned", "cosigned by a stranger", "40.10", code, base | {"note": cosigned(of, STRANGER_SHORT)}),
        bad("cosigned", "cosigned under another name", "40.10", code, base | {"note": cosigned(of, BH_SHORT, "OM")}),
        bad(
            "cosigned",
            "a time that was moved",
            "40.9",
            "ledger.bad-signature",
            base | {"note": of.note.decode() + moved},
        ),
    ]


def witnessing() -> list[Vector]:
    """Return what a witness cosigns and refuses."""
    known, new = checkpoint(HASHES[:3]), checkpoint(HASHES)
    other_hashes = [entry.leaf_hash for entry in new_leaves(7, history=1)]
    other = checkpoint(other_hashes)
    proof = tuple(merkle.consistency_path(HASHES, 3))

    def given(known: Checkpoint | None, old: int, proof: tuple[bytes, ...], offered: Checkpoint) -> dict[str, Any]:
        note = None if known is None else known.note.decode()
        text = Offer(old, proof, offered.note).to_bytes().decode()
        return {"origin": "taawun.pk/ledger", "keys": public(PK_SHORT), "known": note, "offer": text} | SHORT

    right = given(known, 3, proof, new)
    form = {
        "an old size with a leading zero": right["offer"].replace("old 3", "old 03"),
        "no old size": right["offer"].removeprefix("old 3\n"),
        "a proof that is not base64": right["offer"].replace("old 3\n", "old 3\n***\n"),
        "64 hashes": right["offer"].replace("old 3\n", "old 3\n" + f"{notes.b64std(bytes(32))}\n" * 64),
    }
    refused = {
        "a fork of the same size": ("ledger.rewritten", given(new, 7, (), other)),
        "a ledger that shrank": ("ledger.shrunk", given(new, 7, (), known)),
        "a fork that grew": (
            "ledger.not-consistent",
            given(known, 3, tuple(merkle.consistency_path(other_hashes, 3)), other),
        ),
        "a fork with the proof of the true ledger": ("ledger.not-consistent", given(known, 3, proof, other)),
        "growth without proof": ("ledger.not-consistent", given(known, 3, (), new)),
        "a first checkpoint with a proof": ("ledger.not-consistent", given(None, 0, proof, new)),
        "a proof from another size": ("ledger.proof-from-elsewhere", given(known, 0, (), new)),
    }
    sections = {"ledger.not-consistent": "40.12", "ledger.proof-from-elsewhere": "40.13"}
    return [
        good("witness", "a checkpoint that continues the known one", "40.13", right, {"size": 7}),
        good("witness", "a first checkpoint", "40.13", given(None, 0, (), new), {"size": 7}),
        good("witness", "the same checkpoint again", "40.13", given(new, 7, (), new), {"size": 7}),
        *(bad("witness", name, "40.13", "ledger.bad-offer", right | {"offer": value}) for name, value in form.items()),
        *(bad("witness", name, sections.get(code, "40.14"), code, value) for name, (code, value) in refused.items()),
    ]


def parts_and_exports() -> list[Vector]:
    """Return what is checked without the node."""
    base = {"party": "PK", "keys": public(PK_SHORT), "witness": "BH", "witness_keys": public(BH_SHORT)} | SHORT
    note, one = cosigned(checkpoint(HASHES)), ENTRIES[4]
    steps = tuple(merkle.path(merkle.levels(HASHES), 4))
    wire = ProofPart(one.leaf, one.salt, one.digest.hex(), 4, steps, note.encode()).to_wire()
    expect = {"id": one.id, "size": 7}
    lines = "".join(entry.leaf.decode() + "\n" for entry in ENTRIES)
    swapped = "".join(entry.leaf.decode() + "\n" for entry in (*ENTRIES[1::-1], *ENTRIES[2:]))
    fewer = "".join(entry.leaf.decode() + "\n" for entry in ENTRIES[:-1])

    def part(**changes: Any) -> dict[str, Any]:
        return base | {"part": wire | changes}

    def export(text: str) -> dict[str, Any]:
        return base | {"export": text}

    return [
        good("proof-part", "an entry with its proof", "40.15", part(), expect | {"digest": one.digest.hex()}),
        good(
            "proof-part",
            "an erased entry with its proof",
            "40.17",
            part(salt=None, digest=None),
            expect | {"digest": None},
        ),
        bad("proof-part", "a salt without a digest", "40.15", "ledger.bad-proof", part(digest=None)),
        bad("proof-part", "an unknown field", "40.15", "ledger.bad-proof", part(more=1)),
        bad("proof-part", "another entry", "40.11", "ledger.not-included", part(entry=b64(ENTRIES[3].leaf))),
        bad("proof-part", "the digest of something else", "40.4", "ledger.bad-commitment", part(digest="0" * 64)),
        bad(
            "proof-part",
            "a note that nobody cosigned",
            "40.10",
            "ledger.not-cosigned",
            part(note=checkpoint(HASHES).note.decode()),
        ),
        good("export", "a whole ledger", "40.16", export(f"{lines}\n{note}"), {"size": 7}),
        bad(
            "export",
            "two entries in each other's place",
            "40.16",
            "ledger.export-mismatch",
            export(f"{swapped}\n{note}"),
        ),
        bad("export", "one entry less", "40.16", "ledger.export-mismatch", export(f"{fewer}\n{note}")),
        bad("export", "an export cut off", "40.15", "ledger.bad-proof", export(lines[:-9])),
    ]


PARTS: tuple[Callable[[], list[Vector]], ...] = (
    trees, leaves_and_tiles, checkpoints, cosignatures, witnessing, parts_and_exports,
)  # fmt: skip


def written() -> str:
    """Return the file as it should be."""
    vectors = [vector for part in PARTS for vector in part()]
    return json.dumps(vectors, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the vectors, or with --check say whether they are up to date."""
    text = written()
    if "--check" in sys.argv:
        same = FILE.exists() and FILE.read_text("utf-8") == text
        print("spec/vectors/40-ledger.json is " + ("up to date" if same else "old: run python -m tools.vectors.ledger"))
        return 0 if same else 1
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
