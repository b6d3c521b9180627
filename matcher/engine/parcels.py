"""A block's task and what was found for it as bytes, for whoever takes blocks over a network or from a database.

Arrays in NumPy's own format and nothing else: a parcel is read, never run, whoever has written it.
"""

import io
from typing import Any

import numpy as np

from matcher.engine.blocks import Task
from matcher.engine.board import Board, Outline
from matcher.engine.pairs import Traits

NUMBERS = ("seed", "turn", "kicks")
"""Fields of a task that are numbers."""


def packed_task(task: Task) -> bytes:
    """The task as bytes."""
    board, traits, marks = task.outline
    arrays = {f"board.{name}": value for name, value in zip(board._fields, board, strict=True)}
    arrays |= {f"traits.{name}": value for name, value in zip(traits._fields, traits, strict=True)}
    arrays |= {f"marks.{number}": rows for number, rows in enumerate(marks) if rows is not None}
    arrays |= {name: getattr(task, name) for name in NUMBERS}
    return _packed({**arrays, "marks": len(marks), "assign": task.assign})


def unpacked_task(parcel: bytes) -> Task:
    """The task that :func:`packed_task` packed."""
    kept = _unpacked(parcel)
    board = Board(**{name: kept[f"board.{name}"] for name in Board._fields})
    traits = Traits(**{name: kept[f"traits.{name}"] for name in Traits._fields})
    marks = tuple(kept.get(f"marks.{number}") for number in range(kept["marks"]))
    return Task(Outline(board, traits, marks), kept["assign"], *(kept[name] for name in NUMBERS))


def packed_found(found: tuple[Any, ...]) -> bytes:
    """What was found for a task, arrays and numbers, as bytes."""
    return _packed({str(number): value for number, value in enumerate(found)})


def unpacked_found(parcel: bytes) -> tuple[Any, ...]:
    """What :func:`packed_found` packed."""
    kept = _unpacked(parcel)
    return tuple(kept[str(number)] for number in range(len(kept)))


def _packed(values: dict[str, Any]) -> bytes:
    written = io.BytesIO()
    np.savez_compressed(written, **values)
    return written.getvalue()


def _unpacked(parcel: bytes) -> dict[str, Any]:
    with np.load(io.BytesIO(parcel), allow_pickle=False) as kept:
        arrays = dict(kept)
    return {name: array if array.ndim else array.item() for name, array in arrays.items()}
