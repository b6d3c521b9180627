"""Long lists block by block, on short lists cut into tiny blocks."""

import multiprocessing
import pickle
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

from matcher.engine import blocks as module
from matcher.engine import solve as solving
from matcher.engine.blocks import BlockSearch
from matcher.engine.board import BREACH, PLACE
from matcher.engine.deal import deal
from matcher.engine.sheet import Ints
from matcher.engine.solve import solve
from matcher.generate import generate, generate_groups
from matcher.intake import Intake
from matcher.scorer import score
from matcher.stop import Work
from tests.faces import Compiled, compiled
from tests.properties.intakes import SEEDS, intakes, seating

SMALL = 48
"""People on a block's board here."""


class Here(Executor):
    """Does everything at once, where it is asked."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


HERE = Here()


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PEOPLE_PER_BLOCK", SMALL)
    monkeypatch.setattr(module, "BLOCKS_PER_ROUND", 3)
    monkeypatch.setattr(module, "KICKS_PER_BLOCK", 5)


@pytest.fixture
def blocks_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "MOST_ON_ONE_BOARD", 0)


def clinic(people: int = 200, seed: int = 1) -> Intake:
    """A generated clinic list with offers that have times and leaders."""
    generated = generate("clinic", people, seed)
    return generated.intake.model_copy(update={"groups": generate_groups(generated.applicants, seed)})


def search_of(engine: Compiled, start: Ints, seed: int = 1) -> BlockSearch:
    return BlockSearch(engine.sheet, engine.units, engine.traits, start, seed)


def objective(engine: Compiled, assign: Ints) -> float:
    """The scorer's value, less the prices of whoever waits."""
    waiting = assign == engine.waitlist
    prices = PLACE * engine.sheet.claims[waiting].sum() + BREACH * engine.sheet.required[waiting].sum()
    return score(engine.sheet.intake, engine.plan(assign)).value - float(prices)


def within_most(engine: Compiled, assign: Ints) -> Ints:
    """Rooms of more than their most are emptied of newcomers."""
    sizes = np.bincount(assign, minlength=engine.waitlist + 1)[:-1]
    over = np.append(sizes > engine.sheet.most, False)[assign] & ~engine.sheet.fixed
    return np.where(over, engine.waitlist, assign).astype(np.int32)


@settings(max_examples=15)
@given(intakes(20, 40, pinned=0.05), SEEDS)
def test_the_value_is_the_scorers_and_never_falls(intake: Intake, seed: int) -> None:
    """From any start inside the masks: valid after the first turn of all blocks, and kept up turn by turn."""
    engine = compiled(intake)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PEOPLE_PER_BLOCK", 12)
        search = search_of(engine, within_most(engine, seating(engine, np.random.default_rng(seed))), seed)
        assume(search.mend(HERE))
        for _ in range(4):
            before = search.value
            better = search.round(HERE)

            assert search.value > before if better else search.value == before
            assert engine.allows(search.best)
            assert score(intake, engine.plan(search.best)).valid
            assert search.value == pytest.approx(objective(engine, search.best), abs=1e-6, rel=1e-12)


def test_the_seed_alone_decides() -> None:
    engine = compiled(clinic())
    nobody = np.full(engine.sheet.people, engine.waitlist, np.int32)

    def found(seed: int, pool: Executor) -> Ints:
        search = search_of(engine, nobody, seed)
        search.mend(pool)
        for _ in range(6):
            search.round(pool)
        return search.best

    with ThreadPoolExecutor(3) as threads:
        assert (found(1, HERE) == found(1, threads)).all()
    assert (found(1, HERE) != found(2, HERE)).any()


@pytest.mark.usefixtures("blocks_only")
def test_an_executor_elsewhere_gives_the_same_plan() -> None:
    intake = clinic(120)
    here = solve(intake, Work(4), seed=3, reproducible=True)

    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        elsewhere = solve(intake, Work(4), seed=3, reproducible=True, executor=processes)

    assert elsewhere.model_dump_json() == here.model_dump_json()


def test_a_block_travels_light() -> None:
    """A block of usual size goes out without its matrices: they would be a megabyte."""
    engine = compiled(clinic(360))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PEOPLE_PER_BLOCK", 400)
        search = search_of(engine, deal(engine.sheet, engine.units, 1.0).assign)
        [task] = search._tasks(search._partition())

    assert len(task.assign) > 300
    assert len(pickle.dumps(task)) < 150_000


def test_every_group_and_everybody_placed_is_in_one_block() -> None:
    engine = compiled(clinic())
    search = search_of(engine, np.full(engine.sheet.people, engine.waitlist, np.int32))
    search.mend(HERE)

    for _ in range(5):
        blocks = search._partition()

        assert sorted(g for block in blocks for g in block.groups) == list(range(engine.sheet.groups))
        people = [i for block in blocks for i in block.people]
        assert len(set(people)) == len(people)
        assert set(people) >= set(np.flatnonzero(search.best < engine.waitlist))
        assert len(blocks) > 2


def test_who_waits_comes_to_a_block_that_has_a_group_for_them() -> None:
    intake = clinic()
    named = intake.groups[3].id
    pinned = next(a.id for a in intake.applicants if a.cleared and not a.availability)
    people = [
        a.model_copy(update={"pinned_group": named, "modality": ()}) if a.id == pinned else a for a in intake.applicants
    ]
    engine = compiled(intake.model_copy(update={"applicants": tuple(people)}))
    search = search_of(engine, np.full(engine.sheet.people, engine.waitlist, np.int32))

    for _ in range(5):
        [block] = [b for b in search._partition() if engine.sheet.index[pinned] in b.people]
        assert 3 in block.groups


@pytest.mark.usefixtures("blocks_only")
def test_a_start_is_never_made_worse() -> None:
    intake = clinic()
    first = solve(intake, Work(5), seed=1, reproducible=True)
    assert first.plan is not None
    assert first.value is not None

    second = solve(intake, Work(1), seed=2, start=first.plan, reproducible=True)

    assert second.value is not None
    assert second.claim == pytest.approx(first.claim)
    assert second.value >= first.value - 1e-9
