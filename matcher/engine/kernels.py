"""The compiled kernels: whether they are there already, and how to have them made before they are needed.

What a solve needs takes more than a minute to compile, once for each machine and version. The parts hardly call each
other, so two processes make them in little more than half the time, and leave them to all others in numba's cache.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

import numpy as np

from matcher.engine import annealing, budget, certificate, classes, crossing, heat, local, pairs, semidefinite
from matcher.engine.board import Board, board_of
from matcher.engine.chance import dice
from matcher.engine.columns import branch, cuts, pricing
from matcher.engine.compiling import compile_intake
from matcher.engine.construct import make_valid
from matcher.engine.joining import Joining, hosts, newcomer
from matcher.engine.pairs import traits_of
from matcher.engine.proof import Proof
from matcher.engine.search import Search
from matcher.engine.sheet import Ints
from matcher.engine.units import units_of
from matcher.intake import Intake
from matcher.listener import Listener

Part = Literal["search", "proof", "joining"]
"""A part of the kernels: the search and revisions by it, the proof, or somebody new in a plan."""

PARTS: tuple[Part, ...] = ("search", "proof", "joining")

SOLVING: tuple[Part, ...] = ("search", "proof")
"""What a solve of a list of some hundred people needs."""

SEARCH_STEPS = 2
"""Steps of the search, one of each lane, that come to annealing and to a descent. All else may come any later."""

PROOF_STEPS = 40
"""Steps of the proof that come to every kernel of it on the tiny list."""

_KERNELS = {
    "search": (
        local.iterate,
        local.local_optimum,
        local.restructured,
        annealing.anneal,
        crossing.crossed,
        heat.restart,
        heat.begin_anew,
        budget.search_within,
    ),
    "proof": (pairs._matrix, certificate._rows, semidefinite._sweep, branch.go_on, pricing.swap_search, cuts._broken),
    "joining": (hosts.hosts, newcomer.joins, newcomer.makings),
}


def are_compiled(*parts: Part) -> bool:
    """Whether all kernels of these parts (of all if none is named) are in numba's cache.

    What is there belongs to the sources as they are: :mod:`matcher.engine.stale` drops all else.
    """
    for part in parts or PARTS:
        for kernel in _KERNELS[part]:
            module, name = Path(kernel.py_func.__code__.co_filename).stem, kernel.py_func.__name__
            if not any(Path(str(kernel.stats.cache_path)).glob(f"{module}.{name}-*.nbi")):
                return False
    return True


def compile_side_by_side(*parts: Part, listen: Listener | None = None) -> None:
    """Compile the kernels of these parts (of all if none is named), unless they are there.

    The first part is compiled here, the others in a process beside. It imports the main module again: a script that
    calls this needs ``if __name__ == "__main__":``. Should it fail, its kernels are compiled where they are needed.

    Args:
        parts: Parts of the kernels.
        listen: Hears that there is something to compile.
    """
    parts = parts or PARTS
    if are_compiled(*parts):
        return
    if listen is not None:
        listen.compiling()
    # Without parts that would be all of them.
    first, *beside = parts
    other = get_context("spawn").Process(target=compile_parts, args=beside, daemon=True) if beside else None
    if other is not None:
        with _unheard_interrupts():
            other.start()
    compile_once(first)
    if other is not None:
        other.join()


@contextmanager
def _unheard_interrupts() -> Iterator[None]:
    """Let a process that is begun meanwhile never hear of Ctrl-C: what it means is for this one to say."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@cache
def compile_once(*parts: Part) -> None:
    """Compile the kernels of these parts here, unless this process has done so.

    Where nothing can be kept on disk, kernels are never found there, but stay in the process.
    """
    compile_parts(*parts)


def compile_parts(*parts: Part) -> None:
    """Compile the kernels of these parts (of all if none is named) here, by running them on a tiny list."""
    parts = parts or PARTS
    sheet = compile_intake(_tiny_list())
    traits = traits_of(sheet)
    people, groups = np.arange(sheet.people, dtype=np.int32), np.arange(sheet.groups, dtype=np.int32)
    board = board_of(sheet, traits, people, groups, units_of(sheet).block_of)
    # Four people in each of the first two groups, the last of the list waiting.
    assign = np.minimum(people // 4, sheet.groups).astype(np.int32)
    if "search" in parts:
        _search(board, assign)
    if "proof" in parts:
        _prove(Proof(sheet, units_of(sheet), board, 0), assign)
        classes.frame_of_classes(sheet, traits)
    if "joining" in parts:
        _join(Joining(sheet, assign))


def _search(board: Board, assign: Ints) -> None:
    search = Search(board, make_valid(board, assign), 0)
    for _ in range(SEARCH_STEPS):
        search.step()
    local.iterate(board, search.best, 1, 1.0, dice(0))
    local.restructured(board, search.best, dice(0))
    crossing.crossed(board, search.best, search.best, dice(0))
    local.worth(board, search.best)
    budget.search_within(board, assign, assign, 2, 10, 1.0, dice(0))


def _prove(proof: Proof, assign: Ints) -> None:
    for _ in range(PROOF_STEPS):
        if not proof.done:
            proof.step(assign, 0.0)
    cuts.violated(np.ones((4, 4), np.bool_), np.full(4, 0.5))


def _join(joining: Joining) -> None:
    last = joining.sheet.people - 1
    joining.joins(last)
    joining.makings(last)


def _tiny_list() -> Intake:
    applicants = [
        {"id": f"p{number}", "age": 20 + number, "reasons": [("grief-loss", "stress", "loneliness")[number % 3]]}
        for number in range(9)
    ]
    groups = [{"id": f"g{number}", "min_size": 3, "target_size": 4, "max_size": 5} for number in range(3)]
    return Intake.model_validate({"applicants": applicants, "groups": groups})
