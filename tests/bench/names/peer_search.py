# SPDX-License-Identifier: Apache-2.0
"""Find queries in a list with a peer; runs in the peers' environment.

    python peer_search.py tantivy|splink JOB.json ANSWER.json

A job names two files, "list" and "queries", of lines "name<TAB>yyyy<TAB>mm<TAB>dd" (0 where unknown), and "top".
- tantivy: as yente searches its index, in one engine: words and their sounds (metaphone) as clauses that should
  match, the year of birth as one more; names in Latin letters by anyascii.
- splink: blocked on the sound of the first or last word and the year, or of both, or on the full date; weights by EM.
"""

import json
import random
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from metaphone import doublemetaphone

Row = tuple[str, int, int, int]
MEMORY = 256 << 20  # bytes that the writer of the index may hold


def rows(path: str) -> list[Row]:
    found = []
    for line in Path(path).read_text(encoding="utf-8").split("\n")[:-1]:
        name, year, month, day = line.split("\t")
        found.append((name, int(year), int(month), int(day)))
    return found


@lru_cache(1_000_000)
def word(text: str) -> str:
    return "".join(letter for letter in anyascii(text).lower() if letter.isalnum())


@lru_cache(1_000_000)
def sound(text: str) -> str:
    return doublemetaphone(text)[0] or text[:4]


def words(name: str) -> list[str]:
    return [found for found in map(word, name.replace("-", " ").split()) if found]


def tantivy_search(listed: list[Row], asked: list[Row], top: int) -> dict:
    import tantivy

    schema = tantivy.SchemaBuilder()
    for field in ("words", "sounds"):
        schema.add_text_field(field, stored=False, tokenizer_name="whitespace", index_option="freq")
    schema.add_text_field("year", stored=False, tokenizer_name="raw", index_option="basic")
    schema.add_integer_field("number", stored=False, fast=True, indexed=False)
    built = schema.build()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="taawun-bench-") as folder:
        index = tantivy.Index(built, path=folder)
        writer = index.writer(MEMORY, 2)
        for number, (name, year, _, _) in enumerate(listed):
            latin = words(name)
            writer.add_document(
                tantivy.Document(
                    words=" ".join(latin), sounds=" ".join(map(sound, latin)), year=str(year), number=number
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        build = time.perf_counter() - start
        searcher = index.searcher()
        found, seconds = [], []
        numbers = {}
        for name, year, _, _ in asked:
            begin = time.perf_counter()
            query = _query(tantivy, built, words(name), year)
            hits = searcher.search(query, limit=top, order_by_field=None).hits if query else []
            seconds.append(time.perf_counter() - begin)
            found.append([address for _, address in hits])
        addresses = sorted({(a.segment_ord, a.doc) for hits in found for a in hits})
        for segment, doc in addresses:
            numbers[segment, doc] = None
        wanted = {id(a): a for hits in found for a in hits}
        values = searcher.fast_field_values("number", list(wanted.values()))
        of = dict(zip(wanted, values, strict=True))
        hits = [[of[id(a)] for a in row] for row in found]
    return {"hits": hits, "build": build, "seconds": sum(seconds), "each": seconds}


def _query(tantivy, schema, latin: list[str], year: int):
    should, occur = [], tantivy.Occur.Should
    for one in latin:
        should.append((occur, tantivy.Query.boost_query(tantivy.Query.term_query(schema, "words", one, "freq"), 2.0)))
        should.append((occur, tantivy.Query.term_query(schema, "sounds", sound(one), "freq")))
    if year and should:
        near = [tantivy.Query.term_query(schema, "year", str(year + step), "basic") for step in (-1, 0, 1)]
        should += [(occur, tantivy.Query.boost_query(q, b)) for q, b in zip(near, (0.5, 1.5, 0.5), strict=True)]
    return tantivy.Query.boolean_query(should) if should else None


def frame(found: list[Row]):
    import pandas as pd

    columns = []
    for number, (name, year, month, day) in enumerate(found):
        latin = words(name)
        first, last = (sound(latin[0]), sound(latin[-1])) if latin else (None, None)
        birth = f"{year:04}-{month:02}-{day:02}" if day else None
        columns.append((number, " ".join(sorted(latin)), first, last, year or None, birth))
    return pd.DataFrame(columns, columns=["unique_id", "name", "first", "last", "year", "birth"])


def splink_search(listed: list[Row], asked: list[Row], top: int) -> dict:
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    start = time.perf_counter()
    frames = [frame(listed), frame(asked)]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8, 0.7]),
            cl.ExactMatch("first").configure(term_frequency_adjustments=True),
            cl.ExactMatch("last").configure(term_frequency_adjustments=True),
            cl.ExactMatch("year"),
            cl.ExactMatch("birth"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first", "year"),
            block_on("last", "year"),
            block_on("first", "last"),
            block_on("birth"),
        ],
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI()
    linker = Linker([api.register(one) for one in frames], settings, log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth", "first"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    build = time.perf_counter() - start
    start = time.perf_counter()
    predicted = linker.inference.predict(threshold_match_weight=-20)
    table = predicted.physical_name
    best = api._execute_sql_against_backend(
        f"SELECT unique_id_l, unique_id_r, source_dataset_l, match_weight FROM {table} QUALIFY row_number() OVER"
        f" (PARTITION BY CASE WHEN source_dataset_l > source_dataset_r THEN unique_id_l ELSE unique_id_r END"
        f" ORDER BY match_weight DESC) <= {top}"
    ).fetchall()
    seconds = time.perf_counter() - start
    hits: list[list[int]] = [[] for _ in asked]
    for left, right, _, _ in sorted(best, key=lambda row: -row[3]):
        hits[right].append(left)
    return {"hits": hits, "build": build, "seconds": seconds}


def main(which: str, job_file: str, answer_file: str) -> None:
    random.seed(7)
    job = json.loads(Path(job_file).read_text())
    search = {"tantivy": tantivy_search, "splink": splink_search}[which]
    answer = search(rows(job["list"]), rows(job["queries"]), job["top"])
    Path(answer_file).write_text(json.dumps(answer))


main(*sys.argv[1:])
