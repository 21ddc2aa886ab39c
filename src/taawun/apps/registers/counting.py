# SPDX-License-Identifier: Apache-2.0
"""How many records of each type an officer may see, for the figures on pages (spec §80.13, §80.73).

It is counted over so many records of a type at the most, in one statement, from two columns that say of the current
marking what decides who sees it. What is kept for purposes closed to the reader is passed over before anything is
counted: a figure is the same whether there is some or not. For court evidence consents decide too, and none is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from taawun.apps.rows import fetch
from taawun.kernel.marking import COURT, REVIEW, Marking, Reader, Tlp

COUNTED: Final = 250
"""Records of a type up to which they are counted for a page; more are only said to be more."""
ALL: Final = ""
HOLDER: Final = "holder"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records may be seen of those that were looked at, and whether there are more than these."""

    seen: int
    more: bool

    @property
    def told(self) -> bool:
        """Tell whether there is a figure: none where nothing was seen of so many."""
        return bool(self.seen) or not self.more


def purposes_column(marking: Marking) -> str:
    """Return the purposes of a marking as they stand beside its record: in order, each between commas."""
    return f",{','.join(sorted(marking.purposes))},"


def audience_column(marking: Marking) -> str:
    """Return whom the colour of a marking leaves: everybody, the authority that holds it, or those it names."""
    if marking.tlp is Tlp.RED:
        return f",{','.join(sorted(marking.named))},"
    return HOLDER if marking.tlp is Tlp.AMBER_STRICT else ALL


def counts(
    slugs: Sequence[str], reader: Reader, purpose: str, closed: frozenset[str], on: date, most: int = COUNTED
) -> dict[str, Counted]:
    """Return for each type how many of its live records a reader may see for a purpose, `most` at the most."""
    if not slugs:
        return {}
    known, known_values = _known(closed)
    visible, visible_values = _visible(reader, purpose, on)
    one = f"""
        SELECT %s, COUNT(*), SUM(CASE WHEN {visible} THEN 1 ELSE 0 END) FROM (
            SELECT purposes, audience, holder, review FROM registers_record
            WHERE type = %s AND NOT exercise AND {known} LIMIT %s
        ) AS counted"""  # noqa: S608 - our own words
    values = [value for slug in slugs for value in (slug, *visible_values, slug, *known_values, most + 1)]
    rows = fetch(" UNION ALL ".join([one] * len(slugs)), values)
    enough = 0 if purpose == COURT else most
    return {slug: Counted(min(int(seen or 0), most), int(looked) > enough) for slug, looked, seen in rows}


def _known(closed: frozenset[str]) -> tuple[str, list[object]]:
    """Return the condition on records of which the reader may know: not those for closed purposes alone."""
    slugs = sorted(closed)
    sets = [f",{','.join(some)}," for most in range(1, len(slugs) + 1) for some in combinations(slugs, most)]
    return (f"purposes NOT IN ({', '.join(['%s'] * len(sets))})", list(sets)) if sets else ("1 = 1", [])


def _visible(reader: Reader, purpose: str, on: date) -> tuple[str, list[object]]:
    """Return the condition that a record may be shown; it says what `may_show` decides, and a test holds it to that."""
    if purpose == COURT or not reader.authorities or purpose not in reader.purposes:
        return "1 = 0", []
    slugs = sorted(reader.purposes) if purpose == REVIEW else [purpose]
    named = sorted(reader.names)
    rooms = sorted(reader.authorities)
    conditions = [
        _any("purposes", len(slugs)),
        "1 = 1" if purpose == REVIEW else "review >= %s",
        f"(audience = '' OR (audience = '{HOLDER}' AND (holder = '' OR holder IN ({', '.join(['%s'] * len(rooms))})))"
        f" OR {_any('audience', len(named))})",
    ]
    values = [*map(_between, slugs), *([] if purpose == REVIEW else [on.isoformat()]), *rooms, *map(_between, named)]
    return " AND ".join(conditions), list(values)


def _any(column: str, count: int) -> str:
    return "(" + " OR ".join([f"{column} LIKE %s ESCAPE '!'"] * count or ["1 = 0"]) + ")"


def _between(word: str) -> str:
    return f"%,{word.replace('!', '!!').replace('_', '!_').replace('%', '!%')},%"
