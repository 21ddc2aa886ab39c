# SPDX-License-Identifier: Apache-2.0
"""Rules on the chain of custody: one step by itself, and all steps of one seizure in their order.

A step is never mended by a later one: what does not fit is said, and stays.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from taawun.apps.sector import Data, Level, Remark
from taawun.formats.drug_units import number_of

TOLERANCE: Final = Decimal("0.005")
"""Part of the weight by which two weighings may differ before somebody must explain it."""


def check_step(data: Data) -> Iterator[Remark]:
    """Refuse a step that proves nothing: a weighing unwatched, a net above its gross, a destruction on no paper."""
    kind, gross, net = data.get("step", ""), _number(data, "gross"), _number(data, "net")
    if not _is_whole(data):
        yield Remark("custody.number", "number", "The number of a step is a whole number.", Level.REFUSED)
    if kind == "weighed" and not (data.get("weigher") and data.get("witness")):
        yield Remark("custody.no-witness", "witness", "A weighing needs its weigher and a witness.", Level.REFUSED)
    elif data.get("weigher") and data.get("weigher") == data.get("witness"):
        yield Remark("custody.same-person", "witness", "Weigher and witness must be two people.", Level.REFUSED)
    if gross is not None and net is not None and net > gross:
        yield Remark("custody.net-above-gross", "net", "The net weight is above the gross weight.", Level.REFUSED)
    if kind in ("sealed", "resealed") and not data.get("seal"):
        yield Remark("custody.no-seal", "seal", "Sealing needs the number of the seal.", Level.REFUSED)
    if kind == "analysed" and not (data.get("method") and data.get("uncertainty")):
        yield Remark("custody.bare-result", "method", "A result without method and uncertainty proves little.")
    if kind == "destroyed" and not (data.get("certificate") and data.get("witness")):
        yield Remark(
            "custody.no-certificate", "certificate", "Destruction needs a certificate and a witness.", Level.REFUSED
        )


def check_chain(steps: Sequence[Data]) -> list[Remark]:
    """Return what does not fit together in all steps of one seizure, however they come; empty where all fits.

    A missing weight is not assessed: nothing is concluded from what was not stated. A partner's step may bear a number
    that we would refuse: it stands where it falls, and that is said.
    """
    ordered = sorted(steps, key=place_of)
    broken = [one for one in ordered if not _is_whole(one)]
    found = [
        Remark("chain.number", "number", "The number %(number)s of a step is not whole.", values=_said(one))
        for one in broken
    ]
    return [*found, *(one for pair in pairwise(ordered) for one in _between(*pair)), *_whole(ordered)]


def place_of(step: Data) -> Decimal:
    """Return where a step stands in its chain; one without a number stands first."""
    return _number(step, "number") or Decimal(0)


def _is_whole(step: Data) -> bool:
    return place_of(step) % 1 == 0


def _said(step: Data) -> dict[str, str]:
    return {"number": str(step.get("number", ""))}


def _between(before: Data, after: Data) -> Iterator[Remark]:
    said, apart = _said(after), place_of(after) - place_of(before)
    if not apart:
        yield Remark("chain.twice", "number", "Step %(number)s stands in the chain twice.", values=said)
    elif apart > 1:
        yield Remark("chain.gap", "number", "Before step %(number)s a step is missing.", values=said)
    if str(after["date"]) < str(before["date"]):
        yield Remark(
            "chain.backwards", "date", "Step %(number)s is dated before the step that it follows.", values=said
        )
    if before.get("step") == "destroyed":
        yield Remark("chain.after-end", "step", "Step %(number)s comes after the destruction.", values=said)
    if after.get("broken") and before.get("seal") and after["broken"] != before["seal"]:
        yield Remark("chain.other-seal", "broken", "Step %(number)s broke another seal than was set.", values=said)


def _whole(ordered: Sequence[Data]) -> Iterator[Remark]:
    """Follow the net weight from step to step; samples that were taken are accounted for."""
    expected: Decimal | None = None
    for step in ordered:
        net, sample = _number(step, "net"), _number(step, "sample") or Decimal(0)
        if net is not None and expected is not None and abs(net - expected) > expected * TOLERANCE:
            values = _said(step) | {"expected": f"{expected:f}", "net": f"{net:f}"}
            yield Remark(
                "chain.weight",
                "net",
                "At step %(number)s the net weight is %(net)s where %(expected)s was to be expected.",
                values=values,
            )
        base = net if net is not None else expected
        expected = None if base is None else base - sample


def _number(data: Data, name: str) -> Decimal | None:
    return number_of(str(data.get(name, "")))
