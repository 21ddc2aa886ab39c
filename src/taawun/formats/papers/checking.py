# SPDX-License-Identifier: Apache-2.0
"""Whose signatures stand in a PDF, when they were made, and whether a byte has changed since (ETSI EN 319 142-1).

A changed paper is an answer, not an error: `intact` or `whole` is false. What is no PDF, or carries no signature,
is refused by name.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from taawun.formats.papers.pades import PAPER_BYTES
from taawun.formats.papers.trust import Signed, common_name, context, valid
from taawun.kernel.errors import BadPaper, UnsignedPaper

SIGNATURES = 8
"""Most signatures in one paper."""

# An untrusted signature is an answer of ours; pyHanko would also log it with the signer's name and a traceback.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.ERROR)

_ALLOWED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)

# What pyHanko says of bytes that are no PDF, or of a broken structure within one.
UNREADABLE = (PdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError)


def check_signature(pdf: bytes, roots: Sequence[x509.Certificate], *, at: datetime) -> tuple[Signed, ...]:
    """Return the signatures of a paper in the order they were made; there is at least one.

    Args:
        pdf: the paper, as it came.
        roots: the certificates that are trusted; a certificate that vouches for itself may stand among them.
        at: the moment at which certificates must be valid, aware: that of receipt, or that of a trusted time stamp.

    Raises:
        BadPaper: for bytes beyond the limit, or that cannot be read as a PDF.
        UnsignedPaper: for a PDF without a signature.
        NoPaperRoots: for no roots.
    """
    if len(pdf) > PAPER_BYTES:
        raise BadPaper(f"{len(pdf)} bytes; at most {PAPER_BYTES}.")
    context(roots, at)
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        if not found:
            raise UnsignedPaper
        if len(found) > SIGNATURES:
            raise BadPaper(f"{len(found)} signatures; at most {SIGNATURES}.")
        states = [(one, validate_pdf_signature(one, context(roots, at))) for one in found]
        last = states[-1][1].coverage is SignatureCoverageLevel.ENTIRE_FILE
        return tuple(_signed(one, state, at, whole=last and _whole(state)) for one, state in states)
    except UNREADABLE as error:
        raise BadPaper(type(error).__name__) from error


def _whole(state: PdfSignatureStatus) -> bool:
    """Return whether nothing was added after a signature but a later one in a field that it had left empty.

    The last signature must cover the whole file, so that whoever signed after knew all that was added.
    """
    if state.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    level = state.modification_level
    return state.coverage is SignatureCoverageLevel.ENTIRE_REVISION and level in _ALLOWED


def _signed(embedded: EmbeddedPdfSignature, state: PdfSignatureStatus, at: datetime, *, whole: bool) -> Signed:
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    stamp = state.timestamp_validity
    return Signed(
        who=common_name(certificate),
        certificate=certificate,
        when=state.signer_reported_dt,
        stamped=stamp.timestamp if stamp and stamp.trusted else None,
        intact=state.intact and state.valid,
        trusted=state.trusted and valid(certificate, at),
        whole=whole,
        level="B-T" if stamp and stamp.intact and stamp.valid else "B-B",
    )
