"""Long lists, block by block: neighbouring groups with the people in them, each a small board of its own.

Everything a block needs is computed from the people's traits when its turn comes: memory stays linear in people.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from matcher.engine.board import PLACE, Board, board_of
from matcher.engine.chance import dice
from matcher.engine.construct import make_valid
from matcher.engine.local import iterate, local_optimum, restructured, worth
from matcher.engine.pairs import Traits
from matcher.engine.sheet import Ints, Sheet
from matcher.engine.units import Units

PEOPLE_PER_BLOCK = 320
"""People on a block's board; larger ones find a little more and cost the square."""

KICKS_PER_BLOCK = 40
"""Kicks of the iterated local search that a block gets at its turn."""

WAITING_PER_BLOCK = 40
"""People from the waitlist who are tried in a block at its turn."""


@dataclass(frozen=True)
class Block:
    """Groups that are re-optimised together, and the people of a block's board: their members and some who wait."""

    groups: Ints
    people: Ints


class BlockSearch:
    """A search over a list too long for one board. ``best`` never gets worse; the seed alone decides what is found."""

    def __init__(self, sheet: Sheet, units: Units, traits: Traits, start: Ints, seed: int) -> None:
        self.sheet, self.units, self.traits = sheet, units, traits
        self.best = start.copy()
        self.value = 0.0
        self._seed = seed
        self._turn = 0
        self._chance = np.random.default_rng(seed)
        self._blocks: list[Block] = []

    def mend(self, pool: Executor) -> None:
        """One turn of every block that also takes out whoever breaks a hard rule; ``value`` counts from here."""
        blocks = self._partition()
        self.value = 0.0
        dealt = np.zeros(self.sheet.people, np.bool_)
        for block, (assign, value) in zip(blocks, pool.map(self._mended, blocks), strict=True):
            self._put(block, assign)
            self.value += value
            dealt[block.people] = True
        self.value -= PLACE * float(self.sheet.claims[~dealt].sum())

    def round(self, pool: Executor) -> bool:
        """A turn of two blocks; whether one of them got better."""
        if len(self._blocks) < 2:
            self._blocks = self._partition()
        turn = [self._blocks.pop() for _ in range(min(2, len(self._blocks)))]
        seeds = range(self._turn, self._turn + len(turn))
        self._turn += len(turn)
        better = False
        for block, (assign, gain) in zip(turn, pool.map(self._improved, turn, seeds), strict=True):
            if gain > 1e-9:
                self._put(block, assign)
                self.value += gain
                better = True
        return better

    def _partition(self) -> list[Block]:
        """All groups cut into blocks of neighbours, along another order each time; the waitlist is dealt out."""
        groups = self._neighbours()
        sizes = np.bincount(self.best, minlength=self.sheet.groups + 1)
        waiting = np.flatnonzero((self.best == self.sheet.groups) & self.sheet.allowed.any(axis=1))
        self._chance.shuffle(waiting)
        waits = [int(i) for i in waiting if self.units.block_of[i] < 0]
        members = _members_by_group(self.best, self.sheet.groups)
        blocks: list[Block] = []
        current: list[int] = []
        held = 0
        for g in groups:
            current.append(g)
            held += max(int(sizes[g]), int(self.sheet.least[g]))
            if held >= PEOPLE_PER_BLOCK:
                blocks.append(self._block(current, members, waits))
                current, held = [], 0
        if current:
            blocks.append(self._block(current, members, waits))
        order = self._chance.permutation(len(blocks))
        return [blocks[k] for k in order]

    def _block(self, groups: list[int], members: list[Ints], waits: list[int]) -> Block:
        extra = [waits.pop() for _ in range(min(WAITING_PER_BLOCK, len(waits)))]
        people = np.concatenate([*(members[g] for g in groups), np.array(extra, np.int32)]).astype(np.int32)
        return Block(np.array(groups, np.int32), np.sort(people))

    def _neighbours(self) -> list[int]:
        """The groups in an order that puts like ones side by side: by age and stage, or by kind, in turn."""
        stage = self.traits.stage.astype(float)
        total = np.zeros((self.sheet.groups, 2))
        count = np.zeros(self.sheet.groups)
        seated = self.best < self.sheet.groups
        years = np.where(np.isnan(self.sheet.years), np.nanmean(np.append(self.sheet.years, 40.0)), self.sheet.years)
        np.add.at(total, self.best[seated], np.stack([years[seated], stage[seated]], axis=1))
        np.add.at(count, self.best[seated], 1)
        mean = total / np.maximum(count, 1)[:, None]
        noise = self._chance.normal(0, 2.0, self.sheet.groups)
        by_kind = self._chance.random() < 0.3
        keys = (mean[:, 0] + noise, self.sheet.kind_of) if by_kind else (mean[:, 1] + noise, mean[:, 0] + noise)
        return [int(g) for g in np.lexsort(keys)]

    def _board(self, block: Block) -> tuple[Board, Ints]:
        board = board_of(self.sheet, self.traits, block.people, block.groups, self.units.block_of[block.people])
        local = np.full(self.sheet.groups + 1, len(block.groups), np.int32)
        local[block.groups] = np.arange(len(block.groups), dtype=np.int32)
        return board, local[self.best[block.people]]

    def _improved(self, block: Block, turn: int) -> tuple[Ints, float]:
        board, assign = self._board(block)
        before, _ = worth(board, assign)
        chance = dice(self._seed, turn + 10)
        found, value = iterate(board, assign, KICKS_PER_BLOCK, 0.0, chance)
        if (np.bincount(found, minlength=len(block.groups) + 1)[:-1] == 0).any():
            other, other_value = local_optimum(board, restructured(board, found, chance))
            if other_value > value:
                found, value = other, other_value
        return found, value - before

    def _mended(self, block: Block) -> tuple[Ints, float]:
        board, assign = self._board(block)
        mended = make_valid(board, local_optimum(board, assign)[0])
        return mended, worth(board, mended)[0]

    def _put(self, block: Block, assign: Ints) -> None:
        back = np.append(block.groups, self.sheet.groups).astype(np.int32)
        self.best[block.people] = back[assign]


def _members_by_group(assign: Ints, groups: int) -> list[Ints]:
    order = np.argsort(assign, kind="stable").astype(np.int32)
    cuts = np.searchsorted(assign[order], np.arange(groups + 1))
    return [order[cuts[g] : cuts[g + 1]] for g in range(groups)]
