# SPDX-License-Identifier: Apache-2.0
"""TLP 2.0 and handling codes, each said in the words of the other (spec §80.7).

Neither can say everything the other says, so each mapping rounds towards the stricter side: going there and
back never loosens what somebody marked.
"""

from collections.abc import Iterable, Set
from typing import Final

from taawun.kernel.marking.codes import Handling, Tlp, strictest
from taawun.kernel.marking.marking import Marking

_H0, _H1, _H2, _H3 = Handling

_TO_HANDLING: Final[dict[Tlp, frozenset[Handling]]] = {
    Tlp.CLEAR: frozenset({_H0}),
    Tlp.GREEN: frozenset({_H0}),
    Tlp.AMBER: frozenset({_H0, _H1, _H2}),
    Tlp.AMBER_STRICT: frozenset({_H0, _H1, _H2}),
    Tlp.RED: frozenset(Handling),
}

# H3 is a sentence for a person; a colour cannot carry it, so it takes the narrowest one.
_TO_TLP: Final[dict[Handling, Tlp]] = {_H0: Tlp.GREEN, _H1: Tlp.AMBER, _H2: Tlp.AMBER_STRICT, _H3: Tlp.RED}


def handling_of(colour: Tlp) -> frozenset[Handling]:
    """Return the handling codes for content that came with a colour alone.

    With H3 (from red) the caller has to state the restriction in words.
    """
    return _TO_HANDLING[colour]


def tlp_of(handling: Set[Handling]) -> Tlp:
    """Return the colour for content that came with handling codes alone; an empty set is refused."""
    if not handling:
        raise ValueError("an empty set of handling codes has no colour")
    return strictest([_TO_TLP[code] for code in handling])


_TO_SENSITIVITY: Final[dict[Tlp, str]] = {
    Tlp.CLEAR: "public",
    Tlp.GREEN: "low",
    Tlp.AMBER: "medium",
    Tlp.AMBER_STRICT: "medium",
    Tlp.RED: "high",
}


_ORDER: Final = ("public", "low", "medium", "high")


def sensitivity_of(marking: Marking) -> str:
    """Return the one word for the header of an envelope that carries content so marked (§80.7, §20.4)."""
    whole = marking.whole()
    return "high" if whole.care else _TO_SENSITIVITY[whole.tlp]


def highest(words: Iterable[str]) -> str:
    """Return the highest of some words of sensitivity; nothing has none."""
    return max(words, key=_ORDER.index)
