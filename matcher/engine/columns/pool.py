"""The rooms that were seen, each once, with what they are worth."""

from collections.abc import Iterable

import numpy as np
from numba import njit

from matcher.engine.board import BREACH, Board
from matcher.engine.columns.offer import Offer
from matcher.engine.sheet import Floats, Ints
from matcher.engine.state import prices


class Pool:
    """Columns: rooms of offers, with everybody who would sit there.

    ``members`` holds one row per room, sorted, filled up with -1; ``offer`` the number of its offer; ``value`` what
    the room adds to a plan's value.
    """

    def __init__(self, board: Board, offers: tuple[Offer, ...]) -> None:
        self.board, self.offers = board, offers
        self.widest = len(board.share) - 1
        self.count = 0
        self._members = np.full((1024, self.widest), -1, np.int32)
        self._offer = np.zeros(1024, np.int32)
        self._value = np.zeros(1024)
        self._seen: dict[tuple[int, bytes], int] = {}
        self._offer_of = {int(g): number for number, offer in enumerate(offers) for g in offer.groups}

    @property
    def members(self) -> Ints:
        """Members of every room."""
        return self._members[: self.count]

    @property
    def offer(self) -> Ints:
        """The offer of every room."""
        return self._offer[: self.count]

    @property
    def value(self) -> Floats:
        """What every room is worth."""
        return self._value[: self.count]

    def learn(self, assign: Ints) -> list[int]:
        """Take in the rooms of an assignment that break no hard rule; all their numbers."""
        numbers = []
        for group in range(len(self.board.least) - 1):
            members = np.flatnonzero(assign == group)
            if len(members):
                numbers += self.add(self._offer_of[group], members[None, :].astype(np.int32))
        return numbers

    def add(self, offer: int, rooms: Ints) -> list[int]:
        """Take in rooms of one offer and size, a row each; the numbers of those that break no hard rule."""
        rooms = np.sort(rooms, axis=1)
        size = rooms.shape[1]
        group = self.offers[offer].first
        if size > self.widest or not self.board.least[group] <= size <= self.board.most[group]:
            return []
        numbers = []
        fresh: list[int] = []
        for row in range(len(rooms)):
            key = (offer, rooms[row].tobytes())
            known = self._seen.get(key)
            if known is None:
                fresh.append(row)
            elif known >= 0:
                numbers.append(known)
        if not fresh:
            return numbers
        values = room_values(self.board, group, rooms[fresh])
        for row, value in zip(fresh, values, strict=True):
            key = (offer, rooms[row].tobytes())
            if key in self._seen:
                continue
            if value < -BREACH / 2:
                self._seen[key] = -1
                continue
            self._seen[key] = self.count
            numbers.append(self._append(offer, rooms[row], float(value)))
        return numbers

    def _append(self, offer: int, members: Ints, value: float) -> int:
        if self.count == len(self._value):
            self._members = np.concatenate([self._members, np.full_like(self._members, -1)])
            self._offer = np.concatenate([self._offer, np.zeros_like(self._offer)])
            self._value = np.concatenate([self._value, np.zeros_like(self._value)])
        number = self.count
        self._members[number, : len(members)] = members
        self._offer[number] = offer
        self._value[number] = value
        self.count += 1
        return number

    def assign(self, chosen: Iterable[int]) -> Ints:
        """The assignment that these rooms make."""
        wait = len(self.board.least) - 1
        assign = np.full(len(self.board.weight), wait, np.int32)
        used = dict.fromkeys(range(len(self.offers)), 0)
        for number in chosen:
            offer = int(self.offer[number])
            members = self.members[number]
            assign[members[members >= 0]] = self.offers[offer].groups[used[offer]]
            used[offer] += 1
        return assign


@njit(cache=True, nogil=True)
def room_values(board: Board, group: int, rooms: Ints) -> Floats:
    """What rooms of a group are worth, all of one size: shape (rooms, size)."""
    values = np.zeros(len(rooms))
    size = rooms.shape[1]
    for r in range(len(rooms)):
        members = rooms[r]
        pairs = 0.0
        for a in range(size):
            for b in range(a):
                pairs += board.weight[members[a], members[b]]
            values[r] -= board.seat_price[members[a], board.kind[group]]
        values[r] += 2 * pairs * board.share[size] - board.size_price[group, size]
        if board.intricate:
            cost, reward = prices(board, members, size)
            values[r] -= cost - reward
    return values
