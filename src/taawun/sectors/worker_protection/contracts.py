# SPDX-License-Identifier: Apache-2.0
"""Four versions of one contract compared field by field, and what follows for one of them (spec §80.82).

Registered in the origin state, shown to the worker, registered in the destination state, paid. What a version does not
state is "not stated", which is neither the same nor different. Amounts of two currencies are not compared.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from taawun.apps.sector import Data, Level, Remark

VERSIONS: Final = ("origin", "shown", "destination", "paid")
REGISTERED: Final = ("origin", "destination")
PAY: Final = ("pay", "allowances")
"""Amounts of money in the currency of the version."""
LESS_IS_WORSE: Final = frozenset({"pay", "allowances", "leave_days"})
MORE_IS_WORSE: Final = frozenset({"deductions", "hours_day", "days_week"})
MONEY: Final = frozenset({"pay", "allowances", "deductions"})
FIELDS: Final = (
    "employer", "job", "place", "pay", "allowances", "deductions", "currency", "hours_day", "days_week", "leave_days",
    "months", "housing", "food", "travel",
)  # fmt: skip
"""What is compared, in the order of the page."""


class Word(StrEnum):
    """What a comparison of one field says."""

    SAME = "same"
    DIFFERS = "differs"
    WORSE = "worse"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True)
class Compared:
    """One field beside each other: what each version states (empty where it does not), and the word."""

    field: str
    values: tuple[str, ...]
    word: Word


def compare(versions: Mapping[str, Data]) -> tuple[Compared, ...]:
    """Return all fields that any version states, each with what the four say of it, in the order of VERSIONS."""
    made = [Compared(field, _values(versions, field), _word(versions, field)) for field in FIELDS]
    return tuple(one for one in made if any(one.values))


def newest(rows: Iterable[Data]) -> dict[str, Data]:
    """Return, of several statements of the same version, the one of the last date."""
    found: dict[str, Data] = {}
    for one in sorted(rows, key=lambda one: str(one.get("date", ""))):
        if one.get("which") in VERSIONS:
            found[str(one["which"])] = one
    return found


def check_contract(data: Data) -> Iterator[Remark]:
    """Warn where a worker was shown no text in a language of theirs; refuse pay without its currency."""
    if data.get("which") == "shown" and not data.get("language"):
        yield Remark("contract.no-language", "language", "It is not known in which language the worker saw it.")
    stated = [name for name in ("pay", "allowances", "deductions") if data.get(name) not in (None, "")]
    if stated and not data.get("currency"):
        yield Remark("contract.no-currency", "currency", "State the currency of the amounts.", Level.REFUSED)


def _values(versions: Mapping[str, Data], field: str) -> tuple[str, ...]:
    return tuple(_text(versions.get(version, {}).get(field)) for version in VERSIONS)


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return " ; ".join(map(str, value))
    return "" if value is None else str(value)


def _word(versions: Mapping[str, Data], field: str) -> Word:
    stated = {name: one for name, one in versions.items() if _text(one.get(field))}
    if len(stated) < 2:
        return Word.NOT_ASSESSABLE
    if field in MONEY and len({one.get("currency") for one in stated.values()}) > 1:
        return Word.NOT_ASSESSABLE
    if _worse(stated, field):
        return Word.WORSE
    values = {_comparable(_text(one[field])) for one in stated.values()}
    return Word.SAME if len(values) == 1 else Word.DIFFERS


def _worse(stated: Mapping[str, Data], field: str) -> bool:
    """Say whether what was shown or is paid is worse for the worker than what any state registered."""
    if field not in LESS_IS_WORSE | MORE_IS_WORSE:
        return False
    sign = 1 if field in LESS_IS_WORSE else -1
    numbers = {name: _number(_text(one[field])) for name, one in stated.items()}
    promised = [number for name in (*REGISTERED, "shown") if (number := numbers.get(name)) is not None]
    given = [number for name in ("destination", "paid") if (number := numbers.get(name)) is not None]
    return bool(promised and given) and min(sign * one for one in given) < max(sign * one for one in promised)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


def _comparable(text: str) -> object:
    number = _number(text)
    return " ".join(text.split()).casefold() if number is None else number
