"""Compiled kernels: every part comes to all of its own, and no other list has one compiled again."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from matcher.engine import kernels
from matcher.engine.joining import Joining
from matcher.engine.kernels import PARTS, Part, are_compiled, compile_parts
from matcher.engine.solve import solve
from matcher.generate import Kind, generate
from matcher.intake import Intake
from matcher.rules import Rules
from matcher.rules.no_isolate import NoIsolate
from matcher.stop import Work
from tests.faces import compiled

PEOPLE = 24

TWO_COMPANIES = Rules(no_isolate=(NoIsolate(), NoIsolate(attribute="life_stage")))
"""Two rows of who needs company: with one, rows and columns are in the same order."""


@pytest.mark.parametrize("part", PARTS)
def test_the_tiny_list_comes_to_every_kernel_of_a_part(part: Part) -> None:
    compile_parts(part)
    assert are_compiled(part)
    assert all(kernel.signatures for kernel in kernels._KERNELS[part])


def test_a_kernel_without_a_file_is_not_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = SimpleNamespace(py_func=are_compiled, stats=SimpleNamespace(cache_path=tmp_path))
    monkeypatch.setitem(kernels._KERNELS, "joining", (kernel,))
    assert not are_compiled("joining")
    (tmp_path / "kernels.are_compiled-1.py311.nbi").touch()
    assert are_compiled("joining")


@pytest.mark.parametrize("kind", ["campus", "clinic"])
def test_no_kernel_is_compiled_again_for_another_list(kind: Kind) -> None:
    """It would take tens of seconds in the middle of a solve: types of all arrays and numbers must stay the same."""
    made = generate(kind, PEOPLE, 1).intake
    seated = [a.model_copy(update={"seated_in": made.offers[0].id}) for a in made.applicants[:2]]
    compile_parts()
    for balance, tolerance in ((0.5, 5.0), (1, 6)):
        policy = made.policy.model_copy(update={"balance": balance, "age_tolerance": tolerance, "rules": TWO_COMPANIES})
        _run(Intake(applicants=(*seated, *made.applicants[2:]), groups=made.offers, policy=policy, as_of=made.as_of))
    again = [
        kernel.py_func.__name__ for part in PARTS for kernel in kernels._KERNELS[part] if len(kernel.signatures) > 1
    ]
    assert not again


def _run(intake: Intake) -> None:
    found = solve(intake, Work(20), reproducible=True)
    assert found.plan is not None
    engine = compiled(intake)
    joining = Joining(engine.sheet, engine.assigned(found.plan))
    joining.joins(0)
    joining.makings(0)
