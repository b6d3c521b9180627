"""The tail is what drawing by lot gives, and neither a short list nor a long one warns of nothing."""

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest

from matcher.age_account.shares import LEVEL, Share, chance_of, more_than_share


def exact_chance(row: Share, everybody: Share) -> Fraction:
    """The tail as a fraction of all ways to draw those who wait."""
    others = everybody.people - row.people
    ways = sum(
        comb(row.people, drawn) * comb(others, everybody.waiting - drawn)
        for drawn in range(row.waiting, min(row.people, everybody.waiting) + 1)
    )
    return Fraction(ways, comb(everybody.people, everybody.waiting))


def test_the_chance_is_that_of_drawing_by_lot() -> None:
    """All choices of those who wait, one by one."""
    for people, row, waiting in ((6, 2, 3), (7, 3, 2), (8, 5, 4), (9, 4, 7)):
        drawn = [sum(person < row for person in chosen) for chosen in combinations(range(people), waiting)]
        for least in range(max(0, row + waiting - people), min(row, waiting) + 1):
            share = sum(number >= least for number in drawn) / len(drawn)
            assert chance_of(Share(row, least), Share(people, waiting)) == pytest.approx(share, rel=1e-12)


@pytest.mark.parametrize(("people", "row", "waiting"), [(12, 5, 4), (96, 8, 12), (240, 60, 200), (1500, 700, 90)])
def test_the_chance_is_the_exact_one(people: int, row: int, waiting: int) -> None:
    for least in range(max(0, row + waiting - people), min(row, waiting) + 1):
        share, everybody = Share(row, least), Share(people, waiting)
        assert chance_of(share, everybody) == pytest.approx(float(exact_chance(share, everybody)), rel=1e-9)


def test_a_million_people_take_no_time_and_give_a_chance() -> None:
    assert chance_of(Share(100_000, 10_000), Share(1_000_000, 100_000)) == pytest.approx(0.5, abs=0.01)
    assert 0 < chance_of(Share(100_000, 10_400), Share(1_000_000, 100_000)) < 1e-4


def test_a_band_that_waits_far_more_is_seen() -> None:
    """Five of eight, where seven of the eighty-eight others wait."""
    assert more_than_share(Share(8, 5), Share(96, 12), rows=12)


@pytest.mark.parametrize(
    ("row", "everybody"),
    [
        pytest.param(Share(8, 2), Share(96, 12), id="two of eight may be luck"),
        pytest.param(Share(5, 3), Share(12, 5), id="three of five may be luck on a list of twelve"),
        pytest.param(Share(5000, 600), Share(10_000, 1000), id="no luck, but twelve percent instead of eight"),
        pytest.param(Share(8, 0), Share(96, 40), id="nobody"),
    ],
)
def test_what_is_luck_or_a_trifle_is_not_warned_about(row: Share, everybody: Share) -> None:
    assert not more_than_share(row, everybody, rows=12)


@pytest.mark.parametrize(("people", "waiting"), [(40, 10), (64, 8), (96, 48), (240, 20)])
def test_a_list_on_which_age_plays_no_part_seldom_warns(people: int, waiting: int) -> None:
    """The chance of a warning for each of eight equal rows, added up, is no more than the level."""
    row, rows = people // 8, 8
    everybody = Share(people, waiting)
    warned = [
        share
        for number in range(min(row, waiting) + 1)
        if more_than_share(share := Share(row, number), everybody, rows=rows)
    ]

    assert warned
    assert rows * exact_chance(warned[0], everybody) <= LEVEL
