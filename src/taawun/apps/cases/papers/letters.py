# SPDX-License-Identifier: Apache-2.0
"""Writing a letter of a case as PDF/A-3b with its data attached; a final one is signed by its authority (spec §60.9).

Anybody who works on a case may write a draft. A final letter is signed with the key of the authority that has the
case, in the name of a releasing officer: the paper for a court. It never stands in for the release of a move.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from taawun.apps.audit.services import Actor
from taawun.apps.cases import library, seeing
from taawun.apps.cases.acting import acting, moment
from taawun.apps.cases.models import Case, Paper, PaperKind
from taawun.apps.cases.moves.filing import hold, our_side
from taawun.apps.cases.papers import keys as paperkeys
from taawun.apps.cases.papers import lettering
from taawun.apps.cases.papers.keeping import chosen, store
from taawun.apps.people import access as people
from taawun.formats.papers.letter import Language, Letter, Status
from taawun.kernel.errors import WrongPaper
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.wire.canonical import encode

SIGNERS: Final = frozenset({"releasing_officer"})
REASON_CHARACTERS: Final = 200


def write_letter(
    actor: Actor,
    case_id: str,
    form: str,
    language: str,
    purpose: str,
    *,
    papers: Sequence[str] = (),
    final: bool = False,
    at: datetime | None = None,
) -> Paper:
    """Write a letter of a case, and keep it among its papers.

    `form` is one of those that fit the case and our side of it (`lettering.fitting`): request, refusal, assurance,
    surrender, provisional_arrest, acknowledgement, notice; `language` is en, ar or ur. `papers` are identifiers of
    papers of the case, numbered as annexes. A `final` letter is signed: by a releasing officer, with the authority's
    key.

    Raises:
        WrongPaper: no such language, or a form that does not fit.
        NotReasoned: the case does not hold what the letter is about.
        BadLetter: what the case holds does not fit into a letter.
        KeyFileMissing: the authority has no key for papers.
        NoSuchPaper.
    """
    at = moment(at)
    roles = SIGNERS if final else seeing.READERS
    with acting(actor, "case.letter-written", case_id, purpose, at, ledger=Kind.RECORD, roles=roles) as case:
        pdf, letter = _printed(actor, case, form, language, papers, Status.FINAL if final else Status.DRAFT, at)
        if final:
            from taawun.formats.papers import pades

            said = letter.subject[:REASON_CHARACTERS]
            pdf = pades.sign(pdf, paperkeys.signer_of(case.authority), when=at, reason=said)
        name = f"{form}-{language}{'' if final else '-draft'}.pdf"
        return store(case, actor, PaperKind.LETTER, name, pdf, "application/pdf", language, at, form=form)


def preview(
    actor: Actor,
    case_id: str,
    form: str,
    language: str,
    purpose: str,
    *,
    papers: Sequence[str] = (),
    at: datetime | None = None,
) -> bytes:
    """Return a draft letter as PDF without keeping it; recorded like a reading. Raises what `write_letter` raises."""
    at = moment(at)
    with acting(actor, "case.letter-read", case_id, purpose, at) as case:
        return _printed(actor, case, form, language, papers, Status.DRAFT, at)[0]


def _printed(
    actor: Actor, case: Case, form: str, language: str, papers: Sequence[str], status: Status, at: datetime
) -> tuple[bytes, Letter]:
    if form not in lettering.fitting(library.kind_of(case), our_side(case)) or language not in set(Language):
        raise WrongPaper("No such letter fits this case, or no such language.")
    from taawun.formats.papers import printing  # typesetting is loaded by who writes a letter

    held, officer, tongue = hold(case, at), people.find(actor.officer_id), Language(language)
    annexes = lettering.annexes(chosen(case, papers), language)
    letter = lettering.letter_of(held, form, tongue, status, officer, at, annexes)
    data = encode(lettering.data_of(held, form, tongue, at, annexes))
    return printing.render(letter, data, created=at), letter
