"""Long lists, block by block: neighbouring groups with the people in them, each a small board of its own.

A block is handed out as an outline, linear in its people; whoever takes it draws the board, searches it and hands back
who sits where. Memory stays linear in people, and blocks of one turn have nobody in common, so that any number of
threads, processes or machines can take them.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeVar

import numpy as np

from matcher.engine.board import BREACH, PLACE, Outline, drawn, outline_of
from matcher.engine.chance import dice
from matcher.engine.construct import is_valid, make_valid
from matcher.engine.local import iterate, local_optimum, restructured, worth
from matcher.engine.pairs import Traits
from matcher.engine.sheet import Bools, Floats, Ints, Sheet
from matcher.engine.units import Units

PEOPLE_PER_BLOCK = 320
"""People on a block's board; larger ones find a little more and cost the square."""

BLOCKS_PER_ROUND = 16
"""Blocks that are handed out together, whatever the machine: the number belongs to the seed's answer."""

KICKS_PER_BLOCK = 40
"""Kicks of the iterated local search that a block gets at its turn."""

WAITING_PER_BLOCK = 40
"""People from the waitlist who are tried in a block at its turn."""

WAITING_AT_ONCE = 1_000
"""Units that wait whose kinds of groups are looked up at a time."""

MENDINGS = 3
"""Turns of all blocks at the most that a first valid plan may take."""

SPREADS = (0.2, 1.0, 4.0)
"""By about how many years groups are out of order when neighbours are chosen; one of these each time."""


Found = TypeVar("Found")


@dataclass(frozen=True)
class Block:
    """Groups that are re-optimised together, and the people of a block's board: their members and some who wait."""

    groups: Ints
    people: Ints


class Task(NamedTuple):
    """What is needed to improve a block anywhere: its outline, who sits where, and the chance of this turn."""

    outline: Outline
    assign: Ints
    seed: int
    turn: int
    kicks: int


class BlockSearch:
    """A search over a list too long for one board. ``best`` never gets worse; the seed alone decides what is found.

    Args:
        sheet: The compiled intake.
        units: Its units.
        traits: Its people's traits.
        start: A first assignment; hard rules may be broken until :meth:`mend`.
        seed: Of every random choice.
        executor: Takes the blocks instead of the pool that each round is given.
    """

    def __init__(
        self, sheet: Sheet, units: Units, traits: Traits, start: Ints, seed: int, executor: Executor | None = None
    ) -> None:
        self.sheet, self.units, self.traits = sheet, units, traits
        self.best = start.copy()
        self.value = 0.0
        self._seed = seed
        self._executor = executor
        self._turn = 0
        self._chance = np.random.default_rng(seed)
        self._blocks: list[Block] = []

    def mend(self, pool: Executor) -> bool:
        """Turns of all blocks that also take out whoever breaks a hard rule; whether the plan is valid now.

        ``value`` counts from here. Who must have a place and found none in their block gets a few more chances.
        """
        return any(self._mend_once(pool) for _ in range(MENDINGS))

    def _mend_once(self, pool: Executor) -> bool:
        blocks = iter(self._partition())
        self.value = 0.0
        valid = True
        dealt = np.zeros(self.sheet.people, np.bool_)
        while turn := list(islice(blocks, BLOCKS_PER_ROUND)):
            for block, (assign, value, stands) in zip(turn, self._map(mended, turn, pool), strict=True):
                self._put(block, assign)
                self.value += value
                valid &= stands
                dealt[block.people] = True
        self.value -= PLACE * float(self.sheet.claims[~dealt].sum()) + BREACH * float(self.sheet.required[~dealt].sum())
        return valid and not self.sheet.required[~dealt].any()

    def round(self, pool: Executor) -> bool:
        """A turn of some blocks; whether one of them got better."""
        if not self._blocks:
            self._blocks = self._partition()
        turn, self._blocks = self._blocks[:BLOCKS_PER_ROUND], self._blocks[BLOCKS_PER_ROUND:]
        better = False
        for block, (assign, gain) in zip(turn, self._map(improved, turn, pool), strict=True):
            if gain > 1e-9:
                self._put(block, assign)
                self.value += gain
                better = True
        return better

    def _map(self, work: Callable[[Task], Found], turn: list[Block], pool: Executor) -> Iterator[Found]:
        return (self._executor or pool).map(work, self._tasks(turn))

    def _tasks(self, blocks: list[Block]) -> Iterator[Task]:
        for block in blocks:
            outline = outline_of(self.sheet, self.traits, block.people, block.groups, self.units.block_of[block.people])
            local = np.full(self.sheet.groups + 1, len(block.groups), np.int32)
            local[block.groups] = np.arange(len(block.groups), dtype=np.int32)
            yield Task(outline, local[self.best[block.people]], self._seed, self._turn, KICKS_PER_BLOCK)
            self._turn += 1

    def _partition(self) -> list[Block]:
        """All groups cut into blocks of neighbours, along another order each time; the waitlist is dealt out."""
        order = self._neighbours()
        sizes = np.bincount(self.best, minlength=self.sheet.groups + 1)[:-1]
        held = np.maximum(sizes, self.sheet.least)[order].astype(np.int64)
        count = max(1, round(int(held.sum()) / PEOPLE_PER_BLOCK))
        number = np.empty(self.sheet.groups, np.int32)
        number[order] = (np.cumsum(held) - held) * count // max(1, held.sum())
        waiting = self._dealt_out(number, count)
        members = _members_by_group(self.best, self.sheet.groups)
        groups = np.split(order, np.flatnonzero(np.diff(number[order])) + 1)
        blocks = [
            Block(
                part.astype(np.int32),
                np.sort(np.concatenate([*(members[g] for g in part), waiting[number[part[0]]]])).astype(np.int32),
            )
            for part in groups
        ]
        return [blocks[k] for k in self._chance.permutation(len(blocks))]

    def _dealt_out(self, number: Ints, count: int) -> list[Ints]:
        """Whoever waits, by the block they are tried in: that of a group they may join, as long as there is room.

        Args:
            number: The block of every group.
            count: How many blocks there are.
        """
        waits = (self.best[self.units.first] == self.sheet.groups) & (self.units.kinds_open > 0)
        waiting = self._chance.permutation(np.flatnonzero(waits))
        waiting = waiting[np.argsort(~self.units.required[waiting], kind="stable")]
        dealt: list[list[int]] = [[] for _ in range(count)]
        for part in np.array_split(waiting, 1 + len(waiting) // WAITING_AT_ONCE):
            draws = self._chance.random((2, len(part)))
            for unit, kinds, among, which in zip(part, self.units.allowed_at(part), *draws, strict=True):
                chances = np.cumsum(self._offers * kinds)
                kind = self.sheet.kinds[int(np.searchsorted(chances, among * chances[-1], side="right"))]
                block = dealt[number[kind.offers[int(which * len(kind.offers))]]]
                if len(block) + self.units.size[unit] <= WAITING_PER_BLOCK:
                    block += self.units.members[unit]
        return [np.array(block, np.int32) for block in dealt]

    @property
    def _offers(self) -> Ints:
        return np.bincount(self.sheet.kind_of, minlength=len(self.sheet.kinds)).astype(np.int32)

    def _neighbours(self) -> Ints:
        """The groups in an order that puts like ones side by side: by age within kind, stage, both or neither."""
        groups = self.sheet.groups
        seated = self.best < groups
        home = self.best[seated]
        years, opened = _mean(self.sheet.years[seated], home, groups)
        years[~opened] = self._chance.choice(years[opened], groups)[~opened] if opened.any() else 0
        years += self._chance.normal(0, SPREADS[self._chance.integers(len(SPREADS))], groups)
        stages = len(self.traits.stages) + 1
        stage = np.bincount(home.astype(np.int64) * stages + self.traits.stage[seated] + 1, minlength=groups * stages)
        keys: list[Floats | Ints] = [years]
        if self._chance.random() < 0.5:
            keys.append(stage.reshape(groups, stages).argmax(axis=1))
        if self._chance.random() < 0.5:
            keys.append(self.sheet.kind_of)
        return np.lexsort(keys).astype(np.int32)

    def _put(self, block: Block, assign: Ints) -> None:
        back = np.append(block.groups, self.sheet.groups).astype(np.int32)
        self.best[block.people] = back[assign]


def improved(task: Task) -> tuple[Ints, float]:
    """A block's assignment after its turn, and what it gained."""
    board = drawn(task.outline)
    before, _ = worth(board, task.assign)
    chance = dice(task.seed, task.turn + 10)
    found, value = iterate(board, task.assign, task.kicks, 0.0, chance)
    if (np.bincount(found, minlength=len(board.least))[:-1] == 0).any():
        other, other_value = local_optimum(board, restructured(board, found, chance), False)
        if other_value > value:
            found, value = other, other_value
    return found, value - before


def mended(task: Task) -> tuple[Ints, float, bool]:
    """A block's assignment without anybody who breaks a hard rule, its objective, and whether it is valid."""
    board = drawn(task.outline)
    found = make_valid(board, local_optimum(board, task.assign, False)[0])
    return found, worth(board, found)[0], is_valid(board, found)


def _mean(years: Floats, home: Ints, groups: int) -> tuple[Floats, Bools]:
    """The mean age by group, and which groups have one; unknown ages do not count."""
    known = ~np.isnan(years)
    count = np.bincount(home[known], minlength=groups)
    return np.bincount(home[known], years[known], minlength=groups) / np.maximum(count, 1), count > 0


def _members_by_group(assign: Ints, groups: int) -> list[Ints]:
    order = np.argsort(assign, kind="stable").astype(np.int32)
    cuts = np.searchsorted(assign[order], np.arange(groups + 1))
    return [order[cuts[g] : cuts[g + 1]] for g in range(groups)]
