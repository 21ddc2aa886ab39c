# SPDX-License-Identifier: Apache-2.0
"""Codes of states and organisations in a machine-readable zone (ICAO Doc 9303-3 §5).

They are the three letters of ISO 3166-1, with D for Germany, five codes of British nationals, codes of organisations,
of persons without a nationality, and UTO of specimens.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

_TABLE: Final = Path(__file__).with_name("codes.tsv")

SPECIMEN: Final = "UTO"
"""Utopia, the state of the specimens of Doc 9303: no document that bears it was issued by anybody."""
PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "XXA": "stateless person (1954 convention)",
        "XXB": "refugee (1951 convention)",
        "XXC": "refugee, other",
        "XXX": "unspecified nationality",
    }
)
"""Codes of persons without a nationality."""
ORGANISATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "UNO": "United Nations",
        "UNA": "specialised agency of the United Nations",
        "UNK": "resident of Kosovo, by the United Nations mission",
        "EUE": "European Union",
        "XBA": "African Development Bank",
        "XCC": "Caribbean Community",
        "XCE": "Council of Europe",
        "XCO": "Common Market for Eastern and Southern Africa",
        "XDC": "Southern African Development Community",
        "XEC": "Economic Community of West African States",
        "XES": "Organization of Eastern Caribbean States",
        "XIM": "African Export-Import Bank",
        "XMP": "Parliamentary Assembly of the Mediterranean",
        "XOM": "Sovereign Military Order of Malta",
        "XPO": "Interpol",
    }
)
"""Codes of organisations that issue documents."""
_OTHERS: Final = {"D": "DE", "RKS": "XK", **dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GB")}


def country_of(code: str) -> str:
    """Return the two-letter code of the country that a code stands for; empty where it stands for none."""
    return _OTHERS.get(code) or _countries().get(code, "")


def is_known(code: str) -> bool:
    """Tell whether a code is one that may stand in a zone, specimens among them."""
    return bool(country_of(code)) or code in PERSONS or code in ORGANISATIONS or code == SPECIMEN


def code_of(country: str) -> str:
    """Return the code that a country writes in its zones; empty where it is not known."""
    return "D" if country == "DE" else "RKS" if country == "XK" else _codes().get(country, "")


@cache
def _countries() -> dict[str, str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


@cache
def _codes() -> dict[str, str]:
    return {country: code for code, country in _countries().items()}
