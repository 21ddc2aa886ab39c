# SPDX-License-Identifier: Apache-2.0
"""Is an account number an IBAN, and does it check? python-stdnum decides; the countries below have a short way.

A wage file has hundreds of thousands of accounts of one or two countries, and the library looks its table up for each.
The short way is the same rule (ISO 7064 mod 97-10, the country's form); a test compares both.
"""

import re
from types import MappingProxyType
from typing import Final

from stdnum import iban

SHAPED: Final = re.compile(r"[A-Z]{2}[0-9]{2}")
"""How an IBAN begins; any other account number is one of the agent's own, which nobody else can check."""
FORMS: Final = MappingProxyType(
    {
        "AE": re.compile(r"AE[0-9]{21}").fullmatch,
        "BH": re.compile(r"BH[0-9]{2}[A-Z]{4}[A-Z0-9]{14}").fullmatch,
    }
)
"""Forms of whole numbers, as the IBAN registry (ISO 13616) gives them."""
_DIGITS: Final = str.maketrans({chr(ord("A") + n): str(10 + n) for n in range(26)})


def sound(account: str) -> bool:
    """Say whether an account could be right: an IBAN that checks, or a number that is no IBAN at all."""
    form = FORMS.get(account[:2])
    if form is not None and form(account):
        return int((account[4:] + account[:4]).translate(_DIGITS)) % 97 == 1
    return not SHAPED.match(account) or bool(iban.is_valid(account))


def is_iban(account: str) -> bool:
    """Say whether an account has the form of an IBAN."""
    return SHAPED.match(account) is not None
