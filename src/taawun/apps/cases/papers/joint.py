# SPDX-License-Identifier: Apache-2.0
"""A paper of a case that both sides sign, as minutes are: printed from what crossed, signed by one and then the other.

It holds the contents that moves carried and both sides approved, never what somebody filled in since (spec §80.113).
The second signature is made on the very paper that the first one stands in, and only if its data are those contents.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from cryptography import x509

from taawun.apps.audit.services import Actor
from taawun.apps.cases import seeing
from taawun.apps.cases.acting import acting, moment
from taawun.apps.cases.models import Case, Paper, PaperKind
from taawun.apps.cases.moves.filing import Held, hold
from taawun.apps.cases.papers import fetching, keys, lettering
from taawun.apps.cases.papers.keeping import paper, store
from taawun.apps.cases.papers.lettering import Tabled
from taawun.apps.cases.papers.letters import REASON_CHARACTERS, SIGNERS
from taawun.apps.people import access as people
from taawun.formats.papers.letter import COUNTERFIELD, Language, Status
from taawun.kernel.cases.contents import Filled, reserved
from taawun.kernel.errors import MinutesNotApproved, OtherMinutes, SenderError, WrongPaper
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.limits import BODY_BYTES

TYPE: Final = "joint-paper/1"
FORM: Final = "minutes"


def print_joint(
    actor: Actor,
    case_id: str,
    language: str,
    purpose: str,
    *,
    elements: Mapping[str, Tabled | None],
    approvals: frozenset[str],
    final: bool = True,
    at: datetime | None = None,
) -> Paper:
    """Print these elements as a paper in a language, with the signature of our authority if it is final, and keep it.

    Args:
        actor: for a final paper a releasing officer of the authority that has the case.
        case_id: the case.
        language: en, ar or ur.
        purpose: what for.
        elements: what the paper holds, in its order, each with what makes a table of it, if anything does; the data
            attached hold all that crossed.
        approvals: flags of the case that must be set for a final paper.
        final: whether it is signed; a draft bears a mark on each page.
        at: when.

    Raises:
        MinutesNotApproved, WrongPaper, NotReasoned, BadLetter, KeyFileMissing.
    """
    at = moment(at)
    from taawun.formats.papers import printing

    roles = SIGNERS if final else seeing.READERS
    with acting(actor, "case.joint-printed", case_id, purpose, at, ledger=Kind.RECORD, roles=roles) as case:
        if language not in set(Language):
            raise WrongPaper("No such language.")
        held = _crossed(hold(case, at))
        _require(held, approvals if final else frozenset())
        officer, tongue = people.find(actor.officer_id), Language(language)
        status = Status.FINAL if final else Status.DRAFT
        letter = lettering.joint_letter(held, elements, tongue, status, officer, at)
        pdf = printing.render(letter, encode(_data(held, language)), created=at)
        if final:
            from taawun.formats.papers import pades

            pdf = pades.sign(pdf, keys.signer_of(case.authority), when=at, reason=letter.subject[:REASON_CHARACTERS])
        name = f"{FORM}-{language}{'' if final else '-draft'}.pdf"
        return _kept(case, actor, name, pdf, language, at)


def countersign(
    actor: Actor, paper_id: str, purpose: str, *, approvals: frozenset[str], at: datetime | None = None
) -> Paper:
    """Sign a paper that the other side signed, beside its signature, and keep the result among the papers of the case.

    Raises:
        OtherMinutes: its data are not the contents that crossed, or it bears no signature that covers it.
        MinutesNotApproved, NoSuchPaper, KeyFileMissing, BadPaper.
    """
    at = moment(at)
    from taawun.formats.papers import pades

    row = paper(paper_id)
    with acting(actor, "case.joint-countersigned", row.case_id, purpose, at, ledger=Kind.RECORD, roles=SIGNERS) as case:
        held = _crossed(hold(case, at))
        _require(held, approvals)
        pdf, signer = fetching.bytes_of(row), keys.signer_of(case.authority)
        _check_same(held, pdf, row.language, signer.certificate, at)
        signed = pades.sign(pdf, signer, when=at, field=COUNTERFIELD)
        return _kept(case, actor, f"{FORM}-{row.language}-both.pdf", signed, row.language, at)


def _crossed(held: Held) -> Held:
    """Return a case with only the contents that moves carried: what both sides have."""
    found: dict[str, Filled] = {}
    for made in held.standing.applied:
        found |= {slug: Filled.from_wire(item) for slug, item in made.content.items()}
    shown = {slug: one for slug, one in found.items() if slug not in reserved(held.kind.elements)}
    return replace(held, file=replace(held.file, filled=shown))


def _require(held: Held, approvals: frozenset[str]) -> None:
    if not approvals <= held.standing.flags:
        raise MinutesNotApproved


def _data(held: Held, language: str) -> dict[str, Any]:
    case = held.case
    return {
        "type": TYPE, "case": case.id, "kind": case.kind, "language": language,
        "pack": {"slug": case.pack_slug, "version": case.pack_version, "digest": case.pack_id},
        "content": {slug: one.to_wire() for slug, one in sorted(held.file.filled.items())},
    }  # fmt: skip


def _check_same(held: Held, pdf: bytes, language: str, own: x509.Certificate, at: datetime) -> None:
    """Refuse a paper whose data are others, or whose signature does not cover all of it."""
    from taawun.formats.papers import reading

    data = reading.read(pdf).data
    try:
        same = data is not None and decode(data, limit=BODY_BYTES) == _data(held, language)
    except SenderError:
        same = False
    if not same or not _is_whole(pdf, own, at):
        raise OtherMinutes


def _is_whole(pdf: bytes, own: x509.Certificate, at: datetime) -> bool:
    """Tell whether one signature stands there and covers all; whose it is, the release says that brought it."""
    from taawun.formats.papers.checking import check_signature

    found = check_signature(pdf, [own], at=at)  # some root must be named; whether it leads there is not asked
    return len(found) == 1 and found[0].intact and found[0].whole


def _kept(case: Case, actor: Actor, name: str, pdf: bytes, language: str, at: datetime) -> Paper:
    return store(case, actor, PaperKind.LETTER, name, pdf, "application/pdf", language, at, form=FORM)
