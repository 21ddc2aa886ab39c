# SPDX-License-Identifier: Apache-2.0
"""Noise for a table of counts, drawn by OpenDP: the discrete Laplace mechanism, sampled exactly (spec §80.84).

The privacy of one worker is what is kept: a worker is counted once a month at most, so a table of some months changes
by at most that many when one worker is left out. The loss is measured by OpenDP itself and never set by hand.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

THOUSAND: Final = 1000
"""A loss of 1 is a thousand of the units in which budgets are kept."""


def noisy(counts: Sequence[Sequence[int]], months: int, loss: int, least: int) -> tuple[tuple[int | None, ...], ...]:
    """Return counts with noise; what is below the least size afterwards is withheld, which costs nothing more.

    Args:
        counts: a row for each kind, a column for each month, fixed before the data were looked at.
        months: how many cells one worker can be counted in.
        loss: the loss of privacy (epsilon) in thousandths.
        least: the smallest figure that may leave.
    """
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    mechanism = dp.m.make_laplace(*space, scale=scale(months, loss))
    lost: float = mechanism.map(months)  # type: ignore[no-untyped-call]
    if Decimal(repr(lost)) * THOUSAND > Decimal(loss) + Decimal("0.001"):
        raise ValueError("loss")
    width = len(counts[0])
    drawn = mechanism([value for line in counts for value in line])
    lines = [drawn[start : start + width] for start in range(0, len(drawn), width)]
    return tuple(tuple(value if value >= least else None for value in line) for line in lines)


def scale(months: int, loss: int) -> float:
    """Return the scale of the noise for a loss in thousandths."""
    return months * THOUSAND / loss
