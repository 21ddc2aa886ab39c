# SPDX-License-Identifier: Apache-2.0
"""Whether a certificate leads to a root that the caller trusts, at a moment that the caller names.

Nothing is fetched. Revocation is not asked for: whoever learns that a certificate was revoked leaves its root out,
or refuses the signer by name.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

from taawun.formats.papers.signer import CHAIN, der
from taawun.kernel.errors import NoPaperRoots


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature on a paper, and what is to be thought of it.

    Attributes:
        who: the common name in the signer's certificate, or its whole name.
        certificate: the signer's certificate.
        when: the moment that the signer claims, if any.
        stamped: the moment that a trusted time-stamping authority vouches for, if any.
        intact: not a byte that was signed has changed, and the signature fits the certificate's key.
        trusted: the certificate leads to one of the caller's roots, and may sign.
        whole: the signature covers the whole file, and nothing was added after it.
        level: "B-B" or "B-T" (ETSI).
    """

    who: str
    certificate: x509.Certificate
    when: datetime | None
    stamped: datetime | None
    intact: bool
    trusted: bool
    whole: bool
    level: str

    @property
    def good(self) -> bool:
        """Return whether the signature may be relied on."""
        return self.intact and self.trusted and self.whole


def context(roots: Sequence[x509.Certificate], at: datetime, others: Sequence[x509.Certificate] = ()) -> Any:
    """Return pyHanko's view of these roots at a moment.

    Raises:
        NoPaperRoots: for no roots, because then nothing could be trusted.
    """
    if not roots:
        raise NoPaperRoots
    return ValidationContext(
        trust_roots=[asn1.Certificate.load(der(one)) for one in roots],
        other_certs=[asn1.Certificate.load(der(one)) for one in others],
        moment=at,
        allow_fetching=False,
    )


def leads_to(
    roots: Sequence[x509.Certificate], leaf: x509.Certificate, others: Sequence[x509.Certificate], at: datetime
) -> bool:
    """Return whether a signer's certificate leads to a root and may sign (key usage: content commitment)."""
    if len(others) > CHAIN or not valid(leaf, at):
        return False
    validator = CertificateValidator(asn1.Certificate.load(der(leaf)), validation_context=context(roots, at, others))
    try:
        asyncio.run(validator.async_validate_usage({"non_repudiation"}))
    except (PathBuildingError, ValidationError):
        return False
    return True


def valid(certificate: x509.Certificate, at: datetime) -> bool:
    """Return whether a signer's certificate is in its time; of a root that is itself the signer nobody else asks."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def common_name(certificate: x509.Certificate) -> str:
    """Return the common name in a certificate, or its whole name where it has none."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.subject.rfc4514_string()
