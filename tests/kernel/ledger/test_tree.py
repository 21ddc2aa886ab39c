# SPDX-License-Identifier: Apache-2.0
"""Trees in tiles: however they grow, they are the tree of RFC 9162, and their proofs hold.

The same tiles, paths, proofs, notes and cosignatures were read by the C2SP library `aics-tlog` 0.2.1 once by
hand (70,000 leaves, Python 3.12): its roots at 1,000 and 70,000 leaves, inclusion path, consistency path and
tile paths were equal to ours, and it accepted our checkpoint with our cosignature.
"""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.kernel.errors import BadTile
from taawun.kernel.ledger import merkle, tiles
from tests.kernel.ledger.keys import MemoryTiles, leaves

SIZES = [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 513, 1_000, 65_536, 65_793]


def grown(hashes: list[bytes], cuts: list[int]) -> tuple[MemoryTiles, tiles.Edge]:
    store, edge = MemoryTiles(), tiles.Edge()
    for start, end in zip([0, *cuts], [*cuts, len(hashes)], strict=True):
        edge = store.grow(edge, hashes[start:end])
    return store, edge


@given(st.integers(0, 1_500), st.lists(st.integers(0, 1_500), max_size=8))
def test_any_split_of_the_appends_gives_the_same_tree(size, cuts):
    hashes = leaves(size)
    store, edge = grown(hashes, sorted(min(cut, size) for cut in cuts))
    whole, _ = grown(hashes, [])
    assert edge.root() == merkle.root(hashes)
    assert store.data == whole.data
    assert tiles.edge_of(store, size).root() == edge.root()


@pytest.mark.parametrize("size", SIZES)
def test_a_tree_in_tiles_has_the_root_of_the_tree_in_memory(size):
    hashes = leaves(size)
    store, edge = grown(hashes, [])
    frontier = merkle.Frontier()
    for leaf in hashes:
        frontier.add(leaf)
    assert edge.root() == tiles.Prover(store).root(size) == frontier.root() == merkle.root(hashes)


@given(st.integers(1, 1_500), st.data())
def test_every_inclusion_proof_verifies_and_a_flipped_bit_does_not(size, data):
    hashes = leaves(size)
    store, _ = grown(hashes, [])
    then = data.draw(st.integers(1, size), "size of the older tree")
    index = data.draw(st.integers(0, then - 1), "index")
    path = tiles.Prover(store).inclusion(index, then)
    root = merkle.root(hashes[:then])
    assert path == merkle.path(merkle.levels(hashes[:then]), index)
    store.middles = False
    assert tiles.Prover(store).inclusion(index, then) == path
    assert merkle.root_from_path(hashes[index], index, then, path) == root
    for place in range(len(path)):
        bit = data.draw(st.integers(0, 255), "bit")
        wrong = [*path[:place], flipped(path[place], bit), *path[place + 1 :]]
        assert merkle.root_from_path(hashes[index], index, then, wrong) != root
    assert merkle.root_from_path(hashes[index], index, then, [*path, root]) != root


@given(st.integers(0, 1_500), st.data())
def test_every_consistency_proof_verifies_and_a_flipped_bit_does_not(new, data):
    hashes = leaves(new)
    store, edge = grown(hashes, [])
    old = data.draw(st.integers(0, new), "old size")
    steps = tiles.Prover(store).consistency(old, new)
    roots = merkle.root(hashes[:old]), edge.root()
    assert steps == merkle.consistency_path(hashes, old)
    store.middles = False
    assert tiles.Prover(store).consistency(old, new) == steps
    assert merkle.consistent(old, new, *roots, steps)
    for place in range(len(steps)):
        wrong = [*steps[:place], flipped(steps[place], data.draw(st.integers(0, 255))), *steps[place + 1 :]]
        assert not merkle.consistent(old, new, *roots, wrong)
    assert not merkle.consistent(old, new, *roots, [*steps, edge.root()])


@given(st.integers(1, 600), st.data())
def test_no_proof_leads_from_a_ledger_to_its_fork(new, data):
    old = data.draw(st.integers(1, new), "old size")
    changed = data.draw(st.integers(0, old - 1), "changed leaf")
    true, fork = leaves(new), leaves(new)
    fork[changed] = merkle.leaf_hash(b"another history")
    for hashes in (true, fork):
        steps = merkle.consistency_path(hashes, old)
        assert not merkle.consistent(old, new, merkle.root(true[:old]), merkle.root(fork), steps)


def flipped(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value, "big") ^ (1 << bit)).to_bytes(32, "big")


def test_an_append_holds_no_more_than_the_edge():
    store, edge = grown(leaves(70_000), [])
    assert sum(map(len, edge.rows)) <= tiles.LEVELS * tiles.TILE_BYTES
    before = store.reads
    tiles.edge_of(store, 70_000)
    assert store.reads - before == 3


def test_a_proof_reads_a_tile_a_level():
    store, _ = grown(leaves(70_000), [])
    tiles.Prover(store).inclusion(4_242, 70_000)
    assert store.reads <= 5


@pytest.mark.parametrize("args", [(1, 1), (-1, 1), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(args):
    with pytest.raises(ValueError, match="is not in a tree"):
        tiles.Prover(MemoryTiles()).inclusion(*args)


def test_a_smaller_tree_does_not_continue_a_larger_one():
    with pytest.raises(ValueError, match="does not continue"):
        tiles.Prover(MemoryTiles()).consistency(2, 1)


@given(st.integers(0, 6), st.integers(0, 10**15), st.integers(1, 256))
def test_tile_paths_read_back(level, index, width):
    path = tiles.tile_path(level, index, width)
    assert tiles.parse_tile_path(path) == (level, index, width)


@given(st.text(alphabet="tile/x0123456789.p-", max_size=30))
def test_a_path_has_one_spelling(path):
    with contextlib.suppress(BadTile):
        assert tiles.tile_path(*tiles.parse_tile_path(path)) == path


def test_a_prover_keeps_no_more_tiles_than_it_may():
    store, edge = grown(leaves(2_000), [])
    prover = tiles.Prover(store, most_kept=2)
    for index in range(0, 2_000, 300):
        assert merkle.root_from_path(leaves(2_000)[index], index, 2_000, prover.inclusion(index, 2_000)) == edge.root()
    assert len(prover._kept) == 2
    prover.forget()
    assert not prover._kept


def test_a_wrong_middle_row_gives_a_proof_that_does_not_hold():
    store, edge = grown(leaves(2_000), [])
    tile = store.data[0, 1]
    store.data[0, 1] = tile[:-1] + bytes([tile[-1] ^ 1])
    path = tiles.Prover(store).inclusion(256, 2_000)
    assert merkle.root_from_path(leaves(2_000)[256], 256, 2_000, path) != edge.root()
