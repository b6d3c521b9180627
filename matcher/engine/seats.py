"""Who may sit in which kind of group and what it costs, in memory that stays linear in people and in kinds.

A rule about seats answers alike for everybody of a class and every kind of a class, so it leaves two lists of classes
and a small table; whatever concerns one person and one kind alone (pins, wishes, published places) is kept one by one.
The matrix people x kinds is made for some people and some kinds at a time: 100,000 people and the 12,000 groups they
were told before would take 10 GB of prices.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from propcache.api import cached_property

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

CELLS_AT_ONCE = 20_000_000
"""Cells of the matrix people x kinds that are in memory at a time where a sum over all of it is asked for."""


@dataclass(frozen=True)
class Answers:
    """The class of each person (-1: not asked) and of each kind, and the answer for each two classes."""

    people: Ints
    kinds: Ints
    table: NDArray[np.bool_ | np.float64]

    def at(self, people: Ints, kinds: Ints) -> NDArray[np.bool_ | np.float64]:
        """The answers for these people and kinds; 0 for whoever is not asked."""
        rows = self.people[people]
        found = self.table[rows[:, None], self.kinds[kinds][None, :]]
        found[rows < 0] = 0
        return found


@dataclass(frozen=True)
class SeatTable:
    """What one rule has answered, by the keys of people and the classes of kinds: True where it stands against it.

    ``kinds`` has the class of each kind of groups, ``first`` the first kind of each class.
    """

    people: Mapping[Hashable, int]
    kinds: Ints
    first: Sequence[int]
    table: Bools

    def row(self, person: Hashable) -> Bools | None:
        """The answers for whoever has this key; None where nobody had it."""
        number = self.people.get(person)
        return None if number is None else self.table[number]


@dataclass
class Mask:
    """What one rule forbids: answers by classes, single seats, and people who may sit in one kind alone."""

    people: int
    answers: list[Answers] = field(default_factory=list)
    single: list[tuple[int, int]] = field(default_factory=list)
    kept: dict[int, int] = field(default_factory=dict)

    def blocks(self, people: Ints, kinds: Ints) -> Bools:
        """Who of these people may not sit in which of these kinds."""
        blocked = np.zeros((len(people), len(kinds)), np.bool_)
        for answers in self.answers:
            blocked |= answers.at(people, kinds).astype(np.bool_)
        if self.single:
            row, column, _ = self._single.at(people, kinds)
            blocked[row, column] = True
        if self.kept:
            only = self._only[people]
            blocked |= (only >= 0)[:, None] & (only[:, None] != kinds[None, :])
        return blocked

    @cached_property
    def _single(self) -> "Entries":
        return Entries.of([(person, kind, 1.0) for person, kind in self.single])

    @cached_property
    def _only(self) -> Ints:
        only = np.full(self.people, -1, np.int32)
        only[list(self.kept)] = list(self.kept.values())
        return only


@dataclass(frozen=True)
class Entries:
    """Values for single people and kinds, sorted by person."""

    person: Ints
    kind: Ints
    value: Floats

    @classmethod
    def of(cls, entries: Iterable[tuple[int, int, float]]) -> "Entries":
        """Entries in any order."""
        found = sorted(entries)
        return cls(
            np.array([person for person, _, _ in found], np.int32),
            np.array([kind for _, kind, _ in found], np.int32),
            np.array([value for _, _, value in found], np.float64),
        )

    def at(self, people: Ints, kinds: Ints) -> tuple[Ints, Ints, Floats]:
        """Row, column and value of the entries for these people and kinds (kinds ascending)."""
        row, entry = entries_of(self.person, people)
        column = np.minimum(np.searchsorted(kinds, self.kind[entry]), len(kinds) - 1)
        here = kinds[column] == self.kind[entry]
        return row[here].astype(np.int32), column[here].astype(np.int32), self.value[entry[here]]


class Seats:
    """The masks by the code of the rule that forbids, and the prices of seats."""

    def __init__(self, people: int, kinds: int) -> None:
        self.people, self.kinds = people, kinds
        self.masks: dict[str, Mask] = {}
        self.everywhere = np.zeros(people)
        self.priced: list[Answers] = []
        self.single: list[tuple[int, int, float]] = []

    def mask(self, code: str) -> Mask:
        """What the rule of this code forbids, to be added to."""
        return self.masks.setdefault(code, Mask(self.people))

    def allowed_at(self, people: Ints, kinds: Ints) -> Bools:
        """Who of these people may sit in which of these kinds (ascending), by all masks together."""
        free = np.ones((len(people), len(kinds)), np.bool_)
        for mask in self.masks.values():
            free &= ~mask.blocks(people, kinds)
        return free

    def price_at(self, people: Ints, kinds: Ints) -> Floats:
        """What sitting in each of these kinds (ascending) costs each of these people's rooms."""
        price = np.repeat(self.everywhere[people][:, None], len(kinds), axis=1)
        for answers in self.priced:
            price += answers.at(people, kinds)
        if self.single:
            row, column, value = self._single.at(people, kinds)
            np.add.at(price, (row, column), value)
        return price

    @cached_property
    def _single(self) -> Entries:
        return Entries.of(self.single)


def entries_of(sorted_people: Ints, people: Ints) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows of ``people`` and the places in ``sorted_people`` where they stand, row by row."""
    start = np.searchsorted(sorted_people, people)
    count = np.searchsorted(sorted_people, people, side="right") - start
    row = np.repeat(np.arange(len(people)), count)
    before = np.cumsum(count) - count
    return row, np.repeat(start - before, count) + np.arange(len(row))


def classes(keys: Sequence[Hashable]) -> tuple[Ints, list[int]]:
    """The class of every entry, alike for equal keys and numbered as they come, and the first entry of each class."""
    numbers: dict[Hashable, int] = {}
    first: list[int] = []
    found = np.empty(len(keys), np.int32)
    for place, key in enumerate(keys):
        number = numbers.setdefault(key, len(first))
        if number == len(first):
            first.append(place)
        found[place] = number
    return found, first
