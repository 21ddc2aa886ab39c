# SPDX-License-Identifier: Apache-2.0
"""Taking papers into a case: documents, translations with their translator, bytes that were named (spec §60.9).

A paper that a move of the other side named is a reference until its bytes come; they are taken in only if they are
exactly the bytes that were named.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import seeing
from taawun.apps.cases.acting import OBJECT, acting, moment
from taawun.apps.cases.models import Case, Paper, PaperKind
from taawun.apps.cases.papers import fetching, folder, tainting
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoProvenance, NoSuchPaper, WrongPaper
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.marking import COURT
from taawun.kernel.wire.digests import sha256_hex

MEDIA: Final = {
    "application/pdf": ".pdf", "application/json": ".json", "application/zip": ".zip",
    "application/vnd.etsi.asic-e+zip": ".asice", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif",
    "text/plain": ".txt", "text/csv": ".csv", "text/xml": ".xml", "audio/mpeg": ".mp3", "audio/wav": ".wav",
    "video/mp4": ".mp4", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx", "application/octet-stream": ".bin",
}  # fmt: skip
"""Media types that are taken in, with the ending of a file of each; what may be anything is opened by nothing."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NAME_CHARACTERS: Final = 200
NOT_IN_FILES: Final = frozenset('/\\:*?"<>|')
FILE_CHARACTERS: Final = 80
"""Of the name of a file, which a disk may count in bytes."""


def add_paper(
    actor: Actor,
    case_id: str,
    name: str,
    data: bytes,
    media_type: str,
    language: str,
    purpose: str,
    *,
    at: datetime | None = None,
) -> Paper:
    """Take a document into a case.

    Args:
        actor: the officer.
        case_id: the case.
        name: as officers call it.
        data: its bytes.
        media_type: one of `MEDIA`.
        language: BCP 47 tag of what it is written in; "zxx" for no language.
        purpose: what for.
        at: when.

    Raises:
        WrongPaper: its name, size, media type or language.
    """
    at = moment(at)
    with acting(actor, "case.paper-added", case_id, purpose, at, ledger=Kind.RECORD) as case:
        return store(case, actor, PaperKind.DOCUMENT, name, data, media_type, language, at)


def add_translation(
    actor: Actor,
    paper_id: str,
    name: str,
    data: bytes,
    media_type: str,
    language: str,
    translator: str,
    purpose: str,
    *,
    at: datetime | None = None,
) -> Paper:
    """Take in the translation of a paper, with who translated it.

    Raises:
        WrongPaper: without a translator, or into the language that it is in already.
        NoSuchPaper.
    """
    at = moment(at)
    original = paper(paper_id)
    with acting(actor, "case.translation-added", original.case_id, purpose, at, ledger=Kind.RECORD) as case:
        if not translator.strip():
            raise WrongPaper("A translation names its translator.")
        if original.language == language:
            raise WrongPaper("It is in this language already.")
        return store(
            case, actor, PaperKind.TRANSLATION, name, data, media_type, language, at,
            translates=original, translator=translator.strip()[:NAME_CHARACTERS],
        )  # fmt: skip


def take_bytes(actor: Actor, paper_id: str, data: bytes, purpose: str, *, at: datetime | None = None) -> Paper:
    """Take in the bytes of a paper that a move of the other side named, by whatever way they came.

    Raises:
        WrongPaper: they are not the bytes that were named.
        NoSuchPaper.
    """
    at = moment(at)
    row = paper(paper_id)
    with acting(actor, "case.paper-came", row.case_id, purpose, at, ledger=Kind.RECORD):
        if row.kind != PaperKind.REFERENCE or len(data) != row.size or sha256_hex(data) != row.sha256:
            raise WrongPaper("These are not the bytes that the move named.")
        folder.keep(data, folder.HAND_BYTES)
        fetching.arrived(row, at)
        return row


def read_paper(officer: Officer, paper_id: str, purpose: str, *, at: datetime | None = None) -> tuple[Paper, bytes]:
    """Return a paper and its bytes to an officer who may read its case; recorded like every reading.

    Raises:
        NoSuchPaper: there is none, or its bytes have not come.
        WrongPaper: for a court, and it may have been got by torture.
        NoProvenance: for a court, and nobody has said where this paper of the other side comes from.
        NoSuchCase, NoPurpose, PaperDamaged.
    """
    at = moment(at)
    row = paper(paper_id)
    with audit.acting(actor_of(officer), "paper.read", OBJECT, row.case_id, purpose, at=at):
        seeing.readable(officer, row.case_id, purpose)
        if purpose == COURT:
            _require_usable(row)
        return row, fetching.bytes_of(row)


def media_of(row: Paper) -> str:
    """Return the media type under which a paper is handed out: one that a move named may be anything."""
    return row.media_type if row.media_type in MEDIA else "application/octet-stream"


def file_name(row: Paper) -> str:
    """Return what a paper is called on a disk: its name, with the ending of its type whatever the name says."""
    said = "".join(" " if one in NOT_IN_FILES or not one.isprintable() else one for one in row.name)
    ending = MEDIA[media_of(row)]
    return f"{said.removesuffix(ending)[:FILE_CHARACTERS].strip(' .') or row.id}{ending}"


def chosen(case: Case, ids: Sequence[str]) -> list[Paper]:
    """Return papers of a case in the order asked for, to go out with a letter or a move.

    Raises:
        NoSuchPaper: one is not of this case, or its bytes have not come.
        WrongPaper: one may have been got by torture: it goes to no court, whoever asks (CAT 15).
    """
    rows = {row.id: row for row in Paper.objects.filter(case=case, id__in=list(ids))}
    if any(identifier not in rows for identifier in ids):
        raise NoSuchPaper
    digests = {row.sha256 for row in rows.values()}
    if not digests <= fetching.here(case.id, digests):
        raise NoSuchPaper("Its bytes have not come.")
    if not tainting.tainted(case.id).isdisjoint(row.sha256 for row in rows.values()):
        raise WrongPaper("It may have been got by torture.")
    return [rows[identifier] for identifier in dict.fromkeys(ids)]


def _require_usable(row: Paper) -> None:
    if row.sha256 in tainting.tainted(row.case_id):
        raise WrongPaper("It may have been got by torture.")
    if row.sha256 in tainting.unanswered(row.case_id):
        raise NoProvenance


def paper(paper_id: str) -> Paper:
    """Return the row of a paper, for an act that asks who may see it."""
    row = Paper.objects.filter(id=paper_id).first()
    if row is None:
        raise NoSuchPaper
    return row


def store(
    case: Case,
    actor: Actor,
    kind: PaperKind,
    name: str,
    data: bytes,
    media_type: str,
    language: str,
    at: datetime,
    **more: object,
) -> Paper:
    """Store a paper of ours, in the caller's act."""
    name = name.strip()
    if (
        not 0 < len(name) <= NAME_CHARACTERS
        or _UNSEEN.search(name)
        or media_type not in MEDIA
        or not _LANGUAGE.fullmatch(language)
    ):
        raise WrongPaper("A name, a media type that is taken in, and a language are needed.")
    return Paper.objects.create(
        case=case, kind=kind, name=name, language=language, media_type=media_type, sha256=folder.keep(data),
        size=len(data), party=settings.TAAWUN_PARTY, officer_id=actor.officer_id, authority=actor.authority, at=at,
        **more,
    )  # fmt: skip
