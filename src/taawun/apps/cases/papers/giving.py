# SPDX-License-Identifier: Apache-2.0
"""Giving a piece of a paper that a move of ours names; the release that names it was judged before (spec §30.19)."""

from collections.abc import Mapping
from typing import Any

from taawun.apps.cases.models import MoveStatus, SharedMove
from taawun.apps.cases.papers import fetching, folder, tainting
from taawun.kernel.cases.moves import MoveMade, PaperRef
from taawun.kernel.errors import NoSuchPiece
from taawun.kernel.exchange.pieces import Ask, asked_of


def give(body: Mapping[str, Any], ask: Ask) -> tuple[PaperRef, bytes]:
    """Return the paper that is asked for of a move of ours, and its bytes from the asked place on.

    Raises:
        NoSuchPiece: the move was never made or was refused, names no such paper, or it may have been got by torture.
        TooLarge: its bytes do not travel.
        PaperDamaged: they are not here as they were taken in.
    """
    made = MoveMade.from_wire(dict(body))
    rows = SharedMove.objects.filter(digest=made.digest(), envelope=ask.envelope).exclude(release="")
    if not rows.exclude(status=MoveStatus.REFUSED).exists():
        raise NoSuchPiece("No move that counts names it.")
    paper = asked_of(made.papers, ask)
    if paper.sha256 in tainting.tainted(made.case):
        raise NoSuchPiece("It may have been got by torture.")
    if not fetching.here(made.case, [paper.sha256]):
        raise NoSuchPiece("Its bytes have not come.")
    return paper, folder.piece(paper.sha256, ask.first, ask.most)
