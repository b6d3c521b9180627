import time

import pytest

from matcher.stop import AnyOf, Gap, NoImprovement, Seconds, Standing, Stop, Work


def standing(work: int = 0, value: float | None = 10.0, bound: float | None = 11.0, improved_at: int = 0) -> Standing:
    return Standing(work, value, bound, improved_at)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still unless it is set."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("value", "bound", "gap"),
    [(10.0, 11.0, 0.1), (None, 11.0, None), (10.0, None, None), (0.0, 1.0, None), (-1.0, 1.0, None)],
)
def test_the_gap_is_known_once_value_and_bound_are(value: float | None, bound: float | None, gap: float | None) -> None:
    assert standing(value=value, bound=bound).gap == (None if gap is None else pytest.approx(gap))


def test_seconds_run_from_the_begin_of_the_solve(clock: list[float]) -> None:
    stop = Seconds(5)
    clock[0] = 200.0
    stop.begin()
    assert (stop.met(standing()), stop.seconds_left) == (False, 5.0)
    clock[0] = 204.0
    assert (stop.met(standing()), stop.seconds_left) == (False, 1.0)
    clock[0] = 206.0
    assert (stop.met(standing()), stop.seconds_left) == (True, 0.0)


def test_work_counts_rounds() -> None:
    assert [Work(3).met(standing(work=n)) for n in (2, 3, 4)] == [False, True, True]


def test_no_improvement_counts_rounds_since_the_last() -> None:
    stop = NoImprovement(3)
    assert [stop.met(standing(work=10, improved_at=n)) for n in (8, 7, 6)] == [False, True, True]


def test_a_gap_is_met_by_a_proof() -> None:
    assert Gap(0.1).met(standing(value=10.0, bound=10.9))
    assert not Gap(0.1).met(standing(value=10.0, bound=11.1))
    assert not Gap(0.1).met(standing(bound=None))
    assert Gap(0).met(standing(value=10.0, bound=10.0))


def test_any_of_several_ends_it(clock: list[float]) -> None:
    stop = AnyOf(Work(3), Seconds(5), AnyOf(Gap(0.01), Seconds(2)))
    clock[0] = 200.0
    stop.begin()

    assert stop.seconds_left == 2.0
    assert not stop.met(standing(work=2))
    assert stop.met(standing(work=3))
    assert stop.met(standing(value=10.0, bound=10.05))
    clock[0] = 202.0
    assert stop.met(standing())


@pytest.mark.parametrize("stop", [Work(1), NoImprovement(1), Gap(0.1), AnyOf(Work(1), Gap(0.1))])
def test_without_a_clock_no_seconds_are_left_or_up(stop: Stop) -> None:
    stop.begin()
    assert stop.seconds_left is None


def test_what_could_never_or_always_be_met_is_refused() -> None:
    for make in (lambda: Seconds(0), lambda: Seconds(float("nan")), lambda: Work(0), lambda: NoImprovement(0)):
        with pytest.raises(ValueError, match="must be"):
            make()
    with pytest.raises(ValueError, match="must not be negative"):
        Gap(-0.1)
