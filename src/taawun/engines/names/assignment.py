# SPDX-License-Identifier: Apache-2.0
"""Which unit of one name meets which unit of the other, and what that says as numbers.

Units are linked greedily by what a link explains (similarity × weight of the units on both sides); a link may join
two units on one side ("Abd Rahman" with "Abdulrahman") or more (an acronym). What stays unlinked on both sides speaks
against a match. `features` turns the links into the numbers that `scoring` turns into a probability. The kernels are
compiled as a part of whatever kernel calls them; they allocate nothing.
"""

from typing import Final

import numpy as np
from numba import njit

from taawun.engines.names.lexicon import Role
from taawun.engines.names.units import MAX_UNITS

LEAST_LINKED: Final = 0.08  # a similarity below this explains nothing
AGREED: Final = 0.75  # numbers and legal forms found as well as this agree; forms of one class are
ORDER_BONUS: Final = 0.001  # of two equal links, the one nearer to the same place is taken

FEATURES: Final = (
    "explained_more",  # share of the weight explained, on the side explained better
    "explained_less",  # the same, on the other side
    "contradiction",  # unexplained on both sides: the lesser of the two, as a share of the heavier name
    "looseness",  # what linked units lack to be equal, by weight, as a share of the lighter name
    "disorder",  # share of pairs of links that cross
    "evidence",  # weight of what was found on both sides, in bits
    "links",  # units found
    "length_gap",  # units more on one side than on the other
    "weakest",  # the least similarity of a linked unit
    "first",  # how well the first units of the two names are found on the other side
    "last",  # the same, of the last units
    "worst_deficit",  # the weightiest single disagreement, in bits
    "unexplained_more",  # weight unexplained on the side where there is more of it, in bits
    "initials",  # links that rest on an initial only
    "numbers",  # -1: numbers differ or one side has none; 0: no numbers; 1: equal
    "legal_forms",  # -1: of different classes; 0: none, or on one side; 1: equal
    "exact",  # share of the links that are letter for letter
    "units",  # units of the shorter name
    "run_together",  # share of letters that differ when both are written without spaces, if that explains more
    "lighter",  # weight of the lighter name, in bits: what equality of the two could say at most
    "slips",  # letters that differ when both are written without spaces; 0 where units explain nearly all
)
EXPLAINED_MORE, EXPLAINED_LESS, CONTRADICTION, LOOSENESS, DISORDER, EVIDENCE, LINKS, LENGTH_GAP, WEAKEST = range(9)
FIRST, LAST, WORST_DEFICIT, UNEXPLAINED_MORE, INITIALS, NUMBERS, LEGAL_FORMS, EXACT, UNITS = range(9, 18)
RUN_TOGETHER, LIGHTER, SLIPS = range(18, 21)

_NUMBER: Final = int(Role.NUMBER)
_ORDINAL: Final = int(Role.ORDINAL)
_INITIAL: Final = int(Role.INITIAL)
_LEGAL: Final = int(Role.LEGAL_FORM)
_PARTICLE: Final = int(Role.PARTICLE)
_TITLE: Final = int(Role.TITLE)


@njit
def is_core(role):  # type: ignore[no-untyped-def]
    """Whether a unit of this role counts as part of the name proper."""
    return role not in (_PARTICLE, _TITLE, _LEGAL)


@njit
def _free(found, side, first, count):  # type: ignore[no-untyped-def]
    free = True
    for at in range(first, first + count):
        free = free and found[side, at] < 0
    return free


@njit
def _sum(weights, first, count):  # type: ignore[no-untyped-def]
    total = np.float32(0.0)
    for at in range(first, first + count):
        total += weights[at]
    return total


@njit
def _best_pair(table, na, nb, wa, wb, found):  # type: ignore[no-untyped-def]
    """Return the two free units whose link explains most, and how much; -1 when none explains anything."""
    best, at_a, at_b = 0.0, -1, -1
    for i in range(na):
        if found[0, i] >= 0:
            continue
        for j in range(nb):
            p = table[i, j]
            if found[1, j] < 0 and p > LEAST_LINKED:
                gain = p * (wa[i] + wb[j]) - ORDER_BONUS * abs(i - j)
                if gain > best:
                    best, at_a, at_b = gain, i, j
    return at_a, at_b, best


@njit
def _best_join(joins, joins_p, n_joins, wa, wb, found, least):  # type: ignore[no-untyped-def]
    """Return the candidate of more than one unit that explains most, if more than `least`; else -1."""
    best, chosen = least, -1
    for k in range(n_joins):
        i, li, j, lj = joins[k, 0], joins[k, 1], joins[k, 2], joins[k, 3]
        if _free(found, 0, i, li) and _free(found, 1, j, lj):
            gain = joins_p[k] * (_sum(wa, i, li) + _sum(wb, j, lj))
            if gain > best:
                best, chosen = gain, k
    return chosen


@njit
def link(table, na, nb, joins, joins_p, n_joins, wa, wb, links, links_p, found):  # type: ignore[no-untyped-def]
    """Link units of two names, the best explanation first; return the number of links.

    Args:
        table: float32[≥na, ≥nb], similarity of each unit of a with each of b.
        na: units of a.
        nb: units of b.
        joins: int32[≥n_joins, 4], candidates of more than one unit: (first of a, how many, first of b, how many).
        joins_p: float32[≥n_joins], their similarity.
        n_joins: how many candidates.
        wa: float32[≥na], weight of the units of a.
        wb: float32[≥nb], weight of the units of b.
        links: int32[MAX_UNITS, 4], out: the links, in the form of `joins`.
        links_p: float32[MAX_UNITS], out: their similarity.
        found: float32[2, MAX_UNITS], out: how well each unit is found on the other side; 0 when not at all.
    """
    found[:, :] = -1.0
    count = 0
    while count < MAX_UNITS:
        i, j, gain = _best_pair(table, na, nb, wa, wb, found)
        k = _best_join(joins, joins_p, n_joins, wa, wb, found, gain)
        if k >= 0:
            links[count, :], links_p[count] = joins[k], joins_p[k]
        elif i >= 0:
            links[count, 0], links[count, 1], links[count, 2], links[count, 3] = i, 1, j, 1
            links_p[count] = table[i, j]
        else:
            break
        found[0, links[count, 0] : links[count, 0] + links[count, 1]] = links_p[count]
        found[1, links[count, 2] : links[count, 2] + links[count, 3]] = links_p[count]
        count += 1
    for side in range(2):
        for at in range(MAX_UNITS):
            found[side, at] = max(found[side, at], np.float32(0.0))
    return count


@njit
def _side(found, weights, roles, count):  # type: ignore[no-untyped-def]
    """Return of one side: whole weight, weight explained, weight unexplained, units, first and last of the core."""
    whole, explained, unexplained, core, first, last = 0.0, 0.0, 0.0, 0, -1, -1
    for at in range(count):
        whole += weights[at]
        explained += weights[at] * found[at]
        unexplained += weights[at] * (1 - found[at]) ** 2  # a doubtful link explains little
        if is_core(roles[at]):
            core += 1
            last = at
            if first < 0:
                first = at
    return whole, explained, unexplained, core, first, last


@njit
def _agreement(found, roles_a, na, roles_b, nb, one, other):  # type: ignore[no-untyped-def]
    """Return how many units of these roles are in a and in b, and how many of both are found, and are not."""
    in_a, in_b, equal, differ = 0, 0, 0, 0
    for side in range(2):
        for at in range(na if side == 0 else nb):
            role = roles_a[at] if side == 0 else roles_b[at]
            if role in (one, other):
                if side == 0:
                    in_a += 1
                else:
                    in_b += 1
                if found[side, at] >= AGREED:
                    equal += 1
                else:
                    differ += 1
    return in_a, in_b, equal, differ


@njit
def features(links, links_p, count, found, wa, wb, ra, rb, na, nb, out):  # type: ignore[no-untyped-def]
    """Write what the links say into `out`, float32[len(FEATURES)]; `ra`, `rb` are the roles, the rest as in `link`."""
    out[:] = 0.0
    whole_a, ma, una, core_a, first_a, last_a = _side(found[0], wa, ra, na)
    whole_b, mb, unb, core_b, first_b, last_b = _side(found[1], wb, rb, nb)
    if whole_a <= 0 or whole_b <= 0:
        return
    lighter, heavier = min(whole_a, whole_b), max(whole_a, whole_b)
    out[EXPLAINED_MORE] = max(ma / whole_a, mb / whole_b)
    out[EXPLAINED_LESS] = min(ma / whole_a, mb / whole_b)
    out[CONTRADICTION] = min(una, unb) / heavier
    out[UNEXPLAINED_MORE] = max(una, unb)
    out[LENGTH_GAP] = abs(core_a - core_b)
    out[UNITS] = min(core_a, core_b)
    out[LIGHTER] = lighter
    out[WEAKEST] = 1.0 if count else 0.0
    loose, crossed, core, exact, evidence = 0.0, 0, 0, 0, 0.0
    for k in range(count):
        i, j, p = links[k, 0], links[k, 2], links_p[k]
        shared = min(_sum(wa, i, links[k, 1]), _sum(wb, j, links[k, 3]))
        evidence += p * shared
        if not (is_core(ra[i]) and is_core(rb[j])):
            continue
        core += 1
        exact += p >= 1.0
        loose += (1 - p) * shared
        out[WORST_DEFICIT] = max(out[WORST_DEFICIT], (1 - p) * shared)
        out[WEAKEST] = min(out[WEAKEST], p)
        out[INITIALS] += ra[i] == _INITIAL or rb[j] == _INITIAL
        for other in range(k):
            if is_core(ra[links[other, 0]]) and is_core(rb[links[other, 2]]):
                crossed += (links[other, 0] - i) * (links[other, 2] - j) < 0
    out[LINKS] = core
    out[EVIDENCE] = evidence
    out[LOOSENESS] = loose / lighter
    out[DISORDER] = 2.0 * crossed / (core * (core - 1)) if core > 1 else 0.0
    out[EXACT] = exact / core if core else 0.0
    out[WORST_DEFICIT] = max(out[WORST_DEFICIT], min(una, unb))
    if first_a >= 0 and first_b >= 0:
        out[FIRST] = 0.5 * (found[0, first_a] + found[1, first_b])
        out[LAST] = 0.5 * (found[0, last_a] + found[1, last_b])
    n_a, n_b, equal, differ = _agreement(found, ra, na, rb, nb, _NUMBER, _ORDINAL)
    if n_a or n_b:
        out[NUMBERS] = 1.0 if not differ else (-1.0 if n_a and n_b else -0.5)
    n_a, n_b, equal, differ = _agreement(found, ra, na, rb, nb, _LEGAL, _LEGAL)
    if n_a and n_b:
        out[LEGAL_FORMS] = 1.0 if equal else -1.0
