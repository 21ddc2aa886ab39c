# SPDX-License-Identifier: Apache-2.0
"""Writing a machine-readable zone: what is read again as it was said, for specimens, examples and tests."""

from taawun.formats.mrz import dates, names
from taawun.formats.mrz.digits import FILLER, check_digit, covered
from taawun.formats.mrz.layouts import LAYOUTS, Form, Layout


def write(
    form: Form,
    *,
    code: str,
    issuer: str,
    number: str,
    surname: str,
    given: str = "",
    nationality: str = "",
    birth: str = "",
    sex: str = "",
    expires: str = "",
    optional: str = "",
    optional_2: str = "",
) -> tuple[str, ...]:
    """Return the lines of a zone with its check digits.

    Dates are 1971-03-02, 1971-03 or 1971; `sex` is male, female or nothing. A number of more than nine characters
    goes on in the optional field of TD1 and TD2.
    """
    layout = LAYOUTS[form]
    number_said, (number, kept) = number, _number(form, number, optional)
    said = {
        "code": code, "issuer": issuer, "number": number, "names": names.write(surname, given, _width(layout, "names")),
        "nationality": nationality or issuer, "birth": dates.write(birth), "sex": sex[:1].upper(),
        "expires": dates.write(expires), "optional": kept, "optional_2": optional_2,
    }  # fmt: skip
    letters = [FILLER] * layout.length
    for name, (start, end) in layout.parts.items():
        letters[start:end] = said[name].replace(" ", FILLER).ljust(end - start, FILLER)[: end - start]
    for check in layout.checks:
        if check.name != "number" or not _goes_on(form, number_said):
            letters[check.at] = check_digit(covered("".join(letters), check))
    return layout.split("".join(letters))


def _number(form: Form, number: str, optional: str) -> tuple[str, str]:
    """Return the number as its field takes it, and the optional field with what of the number goes on there."""
    if not _goes_on(form, number):
        return number, optional
    return number[:9], f"{number[9:]}{check_digit(number)}{FILLER}{optional}"


def _goes_on(form: Form, number: str) -> bool:
    """Tell whether a number is longer than its field in a form that lets it go on."""
    return form in (Form.TD1, Form.TD2) and len(number) > _width(LAYOUTS[form], "number")


def _width(layout: Layout, name: str) -> int:
    start, end = layout.parts[name]
    return end - start
