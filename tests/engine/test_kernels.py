"""Compiled kernels: every part comes to all of its own, and no other list has one compiled again."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from matcher.engine import kernels
from matcher.engine.joining import Joining
from matcher.engine.kernels import PARTS, SOLVING, Part, are_compiled, compile_parts, compile_side_by_side
from matcher.engine.solve import solve
from matcher.generate import Kind, generate
from matcher.intake import Intake
from matcher.listener import Listener
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


@pytest.mark.parametrize("part", PARTS)
def test_it_does_so_in_a_process_that_has_done_nothing_else(part: Part) -> None:
    """Here, another test may have come to them before."""
    missing = f"[k.py_func.__name__ for k in kernels._KERNELS[{part!r}] if not k.signatures]"
    asking = f"from matcher.engine import kernels; kernels.compile_parts({part!r}); print({missing})"
    done = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_kernel_without_a_file_is_not_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = SimpleNamespace(py_func=are_compiled, stats=SimpleNamespace(cache_path=tmp_path))
    monkeypatch.setitem(kernels._KERNELS, "joining", (kernel,))
    assert not are_compiled("joining")
    (tmp_path / "kernels.are_compiled-1.py311.nbi").touch()
    assert are_compiled("joining")


def test_what_is_compiled_already_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "are_compiled", lambda *parts: parts == SOLVING)
    monkeypatch.setattr(kernels, "get_context", None)
    compile_side_by_side(*SOLVING)


def test_one_part_is_compiled_here(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Part] = []
    monkeypatch.setattr(kernels, "are_compiled", lambda *_: False)
    monkeypatch.setattr(kernels, "compile_once", done.append)
    monkeypatch.setattr(kernels, "get_context", None)
    compile_side_by_side("proof")
    assert done == ["proof"]


def test_the_search_is_compiled_here_and_all_else_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    class Other:
        def __init__(self, target: object, args: Sequence[Part], daemon: bool) -> None:
            assert target is compile_parts
            self._args = args

        def start(self) -> None:
            done.append(("begun beside", *self._args))

        def join(self) -> None:
            done.append("waited for")

    class Told(Listener):
        def compiling(self) -> None:
            done.append("told")

    monkeypatch.setattr(kernels, "are_compiled", lambda *_: False)
    monkeypatch.setattr(kernels, "compile_once", lambda *parts: done.append(("here", *parts)))
    monkeypatch.setattr(kernels, "get_context", lambda _: SimpleNamespace(Process=Other))

    compile_side_by_side(listen=Told())

    assert done == ["told", ("begun beside", "proof", "joining"), ("here", "search"), "waited for"]


def test_a_process_that_cannot_compile_spoils_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it has left undone is compiled where it is needed."""
    monkeypatch.setattr(kernels, "are_compiled", lambda *_: False)
    monkeypatch.setattr(kernels, "compile_once", lambda *_: None)
    monkeypatch.setattr(kernels, "compile_parts", sys.exit)
    compile_side_by_side("search", "proof")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no masks of signals")
def test_a_process_begun_beside_does_not_hear_of_an_interrupt() -> None:
    asking = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    heard = []
    with kernels._unheard_interrupts():
        heard.append(subprocess.run([sys.executable, "-c", asking], capture_output=True, check=True).stdout.strip())
    heard.append(subprocess.run([sys.executable, "-c", asking], capture_output=True, check=True).stdout.strip())
    assert heard == [b"True", b"False"]


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
