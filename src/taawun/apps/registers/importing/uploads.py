# SPDX-License-Identifier: Apache-2.0
"""Tables that officers upload: what a file is, is told from its bytes; a workbook becomes a table of texts.

A file waits here while its columns are looked at. It becomes an import, or is forgotten after a day.
"""

import csv
import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taawun.apps.registers.importing import files
from taawun.kernel.errors import BadImportFile, BadList

SALT: Final = "taawun.registers.upload"
FORGOTTEN_AFTER: Final = 24 * 3600
"""Seconds after which a file that became no import is forgotten."""
HEAD_BYTES: Final = 1024
_ZIP: Final = b"PK\x03\x04"
NO_TABLES: Final[tuple[tuple[bytes, str | Promise], ...]] = (
    (b"%PDF", _("This is a PDF document. Export the table as CSV or .xlsx.")),
    (b"\xd0\xcf\x11\xe0", _("This is an old Excel file, or locked by a password. Save it as .xlsx without one.")),
    (b"{\\rtf", _("This is a text document. Export the table as CSV or .xlsx.")),
    (
        b"<",
        _("This is a web page, a drawing or other markup, which may hold a script. Export the table as CSV or .xlsx."),
    ),
    (b"Rar!", _("This is an archive. Unpack it first.")),
    (b"7z\xbc\xaf", _("This is an archive. Unpack it first.")),
    (b"\x1f\x8b", _("This is an archive. Unpack it first.")),
    (b"\x89PNG", _("This is a picture. Export the table as CSV or .xlsx.")),
    (b"\xff\xd8\xff", _("This is a picture. Export the table as CSV or .xlsx.")),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A table that waits: whose it is, for which type, and the digest of its texts."""

    digest: str
    officer: str
    type: str
    name: str

    def sealed(self) -> str:
        """Return it as the page carries it."""
        return signing.dumps([self.digest, self.officer, self.type, self.name], salt=SALT)


def opened(sealed: str) -> Upload | None:
    """Return the upload that a page carries, or None where it is not ours, too old, or forgotten."""
    try:
        found = Upload(*signing.loads(sealed, salt=SALT, max_age=FORGOTTEN_AFTER))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return found if (folder() / found.digest).exists() else None


def folder() -> Path:
    """Return the folder of uploads that wait, made at first need."""
    path = settings.NODE.files / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(path)


def refusal_of(file: IO[bytes]) -> str | Promise:
    """Return why a file is no table, or nothing. The file is left at its start."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((said for start, said in NO_TABLES if plain.startswith(start)), "")


def take(file: IO[bytes]) -> str:
    """Keep a table and return the digest of its texts.

    Raises:
        BadImportFile: it is a workbook that cannot be read.
        TooLarge: it is larger, or unpacks to more, than the limits.
    """
    is_book = file.read(len(_ZIP)) == _ZIP
    file.seek(0)
    if not is_book:
        return files.keep(file, folder())
    with tempfile.TemporaryFile("w+b") as plain:
        _write(file, plain)
        plain.seek(0)
        return files.keep(plain, folder())


@contextmanager
def reading(upload: Upload) -> Iterator[IO[bytes]]:
    """Open an upload."""
    with (folder() / upload.digest).open("rb") as file:
        yield file


def forget_old(now: float | None = None) -> int:
    """Remove what has waited for too long, and return how many files."""
    gone = [path for path in folder().iterdir() if path.stat().st_mtime < (now or time.time()) - FORGOTTEN_AFTER]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _write(file: IO[bytes], plain: IO[bytes]) -> None:
    """Write the first visible sheet of a workbook as a table; each row keeps the number that Excel shows."""
    from taawun.formats.people import excel  # brings the engine of names, which no web process should load for this

    text = io.TextIOWrapper(plain, encoding="utf-8", newline="")
    try:
        book = excel.opened(file)
        sheet, number = csv.writer(text), 0
        for row in book.rows(book.sheets[0]):
            for _blank in range(number + 1, row.number):
                text.write("\r\n")
            sheet.writerow([cell.replace("\x00", "") for cell in row.cells])
            number = row.number
    except BadList as error:
        raise BadImportFile(error.detail) from None
    finally:
        text.flush()
        text.detach()
