"""Instances by the library's recipe: as described, the same for the same seed, and read back as they were written."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.mdgp import read_instance
from benchmarks.mdgp_instances import FAMILIES, SHAPES, SIZES, Family, Sizes, as_text, generate, main, name_of


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("sizes", SIZES)
def test_what_is_written_reads_back_to_the_same(tmp_path: Path, family: Family, sizes: Sizes) -> None:
    instance = generate(family, 60, sizes, 3)
    path = tmp_path / "instance.txt"
    path.write_text(as_text(instance, sizes), encoding="ascii")

    again = read_instance(path)

    assert (again.distance == instance.distance).all()
    assert again.least.tolist() == instance.least.tolist()
    assert again.most.tolist() == instance.most.tolist()


def test_random_distances_lie_between_0_and_100() -> None:
    whole = generate("RanInt", 120, "ss", 1).distance[np.triu_indices(120, 1)]
    real = generate("RanReal", 120, "ss", 1).distance[np.triu_indices(120, 1)]

    assert (whole == whole.round()).all()
    assert (whole.min(), whole.max()) == (0, 100)
    assert (real != real.round()).any()
    assert 0 <= real.min() < 0.1
    assert 99.9 < real.max() <= 100
    assert 49 < real.mean() < 51


def test_geo_distances_are_those_of_points() -> None:
    """No way round is shorter, up to the three places that a file keeps."""
    for seed in range(5):
        distance = generate("Geo", 60, "ss", seed).distance

        shortest = (distance[:, :, None] + distance[None, :, :]).min(axis=1)

        assert (distance <= shortest + 0.002).all()


def test_an_instance_has_its_seeds_own_distances() -> None:
    first, again, other = (generate("RanReal", 60, "ss", seed).distance for seed in (1, 1, 2))

    assert (first == again).all()
    assert (first != other).any()


def test_both_forms_of_an_instance_share_their_distances() -> None:
    same, different = (generate("Geo", 240, sizes, 1) for sizes in SIZES)

    assert (same.distance == different.distance).all()
    assert same.least.tolist() == same.most.tolist() == [20] * 12


@pytest.mark.parametrize("elements", SHAPES)
def test_limits_lie_around_the_equal_size(elements: int) -> None:
    """Whatever is drawn, everybody finds a place and every group can be filled."""
    shape = SHAPES[elements]
    equal = elements // shape.groups
    assert equal * shape.groups == elements

    for seed in range(3):
        instance = generate("RanInt", elements, "ds", seed)
        assert shape.least <= instance.least.min() <= instance.least.max() <= equal
        assert equal <= instance.most.min() <= instance.most.max() <= shape.most


def test_the_command_writes_six_files_under_the_librarys_names(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, [str(tmp_path / "new"), "--elements", "60", "--seed", "7"])

    assert done.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(
        f"{name_of(family, 60, sizes, 7)}.txt" for family in FAMILIES for sizes in SIZES
    )
    first_line = (tmp_path / "new" / "Geo_n060_ss_07.txt").read_text(encoding="ascii").splitlines()[0]
    assert first_line == "60 6 ss " + " ".join(["10"] * 12)
