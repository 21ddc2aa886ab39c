# SPDX-License-Identifier: Apache-2.0
"""The rules on courses, sessions and sheets, and on what a seat and a certificate ask for (spec §80.91 to §80.93)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from taawun.apps.sector import Data, Level, Remark

MANDATORY: Final = ("use_of_force", "custody", "istanbul_protocol", "trafficking_victims")
"""Modules of every course; without each of them there is no certificate."""


def check_course(data: Data) -> Iterator[Remark]:
    """Refuse a course without a mandatory module, or one that asks for itself."""
    if set(MANDATORY) - set(data.get("modules") or ()):
        yield Remark("course.module-missing", "modules", "A mandatory module is missing.", Level.REFUSED)
    if data.get("code") in (data.get("prerequisites") or ()):
        yield Remark("course.asks-itself", "prerequisites", "A course cannot ask for itself.", Level.REFUSED)


def check_session(data: Data) -> Iterator[Remark]:
    """Refuse a session that ends before it begins."""
    if str(data.get("ends", "")) < str(data.get("starts", "")):
        yield Remark("session.backwards", "ends", "The last day is before the first.", Level.REFUSED)
    if len(str(data.get("starts", ""))) < len("2026-12-06"):
        yield Remark("session.vague", "starts", "Without an exact day nobody can be vetted for it in time.")


def check_sheet(data: Data) -> Iterator[Remark]:
    """Note a sheet on which nobody is present."""
    if not data.get("present"):
        yield Remark("sheet.nobody", "present", "Nobody is marked as present.", Level.NOTE)


def check_evaluation(data: Data) -> Iterator[Remark]:
    """Ask what is needed where what was learnt is not used."""
    if data.get("in_use") in ("unused", "partly") and not data.get("action"):
        yield Remark("evaluation.no-action", "action", "It is not used, and nothing is said to be needed next.")


def lacking(prerequisites: Iterable[str], shown: Iterable[str]) -> list[str]:
    """Return the codes of courses that must have been passed before and are not shown, in order."""
    known = {one.strip().upper() for one in shown}
    return sorted({one for one in prerequisites if one.strip().upper() not in known})


def attended(sheets: Iterable[Data], nomination: str) -> dict[str, str]:
    """Return the first day on which each module was attended, as the sheets of a session show it."""
    found: dict[str, str] = {}
    for sheet in sorted(sheets, key=lambda one: str(one["date"])):
        if nomination in (sheet.get("present") or ()):
            found.setdefault(str(sheet["module"]), str(sheet["date"]))
    return found


def unattended(stated: Mapping[str, str], shown: Mapping[str, str]) -> list[str]:
    """Return the mandatory modules whose stated day is not that of the sheets."""
    return [one for one in MANDATORY if not stated.get(one) or stated[one] != shown.get(one)]
