# SPDX-License-Identifier: Apache-2.0
"""Rules on values in money: a value that says what of, how much, where, when and by whom is a valuation; else a claim.

A claim is kept and shown, and no total holds it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from taawun.apps.sector import Data, Level, Remark
from taawun.formats.drug_units import kilograms, number_of
from taawun.sectors.counter_narcotics.weights import plain

NEEDED: Final = ("drug", "quantity", "unit", "level", "country", "date", "source", "method")
"""What a value must say, beside itself and its currency, to be more than a claim."""
PUBLIC: Final = (
    ("2025-08", "38000000", "1250", "https://www.servepak.com/130-million-worth-of-meth-is-seized-by-the-pakistani-navy-in-the-arabian-sea"),
    ("2025-10-18", "822400000", "2000", "https://www.diplomacypakistan.com/?p=28477"),
    ("2025-10-20", "150000000", "400", "https://www.diplomacypakistan.com/?p=28477"),
    ("2025-11-19", "130000000", "2000", "https://www.app.com.pk/national/pakistan-navy-scores-massive-drug-bust-worth-130mln-in-arabian-sea/"),
)  # fmt: skip
"""Day, claimed United States dollars, kilograms and page of public announcements of 2025."""


def per_gram(value: str, quantity: str, unit: str) -> str | None:
    """Return money for one gram, to the hundredth, or None where the quantity is no weight above zero."""
    money, weight = number_of(value), kilograms(quantity, unit)
    if money is None or weight is None or weight[0] <= 0:
        return None
    return plain((money / weight[0] / 1000).quantize(Decimal("0.01")))


def spread(claims: Sequence[tuple[str, str, str, str]] = PUBLIC) -> dict[str, str]:
    """Return the lowest and highest money for a gram among public claims, and how many times one is the other."""
    found = [Decimal(value) / Decimal(quantity) / 1000 for _day, value, quantity, _page in claims]
    low, high = min(found), max(found)
    return {"low": f"{low:.0f}", "high": f"{high:.0f}", "times": str(int(high / low))}


def fill_valuation(data: Data) -> dict[str, Any]:
    """Compute what kind of statement it is, the money for one gram, and what may be added up."""
    whole = all(data.get(name) for name in NEEDED)
    rate = per_gram(str(data.get("value", "")), str(data.get("quantity", "")), str(data.get("unit", "")))
    made: dict[str, Any] = {"standing": "valuation" if whole else "claim"}
    if rate:
        made["per_gram"] = rate
    if whole:
        made["countable"] = data["value"]
    return made


def check_valuation(data: Data) -> Iterator[Remark]:
    """Say that a claim is in no total, and beside every value how far public ones lie apart."""
    if data.get("standing") == "claim":
        yield Remark(
            "valuation.claim",
            "value",
            "This is a claim: it does not say what it was computed from, and no total holds it.",
        )
    low, high = number_of(str(data.get("low", ""))), number_of(str(data.get("high", "")))
    if low is not None and high is not None and low > high:
        yield Remark("valuation.range", "low", "The range ends before it begins.", Level.REFUSED)
    said = spread() | {"count": str(len(PUBLIC)), "source": ", ".join(dict.fromkeys(host_of(one[3]) for one in PUBLIC))}
    yield Remark(
        "valuation.spread",
        "value",
        "Public values of %(count)s sea seizures of 2025 lie between %(low)s and %(high)s US dollars a gram, more than"
        " %(times)s times apart (%(source)s).",
        Level.NOTE,
        said,
    )


def host_of(page: str) -> str:
    """Return the site of a page."""
    return page.split("/")[2].removeprefix("www.")
