# SPDX-License-Identifier: Apache-2.0
"""What people call the parties, sub-groups and memoranda of actions, in each language, and the codes behind it.

Lines of minutes are typed by people of both sides: each may write words of their own language (spec §80.112).
"""

from collections.abc import Mapping

from taawun.apps.cases import access as cases
from taawun.sectors.committee import rules

PACK, ACTION = "pk-bh-committee", "committee_action"


def called() -> dict[str, str]:
    """Return the codes of parties, sub-groups and memoranda by what they are called, folded."""
    return {rules.folded(text): code for code, title in _titles() for text in title.values()}


def words(language: str) -> dict[str, str]:
    """Return what parties, sub-groups and memoranda are called in a language, by their codes."""
    return {code: title[language] for code, title in _titles()}


def _titles() -> list[tuple[str, Mapping[str, str]]]:
    pack = cases.pack_named(PACK)
    elements = pack.kinds[ACTION].elements
    parties = ((code, party.title) for code, party in pack.parties.items())
    return [*parties, *elements["track"].choices, *elements["memorandum"].choices]
