# SPDX-License-Identifier: Apache-2.0
"""A badge on paper: a page that names its holder, with the badge attached and in a square (spec §80.97).

The page proves nothing; the badge that it carries does. typst sees the template and data, as for letters.
"""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from taawun.formats.badges import carried
from taawun.kernel.errors import BadLetter, PaperNotMade

TEXT_CHARACTERS: Final = 600
"""Longest text of the page: it is one page."""
DENSE: Final = 450
"""Characters of authority, course and rows from which the page is set in smaller letters, to stay one page."""
ROWS: Final = 12
"""Most rows, sentences or codes of each list."""
_TEMPLATE: Final = Path(__file__).with_name("certificate.typ")
_STANDARD: Final = "a-3b"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the page says, every text in its language.

    `rows` are labels and values of the course; `checks` are sentences on how to verify it; `codes` are labels and
    texts for machines, which run from the left.
    """

    language: str
    authority: str
    title: str
    opening: str
    name: str
    number: str
    passed: str
    course: str
    rows: tuple[tuple[str, str], ...]
    check_title: str
    checks: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]


def render(page: Certificate, badge: bytes, *, created: datetime) -> bytes:
    """Return a certificate as PDF/A-3b with its badge attached as `badge.json`.

    Args:
        page: what it says.
        badge: the signed badge, canonical JSON.
        created: the moment written into the PDF as that of its making, aware.

    Raises:
        BadLetter: a text or a list beyond the limits.
        NoTypeface: when the typefaces are not installed.
        PaperNotMade: when typst refuses, which is our fault.
    """
    import typst

    from taawun.formats.papers import fonts

    inputs = {"page": json.dumps(_said(page, badge), ensure_ascii=False), "badge": badge.decode()}
    compiler = typst.Compiler(
        _TEMPLATE.read_bytes(), font_paths=fonts.loaded(), root=str(_TEMPLATE.parent), sys_inputs=inputs
    )
    try:
        made = compiler.compile(format="pdf", pdf_standards=_STANDARD, timestamp=created.replace(microsecond=0))
    except (typst.TypstError, RuntimeError) as error:
        raise PaperNotMade(type(error).__name__) from error
    return made if isinstance(made, bytes) else b""


def square(text: str) -> str:
    """Return the square (QR code) of a text as SVG; nothing for no text."""
    if not text:
        return ""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'


def _said(page: Certificate, badge: bytes) -> dict[str, Any]:
    from taawun.formats.papers import fonts
    from taawun.formats.papers.letter import Language
    from taawun.formats.papers.text import printable, shown

    rtl = page.language != Language.EN

    def put(value: Any) -> Any:
        if isinstance(value, tuple):
            if len(value) > ROWS:
                raise BadLetter(f"certificate: {len(value)} lines; at most {ROWS}.")
            return [put(one) for one in value]
        if len(value) > TEXT_CHARACTERS:
            raise BadLetter(f"certificate: {len(value)} characters; at most {TEXT_CHARACTERS}.")
        return shown(value, rtl=rtl)

    texts = {one.name: put(getattr(page, one.name)) for one in fields(page)}
    codes = [(put(label), printable(code)) for label, code in page.codes]
    return texts | {
        "language": page.language, "rtl": rtl, "family": fonts.family(Language(page.language)), "codes": codes,
        "square": square(carried.to_text(badge)), "dense": _size(page) > DENSE,
    }  # fmt: skip


def _size(page: Certificate) -> int:
    return len(page.authority) + len(page.course) + sum(len(value) for _label, value in page.rows)
