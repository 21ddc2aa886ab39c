# SPDX-License-Identifier: Apache-2.0
"""How probable it is that units of two names are one: by what they are (roles), then by their letters.

`fill` writes the table of similarities that `assignment.link` chooses from, and the candidates of more than one unit:
two units joined on one side ("Abd Rahman"), and an acronym that meets several. Similarities by letters are kept in a
cache of bounded size, since names of one file share most of their units.
"""

from typing import Final

import numpy as np
from numba import njit

from taawun.engines.names.letters import ARABIC_BASE, LONGEST
from taawun.engines.names.lexicon import Role
from taawun.engines.names.similarity import distance, pair_similarity
from taawun.engines.names.tables import ARABIC_LETTERS, ARABIC_SIZE, LATIN_LETTERS, LATIN_SIZE
from taawun.engines.names.written import READ

INITIAL_MEETS: Final = 0.7  # an initial and a name that begins with it
SAME_CLASS: Final = 0.8  # legal forms that are taken for each other
ACRONYM_MEETS: Final = 0.85
SHORTEST_ACRONYM: Final = 3  # letters
JOIN_AT_LEAST: Final = 0.5
WELL_MET: Final = 0.8  # units that met as well as this are not joined
UNLIKE: Final = 3  # sounds that only one of two units has; of 850 pairs of spellings of one name, one has as many
MANY: Final = 12  # letters that differ; more are no slips
MAX_JOINS: Final = 48  # candidates of more than one unit
_COUNT: Final = np.array([mask.bit_count() for mask in range(256)])  # of sounds, eight bits

_NAME: Final = int(Role.NAME)
_PARTICLE: Final = int(Role.PARTICLE)
_TITLE: Final = int(Role.TITLE)
_LEGAL: Final = int(Role.LEGAL_FORM)
_ORDINAL: Final = int(Role.ORDINAL)
_NUMBER: Final = int(Role.NUMBER)
_INITIAL: Final = int(Role.INITIAL)
_GENERIC: Final = int(Role.GENERIC)


@njit
def _by_role(role, other, equal, starts_alike, class_a, class_b):  # type: ignore[no-untyped-def]
    """Return the similarity that roles decide, or -1 when the letters decide."""
    if equal and role == other:
        return INITIAL_MEETS if role == _INITIAL else 1.0
    numbers = (role in (_NUMBER, _ORDINAL)) + (other in (_NUMBER, _ORDINAL))
    if numbers:
        return 1.0 if numbers == 2 and equal else 0.0
    legal = (role == _LEGAL) + (other == _LEGAL)
    if legal:
        return SAME_CLASS if legal == 2 and class_a > 0 and class_a == class_b else 0.0
    if _INITIAL in (role, other):
        plain = role in (_NAME, _INITIAL) and other in (_NAME, _INITIAL)
        return INITIAL_MEETS if plain and starts_alike else 0.0
    if role == other and role in (_TITLE, _GENERIC):
        return 0.0
    return -1.0


@njit
def _unlike(sounds_a, sounds_b):  # type: ignore[no-untyped-def]
    """Whether two units share so few consonants that their letters need not be looked at."""
    if sounds_a == 0 or sounds_b == 0:
        return False
    return sounds_a & sounds_b == 0 or _COUNT[sounds_a ^ sounds_b] >= UNLIKE


@njit
def _own(codes, start, end, weights):  # type: ignore[no-untyped-def]
    """Return what `Coded.own` would be for codes that are no unit of the vocabulary."""
    arabic = codes[start] >= ARABIC_BASE
    base, size, table = 0, LATIN_SIZE, LATIN_LETTERS
    if arabic:
        base, size, table = LATIN_SIZE - 1, ARABIC_SIZE, ARABIC_LETTERS
    total, before = np.float32(0.0), np.int64(0)
    for at in range(start, end):
        letter = np.int64(codes[at]) - base
        if letter < 1 or letter >= size:
            return np.float32(0.0)
        total += weights[table + before * (size + 1) + letter]
        before = letter
    return total + weights[table + before * (size + 1) + size]


@njit
def _similar(u, v, codes, at, own, weights, keys, kept, work):  # type: ignore[no-untyped-def]
    """Return the similarity of two units by their letters, from the cache where it is held."""
    low, high = min(u, v), max(u, v)
    key = np.int64(low) << 32 | np.int64(high) + 1
    slot = (low * 40503 + high * 2654435761) & (len(keys) - 1)
    if keys[slot] != key:
        keys[slot] = key
        kept[slot] = pair_similarity(
            codes, at[low], at[low + 1], own[low], codes, at[high], at[high + 1], own[high], weights, work
        )
    return kept[slot]


@njit
def _may_join(one, two, u, at, sounds):  # type: ignore[no-untyped-def]
    """Whether units `one` and `two`, written together, may be unit u: by their lengths and consonants."""
    length = at[one + 1] - at[one] + at[two + 1] - at[two]
    whole = at[u + 1] - at[u]
    if length > LONGEST or 2 * length < whole or length > 3 * whole or whole < 3:
        return False
    mask = sounds[one] | sounds[two]
    return 3 * _COUNT[mask & sounds[u]] >= 2 * max(_COUNT[mask], _COUNT[sounds[u]])


@njit
def _joined(one, two, u, codes, at, own, weights, buffer, work):  # type: ignore[no-untyped-def]
    """Return the similarity of units `one` and `two`, written together, with unit u."""
    place = 0
    for unit in (one, two):
        for k in range(at[unit], at[unit + 1]):
            buffer[place] = codes[k]
            place += 1
    if (buffer[0] >= ARABIC_BASE) != (buffer[place - 1] >= ARABIC_BASE):
        return np.float32(0.0)
    together = _own(buffer, 0, place, weights)
    return pair_similarity(buffer, 0, place, together, codes, at[u], at[u + 1], own[u], weights, work)


@njit
def _well_met(table, across, count, others):  # type: ignore[no-untyped-def]
    """Return, as bits, which rows (`across` 0) or columns (1) of `count` need no joining: they met another well."""
    met = np.int64(0)
    for at in range(count):
        for k in range(others):
            met |= np.int64((table[at, k] if across == 0 else table[k, at]) >= WELL_MET) << at
    return met


@njit
def _joins(  # type: ignore[no-untyped-def]
    ids, other, side, table, met, others_met, joins, joins_p, n, roles, codes, at, own, sounds, weights, buffer, work
):  # fmt: skip
    """Add candidates in which two neighbours of `ids` meet one of `other`; side 0: `ids` is a."""
    for i in range(len(ids) - 1):
        one, two = ids[i], ids[i + 1]
        if met >> i & 1 or roles[one] > _TITLE or roles[two] > _TITLE:
            continue
        for j in range(len(other)):
            u = other[j]
            if n >= MAX_JOINS or others_met >> j & 1 or roles[u] > _TITLE or not _may_join(one, two, u, at, sounds):
                continue
            p = _joined(one, two, u, codes, at, own, weights, buffer, work)
            best = max(table[i, j], table[i + 1, j]) if side == 0 else max(table[j, i], table[j, i + 1])
            if p > JOIN_AT_LEAST and p > best:
                joins_p[n] = p
                if side == 0:
                    joins[n, 0], joins[n, 1], joins[n, 2], joins[n, 3] = i, 2, j, 1
                else:
                    joins[n, 0], joins[n, 1], joins[n, 2], joins[n, 3] = j, 1, i, 2
                n += 1
    return n


@njit
def _acronyms(ids, other, na, nb, side, joins, joins_p, n, roles, codes, at):  # type: ignore[no-untyped-def]
    """Add candidates in which the letters of one unit of `ids` begin successive units of `other`."""
    for i in range(na):
        length = at[ids[i] + 1] - at[ids[i]]
        if roles[ids[i]] != _NAME or length < SHORTEST_ACRONYM:
            continue
        for j in range(nb):
            spelled, k = 0, j
            while k < nb and spelled < length:
                if codes[at[other[k]]] == codes[at[ids[i]] + spelled]:
                    spelled += 1
                elif roles[other[k]] != _PARTICLE or k == j:
                    break
                k += 1
            if spelled == length and n < MAX_JOINS:
                joins_p[n] = ACRONYM_MEETS
                if side == 0:
                    joins[n, 0], joins[n, 1], joins[n, 2], joins[n, 3] = i, 1, j, k - j
                else:
                    joins[n, 0], joins[n, 1], joins[n, 2], joins[n, 3] = j, k - j, i, 1
                n += 1
    return n


@njit
def fill(  # type: ignore[no-untyped-def]
    a, b, roles, starts, classes, sounds, codes, at, own, weights, acronyms, keys, kept,
    table, joins, joins_p, buffer, work
):  # fmt: skip
    """Write the similarities of the units of two names into `table`; return the number of candidates in `joins`.

    `a`, `b` are the unit ids of the names; `roles`, `starts`, `classes` and `sounds` (uint8, uint8, uint8, uint16) and
    `codes`, `at`, `own` (`letters.Coded`) describe the vocabulary; `keys` (int64) and `kept` (float32) are the cache,
    a power of two long; `table`, `joins`, `joins_p` are as in `assignment.link`.
    """
    na, nb = len(a), len(b)
    for i in range(na):
        u = a[i]
        for j in range(nb):
            v = b[j]
            if roles[u] == _NAME and roles[v] == _NAME:  # as most are
                p = np.float32(1.0) if u == v else np.float32(-1.0)
            else:
                equal = u == v or _equal(u, v, codes, at)
                p = _by_role(roles[u], roles[v], equal, starts[u] & starts[v] != 0, classes[u], classes[v])
            if p < 0 and _unlike(sounds[u], sounds[v]):
                p = np.float32(0.0)
            table[i, j] = _similar(u, v, codes, at, own, weights, keys, kept, work) if p < 0 else p
    met_a, met_b = _well_met(table, 0, na, nb), _well_met(table, 1, nb, na)
    n = _joins(a, b, 0, table, met_a, met_b, joins, joins_p, 0, roles, codes, at, own, sounds, weights, buffer, work)
    n = _joins(b, a, 1, table, met_b, met_a, joins, joins_p, n, roles, codes, at, own, sounds, weights, buffer, work)
    if acronyms:
        n = _acronyms(a, b, na, nb, 0, joins, joins_p, n, roles, codes, at)
        n = _acronyms(b, a, nb, na, 1, joins, joins_p, n, roles, codes, at)
    return n


@njit
def _equal(u, v, codes, at):  # type: ignore[no-untyped-def]
    """Whether two units, of different roles, are written alike."""
    length = at[u + 1] - at[u]
    if length != at[v + 1] - at[v]:
        return False
    for k in range(length):
        if codes[at[u] + k] != codes[at[v] + k]:
            return False
    return length > 0


@njit
def _edits(a, a_start, n, b, b_start, m):  # type: ignore[no-untyped-def]
    """Return how many letters differ, MANY where the lengths do, or the scripts."""
    if n == 0 or m == 0 or 2 * max(n, m) > 3 * min(n, m):
        return MANY
    if (a[a_start] >= ARABIC_BASE) != (b[b_start] >= ARABIC_BASE):
        return MANY
    return min(MANY, distance(a, a_start, n, b, b_start, m))


@njit
def run_together(a, b, roles, codes, at, x, y, written, written_at, buffer):  # type: ignore[no-untyped-def]
    """Return in how many letters two names differ, written without spaces, and how many the longer one has.

    The lesser is taken of the names as they were written, x and y of `written`, and of their cores, units a and b.
    Slips of the space bar are found so, and slips so many that no unit is like another.
    """
    n, m = min(written_at[x + 1] - written_at[x], READ), min(written_at[y + 1] - written_at[y], READ)
    edits, longer = _edits(written, written_at[x], n, written, written_at[y], m), max(n, m)
    n, m = _write(a, roles, codes, at, buffer, 0), _write(b, roles, codes, at, buffer, LONGEST)
    of_cores = _edits(buffer, 0, n, buffer, LONGEST, m)
    return (of_cores, max(n, m)) if of_cores * longer < edits * max(n, m) else (edits, max(1, longer))


@njit
def _write(ids, roles, codes, at, buffer, start):  # type: ignore[no-untyped-def]
    """Write the letters of the units of a core one after another; return how many, at most LONGEST."""
    n = 0
    for unit in ids:
        if roles[unit] not in (_PARTICLE, _TITLE, _LEGAL):
            for k in range(at[unit], min(at[unit + 1], at[unit] + LONGEST - n)):
                buffer[start + n] = codes[k]
                n += 1
    return n
