"""When a process of several ends a connection, so that another takes the next."""

from contextlib import ExitStack

import pytest

from api.crowd import Crowd


def crowded(crowd: Crowd, requests: int) -> list[bool]:
    """What each of so many requests is told that come one after another and stay."""
    with ExitStack() as stack:
        return [stack.enter_context(crowd.joined()) for _ in range(requests)]


def test_the_second_request_at_a_time_ends_its_connection() -> None:
    assert crowded(Crowd(processes=2, threads=8), 2) == [False, True]


def test_where_most_threads_are_taken_connections_stay() -> None:
    assert crowded(Crowd(processes=2, threads=8), 6) == [False, True, True, True, False, False]


def test_there_has_to_be_another_process() -> None:
    assert not any(crowded(Crowd(processes=1, threads=8), 4))


def test_requests_that_are_answered_are_gone_also_those_that_failed() -> None:
    crowd = Crowd(processes=2, threads=8)
    with pytest.raises(ValueError, match="of its own"), crowd.joined():
        raise ValueError("of its own")
    for _ in range(3):
        assert crowded(crowd, 1) == [False]
