# SPDX-License-Identifier: Apache-2.0
"""Fields of the forms of cases: texts without what nobody sees, countries by name or code, days that have come.

A field makes what was typed into what the kernel takes, or says what to write instead; the kernel alone decides.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from taawun.formats import countries

_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that turn the order of what follows: with them a text shows other than it is."""
_BETWEEN: Final = re.compile(r"[,،;؛\n]")
_CODES: Final = re.compile(r"[A-Za-z]{2}(?:\s+[A-Za-z]{2})+")


class PlainField(forms.CharField):
    """A text; characters that nobody sees, and that turn the order of others, are left out as in registers."""

    def to_python(self, value: Any) -> str:
        """Return the text without them."""
        return str(super().to_python(_UNSEEN.sub("", value) if isinstance(value, str) else value))


class CountriesField(PlainField):
    """Countries by code or by name in any of the three languages; the clean value is their codes, "PK, BH".

    With `one`, a single country.
    """

    def __init__(self, *args: Any, one: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one = one

    def clean(self, value: Any) -> str:
        """Return the codes, each once, or refuse a country that is not known."""
        found = list(dict.fromkeys(_code(part) for part in _parts(str(super().clean(value)))))
        if self.one and len(found) > 1:
            raise ValidationError(_("Write one country alone."))
        return ", ".join(found)


def past(day: date) -> None:
    """Refuse a day that has not come yet."""
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))


def _parts(text: str) -> Iterator[str]:
    for part in (part.strip() for part in _BETWEEN.split(text)):
        yield from part.split() if _CODES.fullmatch(part) else [part] if part else []


def _code(text: str) -> str:
    code = countries.of_national(text)
    if code is None:
        raise ValidationError(_("No country has the code or name “%(text)s”.") % {"text": text})
    return code
