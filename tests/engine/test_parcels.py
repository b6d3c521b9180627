"""Blocks as bytes: what comes out is what went in, and nothing in it is run."""

import io
import pickle
from typing import Any

import numpy as np
import pytest

from matcher.engine.blocks import BlockSearch, Task, improved, mended
from matcher.engine.deal import deal
from matcher.engine.parcels import packed_found, packed_task, unpacked_found, unpacked_task
from matcher.generate import generate, generate_groups
from tests.faces import compiled


def a_task() -> Task:
    generated = generate("clinic", 60, 1)
    intake = generated.intake.model_copy(update={"groups": generate_groups(generated.applicants, 1)})
    engine = compiled(intake)
    search = BlockSearch(engine.sheet, engine.units, engine.traits, deal(engine.sheet, engine.units, 1.0).assign, 1)
    [task] = search._tasks(search._partition())
    return task


def flat(value: Any) -> list[Any]:
    return [leaf for part in value for leaf in flat(part)] if isinstance(value, tuple) else [value]


def test_a_task_survives_the_journey() -> None:
    task = a_task()

    arrived = unpacked_task(packed_task(task))

    for before, after in zip(flat(task), flat(arrived), strict=True):
        assert type(before) is type(after)
        np.testing.assert_array_equal(before, after)
        if isinstance(before, np.ndarray):
            assert before.dtype == after.dtype


@pytest.mark.parametrize("work", [improved, mended])
def test_whoever_computes_a_block_finds_the_same(work: Any) -> None:
    task = a_task()
    here = work(task)

    there = unpacked_found(packed_found(work(unpacked_task(packed_task(task)))))

    assert [type(each) for each in there] == [type(each) for each in here]
    for one, other in zip(here, there, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_parcel_is_never_run() -> None:
    written = io.BytesIO()
    np.savez(written, board=np.array([print], dtype=object), allow_pickle=True)

    with pytest.raises(ValueError, match="allow_pickle"):
        unpacked_task(written.getvalue())
    with pytest.raises(ValueError, match="allow_pickle"):
        unpacked_task(pickle.dumps(a_task()))
