# SPDX-License-Identifier: Apache-2.0
"""The proof in a credential: Data Integrity with the cryptosuite eddsa-jcs-2022 (spec §80.95).

What is signed is SHA-256 of the canonical proof without its value, then SHA-256 of the canonical document without its
proof. The canonical form is that of the envelopes: RFC 8785.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from taawun.formats.badges.keys import SIGNATURE_BYTES, did_of, from_base58, method_of, public_of, to_base58
from taawun.formats.badges.reading import issuer_of, moment
from taawun.kernel.errors import BadBadge, NotCanonicalisable
from taawun.kernel.ports import Signer
from taawun.kernel.wire.canonical import encode

SUITE: Final = "eddsa-jcs-2022"
_FIELDS: Final = frozenset({"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"})
Document = Mapping[str, Any]


def signed(document: Document, signer: Signer, at: datetime) -> dict[str, Any]:
    """Return a document with a proof by the key that is its issuer.

    Args:
        document: the credential, without a proof.
        signer: an Ed25519 signer.
        at: when it signs, aware.

    Raises:
        BadBadge: the document names another issuer.
    """
    did = did_of(signer.public)
    if issuer_of(document) != did:
        raise BadBadge("It names another issuer than the key that signs.")
    proof = {
        "type": "DataIntegrityProof", "cryptosuite": SUITE, "created": moment(at), "verificationMethod": method_of(did),
        "proofPurpose": "assertionMethod",
    }  # fmt: skip
    value = to_base58(signer.sign(_hashed(document, proof)))
    return {**document, "proof": proof | {"proofValue": value}}


def is_signed_by_issuer(document: Document) -> bool:
    """Tell whether the proof in a document is whole and by the key that is its issuer.

    Raises:
        BadBadge: it has no proof of the one kind that is read here.
    """
    proof = document.get("proof")
    if not isinstance(proof, Mapping) or set(proof) - {"@context"} != _FIELDS:
        raise BadBadge("It has no proof, or one of another form.")
    did = issuer_of(document)
    wanted = ("DataIntegrityProof", SUITE, "assertionMethod", method_of(did))
    if tuple(proof[name] for name in ("type", "cryptosuite", "proofPurpose", "verificationMethod")) != wanted:
        raise BadBadge("Its proof is of another kind, or by another key than its issuer.")
    signature = from_base58(proof["proofValue"])
    if len(signature) != SIGNATURE_BYTES:
        raise BadBadge("Its signature has another length.")
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        Ed25519PublicKey.from_public_bytes(public_of(did)).verify(signature, _hashed(unsigned, config))
    except InvalidSignature:
        return False
    return True


def _hashed(document: Document, proof: Document) -> bytes:
    config = {"@context": document.get("@context"), **proof}
    try:
        return sha256(encode(config)).digest() + sha256(encode(dict(document))).digest()
    except NotCanonicalisable as wrong:
        raise BadBadge(wrong.detail) from None
