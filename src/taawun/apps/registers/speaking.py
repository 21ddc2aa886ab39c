# SPDX-License-Identifier: Apache-2.0
"""Words of declarations in the reader's language, and values of records as people read them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import get_language

from taawun.apps.offers import offered
from taawun.apps.registers.declarations import FieldType
from taawun.apps.ui import languages
from taawun.formats.countries import NAMES


def said(words: Mapping[str, str]) -> str:
    """Return the words of a declaration in the reader's language; nothing where none are declared."""
    return str(words[languages.find(get_language()).code]) if words else ""


def values_of(value: Any) -> list[str]:
    """Return the values of a field, one or many or none, as a list."""
    return list(value) if isinstance(value, list | tuple) else [value] if value not in (None, "") else []


def spoken(field: FieldType, value: str) -> str:
    """Return one value as it is read: the label of a choice, a title, the name of a country, a number in thousands."""
    if field.kind == "choice" and value in field.choices:
        return said(field.choices[value])
    if field.offers and value in (titles := offered(field.offers)):
        return said(titles[value])
    if field.kind == "country":
        return country(value)
    if field.kind == "number":
        return number(value)
    return value


def country(code: str) -> str:
    """Return the name of a country; the code of one that has none here stays as it is."""
    return NAMES[code][languages.find(get_language()).code] if code in NAMES else code


def number(value: str) -> str:
    """Return a decimal number with its thousands apart and all its digits; what is none stays as it is."""
    whole, point, rest = value.partition(".")
    if not whole.lstrip("-").isdecimal():
        return value
    grouped = formats.number_format(Decimal(whole), decimal_pos=0, use_l10n=True, force_grouping=True)
    return f"-{grouped}" if whole == "-0" else grouped + point + rest


def unit_of(field: FieldType, data: Mapping[str, Any]) -> str:
    """Return the unit of a number: its own, or what the record says in the field that the declaration names."""
    if isinstance(field.unit, str):
        return str(data.get(field.unit, "")) if field.unit else ""
    return said(field.unit)
