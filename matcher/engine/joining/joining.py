"""One more person in every room of a plan: what each room gains, and which member could make way for them.

Everything about the plan is summed once; a newcomer then costs one row of pair fits and a look at every room. Memory is
linear in people but for one table of rooms x people, which the hosts of members who make way are chosen by.
"""

from typing import NamedTuple

import numpy as np

from matcher.engine.joining.ground import AT_ONCE, Ground, ground_of
from matcher.engine.joining.hosts import hosts, sum_by_room
from matcher.engine.joining.newcomer import fits_with, joins, makings
from matcher.engine.joining.rooms import Rooms, rooms_of
from matcher.engine.pairs import Traits, pair_fit_matrix, traits_of
from matcher.engine.seats import CELLS_AT_ONCE
from matcher.engine.sheet import Bools, Floats, Ints, Sheet


class Joins(NamedTuple):
    """What each group would be with one more person, everybody else staying."""

    value: Floats  # change of the plan's value
    fit: Floats  # the newcomer's
    breaks: Bools  # a hard rule inside the room that was not broken before


class Joining:
    """A plan laid out for newcomers: ``assign`` has a group number per person, the number of groups for who waits.

    ``known`` is the same plan on the sheet that this one goes on from (``Sheet.known``): its last person waits.
    """

    def __init__(self, sheet: Sheet, assign: Ints, known: "Joining | None" = None) -> None:
        self.sheet, self.assign = sheet, assign
        self._asked: tuple[int, Floats] | None = None
        self.placed: Ints = np.flatnonzero(assign < sheet.groups).astype(np.int32)
        traits, ground = (None, None) if known is None else (known.traits, known.ground)
        self.traits: Traits = traits_of(sheet, traits)
        self.ground: Ground = ground_of(sheet, self.traits, assign, self.placed, ground)
        self.looks_for_hosts: bool = sheet.people * sheet.groups <= CELLS_AT_ONCE
        if known is not None:
            self.looks_for_hosts = known.looks_for_hosts
            self.seat: Floats = np.append(known.seat, 0.0)
            self.rooms: Rooms = known.rooms
            self.host: Ints = np.append(known.host, np.int32(-1))
            self.host_value: Floats = np.append(known.host_value, -np.inf)
            return
        self.seat = np.zeros(sheet.people)
        for part in np.array_split(self.placed, 1 + len(self.placed) // AT_ONCE):
            kinds = np.unique(sheet.kind_of[assign[part]])
            column = np.searchsorted(kinds, sheet.kind_of[assign[part]])
            self.seat[part] = sheet.seat_price_at(part, kinds)[np.arange(len(part)), column]
        self.rooms = rooms_of(sheet, self.ground, assign)
        self.host = np.full(sheet.people, -1, np.int32)
        self.host_value = np.full(sheet.people, -np.inf)
        if self.looks_for_hosts and len(self.placed):
            self._find_hosts()

    def joins(self, person: int) -> Joins:
        """What every group would be with this person, who waits, in it."""
        row = self._fits_with(person)
        every = np.arange(len(self.sheet.kinds), dtype=np.int32)
        price = self.sheet.seat_price_at(np.array([person], np.int32), every)[0][self.sheet.kind_of]
        return Joins(*joins(self.ground, self.rooms, person, row, price))

    def blocked(self, person: int) -> dict[str, Bools]:
        """By a rule's code: the groups that a rule about seats alone keeps the person off."""
        every = np.arange(len(self.sheet.kinds), dtype=np.int32)
        one = np.array([person], np.int32)
        masks = self.sheet.seats.masks
        return {code: mask.blocks(one, every)[0][self.sheet.kind_of] for code, mask in masks.items()}

    def makings(self, person: int) -> tuple[Floats, Ints]:
        """By group: the best change of the plan's value if one member goes to their host and ``person`` comes, and who.

        -inf and -1 where no member can without a hard rule being broken in one of the two rooms afterwards.
        """
        row = self._fits_with(person)
        every = np.arange(len(self.sheet.kinds), dtype=np.int32)
        one = np.array([person], np.int32)
        may = self.sheet.allowed_at(one, every)[0][self.sheet.kind_of]
        price = self.sheet.seat_price_at(one, every)[0][self.sheet.kind_of]
        value, member = makings(self.ground, self.rooms, person, row, may, price, self.seat, self.host_value)
        return value, member

    def _fits_with(self, person: int) -> Floats:
        """Pair fits of somebody with everybody: two of the questions about them begin with these."""
        asked = self._asked
        if asked is None or asked[0] != person:
            asked = self._asked = person, fits_with(self.traits, person)
        return asked[1]

    def _find_hosts(self) -> None:
        """The best host of everybody placed, by pair fits summed room by room."""
        sheet, order = self.sheet, self.placed[np.argsort(self.assign[self.placed], kind="stable")]
        open_rooms = np.unique(self.assign[order])
        room = np.searchsorted(open_rooms, self.assign[order]).astype(np.int32)
        near = np.zeros((len(order), len(open_rooms)))
        parts = np.array_split(np.arange(len(order), dtype=np.int32), 1 + len(order) // AT_ONCE)
        for a, first in enumerate(parts):
            for second in parts[a:]:
                both = first if second is first else np.concatenate([first, second])
                fits = pair_fit_matrix(self.traits, order[both])
                across = fits if second is first else np.ascontiguousarray(fits[: len(first), len(first) :])
                sum_by_room(near, across, first, second, room)
                if second is not first:
                    sum_by_room(near, np.ascontiguousarray(across.T), second, first, room)
        kinds, column = np.unique(sheet.kind_of[open_rooms], return_inverse=True)
        for part in parts:
            people = order[part]
            # Row by row, however many columns there are: in another order the kernel would be compiled once more.
            may = np.ascontiguousarray(sheet.allowed_at(people, kinds)[:, column])
            price = np.ascontiguousarray(sheet.seat_price_at(people, kinds)[:, column])
            host, value = hosts(
                self.ground, self.rooms, people, self.assign, open_rooms.astype(np.int32), near[part], may, price
            )
            self.host[people], self.host_value[people] = host, value
