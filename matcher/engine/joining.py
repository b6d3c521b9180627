"""One more person in every room of a plan: what each room gains, and which member could make way for them.

Everything about the plan is summed once; a newcomer then costs one row of pair fits and a look at every room. Memory is
linear in people but for one table of rooms x people, which the hosts of members who make way are chosen by.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.engine.board import BREACH, Board, mean_of_others, outline_of
from matcher.engine.pairs import Traits, closeness_of, difference_of, pair_fit_matrix, traits_of
from matcher.engine.seats import CELLS_AT_ONCE
from matcher.engine.sheet import Bools, Floats, Ints, Sheet
from matcher.engine.state import cap_and_span_prices
from matcher.rules.keep_together import KeepTogether

AT_ONCE = 400
"""People whose pair fits with as many others are in memory at a time."""


class Company(NamedTuple):
    """Who is company for whom, worked out when asked; c needs, n people."""

    aged: Bools  # c: company is nearness in age, not a shared mark
    marks: NDArray[np.uint64]  # c x n x words


class Ground(NamedTuple):
    """The rules inside rooms; ``soft`` prices what costs points, ``hard`` counts what must not be."""

    soft: Board
    hard: Board
    traits: Traits
    company: Company
    share: Floats  # by size
    together_start: Ints  # n + 1: where each person's partners begin whom a hard rule gives them
    together_to: Ints
    misplaced: Bools  # n: sits where a hard rule about seats keeps them off
    rank: Ints  # n: of the ids in alphabetical order


class Rooms(NamedTuple):
    """The rooms of a plan; g groups, s one more than the largest room or offer."""

    members: Ints  # g x s
    size: Ints
    weight: Floats  # g x s x s: pair fits of the members
    value: Floats  # prices of seats left out
    cost: Floats  # what of the value are costs, rewards left out
    target: Ints
    target_price: Floats
    least: Ints
    most: Ints


class Joins(NamedTuple):
    """What each group would be with one more person, everybody else staying."""

    value: Floats  # change of the plan's value
    fit: Floats  # the newcomer's
    breaks: Bools  # a hard rule inside the room that was not broken before


class Joining:
    """A plan laid out for newcomers: ``assign`` has a group number per person, the number of groups for who waits."""

    def __init__(self, sheet: Sheet, assign: Ints) -> None:
        self.sheet, self.assign = sheet, assign
        self.traits = traits_of(sheet)
        self.placed = np.flatnonzero(assign < sheet.groups).astype(np.int32)
        self.ground = _ground(sheet, self.traits, assign, self.placed)
        self.seat = np.zeros(sheet.people)
        for part in np.array_split(self.placed, 1 + len(self.placed) // AT_ONCE):
            kinds = np.unique(sheet.kind_of[assign[part]])
            column = np.searchsorted(kinds, sheet.kind_of[assign[part]])
            self.seat[part] = sheet.seat_price_at(part, kinds)[np.arange(len(part)), column]
        self.rooms = _rooms(sheet, self.ground, assign)
        self.looks_for_hosts = sheet.people * sheet.groups <= CELLS_AT_ONCE
        self.host = np.full(sheet.people, -1, np.int32)
        self.host_value = np.full(sheet.people, -np.inf)
        if self.looks_for_hosts and len(self.placed):
            self._find_hosts()

    def joins(self, person: int) -> Joins:
        """What every group would be with this person, who waits, in it."""
        row = fits_with(self.traits, person)
        every = np.arange(len(self.sheet.kinds), dtype=np.int32)
        price = self.sheet.seat_price_at(np.array([person], np.int32), every)[0][self.sheet.kind_of]
        return Joins(*_joins(self.ground, self.rooms, person, row, price))

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
        row = fits_with(self.traits, person)
        every = np.arange(len(self.sheet.kinds), dtype=np.int32)
        one = np.array([person], np.int32)
        may = self.sheet.allowed_at(one, every)[0][self.sheet.kind_of]
        price = self.sheet.seat_price_at(one, every)[0][self.sheet.kind_of]
        value, member = _makings(self.ground, self.rooms, person, row, may, price, self.seat, self.host_value)
        return value, member

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
                _sum_by_room(near, across, first, second, room)
                if second is not first:
                    _sum_by_room(near, np.ascontiguousarray(across.T), second, first, room)
        kinds, column = np.unique(sheet.kind_of[open_rooms], return_inverse=True)
        for part in parts:
            people = order[part]
            may = sheet.allowed_at(people, kinds)[:, column]
            price = sheet.seat_price_at(people, kinds)[:, column]
            host, value = _hosts(
                self.ground, self.rooms, people, self.assign, open_rooms.astype(np.int32), near[part], may, price
            )
            self.host[people], self.host_value[people] = host, value


def fits_with(traits: Traits, person: int) -> Floats:
    """Pair fit of one person with everybody, 0 with themselves."""
    row: Floats = _fits_with(traits, person)
    return row


def _ground(sheet: Sheet, traits: Traits, assign: Ints, placed: Ints) -> Ground:
    # One group stands for all: of the board only what concerns people is used here.
    everybody = np.arange(sheet.people, dtype=np.int32)
    outline = outline_of(sheet, traits, everybody, np.zeros(1, np.int32), np.full(sheet.people, -1, np.int32))
    board = outline.board
    parts = {}
    for name in ("tie_price", "company_price", "cap_price", "span_price"):
        price = getattr(board, name)
        hard = price >= BREACH / 2
        parts[name] = np.where(hard, BREACH, 0.0)
    nothing = np.zeros(0)
    hard_only = board._replace(
        tie_price=parts["tie_price"],
        company_price=parts["company_price"],
        cap_price=parts["cap_price"],
        span_price=parts["span_price"],
        floor=nothing,
        floor_price=nothing,
    )
    words = max([1, *(m.shape[1] for m in outline.marks if m is not None)])
    marks = np.zeros((len(outline.marks), sheet.people, words), np.uint64)
    for number, own in enumerate(outline.marks):
        if own is not None:
            marks[number, :, : own.shape[1]] = own
    together = sheet.intake.policy.rules.keep_together
    start, to = _partners(sheet, together)
    misplaced = np.zeros(sheet.people, np.bool_)
    for part in np.array_split(placed, 1 + len(placed) // AT_ONCE):
        kinds = np.unique(sheet.kind_of[assign[part]])
        column = np.searchsorted(kinds, sheet.kind_of[assign[part]])
        misplaced[part] = ~sheet.allowed_at(part, kinds)[np.arange(len(part)), column]
    widest = int(max(sheet.most.max(), np.bincount(assign, minlength=sheet.groups + 1)[:-1].max())) + 1
    return Ground(
        soft=board._replace(
            tie_price=board.tie_price - parts["tie_price"],
            company_price=board.company_price - parts["company_price"],
            cap_price=board.cap_price - parts["cap_price"],
            span_price=board.span_price - parts["span_price"],
        ),
        hard=hard_only,
        traits=traits,
        company=Company(np.array([m is None for m in outline.marks], np.bool_), marks),
        share=mean_of_others(widest),
        together_start=start,
        together_to=to,
        misplaced=misplaced,
        rank=np.argsort(np.argsort(np.array([a.id for a in sheet.intake.applicants]))).astype(np.int32),
    )


def _partners(sheet: Sheet, rule: KeepTogether) -> tuple[Ints, Ints]:
    """Whom each newcomer must sit with, as compressed rows; nobody where the rule is not hard."""
    rows: list[list[int]] = [[] for _ in range(sheet.people)]
    if rule.mode == "hard":
        for a, b in sorted(rule.pairs(sheet.intake)):
            i, j = sheet.index[a], sheet.index[b]
            for first, second in ((i, j), (j, i)):
                if not sheet.fixed[first]:
                    rows[first].append(second)
    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    return ends, np.array([j for row in rows for j in row], np.int32)


def _rooms(sheet: Sheet, ground: Ground, assign: Ints) -> Rooms:
    groups, widest = sheet.groups, len(ground.share) - 1
    members, size = np.zeros((groups, widest), np.int32), np.zeros(groups, np.int32)
    for person in np.flatnonzero(assign < groups):
        group = assign[person]
        members[group, size[group]] = person
        size[group] += 1
    rooms = Rooms(
        members,
        size,
        np.zeros((groups, widest, widest)),
        np.zeros(groups),
        np.zeros(groups),
        sheet.target,
        sheet.target_price,
        sheet.least,
        sheet.most,
    )
    _lay_out(ground, rooms)
    return rooms


@njit(cache=True, nogil=True)
def _pair_fit(t: Traits, i: int, j: int) -> float:
    return t.balance * closeness_of(t, i, j) + (1 - t.balance) * difference_of(t, i, j)


@njit(cache=True, nogil=True)
def _fits_with(t: Traits, person: int) -> Floats:
    row = np.zeros(len(t.years))
    for j in range(len(row)):
        if j != person:
            row[j] = _pair_fit(t, person, j)
    return row


@njit(cache=True, nogil=True)
def _is_company(ground: Ground, c: int, i: int, j: int) -> bool:
    if i == j:
        return False
    if ground.company.aged[c]:
        t = ground.traits
        tolerance = t.tolerance
        if not np.isnan(t.tolerance_at):
            tolerance = t.tolerance * ((t.years[i] + t.years[j]) / 2) / t.tolerance_at
        return bool(abs(t.years[i] - t.years[j]) <= tolerance)
    shared = False
    for word in range(ground.company.marks.shape[2]):
        shared = shared or (ground.company.marks[c, i, word] & ground.company.marks[c, j, word]) != 0
    return shared


@njit(cache=True, nogil=True)
def _price(board: Board, ground: Ground, members: Ints, size: int, weight: Floats) -> tuple[float, float]:
    """Costs and rewards of a room beyond size and seats, with the pair fits of its members given."""
    cost, reward = 0.0, 0.0
    for a in range(size):
        i = members[a]
        for k in range(board.tie_start[i], board.tie_start[i + 1]):
            for b in range(a):
                if members[b] == board.tie_to[k]:
                    if board.tie_price[k] > 0:
                        cost += board.tie_price[k]
                    else:
                        reward -= board.tie_price[k]
        for c in range(len(board.company_price)):
            if board.company_price[c] > 0 and board.company_needs[c, i]:
                found = False
                for b in range(size):
                    if _is_company(ground, c, i, members[b]):
                        found = True
                        break
                if not found:
                    cost += board.company_price[c]
    cost += cap_and_span_prices(board, members, size)
    if len(board.floor) > 0:
        for a in range(size):
            fit = 0.0
            for b in range(size):
                fit += weight[a, b]
            fit *= ground.share[size]
            for q in range(len(board.floor)):
                if fit < board.floor[q]:
                    cost += board.floor_price[q] * (board.floor[q] - fit) / board.floor[q]
    return cost, reward


@njit(cache=True, nogil=True)
def _breaks(ground: Ground, members: Ints, size: int, weight: Floats, spared: int) -> bool:
    """Whether a room breaks a hard rule, sizes apart; nobody but ``spared`` is taken to sit where they were."""
    for a in range(size):
        i = members[a]
        if i != spared and ground.misplaced[i]:
            return True
        for k in range(ground.together_start[i], ground.together_start[i + 1]):
            here = False
            for b in range(size):
                here = here or members[b] == ground.together_to[k]
            if not here:
                return True
    return _price(ground.hard, ground, members, size, weight)[0] > BREACH / 2


@njit(cache=True, nogil=True)
def _broken_by(ground: Ground, members: Ints, size: int, person: int) -> bool:
    """Whether a person who joins these members breaks a hard rule that was not broken already, sizes and seats apart.

    Nobody loses company by them, so it is their own company, their pairs, their tag and their age that count.
    """
    hard = ground.hard
    for k in range(ground.together_start[person], ground.together_start[person + 1]):
        here = False
        for b in range(size):
            here = here or members[b] == ground.together_to[k]
        if not here:
            return True
    for k in range(hard.tie_start[person], hard.tie_start[person + 1]):
        for b in range(size):
            if members[b] == hard.tie_to[k] and hard.tie_price[k] > 0:
                return True
    for c in range(len(hard.company_price)):
        if hard.company_price[c] > 0 and hard.company_needs[c, person]:
            found = False
            for b in range(size):
                found = found or _is_company(ground, c, person, members[b])
            if not found:
                return True
    for f in range(len(hard.cap_price)):
        tag = hard.cap_tag[f, person]
        if hard.cap_price[f] > 0 and tag >= 0:
            count, seated = 1, 0
            for b in range(size):
                if hard.cap_tag[f, members[b]] == tag:
                    count += 1
                    seated += hard.fixed[members[b]]
            if count > max(hard.cap_most[f], seated):
                return True
    for p in range(len(hard.span_price)):
        if hard.span_price[p] > 0 and _widens(ground, p, members, size, person):
            return True
    return False


@njit(cache=True, nogil=True)
def _widens(ground: Ground, p: int, members: Ints, size: int, person: int) -> bool:
    """Whether with this person as its youngest or oldest the room spans more than it may (of equals, the first id)."""
    values = ground.hard.span_value[p]
    value = values[person]
    if np.isnan(value):
        return False
    youngest, oldest = True, True
    low, high = value, value
    fixed_low, fixed_high = np.inf, -np.inf
    for b in range(size):
        m = members[b]
        if np.isnan(values[m]):
            continue
        low, high = min(low, values[m]), max(high, values[m])
        first = ground.rank[m] < ground.rank[person]
        youngest = youngest and (value < values[m] or (value == values[m] and not first))
        oldest = oldest and (value > values[m] or (value == values[m] and not first))
        if ground.hard.fixed[m]:
            fixed_low, fixed_high = min(fixed_low, values[m]), max(fixed_high, values[m])
    allowed = ground.hard.span_limit[p]
    if fixed_high >= fixed_low:
        allowed = max(allowed, fixed_high - fixed_low)
    return bool((youngest or oldest) and high - low > allowed)


@njit(cache=True, nogil=True)
def _fit_sum(ground: Ground, size: int, weight: Floats) -> float:
    found = 0.0
    for a in range(size):
        for b in range(size):
            found += weight[a, b]
    return found * ground.share[size]


@njit(cache=True, nogil=True)
def _size_price(rooms: Rooms, h: int, size: int) -> float:
    return rooms.target_price[h] * abs(size - rooms.target[h]) if size > 0 else 0.0


@njit(cache=True, nogil=True)
def _lay_out(ground: Ground, rooms: Rooms) -> None:
    for h in range(len(rooms.size)):
        size = rooms.size[h]
        weight = rooms.weight[h]
        for a in range(size):
            for b in range(a):
                weight[a, b] = _pair_fit(ground.traits, rooms.members[h, a], rooms.members[h, b])
                weight[b, a] = weight[a, b]
        cost, reward = _price(ground.soft, ground, rooms.members[h], size, weight)
        rooms.cost[h] = cost
        rooms.value[h] = _fit_sum(ground, size, weight) - cost + reward - _size_price(rooms, h, size)


@njit(cache=True, nogil=True)
def _with(rooms: Rooms, h: int, person: int, row: Floats, leaves: int, members: Ints, weight: Floats) -> int:
    """The room with the person in it, in the place of member number ``leaves`` (-1: beside all); its size."""
    size = rooms.size[h]
    for a in range(size):
        members[a] = rooms.members[h, a]
        for b in range(size):
            weight[a, b] = rooms.weight[h, a, b]
    place = leaves if leaves >= 0 else size
    size = size if leaves >= 0 else size + 1
    members[place] = person
    for a in range(size):
        weight[a, place] = row[members[a]] if a != place else 0.0
        weight[place, a] = weight[a, place]
    return size


@njit(cache=True, nogil=True)
def _joins(ground: Ground, rooms: Rooms, person: int, row: Floats, price: Floats) -> tuple[Floats, Floats, Bools]:
    groups, widest = rooms.members.shape
    value, fit, breaks = np.zeros(groups), np.zeros(groups), np.zeros(groups, np.bool_)
    members, weight = np.zeros(widest + 1, np.int32), np.zeros((widest + 1, widest + 1))
    for h in range(groups):
        size = _with(rooms, h, person, row, -1, members, weight)
        cost, reward = _price(ground.soft, ground, members, size, weight)
        after = _fit_sum(ground, size, weight) - cost + reward - _size_price(rooms, h, size) - price[h]
        value[h] = after - rooms.value[h]
        for a in range(size - 1):
            fit[h] += row[members[a]] * ground.share[size]
        breaks[h] = _broken_by(ground, members, size - 1, person)
    return value, fit, breaks


@njit(cache=True, nogil=True)
def _makings(
    ground: Ground,
    rooms: Rooms,
    person: int,
    row: Floats,
    may: Bools,
    price: Floats,
    seat: Floats,
    host_value: Floats,
) -> tuple[Floats, Ints]:
    """See :meth:`Joining.makings`. Members are taken in the order of what their making way could be worth at most."""
    groups, widest = rooms.members.shape
    best, who = np.full(groups, -np.inf), np.full(groups, -1, np.int32)
    members, weight = np.zeros(widest + 1, np.int32), np.zeros((widest + 1, widest + 1))
    most = np.zeros(widest)
    for h in range(groups):
        size = rooms.size[h]
        if size == 0 or not may[h] or not rooms.least[h] <= size <= rooms.most[h]:
            continue
        _most_by_making_way(ground, rooms, h, person, row, most)
        base = _size_price(rooms, h, size) + price[h] + rooms.value[h]
        for a in range(size):
            m = rooms.members[h, a]
            most[a] += seat[m] + host_value[m] - base
        for _ in range(size):
            leaves = int(np.argmax(most[:size]))
            if most[leaves] <= best[h]:
                break
            most[leaves] = -np.inf
            m = rooms.members[h, leaves]
            _with(rooms, h, person, row, leaves, members, weight)
            cost, reward = _price(ground.soft, ground, members, size, weight)
            after = _fit_sum(ground, size, weight) - cost + reward + seat[m] + host_value[m] - base
            if after > best[h] and not _breaks(ground, members, size, weight, -1):
                best[h], who[h] = after, m
    return best, who


@njit(cache=True, nogil=True)
def _most_by_making_way(ground: Ground, rooms: Rooms, h: int, person: int, row: Floats, most: Floats) -> None:
    """By place in a room: its fits and what low fit costs with the person there instead, every reward earned."""
    size, board = rooms.size[h], ground.soft
    rewards = board.reward[person]
    for a in range(size):
        rewards += board.reward[rooms.members[h, a]]
    for leaves in range(size):
        most[leaves] = rewards
        mine = 0.0
        for a in range(size):
            if a == leaves:
                continue
            own = row[rooms.members[h, a]]
            mine += own
            for b in range(size):
                own += rooms.weight[h, a, b] if b != leaves else 0.0
            most[leaves] += _fit_less_floors(board.floor, board.floor_price, own * ground.share[size])
        most[leaves] += _fit_less_floors(board.floor, board.floor_price, mine * ground.share[size])


@njit(cache=True, nogil=True)
def _fit_less_floors(floor: Floats, price: Floats, fit: float) -> float:
    found = fit
    for q in range(len(floor)):
        if fit < floor[q]:
            found -= price[q] * (floor[q] - fit) / floor[q]
    return found


@njit(cache=True, nogil=True)
def _sum_by_room(near: Floats, fits: Floats, rows: Ints, columns: Ints, room: Ints) -> None:
    for a in range(len(rows)):
        for b in range(len(columns)):
            near[rows[a], room[columns[b]]] += fits[a, b]


@njit(cache=True, nogil=True)
def _hosts(
    ground: Ground,
    rooms: Rooms,
    people: Ints,
    assign: Ints,
    open_rooms: Ints,
    near: Floats,
    may: Bools,
    price: Floats,
) -> tuple[Ints, Floats]:
    """The best room other than their own for each of the people, and the change of that room's value; -1 for none.

    A room is priced only where it could still be the best: by then no cost it has now would be left, and every reward
    of the person's ties earned.
    """
    widest = rooms.members.shape[1]
    host, best = np.full(len(people), -1, np.int32), np.full(len(people), -np.inf)
    members, weight, row = np.zeros(widest + 1, np.int32), np.zeros((widest + 1, widest + 1)), np.zeros(len(assign))
    most = np.zeros(len(open_rooms))
    for p in range(len(people)):
        m = people[p]
        if ground.soft.fixed[m]:
            continue
        for k in range(len(open_rooms)):
            h = open_rooms[k]
            size = rooms.size[h]
            most[k] = -np.inf
            if h != assign[m] and may[p, k] and rooms.least[h] <= size + 1 <= rooms.most[h]:
                inside = _fit_sum(ground, size, rooms.weight[h])
                pairs = inside / ground.share[size] if size > 1 else 0.0
                after = (pairs + 2 * near[p, k]) * ground.share[size + 1]
                most[k] = after - inside + rooms.cost[h] + ground.soft.reward[m] - price[p, k]
                most[k] += _size_price(rooms, h, size) - _size_price(rooms, h, size + 1)
        first = int(np.argmax(most))
        for turn in range(len(open_rooms) + 1):
            k = first if turn == 0 else turn - 1
            if most[k] <= best[p] or (turn > 0 and k == first):
                continue
            h = open_rooms[k]
            for a in range(rooms.size[h]):
                row[rooms.members[h, a]] = _pair_fit(ground.traits, m, rooms.members[h, a])
            size = _with(rooms, h, m, row, -1, members, weight)
            if _breaks(ground, members, size, weight, m):
                continue
            cost, reward = _price(ground.soft, ground, members, size, weight)
            after = _fit_sum(ground, size, weight) - cost + reward - _size_price(rooms, h, size) - price[p, k]
            if after - rooms.value[h] > best[p]:
                host[p], best[p] = h, after - rooms.value[h]
    return host, best
