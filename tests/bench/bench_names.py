# SPDX-License-Identifier: Apache-2.0
"""How well and how fast two names are compared, beside the peers, on the sets of tests/bench/names/sets.py.

The UN list and the Dakshina words are for measuring alone: nothing was trained or tuned on them, and whoever looked at
errors there wrote it down in tests/bench/LOOKS.md. Peers: nomenklatura's logic-v2 and name-based, rapidfuzz's WRatio
and token-sort on names in Latin letters, Splink for linking. TAAWUN_BENCH_PAIRS sets how many pairs speed is taken on.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench import population
from tests.bench.names import febrl, metrics, peers, scorers, sets
from tests.bench.names.scorers import Peer, Scorer, on_both_cores
from tests.bench.names.sets import Pairs

AREA = "names"
PAIRS = int(os.environ.get("TAAWUN_BENCH_PAIRS", "100000"))
PEER_PAIRS = 2_000
FEW = 20
"""A group with fewer positives is told without judging it against the mean."""

Line = dict[str, Any]


def run() -> Iterator[Line]:
    """Yield the measurements of names."""
    for measure in (
        speed,
        first_call,
        un_scripts,
        by_group,
        un_typos,
        un_free_typos,
        cases,
        words,
        made_up,
        linking,
        parts,
    ):
        try:
            yield from measure()
        except subprocess.CalledProcessError as error:
            yield {"bench": f"names/{measure.__name__}", "note": f"a peer did not run: {peers.reason(error)}"}


@cache
def everyone() -> tuple[Scorer, ...]:
    """Return every scorer that can run here, ours first."""
    ours: tuple[Scorer, ...] = () if scorers.engine_missing() else (scorers.Ours(),)
    return ours + scorers.all_peers()


@cache
def measured(which: Callable[[], Pairs]) -> tuple[Pairs, dict[str, NDArray[np.float64]]]:
    """Return a set and what each scorer gives its pairs."""
    pairs = which()
    names = [scorer.name for scorer in everyone()]
    return pairs, dict(zip(names, on_both_cores(lambda one: scored(one, pairs), everyone()), strict=True))


def scored(scorer: Scorer, pairs: Pairs) -> NDArray[np.float64]:
    """Return what one scorer gives each pair, kind by kind."""
    found = np.zeros(len(pairs))
    for kind in sorted(set(pairs.kinds)):
        rows = np.array([i for i, one in enumerate(pairs.kinds) if one == kind])
        part = pairs.of(rows)
        found[rows] = scorer.scores(kind, part.left, part.right)
    return found


def line(name: str, figures: dict[str, float], note: str, unit: str = "AP") -> Line:
    """Return our figure beside the best peer's, with all peers in the note."""
    others = {peer: value for peer, value in figures.items() if peer != "taawun"}
    best = max(others, key=others.__getitem__) if others else None
    told = ", ".join(f"{peer} {value:.3f}" for peer, value in others.items())
    missing = f"; {gone}" if (gone := scorers.engine_missing() or peers.install()) else ""
    value = figures.get("taawun")
    return {
        "bench": name,
        "value": None if value is None else rounded(value),
        "unit": unit,
        "peer": best,
        "peer_value": rounded(others[best]) if best else None,
        "ratio": None if value is None or best is None else round(value / others[best], 2),
        "note": f"{note}; {told}{missing}",
    }


def rounded(value: float) -> float:
    return round(value, 4) if value < 2 else round(value)


def figures(pairs: Pairs, scores: dict[str, NDArray[np.float64]], what: Callable[..., float]) -> dict[str, float]:
    return {name: what(pairs.truth, found) for name, found in scores.items()}


def both(pairs: Pairs, scores: dict[str, NDArray[np.float64]]) -> str:
    """Return the best F1 of each scorer, in words."""
    return "best F1 " + ", ".join(f"{n} {f:.3f}" for n, f in figures(pairs, scores, metrics.best_f1).items())


def size(pairs: Pairs) -> str:
    return f"{sum(pairs.truth):,} same and {len(pairs) - sum(pairs.truth):,} different"


# --- speed ----------------------------------------------------------------------------------------


def speed() -> Iterator[Line]:
    """Pairs a second on one core, every name new: half of the pairs are of one person."""
    rates = {}
    few = made_pairs(PEER_PAIRS)
    for peer in everyone():
        if isinstance(peer, Peer):
            rates[peer.name] = peer.fresh("person", *few)
    if not scorers.engine_missing():
        rates["taawun"] = scorers.speed(scorers.Ours(), "person", *made_pairs(PAIRS))
    found = line("names/compare", {k: v for k, v in rates.items() if k in ("taawun", "logic-v2")}, "", "pairs/s")
    told = ", ".join(f"{name} {rate:,.0f}" for name, rate in rates.items() if name != "taawun")
    yield found | {
        "note": f"processor time of one core, {PAIRS:,} pairs of made-up names, each seen once"
        f" ({PEER_PAIRS:,} for peers): {told}"
    }


def made_pairs(n: int) -> tuple[list[str], list[str]]:
    """Return n pairs of made-up names, every second of one person."""
    listed = population.people(n, 21)
    asked = population.queries(listed, n, 22)
    meant = [who if i % 2 else (who + 1) % n for i, who in enumerate(asked.truth.tolist())]
    return asked.names, [listed.names[i] for i in meant]


FIRST = """
import time; a = time.perf_counter()
from taawun.engines.names import compare
b = time.perf_counter(); compare("محمد نواز", "Muhammad Nawaz"); c = time.perf_counter()
compare("صلاح الدین", "Salahuddin"); print(b - a, c - b, time.perf_counter() - c)
"""


def first_call() -> Iterator[Line]:
    """How long the first comparison of a new process takes, compiled before."""
    if scorers.engine_missing():
        return
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", FIRST], check=True, capture_output=True, text=True)
    load, first, second = map(float, done.stdout.split())
    note = (
        f"the call alone, in a new process; loading the module before it {load:.2f} s, the second call {second:.4f} s"
    )
    yield {"bench": "names/first_call_s", "value": round(first, 3), "unit": "s", "note": note}


# --- the UN list ----------------------------------------------------------------------------------


def scripts_set() -> Pairs:
    return sets.un_scripts(everyone())


def typos_set() -> Pairs:
    return sets.un_typos(everyone())


def un_scripts() -> Iterator[Line]:
    """Original names in Arabic script against Latin names."""
    if not sets.persons():
        yield absent("names/un_ap")
        return
    pairs, scores = measured(scripts_set)
    note = f"{pairs.name}: {size(pairs)}, the {sets.SCRIPTS_TOP} hardest of each scorer"
    yield line("names/un_ap", figures(pairs, scores, metrics.average_precision), f"{note}; {both(pairs, scores)}")
    yield alerts("names/false_alert_ratio/un", pairs, scores)


def by_group() -> Iterator[Line]:
    """The same by naming tradition, and by script for the made-up names."""
    if scorers.engine_missing():
        return
    sources = [(made_up_set, "made_up")] + ([(scripts_set, "un")] if sets.persons() else [])
    for which, source in sources:
        pairs, scores = measured(which)
        columns = {"tradition": pairs.groups}
        if source == "made_up":
            columns["script"] = [f"{script(a)}-{script(b)}" for a, b in zip(pairs.left, pairs.right, strict=True)]
        for title, groups in columns.items():
            yield spread(f"names/{source}_ap/by_{title}", pairs, groups, scores["taawun"])


def script(name: str) -> str:
    return "arabic" if sets.is_arabic(name) else "latin"


def spread(name: str, pairs: Pairs, groups: list[str], scores: NDArray[np.float64]) -> Line:
    """Return how far the worst group lies below the mean of the groups, in points; small groups are only told."""
    told, judged = [], []
    truth, of = np.array(pairs.truth), np.array(groups)
    for group in sorted(set(groups)):
        rows = of == group
        count = int(truth[rows].sum())
        if not count:
            continue
        ap = metrics.average_precision(truth[rows], scores[rows])
        told.append(f"{group} {ap:.3f} ({count})")
        if count >= FEW:
            judged.append(ap)
    below = 100 * (float(np.mean(judged)) - min(judged))
    note = f"worst group below the mean of groups with {FEW} or more; AP (positives): {', '.join(told)}"
    return {"bench": name, "value": round(below, 2), "unit": "points", "note": note}


def alerts(name: str, pairs: Pairs, scores: dict[str, NDArray[np.float64]]) -> Line:
    """Return how many times fewer false alerts we give than logic-v2, where 95 % of the right ones are found."""
    wrong = figures(pairs, scores, metrics.false_alerts)
    told = ", ".join(f"{scorer} {count}" for scorer, count in wrong.items())
    value, peer = wrong.get("taawun"), wrong.get("logic-v2")
    return {
        "bench": name,
        "value": round(peer / max(1, value), 2) if value is not None and peer is not None else None,
        "unit": "times fewer",
        "peer": "logic-v2",
        "peer_value": 1 if peer is not None else None,
        "note": f"{pairs.name}, {size(pairs)}; false alerts at 95 % recall: {told}",
    }


def un_typos() -> Iterator[Line]:
    """Latin names with typing errors."""
    if not sets.persons():
        yield absent("names/typos_ap")
        return
    pairs, scores = measured(typos_set)
    note = f"{pairs.name}: {size(pairs)}, two errors in each; {both(pairs, scores)}"
    yield line("names/typos_ap", figures(pairs, scores, metrics.average_precision), note)


def typos_made_up() -> Pairs:
    return sets.made_up_typos()


def un_free_typos() -> Iterator[Line]:
    """The same on made-up names: a set that may also be developed on."""
    pairs, scores = measured(typos_made_up)
    note = f"{pairs.name}: {size(pairs)}, two errors in each; {both(pairs, scores)}"
    yield line("names/made_up_typos_ap", figures(pairs, scores, metrics.average_precision), note)


def absent(name: str) -> Line:
    return {"bench": name, "note": "the real data does not lie beside the project (../shared/data)"}


# --- other sets -----------------------------------------------------------------------------------


def cases() -> Iterator[Line]:
    """The pairs that nomenklatura measures itself on."""
    every = sets.cases()
    if not len(every):
        yield absent("names/cases_persons_f1")
        return
    _, scores = measured(sets.cases)
    for title, kinds in {"persons": {"person"}, "organisations": {"organisation"}, "overall": set(every.kinds)}.items():
        rows = np.array([i for i, kind in enumerate(every.kinds) if kind in kinds])
        pairs, of = every.of(rows), {name: found[rows] for name, found in scores.items()}
        aps = figures(pairs, of, metrics.average_precision)
        note = f"{pairs.name}, {size(pairs)}; AP " + ", ".join(f"{name} {ap:.3f}" for name, ap in aps.items())
        yield line(f"names/cases_{title}_f1", figures(pairs, of, metrics.best_f1), f"{note}; peers' F1", "best F1")


def organisations_set() -> Pairs:
    every = sets.cases()
    return every.of(i for i, kind in enumerate(every.kinds) if kind == "organisation")


def words() -> Iterator[Line]:
    """Single Urdu words and how people spell them in Latin letters."""
    pairs = sets.dakshina()
    if not len(pairs):
        yield absent("names/dakshina_ap")
        return
    from tests.bench.names import words as tokens

    scores = tokens.scores(pairs)
    note = f"{pairs.name}, {size(pairs)}, half of the different ones near by consonants; single words, not names"
    yield line("names/dakshina_ap", figures(pairs, scores, metrics.average_precision), note)


def made_up_set() -> Pairs:
    return sets.made_up()


def made_up() -> Iterator[Line]:
    """Made-up names of Pakistan and the Gulf as two offices write them."""
    pairs, scores = measured(made_up_set)
    note = f"{pairs.name} (population.py), {size(pairs)}, who share a name; {both(pairs, scores)}"
    yield line("names/made_up_ap", figures(pairs, scores, metrics.average_precision), note)
    yield alerts("names/false_alert_ratio", pairs, scores)
    latin = [
        i for i, (a, b) in enumerate(zip(pairs.left, pairs.right, strict=True)) if script(a) == script(b) == "latin"
    ]
    only = {name: found[latin] for name, found in scores.items()}
    yield alerts("names/false_alert_ratio/latin", pairs.of(latin), only)


def linking() -> Iterator[Line]:
    """FEBRL4."""
    peer = febrl.peer()
    found: dict[str, float] = {"Splink 5": peer["f1"]}
    seconds = f"Splink {peer['seconds']:.1f} s"
    missing = febrl.missing()
    if not missing:
        mine = febrl.ours()
        found["taawun"] = mine["f1"]
        seconds += f", ours {mine['seconds']:.1f} s"
    note = f"FEBRL4, 5,000 with 5,000, each record linked once, best threshold; {seconds}{missing and '; '}{missing}"
    yield line("names/febrl4_f1", found, note, "F1")


def parts() -> Iterator[Line]:
    """What each part of the engine earns."""
    if scorers.engine_missing():
        return
    from tests.bench.names import ablation

    for which, source in ((made_up_set, "made_up"), (scripts_set, "un"), (organisations_set, "organisations")):
        if source != "made_up" and not sets.persons():
            continue
        pairs, scores = measured(which)
        whole = metrics.average_precision(pairs.truth, scores["taawun"])
        for part, without in ablation.scores(pairs):
            ap = metrics.average_precision(pairs.truth, without)
            note = f"{pairs.name}: AP {whole:.3f} with all parts, {ap:.3f} without {part}"
            yield {
                "bench": f"names/ablation/{source}/{part}",
                "value": round(100 * (whole - ap), 2),
                "unit": "points of AP",
                "note": note,
            }
