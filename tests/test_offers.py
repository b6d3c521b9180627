import pytest

from matcher.intake import Sizes
from matcher.offers import best_count
from tests.builders import intake_of, people, person


def rank(people: int, count: int, sizes: Sizes) -> tuple[int, int, int]:
    """What makes one number of equal groups better than another: seats taken, then near to the target, then more."""
    seated = min(people, count * sizes.max_size)
    small, larger = divmod(seated, count)
    away = larger * abs(small + 1 - sizes.target_size) + (count - larger) * abs(small - sizes.target_size)
    return seated, -away, count


@pytest.mark.parametrize(
    ("least", "most", "target"), [(6, 10, 8), (8, 8, 8), (3, 12, 5), (2, 3, 2), (5, 9, 9), (9, 10, 9)]
)
def test_the_best_count_is_what_trying_every_count_finds(least: int, most: int, target: int) -> None:
    sizes = Sizes(min_size=least, max_size=most, target_size=target)
    for listed in range(150):
        possible = range(1, listed // least + 1)
        best = max(possible, key=lambda count: rank(listed, count, sizes), default=1)
        assert best_count(listed, sizes) == best, listed


@pytest.mark.parametrize(
    ("people", "count"), [(0, 1), (5, 1), (11, 1), (12, 2), (16, 2), (24, 3), (64, 8), (1419, 177)]
)
def test_usual_lists(people: int, count: int) -> None:
    assert best_count(people, Sizes()) == count


def test_groups_are_made_for_everybody_screening_lets_in() -> None:
    listed = (*people("abcdefghijkl"), *(person(f"x{n}", cleared=False) for n in range(6)))
    intake = intake_of(*listed, groups=(), sizes=Sizes(min_size=6, max_size=6, target_size=6))

    assert [(g.id, g.min_size, g.max_size, g.target_size) for g in intake.offers] == [("g1", 6, 6, 6), ("g2", 6, 6, 6)]


def test_a_list_nobody_of_which_may_be_placed_still_has_a_group_to_explain_it_by() -> None:
    assert len(intake_of(person("a", cleared=False), groups=()).offers) == 1
