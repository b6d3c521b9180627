"""The literature's instances: read as they are, refused where they are not, searched within their sizes."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from benchmarks.mdgp import Instance, objective, random_start, read_instance, search
from matcher.stop import Work

FOUR = ["0 1 3", "0 2 1.5", "0 3 0", "1 2 2", "1 3 7", "2 3 4"]


def written(folder: Path, first: str, lines: list[str]) -> Path:
    """An instance file of these lines."""
    path = folder / "tiny.txt"
    path.write_text("\n".join([first, *lines]) + "\n", encoding="ascii")
    return path


def spread_out(elements: int, least: list[int], most: list[int]) -> Instance:
    """An instance of whole distances between 1 and 100, always the same."""
    distance = np.triu(np.random.default_rng(5).integers(1, 101, (elements, elements)).astype(float), 1)
    return Instance(distance + distance.T, np.array(least, np.int32), np.array(most, np.int32))


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    """Pairs come in any order, either element first, and the published files end their first line in a blank."""
    instance = read_instance(written(tmp_path, "4 2 ds 1 3 2 2 ", ["3 2 4", *FOUR[:5]]))

    assert instance.distance.tolist() == [[0, 3, 1.5, 0], [3, 0, 2, 7], [1.5, 2, 0, 4], [0, 7, 4, 0]]
    assert instance.least.tolist() == [1, 2]
    assert instance.most.tolist() == [3, 2]


@pytest.mark.parametrize(
    "first",
    ["", "4 2", "4 2 xx 2 2 2 2", "four 2 ss 2 2 2 2", "4 2 ss 2 2", "4 2 ss 2 2 2 2 2 2", "4 2 ss 2 -2 2 2", "4 0 ss"],
)
def test_a_wrong_first_line_is_named(tmp_path: Path, first: str) -> None:
    with pytest.raises(ValueError, match=r"^tiny\.txt: the first line must read: elements groups ss\|ds lower upper"):
        read_instance(written(tmp_path, first, FOUR))


@pytest.mark.parametrize("sizes", ["1 1 2 2", "3 3 2 2", "3 1 1 3"])
def test_sizes_that_nobody_can_keep_are_refused(tmp_path: Path, sizes: str) -> None:
    with pytest.raises(ValueError, match="4 elements do not fit into groups of these sizes"):
        read_instance(written(tmp_path, f"4 2 ds {sizes}", FOUR))


@pytest.mark.parametrize(
    "lines",
    [FOUR[:5], [*FOUR, "0 1 3"], [*FOUR[:5], "0 1 3"], [*FOUR[:5], "2 4 4"], [*FOUR[:5], "-1 2 4"], []],
    ids=["one missing", "one too many", "one twice", "no such element", "a negative element", "none"],
)
def test_every_pair_is_needed_once(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(ValueError, match="one line is needed for every two of the elements 0 to 3"):
        read_instance(written(tmp_path, "4 2 ss 2 2 2 2", lines))


@pytest.mark.parametrize("line", ["2 3", "2 3 far"])
def test_a_line_that_is_no_pair_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match="every line after the first must read: element element distance"):
        read_instance(written(tmp_path, "4 2 ss 2 2 2 2", [*FOUR[:5], line]))


def test_the_objective_is_the_sum_inside_groups() -> None:
    instance = spread_out(7, [2, 2, 2], [3, 3, 3])
    assign = np.array([0, 1, 0, 2, 1, 0, 2], np.int32)

    by_hand = sum(instance.distance[i, j] for i, j in combinations(range(7), 2) if assign[i] == assign[j])

    assert objective(instance, assign) == by_hand


def test_a_start_keeps_the_sizes() -> None:
    instance = spread_out(9, [2, 1, 3], [4, 2, 5])

    for seed in range(20):
        sizes = np.bincount(random_start(instance, seed), minlength=3)
        assert (instance.least <= sizes).all()
        assert (sizes <= instance.most).all()


def test_the_search_finds_the_best_of_a_tiny_instance() -> None:
    """Eight elements in groups of 2 to 3 and 4 to 6: every division is tried by hand, sizes at their limits too."""
    instance = spread_out(8, [2, 4], [3, 6])
    divisions = (first for size in (2, 3) for first in combinations(range(8), size))
    best = max(objective(instance, np.isin(np.arange(8), first, invert=True).astype(np.int32)) for first in divisions)

    value, assign = search(instance, Work(3), seed=1)

    assert value == best
    assert objective(instance, assign) == value
    assert np.bincount(assign).tolist() in ([2, 6], [3, 5])


def test_the_same_seed_finds_the_same() -> None:
    instance = spread_out(24, [4, 4, 4], [12, 12, 12])

    first, second = (search(instance, Work(2), seed=3)[1] for _ in range(2))

    assert first.tolist() == second.tolist()
