# SPDX-License-Identifier: Apache-2.0
"""Organisations, vessels and places, each written twice: alike in meaning, or differing in what tells them apart."""

import random
from dataclasses import dataclass

from tools.names_dev.inventory import HERE, Inventory, Name, read_lists
from tools.names_dev.noise import mistype, slip

LISTS = read_lists(HERE / "core_organisations.txt")
LEGAL = tuple(key for key in LISTS if key.startswith("legal "))
FORMS = {key: "stock" if key.split()[1] in {"plc", "inc", "sa", "ag", "jsc"} else "limited" for key in LEGAL}
RELATED = 0.2  # share of the others that are of one house: one more number or branch, or another legal form
TYPED = 0.25  # share of names that are typed in haste
EMPTY = Name(("",), ("",))


@dataclass(frozen=True, slots=True)
class Thing:
    """An organisation, a vessel or a place: parts in order, each (kind, name)."""

    parts: tuple[tuple[str, Name], ...]

    @property
    def core(self) -> tuple[Name, ...]:
        """What tells this one from others: not its legal form, nor what kind of vessel or place it is."""
        return tuple(name for kind, name in self.parts if kind not in {"legal", "prefix", "generic"})

    def spell(self, rng: random.Random, script: str) -> list[tuple[str, str]]:
        """Write each part in a script, as (kind, text)."""
        written = []
        for kind, name in self.parts:
            forms = name.latin if script == "latin" else name.arabic
            if forms:
                usual = rng.random() < 0.6
                written.append((kind, forms[0] if usual else rng.choice(forms)))
        return written


def organisation(rng: random.Random, inventory: Inventory) -> Thing:
    """Return an invented organisation."""
    parts: list[tuple[str, Name]] = []
    chance = rng.random()
    if chance < 0.2:
        parts.append(("place", rng.choice(LISTS["country"])))
    if chance > 0.85:
        parts.append(("ordinal", rng.choice(LISTS["ordinal"])))
    parts += [("word", _word(rng, inventory)) for _ in range(rng.choice((1, 1, 1, 2)))]
    if rng.random() < 0.75:
        parts.append(("trade", rng.choice(LISTS["trade"])))
    if rng.random() < 0.6:
        parts.append(("body", rng.choice(LISTS["body"])))
    if rng.random() < 0.12:
        parts.append(("branch", rng.choice(LISTS[rng.choice(("country", "place"))])))
    if rng.random() < 0.1:
        parts.append(("number", rng.choice(LISTS["number"])))
    if rng.random() < 0.7:
        parts.append(("legal", rng.choice(LISTS[rng.choice(LEGAL)])))
    return Thing(tuple(parts))


def _word(rng: random.Random, inventory: Inventory) -> Name:
    chance = rng.random()
    if chance < 0.35:
        return rng.choice(inventory.tail)
    if chance < 0.45:
        return inventory.draw(rng, rng.choice(("pakistan family", "gulf family", "levant family")))
    return rng.choice(LISTS["word"])


def vessel(rng: random.Random, inventory: Inventory) -> Thing:
    """Return an invented vessel."""
    parts = [("word", _word(rng, inventory)) for _ in range(rng.choice((1, 2, 2)))]
    if rng.random() < 0.35:
        parts.append(("number", rng.choice(LISTS["number"])))
    if rng.random() < 0.4:
        parts.insert(0, ("prefix", rng.choice(LISTS["vessel prefix"])))
    return Thing(tuple(parts))


def place(rng: random.Random, inventory: Inventory) -> Thing:
    """Return a place, at times with what it is."""
    parts = [("word", rng.choice(LISTS["place"]) if rng.random() < 0.7 else rng.choice(inventory.tail))]
    if rng.random() < 0.4:
        parts.append(("generic", rng.choice(LISTS["generic place"])))
    return Thing(tuple(parts))


MAKERS = {"organisation": organisation, "vessel": vessel, "place": place}


def same(rng: random.Random, thing: Thing) -> tuple[str, str, str]:
    """Write a thing twice; the last is what was done."""
    cross = rng.random() < 0.3
    scripts = (
        ("latin", "arabic") if cross else rng.choice((("latin", "latin"), ("latin", "latin"), ("arabic", "arabic")))
    )
    left, right = thing.spell(rng, scripts[0]), thing.spell(rng, scripts[1])
    done = ["cross" if cross else scripts[0]]
    right, how = _mishap(rng, right, scripts[1])
    return dress(rng, left), dress(rng, right), "+".join([*done, *how])


def _mishap(rng: random.Random, written: list[tuple[str, str]], script: str) -> tuple[list[tuple[str, str]], list[str]]:
    done, words = [], list(written)
    drop = [at for at, (kind, _) in enumerate(words) if kind in {"legal", "body", "prefix", "generic"}]
    if drop and len(words) > 1 and rng.random() < 0.35:
        done.append("less " + words.pop(rng.choice(drop))[0])
    if len(words) > 2 and rng.random() < 0.12:
        words = [words[-1], *words[:-1]]
        done.append("moved")
    if len(words) > 3 and script == "latin" and rng.random() < 0.12:
        letters = "".join(text[0] for kind, text in words if kind != "legal" and text[0].isalpha())
        if len(letters) >= 3:
            words = [("word", rng.choice((letters, ".".join(letters) + ".")).upper())] + [
                w for w in words if w[0] == "legal"
            ]
            return words, [*done, "acronym"]
    if rng.random() < TYPED:
        typed = mistype(rng, [text for _, text in words], script)
        return [(kind, text) for (kind, _), text in zip(words, typed, strict=True)], [*done, "typed"]
    if rng.random() < 0.45:
        at = rng.randrange(len(words)) if rng.random() < 0.5 else 0
        words[at] = (words[at][0], slip(rng, words[at][1], script))
        done.append("slip")
    if len(words) > 1 and rng.random() < 0.1 and words[0][0] == words[1][0] == "word":
        words[:2] = [("word", words[0][1] + words[1][1])]
        done.append("joined")
    return words, done


def other(rng: random.Random, inventory: Inventory, thing: Thing, kind: str) -> tuple[str, Thing]:
    """Return another thing that shares much of the name: how, and which."""
    if kind == "organisation" and rng.random() < RELATED:
        return _related(rng, thing)
    at = rng.randrange(len(thing.parts))
    places = [
        i
        for i, (what, _) in enumerate(thing.parts)
        if what in {"word", "number", "ordinal", "branch", "place", "trade"}
    ]
    at = rng.choice(places) if places else at
    what, old = thing.parts[at]
    new = old
    while new is old:
        new = _instead(rng, inventory, what, kind)
    return f"other {what}", Thing((*thing.parts[:at], (what, new), *thing.parts[at + 1 :]))


def _related(rng: random.Random, thing: Thing) -> tuple[str, Thing]:
    """Return a house of the same family: one of a series, a branch abroad, or the same words in another legal form."""
    forms = [at for at, (what, _) in enumerate(thing.parts) if what == "legal"]
    if forms and rng.random() < 0.3:
        at = forms[0]
        group = next(key for key in LEGAL if thing.parts[at][1] in LISTS[key])
        new = rng.choice(LISTS[rng.choice([key for key in LEGAL if FORMS[key] != FORMS[group]])])
        return "other legal form", Thing((*thing.parts[:at], ("legal", new), *thing.parts[at + 1 :]))
    what = rng.choice(("number", "number", "branch"))
    more = (what, rng.choice(LISTS["number" if what == "number" else "country"]))
    end = forms[0] if forms else len(thing.parts)
    return f"one more {what}", Thing((*thing.parts[:end], more, *thing.parts[end:]))


def _instead(rng: random.Random, inventory: Inventory, what: str, kind: str) -> Name:
    if what == "word":
        return place(rng, inventory).parts[0][1] if kind == "place" else _word(rng, inventory)
    if what in {"branch", "place"}:
        return rng.choice(LISTS["country"])
    return rng.choice(LISTS.get(what) or LISTS["trade"])


def dress(rng: random.Random, written: list[tuple[str, str]]) -> str:
    """Return parts as one text."""
    text = " ".join(word.replace("_", " ") for _, word in written if word)
    return rng.choice((text.title(), text.title(), text.upper(), text))
