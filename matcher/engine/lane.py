"""One lane of the search: annealing, crossing, climbs and warm restarts in turn, in steps of about the same work."""

from collections.abc import Iterator
from itertools import cycle, islice

import numpy as np

from matcher.engine.annealing import anneal
from matcher.engine.board import Board
from matcher.engine.chance import Dice, below
from matcher.engine.crossing import crossed
from matcher.engine.heat import begin_anew, heated, restart, thresholds
from matcher.engine.local import iterate, local_optimum, restructured
from matcher.engine.population import BETTER, Found, Population
from matcher.engine.sheet import Ints

LOOKS_PER_STEP = 20_000_000
"""Pairs of people that annealing looks at in a step of a lane: about 30 to 90 milliseconds."""

COMPARED_PER_STEP = 1_000_000
"""About how many people are compared with how many in a step of climbing; sets its kicks by the board's size."""

WINDOWS = ((0.33, 0.2), (1.0, 0.02), (0.15, 0.05), (0.4, 0.02), (0.1, 0.005))
"""First and last temperature of an annealing, in units of what a swap typically changes.

Measured: random distances want the first, lists with session times or clusters of ages the second, points in space the
third, lists of about one age the others. Which suits a board is found out by short runs.
"""

WINDOWS_OF_LIKE_GROUPS = ((1.0, 0.02), (0.4, 0.02), (0.1, 0.005))
"""Those tried where groups are all alike: the other two cost more there than they brought."""

MOST_ANNEALED_HOT = 300
"""People up to whom no window is tried where groups may stay closed, and ``HOT_WINDOWS`` are used in turn.

Tried in short runs, a cool window wins among few people, for it ends near the top of the basin that it begins in.
Above, annealings are too short for a hot one: 1,419 people were 0.02 to 0.05 % worse with these after 15 s.
"""

HOT_WINDOWS = ((0.8, 0.02), (1.0, 0.05))
"""Both are hot enough to leave where they began, and on lists of 48 to 240 people no other is much better (240 people,
below the best value known after 600 sweeps: clinic 0.13 %, campus 0.06; others that hot 0.10 to 0.15 and 0.05 to 0.12,
cooler ones 0.16 to 0.31)."""

SHORTEST_TRIAL, LONGEST_TRIAL = 30, 200
"""Sweeps of the annealings that choose among the windows, or of the first where none is chosen."""

GROWTH = 3
"""How many times longer each annealing is than the one before."""

STEPS_ANNEALED = 5
"""Steps that a generation's annealings take; there are two at least.

On few people it is another basin that is missed, not the top of the one found: the best plan of 48 people is found by
one short annealing in eight, and never from where the others end.
"""

CHILD_SHARE, CHILD_WARMTH = 0.1, 0.65
"""Sweeps of a child's annealing as a share of those its generation began with, and how far up the window it begins.

Measured on clinic lists of 240, in two seconds of one core: the best of four annealings of 600 sweeps is 0.115 % below
the best value known, after 12 children 0.084, after 48 0.063; from 0.75 of the way up 0.077. Ten annealings of 200
sweeps to begin with, or six of 300 or 400, were no better (0.063 to 0.087).
"""

IN_VAIN = 12
"""Children in a row that are none of the best plans of their generation before it ends."""

WARMTHS = (0.2, 0.45, 0.6, 0.75)
"""Where in a window warm restarts begin, on a logarithmic scale from its last temperature (0) to its first (1)."""

WARM_SHARE = 0.25
"""Sweeps of a warm restart as a share of the last annealing's."""

AWAY = 0.3
"""Share of an annealing after which the best met is looked for: before, it may still be where it began."""

PATIENCE = 8
"""Steps of climbing, or warm restarts, without anything better before something else is tried."""

BRIEF = 2
"""The same where climbing only looks for what annealing has just missed."""

SLACK = 0.3
"""How much worse than the current plan a kick may leave it early in a step of climbing, in units as the windows."""

MOST_ROTATED = 500
"""People up to whom three-way exchanges are looked for: they cost the square and more, 15 s at 1,419."""

MOST_ROTATED_BY_RULES = 300
"""The same where rules price what is inside rooms, and bounds are weaker: at 480 people of one age (campus) a descent
with them took 2.5 s, fifty times as long as at 240, and gained 0.03 %."""


class Lane:
    """One thread's search. ``best`` is its own best; ``leader`` is what all lanes together have found.

    Every step does a fixed amount of work, and what it finds depends on the board, the start, the dice, and the leaders
    and the population it was told of alone. ``offspring`` are plans for the population, with their generation.
    """

    def __init__(
        self, board: Board, softened: Board, start: Found, number: int, dice: Dice, population: Population
    ) -> None:
        self.board, self.softened, self.number, self.dice = board, softened, number, dice
        self.best = self.leader = self.current = self._start = start
        people = len(start.assign)
        self.population, self.offspring = population, list[tuple[Found, int]]()
        self._sweeps = max(1, LOOKS_PER_STEP // (people * (people + 100)))
        self._kicks = max(4, COMPARED_PER_STEP // (people * 60 + 2_000))
        self._noise = thresholds(people, dice)
        self._heat = heated(softened, start.assign, self._noise)
        self._unit = _unit(board)
        self._alike = board.elective and len(set(board.kind[:-1])) == 1
        self._rotating = people <= (MOST_ROTATED_BY_RULES if board.intricate else MOST_ROTATED)
        self._swept = 0
        hot = board.elective and people <= MOST_ANNEALED_HOT
        self._steps = self._life_of_generations() if hot else self._life()

    def step(self) -> Found:
        """Go on by one step; the best this lane has found."""
        next(self._steps)
        return self.best

    def _life(self) -> Iterator[None]:
        """Find the window that suits, then anneal ever longer and improve on what it gives, or on the leader."""
        if self.board.elective and not self._alike and self.number == 0:
            yield from self._climb(PATIENCE)
        sweeps = min(LONGEST_TRIAL, max(SHORTEST_TRIAL, 5 * self._sweeps))
        tried: dict[tuple[float, float], Found] = {}
        for window in self._windows():
            self.current = self._start
            yield from self._anneal(window, 1.0, sweeps)
            tried[window] = self.current
        order = sorted(tried, key=lambda w: -tried[w].value)
        if self.board.elective:
            self.current = tried[order[0]]
            if self._alike and self.leader.value > self.current.value and self.leader.window is not None:
                order = list(dict.fromkeys((self.leader.window, *order)))
            yield from self._climb(1 if self._alike else PATIENCE)
        turn = 0
        while True:
            sweeps *= GROWTH
            window = order[turn % 3 == 2]
            self.current = self.leader
            if self.number > 0 or turn % 2 == 0:
                yield from self._anneal(window, 1.0, sweeps)
            patience = min(PATIENCE, 1 + turn) if self._alike else PATIENCE
            yield from self._improve(window, max(1, round(sweeps * WARM_SHARE)), patience)
            turn += 1

    def _windows(self) -> tuple[tuple[float, float], ...]:
        """The windows this lane tries: two of three where groups are all alike, else all of them.

        Where they are alike, another lane tries the third, and tells by its leader whether it was better. Where they
        differ, the best of many annealings counts more than what comes after: fewer made plans of 240 people with
        sessions, which were searched in this way then, one per cent worse after a second.
        """
        if not self._alike:
            return WINDOWS
        return WINDOWS_OF_LIKE_GROUPS[:2] if self.number == 0 else WINDOWS_OF_LIKE_GROUPS[-2:]

    def _life_of_generations(self) -> Iterator[None]:
        """Anneal as often as fits a length's share of steps, cross what that gave, improve on the best; then longer.

        Where groups differ, one lane climbs long after its first annealing and after every generation, for annealing
        seldom opens other groups: without that a clinic list of 120 with sessions stayed 1.6 % short for four seconds,
        and with long climbs only after the first generation .6 %. Before the first annealing the climb took two seconds
        of that lane, and found less than the annealing does.
        """
        sweeps = min(LONGEST_TRIAL, max(SHORTEST_TRIAL, self._sweeps))
        often = max(2, STEPS_ANNEALED * self._sweeps // (GROWTH * sweeps))
        windows = islice(cycle(HOT_WINDOWS), self.number, None)
        yield from self._anneal(next(windows), 1.0, sweeps)
        generation, patience = 0, 1
        if self.number == 0 and not self._alike:
            patience = PATIENCE
            self.current = max(self.current, self.leader, key=lambda found: found.value)
            yield from self._climb(patience)
        while True:
            generation += 1
            sweeps *= GROWTH
            for window in islice(windows, often):
                yield from self._anneal(window, 1.0, sweeps)
                self.offspring.append((self.current, generation))
            yield from self._cross(max(1, round(sweeps * CHILD_SHARE)), generation)
            self.current = self.leader
            yield from self._improve(self.leader.window or window, max(1, round(sweeps * WARM_SHARE)), patience)
            patience = min(PATIENCE, patience + 1)

    def _cross(self, sweeps: int, generation: int) -> Iterator[None]:
        """Cross the generation's plans, and anneal the children a little, until that gives no more that are as good."""
        in_vain = 0
        while in_vain < IN_VAIN and len(self.population.plans) > 1 and self.population.generation == generation:
            one, other = self.population.pair(self.dice)
            self.current = Found(crossed(self.board, one.assign, other.assign, self.dice), -np.inf)
            yield from self._anneal(HOT_WINDOWS[0], CHILD_WARMTH, sweeps)
            in_vain = 0 if self.population.welcomes(self.current) else in_vain + 1
            self.offspring.append((self.current, generation))

    def _improve(self, window: tuple[float, float], sweeps: int, patience: int) -> Iterator[None]:
        """Climb, and restart warm, until neither has found anything better ``patience`` times in a row.

        Where groups are alike it grows with the annealings: improving on a first short one takes as long as the next,
        which is three times as long and mostly better. Where they differ, climbing opens other groups, which annealing
        seldom does.
        """
        yield from self._climb(patience if self.board.elective else BRIEF)
        idle = 0
        while idle < patience:
            before = self.current
            yield from self._anneal(window, WARMTHS[below(self.dice, len(WARMTHS))], sweeps)
            if self.board.elective:
                yield from self._climb(min(BRIEF, patience))
            if self.current.value > before.value + BETTER:
                idle = 0
            else:
                self.current = before
                idle += 1

    def _anneal(self, window: tuple[float, float], warmth: float, sweeps: int) -> Iterator[None]:
        """Anneal from the current assignment, ``warmth`` of the way up the window, and descend from the best met.

        Where groups are alike, what is short shares a step with what follows: lanes wait for one another after every
        step. Where they differ, that made plans about one per cent worse after a second.
        """
        hot, cold = (self._unit * t for t in window)
        hot = cold * (hot / cold) ** warmth
        restart(self.softened, self._heat, self.current.assign)
        away = round(AWAY * sweeps) if self.board.elective else 0
        done = 0
        while done < sweeps:
            count = min(self._sweeps - self._swept, (away if done < away else sweeps) - done)
            begins, ends = (hot * (cold / hot) ** ((done + k) / sweeps) for k in (0, count))
            anneal(self.softened, self._heat, count, begins, ends, self.dice)
            done += count
            self._swept += count
            if away and done == away:
                begin_anew(self._heat)
                self._swept = self._swept if self._alike else 0
            if done < sweeps and self._swept == self._sweeps:
                self._swept = 0
                yield
        self._take(Found(*local_optimum(self.board, self._heat.best, self._rotating), window))
        if self._swept == self._sweeps or not self._alike:
            self._swept = 0
            yield

    def _climb(self, patience: int) -> Iterator[None]:
        """Iterated local search from the current assignment, now and then with other groups open."""
        idle = 0
        while idle < patience:
            before = self.current.value
            climbed = iterate(self.board, self.current.assign, self._kicks, SLACK * self._unit, self.dice)
            found = Found(*climbed, self.current.window)
            if self._may_open_others(found.assign):
                opened = restructured(self.board, found.assign, self.dice)
                descended = local_optimum(self.board, opened, self._rotating and not self._alike)
                found = max(found, Found(*descended, self.current.window), key=lambda each: each.value)
            self._take(found)
            idle = 0 if found.value > before + BETTER else idle + 1
            yield

    def _take(self, found: Found) -> None:
        self.current = found
        if found.value > self.best.value + BETTER:
            self.best = found

    def _may_open_others(self, assign: Ints) -> bool:
        """Whether another set of open groups is possible: one is closed, or fewer than are offered could hold all."""
        if not self.board.elective:
            return False
        sizes = np.bincount(assign, minlength=len(self.board.least))[:-1]
        most = self.board.most[:-1]
        return bool((sizes == 0).any() or most.sum() - most.max() >= len(assign))


def _unit(board: Board) -> float:
    """What a swap typically changes at random: the spread of the weights times the root of a group's size."""
    people, groups = len(board.free), len(board.least) - 1
    size = int(np.clip(people / groups, 2, len(board.share) - 1))
    above = board.weight[np.triu_indices(people, 1)] if people > 1 else np.zeros(1)
    return max(1e-6, float(2 * board.share[size] * above.std() * np.sqrt(size)))
