# SPDX-License-Identifier: Apache-2.0
"""Neighbours that are written with an index are those that looking them up finds."""

from pathlib import Path

from taawun.engines.matching import Index, Record
from taawun.engines.matching.near import LEAST, NearUnits
from taawun.engines.names.similarity import similarity

UNITS = ("muhammad", "muhamad", "mohammed", "محمد", "mahmud", "ahmad", "احمد", "karim", "tahir")


def test_written_neighbours_are_those_looked_up(tmp_path: Path) -> None:
    people = [Record(str(k), (f"{UNITS[k % 5]} {UNITS[5 + k % 4]}",)) for k in range(100)]
    index = Index.build([*people, Record("once", ("Zulfiqar",))], tmp_path)
    arrays = index.parts[0].sections.arrays
    written = NearUnits(arrays)
    looked_up = NearUnits({name: values for name, values in arrays.items() if not name.startswith("near_")})
    asked = [*UNITS, "zulfiqar", "mohamad"]
    assert len(written.stored) == len(UNITS)  # who is named once is looked up when asked for
    ours, theirs = written.of(asked), looked_up.of(asked)
    assert ours.at.tolist() == theirs.at.tolist()
    assert ours.units.tolist() == theirs.units.tolist()
    assert ours.p.tolist() == theirs.p.tolist()


def test_neighbours_are_the_similar_units_of_the_index(tmp_path: Path) -> None:
    index = Index.build([Record(unit, (unit,)) for unit in UNITS], tmp_path)
    near = index.parts[0].near.of(["mohammad", "احمد"])
    for k, unit in enumerate(("mohammad", "احمد")):
        found = {UNITS[v] for v in near.units[near.at[k] : near.at[k + 1]].tolist()}
        assert found <= {other for other in UNITS if similarity(unit, other) >= LEAST}
        assert found >= {other for other in UNITS if similarity(unit, other) >= 0.5}


def test_an_index_of_nobody_has_no_neighbours(tmp_path: Path) -> None:
    near = Index.build([], tmp_path).parts[0].near.of(["muhammad"])
    assert near.at.tolist() == [0, 0]
