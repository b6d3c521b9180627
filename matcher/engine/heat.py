"""An assignment while it is annealed: its sums in single precision, kept up move by move.

Beside the sums over pairs there is, for every group and everybody, what they would bring into the group by what rules
ask inside rooms: a bound that is exact but for what only the person who makes way decides. Prices for low fit are
concave in the fit with their sign turned, so a tangent lies above them and is a sum over pairs again (the proof bounds
rooms the same way, ``columns/tangent.py``); company is counted for everybody in every group, not in their own alone.
Before, any move was looked at closely that could have paid if all prices of both rooms fell away, and four such looks
in vain ended a person's turn. A sweep over a clinic list of 48 takes a third to a sixth of what it took then, one of
120 to 240 as long or up to a third less; only where nearly everybody moves (campus, 240) it takes half as long again.
After a second clinic lists of 120 are .07 % short of the best known value, not .14; those of 240 .19, not .13.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.engine.board import PLACE, Board
from matcher.engine.chance import Dice, roll
from matcher.engine.sheet import Ints
from matcher.engine.state import fresh, span_prices
from matcher.engine.width import wide

Singles = NDArray[np.float32]

SOFT_BREACH = 30.0
"""Price of a hard breach, in points of fit, while annealing."""

SOFT_PLACE = 100.0
"""Price of leaving a claim of 1 waiting, in points of fit, while annealing."""

NEVER = np.float32(1e6)
"""Price of a seat that nobody may take."""

NOISE = 1 << 14
"""Thresholds drawn beforehand; every row reads them from another place."""


class Heated(NamedTuple):
    """An assignment while it is annealed; n people, g groups, c needs of company, k kinds, s largest size.

    There are f caps, which count t tags. Changed in place. What is by group and person holds for members and for all
    others alike.
    """

    weight: Singles  # n x n
    seat: Singles  # (k + 1) x n: price of a seat by kind
    noise: Singles  # NOISE + n or longer: exponentially distributed, mean 1
    assign: Ints  # n
    size: Ints  # g + 1
    members: Ints  # g x (s + 1)
    place: Ints  # n
    near: Singles  # (g + 1) x n: sum of weights with the members
    floors: Singles  # 2 x q: floors, and the price of a point of fit under each
    asks: Singles  # c x n: price of having no company, 0 for whoever needs none
    met: NDArray[np.int16]  # (g + 1) x c x n: how many of the members are company
    lean: Singles  # n: what a point of fit more relieves a member of, by the floors they are under
    leaning: Singles  # (g + 1) x n: sum of weights with the members, each times their lean
    leant: Singles  # g + 1: sum over the members of what they meet, each times their lean
    lone: Singles  # (g + 1) x n: what somebody costs who has no company there, less what they relieve others of
    worth: Singles  # (g + 1) x n: what somebody brings into a group of its present size, by a bound on the prices
    factor: Singles  # n: by how much worth in the own group falls with the weight of who leaves it
    base: Singles  # (k + 1) x n: price of the own seat, less worth in the own group and a seat of this kind
    pairs: NDArray[np.float64]  # g + 1
    price: NDArray[np.float64]  # g + 1: prices beyond size and seats, less rewards
    loose: NDArray[np.float64]  # g + 1: costs that no bound is known for but that all may fall away: ties, caps, spans
    tied: NDArray[np.float64]  # 2 x (g + 1): costs of ties inside a group, and their rewards
    crowd: NDArray[np.float64]  # g + 1: what is over caps, priced
    tagged: NDArray[np.int16]  # (g + 1) x f x t: how many of the members have a tag
    roomy: NDArray[np.int16]  # (g + 1) x f x t: how many cost nothing: the cap, or as many as are fixed there
    value: NDArray[np.float64]  # 2: what moves have gained so far, and the most that was
    best: Ints  # n: the assignment it was the most with


def soft(board: Board) -> Board:
    """The same board with prices of breaches and of waiting that single precision can tell from a point of fit."""
    seat = np.minimum(board.seat_price, SOFT_BREACH)
    seat[:, -1] = np.minimum(board.seat_price[:, -1] / PLACE * SOFT_PLACE, 50 * SOFT_PLACE)
    return board._replace(
        seat_price=seat,
        tie_price=np.minimum(board.tie_price, SOFT_BREACH),
        company_price=np.minimum(board.company_price, SOFT_BREACH),
        cap_price=np.minimum(board.cap_price, SOFT_BREACH),
        span_price=np.minimum(board.span_price, SOFT_BREACH),
    )


def heated(softened: Board, assign: Ints, noise: Singles) -> Heated:
    """An assignment made ready for :func:`~matcher.engine.annealing.anneal`.

    Args:
        softened: A board that :func:`soft` has softened.
        assign: Where to begin.
        noise: Drawn by :func:`thresholds` for as many people, or for more.
    """
    n, g, needs = len(assign), len(softened.least) - 1, len(softened.company_price)
    widest = len(softened.share) - 1
    seat = np.where(softened.allowed, softened.seat_price, NEVER).astype(np.float32).T.copy()
    # What rules inside rooms ask takes no room where there are none.
    rows = g + 1 if softened.intricate else 0
    tags = (rows, len(softened.cap_price), int(softened.cap_tag.max(initial=-1)) + 1)
    ready = Heated(
        weight=softened.weight.astype(np.float32),
        seat=seat,
        noise=noise,
        assign=assign.astype(np.int32),
        size=np.zeros(g + 1, np.int32),
        members=np.zeros((g, widest + 1), np.int32),
        place=np.zeros(n, np.int32),
        near=np.zeros((g + 1, n), np.float32),
        floors=np.array([softened.floor, softened.floor_price / softened.floor], np.float32),
        asks=(softened.company_price[:, None] * softened.company_needs).astype(np.float32),
        met=np.zeros((rows, needs, n), np.int16),
        lean=np.zeros(n, np.float32),
        leaning=np.zeros((rows, n), np.float32),
        leant=np.zeros(g + 1, np.float32),
        lone=np.zeros((rows, n), np.float32),
        worth=np.zeros((rows, n), np.float32),
        factor=np.zeros(n, np.float32),
        base=np.zeros(seat.shape, np.float32),
        pairs=np.zeros(g + 1),
        price=np.zeros(g + 1),
        loose=np.zeros(g + 1),
        tied=np.zeros((2, g + 1)),
        crowd=np.zeros(g + 1),
        tagged=np.zeros(tags, np.int16),
        roomy=np.zeros(tags, np.int16),
        value=np.zeros(2),
        best=assign.astype(np.int32),
    )
    restart(softened, ready, assign)
    return ready


@njit(cache=True, nogil=True)
def thresholds(n: int, dice: Dice) -> Singles:
    """Exponentially distributed numbers of mean 1, for boards of up to ``n`` people."""
    noise = np.zeros(NOISE + n + 1, np.float32)
    for k in range(len(noise)):
        noise[k] = -np.log(1 - roll(dice))
    return noise


@njit(cache=True, nogil=True)
def restart(board: Board, heat: Heated, assign: Ints) -> None:
    """Go on from another assignment, which is the best so far."""
    sum_up(board, heat, assign)
    begin_anew(heat)


@njit(cache=True, nogil=True)
def begin_anew(heat: Heated) -> None:
    """Take the present assignment for the best so far, whatever was met before."""
    heat.value[:] = 0
    for i in range(len(heat.assign)):
        heat.best[i] = heat.assign[i]


@njit(cache=True, nogil=True)
def sum_up(board: Board, heat: Heated, assign: Ints) -> None:
    """Form all sums of an assignment anew."""
    st = fresh(board, assign)
    wait = len(board.least) - 1
    # One by one: copying whole arrays is no faster, and takes three seconds longer to compile.
    for h in range(wait + 1):
        heat.size[h], heat.pairs[h], heat.price[h] = st.size[h], st.pairs[h], st.price[h]
        for i in range(len(assign)):
            heat.near[h, i] = st.near[h, i]
        for a in range(st.size[h] if h < wait else 0):
            heat.members[h, a] = st.members[h, a]
    for i in range(len(assign)):
        heat.assign[i], heat.place[i] = st.assign[i], st.place[i]
    if board.intricate:
        _sum_up_rules(board, heat)
    for i in range(len(assign)):
        _settle(board, heat, i)


@njit(cache=True, nogil=True)
def _sum_up_rules(board: Board, heat: Heated) -> None:
    """Form anew what rules inside rooms ask."""
    wait = len(board.least) - 1
    heat.tied[:] = 0
    heat.met[:] = 0
    heat.tagged[:] = 0
    heat.roomy[:] = 0
    heat.crowd[:] = 0
    for i in range(len(heat.assign)):
        h = heat.assign[i]
        if h == wait:
            heat.lean[i] = 0.0
            continue
        for k in range(board.tie_start[i], board.tie_start[i + 1]):
            j = board.tie_to[k]
            if j < i and heat.assign[j] == h:
                heat.tied[0, h] += max(0.0, board.tie_price[k])
                heat.tied[1, h] += max(0.0, -board.tie_price[k])
        for c in range(len(board.company_price)):
            for k in range(len(heat.assign)):
                heat.met[h, c, k] += board.company[c, i, k]
        for f in range(len(board.cap_price)):
            tag = board.cap_tag[f, i]
            if tag >= 0:
                heat.tagged[h, f, tag] += 1
                heat.roomy[h, f, tag] += board.fixed[i]
    for h in range(wait):
        size = wide(heat.size[h])
        for f in range(len(board.cap_price)):
            for tag in range(heat.tagged.shape[2]):
                heat.roomy[h, f, tag] = max(board.cap_most[f], wide(heat.roomy[h, f, tag]))
                heat.crowd[h] += board.cap_price[f] * max(0, wide(heat.tagged[h, f, tag]) - wide(heat.roomy[h, f, tag]))
        heat.loose[h] = heat.tied[0, h] + heat.crowd[h] + span_prices(board, heat.members[h], size)
        heat.leant[h] = weigh(
            heat.members[h],
            size,
            board.share[size],
            heat.weight,
            heat.near[h],
            heat.floors,
            board.company,
            heat.asks,
            heat.met[h],
            heat.lean,
            heat.leaning[h],
            heat.lone[h],
            heat.worth[h],
        )


@njit(cache=True, nogil=True)
def weigh(
    members: Ints,
    size: int,
    share: float,
    weight: Singles,
    near: Singles,
    floors: Singles,
    company: NDArray[np.uint8],
    asks: Singles,
    met: NDArray[np.int16],
    lean: Singles,
    leaning: Singles,
    lone: Singles,
    worth: Singles,
) -> float:
    """What everybody brings into one room, valued anew; rows are those of the room, ``lean`` is everybody's.

    One by one: handing over the whole board and all sums takes longer than the arithmetic.

    Returns:
        What the members meet, each times their lean.
    """
    n = len(near)
    one, two = np.float32(share), np.float32(2 * share)
    least, steep = floors
    for x in range(n):
        lone[x] = 0.0
        leaning[x] = 0.0
    for c in range(len(asks)):
        for x in range(n):
            lone[x] -= asks[c, x] if met[c, x] == 0 else np.float32(0)
        for a in range(size):
            k = members[a]
            if met[c, k] == 0 and asks[c, k] > 0:
                for x in range(n):
                    lone[x] += asks[c, k] * np.float32(company[c, k, x])
    for x in range(n):
        worth[x] = two * near[x] + lone[x]
    for q in range(len(least)):
        for x in range(n):
            worth[x] -= steep[q] * max(np.float32(0), least[q] - near[x] * one)
    leant = 0.0
    for a in range(size):
        k = members[a]
        slope = np.float32(0)
        for q in range(len(least)):
            if near[k] * one < least[q]:
                slope += steep[q]
        lean[k] = slope
        leant += slope * near[k]
        if slope > 0:
            for x in range(n):
                leaning[x] += slope * weight[k, x]
                worth[x] += one * slope * weight[k, x]
    return leant


@njit(cache=True, nogil=True)
def _settle(board: Board, heat: Heated, i: int) -> None:
    """Form person ``i``'s own figures anew."""
    h = heat.assign[i]
    share = board.share[heat.size[h]] if h < len(board.least) - 1 else 0.0
    heat.factor[i] = np.float32(share) * (2 + heat.lean[i])
    brings = heat.worth[h, i] if board.intricate else np.float32(2 * share) * heat.near[h, i]
    base = heat.seat[board.kind[h], i] - brings
    if not board.free[i]:
        base = -NEVER
    for k in range(len(heat.seat)):
        heat.base[k, i] = base - heat.seat[k, i]
