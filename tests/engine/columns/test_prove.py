"""The proof by columns: interrupted at every second turn, its bound holds throughout and it comes to the same end."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from ortools.util.python.solve_interrupter import SolveInterrupter

from matcher.engine.columns import choosing, master, prove
from matcher.engine.columns.prove import ColumnProof
from matcher.engine.construct import claim_of
from matcher.engine.solve import solve
from matcher.generate import generate
from matcher.stop import Work
from tests.faces import compiled

MOST_STEPS = 3_000


@pytest.mark.parametrize("kind", ["campus", "clinic"])
def test_interruptions_change_no_proof(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = generate(kind, 24, 1).intake
    best = solve(intake, Work(300), seed=1, reproducible=True)
    assert best.status == "optimal"
    assert best.plan is not None
    assert best.value is not None
    engine = compiled(intake)
    assign = engine.assigned(best.plan)
    proof = ColumnProof(engine.sheet, engine.units, engine.board, claim_of(engine.sheet, assign), 1)
    proof.learn(assign, best.value)
    turns = count()
    interrupted = []

    def impatient() -> Any:
        """Has ended every second solve before it begins."""
        made = SolveInterrupter()
        if next(turns) % 2:
            interrupted.append("solve")
            made.interrupt()
        return made

    def hurried(module: Any, name: str) -> Callable[..., Any]:
        call = getattr(module, name)

        def called(*given: Any) -> Any:
            if next(turns) % 2:
                interrupted.append(name)
                proof.interrupt()
            return call(*given)

        return called

    monkeypatch.setattr(master, "SolveInterrupter", impatient)
    for module, name in ((prove, "go_on"), (prove, "swap_search"), (choosing, "choose")):
        monkeypatch.setattr(module, name, hurried(module, name))

    for _ in range(MOST_STEPS):
        proof.step()
        assert proof.bound >= best.value - 1e-6
        if proof.done:
            break

    assert proof.done
    assert proof.bound == pytest.approx(best.value, rel=1e-5)
    assert {"solve", "go_on", "swap_search"} <= set(interrupted)
