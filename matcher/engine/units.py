"""Units: who is placed as one. A newcomer alone, or newcomers who sit together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from propcache.api import cached_property

from matcher.engine.sheet import Bools, Floats, Ints, Sheet


@dataclass(frozen=True)
class Units:
    """The newcomers of a sheet as units; blocks of two or more come first, then whoever is placed alone."""

    sheet: Sheet
    members: tuple[tuple[int, ...], ...]
    blocks: int
    """How many units have two members or more."""
    size: Ints
    claim: Floats
    """Sum of the members' claims."""
    required: Bools
    block_of: Ints
    """By person: the number of their block of two or more, -1 for none."""

    @cached_property
    def allowed(self) -> Bools:
        """See :meth:`allowed_at`; for short lists."""
        return self.allowed_at(np.arange(len(self.members)))

    @cached_property
    def first(self) -> Ints:
        """The first member of each unit."""
        return np.array([members[0] for members in self.members], np.int32)

    @cached_property
    def kinds_open(self) -> Ints:
        """In how many kinds each unit may sit."""
        together = self.allowed_at(np.arange(self.blocks)).sum(axis=1)
        return np.concatenate([together, self.sheet.kinds_open[self.first[self.blocks :]]]).astype(np.int32)

    def allowed_at(self, units: NDArray[np.integer]) -> Bools:
        """Some units by kinds of groups: every member may sit there."""
        kinds = np.arange(len(self.sheet.kinds), dtype=np.int32)
        people = np.array([person for unit in units for person in self.members[unit]], np.int32)
        if not len(people):
            return np.zeros((0, len(kinds)), np.bool_)
        size = self.size[units]
        return np.logical_and.reduceat(self.sheet.allowed_at(people, kinds), np.cumsum(size) - size, axis=0)


def units_of(sheet: Sheet) -> Units:
    """The units of a sheet, blocks first."""
    blocks = sheet.blocks()
    block_of = np.full(sheet.people, -1, np.int32)
    for number, block in enumerate(blocks):
        block_of[block] = number
    alone = np.flatnonzero(~sheet.fixed & (block_of < 0)).astype(np.int32)
    return Units(
        sheet=sheet,
        members=(*(tuple(block) for block in blocks), *((i,) for i in alone.tolist())),
        blocks=len(blocks),
        size=np.array([*(len(block) for block in blocks), *np.ones(len(alone))], np.int32),
        claim=np.concatenate([[sheet.claims[block].sum() for block in blocks], sheet.claims[alone]]),
        required=np.concatenate([[sheet.required[block].any() for block in blocks], sheet.required[alone]]).astype(
            np.bool_
        ),
        block_of=block_of,
    )
