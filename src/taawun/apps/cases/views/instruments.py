# SPDX-License-Identifier: Apache-2.0
"""Pages of instruments: those that this node has, and one in plain words with a diagram (spec §65.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taawun.apps.cases import library
from taawun.apps.cases.showing import drawing
from taawun.apps.cases.showing.speaking import reader
from taawun.apps.ui import languages
from taawun.kernel.cases.clocks import WARN_AT
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import NoSuchPack
from taawun.kernel.instruments.pack import Pack


@dataclass(frozen=True, slots=True)
class Row:
    """A move with its number, which is that of its line in the diagram."""

    number: int
    move: Move


def instruments(request: HttpRequest) -> HttpResponse:
    """Show the instruments of this node."""
    return render(request, "cases/instruments.html", {"packs": list(library.packs().values())})


def instrument(request: HttpRequest, slug: str, kind: str = "") -> HttpResponse:
    """Show one instrument: what it is, and one of its kinds of case as a diagram and as tables."""
    pack = library.pack_named(slug)
    chosen = _kind(pack, kind)
    context: dict[str, Any] = {"pack": pack, "chosen": chosen}
    if chosen is not None:
        mirrored = languages.find(reader()).direction == "rtl"
        context |= {
            "drawn": drawing.draw(chosen.workflow, mirrored=mirrored),
            "moves": list(_rows(chosen)),
            "warn_at": WARN_AT,
            "mandatory": [gate for gate in chosen.gates.values() if gate.mandatory],
            "optional": [gate for gate in chosen.gates.values() if not gate.mandatory],
            "required": [one for one in chosen.elements.values() if one.required],
            "others": [one for one in chosen.elements.values() if not one.required],
        }
    return render(request, "cases/instrument.html", context)


def _kind(pack: Pack, slug: str) -> CaseKind | None:
    if not slug:
        return next(iter(pack.kinds.values()), None)
    if slug not in pack.kinds:
        raise NoSuchPack
    return pack.kinds[slug]


def _rows(kind: CaseKind) -> Iterator[Row]:
    yield from (Row(number, move) for number, move in enumerate(kind.workflow.moves.values(), start=1))
