# SPDX-License-Identifier: Apache-2.0
"""What a PDF that came in says of itself: how many pages it has, and the data that it carries.

The data of a letter are its sender's word only as far as `checking.check_signature` says so; this module does not ask.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader

from taawun.formats.papers.checking import UNREADABLE
from taawun.formats.papers.letter import ANNEX_PAGES
from taawun.formats.papers.pades import PAPER_BYTES
from taawun.formats.papers.printing import DATA_BYTES
from taawun.kernel.errors import BadPaper

DATA_NAME: Final = "letter.json"
"""The name under which a letter carries its data."""
ATTACHMENTS: Final = 100
"""Most attachments that are looked through."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF: its pages as it counts them, and the data attached under the name that was asked for, if there are any."""

    pages: int
    data: bytes | None


def read(pdf: bytes, name: str = DATA_NAME) -> Paper:
    """Return what a PDF says of itself, with the data attached under a name.

    Raises:
        BadPaper: for bytes beyond the limits, that cannot be read as a PDF, or without a page.
    """
    if len(pdf) > PAPER_BYTES:
        raise BadPaper(f"{len(pdf)} bytes; at most {PAPER_BYTES}.")
    try:
        root = PdfFileReader(BytesIO(pdf)).root
        pages, data = int(root["/Pages"]["/Count"]), _data(root, name)
    except UNREADABLE as error:
        raise BadPaper(type(error).__name__) from error
    if not 1 <= pages <= ANNEX_PAGES:
        raise BadPaper(f"{pages} pages; from 1 to {ANNEX_PAGES}.")
    if data is not None and len(data) > DATA_BYTES:
        raise BadPaper(f"{len(data)} bytes of data; at most {DATA_BYTES}.")
    return Paper(pages, data)


def _data(root: Any, name: str) -> bytes | None:
    """Return the bytes attached under a name."""
    names = root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    for place in range(0, min(len(names) - 1, 2 * ATTACHMENTS), 2):
        if str(names[place]) == name:
            return bytes(names[place + 1]["/EF"]["/F"].data)
    return None
