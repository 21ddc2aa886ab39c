# SPDX-License-Identifier: Apache-2.0
"""What the pages call findings, flaws and the figures of a finding."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from taawun.formats.wages import Flaw
from taawun.formats.wages.reading import said
from taawun.sectors.worker_protection.detecting import Kind
from taawun.sectors.worker_protection.wages.models import WageFinding
from taawun.sectors.worker_protection.wages.services import IN_MONEY
from taawun.sectors.worker_protection.wages.storing import IN_LINES

KINDS: Final = {
    Kind.ZERO_PAY: _("Nothing paid for days worked"),
    Kind.ABSENT: _("Registered, but not in the file"),
    Kind.BELOW: _("Paid less than the contract"),
    Kind.GHOST: _("Paid after the exit"),
    Kind.LATE: _("Paid late"),
    Kind.REPEATED: _("More than one line for the same days"),
    Kind.SHARED_ACCOUNT: _("One account for several workers"),
    Kind.ACCOUNT: _("The account number does not check"),
    Kind.CURRENCY: _("Another currency than the contract: not assessable"),
    Kind.UNREGISTERED: _("No registered contract: not assessable"),
}
FLAWS: Final = {
    Flaw.ENCODING: _("The bytes are no text in UTF-8"),
    Flaw.TOO_LONG: _("The line is too long"),
    Flaw.HEADER: _("The first line is not that of the layout"),
    Flaw.MARK: _("A line of an unknown kind"),
    Flaw.COLUMNS: _("Too many or too few columns"),
    Flaw.EMPTY: _("A required value is missing"),
    Flaw.LENGTH: _("A value is too long or too short"),
    Flaw.NOT_A_NUMBER: _("No number of the layout"),
    Flaw.NEGATIVE: _("A negative amount"),
    Flaw.TOO_MUCH: _("A number beyond the limit"),
    Flaw.DATE: _("No such day"),
    Flaw.PERIOD: _("The period ends before it begins"),
    Flaw.CURRENCY: _("No currency of the layout"),
    Flaw.ACCOUNT: _("The account number does not check"),
    Flaw.NO_TOTAL: _("The line with the total is missing"),
    Flaw.AFTER_TOTAL: _("A line after the total"),
    Flaw.COUNT: _("The number of lines is not what the total says"),
    Flaw.SUM: _("The sum is not what the total says"),
    Flaw.STRAY: _("A breakdown that does not follow the line of its worker"),
    Flaw.PARTS: _("The parts do not add up to the amount of the line before"),
    Flaw.PERSONAL_NUMBER: _("A personal number of another form; its check digit is not public"),
}

FIELDS: Final = {
    "account": _("Account number"), "currency": _("Currency"), "days": _("Days worked"), "deducted": _("Deductions"),
    "employer": _("Employer"), "end": _("Last day of the period"), "ends": _("Last day of the contract"),
    "exit": _("Day of exit"), "fixed": _("Fixed pay"), "leave": _("Days of leave"),
    "made": _("Day on which the file was made"), "month": _("Month"), "net": _("Net pay"),
    "paid_on": _("Day of payment"), "reference": _("Reference of the file"), "routing": _("Routing number of the bank"),
    "rows": _("Number of lines"), "start": _("First day of the period"), "starts": _("First day of the contract"),
    "sum": _("Sum of all amounts"), "time": _("Hour at which the file was made"), "variable": _("Variable pay"),
    "worker": _("Number of the worker"),
}  # fmt: skip
"""What the fields of the layouts are called."""
TALLY: Final[dict[str, Any]] = {
    "rows": _("Rows taken in"), "rejected": _("Rejected"),
    **{prefix + flaw: words for flaw, words in FLAWS.items() for prefix in ("", IN_LINES)},
    **{str(finding): words for finding, words in KINDS.items()},
}  # fmt: skip
"""What the figures of an import or a comparison are called; earlier imports told flaws by their kind alone."""


def kind(code: str) -> str:
    """Return the words of a kind of finding."""
    return str(KINDS[Kind(code)])


def flaw(code: str) -> str:
    """Return the words of a flaw."""
    return str(FLAWS[Flaw(code)])


def field(name: str) -> str:
    """Return the words of a field of a layout; a name that no layout has stays as it is."""
    return str(FIELDS.get(name, name))


def figures(one: WageFinding) -> tuple[str, str]:
    """Return what was expected and what was found, as text with its unit; empty where there is no figure."""
    if one.kind in IN_MONEY:
        shown = [f"{said(amount, one.file.places)} {one.file.currency}" for amount in (one.expected, one.found)]
        return ("" if one.kind == Kind.GHOST or not one.expected else shown[0]), shown[1]
    if one.kind == Kind.LATE:
        return str(_("%(count)s days") % {"count": one.expected}), str(_("%(count)s days") % {"count": one.found})
    if one.kind in (Kind.SHARED_ACCOUNT, Kind.REPEATED):
        return "1", str(one.found)
    return "", ""
