"""Offers as pricing sees them: groups that are alike on a board, and who may join them."""

from dataclasses import dataclass

import numpy as np
from propcache.api import cached_property

from matcher.engine.board import Board
from matcher.engine.sheet import Bools, Floats, Ints


@dataclass(frozen=True)
class Offer:
    """Groups of one board that are alike: for every room of one there is an equal room of each other.

    ``people`` may join (sorted), ``seated`` are members already. Everything local is numbered along ``people``.
    """

    board: Board
    groups: Ints
    people: Ints
    seated: Ints
    always: bool
    """Whether every one of the groups has a room in every plan."""

    @property
    def first(self) -> int:
        """The group that stands for them all."""
        return int(self.groups[0])

    @cached_property
    def sizes(self) -> range:
        """The sizes that a room may have."""
        least, most = int(self.board.least[self.first]), int(self.board.most[self.first])
        return range(max(least, len(self.seated), 1), min(most, len(self.seated) + len(self.people)) + 1)

    @cached_property
    def weight(self) -> Floats:
        """Weights between the people who may join."""
        if len(self.people) == len(self.board.weight):
            return self.board.weight
        return np.ascontiguousarray(self.board.weight[np.ix_(self.people, self.people)])

    @cached_property
    def tie(self) -> Floats | None:
        """Prices of pairs among the people who may join; None where there are none."""
        return None if self._ties is None else np.ascontiguousarray(self._ties[np.ix_(self.people, self.people)])

    @cached_property
    def _ties(self) -> Floats | None:
        if not len(self.board.tie_to):
            return None
        n = len(self.board.weight)
        matrix = np.zeros((n, n))
        rows = np.repeat(np.arange(n), np.diff(self.board.tie_start))
        np.add.at(matrix, (rows, self.board.tie_to), self.board.tie_price)
        return matrix

    @cached_property
    def _near(self) -> tuple[Floats, Floats]:
        """Weights and prices of pairs of everybody who may join with all who sit there already."""
        weight = self.board.weight[np.ix_(self.people, self.seated)].sum(axis=1)
        if self._ties is None:
            return weight, np.zeros(len(self.people))
        return weight, self._ties[np.ix_(self.people, self.seated)].sum(axis=1)

    def gains(self, size: int) -> Floats:
        """What every two people who may join add to a room of this size by meeting there, prices of pairs included."""
        gains = 2 * self.board.share[size] * self.weight
        return gains if self.tie is None else gains - self.tie

    def own(self, size: int) -> Floats:
        """What everyone who may join adds to a room of this size by their seat and by meeting those who sit there."""
        weight, tie = self._near
        seats: Floats = self.board.seat_price[self.people, self.board.kind[self.first]]
        return 2 * self.board.share[size] * weight - tie - seats

    def base(self, size: int) -> float:
        """What a room of this size is worth by its size and by those who sit there already."""
        here = np.ix_(self.seated, self.seated)
        value = self.board.share[size] * self.board.weight[here].sum() - self.board.size_price[self.first, size]
        if self._ties is not None:
            value -= self._ties[here].sum() / 2
        return float(value - self.board.seat_price[self.seated, self.board.kind[self.first]].sum())


def offers_of(board: Board, never: Bools) -> tuple[Offer, ...]:
    """The offers of a board.

    Args:
        board: The problem.
        never: Who is placed by no plan that counts; nobody is offered a place with them.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    homes = _homes(board)
    for g in range(len(board.least) - 1):
        prices = board.size_price[g].tobytes()
        key = (int(board.kind[g]), int(board.least[g]), int(board.most[g]), prices, homes[g])
        alike.setdefault(key, []).append(g)
    offers = []
    for groups in alike.values():
        seated = np.array(homes[groups[0]], np.int32)
        joins = board.allowed[:, board.kind[groups[0]]] & ~board.fixed & ~never
        always = bool(len(seated)) or (not board.elective and board.least[groups[0]] > 0)
        people = np.flatnonzero(joins).astype(np.int32)
        offers.append(Offer(board, np.array(groups, np.int32), people, seated, always))
    return tuple(offers)


def _homes(board: Board) -> list[tuple[int, ...]]:
    """Who sits in each group already: a seated member's kind of group is their group's alone."""
    homes: list[list[int]] = [[] for _ in board.least[:-1]]
    kinds = board.kind[:-1]
    for person in np.flatnonzero(board.fixed):
        homes[int(np.flatnonzero(board.allowed[person, kinds])[0])].append(int(person))
    return [tuple(home) for home in homes]
