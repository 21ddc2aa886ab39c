# SPDX-License-Identifier: Apache-2.0
"""Rules on charges for a job: a bank reference, never cash; what law allows, what was paid, what the employer owed.

Under the principle that the employer pays (ILO general principles for fair recruitment, 2016), whatever the worker paid
for the job itself is the gap (spec §80.83).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from taawun.apps.sector import Data, Level, Remark

WORKER: Final = "worker"
OWN: Final = "own"
"""A cost that is not one of recruitment and that a worker may bear."""


class Sums(NamedTuple):
    """The three columns of one currency; `unknown` charges name no legal maximum and are in none of its sums."""

    currency: str
    charges: int
    legal: Decimal
    paid: Decimal
    gap: Decimal
    over: Decimal
    unknown: int


def fill_charge(data: Data) -> dict[str, Any]:
    """Compute what the worker bore although the employer should pay, and what is over the legal maximum."""
    paid = _amount(data, "paid")
    if paid is None:
        return {}
    gap = paid if data.get("payer") == WORKER and data.get("kind") != OWN else Decimal(0)
    made = {"gap": f"{gap:f}"}
    legal = _amount(data, "legal_most")
    return made if legal is None else made | {"over": f"{max(paid - legal, Decimal(0)):f}"}


def check_charge(data: Data) -> Iterator[Remark]:
    """Refuse cash, and a charge without a bank reference; warn of what is over the maximum or not the worker's."""
    if data.get("method") == "cash":
        yield Remark("charge.cash", "method", "A charge in cash is refused: it must go through a bank.", Level.REFUSED)
    elif not str(data.get("bank_reference", "")).strip():
        yield Remark("charge.no-reference", "bank_reference", "State the reference of the bank.", Level.REFUSED)
    if Decimal(str(data.get("over", "0"))) > 0:
        yield Remark("charge.over", "paid", "More was paid than the law allows.")
    if Decimal(str(data.get("gap", "0"))) > 0:
        yield Remark("charge.gap", "paid", "The worker paid what the employer should pay.")
    if "legal_most" not in data:
        yield Remark("charge.no-maximum", "legal_most", "Without a legal maximum this is not assessable.", Level.NOTE)


def sums(charges: Iterable[Data]) -> tuple[Sums, ...]:
    """Return the three columns by currency, in the order of its code; two currencies are never added."""
    found: defaultdict[str, list[Data]] = defaultdict(list)
    for one in charges:
        if _amount(one, "paid") is not None and one.get("currency"):
            found[str(one["currency"])].append(one)
    return tuple(_of(currency, found[currency]) for currency in sorted(found))


def _of(currency: str, charges: list[Data]) -> Sums:
    def added(name: str) -> Decimal:
        return sum((_amount(one, name) or Decimal(0) for one in charges), Decimal(0))

    unknown = sum(_amount(one, "legal_most") is None for one in charges)
    return Sums(currency, len(charges), added("legal_most"), added("paid"), added("gap"), added("over"), unknown)


def _amount(data: Data, name: str) -> Decimal | None:
    value = data.get(name)
    return Decimal(str(value)) if value not in (None, "") else None
