# SPDX-License-Identifier: Apache-2.0
"""How long a letter takes in each language, warm and cold, and its signature, its check and a container.

No peer runs beside it. The letter is that of an ordinary request: eleven particulars, nine paragraphs, twelve rows and
ten annexes, on two pages in English and three or four in Urdu. Each figure is the median of several, on this machine
as busy as it is; the target for a warm letter is 300 ms (issue 4).
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median
from typing import Any

from taawun.formats.asic.container import File, open_container, pack
from taawun.formats.papers import fonts, pades, printing
from taawun.formats.papers.checking import check_signature
from taawun.formats.papers.letter import Annex, Language, Letter, Row, Section
from tests.formats.papers.making import DATA, DIGEST, T, letter, ours

AREA = "papers"
TIMES = 9
ANNEXES = 10
COLD = (
    "from tests.bench import bench_papers as b; from taawun.formats.papers.letter import Language as L;"
    "b.printing.render(b.ordinary(L.{name}), b.DATA, created=b.T)"
)

Line = dict[str, Any]


def run() -> Iterator[Line]:
    """Yield the measurements of papers."""
    for language in Language:
        yield warm(language)
    yield cold()
    pdf = printing.render(ordinary(Language.EN), DATA, created=T)
    signed = pades.sign(pdf, ours(), when=T)
    files = [File("letter.pdf", "application/pdf", signed)]
    files += [File(f"annex-{number}.bin", "application/octet-stream", bytes(1 << 20)) for number in range(ANNEXES)]
    packed = pack(files, ours(), when=T)
    roots = [ours().certificate]
    yield line("sign_ms", lambda: pades.sign(pdf, ours(), when=T), "PAdES B-B, P-256")
    yield line("check_ms", lambda: check_signature(signed, roots, at=T), "one signature, one root")
    yield line("pack_ms", lambda: pack(files, ours(), when=T), f"ASiC-E, the letter and {ANNEXES} annexes of 1 MiB")
    yield line("open_ms", lambda: open_container(packed, roots, at=T), "the same container, all checked")


def ordinary(language: Language) -> Letter:
    """Return a request of ordinary length."""
    small = letter(language)
    facts, asked = small.sections
    return replace(
        small,
        sections=(
            *(Section(facts.heading, facts.paragraphs * 3) for _ in range(3)),
            Section(asked.heading, (), tuple(Row(asked.rows[0].label, asked.rows[0].value) for _ in range(12))),
        ),
        annexes=tuple(Annex(small.annexes[0].title, number + 1, DIGEST) for number in range(ANNEXES)),
    )


def warm(language: Language) -> Line:
    """Return the time of a letter that differs from the one before, in a process that has printed before."""
    kept = iter(range(10_000))

    def one() -> None:
        number = next(kept)
        said = replace(ordinary(language), our_reference=f"MOI/MLA/2026/{number}", case_id=f"PK-2026-{number:06d}")
        printing.render(said, DATA, created=T)

    one()
    wanted = fonts.missing(language)
    return line(f"letter_ms/{language.value}", one, f"{wanted} is not installed; set in Naskh" if wanted else "warm")


def cold() -> Line:
    """Return the time of a whole process that prints one letter in Urdu: start, imports, typefaces, letter."""

    def one() -> None:
        subprocess.run([sys.executable, "-c", COLD.format(name="UR")], check=True)

    return line("letter_cold_ms/ur", one, "a new process, its start and imports included", times=3)


def line(name: str, act: Callable[[], object], note: str, times: int = TIMES) -> Line:
    """Return the median time of an act, in milliseconds; what it computed stands in the note."""
    took, computed = [], []
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        act()
        took.append((time.perf_counter() - start) * 1_000)
        computed.append((time.process_time() - busy) * 1_000)
    note = f"{note}; {median(computed):.0f} ms of computing in this process"
    return {"bench": f"papers/{name}", "value": round(median(took), 1), "unit": "ms", "note": note}
