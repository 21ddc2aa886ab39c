# SPDX-License-Identifier: Apache-2.0
"""Fingerprints that two officers can read to each other (spec §10.7).

Eight pronounceable five-letter words carry 128 bits. They are built by rule, consonant and vowel in turn (the
published proquint scheme), so no word list is needed and they can be said in any of the three languages.
"""

_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"
WORDS = 8


def words(digest: str) -> str:
    """Return the fingerprint of a hex digest, e.g. "lusab-babad-gutih-tugad-…"."""
    data = bytes.fromhex(digest)
    return "-".join(_word(int.from_bytes(data[i : i + 2], "big")) for i in range(0, WORDS * 2, 2))


def same(said: str, digest: str) -> bool:
    """Tell whether what was said is the fingerprint, whatever the case and the separators."""
    return "".join(filter(str.isalpha, said.lower())) == words(digest).replace("-", "")


def _word(value: int) -> str:
    return (
        _CONSONANTS[value >> 12]
        + _VOWELS[value >> 10 & 3]
        + _CONSONANTS[value >> 6 & 15]
        + _VOWELS[value >> 4 & 3]
        + _CONSONANTS[value & 15]
    )
