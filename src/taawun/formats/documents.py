# SPDX-License-Identifier: Apache-2.0
"""The text of a document that somebody hands in: plain text, PDF or Word, within limits (spec §80.110).

Only text is taken: no picture, macro, link or field is followed. Sizes are checked before anything is parsed.
"""

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from taawun.kernel.errors import BadDocument, ScatteredDocument

DOCUMENT_BYTES: Final = 8 << 20
"""Largest document, in bytes."""
PAGES: Final = 100
"""Most pages of a PDF."""
CHARACTERS: Final = 100_000
"""Longest text of a document, in characters."""
UNPACKED_BYTES: Final = 32 << 20
"""Most bytes that a Word document may come to when it is unpacked."""
PARTS: Final = 2_000
"""Most files inside a Word document."""

SENTENCES: Final = {
    "nothing": "It is empty.",
    "size": "It has more than {most} MiB.",
    "kind": "It is neither a PDF nor a Word document, nor a text in UTF-8.",
    "signs": "It holds control characters, as no text does.",
    "pdf": "It is no whole PDF, or it is locked with a password.",
    "pages": "It has {count} pages; from 1 to {most} are read.",
    "word": "It is no whole Word document.",
    "unpacked": "Unpacked it would be larger than what is read.",
    "no text": "No text was found in it: a scanned paper holds none.",
    "long": "Its text has {count} characters; at most {most} are read.",
}
PIECE: Final = 3
"""Most letters of a piece of a word."""
FEW_LINES: Final = 8
"""Lines below which it is not asked whether they are pieces."""
PIECES: Final = 1 / 3
"""Share of lines that are pieces above which the words of a PDF are scattered."""

_ARABIC: Final = re.compile(r"[^\u0600-\u06ff]+")
_WORD: Final = "word/document.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PDFIUM = threading.Lock()
"""PDFium works for one thread at a time."""


def text_of(data: bytes) -> str:
    """Return the text of a document, told by its bytes and not by its name.

    Raises:
        BadDocument: it is empty, too large, or none of the three.
        ScatteredDocument: a PDF whose words come apart.
    """
    if not data:
        raise BadDocument(SENTENCES["nothing"])
    check_size(len(data))
    if data.startswith(b"%PDF-"):
        text = _of_pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        text = _of_word(data)
    else:
        text = _of_text(data)
    text = "\n".join(line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if not text:
        raise BadDocument(SENTENCES["no text"])
    if len(text) > CHARACTERS:
        raise BadDocument(SENTENCES["long"], count=len(text), most=CHARACTERS)
    return text


def check_size(size: int) -> None:
    """Refuse a document of more bytes than are read, before it is read.

    Raises:
        BadDocument.
    """
    if size > DOCUMENT_BYTES:
        raise BadDocument(SENTENCES["size"], most=DOCUMENT_BYTES >> 20)


def _of_text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadDocument(SENTENCES["kind"]) from None
    if any(ord(one) < 32 and one not in "\n\r\t\f" for one in text):
        raise BadDocument(SENTENCES["signs"])
    return text.replace("\f", "\n")


def _of_pdf(data: bytes) -> str:
    import pypdfium2  # type: ignore[import-untyped]

    with _PDFIUM:
        try:
            with pypdfium2.PdfDocument(data) as found:
                if not 1 <= len(found) <= PAGES:
                    raise BadDocument(SENTENCES["pages"], count=len(found), most=PAGES)
                return _together("\n".join(_of_page(found, number) for number in range(len(found))))
        except pypdfium2.PdfiumError:
            raise BadDocument(SENTENCES["pdf"]) from None


def _together(text: str) -> str:
    """Return a text, or refuse one whose lines are pieces of words: slanted letters are read as lines of their own."""
    lines = [letters for line in text.splitlines() if (letters := _ARABIC.sub("", line))]
    if len(lines) >= FEW_LINES and sum(len(one) <= PIECE for one in lines) > PIECES * len(lines):
        raise ScatteredDocument("PDF.")
    return text


def _of_page(found: object, number: int) -> str:
    page = found[number]  # type: ignore[index] # pypdfium2 has no types
    text = page.get_textpage()
    try:
        # Soft hyphens and noncharacters stand where PDFium joined or could not read a letter.
        return str(text.get_text_bounded()).replace("\x02", "").replace("\ufffe", "").replace("\xad", "")
    finally:
        text.close()
        page.close()


def _of_word(data: bytes) -> str:
    _check_packed(data)
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        found = Document(io.BytesIO(data))
        lines = [paragraph.text for paragraph in found.paragraphs]
        lines += [" | ".join(_cells(row)) for row in found.element.body.iter(f"{_W}tr")]
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, zipfile.BadZipFile):
        raise BadDocument(SENTENCES["word"]) from None
    return "\n".join(lines)


def _cells(row: Any) -> Iterator[str]:
    """Yield what the cells of a row say, each once: how far one spans is a number that the file may say as it likes."""
    for cell in row.iterchildren(f"{_W}tc"):
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merged is None or merged.get(f"{_W}val") == "restart":
            yield "\n".join("".join(one.itertext(f"{_W}t", with_tail=False)) for one in cell.iterchildren(f"{_W}p"))


def _check_packed(data: bytes) -> None:
    """Refuse an archive that is no Word document or would fill memory; its directory is asked before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise BadDocument(SENTENCES["word"]) from None
    size = sum(one.file_size for one in parts)
    if _WORD not in {one.filename for one in parts}:
        raise BadDocument(SENTENCES["word"])
    if len(parts) > PARTS or size > UNPACKED_BYTES:
        raise BadDocument(SENTENCES["unpacked"])
