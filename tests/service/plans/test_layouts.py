from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

import pytest

from api.store import layouts
from api.store.layouts import Layout
from api.store.plans import Pins
from matcher.plan import Plan
from matcher.recommend import Recommender
from tests.builders import group, intake_of, people

AT_ONCE = 4


def test_of_several_who_ask_at_once_one_lays_the_plan_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    class Slow(Recommender):
        def __init__(self, *given: Any) -> None:
            made.append("one")
            sleep(0.05)
            super().__init__(*given)

    monkeypatch.setattr(layouts, "Recommender", Slow)
    intake = intake_of(*people("abc", 30), groups=[group("g1")], as_of="2025-06-01")
    layout, together = Layout(intake, 1, Pins(), Plan.of({"g1": ["a", "b"]})), Barrier(AT_ONCE)

    def ask(_: int) -> object:
        together.wait()
        return layout.recommender

    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = list(threads.map(ask, range(AT_ONCE)))

    assert made == ["one"]
    assert all(each is found[0] for each in found)
