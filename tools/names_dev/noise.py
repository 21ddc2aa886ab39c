# SPDX-License-Identifier: Apache-2.0
"""What happens to a name on its way into a file: parts lost, moved, shortened or joined; titles; typing slips."""

import random

TITLES = {
    "latin": ("haji", "mr", "dr", "sheikh", "maulana", "mullah", "syed", "mrs", "engr", "hafiz"),
    "arabic": ("الحاج", "السيد", "الدكتور", "الشيخ", "مولانا", "ملا", "مولوي", "قاري"),
}
NEAR = {  # keys side by side on a keyboard
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


def disturb(
    rng: random.Random, words: list[str], script: str, much: float, keep: int = -1
) -> tuple[list[str], list[str]]:
    """Return the parts after mishaps, each with probability about `much`, and what was done; `keep` is never lost."""
    words, done = _drop(rng, list(words), much, keep)
    if len(words) > 1 and rng.random() < 0.6 * much:
        words, how = _reorder(rng, words)
        done.append(how)
    if rng.random() < 0.25 * much and script == "latin" and len(words) > 1:
        place = rng.randrange(len(words) - 1)
        words[place] = words[place][0] + rng.choice(("", "."))
        done.append("initial")
    if rng.random() < 0.4 * much:
        words.insert(0, rng.choice(TITLES[script]))
        done.append("title")
    for _ in range(rng.choice((0, 1, 1, 2, 3)) if rng.random() < 1.4 * much else 0):
        place = rng.randrange(len(words))
        slipped = slip(rng, words[place], script)
        if slipped != words[place]:
            words[place] = slipped
            done.append("slip")
    if len(words) > 1 and rng.random() < 0.3 * much:
        place = rng.randrange(len(words) - 1)
        words[place : place + 2] = [words[place] + words[place + 1].removeprefix("al-")]
        done.append("joined")
    return words, done


def _drop(rng: random.Random, words: list[str], much: float, keep: int) -> tuple[list[str], list[str]]:
    done = []
    for least, share in ((2, 1.2), (3, 0.6)):
        if len(words) > least and rng.random() < share * much:
            at = rng.randrange(0 if rng.random() < 0.3 else 1, len(words))
            if at != keep:
                del words[at]
                keep -= at < keep
                done.append("dropped")
    return words, done


def _reorder(rng: random.Random, words: list[str]) -> tuple[list[str], str]:
    if rng.random() < 0.5:
        return [words[-1] + rng.choice((",", "")), *words[:-1]], "family first"
    place = rng.randrange(len(words) - 1)
    words[place], words[place + 1] = words[place + 1], words[place]
    return words, "swapped"


def slip(rng: random.Random, word: str, script: str) -> str:
    """Return a word with one typing slip; short words are left alone."""
    if len(word) < 4:
        return word
    place, kind = rng.randrange(1, len(word) - 1), rng.random()
    before, at, after = word[:place], word[place], word[place + 1 :]
    if kind < 0.3:
        return before + after
    if kind < 0.5:
        return before + at + at + after
    if kind < 0.75:
        return before + after[0] + at + after[1:]
    return before + rng.choice(NEAR.get(at, "aeiou" if script == "latin" else "اوين")) + after


def mistype(rng: random.Random, words: list[str], script: str) -> list[str]:
    """Return words with one to three letters lost, doubled, swapped or struck beside, wherever they stand."""
    words = list(words)
    for _ in range(rng.choice((1, 2, 2, 3))):
        places = [place for place, word in enumerate(words) if len(word) > 2]
        if not places:
            break
        place = rng.choices(places, [len(words[place]) for place in places])[0]
        words[place] = _mistyped(rng, words[place], script)
    return words


def _mistyped(rng: random.Random, word: str, script: str) -> str:
    place, kind = rng.randrange(len(word)), rng.random()
    before, at, after = word[:place], word[place], word[place + 1 :]
    if kind < 0.35:
        return before + after
    if kind < 0.6:
        return before + at + at + after
    if kind < 0.9 and after:
        return before + after[0] + at + after[1:]
    return before + rng.choice(NEAR.get(at, "aeiou" if script == "latin" else "اوين")) + after


def dress(rng: random.Random, words: list[str]) -> str:
    """Return parts as one text, in the case a clerk happened to use."""
    text = " ".join(words)
    return rng.choice((text.title(), text.title(), text.upper(), text))
