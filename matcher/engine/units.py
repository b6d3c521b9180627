"""Units: who is placed as one. A newcomer alone, or newcomers who sit together."""

from dataclasses import dataclass

import numpy as np

from matcher.engine.sheet import Bools, Floats, Ints, Sheet


@dataclass(frozen=True)
class Units:
    """The newcomers of a sheet as units; one row per unit."""

    members: tuple[tuple[int, ...], ...]
    size: Ints
    allowed: Bools
    """Units by kinds of groups: every member may sit there."""
    claim: Floats
    """Sum of the members' claims."""
    required: Bools
    block_of: Ints
    """By person: the number of their block of two or more, -1 for none."""


def units_of(sheet: Sheet) -> Units:
    """The units of a sheet, blocks first."""
    blocks = sheet.blocks()
    block_of = np.full(sheet.people, -1, np.int32)
    for number, block in enumerate(blocks):
        block_of[block] = number
    alone = [(i,) for i in sheet.newcomers if block_of[i] < 0]
    members = (*(tuple(block) for block in blocks), *alone)
    allowed = sheet.allowed
    rows = [allowed[list(unit)].all(axis=0) for unit in members]
    return Units(
        members=members,
        size=np.array([len(unit) for unit in members], np.int32),
        allowed=np.array(rows, np.bool_).reshape(len(members), len(sheet.kinds)),
        claim=np.array([sheet.claims[list(unit)].sum() for unit in members]),
        required=np.array([sheet.required[list(unit)].any() for unit in members], np.bool_),
        block_of=block_of,
    )
