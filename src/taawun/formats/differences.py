# SPDX-License-Identifier: Apache-2.0
"""Where two texts differ, word by word, within a bound: what would hold a process for long is not compared to its end.

What a comparison costs grows with the pairs of equal words, and with how often it begins anew: two drafts of one word,
repeated, pair each with each. Whoever calls shows such texts as changed whole.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import Match, SequenceMatcher
from typing import Final

MOST_PAIRS: Final = 12_000_000
"""Pairs of equal words that one comparison looks at, over all its beginnings: about two seconds."""

Step = tuple[str, int, int, int, int]
"""What becomes of which words: equal, replace, delete or insert; from and until before, from and until after."""


class _TooMuch(Exception):
    """The comparison has looked at as much as it may."""


class _Bounded(SequenceMatcher[str]):
    """A comparison that ends when it has looked at too many pairs."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self.left, self.before = MOST_PAIRS, before
        self.places: Mapping[str, int] = Counter(after)
        super().__init__(None, before, after, autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """Return the longest match of a stretch, which looks at each place where a word of it stands after."""
        self.left -= sum(self.places[word] for word in self.before[alo:ahi])
        if self.left < 0:
            raise _TooMuch
        return super().find_longest_match(alo, ahi, blo, bhi)


def steps(before: Sequence[str], after: Sequence[str]) -> list[Step] | None:
    """Return what leads from one text to the other; None where that is too much to be compared."""
    try:
        return list(_Bounded(before, after).get_opcodes())
    except _TooMuch:
        return None
