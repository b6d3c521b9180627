"""The semidefinite bound: A, v and p for :mod:`matcher.engine.certificate`, better from step to step.

What they are duals of: ``Z_ij = 1 / (s - 1)`` for two people of one room of s, the same on the diagonal. Then the fit
of a plan is ``sum_{i != j} w_ij Z_ij``, Z is positive semidefinite, off the diagonal its rows sum to 1 and lie in
``[0, 1 / (least - 1)]``. Someone who waits is a room of their own with the diagonal that makes up the row's sum. The
sum of a whole row, ``s / (s - 1)``, is taken for the same at all sizes, which it nearly is; this and everything else in
here decides how good the bound is, never whether it holds.

Alternating directions (Boyd et al., 2011) between the semidefinite matrices of these row sums and the box: in each
iteration one projection takes the negative part of a matrix away, the other clips. The negative part has few
vectors (50 at 1,000 people), so an iteration takes 11 ms there; its multiplier is A. Between the rounds, v and p are
corrected by subgradient steps, kind by kind. In single precision throughout; the certificate is in double.

Gaps to plans of a 10 to 60 s search, campus and clinic lists, one core, in %: groups of 8, 480 people 0.5 and 1.5 after
1 s; 1,000 people 0.6 and 1.3 after 1 s, 0.5 and 1.1 after 10 s (with a decomposition of the whole matrix 0.7 after
13 s); sizes 6 to 10, 240 people 0.5 and 1.8 after 0.5 s; the published list of 1,419 0.75 after 1 s, 0.36 after 12 s;
session times, 240 people 1.5 and 11, 1,000 people 1.1 after 12 s.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.engine.certificate import Frame, Proof, frame_of
from matcher.engine.eigenspace import NegativePart, Singles
from matcher.engine.sheet import Bools, Floats, Ints, Sheet

PENALTY = 2.0
"""Weight of the distance between the two copies of Z, times the norm of the objective by that of an orthogonal matrix:
1 to 4 do about as well on 240 to 2,600 people and on classes."""

LEAST_PENALTY = 0.01
"""Where all pairs are worth the same."""

RELAXATION = 1.6
"""Over-relaxation of the iteration."""

ENTRIES_A_STEP = 10_000_000
"""Matrix entries that a step goes through, in ``MOST_ITERATIONS`` iterations at the most: 0.1 to 0.3 s."""

MOST_ITERATIONS = 10

POLISHING = 20
"""Subgradient steps on v and p after each step's iterations, where there are several kinds of rooms."""

POLISHING_ONE_KIND = 5
"""The same for one kind, where the iterations find v themselves."""

PACE = 0.01
"""Length of the first subgradient step, as a share of the bound (in the manner of Polyak)."""

SLOWER = 0.97
"""What a subgradient step that gained nothing shortens the next ones by."""

PATIENCE = 10
"""After so many steps that gained less than ``PROGRESS`` together, no more is expected."""

PROGRESS = 2e-5
"""As a share of the bound."""

BISECTIONS = 30
"""Halvings in the search for the price of a room."""


class _OwnEntries(NamedTuple):
    """What a diagonal entry of Z may be: breakpoints of its worth, and the rooms used there; the last is waiting."""

    at: Floats
    worth: Floats
    rooms: Floats


class FrameBound:
    """An upper bound on the value of any plan in a frame that falls from step to step."""

    bound: float
    """Valid at any time."""
    done: bool
    """Whether no progress is to be expected any more."""
    iterations: int
    """How many there were so far."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        n, people = len(frame.copies), int(frame.copies.sum())
        self._v = np.zeros(len(frame.member))
        self._p = np.zeros(len(frame.rooms))
        self.bound = Proof(frame, np.zeros((n, 1))).rows(self._v, self._p).bound
        self.done = people <= 2
        self.iterations = 0
        self._hurried = False
        if self.done:
            return
        self._pace = PACE
        self._history = [self.bound]
        least, most = max(2, int(frame.least.min())), int(frame.most.max())
        usual = float(np.clip(people / frame.rooms.sum(), least, most))
        fit = self.bound / (people - frame.waiting)
        self._row_sum = 1 + 1 / (usual - 1)
        self._own = _own_entries(frame, fit, self._row_sum, least, most)
        self._alone = np.flatnonzero(frame.copies == 1)
        self._rooms = frame.rooms.sum() - (people - len(self._alone)) / usual
        self._root = np.sqrt(frame.copies)
        scale = np.outer(self._root, self._root)
        np.fill_diagonal(scale, frame.copies - 1)
        meets = np.isfinite(frame.weight) & _share_a_kind(frame)
        self._cap = (np.where(meets, scale / (least - 1), 0.0)).astype(np.float32)
        self._copy = (np.where(meets, scale / (people - 1), 0.0)).astype(np.float32)
        np.fill_diagonal(scale, frame.copies)
        self._objective = np.where(meets, scale * (frame.weight - fit), 0.0).astype(np.float32)
        self._diagonal = np.arange(n)
        self._floor = np.float32(1 / (usual - 1))
        self._cap[self._diagonal, self._diagonal] += self._floor
        self._copy[self._diagonal, self._diagonal] += self._floor
        self._penalty = max(LEAST_PENALTY, PENALTY * float(np.linalg.norm(self._objective)) / np.sqrt(n))
        self._dual = np.zeros((n, n), np.float32)
        self._negative = NegativePart(self._root.astype(np.float32))
        self._at_a_time = int(np.clip(ENTRIES_A_STEP // n**2, 1, MOST_ITERATIONS))

    def step(self) -> None:
        """A few iterations, then the bound they prove: 0.02 s at 240 people, 0.15 at 1,000, 0.3 at 2,600."""
        if self.done:
            return
        self._hurried = False
        for _ in range(self._at_a_time):
            factor, row_prices, room_price = self._iterate()
            self.iterations += 1
            if self._hurried:
                break
        if len(self._history) == 1:
            self._p[:] = room_price
        self._polish(Proof(self._frame, factor), row_prices[self._frame.member])
        self._history.append(self.bound)
        if len(self._history) > PATIENCE:
            self.done = self._history[-1 - PATIENCE] - self.bound < PROGRESS * abs(self.bound)

    def interrupt(self) -> None:
        """End a step early that runs in another thread; its bound is valid, and the next one goes on from there."""
        self._hurried = True

    def _iterate(self) -> tuple[Floats, Floats, float]:
        """One iteration; a factor of A, v for everybody, and the price of a room."""
        direction = (self._root / np.linalg.norm(self._root)).astype(np.float32)
        pulled = self._copy + self._dual
        along = pulled @ direction
        vectors, values = self._negative.of(pulled)
        removed = np.asarray((vectors * values) @ vectors.T, np.float32)
        own, held = _sweep(
            self._copy,
            self._dual,
            removed,
            along,
            direction,
            self._objective,
            self._cap,
            np.float32(RELAXATION),
            np.float32(direction @ along + self._row_sum),
            np.float32(1 / self._penalty),
        )
        clipped, room_price = self._clip_own(own)
        self._dual[self._diagonal, self._diagonal] += clipped - held
        self._copy[self._diagonal, self._diagonal] = clipped
        factor = vectors.astype(np.float64) * np.sqrt(-self._penalty * values.astype(np.float64))
        row_prices = self._penalty * along.astype(np.float64) / np.linalg.norm(self._root)
        return factor / self._root[:, None], row_prices / self._root, room_price

    def _clip_own(self, wanted: Singles) -> tuple[Singles, float]:
        """The diagonal, at the least price of a room at which no more rooms are used than there are."""
        clipped = np.clip(wanted, self._floor, self._cap[self._diagonal, self._diagonal])
        own, room_price = self._trade(wanted[self._alone].astype(np.float64))
        clipped[self._alone] = own
        return clipped, room_price

    def _trade(self, wanted: Floats) -> tuple[Floats, float]:
        """The diagonal of people who stand for themselves alone: sizes, and who waits."""
        entries, used = _nearest(wanted, *self._own, self._penalty, 0.0)
        if used <= self._rooms:
            return entries, 0.0
        low, high = 0.0, float(self._frame.most.max())
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            if _nearest(wanted, *self._own, self._penalty, middle)[1] > self._rooms:
                low = middle
            else:
                high = middle
        return _nearest(wanted, *self._own, self._penalty, high)[0], high

    def _polish(self, proof: Proof, row_prices: Floats) -> None:
        """Take the bound proved, and correct v and p by subgradient steps.

        Corrections are kept for the next time, but those of v only where they can differ from kind to kind: else they
        are soon behind what the iterations have found (0.74 instead of 1.1 % after 0.5 s at 1,000 people).
        """
        several = len(self._p) > 1
        if not several:
            self._v[:] = 0
        last = np.inf
        for _ in range(POLISHING if several else POLISHING_ONE_KIND):
            rows = proof.rows(row_prices + self._v, self._p)
            self.bound = min(self.bound, rows.bound)
            if self._hurried:
                break
            if rows.bound > last:
                self._pace *= SLOWER
            last = rows.bound
            norm = (rows.slope_v**2).sum() + (rows.slope_p**2).sum()
            if norm == 0:
                break
            length = self._pace * abs(rows.bound) / norm
            self._v -= length * rows.slope_v
            self._p = np.maximum(0.0, self._p - length * rows.slope_p)


def _share_a_kind(frame: Frame) -> Bools:
    """Who could meet whom, by the kinds alone."""
    allowed = np.zeros((len(frame.copies), len(frame.rooms)), np.float32)
    allowed[frame.member, np.repeat(np.arange(len(frame.rooms)), np.diff(frame.start))] = 1
    shared: Bools = allowed @ allowed.T > 0
    return shared


def _own_entries(frame: Frame, fit: float, row_sum: float, least: int, most: int) -> _OwnEntries:
    """Sizes from the largest to the least, then waiting, which loses the fit that is usual."""
    sizes = np.arange(most, least - 1, -1)
    return _OwnEntries(
        at=np.append(1 / (sizes - 1), row_sum),
        worth=np.append(-frame.size_price.min(axis=0)[sizes] / sizes, -fit),
        rooms=np.append(1 / sizes, 0.0),
    )


class SemidefiniteBound(FrameBound):
    """The bound for a sheet, everybody compared with everybody.

    Args:
        sheet: The compiled intake.
        weight: Pair fits of ``people``, shape (len(people), len(people)).
        people: Numbers of everybody who may be placed; others among them are left aside.
    """

    def __init__(self, sheet: Sheet, weight: Floats, people: Ints) -> None:
        super().__init__(frame_of(sheet, weight, people))


@njit(cache=True, nogil=True)
def _sweep(
    copy: Singles,
    dual: Singles,
    removed: Singles,
    along: Singles,
    direction: Singles,
    objective: Singles,
    cap: Singles,
    relaxation: np.float32,
    constant: np.float32,
    share: np.float32,
) -> tuple[Singles, Singles]:
    """Project, relax, clip and update the dual off the diagonal; wanted and relaxed entries of the diagonal."""
    n = len(copy)
    own, held = np.zeros(n, np.float32), np.zeros(n, np.float32)
    one, zero = np.float32(1.0), np.float32(0.0)
    for i in range(n):
        for j in range(n):
            projected = copy[i, j] + dual[i, j] - removed[i, j]
            projected += constant * direction[i] * direction[j] - along[i] * direction[j] - along[j] * direction[i]
            relaxed = relaxation * projected + (one - relaxation) * copy[i, j]
            wanted = relaxed + objective[i, j] * share - dual[i, j]
            if i == j:
                own[i], held[i] = wanted, relaxed
                continue
            clipped = min(max(wanted, zero), cap[i, j])
            dual[i, j] += clipped - relaxed
            copy[i, j] = clipped
    return own, held


@njit(cache=True, nogil=True)
def _nearest(
    wanted: Floats, at: Floats, worth: Floats, rooms: Floats, penalty: float, price: float
) -> tuple[Floats, float]:
    """For each entry the best trade of worth, less the price of rooms, for nearness; and the rooms used."""
    nearest = np.zeros(len(wanted))
    total = 0.0
    for i in range(len(wanted)):
        best, used = -np.inf, 0.0
        for b in range(len(at) - 1):
            width = at[b + 1] - at[b]
            more = (rooms[b + 1] - rooms[b]) / width
            slope = (worth[b + 1] - worth[b]) / width - price * more
            entry = min(max(wanted[i] + slope / penalty, at[b]), at[b + 1])
            reached = worth[b] - price * rooms[b] + slope * (entry - at[b]) - penalty / 2 * (entry - wanted[i]) ** 2
            if reached > best:
                best, used = reached, rooms[b] + more * (entry - at[b])
                nearest[i] = entry
        total += used
    return nearest, total
